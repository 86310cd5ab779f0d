import GRDB
import Model

/// The words of the facts that stand, for full text search. The writer keeps it up in the transaction that changes the facts.
enum SearchIndex {
  /// A fact was added that stands. The words are those of the view `fact_texts`, which would read its JSON once more for each.
  static func add(_ fact: Fact, row: Int64, in database: Database) throws {
    try database.execute(
      "INSERT INTO fact_search (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)",
      [
        row, fact.evidence.text, words(fact.subject.name, fact.subject.text),
        words(fact.object.name, fact.object.text),
      ]
    )
  }

  /// The name and the wording, the wording only where it is another.
  private static func words(_ name: String?, _ text: String) -> String {
    guard let name, !name.utf8.elementsEqual(text.utf8) else { return text }
    return "\(name) \(text)"
  }

  /// A fact is about to be retracted: what was put in is needed to take it out.
  static func remove(_ fact: Int64, in database: Database) throws {
    try database.execute(
      """
      INSERT INTO fact_search (fact_search, rowid, evidence, subject, object)
      SELECT 'delete', id, evidence, subject, object FROM fact_texts WHERE id = ?
      """,
      [fact]
    )
  }

  /// Looks whether the index is that of the facts that stand.
  /// - Throws: ``Check/Fault``.
  static func check(_ database: Database) throws {
    try check("fact_search", database, or: "the search index is not that of the facts that stand")
  }

  /// Compares a full text index with what it indexes.
  /// - Throws: ``Check/Fault`` with the text of `fault` if they differ.
  static func check(_ index: String, _ database: Database, or fault: String) throws {
    do {
      try database.execute(sql: "INSERT INTO \(index) (\(index), rank) VALUES ('integrity-check', 1)")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      throw Check.Fault(fault)
    }
  }

  /// The words of a person as a query: all must be there; words between quotation marks one after the other, and one that ends in `*`
  /// for all that begin so. Nil when there is no word.
  static func query(_ words: String) -> String? {
    var terms: [String] = []
    for (index, part) in words.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      let wanted = index % 2 == 1 ? [part] : part.split(whereSeparator: \.isWhitespace)
      for term in wanted where term.unicodeScalars.contains(where: isOfWord) {
        let isBeginning = index % 2 == 0 && term.hasSuffix("*")
        terms.append("\"\(term.filter { $0 != "\0" })\"\(isBeginning ? "*" : "")")
      }
    }
    return terms.isEmpty ? nil : terms.joined(separator: " AND ")
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
