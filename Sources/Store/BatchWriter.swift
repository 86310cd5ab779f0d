import GRDB
import Model
import State

/// Applies one request inside the writer's transaction: finds the difference to what the document said before, and writes it
/// to journal and state as one run of events.
struct BatchWriter {
  let database: Database
  let time: Timestamp
  /// The last event of the journal.
  private(set) var head: UInt64

  private var applied = Applied()
  /// The entries that the request has touched.
  private var touched: Set<Int64> = []
  /// The entries in which the request has taken a value of its own document back.
  private var vacated: Set<Int64> = []

  init(database: Database, time: Timestamp, head: UInt64) {
    self.database = database
    self.time = time
    self.head = head
  }

  mutating func apply(_ request: StoreRequest) throws -> Applied {
    switch request {
    case .batch(let batch): try apply(batch)
    case .setAside(let job, let document, let reason, let attempts):
      try setAside(job: job, document, reason: reason, attempts: attempts)
    }
    return applied
  }

  // MARK: A batch

  private mutating func apply(_ batch: FactBatch) throws {
    try check(batch)
    let standing = try StandingRevision(database, uri: batch.document.uri)
    if let standing, standing.isDuplicate(digest: batch.document.digest, extractor: batch.extractor, job: batch.job) {
      applied.duplicate = true
      return
    }
    let document = try standing?.document ?? addDocument(batch.document.uri)
    let sequence = head + 1
    let revision = try addRevision(batch, document: document, accepted: sequence)
    try database.execute(
      "UPDATE documents SET revision = ?, job = ? WHERE id = ?",
      [revision, batch.job, document]
    )
    try database.execute("DELETE FROM failures WHERE document = ?", [document])
    try record(
      standing?.digest == nil ? .documentAccepted : .documentRevised,
      document,
      DocumentReport(document: batch.document, facts: batch.facts.count, extractor: batch.extractor)
    )

    var wanted: [String: Int] = [:]
    let claims = batch.facts.map { $0.fact.claim.description }
    for (index, claim) in claims.enumerated() where wanted[claim] == nil { wanted[claim] = index }
    let standingFacts = try StoredFact.live(database, document: document)
    var entries = EntryWriter(database: database, facts: standingFacts)
    for fact in standingFacts where wanted.removeValue(forKey: fact.claim) == nil {
      try retract(fact, uri: batch.document.uri, document: document, &entries)
    }
    for (index, claim) in claims.enumerated() where wanted[claim] == index {
      try assert(batch.facts[index], claim: claim, document: document, revision: revision, &entries)
    }
    for entry in touched { try entries.refresh(entry: entry, changed: head) }
  }

  /// Refuses a batch whose facts are not of its document: a worker gone wrong must not write under another's name.
  private func check(_ batch: FactBatch) throws {
    for (index, line) in batch.facts.enumerated() {
      let fact = line.fact
      guard fact.document.uri == batch.document.uri, fact.document.digest == batch.document.digest else {
        throw StoreError(.badBatch, "fact \(index + 1) is of another document than the batch: \(fact.document.uri)")
      }
      guard fact.evidence.start >= 0, fact.evidence.end >= fact.evidence.start,
        fact.evidence.end - fact.evidence.start == fact.evidence.text.utf8.count
      else {
        throw StoreError(.badBatch, "fact \(index + 1): the evidence's span is not as long as its text")
      }
    }
  }

  private func addDocument(_ uri: String) throws -> Int64 {
    try database.insert("INSERT INTO documents (uri) VALUES (?)", [uri])
  }

  private func addRevision(_ batch: FactBatch, document: Int64, accepted: UInt64) throws -> Int64 {
    try database.insert(
      """
      INSERT INTO revisions (document, digest, title, date, extractor, facts, accepted) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        document, batch.document.digest.description, batch.document.title, batch.document.date?.description,
        batch.extractor, batch.facts.count, accepted.row,
      ]
    )
  }

  private mutating func assert(
    _ line: (fact: Fact, json: [UInt8]),
    claim: String,
    document: Int64,
    revision: Int64,
    _ entries: inout EntryWriter
  )
    throws
  {
    let fact = line.fact
    let sequence = head + 1
    let key = try KeyTable.id(database, fact.key)
    let entry = try entries.id(EntryID(fact), key: key, created: sequence)
    let (value, effect) = try entries.place(fact, entry: entry, replacing: vacated.contains(entry))
    touched.insert(entry)
    let id = fact.id.description
    // The id names the fact; an event that asserts it once more needs a name of its own.
    let known = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM facts WHERE fact = ?)"),
      arguments: [id]
    )
    let row = try database.insert(
      """
      INSERT INTO facts (fact, claim, key, entry, value, document, revision, asserted, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [id, claim, key, entry, value, document, revision, sequence.row, String(decoding: line.json, as: UTF8.self)]
    )
    try record(
      .factAsserted,
      event: known == true ? "\(id).\(sequence)" : id,
      uri: fact.document.uri,
      subject: fact.key.description,
      effect: effect,
      data: line.json,
      EventRow(document: document, key: key, fact: row, data: nil)
    )
    applied.asserted += 1
  }

  private mutating func retract(
    _ fact: StoredFact,
    uri: String,
    document: Int64,
    _ entries: inout EntryWriter
  ) throws {
    let sequence = head + 1
    try database.execute("UPDATE facts SET retracted = ? WHERE id = ?", [sequence.row, fact.row])
    let effect = try entries.remove(fact)
    touched.insert(fact.entry)
    vacated.insert(fact.entry)
    try record(
      .factRetracted,
      event: "\(fact.id).\(sequence)",
      uri: uri,
      subject: fact.keyText,
      effect: effect,
      data: Array(fact.json.utf8),
      EventRow(document: document, key: fact.key, fact: fact.row, data: nil)
    )
    applied.retracted += 1
  }

  // MARK: A document given up

  private mutating func setAside(job: String, _ document: Document, reason: String, attempts: Int) throws {
    let standing = try StandingRevision(database, uri: document.uri)
    if let last = standing?.job, JobMark(job).isNoLater(than: JobMark(last)) {
      applied.duplicate = true
      return
    }
    let id = try standing?.document ?? addDocument(document.uri)
    try record(.documentFailed, id, DocumentReport(document: document, reason: reason, attempts: attempts))
    try database.execute("UPDATE documents SET job = ? WHERE id = ?", [job, id])
    try database.execute(
      "INSERT OR REPLACE INTO failures (document, digest, reason, attempts, time, sequence) VALUES (?, ?, ?, ?, ?, ?)",
      [id, document.digest.description, reason, attempts, time.milliseconds, head.row]
    )
  }

  // MARK: The journal

  private struct EventRow {
    var document: Int64
    var key: Int64?
    var fact: Int64?
    var data: String?
  }

  private mutating func record(_ kind: Event.Kind, _ document: Int64, _ report: DocumentReport) throws {
    let data = try JSON.encode(report)
    try record(
      kind,
      event: "\(report.document.digest).\(head + 1)",
      uri: report.document.uri,
      subject: report.document.uri,
      effect: .none,
      data: data,
      EventRow(document: document, key: nil, fact: nil, data: String(decoding: data, as: UTF8.self))
    )
  }

  private mutating func record(
    _ kind: Event.Kind,
    event: String,
    uri: String,
    subject: String,
    effect: Event.Effect,
    data: [UInt8],
    _ row: EventRow
  ) throws {
    head += 1
    try database.execute(
      """
      INSERT INTO journal (sequence, kind, event, document, key, fact, effect, time, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        head.row, kind.rawValue, event, row.document, row.key, row.fact, effect.rawValue, time.milliseconds, row.data,
      ]
    )
    applied.events.append(
      JournalEvent(
        topic: kind.isFact ? subject : Topic.ofDocument(uri),
        sequence: head,
        json: try Event.json(
          id: event,
          source: uri,
          kind: kind,
          subject: subject,
          time: time,
          sequence: head,
          effect: effect,
          data: data
        )
      )
    )
  }
}

/// A fact as it stands in the database.
struct StoredFact {
  var row: Int64
  var id: String
  var claim: String
  var key: Int64
  var keyText: String
  var entry: Int64
  var value: Int64
  var json: String

  /// The facts that a document states now, in the order in which they were asserted.
  static func live(_ database: Database, document: Int64) throws -> [StoredFact] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT f.id, f.fact, f.claim, f.key, k.key, f.entry, f.value, f.data FROM facts f JOIN keys k ON k.id = f.key
        WHERE f.document = ? AND f.retracted IS NULL ORDER BY f.id
        """
    )
    return try Row.fetchAll(statement, arguments: [document]).map { row in
      StoredFact(
        row: row[0],
        id: row[1],
        claim: row[2],
        key: row[3],
        keyText: row[4],
        entry: row[5],
        value: row[6],
        json: row[7]
      )
    }
  }
}

extension Database {
  /// Runs a statement that is kept for the next time.
  func execute(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// Inserts a row, and returns its id.
  func insert(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
    try execute(sql, arguments)
    return lastInsertedRowID
  }
}
