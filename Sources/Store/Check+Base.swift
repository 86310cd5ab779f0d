import Foundation
import GRDB
import Model

extension Check {
  /// Looks at what stood where the journal was trimmed: every row against the sums of their checksums.
  ///
  /// A group that was being removed goes first, on the copy as the writer would do it.
  static func checkBase(_ database: Database) throws -> TrimPoint {
    var trim = try Trim(database)
    do {
      while try trim.step(atMost: 1000) > 0 {}
    } catch let error as StoreError {
      throw Fault(error.description)
    }
    let point = trim.point
    guard point.sequence > 0 else { return point }
    try checkFacts(database, point)
    let when = "at event \(point.sequence), up to which the journal was trimmed"
    for (sum, what, select, condition) in [
      (point.entries, "entries", BaseRow.entry, "e.created <= ?"),
      (point.values, "values", BaseRow.value, "v.created <= ?"),
      (point.documents, "revisions of documents", BaseRow.document, "r.accepted <= ?"),
      (point.reviews ?? RowSum(), "reviews", BaseRow.review, "sequence <= ?"),
    ] {
      var found = RowSum()
      let rows = try Row.fetchCursor(
        database,
        sql: "\(select) WHERE \(condition)",
        arguments: [point.sequence.row]
      )
      while let row = try rows.next() { found += BaseRow.checksum(row) }
      guard found == sum else { throw Fault("the \(what) that stood \(when), are not what was written") }
    }
    return point
  }

  private static func checkFacts(_ database: Database, _ point: TrimPoint) throws {
    var found = RowSum()
    let rows = try Row.fetchCursor(
      database,
      sql: "\(BaseRow.fact) WHERE f.asserted <= ?",
      arguments: [point.sequence.row]
    )
    while let row = try rows.next() {
      let kept = try Data.fetchOne(
        database.cachedStatement(sql: "SELECT checksum FROM facts WHERE id = ?"),
        arguments: [row[0] as Int64]
      )
      let checksum = BaseRow.checksum(row)
      guard kept.map(Array.init) == checksum else {
        throw Fault("the fact of event \(row[1] as Int64), which was trimmed, is not what was written")
      }
      found += checksum
    }
    guard found == point.facts else {
      throw Fault("a fact that stood at event \(point.sequence), up to which the journal was trimmed, is missing")
    }
  }
}
