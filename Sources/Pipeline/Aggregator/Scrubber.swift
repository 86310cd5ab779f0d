import Glibc
import Logging
import Service
import Store
import ZeroMQ

/// The thread that reads the database in the background, page by page at a bounded rate, and holds each page against its checksum: what is
/// damaged is found before somebody needs it, while there is a backup that has it.
struct Scrubber: Sendable {
  /// How many pages are read at once.
  private static let portion = 64
  /// How long it waits after the last page before it begins again.
  private static let pause = Duration.seconds(3600)
  /// How soon it tries again what failed, and looks whether it is wanted.
  private static let retry = Duration.seconds(10)

  let store: Store
  /// In bytes a second, asked anew each time; 0 while it is not wanted.
  let rate: @Sendable () -> Int
  let counters: AggregatorCounters
  /// Closed when it is to end.
  let end: Mailbox<Never>
  let logger: Logger

  /// Works until ``end`` is closed.
  func run() {
    // Of this thread alone, on Linux. It is no harm where that is refused.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 15)
    var (next, damaged) = (1, Set<Int>())
    while !end.isClosed {
      let rate = rate()
      guard rate > 0 else {
        wait(.seconds(1))
        continue
      }
      do throws(StoreError) {
        let scrubbed = try store.scrub(from: next, count: Self.portion)
        damaged.formUnion(scrubbed.damaged)
        next += scrubbed.looked
        counters.pagesScrubbed.count(UInt64(scrubbed.looked))
        counters.metrics.pagesScrubbed.increment(by: scrubbed.looked)
        // What was seen at the start may be more, and is said better.
        if damaged.count > Int(counters.pagesDamaged.load(ordering: .relaxed)) { note(damaged) }
        if next > scrubbed.pages {
          // What was damaged before may have been written anew.
          note(damaged)
          (next, damaged) = (1, [])
          wait(Self.pause)
        } else {
          wait(.seconds(Double(scrubbed.looked * scrubbed.pageSize) / Double(rate)))
        }
      } catch {
        logger.error("cannot look the database through: \(error)")
        wait(Self.retry)
      }
    }
  }

  private func wait(_ time: Duration) {
    _ = end.takeAll(waitingUpTo: time)
  }

  private func note(_ damaged: Set<Int>) {
    let first = damaged.sorted().prefix(5).map(String.init).joined(separator: ", ")
    let more = damaged.count > 5 ? " and \(damaged.count - 5) more" : ""
    counters.note(
      damagedPages: damaged.count,
      "\(store.path) is damaged: what was written is no longer in pages \(first)\(more); run: courantd check, and restore a backup",
      logger
    )
  }
}

extension AggregatorCounters {
  /// Pages of the database are damaged, or no longer are.
  /// - Parameter fault: what is wrong, in one line.
  func note(damagedPages count: Int, _ fault: String, _ logger: Logger) {
    let before = pagesDamaged.exchange(UInt64(count), ordering: .relaxed)
    metrics.pagesDamaged.set(count)
    guard before != UInt64(count) else { return }
    notices.withLock { $0[.damage] = count > 0 ? fault : nil }
    if count > 0 {
      logger.log(.databaseDamaged, .error, "\(fault)", metadata: ["pages": "\(count)"])
    } else {
      logger.notice("no page of the database is damaged any longer")
    }
  }
}
