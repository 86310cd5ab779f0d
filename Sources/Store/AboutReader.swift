import GRDB
import Model
import State

/// Reads what is known of an entity until a page of it is full.
struct AboutReader {
  let database: Database
  let searching: SearchDatabase
  let question: Store.AboutQuestion
  let moment: UInt64
  let isNow: Bool
  var lines: [[UInt8]] = []
  private var facts: FactReader
  /// What reviews say at the moment.
  private let rules: ReviewRules
  private var counts: [Int64: (sources: Int, origins: Int)] = [:]
  var bytes = 0
  var rows = 0

  /// - Parameter rules: what reviews say at the moment.
  init(
    _ database: Database,
    _ searching: SearchDatabase,
    _ question: Store.AboutQuestion,
    _ rules: ReviewRules,
    moment: UInt64,
    isNow: Bool
  ) throws {
    self.database = database
    self.searching = searching
    self.question = question
    self.moment = moment
    self.isNow = isNow
    facts = try FactReader(database: database, moment: moment)
    self.rules = rules
  }

  var isFull: Bool {
    lines.count >= Store.FactPage.maximumFacts || bytes >= Store.FactPage.maximumBytes
      || rows >= Store.FactPage.maximumRows
  }

  /// Reads one stage from a place on.
  /// - Returns: where the page ends; nil when the stage is over.
  mutating func read(_ place: AboutPlace) throws -> AboutPlace? {
    switch place.stage {
    case .keys: try readKeys(place)
    case .object: try readColumn("value_entity", .object, place)
    case .speaker: try readColumn("speaker", .speaker, place)
    case .mention: try readMentions(place)
    }
  }

  // MARK: Facts

  /// A fact that stood, or the last that stated a value which nobody stated any longer.
  private func wanted(_ isWithdrawn: Bool) -> String {
    guard isWithdrawn else { return "f.asserted <= :moment AND (f.retracted IS NULL OR f.retracted > :moment)" }
    return """
      f.asserted <= :moment AND f.retracted <= :moment AND NOT EXISTS (
        SELECT 1 FROM facts g WHERE g.value = f.value AND g.asserted <= :moment
          AND (g.id > f.id OR g.retracted IS NULL OR g.retracted > :moment))
      """
  }

  private var columns: String { "\(FactReader.columns), v.id, v.created, v.speaker, f.data ->> '$.subject.scope'" }

  private mutating func readKeys(_ place: AboutPlace) throws -> AboutPlace? {
    guard question.roles.contains(.subject) || question.roles.contains(.part) else { return nil }
    let range = PrefixRange(question.entity + "/")
    var place = place
    while true {
      if place.row > 0, !place.key.isEmpty, let end = try readKey(place) { return end }
      let next = try String.fetchOne(
        database.cachedStatement(
          sql: "SELECT key FROM keys WHERE key >= ? AND key > ? AND key < ? ORDER BY key LIMIT 1"
        ),
        arguments: [range.lower, place.key, range.upper]
      )
      guard let next else { return nil }
      rows += 1
      if isFull { return AboutPlace(.keys, key: place.key, row: 0) }
      place = AboutPlace(.keys, key: next)
    }
  }

  /// The facts of one key, the newest first.
  private mutating func readKey(_ place: AboutPlace) throws -> AboutPlace? {
    let either = question.withdrawn ? "((\(wanted(false))) OR (\(wanted(true))))" : wanted(false)
    let cursor = try Row.fetchCursor(
      database.makeStatement(
        sql: """
          SELECT \(columns) FROM keys k CROSS JOIN entries e ON e.key = k.id CROSS JOIN entry_values v ON v.entry = e.id
            CROSS JOIN facts f ON f.value = v.id CROSS JOIN documents d ON d.id = f.document
            LEFT JOIN journal j ON j.sequence = f.asserted
          WHERE k.key = :key AND f.id < :row AND \(either) ORDER BY f.id DESC LIMIT \(Store.FactPage.maximumFacts + 1)
          """
      ),
      arguments: ["key": place.key, "row": place.row, "moment": moment.row]
    )
    let roles = question.roles
    return try readRows(cursor, place) { row in
      let role: EntityRole =
        (row[FactReader.columnCount + 3] as String?) == Fact.Scope.anchored.rawValue ? .part : .subject
      return roles.contains(role) ? role : nil
    }
  }

  /// The facts that have the entity in a column, the newest first.
  private mutating func readColumn(_ column: String, _ role: EntityRole, _ place: AboutPlace) throws -> AboutPlace? {
    guard question.roles.contains(role) else { return nil }
    let limit = "ORDER BY id DESC LIMIT \(Store.FactPage.maximumFacts + 1)"
    let both = "f.\(column) = :entity AND f.id < :row"
    // What stands, what stood then, and what is gone: each by an index of its own.
    var parts = [
      """
      SELECT f.id FROM facts f INDEXED BY facts_\(column)
      WHERE \(both) AND f.retracted IS NULL AND f.asserted <= :moment
      """,
      """
      SELECT f.id FROM facts f INDEXED BY gone_\(column)
      WHERE \(both) AND f.retracted IS NOT NULL AND f.retracted > :moment AND f.asserted <= :moment
      """,
    ]
    if isNow { parts.removeLast() }
    if question.withdrawn {
      parts.append(
        "SELECT f.id FROM facts f INDEXED BY gone_\(column) WHERE \(both) AND f.retracted IS NOT NULL AND \(wanted(true))"
      )
    }
    let ids = parts.map { "SELECT * FROM (\($0) \(limit))" }.joined(separator: " UNION ALL ")
    let cursor = try Row.fetchCursor(
      database.makeStatement(
        sql: """
          SELECT \(columns) FROM (\(ids) \(limit)) s CROSS JOIN \(FactReader.tables(on: "s.id"))
            ORDER BY s.id DESC
          """
      ),
      arguments: ["entity": question.entity, "row": place.row, "moment": moment.row]
    )
    return try readRows(cursor, place) { _ in role }
  }

  private mutating func readRows(
    _ cursor: RowCursor,
    _ place: AboutPlace,
    role: (Row) -> EntityRole?
  ) throws -> AboutPlace? {
    var (last, read) = (place, 0)
    while let row = try cursor.next() {
      if isFull { return last }
      rows += 1
      read += 1
      last.row = row[0]
      guard let role = role(row) else { continue }
      let counts = try count(row[FactReader.columnCount])
      let line = EntityFact.json(
        role: role,
        since: UInt64(row: row[FactReader.columnCount + 1]),
        sourceCount: counts.sources,
        // What one speaker said has one origin.
        originCount: row[FactReader.columnCount + 2] == nil ? counts.origins : min(1, counts.origins),
        found: try facts.json(row)
      )
      bytes += line.count
      lines.append(line)
    }
    return read > Store.FactPage.maximumFacts ? last : nil
  }

  /// How many facts state a value at the moment, and how many origins they have.
  private mutating func count(_ value: Int64) throws -> (sources: Int, origins: Int) {
    if let known = counts[value] { return known }
    let stood = "FROM facts f WHERE f.value = :value AND \(wanted(false))"
    let arguments: StatementArguments = ["value": value, "moment": moment.row]
    let sources =
      try Int.fetchOne(database.cachedStatement(sql: "SELECT count(*) \(stood)"), arguments: arguments) ?? 0
    var origins = sources
    if sources > 1 || !rules.isEven {
      origins = Origins.tally(of: try EntryReader.links(of: value, at: moment, rules, database).map(\.link)).count
    }
    counts[value] = (sources, origins)
    return (sources, origins)
  }
}
