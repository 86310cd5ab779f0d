import GRDB
import Model
import State

/// The facts of one batch beside those that its document states already: which are new, and which are gone.
///
/// A small batch of a document that states nothing yet is compared with nothing, and stays in memory. A large one of such a document is
/// read while it is written. Of any other one, what is compared lies in a temporary table, and the facts pass by one at a time, so that
/// few are in memory however many there are.
struct StagedFacts {
  /// So many facts at the beginning are kept as they were read; further ones are read twice.
  private static let maximumKept = 2048
  private static let maximumKeptBytes = 8 << 20
  private static let page = 1000

  let database: Database
  private let statements: Statements
  /// Under which names facts stand.
  private let rules: ReviewRules
  /// How many facts the batch has.
  private(set) var count = 0
  private var kept: [KeptFact] = []
  private var way = Way.compared

  /// How the facts get from the batch to the writer.
  private enum Way {
    /// They are all in ``kept``, each claim once, and nothing is in the table.
    case inMemory
    /// They are read when they are asked for: a document that states nothing yet has none to compare them with.
    case streamed
    /// They are compared with those that stand, by the table.
    case compared
  }

  init(database: Database, statements: Statements, rules: ReviewRules) {
    self.database = database
    self.statements = statements
    self.rules = rules
  }

  /// Makes the tables that are used here, once for each connection that writes.
  static func prepare(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS staged_facts (
          place INTEGER PRIMARY KEY, claim TEXT NOT NULL UNIQUE, start INTEGER NOT NULL, source TEXT,
          words INTEGER NOT NULL, reworded INTEGER NOT NULL DEFAULT 0
        );
        """
    )
  }

  /// Reads every fact and remembers what it claims.
  /// - Throws: ``StoreError`` for a batch that is not what it says it is: a worker gone wrong must not write under another's name.
  /// - Parameter isRevision: whether the document states something already, so that evidence may have moved.
  mutating func read(_ batch: FactBatch, isRevision: Bool) throws {
    let isSmall =
      batch.count <= Self.maximumKept && batch.lines.file == nil && batch.lines.bytes.count <= Self.maximumKeptBytes
    way = isRevision ? .compared : isSmall ? .inMemory : .streamed
    if way != .inMemory { try statements.run("DELETE FROM staged_facts") }
    // The number is checked when all is read. If it is wrong, the whole batch is rolled back.
    count = batch.count
    if way == .streamed { return }
    var (kept, bytes) = (kept, 0)
    var claims: Set<String> = []
    try forEachFact(batch) { line, number in
      let fact = try decode(line, number, of: batch)
      // The first of several that claim the same is the one that counts.
      if way == .inMemory {
        // Of more facts than were announced the batch is refused below.
        if number <= Self.maximumKept, claims.insert(fact.claim).inserted { kept.append(fact) }
        return
      }
      let evidence = fact.fact.evidence
      try statements.run(
        "INSERT OR IGNORE INTO staged_facts (place, claim, start, source, words) VALUES (?, ?, ?, ?, ?)",
        number,
        fact.claim,
        evidence.start,
        try evidence.source?.column,
        Self.words(evidence.text)
      )
      bytes += line.count
      if number <= Self.maximumKept, bytes <= Self.maximumKeptBytes { kept.append(fact) }
    }
    self.kept = kept
  }

  /// Gives the lines of the facts with their numbers, and looks whether there are as many of everything as the batch says.
  private func forEachFact(_ batch: FactBatch, _ body: (ArraySlice<UInt8>, Int) throws -> Void) throws {
    var (number, sentences) = (0, 0)
    try batch.lines.forEach { line in
      if SentenceLine.isOne(line) {
        sentences += 1
        guard sentences <= Sentence.maximumCount else {
          throw StoreError(.badBatch, "the batch has more than \(Sentence.maximumCount) sentences")
        }
        return
      }
      number += 1
      guard number <= FactBatch.maximumFacts else {
        throw StoreError(.badBatch, "the batch has more than \(FactBatch.maximumFacts) facts")
      }
      try body(line, number)
    }
    guard number == batch.count else {
      throw StoreError(.badBatch, "the batch has \(number) facts and says \(batch.count)")
    }
    guard sentences == batch.sentences else {
      throw StoreError(.badBatch, "the batch has \(sentences) sentences and says \(batch.sentences)")
    }
  }

  private func decode(_ line: ArraySlice<UInt8>, _ number: Int, of batch: FactBatch) throws -> KeptFact {
    var fact: Fact
    do {
      fact = try JSON.decode(Fact.self, from: line)
    } catch {
      throw StoreError(.badBatch, "fact \(number): \(error)")
    }
    guard fact.document.uri.isExactly(batch.document.uri), fact.document.digest == batch.document.digest else {
      throw StoreError(.badBatch, "fact \(number) is of another document than the batch: \(fact.document.uri)")
    }
    guard fact.evidence.start >= 0, fact.evidence.end >= fact.evidence.start,
      fact.evidence.end - fact.evidence.start == fact.evidence.text.utf8.count
    else {
      throw StoreError(.badBatch, "fact \(number): the evidence's span is not as long as its text")
    }
    if let fault = fact.fault { throw StoreError(.badBatch, "fact \(number): \(fault)") }
    // What all facts of a batch have in common comes from the batch, whose title has a bound.
    fact.document = batch.document
    // Who changed it before it came here was nobody.
    fact.original = nil
    batch.aliases.resolve(&fact)
    rules.resolve(&fact)
    do {
      return try KeptFact(fact, from: line)
    } catch let error as KeptFact.NotKept {
      throw StoreError(.badBatch, "fact \(number): \(error.description)")
    } catch {
      throw StoreError(.badBatch, "fact \(number) cannot be kept: \(error)")
    }
  }

  /// Gives the facts that stand and that the batch no longer states, in the order in which they were asserted.
  func forEachGone(of document: Int64, _ body: (StoredFact) throws -> Void) throws {
    guard way == .compared else { return }
    var after: Int64 = 0
    while true {
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(StoredFact.columns)
          FROM facts f INDEXED BY facts_document JOIN keys k ON k.id = f.key
          WHERE f.document = ? AND f.retracted IS NULL AND f.id > ?
            AND NOT EXISTS (SELECT 1 FROM staged_facts s WHERE s.claim = f.claim)
          ORDER BY f.id LIMIT \(Self.page)
          """
      )
      let facts = try Row.fetchAll(statement, arguments: [document, after]).map(StoredFact.init)
      for fact in facts { try body(fact) }
      guard facts.count == Self.page, let last = facts.last else { return }
      after = last.row
    }
  }

  /// What the words of evidence are compared by: 63 bits of a SHA-256.
  private static func words(_ text: String) -> Int64 { Digest(of: text.utf8).number }

  /// Finds how far the evidence moved of the facts that stand and that the batch states in the same words, and marks those that it states
  /// in other words, or of which it is not known where they stood.
  func findMoves(of document: Int64) throws -> EvidenceMoves {
    var moves = EvidenceMoves()
    var reworded: [Int64] = []
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT f.start, f.data ->> '$.evidence.text', s.place, s.start, s.words, f.revision <> r.id AND r.accepted < ?2,
            f.source, s.source
          FROM facts f INDEXED BY facts_document JOIN staged_facts s ON s.claim = f.claim
            JOIN documents d ON d.id = f.document JOIN revisions r ON r.id = d.revision
          WHERE f.document = ?1 AND f.retracted IS NULL ORDER BY f.start, f.id
          """
      ),
      arguments: [document, try EvidencePlaces.known(database).row]
    )
    while let row = try rows.next() {
      let isLost: Bool = row[5]
      guard !isLost, Self.words(row[1]) == row[4],
        moves.note(
          from: row[0],
          to: row[3],
          source: try SourceMap.Place(column: row[6]),
          to: try SourceMap.Place(column: row[7])
        )
      else {
        reworded.append(row[2])
        continue
      }
    }
    for place in reworded { try database.execute("UPDATE staged_facts SET reworded = 1 WHERE place = ?", [place]) }
    return moves
  }

  /// Puts the facts that stand, and that the batch states in the same words, where their evidence stands now.
  func move(_ moves: EvidenceMoves, of document: Int64) throws {
    guard !moves.isEmpty else { return }
    try database.execute(
      """
      UPDATE facts SET start = s.start, source = s.source FROM staged_facts s
      WHERE facts.document = ? AND facts.retracted IS NULL AND s.claim = facts.claim AND NOT s.reworded
        AND (s.start <> facts.start OR s.source IS NOT facts.source)
      """,
      [document]
    )
  }

  /// Forgets the facts that stand already in the same words.
  func removeStanding(of document: Int64) throws {
    guard way == .compared else { return }
    try database.execute(
      """
      DELETE FROM staged_facts WHERE NOT reworded AND EXISTS (
        SELECT 1 FROM facts f WHERE f.document = ? AND f.claim = staged_facts.claim AND f.retracted IS NULL)
      """,
      [document]
    )
  }

  /// The fact that stands and that the batch states in other words.
  func standing(_ claim: String, of document: Int64) throws -> StoredFact? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(StoredFact.columns) FROM facts f JOIN keys k ON k.id = f.key
        WHERE f.document = ? AND f.claim = ? AND f.retracted IS NULL
        """
    )
    return try Row.fetchOne(statement, arguments: [document, claim]).map(StoredFact.init)
  }

  /// Gives the facts that do not stand yet, in their order.
  /// - Parameter body: is given a fact, and whether it stands in other words.
  func forEachNew(_ batch: FactBatch, _ body: (KeptFact, _ isReworded: Bool) throws -> Void) throws {
    switch way {
    case .inMemory:
      for fact in kept { try body(fact, false) }
    case .streamed:
      try forEachFact(batch) { line, number in
        let fact = try decode(line, number, of: batch)
        // The first of several that claim the same is the one that counts.
        try statements.run(
          "INSERT OR IGNORE INTO staged_facts (place, claim, start, words) VALUES (?, ?, 0, 0)",
          number,
          fact.claim
        )
        if database.changesCount > 0 { try body(fact, false) }
      }
    case .compared: try forEachWanted(batch, body)
    }
  }

  /// Gives the facts whose places are still in the table.
  private func forEachWanted(_ batch: FactBatch, _ body: (KeptFact, _ isReworded: Bool) throws -> Void) throws {
    var wanted = Places(database: database, page: Self.page)
    var next = try wanted.next()
    for (index, fact) in kept.enumerated() where index + 1 == next?.number {
      try body(fact, next?.isReworded ?? false)
      next = try wanted.next()
    }
    guard next != nil, count > kept.count else { return }
    var number = 0
    try batch.lines.forEach { line in
      guard !SentenceLine.isOne(line) else { return }
      number += 1
      guard number == next?.number else { return }
      try body(try decode(line, number, of: batch), next?.isReworded ?? false)
      next = try wanted.next()
    }
  }

  /// The places of the facts that are still wanted, in order, read a page at a time.
  private struct Places {
    let database: Database
    let page: Int
    private var read: ArraySlice<(number: Int, isReworded: Bool)> = []
    private var last = 0
    private var isOver = false

    init(database: Database, page: Int) {
      self.database = database
      self.page = page
    }

    mutating func next() throws -> (number: Int, isReworded: Bool)? {
      if read.isEmpty, !isOver {
        let statement = try database.cachedStatement(
          sql: "SELECT place, reworded FROM staged_facts WHERE place > ? ORDER BY place LIMIT \(page)"
        )
        read = try Row.fetchAll(statement, arguments: [last]).map { ($0[0], $0[1]) }[...]
        isOver = read.count < page
      }
      guard let place = read.popFirst() else { return nil }
      last = place.number
      return place
    }
  }
}

/// The entries that one request touches, and those out of which it has taken a value of its own document.
///
/// They are in memory: 24 bytes each, and a request touches a million at most.
struct Changes {
  /// Whether a value was taken out.
  private var entries: [Int64: Bool] = [:]

  mutating func begin() { entries.removeAll(keepingCapacity: entries.count < 4096) }

  mutating func touch(_ entry: Int64, vacated: Bool = false) {
    if vacated { entries[entry] = true } else if entries[entry] == nil { entries[entry] = false }
  }

  func isVacated(_ entry: Int64) -> Bool { entries[entry] ?? false }

  /// The entries, in the order in which they were made.
  var touched: [Int64] { entries.keys.sorted() }
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

  static let columnCount = 8
  static let columns = "f.id, f.fact, f.claim, f.key, k.key, f.entry, f.value, f.data"

  /// Columns as ``columns`` lists them.
  init(_ row: Row) {
    self.row = row[0]
    id = row[1]
    claim = row[2]
    key = row[3]
    keyText = row[4]
    entry = row[5]
    value = row[6]
    json = row[7]
  }
}
