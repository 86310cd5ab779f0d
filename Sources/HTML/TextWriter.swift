import Model

/// Writes the text as read, block by block, and where each stretch of it stood in the page.
struct TextWriter {
  private(set) var text: [UInt8] = []
  private(set) var blocks: [TextDocument.Block] = []
  private var runs: [Run] = []
  private var aligner: SourceAligner
  private let source: [UInt8]

  private struct Run {
    var text: Range<Int>
    var place: Range<Int>
    var isSame: Bool
  }

  /// Where the open block begins.
  private var start = 0
  private var lastKind: TextDocument.Block.Kind?
  private var lastTable = -1
  /// A white space that is written once a character follows it: where it stands, or -1.
  private var space: Int32?
  private var isPreserving = false

  init(source: [UInt8], reduction: Reduction) {
    self.source = source
    aligner = SourceAligner(source: source, reduction: reduction)
  }

  // MARK: Blocks

  /// Items, and cells of one table, follow each other on lines; all else is parted by a blank line.
  mutating func begin(_ kind: TextDocument.Block.Kind, table: Int = -1) {
    if !text.isEmpty {
      let isClose = kind == lastKind && (kind == .item || (kind == .cell && table == lastTable))
      text.append(UInt8(ascii: "\n"))
      if !isClose { text.append(UInt8(ascii: "\n")) }
    }
    start = text.count
    space = nil
    isPreserving = kind == .code
    lastTable = table
  }

  /// Ends the open block.
  /// - Returns: where it stands; nil, and no block, where it has no visible character.
  mutating func end(_ kind: TextDocument.Block.Kind, level: Int = 0, cell: TextDocument.Cell? = nil) -> Range<Int>? {
    trim()
    guard text.count > start else {
      // Back to the end of the block before.
      truncate(to: blocks.last?.range.upperBound ?? 0)
      return nil
    }
    lastKind = kind
    blocks.append(TextDocument.Block(kind: kind, range: start..<text.count, level: level, cell: cell))
    return start..<text.count
  }

  mutating func changeCell(_ block: Int, _ change: (inout TextDocument.Cell) -> Void) {
    guard var cell = blocks[block].cell else { return }
    change(&cell)
    blocks[block].cell = cell
  }

  private mutating func trim() {
    while text.count > start {
      if let last = text.last, last <= 0x20 {
        truncate(to: text.count - 1)
      } else if text.count >= start + 2, text[text.count - 1] == 0xA0, text[text.count - 2] == 0xC2 {
        truncate(to: text.count - 2)
      } else {
        return
      }
    }
  }

  private mutating func truncate(to count: Int) {
    text.removeLast(text.count - count)
    while let last = runs.last, last.text.upperBound > count {
      runs.removeLast()
      guard last.text.lowerBound < count else { continue }
      let kept = last.text.lowerBound..<count
      let end = last.isSame ? last.place.lowerBound + kept.count : last.place.upperBound
      runs.append(Run(text: kept, place: last.place.lowerBound..<end, isSame: last.isSame))
    }
  }

  // MARK: Text

  mutating func endLine() {
    guard text.count > start else { return }
    if isPreserving {
      text.append(UInt8(ascii: "\n"))
    } else {
      space = nil
      while text.count > start, text.last == 0x20 { truncate(to: text.count - 1) }
      if text.count > start, text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    }
  }

  /// A space that the page does not have.
  mutating func part() { space = space ?? -1 }

  /// Writes a text of the tree, white space collapsed unless it is code.
  /// - Parameter only: which part of it; all of it unless said.
  mutating func add(_ words: ArraySlice<UInt8>, _ place: Range<Int32>, only part: Range<Int>? = nil) {
    aligner.align(words, place)
    var index = part?.lowerBound ?? words.startIndex
    let end = part?.upperBound ?? words.endIndex
    while index < end {
      let offset = index - words.startIndex
      let byte = words[index]
      if isPreserving, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == 0x20 {
        if text.count > start { put(byte, offset) }
        index += 1
      } else if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        if space == nil { space = byte == 0x20 ? aligner.starts[offset] : -1 }
        index += 1
      } else if byte < 0x20 || byte == 0x7F {
        index += 1
      } else {
        let width = min(SourceAligner.width(byte), words.endIndex - index)
        if width > 1, isUnseen(words[index..<(index + width)]) {
          index += width
          continue
        }
        // No block begins with a no-break space.
        if text.count == start, byte == 0xC2, words[index + 1] == 0xA0 {
          index += width
          continue
        }
        putSpace()
        for step in 0..<width { put(words[index + step], offset + step) }
        index += width
      }
    }
  }

  /// Writes the digits of a power as raised ones: nothing else would tell "10⁶" from "106".
  mutating func addRaised(_ words: ArraySlice<UInt8>, _ place: Range<Int32>) {
    aligner.align(words, place)
    putSpace()
    for (offset, byte) in words.enumerated() {
      // Of a minus sign of three bytes the first stands for all.
      guard let raised = Self.raised[byte] else { continue }
      for part in raised.utf8 { put(part, offset) }
    }
  }

  private static let raised: [UInt8: String] = {
    var table = Dictionary(uniqueKeysWithValues: zip("0123456789-".utf8, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".map(String.init)))
    table[0xE2] = "⁻"
    return table
  }()

  private mutating func putSpace() {
    guard let place = space else { return }
    space = nil
    guard text.count > start, let last = text.last, last > 0x20 else { return }
    text.append(0x20)
    if place >= 0 { extend(Int(place), Int(place) + 1) }
  }

  private mutating func put(_ byte: UInt8, _ offset: Int) {
    text.append(byte)
    if aligner.starts[offset] >= 0 { extend(Int(aligner.starts[offset]), Int(aligner.ends[offset])) }
  }

  /// Notes where the byte stood that was written last.
  private mutating func extend(_ low: Int, _ high: Int) {
    let at = text.count - 1
    let isSame = high == low + 1 && low < source.count && source[low] == text[at]
    if let last = runs.last, last.text.upperBound == at {
      if isSame, last.isSame, last.place.upperBound == low {
        runs[runs.count - 1].text = last.text.lowerBound..<(at + 1)
        runs[runs.count - 1].place = last.place.lowerBound..<high
        return
      }
      if !isSame, !last.isSame, last.place == low..<high {
        runs[runs.count - 1].text = last.text.lowerBound..<(at + 1)
        return
      }
    }
    guard runs.count < Limits.runs else { return }
    runs.append(Run(text: at..<(at + 1), place: low..<high, isSame: isSame))
  }

  /// Soft hyphens, zero-width spaces, marks of order and of direction.
  private func isUnseen(_ character: ArraySlice<UInt8>) -> Bool {
    let second = character[character.startIndex + 1]
    switch (character.first, second) {
    case (0xC2, 0xAD): return true
    case (0xC2, 0x80...0x9F): return true
    case (0xE2, 0x80):
      guard let third = character.last else { return false }
      return (0x8B...0x8F).contains(third) && third != 0x8C && third != 0x8D || (0xAA...0xAE).contains(third)
    case (0xE2, 0x81): return character.last.map { (0xA0...0xA9).contains($0) } ?? false
    case (0xEF, 0xBB): return character.last == 0xBF
    default: return false
    }
  }

  /// The places of all that was written.
  func places() -> SourceMap {
    SourceMap(
      runs: runs.compactMap { run in
        // As many bytes, but other ones: a reader of the map would take them for the same.
        guard run.isSame || run.text.count != run.place.count || text[run.text] == source[run.place] else { return nil }
        return SourceMap.Run(text: run.text, place: .bytes(run.place))
      }
    )
  }
}
