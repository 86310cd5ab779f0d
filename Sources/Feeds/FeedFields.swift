import Model
import XML

/// The namespaces of elements that are read.
enum FeedSpace {
  case core, dublinCore, content, xhtml

  private static let cores: Set<String> = [
    "", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss", "http://backend.userland.com/RSS2", "http://blogs.law.harvard.edu/tech/rss",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://example.com/newformat#", "http://purl.org/net/rss1.1#",
  ]

  /// Nil for one that is not read.
  init?(_ space: String) {
    switch space {
    case "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "http://purl.org/dc/terms/":
      self = .dublinCore
    case "http://purl.org/rss/1.0/modules/content/": self = .content
    case "http://www.w3.org/1999/xhtml": self = .xhtml
    default:
      guard Self.cores.contains(space) || space.hasPrefix("http://backend.userland.com/") || Self.isAtom(space) else {
        return nil
      }
      self = .core
    }
  }

  /// Atom's drafts each had a namespace of their own.
  private static func isAtom(_ space: String) -> Bool { space.hasPrefix("http://purl.org/atom/") }
}

/// What an element's text is of.
enum Field {
  case title, summary, content, link, id, language, published, created, updated, ttl
  case name, address, page

  init?(_ name: String, _ space: FeedSpace, inEntry: Bool) {
    switch (space, name) {
    case (.xhtml, "body") where inEntry, (.xhtml, "div") where inEntry, (.content, "encoded"): self = .content
    case (.xhtml, _), (.content, _): return nil
    case (_, "title"): self = .title
    case (_, "description"), (.core, "subtitle"), (.core, "tagline"), (.core, "summary"), (_, "abstract"):
      self = .summary
    case (.core, "content"), (.core, "fullitem"): self = .content
    case (.core, "link"): self = .link
    case (.core, "guid"), (.core, "id"): self = .id
    case (_, "language"): self = .language
    case (.core, "pubdate"), (.core, "published"), (_, "issued"), (.dublinCore, "date"): self = .published
    case (_, "created"): self = .created
    case (.core, "updated"), (_, "modified"), (.core, "lastbuilddate"): self = .updated
    case (.core, "ttl"): self = .ttl
    default: return nil
    }
  }

  static func ofPerson(_ name: String) -> Field? {
    switch name {
    case "name": .name
    case "email": .address
    case "url", "uri", "homepage": .page
    default: nil
    }
  }

  /// The part of a person that it is; nil for anything else.
  var ofPerson: WritableKeyPath<FeedPerson, String?>? {
    switch self {
    case .name: \.name
    case .address: \.address
    case .page: \.page
    default: nil
    }
  }

  /// Whether it may have markup.
  var isText: Bool { [.title, .summary, .content].contains(self) }
}

/// The content of an element while it is read.
struct Capture {
  /// How what stands there is meant.
  enum Mode {
    case plain
    /// Markup, escaped as text.
    case html
    /// Elements.
    case xml
    case base64(isMarkup: Bool)
    /// RSS does not say.
    case guess

    /// Nil where the content is no text.
    init?(_ field: Field, _ element: XMLScan.Element, isXHTML: Bool) {
      guard field.isText else {
        self = .plain
        return
      }
      if isXHTML {
        self = .xml
        return
      }
      let type = (element["type"] ?? "").lowercased().trimmed
      let isMarkup = type == "html" || type == "text/html" || type.contains("xhtml")
      switch element["mode"]?.lowercased().trimmed {
      case "base64": self = .base64(isMarkup: isMarkup)
      case "escaped" where isMarkup: self = .html
      default:
        switch type {
        case "application/octet-stream", "base64": self = .base64(isMarkup: true)
        case "xhtml", "application/xhtml+xml": self = .xml
        case "html", "text/html": self = element["mode"] == "xml" ? .xml : .html
        case "text", "text/plain": self = .plain
        case "": self = element.space.contains("tom") ? .plain : .guess
        default:
          guard type.hasPrefix("text/") || field != .content else { return nil }
          self = .guess
        }
      }
    }
  }

  /// The longest text that is kept, in bytes; the rest is dropped.
  private static let longest = 4 << 20

  let field: Field
  private var mode: Mode
  private let base: WebAddress?
  private let unwraps: Bool
  private let limit: Int
  private var value: [UInt8] = []
  /// How many elements are open in it, and whether any were.
  private var depth = 0
  private var hasElements = false
  private var start: Int?
  private var end = 0

  /// - Parameters:
  ///   - limit: how many bytes are kept at most.
  ///   - unwraps: whether one `div` holds all elements and is none of them, as Atom 1.0 says.
  init(_ field: Field, _ mode: Mode, _ base: WebAddress?, limit: Int, unwraps: Bool = false) {
    self.limit = min(limit, Self.longest)
    self.unwraps = unwraps
    self.field = field
    self.mode = mode
    self.base = base
  }

  mutating func open(_ element: XMLScan.Element) {
    depth += 1
    if !hasElements {
      hasElements = true
      // Text that was taken for text so far is markup from here on.
      if case .xml = mode {
      } else {
        value = Markup.escape(value)
        mode = .xml
      }
    }
    // What is full takes no more, not even its tags' ends.
    guard field.isText, value.count < limit else { return }
    if start == nil { start = element.offset }
    add(Markup.startTag(element.name, element.attributes, base: base))
    names.append((element.name, depth))
  }

  /// The tags that were written and are open, with how deep they stand.
  private var names: [(name: String, level: Int)] = []

  /// - Returns: whether the element itself has ended.
  mutating func close() -> Bool {
    guard depth > 0 else { return true }
    depth -= 1
    if let (name, level) = names.last, level == depth + 1 {
      names.removeLast()
      add(Markup.endTag(name))
    }
    return false
  }

  mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int) {
    if start == nil, text.contains(where: { $0 > 0x20 }) { start = offset }
    end = offset + text.count
    if case .xml = mode { add(Markup.escape(text)) } else { add(Array(text)) }
  }

  private mutating func add(_ bytes: [UInt8]) {
    if value.count + bytes.count <= limit { value += bytes }
  }

  /// - Parameter source: the feed, for the place; nil where offsets mean nothing.
  func text(in source: [UInt8]?) -> FeedText {
    let text = String(decoding: Self.trimmed(value), as: UTF8.self)
    var result: FeedText
    switch mode {
    case .plain: result = FeedText(.plain, text)
    case .html: result = FeedText(.html, text)
    case .xml: result = FeedText(.html, unwraps ? Self.unwrapped(text) : text)
    case .base64(let isMarkup):
      result = FeedText(isMarkup ? .html : .plain, String(decoding: Self.trimmed(Base64.decode(value)), as: UTF8.self))
    case .guess: result = FeedText(Markup.isLikely(text) ? .html : .plain, text)
    }
    result.base = base?.description
    if let source, let start, start < end, end <= source.count { result.place = place(source, start) }
    return result
  }

  private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var rest = bytes.drop { $0 <= 0x20 }
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    return rest
  }

  /// To the end of a reference that stands last, of which one character was told.
  private func place(_ source: [UInt8], _ start: Int) -> Range<Int> {
    let last = end - 1
    guard source[last] == UInt8(ascii: "&"), let mark = source[last...].prefix(40).firstIndex(of: UInt8(ascii: ";"))
    else { return start..<end }
    return start..<(mark + 1)
  }

  /// Without the `div` that Atom wants around XHTML.
  private static func unwrapped(_ text: String) -> String {
    guard text.hasPrefix("<div"), text.hasSuffix("</div>"), let end = text.firstIndex(of: ">") else {
      return text
    }
    return String(
      decoding: trimmed(Array(text[text.index(after: end)...].utf8.dropLast("</div>".utf8.count))),
      as: UTF8.self
    )
  }
}

/// Bytes in letters (RFC 4648); what is no such letter is passed over.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func decode(_ text: [UInt8]) -> [UInt8] {
    var (bits, count): (UInt32, Int) = (0, 0)
    var result: [UInt8] = []
    for byte in text {
      guard let value = letters.firstIndex(of: byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
