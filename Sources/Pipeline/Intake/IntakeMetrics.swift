import Metrics
import Service

/// What intake tells of itself to whoever watches it; handles that are made once.
struct IntakeMetrics: Sendable {
  let accepted = Metric.documentsAccepted.counter()
  let acceptedBytes = Metric.documentBytes.counter()
  let refused = Metric.documentsRefused.counter()
  let malformed = Metric.messagesMalformed.counter("intake")
  let done = Metric.documentsDone.counter()
  let retries = Metric.documentRetries.counter()
  let failed = Metric.documentsFailed.counter()
  private let waiting = Metric.documentsWaiting.meter()
  private let inHand = Metric.documentsInHand.meter()
  private let idle = Metric.workersIdle.meter()
  private let spoolBytes = Metric.spoolBytes.meter()

  /// How much there is of everything now.
  func note(waiting: Int, inHand: Int, idle: Int, spoolBytes: Int) {
    self.waiting.set(waiting)
    self.inHand.set(inHand)
    self.idle.set(idle)
    self.spoolBytes.set(max(0, spoolBytes))
  }
}
