import Keys
import Logging
import Service
import ServiceLifecycle

/// Feeds the sinks of the configuration that is in force: those that are new are started, those that are gone ended, and those that
/// have changed started anew from their cursors.
public struct LiveSinks: ServiceLifecycle.Service {
  private struct Running {
    var sink: Configuration.Sink
    var task: Task<Void, Never>
  }

  private let live: LiveConfiguration
  private let keys: KeyRing
  private let logger = Logger(label: "sinks")

  /// - Parameter keys: for endpoints that are TCP.
  public init(_ live: LiveConfiguration, keys: KeyRing = .none) {
    self.live = live
    self.keys = keys
  }

  /// Looks at every sink of a configuration, before it is in force.
  /// - Throws: ``ConfigurationError`` for the first whose settings are wrong.
  public static func check(_ configuration: Configuration) throws(ConfigurationError) {
    for sink in configuration.sinks { _ = try SinkService(sink, configuration, outlivesFaults: true) }
  }

  /// Runs until graceful shutdown: then every sink ends.
  public func run() async throws {
    var running: [String: Running] = [:]
    for await configuration in live.changes().cancelOnGracefulShutdown() {
      let wanted = Dictionary(configuration.sinks.map { ($0.name, $0) }) { first, _ in first }
      for (name, one) in running where wanted[name].map({ !$0.isSame(as: one.sink) }) ?? true {
        one.task.cancel()
      }
      for sink in configuration.sinks {
        let before = running[sink.name]
        if let before, sink.isSame(as: before.sink) { continue }
        // The one before it has the lock of its cursor until it has ended.
        running[sink.name] = Running(sink: sink, task: start(sink, configuration, after: before?.task))
      }
      running = running.filter { wanted[$0.key] != nil || !$0.value.task.isCancelled }
    }
    for one in running.values { one.task.cancel() }
    for one in running.values { await one.task.value }
  }

  private func start(
    _ sink: Configuration.Sink,
    _ configuration: Configuration,
    after before: Task<Void, Never>?
  ) -> Task<Void, Never> {
    let (keys, logger) = (keys, logger)
    return Task {
      await before?.value
      guard !Task.isCancelled else { return }
      do {
        try await SinkService(sink, configuration, keys: keys, outlivesFaults: true).run()
        logger.info("ended", metadata: ["sink": "\(sink.name)"])
      } catch is CancellationError {
        // Ended while it stood still.
      } catch {
        logger.error("\(error)", metadata: ["sink": "\(sink.name)"])
      }
    }
  }
}
