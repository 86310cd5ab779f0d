import Model

/// Puts right what feeds are known to get wrong, so that libexpat reads them: text before the first tag, `&` that
/// begins no reference,
/// references of HTML, control characters, and prefixes that nobody declares.
enum XMLRepair {
  /// The namespaces of prefixes that feeds forget to declare.
  private static let spaces: [(prefix: String, space: String)] = [
    ("content", "http://purl.org/rss/1.0/modules/content/"), ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"), ("atom", "http://www.w3.org/2005/Atom"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"), ("xhtml", "http://www.w3.org/1999/xhtml"),
  ]
  /// How many other prefixes are declared.
  private static let maximumPrefixes = 50

  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.firstIndex(of: UInt8(ascii: "<")) ?? 0
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 1024)
    var references = References()
    var used: [ExactText] = []
    var known: Set<ExactText> = []
    /// Behind the name of the document's element.
    var root: Int?
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "&") {
        let (text, next) = references.replacement(bytes, at)
        result += text
        at = next
        continue
      }
      if byte == UInt8(ascii: "<") {
        if let end = skipped(bytes, at) {
          // A document type may define what is not looked at here, and is not needed.
          if !bytes[at...].starts(with: "<!DOCTYPE".utf8) {
            result += bytes[at..<end].filter { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
          }
          at = end
          continue
        }
        let name = bytes[(at + 1)...].prefix(100).prefix { isName($0) }
        if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
          let prefix = ExactText(String(decoding: name[..<colon], as: UTF8.self))
          if !prefix.wrappedValue.isEmpty, known.count < maximumPrefixes, known.insert(prefix).inserted {
            used.append(prefix)
          }
        }
        if root == nil, !name.isEmpty { root = result.count + 1 + name.count }
      }
      if byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { result.append(byte) }
      at += 1
    }
    guard let root, root <= result.count else { return result }
    let tag = result[root...].prefix { $0 != UInt8(ascii: ">") }
    var declarations = ""
    for prefix in used where tag.firstIndex(of: "xmlns:\(prefix)") == nil {
      let space = spaces.first { $0.prefix.isExactly(prefix.wrappedValue) }?.space ?? "urn:undeclared:\(prefix)"
      declarations += " xmlns:\(prefix)=\"\(space)\""
    }
    result.insert(contentsOf: declarations.utf8, at: root)
    return result
  }

  /// The end of a comment, a CDATA section, a processing instruction or a document type; nil for a tag.
  private static func skipped(_ bytes: [UInt8], _ at: Int) -> Int? {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!DOCTYPE", ">")]
    where bytes[at...].starts(with: open.utf8) {
      var from = at + open.utf8.count
      if open == "<!DOCTYPE",
        let subset = bytes[from...].prefix(while: { $0 != UInt8(ascii: ">") }).firstIndex(
          of: UInt8(ascii: "[")
        )
      {
        from = bytes[subset...].firstIndex(of: UInt8(ascii: "]")) ?? from
      }
      return bytes[from...].firstIndex(of: close).map { $0 + close.utf8.count } ?? bytes.count
    }
    return nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
      || [UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
  }

  /// The encoding that an XML declaration names; nil without one.
  static func declaredCharset(_ bytes: [UInt8]) -> String? {
    let head = bytes.prefix(256)
    guard let start = head.firstIndex(of: "<?xml"), let end = head[start...].firstIndex(of: "?>"),
      let name = head[start..<end].firstIndex(of: "encoding")
    else { return nil }
    let value = head[(name + 8)..<end].drop { $0 <= 0x20 || $0 == UInt8(ascii: "=") }
    guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    let text = String(decoding: value.dropFirst().prefix { $0 != quote }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}

/// What stands for a character behind a `&`.
private struct References {
  /// How many names are looked up.
  private static let maximumNames = 3000
  private var known: [String: [UInt8]] = [:]

  /// What a `&` and the bytes behind it become, and where what follows begins.
  mutating func replacement(_ bytes: [UInt8], _ at: Int) -> (text: [UInt8], next: Int) {
    let alone = (Array("&amp;".utf8), at + 1)
    let body = bytes[(at + 1)...].prefix(40)
    guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return alone }
    let name = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    if ["amp", "lt", "gt", "quot", "apos"].contains(name) || Self.isNumber(name) {
      return (Array(bytes[at...end]), end + 1)
    }
    let isWord =
      !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
    guard isWord, let text = character(name) else { return alone }
    return (text, end + 1)
  }

  /// One of HTML's, by libgumbo's table; nil for a name that is none.
  private mutating func character(_ name: String) -> [UInt8]? {
    if let text = known[name] { return text.isEmpty ? nil : text }
    guard known.count < Self.maximumNames else { return nil }
    let words = Markup.words("&\(name);")
    var text = words.contains("&") ? [] : Array(words.utf8)
    // White space is no word.
    if name == "nbsp" { text = Array("\u{A0}".utf8) }
    known[name] = text
    return text.isEmpty ? nil : text
  }

  /// Whether it is `#` and the number of a character that may stand in XML.
  private static func isNumber(_ name: String) -> Bool {
    guard name.hasPrefix("#") else { return false }
    let isHex = name.dropFirst().first == "x"
    guard let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10),
      let scalar = Unicode.Scalar(number)
    else { return false }
    return (scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE) || [0x09, 0x0A, 0x0D].contains(scalar.value)
  }
}
