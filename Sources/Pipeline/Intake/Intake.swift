import Keys
import Logging
import Service
import ServiceLifecycle
import ZeroMQ

/// Accepts documents into the spool, acknowledges only what is durable, and hands jobs to workers as they ask for them.
public struct Intake: ServiceLifecycle.Service {
  private let live: LiveConfiguration
  private let keys: KeyRing
  private let vitals: Vitals?
  private let logger: Logger
  private let notes = Mailbox<IntakeNote>(capacity: 4096)
  private let workers: (any WorkerControl)?

  /// What intake is called among ``Vitals``.
  public static let part = "intake"

  /// - Parameters:
  ///   - keys: for endpoints that are TCP.
  ///   - workers: the keeper of the worker processes, where they are kept by this process.
  ///   - vitals: where it is to be noted that its loop turns.
  public init(
    configuration live: LiveConfiguration,
    keys: KeyRing = .none,
    workers: (any WorkerControl)? = nil,
    vitals: Vitals? = nil,
    logger: Logger = Logger(label: "intake")
  ) {
    self.live = live
    self.workers = workers
    self.keys = keys
    self.vitals = vitals
    self.logger = logger
  }

  /// Says that a worker process has ended, so that its document is tried again at once.
  public func note(_ end: WorkerEnd) { notes.postAlways(.workerEnded(end)) }

  /// Runs until graceful shutdown. What waits in the spool waits there for the next start.
  /// - Throws: ``ConfigurationError`` or ``ZeroMQError`` when it cannot start.
  public func run() async throws {
    let (live, keys, notes, workers, vitals, logger) = (live, keys, notes, workers, vitals, logger)
    let found = Mailbox<FoundDocument>(capacity: 16)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await WatchedFolders(live: live, found: found, logger: logger).run() }
      group.addTask {
        try await ServiceThread.run("intake") {
          notes.postAlways(.stop)
        } _: {
          let lock = try InstanceLock(folder: live.current.state, name: "intake.lock")
          let state = live.current.state
          let wait = DiskWait(
            part: Self.part,
            state: state,
            witness: state + "/spool/new",
            vitals: vitals,
            logger: logger
          )
          try withExtendedLifetime(lock) {
            try wait.retrying {
              try IntakeLoop.run(
                live,
                keys: keys,
                found: found,
                notes: notes,
                workers: workers,
                vitals: vitals,
                logger: logger
              )
            } isStopping: {
              notes.takeAll(waitingUpTo: .seconds(1)).contains { if case .stop = $0 { true } else { false } }
            }
          }
        }
      }
      // Neither works without the other.
      defer { group.cancelAll() }
      while try await group.next() != nil {}
    }
  }
}
