import Foundation
import GRDB
import Model

/// Removes the oldest events of the journal, a few at a time, inside the writer's transaction.
///
/// The state is not touched. With an event that retracts a fact the fact's row goes; what stands stays, and becomes part of the base
/// whose checksums the trim point keeps. Foreign keys must not be enforced meanwhile: for each fact that goes SQLite would look through
/// the whole journal.
struct Trim {
  let database: Database
  private(set) var point: TrimPoint
  /// The entries that the events of this step have changed: the last of these events, and the end of its group.
  private var touched: [Int64: (sequence: UInt64, group: UInt64)] = [:]

  init(_ database: Database) throws {
    self.database = database
    point = try TrimPoint(database)
  }

  /// Removes the next events up to where they are no longer given out, `limit` of them at most.
  /// - Returns: how many were removed.
  mutating func step(atMost limit: Int) throws -> Int {
    let first = point.sequence
    let last = min(point.hidden, first + UInt64(limit))
    guard last > first else { return 0 }
    let rows = try Row.fetchCursor(
      database.makeStatement(
        sql: """
          SELECT j.sequence, j.kind, j.document, j.fact, j.time, j.bytes, j.checksum, f.entry, f.retracted, f.checksum,
            f.value, v.created
          FROM journal j LEFT JOIN facts f ON f.id = j.fact LEFT JOIN entry_values v ON v.id = f.value
          WHERE j.sequence > ? AND j.sequence <= ? ORDER BY j.sequence
          """
      ),
      arguments: [first.row, last.row]
    )
    var group: UInt64?
    var facts: [(event: TrimmedFact, isRetracted: Bool)] = []
    var documents: [(document: Int64, kind: Event.Kind, sequence: UInt64, group: UInt64)] = []
    while let row = try rows.next() {
      let sequence = UInt64(row: row[0])
      guard sequence == point.sequence + 1 else {
        throw StoreError(.storage, "event \(point.sequence + 1) of the journal is missing: restore a backup")
      }
      guard let kind = Event.Kind(rawValue: row[1]) else {
        throw StoreError(.storage, "event \(sequence) of the journal has an unknown kind: restore a backup")
      }
      if !kind.isFact || group == nil { group = try Self.groupEnd(database, of: sequence) }
      if kind.isFact {
        guard let fact = TrimmedFact(row), let group else {
          throw StoreError(.storage, "the fact of event \(sequence) of the journal is missing: restore a backup")
        }
        touched[fact.entry] = (sequence, max(group, touched[fact.entry]?.group ?? 0))
        facts.append((fact, kind == .factRetracted))
      } else {
        documents.append((row[2], kind, sequence, group ?? sequence))
      }
      point.sequence = sequence
      point.time = row[4]
      point.bytes = row[5]
      point.checksum = (row[6] as Data?).map(Array.init) ?? []
    }
    guard point.sequence == last else {
      throw StoreError(.storage, "event \(point.sequence + 1) of the journal is missing: restore a backup")
    }
    for (document, kind, sequence, group) in documents { try note(kind, of: document, sequence, group) }
    for (fact, isRetracted) in facts {
      if isRetracted { try remove(fact) } else { try keep(fact, unlessRetractedBy: last) }
    }
    for (entry, place) in touched { try note(entry, place.sequence, place.group) }
    touched.removeAll()
    try database.execute("DELETE FROM journal WHERE sequence <= ?", [last.row])
    try point.write(to: database)
    return Int(last - first)
  }

  /// Lets events go up to the end of a group: they are no longer given out.
  mutating func hide(through sequence: UInt64) {
    point.hidden = max(point.hidden, sequence)
  }

  /// The last event of the group that an event is of: what one request has written.
  static func groupEnd(_ database: Database, of sequence: UInt64) throws -> UInt64 {
    let next = try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT sequence FROM journal INDEXED BY journal_groups WHERE key IS NULL AND sequence > ?
          ORDER BY sequence LIMIT 1
          """
      ),
      arguments: [sequence.row]
    )
    if let next { return UInt64(row: next) - 1 }
    return try Store.head(database)
  }

  /// A revision comes to stand, or none.
  private mutating func note(_ kind: Event.Kind, of document: Int64, _ sequence: UInt64, _ group: UInt64) throws {
    guard kind != .documentFailed else { return }
    if kind.isReview {
      if let review = try BaseRow.checksum(database, BaseRow.review, "sequence = ?", sequence.row) {
        var sum = point.reviews ?? RowSum()
        sum += review
        point.reviews = sum
      }
      let before = try ReviewTable.rules(database, through: sequence - 1)
      let prefixes = try ReviewTable.rules(database, through: sequence).changedSources(since: before) ?? []
      for range in PrefixRange.merge(prefixes) {
        let documents = try Int64.fetchAll(
          database,
          sql: "SELECT id FROM documents WHERE uri >= ?1 AND (?2 IS NULL OR uri < ?2)",
          arguments: [range.lower, range.upper]
        )
        for document in documents { try touchStanding(of: document, sequence, group) }
      }
      return
    }
    let text = try TextIndex.trimmedText(of: document, in: database)
    if let old = try BaseRow.checksum(database, BaseRow.document, "d.id = ?", document) { point.documents -= old }
    try database.execute(
      """
      UPDATE documents SET trimmed_revision = (SELECT id FROM revisions WHERE document = ?1 AND accepted = ?2)
      WHERE id = ?1
      """,
      [document, sequence.row]
    )
    if let new = try BaseRow.checksum(database, BaseRow.document, "d.id = ?", document) { point.documents += new }
    let other = try TextIndex.trimmedText(of: document, in: database)
    if let text, let other, text != other { try touchStanding(of: document, sequence, group) }
  }

  /// Notes that an event made the writer count the origins of all values of a document again. It changed their entries, although it is
  /// about none of them.
  private mutating func touchStanding(of document: Int64, _ sequence: UInt64, _ group: UInt64) throws {
    let entries = try Int64.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT entry FROM facts WHERE document = ?1 AND retracted IS NULL AND asserted < ?2
          UNION SELECT entry FROM facts WHERE document = ?1 AND retracted IS NOT NULL AND retracted > ?2 AND asserted < ?2
          """
      ),
      arguments: [document, sequence.row]
    )
    for entry in entries {
      let known = touched[entry] ?? (0, 0)
      touched[entry] = (known.sequence, max(known.group, group))
    }
  }

  /// A fact that is asserted: it becomes part of the base, and so does its value if it was the first to state it.
  private mutating func keep(_ fact: TrimmedFact, unlessRetractedBy last: UInt64) throws {
    if fact.created == fact.sequence, let value = try BaseRow.checksum(database, BaseRow.value, "v.id = ?", fact.value)
    {
      point.values += value
    }
    if let retracted = fact.retracted, retracted <= last { return }
    guard let checksum = try BaseRow.checksum(database, BaseRow.fact, "f.id = ?", fact.row) else { return }
    point.facts += checksum
    try database.execute("UPDATE facts SET checksum = ? WHERE id = ?", [Data(checksum), fact.row])
  }

  /// A fact that is retracted goes, and is part of the base no longer.
  private mutating func remove(_ fact: TrimmedFact) throws {
    if let checksum = fact.checksum { point.facts -= checksum }
    try database.execute("DELETE FROM facts WHERE id = ?", [fact.row])
  }

  /// An entry remembers what has changed it last, for its facts may be gone.
  private mutating func note(_ entry: Int64, _ sequence: UInt64, _ group: UInt64) throws {
    let statement = try database.cachedStatement(sql: "\(BaseRow.entry) WHERE e.id = ?")
    let old = try Row.fetchOne(statement, arguments: [entry])
    if let old, (old["trimmed"] as Int64) > 0 { point.entries -= BaseRow.checksum(old) }
    try database.execute(
      "UPDATE entries SET trimmed = max(trimmed, ?), trimmed_group = max(trimmed_group, ?) WHERE id = ?",
      [sequence.row, group.row, entry]
    )
    if let new = try BaseRow.checksum(database, BaseRow.entry, "e.id = ?", entry) { point.entries += new }
  }
}

/// The fact of an event that is to be removed.
private struct TrimmedFact {
  var sequence: UInt64
  var row: Int64
  var entry: Int64
  var value: Int64
  /// The event that first stated the value.
  var created: UInt64
  var retracted: UInt64?
  /// Nil while it is not part of the base.
  var checksum: [UInt8]?

  /// Columns as ``Trim/step(atMost:)`` lists them.
  init?(_ row: Row) {
    guard let fact = row[3] as Int64?, let entry = row[7] as Int64?, let value = row[10] as Int64?,
      let created = row[11] as Int64?
    else { return nil }
    sequence = UInt64(row: row[0])
    self.row = fact
    self.entry = entry
    self.value = value
    self.created = UInt64(row: created)
    retracted = (row[8] as Int64?).map { UInt64(row: $0) }
    checksum = (row[9] as Data?).map(Array.init)
  }
}
