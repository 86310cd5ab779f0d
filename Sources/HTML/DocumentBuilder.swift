import Model

/// Makes the document of the segments of a page that are its main part.
struct DocumentBuilder {
  private let page: Page
  private let content: MainContent
  private var writer: TextWriter
  private var metadata: PageMetadata
  private var tables: [Int: TableText] = [:]
  private var tableCount = 0
  private var hasTitle = false
  private var hasBody = false

  /// A table of data, and where its cells and caption stand in the text.
  private struct TableText {
    var number: Int
    var grid: TableGrid
    /// The cell of each node.
    var cells: [Int: Int]
    /// Of each cell of the grid, its block and its range.
    var written: [Int: (block: Int, range: Range<Int>)] = [:]
    var caption: Range<Int>?
  }

  init(_ page: Page, _ content: MainContent) {
    self.page = page
    self.content = content
    metadata = page.metadata
    writer = TextWriter(source: page.source, reduction: page.reduction)
  }

  private var tree: Tree { page.tree }
  private var segments: [Segment] { page.segmentation.segments }

  mutating func build() throws(ReadError) -> TextDocument {
    let title = page.shape.title
    if title == nil { writeHeadTitle() }
    var index = 0
    while index < segments.count {
      let segment = segments[index]
      // The title stays, wherever it stands: some pages have it in the site's header.
      guard content.isKept[index] || index == title else {
        index += 1
        continue
      }
      if segment.cell >= 0, let table = dataTable(around: Int(segment.cell)) {
        index = writeCell(table, from: index)
      } else {
        write(segment, isTitle: index == title)
        index += 1
      }
    }
    linkHeaders()
    // A title in the head alone is no text.
    guard writer.blocks.contains(where: { $0.kind != .title }) || title != nil else { throw .noText }
    finishMetadata()
    return TextDocument(
      bytes: writer.text,
      blocks: writer.blocks,
      omissions: content.omissions(),
      metadata: metadata.metadata,
      places: writer.places()
    )
  }

  // MARK: Blocks

  private mutating func write(_ segment: Segment, isTitle: Bool) {
    var kind = segment.kind
    if isTitle { kind = .title } else if isMasthead(segment) { kind = .masthead }
    writer.begin(kind)
    addPieces(segment)
    let range = writer.end(kind, level: kind == .heading ? segment.level : 0)
    if range != nil, kind == .title { hasTitle = true }
    if segment.counts.isProse { hasBody = true }
    guard let range, kind == .caption, let table = innermostTable(of: Int(segment.block)) else { return }
    if dataTable(table) != nil { tables[table]?.caption = range }
  }

  /// A short line with the author or the day, before the body.
  private func isMasthead(_ segment: Segment) -> Bool {
    guard !hasBody, segment.kind == .paragraph || segment.kind == .item, segment.counts.words <= 14,
      segment.counts.sentences == 0
    else { return false }
    let first = Int(page.segmentation.pieces[segment.pieces.lowerBound].node)
    let around = tree.ancestors(of: first).prefix(3)
    return around.contains { tree.nodes[$0].tag == .time || !tree.nodes[$0].hints.isDisjoint(with: [.author, .date]) }
  }

  private mutating func addPieces(_ segment: Segment) {
    for piece in page.segmentation.pieces[segment.pieces] {
      guard piece.node >= 0 else {
        writer.endLine()
        continue
      }
      if piece.isApart { writer.part() }
      let node = tree.nodes[Int(piece.node)]
      let words = tree.text[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
      if isRaised(node) {
        if isNoteMark(words) { continue }
        if isPower(words) {
          writer.addRaised(words, node.source)
          continue
        }
      }
      writer.add(words, node.source)
    }
  }

  /// Whether a text is raised, by itself or as a link.
  private func isRaised(_ node: Tree.Node) -> Bool {
    guard node.parent >= 0 else { return false }
    let parent = tree.nodes[Int(node.parent)]
    if parent.tag == .sup { return true }
    return parent.tag == .a && parent.parent >= 0 && tree.nodes[Int(parent.parent)].tag == .sup
  }

  /// Whether a raised sign leads to a note, as in "1,204ᵃ" and "Bergen¹²", and is no power: "km²", "10⁶".
  private func isNoteMark(_ words: ArraySlice<UInt8>) -> Bool {
    let sign = words.filter { $0 > 0x20 }
    guard let first = sign.first, let last = writer.text.last else { return false }
    let isNumbers =
      sign.count <= 5 && Self.isDigit(first) && sign.allSatisfy { Self.isDigit($0) || $0 == UInt8(ascii: ",") }
    guard isNumbers || sign.count == 1 && (Self.isLetter(first) || first == UInt8(ascii: "*")) else { return false }
    if Self.isDigit(last) { return !isTen }
    // Behind the end of a sentence or a quotation.
    if isNumbers,
      ".,;:!?)\"'".utf8.contains(last) || ["”", "’"].contains(where: { writer.text.suffix(3).elementsEqual($0.utf8) })
    {
      return true
    }
    return writer.text.suffix(3).count == 3 && writer.text.suffix(3).allSatisfy(Self.isLetter)
  }

  /// Whether what is raised is the power of a ten: "10⁶".
  private func isPower(_ words: ArraySlice<UInt8>) -> Bool {
    guard isTen else { return false }
    let digits =
      words.starts(with: "\u{2212}".utf8)
      ? words.dropFirst(3) : words.first == UInt8(ascii: "-") ? words.dropFirst() : words
    return (1...2).contains(digits.count) && digits.allSatisfy(Self.isDigit)
  }

  /// Whether the number that was written last is a ten.
  private var isTen: Bool {
    let number = writer.text.reversed().prefix {
      Self.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
    }
    return Array(number) == Array("01".utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  // MARK: The title

  /// Of a page whose body does not show its title, that of the head, without the site's name.
  private mutating func writeHeadTitle() {
    guard let (bytes, place) = headTitle() else { return }
    let range = TitleTrimmer.article(bytes, site: page.metadata.siteName)
    writer.begin(.title)
    writer.add(bytes, place, only: range)
    hasTitle = writer.end(.title) != nil
  }

  private func headTitle() -> (ArraySlice<UInt8>, Range<Int32>)? {
    if let value = page.metadata.titleValue, !value.text.isEmpty {
      // The value stands between quotes.
      let quote = page.reduction.bytes[Int(value.source.lowerBound)]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      let place = isQuoted ? (value.source.lowerBound + 1)..<(value.source.upperBound - 1) : value.source
      return (Array(value.text.utf8)[...], place)
    }
    guard let node = page.metadata.titleNode.map({ tree.nodes[$0] }) else { return nil }
    return (tree.text[Int(node.text.lowerBound)..<Int(node.text.upperBound)], node.source)
  }

  private mutating func finishMetadata() {
    if let title = writer.blocks.first(where: { $0.kind == .title }) {
      metadata.setTitle(String(decoding: writer.text[title.range], as: UTF8.self))
    }
    metadata.addDate(dateNearTitle())
  }

  /// How many elements around the title are searched for a day.
  private static let near = 120

  private func dateNearTitle() -> String? {
    let title = page.shape.title.map { Int(segments[$0].block) } ?? tree.body
    let nearby = tree.extras.lazy.filter { self.tree.nodes[Int($0.key)].tag == .time }
      .filter { $0.value.attributes["datetime"] != nil && abs(Int($0.key) - title) < Self.near }
    let first = nearby.min { abs(Int($0.key) - title) < abs(Int($1.key) - title) }
    return first?.value.attributes["datetime"].flatMap { PageDate.iso($0.text) }
  }

  // MARK: Tables

  private func innermostTable(of node: Int) -> Int? {
    tree.ancestors(of: node, including: true).first { tree.nodes[$0].tag == .table }
  }

  /// The number of the table of data that a cell lies in; nil for a table that lays out the page.
  private mutating func dataTable(around cell: Int) -> Int? {
    guard let node = innermostTable(of: cell) else { return nil }
    return dataTable(node)
  }

  private mutating func dataTable(_ node: Int) -> Int? {
    if let known = tables[node] { return known.grid.isData ? node : nil }
    let (shape, segments) = (page.shape, segments)
    let grid = TableGrid(tree, node) { cell in
      let span = shape.spans[cell]
      let inside = segments[Int(span.lowerBound)..<Int(span.upperBound)]
      let digits = inside.reduce(0) { $0 + $1.counts.digits }
      let characters = inside.reduce(0) { $0 + $1.counts.characters }
      return TableGrid.CellText(
        words: Int(shape.sum(span).words),
        isNumber: digits > 0 && digits * 2 >= characters,
        isYear: digits == 4 && characters == 4,
        isProse: inside.contains(where: \.counts.isProse)
      )
    }
    var cells: [Int: Int] = [:]
    for (index, cell) in grid.cells.enumerated() { cells[cell.node] = index }
    tables[node] = TableText(number: tableCount, grid: grid, cells: cells)
    if grid.isData { tableCount += 1 }
    return grid.isData ? node : nil
  }

  /// Writes all kept segments of one cell as one block.
  /// - Returns: the next segment.
  private mutating func writeCell(_ table: Int, from start: Int) -> Int {
    let node = segments[start].cell
    guard let text = tables[table], let index = text.cells[Int(node)] else {
      write(segments[start], isTitle: false)
      return start + 1
    }
    let cell = text.grid.cells[index]
    writer.begin(.cell, table: text.number)
    var at = start
    while at < segments.count, segments[at].cell == node {
      if content.isKept[at] {
        writer.endLine()
        addPieces(segments[at])
      }
      at += 1
    }
    let place = TextDocument.Cell(table: text.number, row: cell.row, column: cell.column, isHeader: cell.isHeader)
    if let range = writer.end(.cell, cell: place) {
      tables[table]?.written[index] = (writer.blocks.count - 1, range)
    }
    return at
  }

  /// Tells each cell its headers, once all of them stand in the text.
  private mutating func linkHeaders() {
    for table in tables.values where table.grid.isData {
      let headers = table.grid.headers()
      for (index, written) in table.written {
        let rows = headers[index].row.compactMap { table.written[$0]?.range }
        let columns = headers[index].column.compactMap { table.written[$0]?.range }
        writer.changeCell(written.block) { cell in
          cell.rowHeaders = rows
          cell.columnHeaders = columns
          cell.caption = table.caption
        }
      }
    }
  }
}
