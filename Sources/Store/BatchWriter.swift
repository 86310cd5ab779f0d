import Foundation
import GRDB
import Model
import State

/// Applies one request inside the writer's transaction: finds the difference to what the document said before, and writes it
/// to journal and state as one run of events.
struct BatchWriter {
  let database: Database
  let statements: Statements
  let time: Timestamp
  /// The last event of the journal.
  var head: UInt64 { end.sequence }
  private(set) var end: JournalEnd

  /// What the reviews say that hold.
  var rules: ReviewRules
  var applied = Applied()
  var changes: Changes
  private let memory: CopyMemory
  /// How many facts stand now beyond those that stood before the request, by document.
  private var standing: [Int64: Int] = [:]
  private var newKeys = 0
  /// Whether facts of the revision may have been asserted in a part of the journal that is gone.
  private var wasTrimmed = false
  /// Whether the document was never known, so that no fact of it was ever asserted.
  var isFirst = false
  /// Says whether the work is to be given up.
  private let isStopping: () -> Bool

  init(
    database: Database,
    statements: Statements,
    time: Timestamp,
    end: JournalEnd,
    rules: ReviewRules,
    memory: CopyMemory,
    isStopping: @escaping () -> Bool = { false }
  ) {
    self.database = database
    self.statements = statements
    self.time = time
    self.end = end
    self.rules = rules
    self.memory = memory
    self.isStopping = isStopping
    changes = Changes()
  }

  mutating func apply(_ request: StoreRequest) throws -> Applied {
    switch request {
    case .batch(let batch): try apply(batch)
    case .setAside(let job, let document, let reason, let attempts, let extractor, let code):
      try setAside(job: job, document, reason: reason, attempts: attempts, extractor: extractor, code: code)
    case .dropFailure(let uri):
      try database.execute("DELETE FROM failures WHERE document = (SELECT id FROM documents WHERE uri = ?)", [uri])
    case .review(let review): try apply(review)
    }
    try writeCounts()
    return applied
  }

  /// So many facts more stand, or fewer.
  private mutating func countFacts(_ change: Int, of document: Int64) {
    standing[document, default: 0] += change
  }

  private mutating func writeCounts() throws {
    if newKeys > 0 { try statements.run("UPDATE counts SET count = count + ? WHERE name = 'keys'", newKeys) }
    newKeys = 0
    guard !standing.isEmpty else { return }
    for (document, change) in standing where change != 0 {
      try statements.run("UPDATE documents SET facts = facts + ? WHERE id = ?", change, document)
    }
    let sum = standing.values.reduce(0, +)
    if sum != 0 { try statements.run("UPDATE counts SET count = count + ? WHERE name = 'facts'", sum) }
    standing = [:]
  }

  // MARK: A batch

  private mutating func apply(_ batch: FactBatch) throws {
    try Self.checkTexts([
      ("URI", batch.document.uri), ("title", batch.document.title), ("extractor", batch.extractor), ("job", batch.job),
      ("language", batch.document.language), ("media type", batch.mediaType),
    ])
    guard batch.document.language.map({ $0.utf8.count <= Fact.maximumLanguage }) ?? true else {
      throw StoreError(.badBatch, "the document's language has more than \(Fact.maximumLanguage) bytes")
    }
    guard batch.document.title.map({ $0.utf8.count <= Self.maximumTitle }) ?? true else {
      throw StoreError(.badBatch, "the document's title has more than \(Self.maximumTitle) bytes")
    }
    guard !batch.document.uri.isExactly(Review.uri) else {
      throw StoreError(.badBatch, "no document can be called \(Review.uri), which names the reviews")
    }
    let standing = try StandingRevision(database, uri: batch.document.uri, job: batch.job)
    guard batch.action != .withdraw || batch.count == 0 else {
      throw StoreError(.badBatch, "a withdrawal has facts: \(batch.count)")
    }
    guard batch.action != .withdraw || batch.sentences == 0 else {
      throw StoreError(.badBatch, "a withdrawal has sentences: \(batch.sentences)")
    }
    var staged = StagedFacts(database: database, statements: statements, rules: rules)
    try staged.read(batch, isRevision: standing.digest != nil)
    if standing.isDuplicate(digest: batch.document.digest, extractor: batch.extractor, action: batch.action) {
      applied.duplicate = true
      return
    }
    isFirst = standing.document == nil
    let document = try standing.document ?? addDocument(batch.document.uri)
    try standing.mark(document: document, in: database)
    var entries = EntryWriter(statements, document: document, isNew: standing.digest == nil, rules: rules)
    changes.begin()
    var revision = RevisionPlace(id: 0, text: 0)
    if batch.action == .withdraw {
      try database.execute("UPDATE documents SET revision = NULL, job = ? WHERE id = ?", [batch.job, document])
      try database.execute("DELETE FROM failures WHERE document = ?", [document])
      try record(.documentWithdrawn, document, DocumentReport(document: try standing.report(batch.document)))
    } else {
      wasTrimmed = try wasTrimmed(batch, document: document)
      let moves = standing.digest == nil ? EvidenceMoves() : try staged.findMoves(of: document)
      let text = try TextIndex.text(of: document, in: database)
      revision = try addRevision(batch, document: document, accepted: head + 1, moves)
      if let text, text != revision.text { try entries.unsettleAll(&changes) }
      try database.execute(
        "UPDATE documents SET revision = ?, job = ? WHERE id = ?",
        [revision.id, batch.job, document]
      )
      // What is read anew stood already: it says nothing of a later revision that failed.
      if batch.action != .reprocess { try database.execute("DELETE FROM failures WHERE document = ?", [document]) }
      try record(
        standing.digest == nil ? .documentAccepted : .documentRevised,
        document,
        DocumentReport(
          document: batch.document,
          mediaType: batch.mediaType,
          facts: staged.count,
          extractor: batch.extractor,
          reason: batch.reason,
          fingerprint: batch.fingerprint,
          skipped: batch.skipped.isEmpty ? nil : batch.skipped,
          moved: moves.isEmpty ? nil : moves
        )
      )
      try staged.move(moves, of: document)
    }
    try staged.forEachGone(of: document) { fact in
      try checkStopping()
      try retract(fact, uri: batch.document.uri, document: document, &entries)
    }
    try staged.removeStanding(of: document)
    try staged.forEachNew(batch) { fact, isReworded in
      try checkStopping()
      let old = isReworded ? try staged.standing(fact.claim, of: document) : nil
      if let old { try retract(old, uri: batch.document.uri, document: document, &entries, isReworded: true) }
      try assert(fact, document: document, revision: revision, &entries, inPlaceOf: old)
    }
    try entries.settle()
    for entry in changes.touched { try entries.refresh(entry: entry, changed: head) }
    try SentenceIndex.replace(with: batch, of: document, isFirst: isFirst, statements)
    try splitNamesakes()
  }

  /// How long a title may be, in bytes: every fact of the document has it.
  private static let maximumTitle = 1000

  /// Refuses texts with a NUL, which SQLite takes for the end of a text: other bytes would be kept than the journal says.
  private static func checkTexts(_ texts: [(name: String, text: String?)]) throws {
    if let name = texts.first(where: { $0.text?.utf8.contains(0) ?? false })?.name {
      throw StoreError(.badBatch, "the document's \(name) has a NUL character, which no text has")
    }
  }

  /// Gives a long piece of work up when the daemon is to end: nothing of it has happened then, and it is done after the next start.
  func checkStopping() throws {
    if isStopping() { throw StoreError(.storage, "the daemon is stopping") }
  }

  func addDocument(_ uri: String) throws -> Int64 {
    try database.insert("INSERT INTO documents (uri) VALUES (?)", [uri])
  }

  private func addRevision(
    _ batch: FactBatch,
    document: Int64,
    accepted: UInt64,
    _ moves: EvidenceMoves
  ) throws -> RevisionPlace {
    let id = try database.insert(
      """
      INSERT INTO revisions (document, digest, title, date, extractor, facts, accepted, fingerprint, moves, language, media_type)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        document, batch.document.digest.description, batch.document.title, batch.document.date?.description,
        batch.extractor, batch.count, accepted.row, batch.fingerprint?.description, try moves.column,
        batch.document.language, batch.mediaType,
      ]
    )
    return RevisionPlace(id: id, text: try TextIndex(database: database, memory: memory).add(id))
  }

  mutating func assert(
    _ kept: KeptFact,
    document: Int64,
    revision: RevisionPlace,
    _ entries: inout EntryWriter,
    inPlaceOf old: StoredFact? = nil
  ) throws {
    let (fact, json) = (kept.fact, kept.json)
    let sequence = head + 1
    let key = try keyRow(fact.key)
    let place =
      try old.map { try entries.reword(fact, entry: $0.entry, value: $0.value, text: revision.text) }
      ?? entries.place(fact, key: key, text: revision.text, at: sequence, changes)
    changes.touch(place.entry)
    let id = fact.id.description
    // The id names the fact; an event that asserts it once more needs a name of its own.
    let known = try wasTrimmed || (!isFirst && isKnown(id))
    let roles = FactRoles(fact)
    let row = try statements.insert(
      """
      INSERT INTO facts
        (fact, claim, key, entry, value, document, revision, asserted, sentence, start, source, value_entity, speaker, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      id,
      kept.claim,
      key,
      place.entry,
      place.value,
      document,
      revision.id,
      sequence.row,
      place.link.sentence,
      fact.evidence.start,
      try fact.evidence.source?.column,
      roles.valueEntity,
      roles.speaker,
      UTF8Text(bytes: json)
    )
    countFacts(1, of: document)
    try record(
      .factAsserted,
      event: known ? "\(id).\(sequence)" : id,
      uri: fact.document.uri,
      subject: fact.key.description,
      effect: place.effect,
      data: json,
      EventRow(document: document, key: key, fact: row, data: nil)
    )
    applied.asserted += 1
  }

  /// Finds the row of a key, or inserts it.
  private mutating func keyRow(_ key: Key) throws -> Int64 {
    let text = key.description
    if let found = try statements.number("SELECT id FROM keys WHERE key = ?", text) { return found }
    newKeys += 1
    return try statements.insert("INSERT INTO keys (key) VALUES (?)", text)
  }

  private func isKnown(_ fact: String) throws -> Bool {
    try statements.number("SELECT 1 FROM facts WHERE fact = ? LIMIT 1", fact) != nil
  }

  /// True when the same extractor has read the revision before, in a part of the journal that is gone: then its facts may have been
  /// asserted there, though nothing is left that tells.
  private func wasTrimmed(_ batch: FactBatch, document: Int64) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT min(accepted) FROM revisions WHERE document = ? AND digest = ? AND extractor = ?
        """
    )
    let arguments: StatementArguments = [document, batch.document.digest.description, batch.extractor]
    guard let first = try Int64.fetchOne(statement, arguments: arguments) else { return false }
    return try UInt64(row: first) <= TrimPoint(database).sequence
  }

  mutating func retract(
    _ fact: StoredFact,
    uri: String,
    document: Int64,
    _ entries: inout EntryWriter,
    isReworded: Bool = false
  ) throws {
    let sequence = head + 1
    let effect = isReworded ? .none : try entries.remove(value: fact.value, of: fact.entry)
    countFacts(-1, of: document)
    try statements.run("UPDATE facts SET retracted = ? WHERE id = ?", sequence.row, fact.row)
    changes.touch(fact.entry, vacated: !isReworded)
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

  private mutating func setAside(
    job: String,
    _ document: Document,
    reason: String,
    attempts: Int,
    extractor: String?,
    code: String?
  ) throws {
    try Self.checkTexts([
      ("URI", document.uri), ("title", document.title), ("extractor", extractor), ("job", job), ("code", code),
      ("language", document.language),
    ])
    // Not refused for its reason: who reports would report it for ever.
    let reason = String(decoding: reason.utf8.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    let standing = try StandingRevision(database, uri: document.uri, job: job)
    if standing.isDone {
      applied.duplicate = true
      return
    }
    let id = try standing.document ?? addDocument(document.uri)
    try standing.mark(document: id, in: database)
    try record(
      .documentFailed,
      id,
      DocumentReport(document: document, extractor: extractor, reason: reason, code: code, attempts: attempts)
    )
    try database.execute("UPDATE documents SET job = ? WHERE id = ?", [job, id])
    try database.execute(
      """
      INSERT INTO failures (document, digest, reason, attempts, time, sequence, extractor, code)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (document) DO UPDATE SET digest = excluded.digest, reason = excluded.reason,
        attempts = excluded.attempts, time = excluded.time, sequence = excluded.sequence, extractor = excluded.extractor,
        code = excluded.code
      """,
      [id, document.digest.description, reason, attempts, time.milliseconds, head.row, extractor, code]
    )
  }

  // MARK: The journal

  struct EventRow {
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

  mutating func record(
    _ kind: Event.Kind,
    event: String,
    uri: String,
    subject: String,
    effect: Event.Effect,
    data: [UInt8],
    _ row: EventRow
  ) throws {
    let sequence = head + 1
    let json = try Event.json(
      id: event,
      source: uri,
      kind: kind,
      subject: subject,
      time: time,
      sequence: sequence,
      effect: effect,
      data: data
    )
    end.append(json)
    try statements.run(
      """
      INSERT INTO journal (sequence, kind, event, document, key, fact, effect, time, data, checksum, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      sequence.row,
      kind.rawValue,
      event,
      row.document,
      row.key,
      row.fact,
      effect.rawValue,
      time.milliseconds,
      row.data,
      Blob(bytes: end.checksum),
      end.bytes
    )
    if effect == .disputes { applied.disputes += 1 }
    applied.append(
      JournalEvent(topic: kind.isFact ? subject : Topic.ofDocument(uri), sequence: sequence, json: json),
      check: ChainCheck(bytes: end.checksum)
    )
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
