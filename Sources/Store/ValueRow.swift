import GRDB
import Model
import State

/// A value of an entry as it stands in the database; its documents are counted, not listed.
struct ValueRow {
  var id: Int64
  var standing: Standing

  /// What was last written of it.
  var status: Entry.Status

  /// Which values of an entry are wanted.
  enum Selection {
    /// All that were ever stated.
    case all
    /// Those that somebody states.
    case live
    /// Of these the ones that can dispute another, as ``Statuses/canChallenge(_:)`` has it.
    case challengers
    /// Those of which there is one at a time, whether somebody states them or not.
    case functional
  }

  /// Gives values of an entry, in the order in which they were first stated.
  /// - Parameter limit: how many at most; nil for all.
  static func forEach(
    _ selection: Selection,
    of entry: Int64,
    limit: Int? = nil,
    _ statements: Statements,
    _ body: (ValueRow) throws -> Void
  ) throws {
    try statements.forEach(
      """
      SELECT id, comparison, functional, polarity, modality, documents, speaker, origins, weight, status
      FROM entry_values INDEXED BY entry_values_entry
      WHERE entry = ?1 AND documents >= ?2 AND functional >= ?3
        AND (?4 = 0 OR (weight > 0 AND modality = 'asserted' AND (functional OR polarity = 'negative')))
      ORDER BY id LIMIT ?5
      """,
      entry,
      selection == .live || selection == .challengers ? 1 : 0,
      selection == .functional ? 1 : 0,
      selection == .challengers,
      limit ?? -1
    ) { try body(ValueRow($0)) }
  }

  static func values(
    _ selection: Selection,
    of entry: Int64,
    limit: Int,
    _ statements: Statements
  ) throws -> [ValueRow] {
    var values: [ValueRow] = []
    try forEach(selection, of: entry, limit: limit, statements) { values.append($0) }
    return values
  }

  static func named(_ statements: Statements, entry: Int64, _ name: String) throws -> [ValueRow] {
    try statements.all(
      """
      SELECT id, comparison, functional, polarity, modality, documents, speaker, origins, weight, status
      FROM entry_values WHERE entry = ? AND name = ? AND NOT functional ORDER BY id
      """,
      entry,
      name,
      body: ValueRow.init
    )
  }

  /// What is stated of a value now, fact by fact.
  static func statements(_ statements: Statements, value: Int64) throws -> [Comparison] {
    try statements.all(
      "SELECT data FROM facts WHERE value = ? AND retracted IS NULL ORDER BY id LIMIT ?",
      value,
      Standing.maximumStatements
    ) { Comparison(try JSON.decode(Fact.self, from: $0.bytes(0))) }
  }

  /// What was stated of a value at a moment, or is now, fact by fact.
  static func statements(_ database: Database, value: Int64, at moment: UInt64?) throws -> [Comparison] {
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
    status = .single
  }

  /// - Parameter row: id, comparison, functional, polarity, modality, documents, speaker, origins, weight, status.
  private init(_ row: Columns) throws {
    id = row.int64(0)
    standing = try Standing(row)
    status = Entry.Status(rawValue: row.string(9)) ?? .single
  }
}

extension Standing {
  /// - Parameter row: id, comparison, functional, polarity, modality, documents, speaker, origins, weight.
  init(_ row: Columns) throws {
    self.init(
      comparison: try JSON.decode(Comparison.self, from: row.bytes(1)),
      functional: row.bool(2),
      polarity: Fact.Polarity(rawValue: row.string(3)) ?? .positive,
      modality: Fact.Modality(rawValue: row.string(4)) ?? .asserted,
      speaker: row.text(6),
      documentCount: row.int(5),
      originCount: row.int(7),
      weight: row.double(8)
    )
  }

  /// - Parameter row: id, comparison, functional, polarity, modality, documents, speaker, origins, weight.
  init(_ row: Row) throws {
    self.init(
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
