import Metrics
import Service
import Store

/// What the aggregator tells of itself to whoever watches it; handles that are made once, and are counted by batch, commit or answer, never
/// by fact.
struct AggregatorMetrics: Sendable {
  let duplicates = Metric.duplicates.counter()
  let malformed = Metric.messagesMalformed.counter("aggregator")
  let batchBytes = Metric.batchBytes.counter()
  let published = Metric.eventsPublished.counter()
  let publishedBytes = Metric.publishedBytes.counter()
  let commitFailures = Metric.commitFailures.counter()
  let snapshots = Metric.snapshots.counter()
  let trimmed = Metric.eventsTrimmed.counter()
  private let appliedBatches = Metric.batches.counter("applied")
  private let duplicateBatches = Metric.batches.counter("duplicate")
  private let rejectedBatches = Metric.batches.counter("rejected")
  private let batchFacts = Metric.batchFacts.recorder
  private let asserted = Metric.factsAsserted.counter()
  private let retracted = Metric.factsRetracted.counter()
  private let disputes = Metric.disputes.counter()
  private let events = Metric.events.counter()
  private let commitSeconds = Metric.commitSeconds.recorder
  private let commitBatches = Metric.commitBatches.recorder
  private let catchUps = Metric.catchUps.counter()
  private let catchUpEvents = Metric.catchUpEvents.counter()
  private let gapsHealed = Metric.gapsHealed.counter()
  private let pendingBytes = Metric.pendingBytes.meter()
  private let subscribers = Metric.subscribers.meter()
  private let subscribersBehind = Metric.subscribersBehind.meter()
  private let subscriberLag = Metric.subscriberLag.meter()
  private let documents = Metric.documents.meter()
  private let facts = Metric.facts.meter()
  private let keys = Metric.keys.meter()
  private let disputed = Metric.entriesDisputed.meter()
  private let setAside = Metric.documentsSetAside.meter()
  private let sequence = Metric.journalSequence.meter()
  private let oldest = Metric.journalOldest.meter()
  let pagesScrubbed = Metric.pagesScrubbed.counter()
  let pagesDamaged = Metric.pagesDamaged.meter()
  private let journalBytes = Metric.journalBytes.meter()
  private let searchLag = Metric.searchLag.meter()

  /// A group was committed.
  func count(commitOf requests: Int, took time: Duration) {
    commitSeconds.record(time / .seconds(1))
    commitBatches.record(requests)
  }

  /// A batch or a report of the group was applied.
  /// - Parameter facts: of the batch; nil for a report.
  func count(_ applied: Applied, facts: Int?) {
    events.increment(by: applied.written)
    asserted.increment(by: applied.asserted)
    retracted.increment(by: applied.retracted)
    disputes.increment(by: applied.disputes)
    guard let facts else { return }
    if applied.duplicate {
      duplicateBatches.increment()
    } else {
      appliedBatches.increment()
      batchFacts.record(facts)
    }
  }

  func countRejection() { rejectedBatches.increment() }

  /// A question for the events after a cursor was answered.
  func count(catchUp page: EventPage) {
    catchUps.increment()
    catchUpEvents.increment(by: page.events.count)
    if !page.events.isEmpty, !page.more { gapsHealed.increment() }
  }

  /// How much waits, and where the subscribers are.
  func note(pendingBytes: Int, _ lags: SubscriberTable.Lags) {
    self.pendingBytes.set(pendingBytes)
    subscribers.set(lags.count)
    subscribersBehind.set(lags.behind)
    subscriberLag.set(lags.most)
  }

  /// What is in the database.
  /// - Parameter counts: as `Store.counts` has them.
  func note(database counts: [String: UInt64]) {
    documents.set(counts["documents"] ?? 0)
    facts.set(counts["facts"] ?? 0)
    keys.set(counts["keys"] ?? 0)
    disputed.set(counts["disputed"] ?? 0)
    setAside.set(counts["failed"] ?? 0)
    sequence.set(counts["sequence"] ?? 0)
    oldest.set(counts["oldest"] ?? 0)
    journalBytes.set(counts["journalBytes"] ?? 0)
    searchLag.set(counts["searchLag"] ?? 0)
  }
}
