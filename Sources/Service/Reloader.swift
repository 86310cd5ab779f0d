import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration anew on SIGHUP: what is wrong leaves the old one in force, and what needs a restart is named.
public struct Reloader: ServiceLifecycle.Service {
  private let live: LiveConfiguration
  private let load: @Sendable () throws -> Configuration
  private let apply: @Sendable (Configuration) -> Void
  private let isChild: Bool
  private let logger: Logger

  /// - Parameters:
  ///   - load: reads and checks the configuration.
  ///   - apply: is told of what is in force now, after each change.
  ///   - isChild: whether another process has told this one to, and has said what changed.
  public init(
    _ live: LiveConfiguration,
    load: @escaping @Sendable () throws -> Configuration,
    apply: @escaping @Sendable (Configuration) -> Void = { _ in },
    isChild: Bool = false,
    logger: Logger
  ) {
    self.live = live
    self.load = load
    self.apply = apply
    self.isChild = isChild
    self.logger = logger
  }

  public func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
  }

  private func reload() {
    let configuration: Configuration
    do {
      configuration = try load()
    } catch {
      logger.log(.configurationRefused, .error, "the configuration stays as it was: \(error)")
      return
    }
    let outcome = live.take(configuration)
    apply(live.current)
    if isChild { return }
    if outcome.applied.isEmpty, outcome.waiting.isEmpty {
      logger.log(.configurationTaken, .info, "read the configuration: nothing has changed")
    }
    if !outcome.applied.isEmpty {
      logger.log(.configurationTaken, .info, "read the configuration: \(outcome.applied.joined(separator: ", "))")
    }
    if !outcome.waiting.isEmpty {
      let names = outcome.waiting.joined(separator: ", ")
      logger.log(.configurationWaits, .warning, "takes effect with the next start only: \(names)")
    }
  }
}
