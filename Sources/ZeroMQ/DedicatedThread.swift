import CZeroMQ
import Glibc
import Synchronization

/// A thread of its own for a loop that blocks, such as a ``Reactor``: Swift's pool of threads must not be blocked.
public final class DedicatedThread: Sendable {
  private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  private let thread: pthread_t
  private let isJoined = Mutex(false)

  /// Starts a thread that runs `body`; the system shows the first 15 bytes of `name`.
  ///
  /// It runs on, whether or not anything refers to this; ``join()`` waits for it. It starts with the signal mask of the
  /// thread that starts it, and Swift's own threads block all signals.
  public init(name: String, _ body: @escaping @Sendable () -> Void) throws {
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    let code = pthread_create(&thread, nil, runThread, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw ZeroMQError(code: code, call: "pthread_create", endpoint: name)
    }
    self.thread = thread
  }

  deinit {
    if !isJoined.withLock({ $0 }) { pthread_detach(thread) }
  }

  /// Waits until the thread has ended; to call it again does nothing. Not for the thread itself to call.
  public func join() {
    isJoined.withLock { isJoined in
      guard !isJoined else { return }
      pthread_join(thread, nil)
      isJoined = true
    }
  }

  fileprivate static func run(_ argument: UnsafeMutableRawPointer) {
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    courant_name_this_thread(String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
    start.body()
  }
}

/// A function and not a closure, so that nothing infers an actor for it.
private nonisolated func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument { DedicatedThread.run(argument) }
  return nil
}
