import Glibc
import Keys
import Model
import Service
import Synchronization
import Wire

/// What notices of the aggregator are about.
enum Notice: CaseIterable {
  /// The database is not the one that was left.
  case wentBack
  /// Pages of the database are not what was written.
  case damage
  /// The search index is being made, or cannot be fed.
  case search
}

/// What the aggregator has done since it started.
final class AggregatorCounters: Sendable {
  let batches = Atomic<UInt64>(0)
  let duplicates = Atomic<UInt64>(0)
  let published = Atomic<UInt64>(0)
  let malformed = Atomic<UInt64>(0)
  let pendingBytes = Atomic<UInt64>(0)
  let pagesScrubbed = Atomic<UInt64>(0)
  let pagesDamaged = Atomic<UInt64>(0)
  let peers = PeerCounters()
  let metrics = AggregatorMetrics()
  /// Why nothing can be committed; nil while it can.
  let fault = Mutex<String?>(nil)
  /// What an operator should know and nothing stands still for, by what it is about.
  let notices = Mutex<[Notice: String]>([:])
  /// The largest batch that is taken, in bytes.
  let creditBytes: Int
  private let started = Timestamp.now

  init(creditBytes: Int) {
    self.creditBytes = creditBytes
  }

  /// A message could not be read.
  func countMalformed() {
    malformed.count()
    metrics.malformed.increment()
  }

  /// A revision stood already.
  func countDuplicate() {
    duplicates.count()
    metrics.duplicates.increment()
  }

  var counts: [String: UInt64] {
    [
      "batches": batches.load(ordering: .relaxed),
      "duplicates": duplicates.load(ordering: .relaxed),
      "published": published.load(ordering: .relaxed),
      "malformed": malformed.load(ordering: .relaxed),
      "pendingBytes": pendingBytes.load(ordering: .relaxed),
      "pagesScrubbed": pagesScrubbed.load(ordering: .relaxed),
      "pagesDamaged": pagesDamaged.load(ordering: .relaxed),
    ].merging(peers.counts) { $1 }
  }

  func report(request: UInt64, counts: [String: UInt64]) -> StatusReport {
    StatusReport(
      request: request,
      role: "aggregator",
      version: Version.current,
      pid: getpid(),
      started: started,
      fault: fault.withLock { $0 },
      notices: notices.withLock { notices in Notice.allCases.compactMap { notices[$0] } },
      counts: counts
    )
  }
}

extension Atomic where Value == UInt64 {
  /// Counts one more, or so many.
  func count(_ number: UInt64 = 1) {
    add(number, ordering: .relaxed)
  }
}
