import Keys
import Logging
import Model
import Service
import ServiceLifecycle
import Store
import ZeroMQ

/// The one writer: takes batches, applies each in one transaction, acknowledges, then publishes; and answers questions.
///
/// Three kinds of threads work for it. The first owns every socket and never waits for the disk. The second owns the database's writer.
/// The others answer questions on snapshots of the database. They hand each other work through mailboxes.
public struct Aggregator: ServiceLifecycle.Service {
  private let live: LiveConfiguration
  private let keys: KeyRing
  private let hasOwnWorkers: Bool
  private let identify: @Sendable (String) -> KnownIdentity?
  private let vitals: Vitals?
  private let logger: Logger

  /// What the aggregator is called among ``Vitals``.
  public static let part = "aggregator"

  /// - Parameters:
  ///   - keys: for endpoints that are TCP.
  ///   - hasOwnWorkers: whether the workers are children of this process, which end when their connection does.
  ///   - identify: who has a name that everybody knows, by its slug.
  ///   - vitals: where it is to be noted that its loop turns.
  public init(
    configuration live: LiveConfiguration,
    keys: KeyRing = .none,
    hasOwnWorkers: Bool = false,
    identify: @escaping @Sendable (String) -> KnownIdentity? = { _ in nil },
    vitals: Vitals? = nil,
    logger: Logger = Logger(label: "aggregator")
  ) {
    self.live = live
    self.keys = keys
    self.hasOwnWorkers = hasOwnWorkers
    self.identify = identify
    self.vitals = vitals
    self.logger = logger
  }

  /// Runs until graceful shutdown: then what is in hand is committed, acknowledged and published.
  /// - Throws: ``ConfigurationError``, ``StoreError`` or ``ZeroMQError`` when it cannot start, and `LostFile` when a file of the database
  ///   was removed, replaced or cut off.
  public func run() async throws {
    let notes = Mailbox<AggregatorNote>(capacity: 4096)
    let (live, keys, hasOwnWorkers, vitals, logger) = (live, keys, hasOwnWorkers, vitals, logger)
    let identify = identify
    try await ServiceThread.run("aggregator") {
      notes.postAlways(.stop)
    } _: {
      let configuration = live.current
      let lock = try InstanceLock(folder: configuration.state, name: "aggregator.lock")
      let path = configuration.state + "/courant.db"
      let open = { (path: String) throws(StoreError) in
        // A large journal takes minutes, and whoever waits wants to know for what.
        var said = ContinuousClock.now
        return try Store(path: path) { done, all in
          guard ContinuousClock.now - said >= .seconds(5) else { return }
          said = .now
          logger.notice("folding the journal by the rules of this version: \(done) of \(all) events")
        }
      }
      let wait = DiskWait(part: Self.part, state: configuration.state, witness: path, vitals: vitals, logger: logger)
      // Not one to wait for: what cannot be folded into the database stays in its log.
      var fault: StoreError?
      try withExtendedLifetime(lock) {
        try wait.retrying {
          // Once more when a database that could only be read can be written.
          while true {
            let readsOnly = wait.hasState ? DiskProbe.fault(of: configuration.state) : nil
            let store = try readsOnly.map { try Store(path: path, readsOnly: $0) } ?? open(path)
            let isToBeginAgain: Bool
            do {
              isToBeginAgain = try AggregatorLoop.run(live, keys, hasOwnWorkers, identify, store, notes, vitals, logger)
            } catch let lost as LostFile {
              if lost.canBeClosed { try store.close() } else { store.abandon() }
              throw lost
            }
            do throws(StoreError) {
              try store.close()
            } catch {
              fault = error
            }
            if !isToBeginAgain { return }
          }
        } isStopping: {
          notes.takeAll(waitingUpTo: .seconds(1)).contains { if case .stop = $0 { true } else { false } }
        }
      }
      if let fault { throw fault }
    }
  }
}
