import GRDB
import Model

extension Store {
  /// The facts that a search has found, the best first.
  public struct FoundPage: Sendable {
    public var facts: [FoundFact] = []
    public var cursor: Model.Cursor
    /// How many facts have the words, counted up to ``maximumMatches``.
    public var total = 0
    /// Where the next page begins; nil on the last.
    public var next: Int?

    /// How many facts are ranked at most: of more, the newest.
    public static let maximumMatches = 20_000
    /// How many facts a page has at most.
    public static let maximumFacts = 100
  }

  /// Searches the facts that stand by the words of their evidence, subject and object.
  /// - Parameters:
  ///   - words: as a person writes them: all must be there; words between quotation marks one after the other; one that ends in `*`
  ///     stands for all that begin so.
  ///   - offset: `next` of the page before.
  /// - Returns: nil when there is no word.
  public func search(_ words: String, from offset: Int = 0, limit: Int) throws(StoreError) -> FoundPage? {
    guard let query = SearchIndex.query(words) else { return nil }
    return try read { database in
      let moment = try Self.head(database)
      var page = FoundPage(cursor: try cursor(at: moment, database))
      // A subject or object that has the words says more than a sentence in which they are.
      let ranked = try Self.ranked("fact_search", weights: ", 1.0, 3.0, 2.0", query, from: offset, limit, database)
      (page.total, page.next) = (ranked.total, ranked.next)
      var reader = try FactReader(database: database, moment: moment)
      for row in ranked.best {
        if let found = try Self.found(row.id, rank: row.rank, query, &reader) { page.facts.append(found) }
      }
      return page
    }
  }

  /// Ranks what a full text index has of some words; of many matches the newest.
  /// - Parameter weights: of the columns, as further arguments of `bm25`.
  /// - Returns: one page of rows, the best first, how many match, and where the next page begins; nil on the last.
  static func ranked(
    _ index: String,
    weights: String = "",
    _ query: String,
    from offset: Int,
    _ limit: Int,
    _ database: Database
  ) throws -> (best: [(id: Int64, rank: Double)], total: Int, next: Int?) {
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
    return (best, total, !best.isEmpty && end < total ? end : nil)
  }

  /// What begins and ends a word that was found.
  static let (opening, closing) = (UInt8(2), UInt8(3))

  private static func found(
    _ id: Int64,
    rank: Double,
    _ query: String,
    _ reader: inout FactReader
  ) throws -> FoundFact? {
    let row = try Row.fetchOne(
      reader.database.cachedStatement(
        sql: """
          SELECT \(FactReader.columns), (SELECT highlight(fact_search, 0, char(\(opening)), char(\(closing)))
            FROM fact_search WHERE fact_search MATCH ?2 AND rowid = ?1)
          FROM (SELECT ?1 AS id) s CROSS JOIN \(FactReader.tables(on: "s.id"))
          """
      ),
      arguments: [id, query]
    )
    guard let row else { return nil }
    let stated: StatedFact
    do {
      stated = try JSON.decode(StatedFact.self, from: try reader.json(row))
    } catch let error as JSONError {
      throw StoreError(.storage, "a fact in the database cannot be read: \(error): restore a backup")
    }
    let marked = (row[FactReader.columnCount] as String?) ?? ""
    return FoundFact(rank: rank, marks: marks(marked, in: stated.fact.evidence.text), found: stated)
  }

  /// Where the words stand in a text. The text may have the bytes that mark them itself, so the two are gone along side by side.
  static func marks(_ marked: String, in text: String) -> [[Int]] {
    let bytes = Array(text.utf8)
    var (place, start): (Int, Int?) = (0, nil)
    var marks: [[Int]] = []
    for byte in marked.utf8 {
      if byte == opening, start == nil, place >= bytes.count || bytes[place] != opening {
        start = place
      } else if byte == closing, let begin = start, place >= bytes.count || bytes[place] != closing {
        marks.append([begin, place])
        start = nil
      } else {
        guard place < bytes.count, bytes[place] == byte else { return [] }
        place += 1
      }
    }
    return marks
  }
}
