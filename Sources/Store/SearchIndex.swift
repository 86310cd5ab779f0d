import GRDB
import Model

/// The words of the facts that stand, for full text search. They are in a database of their own, a ``SearchDatabase``.
enum SearchIndex {
  /// By which a fact is found.
  struct Words {
    var evidence: String
    var subject = ""
    var object = ""

    init(_ fact: Fact) {
      evidence = fact.evidence.text
      subject = Self.words(fact.subject.name, fact.subject.text)
      object = Self.words(fact.object.name, fact.object.text)
    }

    /// Those of a sentence, as far as words are marked.
    init(sentence: String) {
      evidence = sentence
    }

    /// Those of a fact as it is kept. One that cannot be read is damaged, which the check says; it has no words then, whether it is put in
    /// or taken out.
    init(json: String) {
      do throws(JSONError) {
        self.init(try JSON.decode(Fact.self, from: json.utf8))
      } catch {
        self.init(sentence: "")
      }
    }

    /// The name and the wording, the wording only where it is another.
    private static func words(_ name: String?, _ text: String) -> String {
      guard let name, !name.utf8.elementsEqual(text.utf8) else { return text }
      return "\(name) \(text)"
    }
  }

  /// How texts are taken apart into words.
  static let tokenizer = "porter unicode61 remove_diacritics 2"

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

/// Marks in texts the words that a query finds. The search index keeps no texts, so SQLite looks at those of one page once more.
final class SearchMarks: Sendable {
  /// What begins and ends a word that was found.
  static let (opening, closing) = (UInt8(2), UInt8(3))

  /// In memory, and empty between two calls.
  private let queue: DatabaseQueue

  /// - Throws: `DatabaseError`.
  init() throws {
    queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(
        sql:
          "CREATE VIRTUAL TABLE page USING fts5 (evidence, subject, object, tokenize = '\(SearchIndex.tokenizer)')"
      )
    }
  }

  /// The evidence of those texts that the query finds, with its words marked.
  /// - Throws: `DatabaseError`.
  func marked(_ query: String, in texts: [(id: Int64, words: SearchIndex.Words)]) throws -> [Int64: String] {
    guard !texts.isEmpty else { return [:] }
    return try queue.writeWithoutTransaction { database in
      var marked: [Int64: String] = [:]
      try database.inTransaction {
        let insert = try database.cachedStatement(
          sql: "INSERT INTO page (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)"
        )
        for (id, words) in texts {
          try insert.execute(arguments: [id, words.evidence, words.subject, words.object])
        }
        let rows = try Row.fetchCursor(
          database.cachedStatement(
            sql: """
              SELECT rowid, highlight(page, 0, char(\(Self.opening)), char(\(Self.closing))) FROM page WHERE page MATCH ?
              """
          ),
          arguments: [query]
        )
        while let row = try rows.next() { marked[row[0]] = (row[1] as String?) ?? "" }
        return .rollback
      }
      return marked
    }
  }

  /// Where the words stand in a text. The text may have the bytes that mark them itself, so the two are gone along side by side.
  static func places(_ marked: String, in text: String) -> [[Int]] {
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
