/// What the aggregator counts.
extension Metric {
  public static let batches = Metric(
    "courant_batches_total",
    .counter,
    "Batches that were answered for good: applied, duplicate (nothing has changed), or rejected with a reason.",
    label: "outcome",
    values: ["applied", "duplicate", "rejected"]
  )
  public static let batchBytes = Metric(
    "courant_batch_bytes_total",
    .counter,
    "Bytes of the batches and chunks that the writer was given."
  )
  public static let batchFacts = Metric(
    "courant_batch_facts",
    .histogram(buckets: [0, 1, 10, 25, 50, 100, 250, 1000, 10_000, 100_000, 1_000_000]),
    "Facts of a batch that was applied."
  )
  public static let duplicates = Metric(
    "courant_duplicates_total",
    .counter,
    "Revisions that stood already, found out at the worker's offer or at its batch."
  )
  public static let factsAsserted = Metric(
    "courant_facts_asserted_total",
    .counter,
    "Facts that were asserted, an event each."
  )
  public static let factsRetracted = Metric(
    "courant_facts_retracted_total",
    .counter,
    "Facts that were retracted, an event each."
  )
  public static let disputes = Metric(
    "courant_disputes_total",
    .counter,
    "Facts that dispute what another document states."
  )
  public static let events = Metric("courant_events_total", .counter, "Events that were written to the journal.")
  public static let eventsTrimmed = Metric(
    "courant_events_trimmed_total",
    .counter,
    "Events that retention has removed from the journal."
  )
  public static let eventsPublished = Metric(
    "courant_events_published_total",
    .counter,
    "Events that were published; those of large batches are caught up instead."
  )
  public static let publishedBytes = Metric(
    "courant_published_bytes_total",
    .counter,
    "Bytes of the events that were published, once however many subscribe."
  )
  public static let commitSeconds = Metric(
    "courant_commit_seconds",
    .histogram(buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
    "How long a commit took: applying a group of batches, and waiting for the disk."
  )
  public static let commitBatches = Metric(
    "courant_commit_batches",
    .histogram(buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256]),
    "Batches and reports in one commit."
  )
  public static let commitFailures = Metric(
    "courant_commit_failures_total",
    .counter,
    "Commits that the disk did not take; their batches come again."
  )
  public static let pendingBytes = Metric(
    "courant_pending_bytes",
    .gauge,
    "Bytes of the batches that wait for the writer."
  )
  public static let catchUps = Metric(
    "courant_catch_ups_total",
    .counter,
    "Questions for the events after a cursor that were answered."
  )
  public static let catchUpEvents = Metric(
    "courant_catch_up_events_total",
    .counter,
    "Events that were given in answers to such questions."
  )
  public static let gapsHealed = Metric(
    "courant_gaps_healed_total",
    .counter,
    "Catch-ups that brought a subscriber events which it had not had, up to the end of the journal."
  )
  public static let snapshots = Metric(
    "courant_snapshots_total",
    .counter,
    "Snapshots that were begun; their later pages are not counted."
  )
  public static let subscribers = Metric(
    "courant_subscribers",
    .gauge,
    "Subscribers that told within 30 seconds where they are."
  )
  public static let subscribersBehind = Metric(
    "courant_subscribers_behind",
    .gauge,
    "Those of them that have not had all events."
  )
  public static let subscriberLag = Metric(
    "courant_subscriber_lag_events",
    .gauge,
    "Events that the subscriber furthest behind has not had; courant top tells which it is."
  )

  static let ofAggregator = [
    batches, batchBytes, batchFacts, duplicates, factsAsserted, factsRetracted, disputes, events, eventsTrimmed,
    eventsPublished, publishedBytes, commitSeconds, commitBatches, commitFailures, pendingBytes, catchUps,
    catchUpEvents, gapsHealed, snapshots, subscribers, subscribersBehind, subscriberLag,
  ]
}
