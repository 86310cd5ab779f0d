import Metrics
import Service

/// What the role counts.
struct FeedCounters {
  let fetches = Metric.feedFetches.counter()
  let feedErrors = Metric.feedErrors.counter("feed")
  let articleErrors = Metric.feedErrors.counter("article")
  let documents = Metric.feedDocuments.counter()
  let feeds = Metric.feeds.meter()
  let failing = Metric.feedsFailing.meter()
}
