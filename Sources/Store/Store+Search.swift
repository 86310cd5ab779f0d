import GRDB
import Model

extension Store {
  /// The facts that a search has found, the best first.
  public struct FoundPage: Sendable {
    public var facts: [FoundFact] = []
    /// Up to which event everything is found: 0 while the index is being made.
    public var cursor: Model.Cursor
    /// How many facts have the words, counted up to ``maximumMatches``, as far as the index and this page tell.
    public var total = 0
    /// Where the next page begins; nil on the last.
    public var next: Int?

    /// How many facts are ranked at most: of more, the newest.
    public static let maximumMatches = 20_000
    /// How many facts a page has at most.
    public static let maximumFacts = 100
  }

  /// Searches the facts that stand by the words of their evidence, subject and object.
  ///
  /// What was committed before is found, if the search index has it within 200 ms. A fact that no longer stands is left out.
  /// - Parameters:
  ///   - words: as a person writes them: all must be there; words between quotation marks one after the other; one that ends in `*`
  ///     stands for all that begin so.
  ///   - offset: `next` of the page before.
  /// - Returns: nil when there is no word.
  public func search(_ words: String, from offset: Int = 0, limit: Int) throws(StoreError) -> FoundPage? {
    guard let query = SearchIndex.query(words) else { return nil }
    // A subject or object that has the words says more than a sentence in which they are.
    let ranked = try ranked("fact_search", weights: ", 1.0, 3.0, 2.0", query, from: offset, limit)
    return try read { database in
      var page = FoundPage(cursor: try cursor(at: ranked.reached, database))
      page.next = ranked.next
      var reader = try FactReader(database: database, moment: try Self.head(database))
      var found: [FoundFact] = []
      var texts: [(id: Int64, words: SearchIndex.Words)] = []
      for row in ranked.best {
        guard let fact = try Self.found(row.id, rank: row.rank, &reader) else { continue }
        found.append(fact)
        texts.append((row.id, SearchIndex.Words(fact.found.fact)))
      }
      let marked = try searching.marks.marked(query, in: texts)
      page.facts = zip(texts, found).compactMap { text, fact in
        // Without the words it is another fact than the one that the index had.
        guard let marked = marked[text.id] else { return nil }
        var fact = fact
        fact.marks = SearchMarks.places(marked, in: text.words.evidence)
        return fact
      }
      page.total = ranked.total - (ranked.best.count - page.facts.count)
      return page
    }
  }

  /// What a full text index has of some words.
  struct Ranked {
    /// One page of rows, the best first.
    var best: [(id: Int64, rank: Double)]
    /// How many match.
    var total: Int
    /// Where the next page begins; nil on the last.
    var next: Int?
    /// Up to which event the index has everything.
    var reached: UInt64
  }

  /// Ranks what a full text index has of some words; of many matches the newest.
  /// - Parameter weights: of the columns, as further arguments of `bm25`.
  func ranked(
    _ index: String,
    weights: String = "",
    _ query: String,
    from offset: Int,
    _ limit: Int
  ) throws(StoreError) -> Ranked {
    try searching.catchUp(with: self)
    return try searching.read { database, position in
      let newest = "FROM \(index) WHERE \(index) MATCH ? ORDER BY rowid DESC LIMIT \(FoundPage.maximumMatches)"
      let total =
        try Int.fetchOne(
          database.cachedStatement(sql: "SELECT count(*) FROM (SELECT rowid \(newest))"),
          arguments: [query]
        ) ?? 0
      let best = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT id, score FROM (SELECT rowid AS id, bm25(\(index)\(weights)) AS score \(newest))
            ORDER BY score, id LIMIT ? OFFSET ?
            """
        ),
        arguments: [query, min(limit, FoundPage.maximumFacts), offset]
      ).map { (id: $0[0] as Int64, rank: $0[1] as Double) }
      let end = offset + best.count
      return Ranked(
        best: best,
        total: total,
        next: !best.isEmpty && end < total ? end : nil,
        reached: position.reached
      )
    }
  }

  /// The rows that a query finds, the newest of them.
  static func rows(_ index: String, _ query: String, _ limit: Int, _ database: Database) throws -> RowList {
    let ids = try Int64.fetchAll(
      database.cachedStatement(
        sql: "SELECT rowid FROM \(index) WHERE \(index) MATCH ? ORDER BY rowid DESC LIMIT ?"
      ),
      arguments: [query, limit]
    )
    return RowList(ids)
  }

  /// A fact that stands; its marks are still to be found.
  private static func found(_ id: Int64, rank: Double, _ reader: inout FactReader) throws -> FoundFact? {
    let row = try Row.fetchOne(
      reader.database.cachedStatement(
        sql: """
          SELECT \(FactReader.columns) FROM (SELECT ? AS id) s CROSS JOIN \(FactReader.tables(on: "s.id"))
          WHERE f.retracted IS NULL
          """
      ),
      arguments: [id]
    )
    guard let row else { return nil }
    do {
      return FoundFact(rank: rank, marks: [], found: try JSON.decode(StatedFact.self, from: try reader.json(row)))
    } catch let error as JSONError {
      throw StoreError(.storage, "a fact in the database cannot be read: \(error): restore a backup")
    }
  }
}

/// The rows of a table that the search index has found, as a list for `json_each` in the main database.
struct RowList {
  let json: String

  init(_ ids: [Int64]) {
    json = "[\(ids.map(String.init).joined(separator: ","))]"
  }
}
