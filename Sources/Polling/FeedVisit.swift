import Feeds
import Fetching
import Formats
import Logging
import Model
import Service

/// One look at one feed: it is fetched and read, and what is new in it goes to intake. Blocks, and ends in bounded
/// time.
struct FeedVisit {
  /// How many articles are taken at most before other feeds have their turn.
  static let maximumArticles = 30
  /// How many are taken between two times that the state is written.
  private static let savedEvery = 10
  /// The longest media type that is handed on, in bytes.
  private static let longestType = 256
  private static let accept =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

  let feed: Configuration.Feed
  let fetcher: Fetcher
  let taker: any DocumentTaker
  let counters: FeedCounters
  let logger: Logger

  /// What came of a visit.
  struct Outcome {
    var state: FeedState
    /// How long until it is due again.
    var pause: Duration
    /// Why intake took nothing more; nothing is wrong with the feed then.
    var intakeFault: String?
  }

  /// - Parameters:
  ///   - state: as it is kept; an entry counts as taken when intake has said so.
  ///   - save: writes the state down while there is more to do.
  func run(
    _ state: FeedState,
    using generator: inout some RandomNumberGenerator,
    save: (FeedState) -> Void
  ) -> Outcome {
    let schedule = FeedSchedule(interval: feed.interval)
    var new = state
    do throws(FetchError) {
      let validators = FetchValidators(etag: state.etag, modified: state.modified)
      let fetched = try fetcher.fetch(feed.url, validators: validators, accept: Self.accept)
      (new.fetched, new.status) = (.now, fetched.isNew ? 200 : 304)
      counters.fetches.increment()
      if let place = fetched.movedTo?.shown, place != state.movedTo {
        logger.notice("the feed has moved for good to \(place); name that in the configuration")
      }
      new.movedTo = fetched.movedTo?.shown
      guard fetched.isNew else {
        new.succeed()
        let pause = schedule.pause(after: .fetched(lifetime: fetched.lifetime), errors: 0, using: &generator)
        return Outcome(state: new, pause: pause)
      }
      return read(fetched, state, &new, using: &generator, save: save)
    } catch {
      // What ends with this program is no fault of the feed's.
      if error.code == .stopped { return Outcome(state: state, pause: .zero) }
      new.fetched = .now
      new.status = nil
      if case .status(let status) = error.code { new.status = status }
      fail(&new, "\(error)")
      let outcome = error.isGone ? FeedSchedule.Outcome.gone : .failed(after: error.retryAfter)
      return Outcome(state: new, pause: schedule.pause(after: outcome, errors: new.errors, using: &generator))
    }
  }

  /// Reads what came, and takes what is new in it.
  private func read(
    _ fetched: Fetched,
    _ state: FeedState,
    _ new: inout FeedState,
    using generator: inout some RandomNumberGenerator,
    save: (FeedState) -> Void
  ) -> Outcome {
    let schedule = FeedSchedule(interval: feed.interval)
    let listing: FeedListing
    do {
      listing = try FeedListing(fetched, fetcher: fetcher)
    } catch let error as FetchError where error.code == .stopped {
      return Outcome(state: state, pause: .zero)
    } catch {
      fail(&new, "\(feed.shown): \(error)")
      let pause = schedule.pause(after: .failed(after: nil), errors: new.errors, using: &generator)
      return Outcome(state: new, pause: pause)
    }
    let parsed = listing.feed
    if let fault = parsed.fault { logger.debug("read for all that: \(fault)") }
    for fault in listing.faults { logger.warning("a sitemap of the index is left out: \(fault)") }
    // What a sitemap has that could not be read is not gone.
    let plan = new.plan(parsed, keepingRemoved: feed.removed == .keep || !listing.faults.isEmpty)
    do {
      for uri in plan.removed {
        try taker.withdraw(uri: uri)
        logger.info("withdrawn, for its entry was removed", metadata: ["document": "\(uri)"])
      }
    } catch {
      // The plan is made anew, and with it what was removed.
      return Outcome(state: state, pause: .zero, intakeFault: "\(error)")
    }
    new.succeed()
    // Noted only when all is settled: what has not changed since is not sent again.
    (new.etag, new.modified) = (nil, nil)
    let items = plan.items.prefix(Self.maximumArticles)
    for (count, item) in items.enumerated() {
      do {
        guard let outcome = try take(item, parsed, wasTaken: state.taken > 0) else {
          return Outcome(state: new, pause: .zero)
        }
        new.settle(item, outcome)
      } catch {
        return Outcome(state: new, pause: .zero, intakeFault: "\(error)")
      }
      if (count + 1) % Self.savedEvery == 0 { save(new) }
    }
    // An index may stay the same while its sitemaps change.
    if new.waiting == 0, !listing.isOfIndex {
      (new.etag, new.modified) = (fetched.validators.etag, fetched.validators.modified)
    }
    guard items.count == plan.items.count else { return Outcome(state: new, pause: FeedSchedule.shortest) }
    let ttl = parsed.ttl.map { Duration.seconds(Swift.min(Swift.max($0, 0), 1 << 20) * 60) }
    let lifetime = Swift.max(fetched.lifetime ?? .zero, ttl ?? .zero)
    return Outcome(
      state: new,
      pause: schedule.pause(after: .fetched(lifetime: lifetime), errors: 0, using: &generator)
    )
  }

  private func fail(_ state: inout FeedState, _ error: String) {
    state.fail(error)
    counters.feedErrors.increment()
    // Said once, and then less and less often.
    let errors = state.errors
    if errors & (errors - 1) == 0 { logger.warning("\(error)", metadata: ["errors": "\(errors)"]) }
  }

  // MARK: Articles

  /// Hands an entry's document on.
  /// - Returns: nil where this program is to end.
  /// - Throws: where intake takes nothing now.
  private func take(_ item: FeedState.Item, _ parsed: Feed, wasTaken: Bool) throws -> FeedState.Outcome? {
    let (mediaType, content): (String, [UInt8])
    let link = item.entry.link.flatMap { WebAddress($0).isWeb ? $0 : nil }
    if feed.articles == .fetch, let link {
      do throws(FetchError) {
        let fetched = try fetcher.fetch(link)
        (mediaType, content) = (fetched.mediaType, fetched.body)
      } catch {
        return try failed(item, error, wasTaken: wasTaken)
      }
    } else {
      guard let page = ArticlePage.html(item.entry, feed: parsed) else {
        return refused(item, "the entry has no text; fetch its article with articles: fetch")
      }
      (mediaType, content) = ("text/html; charset=utf-8", page)
    }
    let isUsable = !MediaType(mediaType).essence.isEmpty && mediaType.utf8.count <= Self.longestType
    let type = isUsable ? mediaType : MediaType.plainText.essence
    if let reason = try taker.take(uri: item.uri, mediaType: type, content: content) { return refused(item, reason) }
    counters.documents.increment()
    logger.info("taken", metadata: ["document": "\(item.uri)"])
    return .taken
  }

  private func refused(_ item: FeedState.Item, _ reason: String) -> FeedState.Outcome {
    counters.articleErrors.increment()
    logger.warning("not taken: \(reason)", metadata: ["document": "\(item.uri)"])
    return .refused
  }

  private func failed(_ item: FeedState.Item, _ error: FetchError, wasTaken: Bool) throws -> FeedState.Outcome? {
    switch error.code {
    case .stopped: return nil
    case .status(404), .status(410):
      if feed.removed == .withdraw, wasTaken { try taker.withdraw(uri: item.uri) }
      return refused(item, "\(error)")
    case .badAddress, .refusedAddress, .robots, .tooLarge, .status(401), .status(403): return refused(item, "\(error)")
    default:
      counters.articleErrors.increment()
      logger.info("\(error); trying again", metadata: ["document": "\(item.uri)"])
      return .failed
    }
  }
}
