import Archives
import Model
import Readers
import XML

/// Reads OpenDocument texts and spreadsheets (`.odt`, `.ods`), after ISO/IEC 26300: paragraphs, headings, lists and tables in order, then notes.
/// Deleted text, comments, hidden text and tables of contents are left out.
package struct OpenDocumentReader: Reader {
  package init() {}

  package func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let archive = try ZipArchive(bytes)
    if let manifest = try archive.content("META-INF/manifest.xml") {
      var isEncrypted = false
      try XMLScan.scan(manifest, name: "META-INF/manifest.xml") { event in
        if case .start(let element) = event, element.name == "encryption-data" { isEncrypted = true }
      }
      if isEncrypted { throw ReadError(.encrypted, "encrypted: save the document without a password") }
    }
    guard let content = try archive.content("content.xml") else {
      throw ReadError(.broken, "no OpenDocument: it has no content.xml")
    }
    var text = TextBuilder()
    if let meta = try archive.content("meta.xml") { text.metadata = try CoreProperties.read(meta) }
    try OpenDocumentBody().read(content, into: &text)
    text.markDateLines()
    return try text.document()
  }
}

private struct OpenDocumentBody {
  private static let path = "content.xml"

  /// A paragraph or heading that is open: frames and notes have paragraphs within one.
  private struct Paragraph {
    var words: [UInt8] = []
    /// A heading's level.
    var level = 0
    var isNote = false
    var isTitle = false
  }

  private struct Table {
    var text = TableText()
    var cell = TableText.Cell(words: [], place: nil)
    var isInCell = false
    var isHeader = false
    var repeats = 1
  }

  private static let left: Set<String> = [
    "tracked-changes", "annotation", "hidden-text", "hidden-paragraph", "note-citation", "table-of-content",
    "alphabetical-index",
    "forms", "sequence-decls", "font-face-decls", "automatic-styles", "dde-connection-decls", "user-field-decls",
  ]

  func read(_ bytes: [UInt8], into text: inout TextBuilder) throws(ReadError) {
    var builder = text
    var paragraphs: [Paragraph] = []
    var tables: [Table] = []
    var notes: [(words: [UInt8], number: Int)] = []
    var skipped = 0
    var lists = 0
    var noteDepth = 0
    var number = 0
    var tableNumber = 0
    try XMLScan.scan(bytes, name: Self.path) { event in
      switch event {
      case .start(let element):
        if skipped > 0 || Self.left.contains(element.name) {
          if skipped == 0 {
            switch element.name {
            case "tracked-changes": builder.leaveOut(.deleted)
            case "table-of-content", "alphabetical-index": builder.leaveOut(.contents)
            default: break
            }
          }
          skipped += 1
          return
        }
        switch element.name {
        case "p", "h":
          number += 1
          var paragraph = Paragraph()
          if element.name == "h" { paragraph.level = min(9, max(1, element["outline-level"].flatMap { Int($0) } ?? 1)) }
          paragraph.isNote = noteDepth > 0
          paragraph.isTitle = element["style-name"] == "Title"
          paragraphs.append(paragraph)
        case "s":
          append([UInt8](repeating: 0x20, count: min(80, max(1, element["c"].flatMap { Int($0) } ?? 1))), &paragraphs)
        case "tab": append([0x09], &paragraphs)
        case "line-break": append([0x0A], &paragraphs)
        case "list": lists += 1
        case "note-body": noteDepth += 1
        case "table" where element.space.hasSuffix(":table:1.0"): tables.append(Table())
        case "table-header-rows": if let last = tables.indices.last { tables[last].isHeader = true }
        case "table-row": if let last = tables.indices.last { tables[last].text.rows.append([]) }
        case "table-cell", "covered-table-cell":
          guard let last = tables.indices.last else { break }
          tables[last].cell = TableText.Cell(
            words: [],
            columns: element.count("number-columns-spanned"),
            rows: element.count("number-rows-spanned"),
            isHeader: tables[last].isHeader,
            place: .part(Self.path, paragraph: number + 1)
          )
          tables[last].repeats = element.count("number-columns-repeated")
          tables[last].isInCell = element.name == "table-cell"
        default: break
        }
      case .text(let stretch, _): if skipped == 0 { append(stretch, &paragraphs) }
      case .end(let name):
        if skipped > 0 {
          skipped -= 1
          return
        }
        switch name {
        case "p", "h":
          guard let paragraph = paragraphs.popLast() else { break }
          if paragraph.isNote {
            notes.append((paragraph.words, number))
          } else if let last = tables.indices.last, tables[last].isInCell {
            tables[last].cell.add(paragraph.words)
          } else {
            let kind: TextDocument.Block.Kind =
              paragraph.isTitle ? .title : paragraph.level > 0 ? .heading : lists > 0 ? .item : .paragraph
            builder.add(paragraph.words, kind, level: paragraph.level, place: .part(Self.path, paragraph: number))
          }
        case "list": lists -= 1
        case "note-body": noteDepth -= 1
        case "table-header-rows": if let last = tables.indices.last { tables[last].isHeader = false }
        case "table-cell", "covered-table-cell":
          guard let last = tables.indices.last, let row = tables[last].text.rows.indices.last else { break }
          // A covered place has no cell of its own; empty cells to the end of a sheet say nothing.
          if tables[last].isInCell, !tables[last].cell.words.isEmpty || tables[last].repeats < 100 {
            for _ in 0..<min(100, tables[last].repeats) { tables[last].text.rows[row].append(tables[last].cell) }
          }
          tables[last].isInCell = false
        case "table":
          guard var table = tables.popLast() else { break }
          table.text.rows.removeAll { $0.allSatisfy(\.words.isEmpty) }
          if let last = tables.indices.last, tables[last].isInCell {
            tables[last].cell.add(table.text.words)
          } else if table.text.add(to: &builder, number: tableNumber) {
            tableNumber += 1
          }
        default: break
        }
      }
    }
    for note in notes { builder.add(note.words, .footnote, place: .part(Self.path, paragraph: note.number)) }
    text = builder
  }

  /// White space in the file is one space, as in a page.
  private func append(_ words: some Sequence<UInt8>, _ paragraphs: inout [Paragraph]) {
    guard let last = paragraphs.indices.last else { return }
    for byte in words {
      if byte == 0x20 || byte == 0x0D, paragraphs[last].words.last == 0x20 { continue }
      paragraphs[last].words.append(byte == 0x0D ? 0x20 : byte)
    }
  }
}
