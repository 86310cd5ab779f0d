import Keys
import Logging
import Model
import Service
import ServiceLifecycle
import Synchronization

/// One sink as a service of the daemon, on a thread of its own.
public struct SinkService: ServiceLifecycle.Service {
  private let configuration: Configuration
  private let keys: KeyRing
  private let sink: Configuration.Sink
  private let outlivesFaults: Bool
  private let logger: Logger

  /// - Parameters:
  ///   - keys: for endpoints that are TCP.
  ///   - outlivesFaults: true where a sink that can never work is to take nothing else with it: it says so, and does nothing.
  /// - Throws: ``ConfigurationError`` when the sink's settings are wrong.
  public init(
    _ sink: Configuration.Sink,
    _ configuration: Configuration,
    keys: KeyRing = .none,
    outlivesFaults: Bool
  ) throws(ConfigurationError) {
    self.configuration = configuration
    self.keys = keys
    self.outlivesFaults = outlivesFaults
    self.sink = sink
    var logger = Logger(label: "sink")
    logger[metadataKey: "sink"] = "\(sink.name)"
    self.logger = logger
    // What is wrong is said before anything starts.
    _ = try SinkKind.sink(sink, state: configuration.state)
  }

  /// Runs until graceful shutdown.
  /// - Throws: ``SinkError`` when it can never work.
  public func run() async throws {
    do {
      try await work()
    } catch  where outlivesFaults {
      logger.error("\(error); the sink stands still until the next start")
      try await gracefulShutdown()
    }
  }

  private func work() async throws {
    let (configuration, keys, sink, logger) = (configuration, keys, sink, logger)
    let stop = StopFlag()
    try await ServiceThread.run("sink") {
      stop.set()
    } _: {
      // Two that feed one sink would take the cursor from each other.
      let lock = try InstanceLock(folder: "\(configuration.state)/sinks", name: "\(sink.name).lock")
      try withExtendedLifetime(lock) {
        let (made, settings) = try SinkKind.sink(sink, state: configuration.state)
        let endpoints = (updates: configuration.endpoints.updates, query: configuration.endpoints.query)
        logger.info("feeding", metadata: ["kind": "\(sink.kind)"])
        try SinkRunner(
          made,
          settings,
          endpoints: endpoints,
          keys: keys.client(.query, of: configuration),
          isStopping: { stop.isSet },
          logger: logger
        ).run()
      }
    }
  }
}

/// Whether a service is to stop, asked on one thread and told on another.
private final class StopFlag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() { flag.store(true, ordering: .relaxed) }
}
