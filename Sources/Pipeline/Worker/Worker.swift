import CLinux
import Glibc
import Interpretation
import Keys
import Logging
import Service
import ServiceLifecycle
import ZeroMQ

/// A process that reads documents and finds their facts. Documents are hostile: what one does to its worker, it does to nobody else.
public struct Worker: ServiceLifecycle.Service {
  private let configuration: Configuration
  private let keys: KeyRing
  private let interpreter: Interpreter
  private let context: Context
  private let onceConnected: (@Sendable () -> Void)?
  private let vitals: Vitals?
  private let logger: Logger

  /// What a worker is called among ``Vitals``.
  public static let part = "worker"

  /// - Parameters:
  ///   - keys: for endpoints that are TCP.
  ///   - context: for its two sockets; it ends with the worker.
  ///   - onceConnected: called before the first document is asked for, when both connections are made that a worker has. After it the
  ///     process may be unable to make others, so it ends when one of them does; whoever started it starts another.
  ///   - vitals: where it is to be noted that its loop turns; it does not while a document is read.
  public init(
    configuration: Configuration,
    keys: KeyRing = .none,
    interpreter: Interpreter,
    context: Context,
    onceConnected: (@Sendable () -> Void)? = nil,
    vitals: Vitals? = nil,
    logger: Logger = Logger(label: "worker")
  ) {
    self.configuration = configuration
    self.keys = keys
    self.interpreter = interpreter
    self.context = context
    self.onceConnected = onceConnected
    self.vitals = vitals
    self.logger = logger
  }

  /// Runs until graceful shutdown: then the document in hand is finished, and no other begun.
  public func run() async throws {
    let stop = Mailbox<Bool>(capacity: 1)
    let (configuration, keys, interpreter, context) = (configuration, keys, interpreter, context)
    let onceConnected = onceConnected
    let (vitals, logger) = (vitals, logger)
    try await ServiceThread.run("worker") {
      stop.postAlways(true)
    } _: {
      try WorkerLoop.run(configuration, keys, interpreter, context, stop, onceConnected, vitals, logger)
    }
  }

  /// Bounds the memory of this process: what would go beyond fails, and the process with it.
  /// - Throws: ``ConfigurationError`` when the system does not allow it.
  public static func limitMemory(bytes: Int) throws(ConfigurationError) {
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    guard setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit) == 0 else {
      throw ConfigurationError("limits.worker_bytes: \(String(cString: strerror(errno)))")
    }
  }

  /// Makes this process end when its parent does, however that ends.
  ///
  /// To be called on the main thread: Linux keeps the wish with the thread that made it, and forgets it when that thread ends.
  /// - Parameter parent: the process that started this one.
  public static func endWithParent(_ parent: Int32) {
    courant_end_with_parent()
    // The parent may have ended before that took effect.
    if getppid() != parent { exit(0) }
  }
}
