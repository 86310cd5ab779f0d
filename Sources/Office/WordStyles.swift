import Model
import XML

/// What the paragraph styles of a Word document are for: their identifiers are in the language of whoever made it, their names are not.
struct WordStyles {
  /// A heading's level, or the title.
  enum Role: Hashable {
    case title
    case heading(Int)
    case list
    case caption
    case contents
  }

  private var roles: [String: Role] = [:]

  /// - Parameter bytes: of `word/styles.xml`; nil without it.
  init(_ bytes: [UInt8]?) throws(ReadError) {
    guard let bytes else { return }
    var roles: [String: Role] = [:]
    var style: String?
    try XMLScan.scan(bytes, name: "word/styles.xml") { event in
      guard case .start(let element) = event else { return }
      switch element.name {
      case "style": style = element["styleId"]
      case "name": if let style, let name = element["val"], let role = Self.role(name) { roles[style] = role }
      case "outlineLvl":
        if let style, roles[style] == nil, let level = element["val"].flatMap({ Int($0) }), level < 9 {
          roles[style] = .heading(level + 1)
        }
      default: break
      }
    }
    self.roles = roles
  }

  /// What a style is for; one that the document does not describe goes by its identifier.
  func role(_ identifier: String) -> Role? { roles[identifier] ?? Self.role(identifier) }

  private static func role(_ name: String) -> Role? {
    let lower = name.lowercased().filter { $0 != " " }
    if lower == "title" { return .title }
    if lower.hasPrefix("heading"), let level = Int(lower.dropFirst(7)), (1...9).contains(level) {
      return .heading(level)
    }
    if lower.hasPrefix("list") { return .list }
    if lower == "caption" { return .caption }
    if lower.hasPrefix("toc"), lower != "tocheading" { return .contents }
    return nil
  }
}
