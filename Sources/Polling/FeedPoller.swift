import Feeds
import Fetching
import Glibc
import Logging
import Model
import Service
import ZeroMQ

/// Looks at one feed after the other, each when it is due. Lives on one thread, which it blocks.
final class FeedPoller {
  private struct Watched {
    var feed: Configuration.Feed
    var file: FeedFile
    var state: FeedState
  }

  /// How long to wait while intake is away.
  private static let pauseOfIntake = Duration.seconds(1)

  private let live: LiveConfiguration
  private let isStopping: () -> Bool
  private let fetcher: Fetcher
  private let taker: any DocumentTaker
  private let checkIntake: () throws -> Void
  private let beat: () -> Void
  private let counters = FeedCounters()
  private let logger: Logger
  private var watched: [Watched] = []
  private var feeds: [Configuration.Feed] = []
  private var isConfigured = false
  private var generator = SystemRandomNumberGenerator()
  private var intakeIsAway = false

  /// - Parameters:
  ///   - checkIntake: throws while nobody takes documents.
  ///   - beat: called about every second while it lives.
  /// - Throws: ``FetchError`` when libcurl is missing.
  init(
    _ live: LiveConfiguration,
    taker: any DocumentTaker,
    checkIntake: @escaping () throws -> Void,
    isStopping: @escaping () -> Bool,
    beat: @escaping () -> Void,
    logger: Logger
  ) throws(FetchError) {
    self.live = live
    self.taker = taker
    self.checkIntake = checkIntake
    self.isStopping = isStopping
    self.beat = beat
    self.logger = logger
    fetcher = try Fetcher(FetchSettings(version: Version.current)) {
      beat()
      return isStopping()
    }
  }

  func run() {
    while !isStopping() {
      beat()
      takeConfiguration()
      guard let index = due(at: .now) else {
        usleep(100_000)
        continue
      }
      do {
        try checkIntake()
        if intakeIsAway { logger.notice("intake is there again") }
        intakeIsAway = false
      } catch {
        lack("\(error)")
        continue
      }
      visit(index)
    }
    logger.info("stopped")
  }

  private func lack(_ fault: String) {
    // Said once; what is due stays due.
    if !intakeIsAway { logger.warning("\(fault); feeds are fetched when somebody takes documents") }
    intakeIsAway = true
    wait(Self.pauseOfIntake)
  }

  private func wait(_ time: Duration) {
    let deadline = ContinuousClock.now + time
    while !isStopping(), ContinuousClock.now < deadline {
      beat()
      usleep(50_000)
    }
  }

  /// The feed that is due for the longest time; nil when none is.
  private func due(at now: Timestamp) -> Int? {
    let due = watched.indices.filter { watched[$0].state.next.map { $0 <= now } ?? true }
    return due.min {
      (watched[$0].state.next?.milliseconds ?? 0) < (watched[$1].state.next?.milliseconds ?? 0)
    }
  }

  private func visit(_ index: Int) {
    let one = watched[index]
    var logger = logger
    logger[metadataKey: "feed"] = "\(one.feed.shown)"
    fetcher.settings = FetchSettings(one.feed)
    let visit = FeedVisit(feed: one.feed, fetcher: fetcher, taker: taker, counters: counters, logger: logger)
    var outcome = visit.run(one.state, using: &generator) { self.save($0, one.file) }
    if isStopping() { outcome.pause = .zero }
    if let fault = outcome.intakeFault {
      // The feed's server is not to suffer for it.
      outcome.state.next = Timestamp.now.later(by: FeedSchedule.shortest)
      watched[index].state = outcome.state
      save(outcome.state, one.file)
      return lack(fault)
    }
    outcome.state.next = Timestamp.now.later(by: outcome.pause)
    watched[index].state = outcome.state
    save(outcome.state, one.file)
    counters.failing.set(watched.count { $0.state.errors > 0 })
  }

  private func save(_ state: FeedState, _ file: FeedFile) {
    do throws(FeedFileError) {
      try file.write(state)
    } catch {
      // What intake has it knows again by its digest.
      logger.error("\(error)")
    }
  }

  /// Follows the configuration in force: states of feeds that are new are read, others go on.
  private func takeConfiguration() {
    let configuration = live.current
    guard configuration.feeds != feeds || !isConfigured else { return }
    isConfigured = true
    feeds = configuration.feeds
    let folder = FeedFile.folder(state: configuration.state)
    watched = feeds.map { feed in
      let file = FeedFile(folder: folder, url: feed.url)
      if let known = watched.first(where: { $0.feed.url.isExactly(feed.url) }) {
        return Watched(feed: feed, file: file, state: known.state)
      }
      var state = FeedState(url: feed.url)
      do throws(FeedFileError) {
        if let kept = try file.read() { state = kept }
      } catch {
        // What was taken before is handed on once more, and intake knows it again.
        logger.error("\(error); beginning with the feed anew", metadata: ["feed": "\(feed.shown)"])
      }
      // A clock that was put back must not silence a feed.
      let latest = Timestamp.now.later(by: max(FeedSchedule.gone, feed.interval) * 2)
      if let next = state.next, next > latest { state.next = nil }
      return Watched(feed: feed, file: file, state: state)
    }
    counters.feeds.set(watched.count)
    counters.failing.set(watched.count { $0.state.errors > 0 })
    logger.info("feeds", metadata: ["count": "\(watched.count)"])
  }
}

extension FetchSettings {
  /// Those of a feed.
  init(_ feed: Configuration.Feed) {
    self.init(version: Version.current)
    if !feed.userAgent.isEmpty { userAgent = feed.userAgent }
    allowedHosts = Set(feed.allowed.map { ExactText($0) })
    limit = feed.bytes
    timeout = feed.timeout
    pause = feed.pause
  }
}

extension Timestamp {
  fileprivate func later(by time: Duration) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64(time / .milliseconds(1)))
  }
}
