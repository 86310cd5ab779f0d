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
  private let configuration: Configuration
  private let logger: Logger

  public init(configuration: Configuration, logger: Logger = Logger(label: "aggregator")) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Runs until graceful shutdown: then what is in hand is committed, acknowledged and published.
  /// - Throws: ``ConfigurationError``, ``StoreError`` or ``ZeroMQError`` when it cannot start.
  public func run() async throws {
    let notes = Mailbox<AggregatorNote>(capacity: 4096)
    let (configuration, logger) = (configuration, logger)
    try await ServiceThread.run("aggregator") {
      notes.postAlways(.stop)
    } _: {
      let lock = try InstanceLock(folder: configuration.state, name: "aggregator.lock")
      let store = try Store(path: configuration.state + "/courant.db")
      try withExtendedLifetime(lock) {
        try AggregatorLoop.run(configuration, store, notes, logger)
        try store.close()
      }
    }
  }
}
