import CZeroMQ
import Glibc

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

  /// Starts a thread that runs `body`; the system shows the first 15 bytes of `name`.
  ///
  /// Whoever starts a thread calls ``join()`` once, or its memory is kept until the program ends.
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

  /// Waits until the thread has ended; to be called once.
  public func join() {
    pthread_join(thread, nil)
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
