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
    let isWeighed = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM reviews WHERE kind = ? AND sequence <= ?)"),
      arguments: [Event.Kind.sourceWeighed.rawValue, sequence.row]
    )
    guard isWeighed == true else { return .none }
    let kinds = [Event.Kind.sourceWeighed, .reviewUndone].map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let list = try list(database, through: sequence, where: "AND kind IN (\(kinds))")
    return ReviewRules(list.map { ($0.sequence, $0.review) })
  }

  /// The reviews up to an event, in the order of the journal.
  /// - Parameter condition: what else must hold, as SQL.
  static func list(
    _ database: Database,
    through sequence: UInt64 = .max,
    where condition: String = ""
  ) throws -> [(sequence: UInt64, time: Timestamp, review: Review)] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT sequence, time, data FROM reviews WHERE sequence <= ? \(condition) ORDER BY sequence"
      ),
      arguments: [sequence.row]
    )
    return try rows.map { row in
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
