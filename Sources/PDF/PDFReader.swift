import Model
import Readers

/// Reads PDFs: the program ``PDFProgram`` says which characters stand where, and the text is made of that.
///
/// Columns are read one after the other, lines are joined to paragraphs, paragraphs go on over columns and pages.
/// Running heads and page numbers are left out, and so is what cannot be seen. A page that is a picture is read where
/// somebody has put the recognized text behind it. Text whose fonts do not say which characters they are is refused.
public struct PDFReader: Reader {
  private let program: PDFProgram

  public init(_ program: PDFProgram) { self.program = program }

  public var isLost: Bool { program.hasEnded }

  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    guard !bytes.isEmpty else { throw ReadError(.empty, "empty document") }
    return try PDFText(try program.file(bytes), limits: program.limits).document()
  }
}

/// A PDF's characters on their way to a text.
struct PDFText {
  private let file: PDFFile
  private let limits: PDFLimits

  /// A page of which pictures cover more is one that was scanned.
  private static let scanned: Float = 0.4

  init(_ file: PDFFile, limits: PDFLimits) {
    self.file = file
    self.limits = limits
  }

  func document() throws(ReadError) -> TextDocument {
    guard file.pages.reduce(0, { $0 + $1.glyphs.count }) <= limits.characters else {
      throw ReadError(.tooLarge, "too large: a PDF with more than \(limits.characters) characters; split it")
    }
    let scan = WordScan(file)
    var legibility = Legibility()
    var lines: [PageLine] = []
    var hidden = 0
    var pictures = 0
    var columns = 0
    for (number, page) in file.pages.enumerated() {
      let layout = PageLayout(page, number: number, columns: columns, scan: scan, legibility: &legibility)
      if layout.lines.isEmpty, page.pictured > Self.scanned { pictures += 1 }
      hidden += layout.hidden
      columns = max(columns, (layout.lines.map(\.column).max() ?? -1) + 1)
      lines += layout.lines
    }
    try legibility.check()
    let letters = lines.reduce(0) { $0 + LineText.letters($1.text) }
    if pictures > 0, letters == 0 || pictures * 5 > file.pages.count * 4 && letters < 40 * pictures {
      throw ReadError(
        .scanned,
        "scanned: pictures of pages without text; recognize the text with ocrmypdf and send that"
      )
    }
    guard !lines.isEmpty || hidden > 0 else { throw ReadError(.noText, "no text: the PDF has none on its pages") }
    let reasons = RunningHeads.reasons(lines, heights: file.pages.map(\.height))
    let flow = Flow(zip(lines, reasons).filter { $1 == nil }.map(\.0))
    var text = TextBuilder()
    text.metadata = PDFMetadata.metadata(file)
    for reason in reasons.compactMap(\.self) { text.leaveOut(reason) }
    for (reason, count) in flow.omitted { text.leaveOut(reason, lines: count) }
    text.leaveOut(.hidden, lines: hidden)
    text.leaveOut(.unreadable, lines: pictures)
    write(flow.drafts, LineJoin(flow.drafts.flatMap(\.lines)), &text)
    guard !text.isEmpty else { throw ReadError(.noText, "no text: the PDF has none that can be seen on its pages") }
    text.markDateLines()
    return try text.document()
  }

  private func write(_ drafts: [Draft], _ join: LineJoin, _ text: inout TextBuilder) {
    var tables = 0
    for draft in drafts {
      switch draft.role {
      case .table:
        if PageTable.table(draft.lines, place: Self.place(of:)).add(to: &text, number: tables) { tables += 1 }
      case .heading: write(draft, .heading, join, &text)
      case .title: write(draft, .title, join, &text)
      case .item: write(draft, .item, join, &text)
      case .caption: write(draft, .caption, join, &text)
      case .footnote: write(draft, .footnote, join, &text)
      case .code: write(draft, .code, join, &text)
      case .paragraph, .contents: write(draft, .paragraph, join, &text)
      }
    }
  }

  private func write(_ draft: Draft, _ kind: TextDocument.Block.Kind, _ join: LineJoin, _ text: inout TextBuilder) {
    var words: [UInt8] = []
    var runs: [SourceMap.Run] = []
    for (index, line) in draft.lines.enumerated() {
      let start = words.count
      words += index == 0 ? line.text[min(draft.marker, line.text.count)...] : line.text[...]
      var end = words.count
      if index + 1 < draft.lines.count {
        if kind == .code {
          words.append(0x0A)
        } else {
          let (dropped, hasSpace) = join.between(line, draft.lines[index + 1].text)
          words.removeLast(min(dropped, words.count - start))
          end = words.count
          if hasSpace { words.append(0x20) }
        }
      }
      if end > start { runs.append(SourceMap.Run(text: start..<end, place: Self.place(of: line))) }
    }
    text.add(words, kind, level: draft.level, runs: runs)
  }

  private static func place(of line: PageLine) -> SourceMap.Place {
    let area = line.area
    return .page(
      line.page + 1,
      box: SourceMap.Box(
        left: Int(area.left.rounded(.down)),
        top: Int(area.top.rounded(.down)),
        right: Int(area.right.rounded(.up)),
        bottom: Int(area.bottom.rounded(.up))
      )
    )
  }
}
