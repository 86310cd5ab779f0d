import Keys
import Model

/// What intake has done since it started.
struct IntakeCounters {
  let started = Timestamp.now
  var accepted: UInt64 = 0
  var refused: UInt64 = 0
  var malformed: UInt64 = 0
  var done: UInt64 = 0
  var failed: UInt64 = 0
  let peers = PeerCounters()

  var counts: [String: UInt64] {
    ["accepted": accepted, "refused": refused, "malformed": malformed, "done": done, "failed": failed]
      .merging(peers.counts) { $1 }
  }
}
