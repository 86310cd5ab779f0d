import GRDB
import Model
import State

/// The reviews of the journal, kept for as long as the journal is: they hold although their events may have been trimmed.
enum ReviewTable {
  /// How many there may be.
  static let limit = 100_000

  /// What the reviews come to up to an event.
  static func rules(_ database: Database, through sequence: UInt64 = .max) throws -> ReviewRules {
    ReviewRules(try list(database, through: sequence).map { ($0.sequence, $0.review) })
  }

  /// The same of the weights of sources alone.
  static func weights(_ database: Database, through sequence: UInt64) throws -> ReviewRules {
    let kinds: [Event.Kind] = [.sourceWeighed, .reviewUndone]
    let isWeighed = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM reviews WHERE kind = ? AND sequence <= ?)"),
      arguments: [Event.Kind.sourceWeighed.rawValue, sequence.row]
    )
    guard isWeighed == true else { return .none }
    return ReviewRules(try list(database, through: sequence, of: kinds).map { ($0.sequence, $0.review) })
  }

  /// The reviews up to an event, in the order of the journal.
  static func list(
    _ database: Database,
    through sequence: UInt64 = .max,
    of kinds: [Event.Kind]? = nil
  ) throws -> [(sequence: UInt64, time: Timestamp, review: Review)] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT sequence, time, data, kind FROM reviews WHERE sequence <= ? ORDER BY sequence"
      ),
      arguments: [sequence.row]
    )
    return try rows.compactMap { row in
      if let kinds, !kinds.contains(where: { $0.rawValue == row[3] as String }) { return nil }
      do {
        let review = try JSON.decode(Review.self, from: (row[2] as String).utf8)
        return (UInt64(row: row[0]), Timestamp(milliseconds: row[1]), review)
      } catch {
        throw StoreError(.storage, "a review in the database cannot be read: \(error): restore a backup")
      }
    }
  }

  static func add(_ review: String, kind: Event.Kind, _ sequence: UInt64, _ time: Timestamp, to database: Database)
    throws
  {
    try database.execute(
      "INSERT INTO reviews (sequence, kind, time, data) VALUES (?, ?, ?, ?)",
      [sequence.row, kind.rawValue, time.milliseconds, review]
    )
  }
}
