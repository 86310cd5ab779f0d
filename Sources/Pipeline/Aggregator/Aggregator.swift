import Keys
import Logging
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
  private let vitals: Vitals?
  private let logger: Logger

  /// What the aggregator is called among ``Vitals``.
  public static let part = "aggregator"

  /// - Parameters:
  ///   - keys: for endpoints that are TCP.
  ///   - vitals: where it is to be noted that its loop turns.
  public init(
    configuration live: LiveConfiguration,
    keys: KeyRing = .none,
    vitals: Vitals? = nil,
    logger: Logger = Logger(label: "aggregator")
  ) {
    self.live = live
    self.keys = keys
    self.vitals = vitals
    self.logger = logger
  }

  /// Runs until graceful shutdown: then what is in hand is committed, acknowledged and published.
  /// - Throws: ``ConfigurationError``, ``StoreError`` or ``ZeroMQError`` when it cannot start.
  public func run() async throws {
    let notes = Mailbox<AggregatorNote>(capacity: 4096)
    let (live, keys, vitals, logger) = (live, keys, vitals, logger)
    try await ServiceThread.run("aggregator") {
      notes.postAlways(.stop)
    } _: {
      let configuration = live.current
      let lock = try InstanceLock(folder: configuration.state, name: "aggregator.lock")
      let store = try Store(path: configuration.state + "/courant.db")
      try withExtendedLifetime(lock) {
        try AggregatorLoop.run(live, keys, store, notes, vitals, logger)
        try store.close()
      }
    }
  }
}
