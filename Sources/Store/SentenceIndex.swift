import GRDB
import Model

/// The sentences that gave no fact, of the documents that stand.
///
/// They are replaced with each revision, in the transaction that changes the facts. They come from the documents alone: no event has
/// them. A database that is rebuilt from its journal has none until the documents are read again.
///
/// The search index has their words. It puts in what comes after the last that it has, so no id is given out twice; and what was removed
/// stays in `gone_sentences` until the index has taken it out.
enum SentenceIndex {
  /// How many removals one transaction forgets at most.
  private static let portion = 10_000

  /// Puts the sentences of a batch in the place of those that its document had.
  /// - Parameter isFirst: whether the document has none.
  /// - Throws: ``StoreError`` for a sentence that cannot be kept.
  static func replace(
    with batch: FactBatch,
    of document: Int64,
    isFirst: Bool,
    _ statements: Statements
  ) throws {
    if !isFirst { try remove(of: document, statements) }
    guard batch.sentences > 0 else { return }
    var row = try statements.number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'last_sentence'") ?? 0
    var number = 0
    try batch.lines.forEach { line in
      guard SentenceLine.isOne(line) else { return }
      number += 1
      row += 1
      let sentence = try decode(line, number)
      try statements.run(
        "INSERT INTO sentences (id, document, start, text) VALUES (?, ?, ?, ?)",
        row,
        document,
        sentence.start,
        sentence.text
      )
    }
    try statements.run("UPDATE meta SET value = CAST(? AS TEXT) WHERE name = 'last_sentence'", row)
  }

  /// Removes the sentences of a document.
  private static func remove(of document: Int64, _ statements: Statements) throws {
    try statements.run(
      "INSERT INTO gone_sentences (sentence, text) SELECT id, text FROM sentences WHERE document = ? ORDER BY id",
      document
    )
    try statements.run("DELETE FROM sentences WHERE document = ?", document)
  }

  /// Forgets removals that the search index has done, the oldest first. The last of all stays, so that their numbers go on.
  /// - Parameter number: the last that may be forgotten.
  static func forget(through number: Int64, _ statements: Statements) throws {
    guard let first = try statements.number("SELECT min(number) FROM gone_sentences"), first <= number else { return }
    try statements.run(
      "DELETE FROM gone_sentences WHERE number <= ? AND number < (SELECT max(number) FROM gone_sentences)",
      min(number, first + Int64(portion))
    )
  }

  private static func decode(_ line: ArraySlice<UInt8>, _ number: Int) throws -> Sentence {
    let sentence: Sentence
    do throws(JSONError) {
      sentence = try SentenceLine.sentence(of: line)
    } catch {
      throw StoreError(.badBatch, "sentence \(number): \(error)")
    }
    let bytes = sentence.text.utf8.count
    guard sentence.start >= 0, bytes > 0, bytes <= Sentence.maximumBytes else {
      throw StoreError(
        .badBatch,
        "sentence \(number) has \(bytes) bytes at \(sentence.start), want 1 to \(Sentence.maximumBytes) at 0 or later"
      )
    }
    guard !sentence.text.utf8.contains(0) else {
      throw StoreError(.badBatch, "sentence \(number) has a NUL character, which no text has")
    }
    return sentence
  }

  /// Looks whether the sentences are of documents that stand, and whether the next has an id that none has had.
  /// - Throws: ``Check/Fault``.
  static func check(_ database: Database) throws {
    let gone = try String.fetchOne(
      database,
      sql: """
        SELECT uri FROM documents WHERE revision IS NULL
          AND EXISTS (SELECT 1 FROM sentences WHERE document = documents.id) LIMIT 1
        """
    )
    if let gone { throw Check.Fault("document \(gone) was withdrawn, and still has sentences") }
    let isLast = try Bool.fetchOne(
      database,
      sql: """
        SELECT value GLOB '[0-9]*' AND CAST(value AS INTEGER) >= max(
            coalesce((SELECT max(id) FROM sentences), 0), coalesce((SELECT max(sentence) FROM gone_sentences), 0))
          FROM meta WHERE name = 'last_sentence'
        """
    )
    guard isLast == true else { throw Check.Fault("the last sentence is not the one that was written last") }
  }
}

extension Store {
  /// The sentences that a search has found, the best first.
  public struct FoundSentencePage: Sendable {
    public var sentences: [FoundSentence] = []
    /// Up to which event everything is found.
    public var cursor: Model.Cursor
    /// How many sentences have the words, counted up to ``FoundPage/maximumMatches``.
    public var total = 0
    /// Where the next page begins; nil on the last.
    public var next: Int?
  }

  /// Searches the sentences that gave no fact, as ``search(_:from:limit:)`` does facts.
  /// - Returns: nil when there is no word.
  public func searchSentences(
    _ words: String,
    from offset: Int = 0,
    limit: Int
  ) throws(StoreError) -> FoundSentencePage? {
    guard let query = SearchIndex.query(words) else { return nil }
    let ranked = try ranked("sentence_search", query, from: offset, limit)
    return try read { database in
      var page = FoundSentencePage(cursor: try cursor(at: ranked.reached, database))
      page.next = ranked.next
      var found: [(id: Int64, sentence: FoundSentence)] = []
      for best in ranked.best {
        if let sentence = try Self.sentence(best.id, rank: best.rank, database) { found.append((best.id, sentence)) }
      }
      let marked = try searching.marks.marked(
        query,
        in: found.map { ($0.id, SearchIndex.Words(sentence: $0.sentence.sentence.text)) }
      )
      page.sentences = found.compactMap { id, sentence in
        guard let marked = marked[id] else { return nil }
        var sentence = sentence
        sentence.marks = SearchMarks.places(marked, in: sentence.sentence.text)
        return sentence
      }
      page.total = ranked.total - (ranked.best.count - page.sentences.count)
      return page
    }
  }

  /// A sentence that is still there; its marks are still to be found.
  private static func sentence(_ id: Int64, rank: Double, _ database: Database) throws -> FoundSentence? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT s.start, s.text, d.uri, r.digest, r.title, r.date, r.language
          FROM sentences s JOIN documents d ON d.id = s.document LEFT JOIN revisions r ON r.id = d.revision WHERE s.id = ?
          """
      ),
      arguments: [id]
    )
    guard let row else { return nil }
    guard let digest = (row[3] as String?).flatMap(Digest.init) else {
      throw StoreError(.storage, "a sentence in the database is of no revision that stands: restore a backup")
    }
    let (start, text): (Int, String) = (row[0], row[1])
    return FoundSentence(
      rank: rank,
      marks: [],
      document: Document(
        uri: row[2],
        digest: digest,
        title: row[4],
        date: (row[5] as String?).flatMap(Day.init),
        language: row[6]
      ),
      sentence: Evidence(text: text, start: start, end: start + text.utf8.count)
    )
  }
}
