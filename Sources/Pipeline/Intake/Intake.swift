import Logging
import Service
import ServiceLifecycle
import ZeroMQ

/// Accepts documents into the spool, acknowledges only what is durable, and hands jobs to workers as they ask for them.
public struct Intake: ServiceLifecycle.Service {
  private let configuration: Configuration
  private let logger: Logger
  private let notes = Mailbox<IntakeNote>(capacity: 4096)
  private let workers: (any WorkerControl)?

  /// - Parameter workers: the keeper of the worker processes, where they are kept by this process.
  public init(
    configuration: Configuration,
    workers: (any WorkerControl)? = nil,
    logger: Logger = Logger(label: "intake")
  ) {
    self.configuration = configuration
    self.workers = workers
    self.logger = logger
  }

  /// Says that a worker process has ended, so that its document is tried again at once.
  public func workerEnded(pid: Int32, reason: String) {
    notes.postAlways(.workerEnded(pid: pid, reason: reason))
  }

  /// Runs until graceful shutdown. What waits in the spool waits there for the next start.
  /// - Throws: ``ConfigurationError`` or ``ZeroMQError`` when it cannot start.
  public func run() async throws {
    let (configuration, notes, workers, logger) = (configuration, notes, workers, logger)
    let found = Mailbox<FoundDocument>(capacity: 16)
    try await withThrowingTaskGroup(of: Void.self) { group in
      let stopWatching = Mailbox<Bool>(capacity: 1)
      if !configuration.watch.isEmpty {
        group.addTask {
          try await ServiceThread.run("watcher") {
            stopWatching.postAlways(true)
          } _: {
            try FolderWatcher.run(
              configuration.watch,
              limit: configuration.limits.documentBytes,
              found: found,
              stop: stopWatching,
              logger: logger
            )
          }
        }
      }
      group.addTask {
        try await ServiceThread.run("intake") {
          notes.postAlways(.stop)
        } _: {
          let lock = try InstanceLock(folder: configuration.state, name: "intake.lock")
          try withExtendedLifetime(lock) {
            try IntakeLoop.run(configuration, found: found, notes: notes, workers: workers, logger: logger)
          }
        }
      }
      // Neither works without the other.
      defer { group.cancelAll() }
      while try await group.next() != nil {}
    }
  }
}
