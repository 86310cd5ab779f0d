import Model

/// When a feed is fetched next: what it and its server ask for, within bounds; after errors later and later.
public struct FeedSchedule: Sendable, Hashable {
  /// What came of a fetch.
  public enum Outcome: Sendable, Hashable {
    /// - Parameters:
    ///   - lifetime: for how long the server or the feed say that it may be kept.
    case fetched(lifetime: Duration?)
    /// - Parameters:
    ///   - after: how long the server asks to wait.
    case failed(after: Duration?)
    /// The server says that it is gone for good.
    case gone
  }

  /// What is configured.
  public var interval: Duration

  public static let shortest = Duration.seconds(60)
  /// The first retry after an error; each later one waits twice as long.
  public static let firstRetry = Duration.seconds(60)
  /// No feed is left alone for longer than this, whatever it says.
  public static let longest = Duration.seconds(86_400)
  /// One that is gone is looked for this often.
  public static let gone = Duration.seconds(7 * 86_400)

  public init(interval: Duration) { self.interval = max(interval, Self.shortest) }

  /// How long to wait.
  /// - Parameters:
  ///   - errors: how many fetches have failed in a row, this one included.
  /// - generator: for the jitter, which keeps feeds of one host apart: a tenth of the time, and half of it after
  /// errors.
  public func pause(
    after outcome: Outcome,
    errors: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Duration {
    switch outcome {
    case .fetched(let lifetime):
      let wanted = min(max(interval, lifetime ?? .zero), max(Self.longest, interval))
      return wanted + wanted * Double.random(in: 0...0.1, using: &generator)
    case .failed(let after):
      let doubled = Self.firstRetry * Double(1 << min(max(errors - 1, 0), 20))
      let whole = min(doubled, max(Self.longest, interval))
      let pause = whole * Double.random(in: 0.5...1, using: &generator)
      // The server's word counts as a least, and no server can stop a feed.
      return max(min(after ?? .zero, Self.longest), pause)
    case .gone:
      return Self.gone
    }
  }
}

/// What a server says in its headers of time.
public enum HTTPTime {
  /// `Retry-After`: seconds, or a date; nil for anything else, and zero for what has passed.
  public static func retryAfter(_ value: String, now: Timestamp) -> Duration? {
    let value = value.trimmed
    if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .seconds(Int(value.prefix(9)) ?? 0)
    }
    guard let date = FeedDate(value), !date.isDay else { return nil }
    return max(.zero, .milliseconds(date.time.milliseconds - now.milliseconds))
  }

  /// `max-age` of `Cache-Control`; nil without, and where nothing may be kept.
  public static func lifetime(cacheControl value: String) -> Duration? {
    let parts = value.lowercased().split(separator: ",").map(\.trimmed)
    if parts.contains("no-cache") || parts.contains("no-store") { return nil }
    for part in parts where part.hasPrefix("max-age=") {
      return Int(part.dropFirst("max-age=".count).filter { $0 != "\"" }.prefix(9)).map { .seconds($0) }
    }
    return nil
  }
}
