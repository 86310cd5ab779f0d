import GRDB
import Model

/// The sentences that gave no fact, of the documents that stand, and the index of their words.
///
/// They are replaced with each revision, in the transaction that changes the facts. They come from the documents alone: no event has
/// them. A database that is rebuilt from its journal has none until the documents are read again.
enum SentenceIndex {
  /// Puts the sentences of a batch in the place of those that its document had.
  /// - Parameter isFirst: whether the document has none.
  /// - Throws: ``StoreError`` for a sentence that cannot be kept.
  static func replace(
    with batch: FactBatch,
    of document: Int64,
    isFirst: Bool,
    _ statements: Statements,
    _ search: SearchQueue
  ) throws {
    if !isFirst { try remove(of: document, statements, search) }
    guard batch.sentences > 0 else { return }
    var number = 0
    try batch.lines.forEach { line in
      guard SentenceLine.isOne(line) else { return }
      number += 1
      let sentence = try decode(line, number)
      let row = try statements.insert(
        "INSERT INTO sentences (document, start, text) VALUES (?, ?, ?)",
        document,
        sentence.start,
        sentence.text
      )
      try search.addSentence(row, sentence.text)
    }
  }

  /// Removes the sentences of a document.
  private static func remove(of document: Int64, _ statements: Statements, _ search: SearchQueue) throws {
    try statements.forEach("SELECT id, text FROM sentences WHERE document = ?", document) { row in
      try search.removeSentence(row.int64(0), row.string(1))
    }
    try statements.run("DELETE FROM sentences WHERE document = ?", document)
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

  /// Looks whether the index is that of the sentences, and whether these are of documents that stand.
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
    try SearchIndex.check("sentence_search", database, or: "the search index of sentences is not that of the sentences")
  }
}

extension Store {
  /// The sentences that a search has found, the best first.
  public struct FoundSentencePage: Sendable {
    public var sentences: [FoundSentence] = []
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
    return try read { database in
      var page = FoundSentencePage(cursor: try cursor(at: try Self.head(database), database))
      let ranked = try Self.ranked("sentence_search", query, from: offset, limit, database)
      (page.total, page.next) = (ranked.total, ranked.next)
      page.sentences = try ranked.best.map { try Self.sentence($0.id, rank: $0.rank, query, database) }
      return page
    }
  }

  private static func sentence(
    _ id: Int64,
    rank: Double,
    _ query: String,
    _ database: Database
  ) throws -> FoundSentence {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT s.start, s.text, d.uri, r.digest, r.title, r.date,
            (SELECT highlight(sentence_search, 0, char(\(opening)), char(\(closing)))
              FROM sentence_search WHERE sentence_search MATCH ?2 AND rowid = ?1),
            r.language
          FROM sentences s JOIN documents d ON d.id = s.document JOIN revisions r ON r.id = d.revision WHERE s.id = ?1
          """
      ),
      arguments: [id, query]
    )
    guard let row, let digest = Digest(row[3] as String) else {
      throw StoreError(.storage, "a sentence in the database is of no revision that stands: restore a backup")
    }
    let (start, text): (Int, String) = (row[0], row[1])
    return FoundSentence(
      rank: rank,
      marks: marks((row[6] as String?) ?? "", in: text),
      document: Document(
        uri: row[2],
        digest: digest,
        title: row[4],
        date: (row[5] as String?).flatMap(Day.init),
        language: row[7]
      ),
      sentence: Evidence(text: text, start: start, end: start + text.utf8.count)
    )
  }
}
