import Archives
import HTML
import Model
import Office
import Readers
import XML

/// Reads books (`.epub`, EPUB 2 and 3): the chapters in the order of the spine, each whole. Lists of contents are left out.
struct EPUBReader: Reader {
  private static let container = "META-INF/container.xml"

  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let archive = try ZipArchive(bytes)
    try Self.checkEncryption(archive)
    guard let path = try Self.packagePath(archive), let file = try archive.content(path) else {
      throw ReadError(.broken, "no book: it has no package file")
    }
    let package = try Package(file, path: path)
    var text = TextBuilder()
    text.metadata = package.metadata
    if let title = package.metadata.title { text.add(title.utf8, .title, place: .part(path, paragraph: 1)) }
    for chapter in package.chapters {
      guard !chapter.isContents else {
        text.leaveOut(.contents)
        continue
      }
      do throws(ReadError) {
        guard let content = try archive.content(chapter.path) else {
          text.leaveOut(.unreadable)
          continue
        }
        let decoded = try TextDecoder.decode(content, declared: HTMLReader.declaredCharset(content))
        text.append(try HTMLReader.whole.read(XHTML.expanded(decoded.bytes))) { number, _ in
          .part(chapter.path, paragraph: number + 1)
        }
      } catch {
        // One bad chapter loses no book. Pictures of covers have no text.
        if error.code != .empty, error.code != .noText { text.leaveOut(.unreadable) }
      }
    }
    guard text.blocks.contains(where: { $0.kind != .title }) else { throw ReadError(.noText, "no text in it") }
    return try text.document()
  }

  /// Fonts may be scrambled; chapters that are cannot be read.
  private static func checkEncryption(_ archive: ZipArchive) throws(ReadError) {
    guard let list = try archive.content("META-INF/encryption.xml") else { return }
    var isText = false
    try XMLScan.scan(list, name: "META-INF/encryption.xml") { event in
      guard case .start(let element) = event, element.name == "CipherReference", let uri = element["URI"] else {
        return
      }
      let name = uri.lowercased()
      if [".xhtml", ".html", ".htm", ".xml"].contains(where: name.hasSuffix) { isText = true }
    }
    if isText { throw ReadError(.encrypted, "encrypted: its chapters can be read with the shop's program alone") }
  }

  private static func packagePath(_ archive: ZipArchive) throws(ReadError) -> String? {
    guard let list = try archive.content(container) else { return nil }
    var path: String?
    try XMLScan.scan(list, name: container) { event in
      if case .start(let element) = event, element.name == "rootfile", path == nil { path = element["full-path"] }
    }
    return path
  }
}

/// The package file of a book: what it says of itself, and its chapters in their order.
private struct Package {
  struct Chapter {
    /// The file in the archive.
    var path: String
    /// Whether it is a list of the others.
    var isContents: Bool
  }

  /// How many chapters a book may have.
  private static let maximumChapters = 5000

  var metadata: DocumentMetadata
  var chapters: [Chapter] = []

  init(_ bytes: [UInt8], path: String) throws(ReadError) {
    metadata = try CoreProperties.read(bytes, isBook: true)
    var (items, spine): ([String: (href: String, isContents: Bool)], [String]) = ([:], [])
    var (isbn, isIdentifier): ([UInt8], Bool) = ([], false)
    try XMLScan.scan(bytes, name: path) { event in
      switch event {
      case .start(let element):
        isIdentifier = element.name == "identifier"
        if element.name == "item", let id = element["id"], let href = element["href"] {
          let isContents = element["properties"]?.split(separator: " ").contains("nav") ?? false
          items[id] = (href, isContents || element["media-type"] == "application/x-dtbncx+xml")
        } else if element.name == "itemref", let id = element["idref"], spine.count < Self.maximumChapters {
          spine.append(id)
        }
      case .text(let stretch, _): if isIdentifier, isbn.count < 200 { isbn += stretch }
      case .end: isIdentifier = false
      }
    }
    let digits = isbn.filter { $0 != UInt8(ascii: "-") }
    if let at = digits.firstIndex(of: "978"), digits[at...].prefix(13).allSatisfy({ (0x30...0x39).contains($0) }) {
      metadata.identifiers[.isbn] = String(decoding: digits[at...].prefix(13), as: UTF8.self)
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
    var seen: Set<String> = []
    for id in spine {
      guard let item = items[id], seen.insert(id).inserted else { continue }
      let href = item.href.prefix { $0 != "#" }
      let name = String(decoding: FileURI.decoded(Array(href.utf8)), as: UTF8.self)
      chapters.append(Chapter(path: Self.resolved(folder + name), isContents: item.isContents))
    }
  }

  /// A path without `.` and `..`.
  private static func resolved(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// XHTML as a reader of HTML can take it: there `<title/>` opens a title that nothing closes.
enum XHTML {
  /// Elements that never have an end tag in HTML.
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
  ]

  /// Each empty element written with its end tag, where HTML knows the element to have one; without the marks of notes and the arrows that
  /// lead back from them.
  static func expanded(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      if !isArrow(bytes[at..<open]) { result += bytes[at..<open] }
      guard let end = bytes[open...].firstIndex(of: UInt8(ascii: ">")) else {
        at = open
        break
      }
      let name = bytes[(open + 1)..<end].prefix {
        ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0)
      }
      let lower = String(decoding: name, as: UTF8.self).lowercased()
      if end > open + 1, bytes[end - 1] == UInt8(ascii: "/"), !name.isEmpty, !void.contains(lower) {
        result += bytes[open..<(end - 1)] + Array("></\(lower)>".utf8)
      } else {
        result += bytes[open...end]
      }
      at = end + 1
      if lower == "a", isOfNote(bytes[open..<end], from: at, bytes),
        let close = bytes[at...].prefix(2000).firstIndex(of: "</a")
      {
        at = close
      }
    }
    return result + bytes[at...]
  }

  /// An arrow alone, also with the sign that it is no picture: it leads back from a note.
  private static func isArrow(_ text: ArraySlice<UInt8>) -> Bool {
    let arrow: [UInt8] = [0xE2, 0x86, 0xA9]
    guard let start = text.firstIndex(where: { $0 > 0x20 }), text[start...].starts(with: arrow) else { return false }
    let rest = text[(start + 3)...].drop { $0 == 0xEF || $0 == 0xB8 || $0 == 0x8E || $0 == 0x8F }
    return rest.allSatisfy { $0 <= 0x20 }
  }

  /// What links say that they are, in `epub:type` and `role`.
  private static let noteTypes = ["noteref", "backlink", "doc-noteref", "doc-backlink"]

  /// Whether a link is the mark of a note or leads back from one: it says so, or is a number that is raised and leads within the book.
  private static func isOfNote(_ tag: ArraySlice<UInt8>, from start: Int, _ bytes: [UInt8]) -> Bool {
    let words = String(decoding: tag, as: UTF8.self).split { $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "=" }
    if words.contains(where: { noteTypes.contains($0.lowercased()) }) { return true }
    let before = bytes[..<tag.startIndex].suffix(40).filter { $0 > 0x20 }
    let label = bytes[start...].prefix { $0 != UInt8(ascii: "<") }.filter { $0 > 0x20 }
    let digits = label.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
    let isNumber = (1...3).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    return isNumber && before.suffix(5).elementsEqual("<sup>".utf8)
      && words.contains { $0.hasPrefix("#") || $0.contains("html#") }
  }
}
