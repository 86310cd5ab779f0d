import Foundation
import GRDB
import Model

/// Some of what the search index lacks, as the main database has it at one moment.
///
/// Each portion is read in one snapshot. Removed sentences come before those that were added, and both before events: so whatever the
/// index has of the events it has of the sentences, too.
struct SearchPortion {
  /// The facts are as they are kept: they are taken apart when they are written, so that the snapshot is short and the main database's
  /// log can begin anew.
  enum Change {
    case addFact(Int64, json: String)
    case removeFact(Int64, json: String)
    case addSentence(Int64, String)
    case removeSentence(Int64, String)
  }

  /// The most bytes of facts and sentences after which a portion ends.
  private static let maximumBytes = 8 << 20

  /// What goes, and then what comes. Each in the order of rows, for where the order of rows is broken FTS5 writes out what it has gathered,
  /// as a segment that has to be merged with others later.
  var changes: [Change] { gone.sorted { $0.id < $1.id }.map(\.change) + new.compactMap { $0 } }
  private var gone: [(id: Int64, change: Change)] = []
  /// Nil for a fact that was asserted and retracted within the portion.
  private var new: [Change?] = []
  /// Where the index is with the changes.
  private(set) var position: SearchPosition
  /// Whether more was there at that moment.
  private(set) var hasMore = false
  /// Why the index must be rebuilt; then there are no changes.
  private(set) var fault: String?
  private let limit: Int
  private var (rows, bytes) = (0, 0)

  /// - Parameters:
  ///   - position: where the index is.
  ///   - limit: the most rows that are looked at.
  ///   - epoch: of the journal.
  ///   - database: the main one.
  /// - Throws: ``StoreError`` when the journal has a hole, and `DatabaseError`.
  init(after position: SearchPosition, atMost limit: Int, _ epoch: Epoch, _ database: Database) throws {
    self.position = position
    self.limit = limit
    fault = try position.fault(database, epoch)
    guard fault == nil else { return }
    if position.fact < position.lastFact {
      // What was retracted since then is put in, too: its event takes it out again.
      try readFacts(database)
      hasMore = true
    } else if try readRemovals(database), try readSentences(database) {
      hasMore = try !readEvents(database)
    } else {
      hasMore = true
    }
  }

  private var isFull: Bool { rows >= limit || bytes >= Self.maximumBytes }

  private mutating func add(_ change: Change, _ bytes: Int) {
    new.append(change)
    self.bytes += bytes
  }

  private mutating func remove(_ id: Int64, _ change: Change, _ bytes: Int) {
    gone.append((id, change))
    self.bytes += bytes
  }

  /// The facts that stood where the index begins.
  private mutating func readFacts(_ database: Database) throws {
    let cursor = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT id, iif(asserted <= :moment AND (retracted IS NULL OR retracted > :moment), data, NULL) FROM facts
          WHERE id > :after AND id <= :last ORDER BY id
          """
      ),
      arguments: ["moment": position.sequence.row, "after": position.fact, "last": position.lastFact]
    )
    while let row = try cursor.next() {
      if isFull { return }
      rows += 1
      position.fact = row[0]
      guard let json = row[1] as String? else { continue }
      add(.addFact(row[0], json: json), json.utf8.count)
    }
    position.fact = position.lastFact
  }

  /// - Returns: whether these were all.
  private mutating func readRemovals(_ database: Database) throws -> Bool {
    let cursor = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT number, sentence, text FROM gone_sentences WHERE number > ? ORDER BY number"
      ),
      arguments: [position.removal]
    )
    while let row = try cursor.next() {
      if isFull { return false }
      rows += 1
      position.removal = row[0]
      let (sentence, text): (Int64, String) = (row[1], row[2])
      // A later one was never put in, and never will be.
      if sentence <= position.sentence { remove(sentence, .removeSentence(sentence, text), text.utf8.count) }
    }
    return true
  }

  /// - Returns: whether these were all.
  private mutating func readSentences(_ database: Database) throws -> Bool {
    let cursor = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT id, text FROM sentences WHERE id > ? ORDER BY id"),
      arguments: [position.sentence]
    )
    while let row = try cursor.next() {
      if isFull { return false }
      rows += 1
      position.sentence = row[0]
      let text: String = row[1]
      add(.addSentence(position.sentence, text), text.utf8.count)
    }
    // Where the last ones that the index begins with are gone.
    position.sentence = max(position.sentence, position.lastSentence)
    return true
  }

  /// - Returns: whether these were all.
  private mutating func readEvents(_ database: Database) throws -> Bool {
    let cursor = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT j.sequence, j.kind, j.fact, f.data, j.checksum FROM journal j LEFT JOIN facts f ON f.id = j.fact
          WHERE j.sequence > ? ORDER BY j.sequence
          """
      ),
      arguments: [position.sequence.row]
    )
    // Where the facts that the portion asserts are in `new`.
    var asserted: [Int64: Int] = [:]
    while let row = try cursor.next() {
      if isFull { return false }
      rows += 1
      let sequence = UInt64(row: row[0])
      guard sequence == position.sequence + 1 else {
        throw StoreError(.storage, "event \(position.sequence + 1) of the journal is missing: restore a backup")
      }
      position.sequence = sequence
      position.check = (row[4] as Data?).flatMap { ChainCheck(bytes: $0) }
      guard let kind = Event.Kind(rawValue: row[1]), kind.isFact else { continue }
      guard let fact = row[2] as Int64?, let json = row[3] as String? else {
        throw StoreError(.storage, "the fact of event \(sequence) of the journal is missing: restore a backup")
      }
      if kind == .factAsserted {
        asserted[fact] = new.count
        add(.addFact(fact, json: json), json.utf8.count)
      } else if let place = asserted.removeValue(forKey: fact) {
        new[place] = nil
      } else {
        remove(fact, .removeFact(fact, json: json), json.utf8.count)
      }
    }
    return true
  }
}

extension SearchPortion.Change {
  /// Writes it to the index.
  func write(_ statements: Statements) throws {
    switch self {
    case .addFact(let row, let json):
      let words = SearchIndex.Words(json: json)
      try statements.run(
        "INSERT INTO fact_search (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)",
        row,
        words.evidence,
        words.subject,
        words.object
      )
    // What was put in is needed to take it out.
    case .removeFact(let row, let json):
      let words = SearchIndex.Words(json: json)
      try statements.run(
        "INSERT INTO fact_search (fact_search, rowid, evidence, subject, object) VALUES ('delete', ?, ?, ?, ?)",
        row,
        words.evidence,
        words.subject,
        words.object
      )
    case .addSentence(let row, let text):
      try statements.run("INSERT INTO sentence_search (rowid, text) VALUES (?, ?)", row, text)
    case .removeSentence(let row, let text):
      try statements.run(
        "INSERT INTO sentence_search (sentence_search, rowid, text) VALUES ('delete', ?, ?)",
        row,
        text
      )
    }
  }
}
