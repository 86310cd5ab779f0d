import Archives
import Model

/// Tells what kind of document some bytes are: by what they are first, then by the name they came with, then by what was declared.
///
/// People name pages `.txt`, and servers declare everything as plain text; the first bytes hardly ever lie.
public enum TypeDetection {
  /// How many bytes are looked at.
  private static let head = 4096

  /// - Parameters:
  ///   - name: a file's name or a URI; only how it ends is looked at.
  ///   - declared: the type that the sender gave; nil if there is none.
  public static func type(of bytes: [UInt8], name: String, declared: MediaType?) -> MediaType {
    let head = bytes.prefix(Self.head)
    if let binary = binaryType(head, bytes) { return MediaType(essence: binary) }
    let charset = declared?.charset
    let named = textType(byName: name)
    if let marked = markedType(head, bytes, named: named, declared: declared?.essence) {
      return MediaType(essence: marked, charset: charset)
    }
    // A single line may be either.
    if let json = jsonType(head, bytes), named != "application/x-ndjson" {
      return MediaType(essence: json, charset: charset)
    }
    if let named { return MediaType(essence: named, charset: charset) }
    // What is declared counts for a text, and for nothing that its own bytes would have shown.
    if let declared, declared.essence.hasPrefix("text/") || declared.essence == "application/json",
      declared.essence != "text/html"
    {
      return declared
    }
    return MediaType(essence: "text/plain", charset: charset)
  }

  /// How files begin that are no text, and what they are.
  private static let marks: [(mark: [UInt8], type: String)] = [
    (Array("%PDF-".utf8), "application/pdf"),
    ([0x1F, 0x8B], "application/gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "application/zstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "application/x-xz"), (Array("BZh".utf8), "application/x-bzip2"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
    (Array("{\\rtf".utf8), "application/rtf"), (Array("Rar!\u{1A}".utf8), "application/vnd.rar"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
    (Array("GIF8".utf8), "image/gif"), (Array("RIFF".utf8), "application/x-riff"),
    ([0x7F, 0x45, 0x4C, 0x46], "application/x-elf"),
    (Array("SQLite format 3\u{0}".utf8), "application/vnd.sqlite3"),
  ]

  private static func binaryType(_ head: ArraySlice<UInt8>, _ bytes: [UInt8]) -> String? {
    if let mark = marks.first(where: { head.starts(with: $0.mark) }) { return mark.type }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      return zipType(bytes)
    }
    if TarArchive.isArchive(bytes) { return "application/x-tar" }
    // A text has no zeros, but for those of UTF-16 and UTF-32, of which every second byte or more is one.
    guard head.contains(0) else { return nil }
    return TextDecoder.isWide(bytes) ? nil : MediaType.bytes.essence
  }

  /// An object of JSON, or several, a line each: what begins and ends as one does.
  private static func jsonType(_ head: ArraySlice<UInt8>, _ bytes: [UInt8]) -> String? {
    let text = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    let isArray = text.first == UInt8(ascii: "[")
    let object = isArray ? text.dropFirst().drop { $0 <= 0x20 } : text
    guard object.first == UInt8(ascii: "{"), object.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: "\""),
      let last = bytes.last(where: { $0 > 0x20 }), last == UInt8(ascii: isArray ? "]" : "}")
    else { return nil }
    guard !isArray, let end = bytes.firstIndex(of: 0x0A),
      bytes[..<end].last(where: { $0 > 0x20 }) == UInt8(ascii: "}"),
      bytes[end...].first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
    else { return "application/json" }
    return "application/x-ndjson"
  }

  /// What is packed in an archive: a file that names its type, or one of a package that is known by its parts.
  private static func zipType(_ bytes: [UInt8]) -> String {
    // `mimetype` stands first and stored in what follows the rule for it: 30 bytes of header, its name, its content.
    let name = bytes.dropFirst(30).prefix(8)
    if name.elementsEqual("mimetype".utf8) {
      let extra = Int(bytes[28]) | Int(bytes[29]) << 8
      let type = bytes.dropFirst(38 + extra).prefix(80).prefix { $0 > 0x20 && $0 < 0x7F }
      for known in [
        "application/epub+zip", "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
      ]
      where type.starts(with: known.utf8) { return known }
    }
    if bytes.prefix(64 << 10).firstIndex(of: "META-INF/container.xml") != nil,
      bytes.prefix(64 << 10).firstIndex(of: "application/epub+zip") != nil
        || bytes.suffix(64 << 10).firstIndex(of: ".opf") != nil
    {
      return "application/epub+zip"
    }
    for (part, type) in [
      ("word/document", "wordprocessingml.document"), ("xl/workbook", "spreadsheetml.sheet"),
      ("ppt/presentation", "presentationml.presentation"),
    ]
    where bytes.prefix(64 << 10).firstIndex(of: part) != nil || bytes.suffix(64 << 10).firstIndex(of: part) != nil {
      return "application/vnd.openxmlformats-officedocument." + type
    }
    return "application/zip"
  }

  private static let endings: [String: String] = [
    "txt": "text/plain", "text": "text/plain", "log": "text/plain", "md": "text/markdown", "markdown": "text/markdown",
    "htm": "text/html", "html": "text/html", "xhtml": "text/html", "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "eml": "message/rfc822", "mbox": "application/mbox", "json": "application/json", "jsonl": "application/x-ndjson",
    "ndjson": "application/x-ndjson", "xml": "application/xml", "rss": "application/rss+xml",
    "atom": "application/atom+xml",
  ]

  private static func textType(byName name: String) -> String? {
    let bytes = name.utf8.suffix(16)
    guard let point = bytes.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return endings[String(decoding: bytes[bytes.index(after: point)...], as: UTF8.self).lowercased()]
  }

  /// How pages begin, after what may stand before; each followed by a space, `>` or `/`.
  private static let tags = [
    "!doctype html", "html", "head", "body", "title", "meta", "script", "style", "link", "div", "p", "table", "h1",
    "h2", "a", "b", "br",
    "article", "section", "main", "span", "ul", "ol", "iframe", "font", "center",
  ]

  /// What a text is by its own marks: a page, XML, JSON, mail.
  private static func markedType(
    _ head: ArraySlice<UInt8>,
    _ bytes: [UInt8],
    named: String?,
    declared: String?
  ) -> String? {
    let narrow = head.filter { $0 != 0 }
    var text = Substring(String(decoding: narrow, as: UTF8.self)).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if text.hasPrefix("<") {
      let isXML = text.hasPrefix("<?xml")
      // Declarations and comments may stand before the first element.
      while let end = text.hasPrefix("<!--")
        ? text.range(after: "-->") : text.hasPrefix("<?") ? text.range(after: "?>") : nil
      {
        text = text[end...].drop { $0.isWhitespace }
      }
      let lower = text.prefix(1024).lowercased()
      if isXML || declared?.hasSuffix("xml") == true || named?.hasSuffix("xml") == true, let xml = xmlType(lower) {
        return xml
      }
      for tag in tags where lower.dropFirst().hasPrefix(tag) {
        let next = lower.dropFirst(1 + tag.count).first
        if next == nil || next == ">" || next == "/" || next?.isWhitespace == true { return "text/html" }
      }
      if let xml = xmlType(lower) { return xml }
      return isXML ? "application/xml" : named == "text/html" ? named : nil
    }
    if text.hasPrefix("{"), text.contains("jsonfeed.org/version/") { return "application/feed+json" }
    if text.hasPrefix("From "), text.prefix(2000).contains("Received:") || named == "application/mbox" {
      // The envelope of a mailbox: of one with a single message that message is what it is.
      let isMany = bytes.firstIndex(of: "\n\nFrom ") != nil || bytes.firstIndex(of: "\r\n\r\nFrom ") != nil
      return isMany || named == "application/mbox" ? "application/mbox" : "message/rfc822"
    }
    return isMail(text) ? "message/rfc822" : nil
  }

  private static func xmlType(_ lower: String) -> String? {
    var rest = Substring(lower)
    if rest.hasPrefix("<!doctype"), let end = rest.firstIndex(of: ">") {
      rest = rest[rest.index(after: end)...].drop { $0.isWhitespace }
    }
    let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
    switch name {
    case "rss", "rdf:rdf": return "application/rss+xml"
    case "feed": return "application/atom+xml"
    case "article" where lower.contains("jats") || lower.contains("journal") || lower.contains("article-type"):
      return "application/jats+xml"
    case "pmc-articleset": return "application/jats+xml"
    case "urlset", "sitemapindex": return "application/sitemap+xml"
    case "html": return "text/html"
    default: return nil
    }
  }

  /// Lines that messages begin with.
  private static let headers: Set<String> = [
    "received", "return-path", "delivered-to", "message-id", "mime-version", "from", "to", "subject", "date",
    "reply-to", "sender", "cc",
    "x-mailer", "dkim-signature", "content-type",
  ]

  /// Whether at least three of a message's headers stand before the first empty line, which has nothing else before it.
  private static func isMail(_ text: Substring) -> Bool {
    var found: Set<String> = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(60) {
      if line.isEmpty { break }
      if line.first == " " || line.first == "\t" { continue }
      guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else { return false }
      let name = line[..<colon].lowercased()
      if headers.contains(name) { found.insert(name) }
    }
    return found.count >= 3
      && !found.isDisjoint(with: ["received", "return-path", "message-id", "mime-version", "delivered-to", "subject"])
  }
}

extension Substring {
  /// The place right after the first occurrence of a text; nil where it does not occur.
  fileprivate func range(after mark: String) -> Index? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(mark) { return index(at, offsetBy: mark.count) }
      at = index(after: at)
    }
    return nil
  }
}
