import Model

/// Puts a text together from blocks: an empty line before each, but a line end alone before items and cells.
package struct TextBuilder {
  package private(set) var bytes: [UInt8] = []
  package var blocks: [TextDocument.Block] = []
  private var runs: [SourceMap.Run] = []
  private var omitted: [Omission.Reason: Int] = [:]
  package var metadata = DocumentMetadata()

  package init() {}

  package var isEmpty: Bool { blocks.isEmpty }

  /// Adds a block.
  /// - Parameter words: what it says; white space at its ends is dropped, and nothing is added for what is nothing else.
  /// - Returns: where it stands in the text; nil where there was nothing to add.
  @discardableResult package mutating func add(
    _ words: some Collection<UInt8>,
    _ kind: TextDocument.Block.Kind,
    level: Int = 0,
    cell: TextDocument.Cell? = nil,
    place: SourceMap.Place?
  ) -> Range<Int>? {
    var words = Array(words.drop { $0 <= 0x20 })
    while let last = words.last, last <= 0x20 { words.removeLast() }
    guard !words.isEmpty else { return nil }
    let isListed = (kind == .item || kind == .cell) && blocks.last?.kind == kind
    if !bytes.isEmpty { bytes += isListed ? [0x0A] : [0x0A, 0x0A] }
    let range = bytes.count..<(bytes.count + words.count)
    bytes += words
    blocks.append(TextDocument.Block(kind: kind, range: range, level: level, cell: cell))
    if let place { runs.append(SourceMap.Run(text: range, place: place)) }
    return range
  }

  /// Adds what another document says and leaves out; its title becomes a heading.
  /// - Parameter place: where a block stood, by its number from 0 and its words.
  package mutating func append(
    _ document: TextDocument,
    place: (_ number: Int, _ words: ArraySlice<UInt8>) -> SourceMap.Place?
  ) {
    let first = blocks.count
    // Where ranges begin here, by where they began there.
    var moved: [Int: Int] = [:]
    for (number, block) in document.blocks.enumerated() {
      let isTitle = block.kind == .title
      let words = document.bytes[block.range]
      let range = add(
        words,
        isTitle ? .heading : block.kind,
        level: isTitle ? max(1, block.level) : block.level,
        cell: block.cell,
        place: place(number, words)
      )
      if let range { moved[block.range.lowerBound] = range.lowerBound }
    }
    moveCells(from: first, moved)
    for omission in document.omissions { leaveOut(omission.reason, lines: omission.lines) }
  }

  /// Puts the headers and captions of cells that were added from another document where these stand now.
  private mutating func moveCells(from first: Int, _ moved: [Int: Int]) {
    func here(_ range: Range<Int>) -> Range<Int>? { moved[range.lowerBound].map { $0..<($0 + range.count) } }
    for index in blocks.indices.suffix(from: first) {
      guard var cell = blocks[index].cell else { continue }
      cell.rowHeaders = cell.rowHeaders.compactMap(here)
      cell.columnHeaders = cell.columnHeaders.compactMap(here)
      cell.caption = cell.caption.flatMap(here)
      blocks[index].cell = cell
    }
  }

  /// Adds a block whose parts stood in several places.
  /// - Parameters:
  ///   - words: what it says, without white space at its ends.
  ///   - runs: where its parts stood; ranges of `words`.
  package mutating func add(
    _ words: [UInt8],
    _ kind: TextDocument.Block.Kind,
    level: Int = 0,
    runs places: [SourceMap.Run]
  ) {
    guard let range = add(words, kind, level: level, place: nil) else { return }
    let dropped = words.prefix { $0 <= 0x20 }.count
    for run in places {
      let start = max(range.lowerBound, range.lowerBound + run.text.lowerBound - dropped)
      let end = min(range.upperBound, range.lowerBound + run.text.upperBound - dropped)
      if start < end { runs.append(SourceMap.Run(text: start..<end, place: run.place)) }
    }
  }

  /// Makes mastheads of the paragraphs at both ends that say no more than when the document came out: formats without a layout of their
  /// own for it have them as paragraphs like any other.
  package mutating func markDateLines() {
    for index in Set(blocks.indices.prefix(12)).union(blocks.indices.suffix(4)) where blocks[index].kind == .paragraph {
      if DateLine.isOne(bytes[blocks[index].range]) { blocks[index].kind = .masthead }
    }
  }

  /// Counts what is left out.
  package mutating func leaveOut(_ reason: Omission.Reason, lines: Int = 1) {
    if lines > 0 { omitted[reason, default: 0] += lines }
  }

  /// The document.
  /// - Throws: ``ReadError`` with ``ReadError/Code/empty`` where there is nothing in it.
  package func document() throws(ReadError) -> TextDocument {
    let omissions = Omission.Reason.allCases.compactMap { reason in
      omitted[reason].map { Omission(reason, lines: $0) }
    }
    guard !blocks.isEmpty || !omissions.isEmpty else { throw ReadError(.empty, "empty document") }
    return TextDocument(
      bytes: bytes,
      blocks: blocks,
      omissions: omissions,
      metadata: metadata,
      places: SourceMap(runs: runs)
    )
  }
}
