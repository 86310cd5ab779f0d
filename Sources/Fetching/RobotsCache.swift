import Feeds

/// The rules of sites, kept for a day.
struct RobotsCache {
  private struct Kept {
    var rules: RobotsRules
    var until: ContinuousClock.Instant
  }

  static let lifetime = Duration.seconds(86_400)
  /// A site that could not be asked is asked again after this.
  static let lifetimeOfFaults = Duration.seconds(600)
  static let maximumSites = 1000
  private var sites: [String: Kept] = [:]

  /// Nil where they are not known, or no longer.
  func rules(_ site: String, now: ContinuousClock.Instant) -> RobotsRules? {
    sites[site].flatMap { $0.until > now ? $0.rules : nil }
  }

  mutating func keep(_ rules: RobotsRules, of site: String, for time: Duration, now: ContinuousClock.Instant) {
    if sites.count >= Self.maximumSites, let first = sites.min(by: { $0.value.until < $1.value.until }) {
      sites[first.key] = nil
    }
    sites[site] = Kept(rules: rules, until: now + time)
  }
}
