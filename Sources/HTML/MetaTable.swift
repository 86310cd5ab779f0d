import Model
/// The `meta` and `link` elements of a page, the text of its `title`, and its language.
struct MetaTable {
  private var values: [String: Tree.Value] = [:]
  private(set) var authors: [String] = []
  private(set) var canonical: String?
  private(set) var language: String?
  private(set) var titleNode: Int?

  private static let authorNames: Set<String> = [
    "author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "byl",
    "sailthru.author",
  ]

  init(_ tree: Tree) {
    var named: [(name: String, author: String)] = []
    // In the order of the page: of two values with a name the first one counts.
    for index in tree.extras.keys.sorted() {
      guard let extra = tree.extras[index] else { continue }
      let node = tree.nodes[Int(index)]
      switch node.tag {
      case .meta: add(extra, &named)
      case .link:
        if canonical == nil, extra.attributes["rel"]?.text.lowercased() == "canonical" {
          canonical = extra.attributes["href"]?.text
        }
      case .html:
        language = Self.tag(extra.attributes["lang"]?.text)
      case .body where language == nil:
        language = Self.tag(extra.attributes["lang"]?.text)
      default: break
      }
    }
    if language == nil { language = Self.tag(first("content-language", "og:locale", "dc.language")) }
    titleNode = tree.nodes.indices.first { at in
      let parent = Int(tree.nodes[at].parent)
      return tree.isText(at) && parent >= 0 && tree.nodes[parent].tag == .title
    }
    // Of several ways to name the authors, the first; within it, all.
    if let way = named.first?.name { authors = named.filter { $0.name == way }.map(\.author) }
  }

  private mutating func add(_ extra: Tree.Extra, _ named: inout [(name: String, author: String)]) {
    guard let content = extra.attributes["content"] else { return }
    for key in ["name", "property", "itemprop", "http-equiv"] {
      guard let name = extra.attributes[key]?.text.lowercased(), !name.isEmpty, name.utf8.count < 40 else { continue }
      let text = content.text.singleSpaced
      guard !text.isEmpty else { return }
      if values[name] == nil { values[name] = Tree.Value(text: text, source: content.source) }
      if Self.authorNames.contains(name), !text.hasPrefix("http"), !named.contains(where: { $0 == (name, text) }) {
        named.append((name, text))
      }
    }
  }

  func value(_ name: String) -> Tree.Value? { values[name] }

  /// The first of these names that has a value.
  func first(_ names: String...) -> String? {
    for name in names {
      if let value = values[name] { return value.text }
    }
    return nil
  }

  /// A language tag as BCP 47 writes it: "pt_BR" becomes "pt-BR"; nil for what is none.
  private static func tag(_ text: String?) -> String? {
    guard let text else { return nil }
    let parts = text.prefix { $0 != "," && $0 != ";" && $0 != "." }.split { $0 == "-" || $0 == "_" || $0 == " " }
    guard let base = parts.first, (2...3).contains(base.count), base.utf8.allSatisfy(TagScanner.isLetter) else {
      return nil
    }
    let rest = parts.dropFirst().prefix(2).filter { $0.utf8.allSatisfy { $0 < 0x80 } }
      .map { $0.count == 2 ? $0.uppercased() : String($0) }
    return ([base.lowercased()] + rest).joined(separator: "-")
  }
}
