import Foundation
import GRDB
import Model

/// Places in the journal, with what proves the past up to them.
extension Store {
  /// The place of an event, with its check.
  func cursor(at sequence: UInt64, _ database: Database) throws -> Model.Cursor {
    Model.Cursor(epoch: epoch, sequence: sequence, check: try Self.check(at: sequence, database))
  }

  /// The check of the journal up to an event; nil before the first, and where the journal was trimmed beyond it.
  static func check(at sequence: UInt64, _ database: Database) throws -> ChainCheck? {
    guard sequence > 0 else { return nil }
    let statement = try database.cachedStatement(sql: "SELECT checksum FROM journal WHERE sequence = ?")
    if let kept = try Data.fetchOne(statement, arguments: [sequence.row]) { return ChainCheck(bytes: kept) }
    let point = try TrimPoint(database)
    return point.sequence == sequence ? ChainCheck(bytes: point.checksum) : nil
  }

  /// True for a cursor of another journal, or of another past of this one: one beyond its end, or with a check that the journal does not
  /// have there. A cursor without a check is taken at its word.
  public func isForeign(_ cursor: Model.Cursor) throws(StoreError) -> Bool {
    if cursor.epoch != epoch { return true }
    return try read { database in
      if cursor.sequence > (try Self.head(database)) { return true }
      guard let check = cursor.check, let kept = try Self.check(at: cursor.sequence, database) else { return false }
      return check != kept
    }
  }
}
