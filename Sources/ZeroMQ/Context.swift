import CZeroMQ
import Glibc
import Synchronization

/// The home of sockets and of libzmq's I/O threads; one a process is enough.
///
/// A context may be used from any thread. The way to end a program's sockets is ``shutdown()``, upon which each
/// blocked call on each thread throws ``ZeroMQError/terminated``; each thread then closes its own sockets, and
/// ``terminate()`` returns once all are closed and what they still had to send is sent or has outlived their `linger`.
public final class Context: Sendable {
  private enum Phase {
    case running
    case shutDown
    case terminating
  }

  // libzmq's contexts may be used by all threads at once. The pointer itself never changes, and dangles only once
  // `phase` is `terminating` and every socket is closed; no call below passes it on after that.
  private nonisolated(unsafe) let raw: UnsafeMutableRawPointer
  private let ioThreads: Int
  private let phase = Mutex(Phase.running)
  /// Held while libzmq terminates, so that a second caller waits for the first.
  private let isTerminated = Mutex(false)

  /// Starts a context with `ioThreads` threads for the network, and room for `maxSockets` sockets.
  public init(ioThreads: Int = 1, maxSockets: Int = 4096) throws {
    guard let raw = zmq_ctx_new() else { throw ZeroMQError.last("zmq_ctx_new") }
    let settings = [
      // Each message has memory of its own: a small one would otherwise keep the 8 KiB alive that it was read with.
      (COURANT_ZMQ_ZERO_COPY_RECV, 0, "zmq_ctx_set(ZMQ_ZERO_COPY_RECV)"),
      (ZMQ_IO_THREADS, ioThreads, "zmq_ctx_set(ZMQ_IO_THREADS)"),
      (ZMQ_MAX_SOCKETS, maxSockets, "zmq_ctx_set(ZMQ_MAX_SOCKETS)"),
    ]
    for (option, value, call) in settings where zmq_ctx_set(raw, option, Int32(clamping: value)) != 0 {
      let error = ZeroMQError.last(call)
      zmq_ctx_term(raw)
      throw error
    }
    self.raw = raw
    self.ioThreads = ioThreads
  }

  deinit {
    terminate()
  }

  /// Makes each blocked and each later call on this context's sockets throw ``ZeroMQError/terminated``.
  ///
  /// Returns at once. Sockets stay open until their owners close them.
  public func shutdown() {
    phase.withLock { phase in
      guard case .running = phase else { return }
      phase = .shutDown
      zmq_ctx_shutdown(raw)
    }
  }

  /// Shuts down, waits until all sockets are closed and their last messages are gone, and frees the context.
  ///
  /// Blocks for as long as a socket is open, and, where a socket was closed with messages unsent, for as long as its
  /// `linger` says, which is forever unless it is set. To call it again does nothing; a call from a second thread
  /// waits for the first.
  public func terminate() {
    phase.withLock { $0 = .terminating }
    isTerminated.withLock { isTerminated in
      guard !isTerminated else { return }
      while zmq_ctx_term(raw) != 0, zmq_errno() == EINTR {}
      isTerminated = true
    }
  }

  /// Starts libzmq's own threads, which otherwise start with the first socket, and comes back when they run.
  ///
  /// When it has come back they have set their scheduling, so a sandbox may forbid that.
  /// - Throws: ``ZeroMQError``; ``ZeroMQError/again`` when they do not start within ten seconds.
  public func startThreads() throws {
    let before = Self.runningThreads()
    try Socket<Pair>(self).close()
    // Each sets its scheduling, then its name. One thread reaps sockets, the others do I/O.
    for _ in 0..<10_000 {
      if Self.runningThreads() - before > ioThreads { return }
      usleep(1000)
    }
    throw ZeroMQError(.again, call: "zmq_socket")
  }

  /// How many threads of this process have the name of one of libzmq's.
  private static func runningThreads() -> Int {
    guard let tasks = opendir("/proc/self/task") else { return 0 }
    defer { closedir(tasks) }
    var count = 0
    while let entry = readdir(tasks) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      let file = open("/proc/self/task/\(name)/comm", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      var bytes = [UInt8](repeating: 0, count: 16)
      let read = read(file, &bytes, bytes.count)
      if bytes.prefix(max(0, read)).starts(with: "ZMQbg".utf8) { count += 1 }
    }
    return count
  }

  func makeSocket(type: Int32) throws -> UnsafeMutableRawPointer {
    // Under the lock, so that the context cannot be freed between the check and the call.
    try phase.withLock { phase in
      if case .terminating = phase { throw ZeroMQError(.terminated, call: "zmq_socket") }
      guard let socket = zmq_socket(raw, type) else { throw ZeroMQError.last("zmq_socket") }
      return socket
    }
  }
}
