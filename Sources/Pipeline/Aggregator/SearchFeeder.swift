import Logging
import Model
import Service
import Store
import ZeroMQ

/// The thread that feeds the search index with what the writer has committed, so that no commit waits for it.
///
/// Its priority is that of the others: it is to come after the writer by less than two seconds, whatever the workers do.
struct SearchFeeder: Sendable {
  /// How often it looks without being called.
  private static let pause = Duration.seconds(1)
  /// How often the same error is logged.
  private static let quiet = Duration.seconds(60)

  let store: Store
  /// Rung after each commit; closed when it is to end.
  let bell: Mailbox<Void>
  let counters: AggregatorCounters
  let logger: Logger

  /// Works until ``bell`` is closed. What is not fed then is fed after the next start.
  func run() {
    var (isMaking, hasFailed, nextNote) = (false, false, ContinuousClock.now)
    while !bell.isClosed {
      do throws(StoreError) {
        var hasMore = true
        while hasMore, !bell.isClosed {
          hasMore = try store.feedSearch()
          let making = store.searchReport.making
          note(making)
          if let making, !isMaking {
            logger.notice("the search index is being made: \(making.reason)", metadata: ["facts": "\(making.lastFact)"])
          } else if making == nil, isMaking {
            logger.notice("the search index is whole")
          }
          isMaking = making != nil
        }
        if hasFailed { logger.notice("the search index is fed again") }
        hasFailed = false
        _ = bell.takeAll(waitingUpTo: Self.pause)
      } catch {
        counters.notices.withLock {
          $0[.search] = "the search index is not fed, and searches may miss what is new: \(error)"
        }
        if !hasFailed || ContinuousClock.now >= nextNote {
          logger.error("cannot feed the search index: \(error)")
          nextNote = .now + Self.quiet
        }
        hasFailed = true
        pauseAfterFailure()
      }
    }
  }

  /// What fails would fail again at once, however often it is called.
  private func pauseAfterFailure() {
    let end = ContinuousClock.now + Self.pause
    while !bell.isClosed, ContinuousClock.now < end { _ = bell.takeAll(waitingUpTo: end - .now) }
  }

  private func note(_ making: SearchReport.Making?) {
    let notice = making.map { making in
      """
      the search index is being made, and searches find what is in it: \(making.reason); \
      fact \(making.fact) of \(making.lastFact)
      """
    }
    counters.notices.withLock { $0[.search] = notice }
  }
}

extension SearchReport {
  /// For how long the index has not had everything, in whole seconds.
  /// - Parameter lag: how many events it lacks.
  func secondsBehind(lag: UInt64) -> UInt64 {
    lag == 0 ? 0 : UInt64(clamping: (ContinuousClock.now - caughtUp).components.seconds)
  }
}
