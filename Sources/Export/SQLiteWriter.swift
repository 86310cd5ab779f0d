import GRDB
import Model

/// A database with one table, `facts`, and the moment that they are of in `export`.
final class SQLiteWriter: FactWriter {
  /// How many facts one transaction has.
  private static let group = 10_000

  private let queue: DatabaseQueue
  private var waiting: [StatementArguments] = []

  /// - Parameter path: an empty file.
  init(path: String, cursor: Model.Cursor) throws {
    do {
      queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { database in
        // Nobody else reads it, and it is synced as a whole at the end.
        try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        let columns = FactColumn.all.map { "\($0.name) \(Self.type($0.kind))\($0.isRequired ? " NOT NULL" : "")" }
        try database.execute(sql: "CREATE TABLE facts (\(columns.joined(separator: ", "))) STRICT")
        try database.execute(sql: "CREATE TABLE export (cursor TEXT NOT NULL) STRICT")
        try database.execute(sql: "INSERT INTO export VALUES (?)", arguments: [cursor.description])
      }
    } catch {
      throw ExportError("\(path): \(error)")
    }
  }

  private static func type(_ kind: FactColumn.Kind) -> String {
    switch kind {
    case .text, .day, .moment, .texts: "TEXT"
    case .integer, .flag: "INTEGER"
    case .number: "REAL"
    }
  }

  func write(_ stated: StatedFact) throws {
    waiting.append(
      StatementArguments(
        try FactColumn.all.map { column -> (any DatabaseValueConvertible)? in
          switch column.cell(stated) {
          case .number(let number)?: number
          case .integer(let number)?: number
          case .flag(let flag)?: flag
          case let cell?: try cell.text()
          case nil: nil
          }
        }
      )
    )
    if waiting.count >= Self.group { try flush() }
  }

  private func flush() throws {
    do {
      let places = FactColumn.all.map { _ in "?" }.joined(separator: ", ")
      try queue.write { database in
        let statement = try database.cachedStatement(sql: "INSERT INTO facts VALUES (\(places))")
        for arguments in waiting { try statement.execute(arguments: arguments) }
      }
      waiting.removeAll(keepingCapacity: true)
    } catch let error as DatabaseError {
      throw ExportError("the database cannot be written: \(error.message ?? "\(error.resultCode)")")
    }
  }

  func finish() throws {
    try flush()
    do {
      try queue.writeWithoutTransaction { database in
        try database.execute(
          sql: "CREATE INDEX facts_key ON facts (key); CREATE INDEX facts_document ON facts (document)"
        )
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw ExportError("the database cannot be written: \(error.message ?? "\(error.resultCode)")")
    }
  }
}
