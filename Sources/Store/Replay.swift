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
  let statements: Statements
  private var changes = Changes()
  var entries: EntryWriter
  let memory = CopyMemory()
  /// What the reviews up to the last event say.
  private(set) var rules: ReviewRules
  /// The last event that was applied; at first where the journal was trimmed.
  private(set) var last: UInt64
  /// The text of the revision whose facts come next.
  var text: Int64 = 0
  /// Where the fact stood that the next event asserts in other words; nil where it does not.
  private var reworded: (entry: Int64, value: Int64)?
  /// The first event whose effect was decided by today's rules; earlier ones keep theirs.
  private var effectsSince: UInt64 = 1

  init(database: Database) throws {
    self.database = database
    statements = try Statements(database)
    last = try TrimPoint(database).sequence
    rules = try ReviewTable.rules(database, through: last)
    entries = EntryWriter(statements, document: 0, rules: rules)
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
      "value of", "value, status and the number of documents and origins that state it",
      """
      SELECT k.key, e.valid_start, e.valid_end, e.document, v.name, v.comparison, v.functional, v.polarity, v.modality,
        v.speaker, v.documents, v.origins, v.weight, v.status, v.created, count(*)
      FROM entry_values v JOIN entries e ON e.id = v.entry JOIN keys k ON k.id = e.key
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
      """
    ),
    (
      "fact", "place in the journal and value",
      """
      SELECT f.fact, f.id, f.asserted, f.retracted, f.key, e.valid_start, e.valid_end, e.document, v.comparison,
        f.sentence, CASE WHEN f.retracted IS NULL THEN f.start END
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
    effectsSince = .max
    changes.begin()
    try rebuildBase()
    try fold(progress)
    try countFacts()
    try database.execute(
      sql: "INSERT OR REPLACE INTO meta VALUES ('effects_since', ?)",
      arguments: ["\(last + 1)"]
    )
  }

  /// How many facts stand, which the writer keeps up.
  private func countFacts() throws {
    try database.execute(
      sql: """
        UPDATE documents SET facts =
          (SELECT count(*) FROM facts f WHERE f.document = documents.id AND f.retracted IS NULL);
        UPDATE counts SET count = (SELECT coalesce(sum(facts), 0) FROM documents) WHERE name = 'facts';
        """
    )
  }

  private mutating func fold(_ progress: (UInt64, UInt64) -> Void = { _, _ in }) throws {
    let head = try Store.head(database)
    try goBack()
    changes.begin()
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
        UPDATE facts SET retracted = 0, asserted = 0, entry = 0, value = 0, sentence = NULL, start = 0
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
    try moveBack()
    try database.execute("UPDATE revisions SET text = 0 WHERE accepted > ?", [last.row])
    var entries = EntryWriter(statements, document: 0, rules: rules)
    let values = try Int64.fetchCursor(database, sql: "SELECT id FROM entry_values")
    while let value = try values.next() { try entries.countOrigins(of: value) }
    let rows = try Row.fetchCursor(database, sql: "SELECT id, trimmed_group FROM entries ORDER BY id")
    while let row = try rows.next() { try entries.refresh(entry: row[0], changed: UInt64(row: row[1])) }
  }

  /// Puts the evidence of the facts that stood where the journal was trimmed where it stood then.
  private func moveBack() throws {
    var places = try EvidencePlaces(database: database)
    var after: Int64 = 0
    while true {
      let facts = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT id, document, asserted, data ->> '$.evidence.start', data -> '$.evidence.source' FROM facts WHERE id > ? AND asserted > 0
            ORDER BY id LIMIT \(Self.page)
            """
        ),
        arguments: [after]
      )
      for fact in facts {
        let source: String? = fact[4]
        let place = try places.place(
          fact[3],
          SourceMap.Place(column: source == "null" ? nil : source),
          document: fact[1],
          asserted: UInt64(row: fact[2]),
          at: last
        )
        try database.execute(
          "UPDATE facts SET start = ?, source = ? WHERE id = ?",
          [place.start, try place.source?.column, fact[0] as Int64]
        )
      }
      guard facts.count == Self.page, let end = facts.last else { return }
      after = end[0]
    }
  }

  private mutating func apply(_ row: Row) throws {
    let sequence = UInt64(row: row[0])
    let (kind, document): (String, Int64) = (row[1], row[2])
    switch Event.Kind(rawValue: kind) {
    case .factAsserted?:
      try turn(to: document)
      try assert(row[3], sequence, effect: row[4])
    case .factRetracted?:
      try turn(to: document)
      try retract(row[3], sequence, effect: row[4])
    case .documentAccepted?, .documentRevised?, .documentWithdrawn?:
      try closeRun()
      entries = EntryWriter(statements, document: document, rules: rules)
      try revise(document, sequence)
    case .documentFailed?: try closeRun()
    case .entityJoined?, .entitySplit?, .sourceWeighed?, .reviewUndone?:
      try closeRun()
      let before = rules
      rules = try ReviewTable.rules(database, through: sequence)
      entries = EntryWriter(statements, document: document, rules: rules)
      if let prefixes = rules.changedSources(since: before) { try entries.unsettleAll(of: prefixes, &changes) }
    case nil: throw Check.Fault("event \(sequence) of the journal has an unknown kind")
    }
    last = sequence
  }

  /// Goes on with the facts of another document: those that a review moves are of several.
  private mutating func turn(to document: Int64) throws {
    guard entries.document != document else { return }
    entries.turn(to: document)
    text = try TextIndex.text(of: document, in: database) ?? 0
  }

  /// A revision comes to stand, or none does any longer.
  private mutating func revise(_ document: Int64, _ sequence: UInt64) throws {
    let revision = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT id, moves FROM revisions WHERE document = ? AND accepted = ?"),
      arguments: [document, sequence.row]
    )
    let before = try TextIndex.text(of: document, in: database)
    text = try revision.map { try TextIndex(database: database, memory: memory).add($0[0]) } ?? 0
    try database.execute("UPDATE documents SET revision = ? WHERE id = ?", [revision?[0] as Int64?, document])
    if revision != nil, let before, before != text { try entries.unsettleAll(&changes) }
    guard let moves = try EvidenceMoves(column: revision?[1]) else { return }
    let facts = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT id, start, source FROM facts WHERE document = ? AND retracted IS NULL"),
      arguments: [document]
    ).map { (id: $0[0] as Int64, start: $0[1] as Int, source: try SourceMap.Place(column: $0[2])) }
    for fact in facts {
      try database.execute(
        "UPDATE facts SET start = ?, source = ? WHERE id = ?",
        [moves.moved(fact.start), try moves.moved(fact.source, start: fact.start)?.column, fact.id]
      )
    }
  }

  /// The end of what one request has written: the entries that it touched get their status.
  private mutating func closeRun() throws {
    try entries.settle()
    for entry in changes.touched { try entries.refresh(entry: entry, changed: last) }
    changes.begin()
  }

  private mutating func assert(_ row: Int64?, _ sequence: UInt64, effect: String) throws {
    let placed = try place(row, sequence)
    reworded = nil
    try check(placed.effect, effect, sequence)
    changes.touch(placed.entry)
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
    let place =
      try reworded.map { try entries.reword(fact, entry: $0.entry, value: $0.value, text: text) }
      ?? entries.place(fact, key: found[4], text: text, at: sequence, changes)
    try database.execute(
      "UPDATE facts SET asserted = ?, retracted = NULL, entry = ?, value = ?, sentence = ?, start = ?, source = ? WHERE id = ?",
      [
        sequence.row, place.entry, place.value, place.link.sentence, fact.evidence.start,
        try fact.evidence.source?.column, row,
      ]
    )
    return place
  }

  private mutating func retract(_ row: Int64?, _ sequence: UInt64, effect: String) throws {
    let found = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT entry, value FROM facts WHERE id = ? AND retracted IS NULL"),
      arguments: [row]
    )
    guard let found else { throw Check.Fault("event \(sequence) retracts a fact that does not stand") }
    let (entry, value): (Int64, Int64) = (found[0], found[1])
    if try isReworded(row, sequence) {
      reworded = (entry, value)
      try check(.none, effect, sequence)
      changes.touch(entry)
    } else {
      try check(try entries.remove(value: value, of: entry), effect, sequence)
      changes.touch(entry, vacated: true)
    }
    try database.execute("UPDATE facts SET retracted = ? WHERE id = ?", [sequence.row, row])
  }

  /// Whether the event after the one that retracts a fact asserts the same in other words.
  private func isReworded(_ row: Int64?, _ sequence: UInt64) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM journal j JOIN facts n ON n.id = j.fact JOIN facts o ON o.id = ?
          WHERE j.sequence = ? AND j.kind = 'fact.asserted' AND n.document = o.document AND n.claim = o.claim)
        """
    )
    return try Bool.fetchOne(statement, arguments: [row, (sequence + 1).row]) ?? false
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
