import CMark
import Model
import Readers

/// Reads Markdown by libcmark: its marks are gone from the text, code is no prose, and front matter is metadata.
struct MarkdownReader: Reader {
  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    guard MarkdownCost.estimate(bytes) <= MarkdownCost.limit else {
      throw ReadError(.tooLarge, "it has more lines and marks than are read of a Markdown document; submit it in parts")
    }
    let (front, start) = FrontMatter.read(bytes)
    var markdown = MarkdownText(source: bytes, start: start)
    markdown.read()
    return try markdown.document(front)
  }
}

/// How much memory libcmark takes for a document, which cannot be told to take no more: measured with texts that are nothing but marks.
private enum MarkdownCost {
  /// In bytes; half of what a worker has by default.
  static let limit = 512 << 20
  private static let line = 500
  private static let mark = 350

  static func estimate(_ bytes: [UInt8]) -> Int {
    var sum = 0
    var before: UInt8 = 0x0A
    for byte in bytes {
      switch byte {
      case 0x0A, 0x0D: sum += line
      // ! # & * < > [ \ ] _ ` | ~
      case 0x21, 0x23, 0x26, 0x2A, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x5F, 0x60, 0x7C, 0x7E: sum += mark
      // Of a link, and not of a remark; of a list, and not of a word.
      case UInt8(ascii: "("): if before == UInt8(ascii: "]") { sum += mark }
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if before <= 0x20 { sum += mark }
      // "1. 1. 1."
      case UInt8(ascii: "."), UInt8(ascii: ")"): if (0x30...0x39).contains(before) { sum += mark }
      default: break
      }
      before = byte
    }
    return sum
  }
}

/// What stands between `---` lines before the text: a name and a value a line.
private enum FrontMatter {
  /// How many bytes of it are looked at.
  private static let limit = 16 << 10

  /// - Returns: what it says, and where the text begins.
  static func read(_ bytes: [UInt8]) -> (metadata: DocumentMetadata, end: Int) {
    var metadata = DocumentMetadata()
    guard bytes.starts(with: "---\n".utf8) || bytes.starts(with: "---\r\n".utf8) else { return (metadata, 0) }
    var at = 0
    var lines: [Substring] = []
    let head = bytes.prefix(limit)
    while at < head.count {
      let end = head[at...].firstIndex(of: UInt8(ascii: "\n")) ?? head.count
      let line = Substring(String(decoding: head[at..<end], as: UTF8.self)).drop { $0 == "\r" }
      at = end + 1
      if !lines.isEmpty, line.trimmed == "---" || line.trimmed == "..." {
        for line in lines.dropFirst() { note(line, &metadata) }
        return (metadata, min(at, bytes.count))
      }
      lines.append(line)
    }
    return (metadata, 0)
  }

  private static func note(_ line: Substring, _ metadata: inout DocumentMetadata) {
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].trimmed.unquoted
    guard !value.isEmpty else { return }
    switch line[..<colon].trimmed.lowercased() {
    case "title": metadata.title = value
    case "author", "authors", "by":
      let list = value.drop { $0 == "[" }.reversed().drop { $0 == "]" }.reversed()
      metadata.authors = String(list).split(separator: ",").map { $0.trimmed.unquoted }.filter { !$0.isEmpty }
    case "date", "published": metadata.published = value
    case "lastmod", "updated", "modified": metadata.modified = value
    case "lang", "language": metadata.language = value
    case "doi": metadata.identifiers[.doi] = value
    case "url", "canonical", "canonical_url": metadata.identifiers[.canonicalURL] = value
    default: break
    }
  }
}

extension StringProtocol {
  /// Without the quotes around it.
  fileprivate var unquoted: String {
    guard count > 1, let first, first == last, first == "\"" || first == "'" else { return String(self) }
    return String(dropFirst().dropLast())
  }
}

/// Makes a text of what libcmark finds.
private struct MarkdownText {
  /// Blocks deeper than this are read as those they stand in.
  private static let maximumDepth = 100

  private let source: [UInt8]
  private let start: Int
  /// Where each line of what was parsed begins in the source.
  private var lines: [Int] = []
  private var text = TextBuilder()
  private var tables = 0

  init(source: [UInt8], start: Int) {
    self.source = source
    self.start = start
    lines = [start]
    // As libcmark counts them: a return ends a line as well.
    for index in source.indices[start...] {
      let isReturn = source[index] == 0x0D && (index + 1 == source.count || source[index + 1] != 0x0A)
      if source[index] == 0x0A || isReturn { lines.append(index + 1) }
    }
  }

  mutating func read() {
    let root = source[start...].withUnsafeBytes { bytes in
      cmark_parse_document(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, CMARK_OPT_DEFAULT)
    }
    guard let root else { return }
    defer { cmark_node_free(root) }
    // So that the mark of a note stands in one node.
    cmark_consolidate_text_nodes(root)
    guard let walk = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(walk) }
    var items = 0
    var quotes = 0
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { break }
      let node = cmark_iter_get_node(walk)
      let enters = event == CMARK_EVENT_ENTER
      switch cmark_node_get_type(node) {
      case CMARK_NODE_ITEM: items += enters ? 1 : -1
      case CMARK_NODE_BLOCK_QUOTE: quotes += enters ? 1 : -1
      case CMARK_NODE_CODE_BLOCK where enters:
        text.leaveOut(.code, lines: Self.literal(node).count { $0 == UInt8(ascii: "\n") })
      case CMARK_NODE_HEADING where enters:
        add(node, .heading, level: Int(cmark_node_get_heading_level(node)))
      case CMARK_NODE_PARAGRAPH where enters:
        if quotes == 0, items == 0, addTable(node) { continue }
        for (words, isNote) in Self.notes(node) {
          let kind: TextDocument.Block.Kind = quotes > 0 ? .quotation : items > 0 ? .item : .paragraph
          text.add(words, isNote ? .footnote : kind, place: .bytes(place(node)))
        }
      default: break
      }
    }
  }

  mutating func document(_ front: DocumentMetadata) throws(ReadError) -> TextDocument {
    // The first heading of the highest level names the document, if nothing comes before it.
    if let first = text.blocks.first, first.kind == .heading, first.level == 1 { text.blocks[0].kind = .title }
    text.metadata = front
    text.markDateLines()
    return try text.document()
  }

  // MARK: Blocks

  /// The bytes of the source that a node was read from.
  private func place(_ node: OpaquePointer?) -> Range<Int> {
    let (first, last) = (Int(cmark_node_get_start_line(node)), Int(cmark_node_get_end_line(node)))
    guard first >= 1, last >= first, last <= lines.count else { return start..<source.count }
    let lower = min(lines[first - 1] + max(0, Int(cmark_node_get_start_column(node)) - 1), source.count)
    let upper = min(lines[last - 1] + max(0, Int(cmark_node_get_end_column(node))), source.count)
    // Columns count what libcmark made of the line: a tab is several, and a NUL three bytes.
    return letterStart(lower)..<max(letterStart(lower), letterStart(upper))
  }

  /// The beginning of the letter that a byte is part of.
  private func letterStart(_ index: Int) -> Int {
    var index = index
    while index > start, index < source.count, source[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  private mutating func add(_ node: OpaquePointer?, _ kind: TextDocument.Block.Kind, level: Int = 0) {
    text.add(Self.words(node), kind, level: level, place: .bytes(place(node)))
  }

  /// The words of a block without their marks.
  private static func words(_ node: OpaquePointer?) -> [UInt8] {
    Array(notes(node).map(\.words).joined(separator: [0x20]))
  }

  /// The words of a block without their marks, parted where lines begin with the mark of a footnote.
  private static func notes(_ node: OpaquePointer?) -> [(words: [UInt8], isNote: Bool)] {
    var notes: [(words: [UInt8], isNote: Bool)] = []
    var (words, isNote, isStart) = ([UInt8](), false, true)
    guard let walk = cmark_iter_new(node) else { return notes }
    defer { cmark_iter_free(walk) }
    while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
      guard event == CMARK_EVENT_ENTER else { continue }
      let inner = cmark_iter_get_node(walk)
      switch cmark_node_get_type(inner) {
      case CMARK_NODE_TEXT:
        let text = literal(inner)
        if isStart, let end = NoteMark.end(text, 0), end < text.count, text[end] == UInt8(ascii: ":") {
          notes.append((words, isNote))
          (words, isNote) = (NoteMark.removed(Array(text[(end + 1)...])), true)
        } else if !isNoteLink(inner, text) {
          words += NoteMark.removed(text)
        }
        isStart = false
      case CMARK_NODE_CODE:
        words += literal(inner)
        isStart = false
      case CMARK_NODE_SOFTBREAK:
        words.append(0x20)
        isStart = true
      case CMARK_NODE_LINEBREAK:
        words.append(0x0A)
        isStart = true
      default: break
      }
    }
    notes.append((words, isNote))
    return notes.filter { !$0.words.isEmpty }
  }

  /// Whether a text is the mark of a footnote of one word, which libcmark takes for a link.
  private static func isNoteLink(_ node: OpaquePointer?, _ text: [UInt8]) -> Bool {
    text.count > 1 && text.first == UInt8(ascii: "^") && !text.contains(0x20)
      && cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_LINK
  }

  private static func literal(_ node: OpaquePointer?) -> [UInt8] {
    guard let text = cmark_node_get_literal(node) else { return [] }
    var bytes: [UInt8] = []
    var at = text
    while at.pointee != 0 {
      bytes.append(UInt8(bitPattern: at.pointee))
      at += 1
    }
    return bytes
  }

  // MARK: Tables

  /// Reads a paragraph that is a table in the manner of GitHub: a second line of dashes between bars.
  private mutating func addTable(_ node: OpaquePointer?) -> Bool {
    let place = place(node)
    let rows = source[place].split(separator: UInt8(ascii: "\n")).map { Self.cells($0) }
    guard rows.count > 2, rows[0].count > 1, rows[1].count == rows[0].count,
      rows[1].allSatisfy({ cell in
        cell.contains(UInt8(ascii: "-"))
          && cell.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0 == 0x20 }
      })
    else { return false }
    var table = TableText()
    for (number, row) in rows.enumerated() where number != 1 {
      table.rows.append(
        row.prefix(rows[0].count).map { cell in
          let words = Array(cell.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
          return TableText.Cell(words: words, isHeader: number == 0, place: .bytes(cell.startIndex..<cell.endIndex))
        }
      )
    }
    if table.add(to: &text, number: tables) { tables += 1 }
    return true
  }

  /// The cells of a row: what stands between bars that no backslash precedes.
  private static func cells(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var first = line.startIndex
    for index in line.indices
    where line[index] == UInt8(ascii: "|") && (index == line.startIndex || line[index - 1] != UInt8(ascii: "\\")) {
      cells.append(line[first..<index])
      first = index + 1
    }
    cells.append(line[first...])
    let isBlank: (ArraySlice<UInt8>) -> Bool = { $0.allSatisfy { $0 <= 0x20 } }
    if let outer = cells.first, isBlank(outer) { cells.removeFirst() }
    if let outer = cells.last, isBlank(outer) { cells.removeLast() }
    return cells
  }
}

/// The mark of a footnote, `[^1]`, which CommonMark does not know.
private enum NoteMark {
  private static let longest = 40

  /// Where a mark ends that begins at a byte; nil where none does.
  static func end(_ text: [UInt8], _ start: Int) -> Int? {
    guard text[start...].starts(with: "[^".utf8) else { return nil }
    let label = text[(start + 2)...].prefix(longest).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[")
    }
    guard !label.isEmpty, label.endIndex < text.count, text[label.endIndex] == UInt8(ascii: "]") else { return nil }
    return label.endIndex + 1
  }

  /// A text without the marks in it.
  static func removed(_ text: [UInt8]) -> [UInt8] {
    guard text.firstIndex(of: "[^") != nil else { return text }
    var result: [UInt8] = []
    var at = 0
    while at < text.count {
      if let end = end(text, at) {
        // "Halden. [^1] It", "in 1931 [^2]."
        if result.last == 0x20, end == text.count || text[end] <= 0x2F { result.removeLast() }
        at = end
      } else {
        result.append(text[at])
        at += 1
      }
    }
    return result
  }
}
