import Model

/// What a document says of itself outside its text, as facts about the document: who wrote it, when it came out, by what it is known.
///
/// Their keys begin with `document/`, which no text can state. Each fact belongs to its document and says nothing about the world.
struct MetadataFacts {
  /// The entity of their keys.
  static let entity = "document"

  struct Statement {
    var attribute: String
    var object: Value
    /// Where the text has the same words; empty where it has not.
    var range: Range<Int>
  }

  /// Longer values are no titles and no names.
  private static let longest = 500
  /// The most authors that become facts.
  private static let mostAuthors = 50

  private let text: TextDocument

  init(_ text: TextDocument) { self.text = text }

  func statements() -> [Statement] {
    let metadata = text.metadata
    var statements: [Statement] = []
    func add(_ attribute: String, _ words: String?, entity: Bool = false) {
      guard let words = words?.trimmed, !words.isEmpty, words.utf8.count <= Self.longest else { return }
      let value = entity ? Value(text: words, name: words, kind: .entity) : Value(text: words, kind: .text)
      statements.append(Statement(attribute: attribute, object: value, range: place(of: words)))
    }
    add("title", metadata.title)
    for author in metadata.authors.prefix(Self.mostAuthors) { add("author", author, entity: true) }
    add("publisher", metadata.publisher, entity: true)
    for (attribute, words) in [("published", metadata.published), ("modified", metadata.modified)] {
      guard let words, let day = Day(String(words.prefix(10))) else { continue }
      let value = Value(text: words, kind: .date, start: day, end: day)
      statements.append(Statement(attribute: attribute, object: value, range: place(of: words)))
    }
    add("language", metadata.language)
    for (kind, words) in metadata.identifiers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      add(kind.rawValue, words)
    }
    return statements
  }

  /// Where the beginning of the text has the same words.
  private func place(of words: String) -> Range<Int> {
    if let title = text.blocks.first(where: { $0.kind == .title })?.range, text.text(in: title) == words {
      return title
    }
    let head = text.bytes.prefix(Self.head)
    guard let start = head.firstIndex(of: words) else { return 0..<0 }
    return start..<(start + words.utf8.count)
  }

  /// Bylines and dates stand so near the beginning, in bytes.
  private static let head = 4000
}
