import Model

/// A message that is a page: what it quotes is taken out before it is read, by the elements that mail programs put it into, and by the
/// lines before it as in plain text.
///
/// Words alone are taken out, and tags stay: so what is left is nested as it was.
struct MailPage {
  private let bytes: [UInt8]
  private var lines: [MailLine] = []
  /// The stretches of words, and in which line each stands.
  private var texts: [(range: Range<Int>, line: Int)] = []
  private var words: [UInt8] = []
  /// The elements around that hold quotations: their names, and how many of the same name are open within.
  private var quotes: [(name: String, inner: Int)] = []

  /// - Returns: the page without what is quoted, and how many lines of it there were.
  static func own(_ bytes: [UInt8], _ quotations: MailQuotations) -> (own: [UInt8], quoted: Int) {
    var page = MailPage(bytes)
    page.scan()
    let levels = quotations.find(page.lines).levels
    var own: [UInt8] = []
    var at = 0
    for (range, line) in page.texts where levels[line] == nil {
      own += bytes[at..<range.lowerBound]
      at = range.upperBound
    }
    guard at > 0 else { return (bytes, 0) }
    let quoted = zip(page.lines, levels).count { $1 == nil && !$0.text.isEmpty }
    return (own + bytes[at...], quoted)
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Tags

  /// Elements that begin a line, and those that end one.
  private static let blocks: Set<String> = [
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2",
    "h3", "h4",
    "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr",
    "ul",
  ]
  /// Elements whose content is no text of the page.
  private static let codes: Set<String> = ["script", "style", "title", "textarea", "template", "xml"]

  private mutating func scan() {
    var at = 0
    while at < bytes.count {
      guard let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) else { break }
      add(at..<open)
      guard open + 1 < bytes.count else {
        at = open
        break
      }
      if bytes[open...].starts(with: "<!--".utf8) {
        at = find("-->", from: open + 4) + 3
        continue
      }
      let isEnd = bytes[open + 1] == UInt8(ascii: "/")
      let first = open + (isEnd ? 2 : 1)
      guard first < bytes.count,
        Self.isLetter(bytes[first]) || bytes[first] == UInt8(ascii: "!") || bytes[first] == UInt8(ascii: "?")
      else {
        add(open..<(open + 1))
        at = open + 1
        continue
      }
      let close = endOfTag(from: first)
      let name = String(
        decoding: bytes[first..<close].prefix { Self.isLetter($0) || (0x30...0x39).contains($0) },
        as: UTF8.self
      )
      .lowercased()
      at = min(close + 1, bytes.count)
      if Self.blocks.contains(name) { endLine() }
      if isEnd { closeElement(name) } else { openElement(name, first..<close) }
      if !isEnd, Self.codes.contains(name) { at = find("</\(name)", from: at) }
    }
    if at < bytes.count { add(at..<bytes.count) }
    endLine()
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// The bracket that ends a tag, whatever stands in the values of its attributes.
  private func endOfTag(from start: Int) -> Int {
    var quote: UInt8?
    for index in start..<bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return index
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), bytes[index - 1] == UInt8(ascii: "=") {
        quote = byte
      }
    }
    // A quote that nothing closes: the tag ends at the next bracket.
    return bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
  }

  /// Where a mark begins, case aside; the end of the page where it does not occur.
  private func find(_ mark: String, from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var at = start
    while at < bytes.count, let found = bytes[at...].firstIndex(of: mark[0]) {
      let here = bytes[found...].prefix(mark.count)
      if here.count == mark.count, zip(here, mark).allSatisfy({ $0 == $1 || Self.isLetter($1) && $0 | 0x20 == $1 }) {
        return found
      }
      at = found + 1
    }
    return bytes.count
  }

  // MARK: Elements

  private static let quoteClasses: Set<String> = [
    "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "moz-cite-prefix",
    "zmail_extra",
  ]
  private static let quoteNames: Set<String> = [
    "mail-editor-reference-message-container", "olk_src_body_section", "x_mail-editor-reference-message-container",
  ]
  private static let separators: Set<String> = [
    "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "x_appendonsend", "stopspelling",
  ]

  private mutating func openElement(_ name: String, _ tag: Range<Int>) {
    if let last = quotes.indices.last, quotes[last].name == name { quotes[last].inner += 1 }
    guard ["div", "blockquote", "span", "hr", "table"].contains(name) else { return }
    let identifier = attribute("id", in: tag)
    let classes = attribute("class", in: tag).split(separator: " ").map(String.init)
    let isCited = name == "blockquote" && attribute("type", in: tag) == "cite"
    if isCited || classes.contains(where: Self.quoteClasses.contains) || Self.quoteNames.contains(identifier),
      name != "hr"
    {
      // The element that is open on top counts its own.
      if let last = quotes.indices.last, quotes[last].name == name { quotes[last].inner -= 1 }
      quotes.append((name, 0))
      return
    }
    if Self.separators.contains(identifier) {
      endLine()
      lines.append(MailLine(separatorAt: quotes.count))
    }
  }

  private mutating func closeElement(_ name: String) {
    guard let last = quotes.indices.last, quotes[last].name == name else { return }
    if quotes[last].inner > 0 { quotes[last].inner -= 1 } else { quotes.removeLast() }
  }

  /// The value of an attribute in lower case, or an empty text.
  private func attribute(_ wanted: String, in tag: Range<Int>) -> String {
    var at = tag.lowerBound
    while at < tag.upperBound {
      guard let equals = bytes[at..<tag.upperBound].firstIndex(of: UInt8(ascii: "=")) else { return "" }
      let name = String(decoding: bytes[at..<equals].split { $0 <= 0x20 }.last ?? [], as: UTF8.self).lowercased()
      var start = equals + 1
      while start < tag.upperBound, bytes[start] <= 0x20 { start += 1 }
      guard start < tag.upperBound else { return "" }
      let quote = bytes[start]
      let end: Int
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        start += 1
        end = bytes[start..<tag.upperBound].firstIndex(of: quote) ?? tag.upperBound
      } else {
        end = bytes[start..<tag.upperBound].firstIndex { $0 <= 0x20 } ?? tag.upperBound
      }
      if name == wanted { return String(decoding: bytes[start..<end], as: UTF8.self).lowercased() }
      at = min(end + 1, tag.upperBound)
    }
    return ""
  }

  // MARK: Lines

  private mutating func add(_ range: Range<Int>) {
    guard bytes[range].contains(where: { $0 > 0x20 }) else {
      if !range.isEmpty { words.append(0x20) }
      return
    }
    texts.append((range, lines.count))
    words += bytes[range]
  }

  /// Ends the open line. A line without words is dropped.
  private mutating func endLine() {
    defer { words = [] }
    guard words.contains(where: { $0 > 0x20 }) else { return }
    var text = String(decoding: words, as: UTF8.self)
    for (entity, character) in [
      ("&nbsp;", " "), ("&#160;", " "), ("&#xa0;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&"),
    ] where text.contains("&") {
      text = text.replacing(entity, with: character)
    }
    var line = MailLine(Array(text.singleSpaced.utf8)[...])
    line.level += quotes.count
    lines.append(line)
  }
}
