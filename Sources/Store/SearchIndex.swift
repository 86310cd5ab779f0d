import GRDB
import Model

/// The words of the facts that stand, for full text search. The writer keeps it up in the transaction that changes the facts, with a
/// ``SearchQueue``.
enum SearchIndex {
  /// By which a fact is found.
  struct Words {
    var evidence: String
    var subject: String
    var object: String

    var bytes: Int { evidence.utf8.count + subject.utf8.count + object.utf8.count }

    /// Those of the view `fact_texts`, which would read the fact's JSON once more.
    init(_ fact: Fact) {
      evidence = fact.evidence.text
      subject = Self.words(fact.subject.name, fact.subject.text)
      object = Self.words(fact.object.name, fact.object.text)
    }

    /// The name and the wording, the wording only where it is another.
    private static func words(_ name: String?, _ text: String) -> String {
      guard let name, !name.utf8.elementsEqual(text.utf8) else { return text }
      return "\(name) \(text)"
    }
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
