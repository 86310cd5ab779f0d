import Logging
import Metrics
import Model
import Service
import Store

/// Keeps the journal within its limits, on the writer's thread: some events after each group, once its outcome was told, and the rest
/// while nothing waits.
///
/// While little is written a commit waits for one short transaction a second at most; under load more events go than come, each of them for less
/// work than it was to write.
struct Trimmer {
  /// The fewest events that one turn removes, where so many are to go; when so many were written the journal is looked at again.
  static let portion = 512
  /// The most that one transaction removes.
  static let maximumPortion = 2048
  /// How often the log is told what was removed, and that nothing can be.
  private static let quiet = Duration.seconds(60)
  /// How often the limit of age is looked at while nothing else happens, and a step that failed is tried again.
  private static let pause = Duration.seconds(1)

  let store: Store
  let retention: @Sendable () -> Retention
  let trimmed: Counter
  let logger: Logger
  /// True when more is to be removed at once, as soon as nothing else waits.
  private(set) var isBehind = false
  /// What was written since the journal was last looked at.
  private var written = 0
  /// What was removed since the log was last told.
  private var removed = 0
  private var next = ContinuousClock.now
  private var nextNote = ContinuousClock.now

  init(store: Store, retention: @escaping @Sendable () -> Retention, trimmed: Counter, logger: Logger) {
    self.store = store
    self.retention = retention
    self.trimmed = trimmed
    self.logger = logger
  }

  /// Removes what is beyond the limits, a bounded number of events.
  /// - Parameter written: how many events the last group has written.
  mutating func trim(after written: Int) {
    let retention = retention()
    guard !retention.isUnlimited else {
      isBehind = false
      return
    }
    let now = ContinuousClock.now
    self.written += written
    guard isBehind || self.written >= Self.portion || now >= next else { return }
    var allowance = max(Self.portion, self.written + self.written / 4)
    self.written = 0
    repeat {
      step(to: retention, atMost: min(allowance, Self.maximumPortion), now)
      allowance -= Self.maximumPortion
    } while isBehind && allowance > 0
  }

  private mutating func step(to retention: Retention, atMost limit: Int, _ now: ContinuousClock.Instant) {
    do throws(StoreError) {
      let done = try store.trim(to: retention, now: .now, atMost: limit)
      removed += done.events
      trimmed.increment(by: done.events)
      isBehind = !done.isDone
      if !isBehind { next = now + Self.pause }
      if removed > 0, now >= nextNote, !isBehind {
        let oldest = done.oldest.sequence + 1
        logger.info("trimmed the journal", metadata: ["events": "\(removed)", "oldest": "\(oldest)"])
        removed = 0
        nextNote = now + Self.quiet
      }
    } catch {
      isBehind = false
      next = now + Self.pause
      guard now >= nextNote else { return }
      logger.error("cannot trim the journal: \(error)")
      nextNote = now + Self.quiet
    }
  }
}

extension Retention {
  init(_ journal: Configuration.Journal) {
    self.init(maxAge: journal.maxAge, maxBytes: journal.maxBytes, maxEvents: journal.maxEvents)
  }
}
