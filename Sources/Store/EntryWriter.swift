import GRDB
import Model
import State

/// Keeps `entries` and `entry_values` up to what the facts say.
enum EntryWriter {
  /// The row of an entry; made when there is none.
  static func id(_ database: Database, _ entry: EntryID, key: Int64, created: UInt64) throws -> Int64 {
    let context = try JSON.text(entry.context)
    let start = entry.start?.description ?? ""
    let end = entry.end?.description ?? ""
    let found = try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT id FROM entries WHERE key = ? AND valid_start = ? AND valid_end = ? AND context = ?"
      ),
      arguments: [key, start, end, context]
    )
    if let found { return found }
    return try database.insert(
      """
      INSERT INTO entries (key, valid_start, valid_end, context, status, created, changed)
      VALUES (?, ?, ?, ?, 'withdrawn', ?, ?)
      """,
      [key, start, end, context, created.row, created.row]
    )
  }

  /// Finds the value that a fact states, or adds it, and says what the fact does to the entry.
  /// - Parameter replacing: true when the same request has taken a value of the document's out of the entry.
  static func place(
    _ database: Database,
    _ fact: Fact,
    entry: Int64,
    document: Int64,
    replacing: Bool
  ) throws -> (value: Int64, effect: Event.Effect) {
    let comparison = Comparison(fact.object)
    let functional = Functional.holds(for: fact.key, fact.object)
    let candidates =
      functional
      ? try ValueRow.functional(database, entry: entry)
      : try ValueRow.named(database, entry: entry, comparison.name ?? "")
    let fresh: Event.Effect = replacing ? .supersedes : .new

    if let found = candidates.first(where: { $0.standing.isStated(by: fact, comparison) }) {
      let states = try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE value = ? AND document = ? AND retracted IS NULL)"
        ),
        arguments: [found.id, document]
      )
      if states == true { return (found.id, .none) }
      try database.execute("UPDATE entry_values SET documents = documents + 1 WHERE id = ?", [found.id])
      if found.standing.documentCount > 0 { return (found.id, .corroborates) }
      let disputed = try isDisputed(found.standing, document: document, by: candidates, database)
      return (found.id, disputed ? .disputes : fresh)
    }

    let value = try database.insert(
      """
      INSERT INTO entry_values (entry, name, comparison, functional, polarity, modality, documents)
      VALUES (?, ?, ?, ?, ?, ?, 1)
      """,
      [
        entry, comparison.name, try JSON.text(comparison), functional, fact.polarity.rawValue, fact.modality.rawValue,
      ]
    )
    let standing = Standing(
      comparison: comparison,
      functional: functional,
      polarity: fact.polarity,
      modality: fact.modality,
      documentCount: 1
    )
    let disputed = try isDisputed(standing, document: document, by: candidates, database)
    return (value, disputed ? .disputes : fresh)
  }

  /// True when the value, stated now by `document`, cannot be true beside one of the others.
  private static func isDisputed(
    _ standing: Standing,
    document: Int64,
    by others: [ValueRow],
    _ database: Database
  ) throws -> Bool {
    var standing = standing
    standing.documentCount = 1
    standing.documents = [document]
    for other in others where other.standing.documentCount > 0 {
      var opponent = other.standing
      // Only whether this document states the other value as well matters here.
      let states = try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE value = ? AND document = ? AND retracted IS NULL)"
        ),
        arguments: [other.id, document]
      )
      opponent.documents = states == true ? [document] : []
      if opponent.disputes(standing) || standing.disputes(opponent) { return true }
    }
    return false
  }

  /// Takes a document out of a value, once its fact is marked retracted, unless another fact of it still states the value.
  static func remove(_ database: Database, value: Int64, document: Int64) throws -> Event.Effect {
    let states = try Bool.fetchOne(
      database.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE value = ? AND document = ? AND retracted IS NULL)"
      ),
      arguments: [value, document]
    )
    if states == true { return .none }
    try database.execute("UPDATE entry_values SET documents = documents - 1 WHERE id = ?", [value])
    let left = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT documents FROM entry_values WHERE id = ?"),
      arguments: [value]
    )
    return left == 0 ? .withdraws : .none
  }

  /// Brings an entry's status up to its values.
  static func refresh(_ database: Database, entry: Int64, changed: UInt64) throws {
    let counts = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT count(*), coalesce(sum(documents > 1), 0),
            coalesce(sum(modality = 'asserted' AND (functional OR polarity = 'negative')), 0)
          FROM entry_values WHERE entry = ? AND documents > 0
          """
      ),
      arguments: [entry]
    )
    let live: Int = counts?[0] ?? 0
    let corroborated: Int = counts?[1] ?? 0
    let challengers: Int = counts?[2] ?? 0
    let status: Entry.Status
    if live == 0 {
      status = .withdrawn
    } else if challengers == 0 || live == 1 {
      status = corroborated == live ? .corroborated : .single
    } else {
      let standings = try ValueRow.all(database, entry: entry).map { row in
        var standing = row.standing
        standing.documents = try Set(
          Int64.fetchAll(
            database.cachedStatement(sql: "SELECT document FROM facts WHERE value = ? AND retracted IS NULL"),
            arguments: [row.id]
          )
        )
        return standing
      }
      status = Statuses(of: standings).entry
    }
    try database.execute(
      "UPDATE entries SET status = ?, changed = ? WHERE id = ?",
      [status.rawValue, changed.row, entry]
    )
  }
}

/// A value of an entry as it stands in the database; its documents are counted, not listed.
struct ValueRow {
  var id: Int64
  var standing: Standing

  private static let columns = "id, comparison, functional, polarity, modality, documents"

  static func all(_ database: Database, entry: Int64) throws -> [ValueRow] {
    try rows(database, "SELECT \(columns) FROM entry_values WHERE entry = ? AND documents > 0 ORDER BY id", [entry])
  }

  static func functional(_ database: Database, entry: Int64) throws -> [ValueRow] {
    try rows(database, "SELECT \(columns) FROM entry_values WHERE entry = ? AND functional ORDER BY id", [entry])
  }

  static func named(_ database: Database, entry: Int64, _ name: String) throws -> [ValueRow] {
    try rows(
      database,
      "SELECT \(columns) FROM entry_values WHERE entry = ? AND name = ? AND NOT functional ORDER BY id",
      [entry, name]
    )
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
      documentCount: row[5]
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
