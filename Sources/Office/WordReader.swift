import Archives
import Model
import Readers
import XML

/// Reads Word documents (`.docx`): what stands in them when all revisions are accepted.
///
/// After ISO/IEC 29500: the body's paragraphs and tables in order, text boxes where they are anchored, then footnotes and endnotes; headers once
/// each, as lines about the document. Deleted and moved text, comments, field codes and hidden text are left out.
package struct WordReader: Reader {
  private static let body = "word/document.xml"

  package init() {}

  package func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let archive = try ZipArchive(bytes)
    guard let document = try archive.content(Self.body) else {
      throw ReadError(.broken, "no Word document: it has no \(Self.body)")
    }
    let styles = try WordStyles(try archive.content("word/styles.xml"))
    var text = TextBuilder()
    if let core = try archive.content("docProps/core.xml") { text.metadata = try CoreProperties.read(core) }
    // Headers say the same on every page.
    var seen: Set<[UInt8]> = []
    for entry in archive.entries.map(\.path).filter({ $0.hasPrefix("word/header") && $0.hasSuffix(".xml") }).sorted() {
      var header = TextBuilder()
      do throws(ReadError) {
        guard let part = try archive.content(entry) else { continue }
        try WordPart(entry, styles).read(part, into: &header)
      } catch {
        // The document is none the less what it is.
        text.leaveOut(.unreadable)
        continue
      }
      for block in header.blocks where seen.insert(Array(header.bytes[block.range])).inserted {
        text.add(header.bytes[block.range], .masthead, place: .part(entry, paragraph: 1))
      }
    }
    try WordPart(Self.body, styles).read(document, into: &text)
    for (path, kind) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
      guard let part = try archive.content(path) else { continue }
      try WordPart(path, styles, notes: kind).read(part, into: &text)
    }
    text.markDateLines()
    return try text.document()
  }
}

/// One part of a Word document: its paragraphs in order.
private struct WordPart {
  private let path: String
  private let styles: WordStyles
  /// The element that a note is, in a part of notes.
  private let notes: String?

  init(_ path: String, _ styles: WordStyles, notes: String? = nil) {
    self.path = path
    self.styles = styles
    self.notes = notes
  }

  /// A paragraph that is open: text boxes have paragraphs within one.
  private struct Paragraph {
    var words: [UInt8] = []
    var role: WordStyles.Role?
    var isListed = false
  }

  private struct Table {
    var text = TableText()
    var isHeader = false
    var cell = TableText.Cell(words: [], place: nil)
    /// For each column the cell that a vertically merged one goes on.
    var merged: [Int: (row: Int, index: Int)] = [:]
    var column = 0
    var isContinued = false
  }

  /// Elements whose text is no part of the document as it is read.
  private static let left: Set<String> = [
    "del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "commentReference", "annotationRef",
  ]

  func read(_ bytes: [UInt8], into text: inout TextBuilder) throws(ReadError) {
    var paragraphs: [Paragraph] = []
    var tables: [Table] = []
    var skipped = 0
    var isText = false
    var isHidden = false
    var isInProperties = false
    var number = 0
    var tableNumber = 0
    var isNote = notes == nil
    var deleted = 0
    var builder = text
    let fault = Result { () throws(ReadError) in
      try XMLScan.scan(bytes, name: path) { event in
        switch event {
        case .start(let element):
          if skipped > 0 || Self.left.contains(element.name) {
            if skipped == 0, element.name == "del" || element.name == "moveFrom" { deleted += 1 }
            skipped += 1
            return
          }
          switch element.name {
          case "p" where element.space.hasSuffix("/main"):
            paragraphs.append(Paragraph())
            number += 1
          case "pStyle":
            if let style = element["val"], let last = paragraphs.indices.last {
              paragraphs[last].role = styles.role(style)
            }
          case "numPr": if let last = paragraphs.indices.last { paragraphs[last].isListed = true }
          case "rPr": isInProperties = true
          case "vanish" where isInProperties: isHidden = element["val"].map { $0 != "0" && $0 != "false" } ?? true
          case "r": isHidden = false
          case "t": isText = !isHidden
          case "tab" where !isInProperties && !paragraphs.isEmpty: append([0x09], &paragraphs)
          case "br", "cr": append([0x0A], &paragraphs)
          case "noBreakHyphen": append([UInt8(ascii: "-")], &paragraphs)
          case "tbl": tables.append(Table())
          case "tr":
            guard let last = tables.indices.last else { break }
            tables[last].text.rows.append([])
            tables[last].isHeader = false
            tables[last].column = 0
          case "tblHeader": if let last = tables.indices.last { tables[last].isHeader = true }
          case "tc":
            guard let last = tables.indices.last else { break }
            tables[last].cell = TableText.Cell(words: [], place: .part(path, paragraph: number + 1))
            tables[last].isContinued = false
          case "gridSpan":
            if let last = tables.indices.last {
              tables[last].cell.columns = element.count("val")
            }
          case "vMerge":
            if let last = tables.indices.last { tables[last].isContinued = element["val"] != "restart" }
          case notes:
            let type = element["type"] ?? "normal"
            isNote = type == "normal"
          default: break
          }
        case .text(let stretch, _): if isText, skipped == 0 { append(stretch, &paragraphs) }
        case .end(let name):
          if skipped > 0 {
            skipped -= 1
            return
          }
          switch name {
          case "t": isText = false
          case "rPr": isInProperties = false
          case "p":
            guard let paragraph = paragraphs.popLast(), isNote else { break }
            if let last = tables.indices.last {
              tables[last].cell.add(paragraph.words)
            } else {
              add(paragraph, number, &builder)
            }
          case "tc": if let last = tables.indices.last { Self.close(&tables[last]) }
          case "tbl":
            guard let table = tables.popLast() else { break }
            if let last = tables.indices.last {
              // A table in a cell is a part of what the cell says.
              tables[last].cell.add(table.text.words)
            } else if table.text.add(to: &builder, number: tableNumber) {
              tableNumber += 1
            }
          default: break
          }
        }
      }
    }
    builder.leaveOut(.deleted, lines: deleted)
    text = builder
    // What came before the fault of one that is cut off stands; with nothing before it there is no document.
    if case .failure(let error) = fault, text.isEmpty { throw error }
  }

  private func append(_ words: some Sequence<UInt8>, _ paragraphs: inout [Paragraph]) {
    guard let last = paragraphs.indices.last else { return }
    paragraphs[last].words += words
  }

  private static func close(_ table: inout Table) {
    guard let row = table.text.rows.indices.last else { return }
    let column = table.column
    table.column += table.cell.columns
    if table.isContinued, let above = table.merged[column] {
      table.text.rows[above.row][above.index].rows += 1
      return
    }
    table.cell.isHeader = table.isHeader
    table.merged[column] = (row, table.text.rows[row].count)
    table.text.rows[row].append(table.cell)
  }

  private func add(_ paragraph: Paragraph, _ number: Int, _ text: inout TextBuilder) {
    let place = SourceMap.Place.part(path, paragraph: number)
    if notes != nil {
      text.add(paragraph.words, .footnote, place: place)
      return
    }
    switch paragraph.role {
    case .title: text.add(paragraph.words, text.blocks.contains { $0.kind == .title } ? .heading : .title, place: place)
    case .heading(let level): text.add(paragraph.words, .heading, level: level, place: place)
    case .caption: text.add(paragraph.words, .caption, place: place)
    case .contents: text.leaveOut(.contents)
    case .list: text.add(paragraph.words, .item, place: place)
    case nil: text.add(paragraph.words, paragraph.isListed ? .item : .paragraph, place: place)
    }
  }
}
