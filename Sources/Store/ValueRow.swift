import GRDB
import Model
import State

/// A value of an entry as it stands in the database; its documents are counted, not listed.
struct ValueRow {
  var id: Int64
  var standing: Standing

  private static let columns = "id, comparison, functional, polarity, modality, documents, speaker, origins, weight"

  private static let live = "SELECT \(columns) FROM entry_values WHERE entry = ? AND documents > 0"

  /// The values that somebody states, in the order in which they were first stated.
  static func live(_ database: Database, entry: Int64, limit: Int) throws -> [ValueRow] {
    try rows(database, live + " ORDER BY id LIMIT ?", [entry, limit])
  }

  static func liveCursor(_ database: Database, entry: Int64) throws -> RowCursor {
    try Row.fetchCursor(database.makeStatement(sql: live + " ORDER BY id"), arguments: [entry])
  }

  /// Those of them that can dispute another, as ``Statuses/canChallenge(_:)`` has it.
  static func challengers(_ database: Database, entry: Int64, limit: Int) throws -> [ValueRow] {
    let condition = " AND weight > 0 AND modality = 'asserted' AND (functional OR polarity = 'negative')"
    return try rows(database, live + condition + " ORDER BY id LIMIT ?", [entry, limit])
  }

  static func functional(_ database: Database, entry: Int64, limit: Int) throws -> [ValueRow] {
    let sql = "SELECT \(columns) FROM entry_values WHERE entry = ? AND functional ORDER BY id LIMIT ?"
    return try rows(database, sql, [entry, limit])
  }

  static func named(_ database: Database, entry: Int64, _ name: String) throws -> [ValueRow] {
    try rows(
      database,
      "SELECT \(columns) FROM entry_values WHERE entry = ? AND name = ? AND NOT functional ORDER BY id",
      [entry, name]
    )
  }

  /// What is stated of a value at a moment, or now, fact by fact.
  static func statements(_ database: Database, value: Int64, at moment: UInt64? = nil) throws -> [Comparison] {
    try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT data FROM facts
          WHERE value = ?1 AND (?2 IS NULL OR asserted <= ?2) AND (retracted IS NULL OR (?2 IS NOT NULL AND retracted > ?2))
          ORDER BY id LIMIT \(Standing.maximumStatements)
          """
      ),
      arguments: [value, moment?.row]
    ).map { Comparison(try JSON.decode(Fact.self, from: $0.utf8)) }
  }

  init(id: Int64, standing: Standing) {
    self.id = id
    self.standing = standing
  }

  private static func rows(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> [ValueRow] {
    try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map(ValueRow.init)
  }

  /// Columns as ``columns`` lists them.
  init(_ row: Row) throws {
    id = row[0]
    standing = Standing(
      comparison: try JSON.decode(Comparison.self, from: (row[1] as String).utf8),
      functional: row[2],
      polarity: Fact.Polarity(rawValue: row[3]) ?? .positive,
      modality: Fact.Modality(rawValue: row[4]) ?? .asserted,
      speaker: row[6],
      documentCount: row[5],
      originCount: row[7],
      weight: row[8]
    )
  }
}

/// Keys as integers.
enum KeyTable {
  static func id(_ database: Database, _ key: Key) throws -> Int64 {
    let text = key.description
    let found = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM keys WHERE key = ?"),
      arguments: [text]
    )
    return try found ?? database.insert("INSERT INTO keys (key) VALUES (?)", [text])
  }
}
