import GRDB
import Model
import State

/// Folds the journal of a database anew, from nothing or from what stood where it was trimmed, and compares what comes of it with the state that was kept.
///
/// It works on a copy that may be changed. Every row of `facts` whose event is there is first marked as not yet asserted (`retracted` 0, which no event
/// has), the entries and values that came of these events are removed, and then each event is applied as it was when it was written.
struct Replay {
  private static let page = 500

  let database: Database
  private var changes: Changes
  var entries: EntryWriter
  /// The last event that was applied; at first where the journal was trimmed.
  private(set) var last: UInt64
  /// The text of the revision whose facts come next.
  var text: Int64 = 0
  /// The first event whose effect was decided by today's rules; earlier ones keep theirs.
  private var effectsSince: UInt64 = 1

  init(database: Database) throws {
    self.database = database
    last = try TrimPoint(database).sequence
    changes = Changes(database: database)
    entries = EntryWriter(database: database, document: 0)
  }

  /// What is compared: a name for people, and a query whose first column says which.
  private static let parts = [
    (
      "entry", "status, first and last event",
      """
      SELECT k.key || CASE e.valid_start || e.valid_end WHEN '' THEN '' ELSE ' ' || e.valid_start || '…' || e.valid_end END,
        e.document, e.status, e.created, e.changed FROM entries e JOIN keys k ON k.id = e.key
      """
    ),
    (
      "value of", "value and the number of documents and origins that state it",
      """
      SELECT k.key, e.valid_start, e.valid_end, e.document, v.name, v.comparison, v.functional, v.polarity, v.modality,
        v.speaker, v.documents, v.origins, v.created, count(*)
      FROM entry_values v JOIN entries e ON e.id = v.entry JOIN keys k ON k.id = e.key
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
      """
    ),
    (
      "fact", "place in the journal and value",
      """
      SELECT f.fact, f.id, f.asserted, f.retracted, f.key, e.valid_start, e.valid_end, e.document, v.comparison,
        f.text, f.sentence
      FROM facts f LEFT JOIN entries e ON e.id = f.entry LEFT JOIN entry_values v ON v.id = f.value
      """
    ),
    (
      "document", "revision that stands",
      "SELECT d.uri, r.digest, r.extractor, r.text FROM documents d LEFT JOIN revisions r ON r.id = d.revision"
    ),
  ]

  /// - Throws: ``Check/Fault`` with the first difference.
  mutating func run() throws {
    try StagedFacts.prepare(database)
    let since = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'effects_since'")
    effectsSince = since.flatMap { UInt64($0) } ?? 1
    for (index, part) in Self.parts.enumerated() {
      try database.execute(sql: "CREATE TEMP TABLE was\(index) AS \(part.2)")
    }
    try fold()
    try compare()
  }

  /// Makes the state anew by today's rules; for a database that was written under others. Foreign keys must not be enforced meanwhile.
  /// - Parameter progress: is told now and then how many events have been folded, and how many there are.
  mutating func rebuild(progress: (UInt64, UInt64) -> Void = { _, _ in }) throws {
    try StagedFacts.prepare(database)
    effectsSince = .max
    try changes.begin()
    try rebuildBase()
    try fold(progress)
    try database.execute(
      sql: "INSERT OR REPLACE INTO meta VALUES ('effects_since', ?)",
      arguments: ["\(last + 1)"]
    )
  }

  private mutating func fold(_ progress: (UInt64, UInt64) -> Void = { _, _ in }) throws {
    let head = try Store.head(database)
    try goBack()
    try changes.begin()
    while true {
      let statement = try database.cachedStatement(
        sql: "SELECT sequence, kind, document, fact, effect FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?"
      )
      let rows = try Row.fetchAll(statement, arguments: [last.row, Self.page])
      for row in rows { try apply(row) }
      progress(last, head)
      if rows.count < Self.page { break }
    }
    try closeRun()
  }

  /// Puts the state back to where the journal was trimmed; to nothing where it was not.
  private func goBack() throws {
    try database.execute(
      sql: """
        UPDATE facts SET retracted = 0, asserted = 0, entry = 0, value = 0, text = 0, sentence = NULL
          WHERE asserted > :last;
        UPDATE facts SET retracted = NULL WHERE asserted > 0;
        DELETE FROM entry_values WHERE created > :last;
        UPDATE entries SET status = 'withdrawn';
        DELETE FROM entries WHERE created > :last;
        UPDATE documents SET revision = trimmed_revision;
        UPDATE entry_values SET documents =
          (SELECT count(DISTINCT document) FROM facts WHERE value = entry_values.id AND retracted IS NULL);
        """,
      arguments: ["last": last.row]
    )
    try database.execute("UPDATE revisions SET text = 0 WHERE accepted > ?", [last.row])
    try TextIndex(database: database).rebuild(through: last)
    let entries = EntryWriter(database: database, document: 0)
    let values = try Int64.fetchCursor(database, sql: "SELECT id FROM entry_values")
    while let value = try values.next() { try entries.countOrigins(of: value) }
    let rows = try Row.fetchCursor(database, sql: "SELECT id, trimmed_group FROM entries ORDER BY id")
    while let row = try rows.next() { try entries.refresh(entry: row[0], changed: UInt64(row: row[1])) }
  }

  private mutating func apply(_ row: Row) throws {
    let sequence = UInt64(row: row[0])
    let (kind, document): (String, Int64) = (row[1], row[2])
    switch Event.Kind(rawValue: kind) {
    case .factAsserted?:
      try assert(row[3], sequence, effect: row[4])
    case .factRetracted?:
      try retract(row[3], sequence, effect: row[4])
    case .documentAccepted?, .documentRevised?, .documentWithdrawn?:
      try closeRun()
      entries = EntryWriter(database: database, document: document)
      let revision = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM revisions WHERE document = ? AND accepted = ?"),
        arguments: [document, sequence.row]
      )
      text = try revision.map { try TextIndex(database: database).add($0) } ?? 0
      try database.execute("UPDATE documents SET revision = ? WHERE id = ?", [revision, document])
    case .documentFailed?: try closeRun()
    case nil: throw Check.Fault("event \(sequence) of the journal has an unknown kind")
    }
    last = sequence
  }

  /// The end of what one request has written: the entries that it touched get their status.
  private mutating func closeRun() throws {
    try entries.settle()
    try changes.forEachEntry { try entries.refresh(entry: $0, changed: last) }
    try changes.begin()
  }

  private mutating func assert(_ row: Int64?, _ sequence: UInt64, effect: String) throws {
    let placed = try place(row, sequence)
    try check(placed.effect, effect, sequence)
    try changes.touch(placed.entry)
  }

  /// Gives a fact its place in the state, as it is when its event is applied.
  mutating func place(_ row: Int64?, _ sequence: UInt64) throws -> EntryWriter.Place {
    let found = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT f.data, f.fact, f.claim, k.key, k.id FROM facts f JOIN keys k ON k.id = f.key WHERE f.id = ?
          """
      ),
      arguments: [row]
    )
    guard let found else { throw Check.Fault("event \(sequence) asserts a fact that is not there") }
    let fact: Fact
    do {
      fact = try JSON.decode(Fact.self, from: (found[0] as String).utf8)
    } catch {
      throw Check.Fault("the fact of event \(sequence) cannot be read: \(error)")
    }
    guard found[1] == fact.id.description, found[2] == fact.claim.description,
      (found[3] as String).isExactly(fact.key.description)
    else {
      throw Check.Fault("the fact of event \(sequence) is kept under another id, claim or key than its own")
    }
    let place = try entries.place(fact, key: found[4], text: text, at: sequence, changes)
    try database.execute(
      "UPDATE facts SET asserted = ?, retracted = NULL, entry = ?, value = ?, text = ?, sentence = ? WHERE id = ?",
      [sequence.row, place.entry, place.value, place.link.text, place.link.sentence, row]
    )
    return place
  }

  private mutating func retract(_ row: Int64?, _ sequence: UInt64, effect: String) throws {
    let found = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT entry, value FROM facts WHERE id = ? AND retracted IS NULL"),
      arguments: [row]
    )
    guard let found else { throw Check.Fault("event \(sequence) retracts a fact that does not stand") }
    let entry: Int64 = found[0]
    try check(try entries.remove(value: found[1], of: entry), effect, sequence)
    try changes.touch(entry, vacated: true)
    try database.execute("UPDATE facts SET retracted = ? WHERE id = ?", [sequence.row, row])
  }

  private func check(_ effect: Event.Effect, _ written: String, _ sequence: UInt64) throws {
    guard sequence < effectsSince || effect.rawValue == written else {
      throw Check.Fault("the effect of event \(sequence) is \(written), and by the journal \(effect.rawValue)")
    }
  }

  private func compare() throws {
    for (index, (name, what, query)) in Self.parts.enumerated() {
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT * FROM (SELECT * FROM was\(index) EXCEPT SELECT * FROM (\(query))
            UNION ALL SELECT * FROM (SELECT * FROM (\(query)) EXCEPT SELECT * FROM was\(index))) ORDER BY 1 LIMIT 1
          """
      )
      if let row {
        throw Check.Fault("the state is not what the journal says: \(name) \(row[0] as String): \(what) differ")
      }
    }
  }
}
