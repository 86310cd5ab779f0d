/// One tag of a page: its name, where it ends, and what its attributes say.
struct TagScanner {
  /// An attribute whose value the parser reads.
  struct Attribute {
    var name: String
    /// Where the value stands in the page, its quotes included.
    var value: Range<Int>
  }

  private let page: UnsafeBufferPointer<UInt8>
  private var at: Int
  private(set) var name = PackedName()
  private(set) var tag = Tag.other
  private(set) var nameEnd: Int
  /// After the closing bracket; nil where there is none.
  private(set) var end: Int?
  private(set) var kept: [Attribute] = []
  private(set) var facts = TagFacts()
  private(set) var closesItself = false
  /// Whether a script is JSON-LD.
  private(set) var isData = false
  /// Which attributes were there already: the first one counts.
  private var seen: UInt64 = 0

  init(_ page: UnsafeBufferPointer<UInt8>, from start: Int) {
    self.page = page
    at = start
    nameEnd = start
  }

  /// The attributes that are looked at; `metadata` are those that tell of the page, in its head or beside a day.
  private enum Use: UInt64, Sendable {
    case classes, identifier, role, ariaHidden, hidden, style, href, itemprop, columnSpan, rowSpan, scope, type
    case content, name, property, rel, lang, datetime, pragma
  }

  private static let uses = NameTable<(use: Use, name: String)>([
    ("class", (.classes, "class")), ("id", (.identifier, "id")), ("role", (.role, "role")),
    ("aria-hidden", (.ariaHidden, "aria-hidden")), ("hidden", (.hidden, "hidden")), ("style", (.style, "style")),
    ("href", (.href, "href")), ("itemprop", (.itemprop, "itemprop")), ("colspan", (.columnSpan, "colspan")),
    ("rowspan", (.rowSpan, "rowspan")), ("scope", (.scope, "scope")), ("type", (.type, "type")),
    ("content", (.content, "content")), ("name", (.name, "name")), ("property", (.property, "property")),
    ("rel", (.rel, "rel")), ("lang", (.lang, "lang")), ("datetime", (.datetime, "datetime")),
    ("http-equiv", (.pragma, "http-equiv")),
  ])

  static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D && byte != 0x0B) }

  /// Reads from the name up to the closing bracket.
  /// - Parameter known: what class names say that were met before.
  mutating func scan(_ known: inout [UInt64: Hints]) {
    while at < page.count, !Self.isSpace(page[at]), page[at] != UInt8(ascii: ">"), page[at] != UInt8(ascii: "/") {
      name.append(page[at])
      at += 1
    }
    nameEnd = at
    tag = Tag.ofName[name] ?? .other
    facts.look = Int32(tag.rawValue)
    while at < page.count {
      let byte = page[at]
      if byte == UInt8(ascii: ">") {
        end = at + 1
        return
      }
      if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
        closesItself = byte == UInt8(ascii: "/") && at + 1 < page.count && page[at + 1] == UInt8(ascii: ">")
        at += 1
        continue
      }
      attribute(&known)
    }
  }

  private mutating func attribute(_ known: inout [UInt64: Hints]) {
    var attribute = PackedName()
    // An equals sign is part of a name where it stands first.
    repeat {
      attribute.append(page[at])
      at += 1
    } while at < page.count && !Self.isSpace(page[at]) && page[at] != UInt8(ascii: "=")
      && page[at] != UInt8(ascii: ">") && page[at] != UInt8(ascii: "/")
    var after = at
    while after < page.count, Self.isSpace(page[after]) { after += 1 }
    var value = at..<at
    if after < page.count, page[after] == UInt8(ascii: "=") {
      at = after + 1
      value = readValue()
    }
    guard let (use, name) = Self.uses[attribute], seen & (1 << use.rawValue) == 0 else { return }
    seen |= 1 << use.rawValue
    guard value.count <= Limits.attribute else { return }
    read(use, name, value, &known)
  }

  /// The value with its quotes; empty where there is none.
  private mutating func readValue() -> Range<Int> {
    while at < page.count, Self.isSpace(page[at]) { at += 1 }
    guard at < page.count, page[at] != UInt8(ascii: ">") else { return at..<at }
    let start = at
    let quote = page[at]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      at += 1
      while at < page.count, page[at] != quote { at += 1 }
      at = min(at + 1, page.count)
    } else {
      while at < page.count, !Self.isSpace(page[at]), page[at] != UInt8(ascii: ">") { at += 1 }
    }
    return start..<at
  }

  /// A value without its quotes.
  private func bare(_ value: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    var range = value
    if let quote = page[value].first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      range = (value.lowerBound + 1)..<max(value.lowerBound + 1, value.upperBound - 1)
    }
    return UnsafeBufferPointer(rebasing: page[range])
  }

  private func text(_ value: Range<Int>) -> String { String(decoding: bare(value), as: UTF8.self).lowercased() }

  private mutating func read(_ use: Use, _ name: String, _ value: Range<Int>, _ known: inout [UInt64: Hints]) {
    switch use {
    case .classes:
      let (hints, fingerprint) = Self.hints(bare(value), &known)
      facts.hints.formUnion(hints)
      facts.look = facts.look &* 31 &+ Int32(truncatingIfNeeded: fingerprint ^ (fingerprint >> 32))
    case .identifier: facts.hints.formUnion(Self.hints(bare(value), &known).hints)
    case .role:
      facts.hints.formUnion(Self.hints(bare(value), &known).hints)
      readRole(text(value))
    case .ariaHidden: if text(value) == "true" { facts.flags.insert(.hidden) }
    case .hidden: if text(value) != "until-found" { facts.flags.insert(.hidden) }
    case .style: if hides(bare(value)) { facts.flags.insert(.hidden) }
    case .href:
      // A note of the page itself is no link to another.
      if bare(value).first != UInt8(ascii: "#") { facts.flags.insert(.link) }
      if tag == .link { kept.append(Attribute(name: name, value: value)) }
    case .itemprop:
      if text(value) == "articlebody" { facts.flags.insert(.main) }
      if tag == .meta { kept.append(Attribute(name: name, value: value)) }
    case .columnSpan: facts.columnSpan = Self.span(text(value))
    case .rowSpan: facts.rowSpan = Self.span(text(value))
    case .scope: if text(value).hasPrefix("row") { facts.flags.insert(.rowHeader) }
    case .type: if tag == .script { isData = text(value).contains("ld+json") }
    case .content, .name, .property, .rel, .lang, .datetime, .pragma:
      if [.meta, .link, .html, .body, .time].contains(tag), !value.isEmpty {
        kept.append(Attribute(name: name, value: value))
      }
    }
  }

  private mutating func readRole(_ role: String) {
    switch role {
    case "main", "article": facts.flags.insert(.main)
    case "banner": facts.flags.insert(.pageHeader)
    case "contentinfo": facts.flags.insert(.pageFooter)
    case "rowheader": facts.flags.insert(.rowHeader)
    case "presentation", "none": facts.flags.insert(.presentation)
    case "doc-footnote", "doc-endnote", "doc-endnotes": facts.hints.insert(.footnote)
    default: break
    }
  }

  /// Most elements share their class names with others.
  private static func hints(
    _ names: UnsafeBufferPointer<UInt8>,
    _ known: inout [UInt64: Hints]
  ) -> (hints: Hints, fingerprint: UInt64) {
    var fingerprint = Fingerprint()
    fingerprint.add(names)
    if let hints = known[fingerprint.value] { return (hints, fingerprint.value) }
    let hints = Hints(names: names)
    known[fingerprint.value] = hints
    return (hints, fingerprint.value)
  }

  /// How many rows or columns a cell covers: 1 where that is no number.
  private static func span(_ text: String) -> Int32 {
    guard let count = Int32(text.prefix(6)), count > 1 else { return 1 }
    return min(count, 1000)
  }

  private static let hiding: [[UInt8]] = ["display:none", "visibility:hidden"].map { Array($0.utf8) }

  /// Whether the style of one element hides it.
  private func hides(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    guard value.count >= 12 else { return false }
    var plain: [UInt8] = []
    for byte in value.prefix(1000) where !Self.isSpace(byte) {
      plain.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
    }
    return Self.hiding.contains { needle in
      plain.indices.contains { plain[$0] == needle[0] && plain[$0...].starts(with: needle) }
    }
  }
}
