import Synchronization

/// The configuration in force, which may change while the daemon runs.
///
/// What only counts at the start is read once; who can follow a change asks ``current`` each time, or listens to ``changes()``.
public final class LiveConfiguration: Sendable {
  private struct State {
    var current: Configuration
    var listeners: [AsyncStream<Configuration>.Continuation] = []
  }

  private let state: Mutex<State>

  public init(_ configuration: Configuration) {
    state = Mutex(State(current: configuration))
  }

  public var current: Configuration { state.withLock { $0.current } }

  /// The configuration now and after each change; who is slow hears of the last one only.
  public func changes() -> AsyncStream<Configuration> {
    let (stream, continuation) = AsyncStream.makeStream(of: Configuration.self, bufferingPolicy: .bufferingNewest(1))
    state.withLock { state in
      state.listeners.append(continuation)
      continuation.yield(state.current)
    }
    return stream
  }

  /// What came of a change: names of options, with their values before and now.
  public struct Outcome: Sendable, Equatable {
    /// Those that took effect, such as "workers: 2 to 4".
    public var applied: [String] = []
    /// Those that wait for a restart.
    public var waiting: [String] = []
  }

  /// Takes over what can change while the daemon runs, and leaves the rest as it is.
  public func take(_ new: Configuration) -> Outcome {
    state.withLock { state in
      var outcome = Outcome()
      let old = state.current
      var next = old
      for option in ConfigurationOption.all {
        let (before, now) = (option.value(old), option.value(new))
        guard before != now else { continue }
        if option.isLive {
          option.copy(new, &next)
          outcome.applied.append("\(option.name): \(before) to \(now)")
        } else {
          outcome.waiting.append(option.name)
        }
      }
      if new.aliases != old.aliases {
        outcome.applied.append("names of \(old.aliases.entities.count) entities to \(new.aliases.entities.count)")
      }
      outcome.applied += Self.changes(of: old.sinks, to: new.sinks)
      next.aliases = new.aliases
      next.sinks = new.sinks
      if !Self.isSame(old.feeds, new.feeds) {
        outcome.applied.append("feeds: \(old.feeds.count) to \(new.feeds.count)")
        next.feeds = new.feeds
      }
      state.current = next
      for listener in state.listeners { listener.yield(next) }
      return outcome
    }
  }

  private static func isSame(_ old: [Configuration.Feed], _ new: [Configuration.Feed]) -> Bool {
    old.count == new.count && zip(old, new).allSatisfy { $0.isSame(as: $1) }
  }

  private static func changes(of old: [Configuration.Sink], to new: [Configuration.Sink]) -> [String] {
    let gone = old.filter { sink in !new.contains { $0.name == sink.name } }
    return gone.map { "sink \($0.name) ended" }
      + new.compactMap { sink in
        guard let before = old.first(where: { $0.name == sink.name }) else { return "sink \(sink.name) begun" }
        return sink.isSame(as: before) ? nil : "sink \(sink.name) changed"
      }
  }
}
