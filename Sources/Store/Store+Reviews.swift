import GRDB
import Model
import State

extension Store {
  /// The reviews, oldest first, with whether they hold.
  /// - Parameter after: the event of the last review of the page before; 0 for the first page.
  /// - Returns: at most `limit` of them, and where the next page begins; nil on the last.
  public func reviews(
    after: UInt64 = 0,
    limit: Int = 200
  ) throws(StoreError) -> (list: [KnownReview], next: UInt64?) {
    try read { database in
      let all = try ReviewTable.list(database)
      let rules = ReviewRules(all.map { ($0.sequence, $0.review) })
      let list = all.lazy.filter { $0.sequence > after }.prefix(limit).map { entry in
        KnownReview(
          sequence: entry.sequence,
          recorded: entry.time,
          holds: !rules.isUndone(entry.sequence),
          review: entry.review
        )
      }
      return (Array(list), list.count == limit ? list.last?.sequence : nil)
    }
  }
}
