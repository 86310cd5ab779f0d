import Keys
import Model

/// What intake has done since it started.
struct IntakeCounters {
  let started = Timestamp.now
  let metrics = IntakeMetrics()
  /// Also those of which the disk has not said yet that it has them; the metric has only what is durable.
  var accepted: UInt64 = 0
  var refused: UInt64 = 0 { didSet { metrics.refused.increment(by: refused - oldValue) } }
  var malformed: UInt64 = 0 { didSet { metrics.malformed.increment(by: malformed - oldValue) } }
  var done: UInt64 = 0 { didSet { metrics.done.increment(by: done - oldValue) } }
  var failed: UInt64 = 0 { didSet { metrics.failed.increment(by: failed - oldValue) } }
  let peers = PeerCounters()

  var counts: [String: UInt64] {
    ["accepted": accepted, "refused": refused, "malformed": malformed, "done": done, "failed": failed]
      .merging(peers.counts) { $1 }
  }
}
