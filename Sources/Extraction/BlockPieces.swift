/// Cuts paragraphs that are longer than any that somebody writes, so that what is held of one in the language model has a bound.
enum BlockPieces {
  /// The most bytes of a piece. A paragraph has some hundreds; a text that is one line may have millions.
  static let maximum = 64 * 1024
  /// How far before the end of a piece a good place for the cut is looked for.
  private static let window = 4096

  /// The pieces of a block, in order; together they are the block.
  ///
  /// A cut is behind the last end of a sentence that is near enough, else behind the last white space, else between two characters.
  static func pieces(of block: Range<Int>, in bytes: [UInt8], maximum: Int = maximum) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = block.lowerBound
    while block.upperBound - start > maximum {
      let end = cut(bytes, after: start, before: start + maximum)
      pieces.append(start..<end)
      start = end
    }
    pieces.append(start..<block.upperBound)
    return pieces
  }

  private static func cut(_ bytes: [UInt8], after start: Int, before end: Int) -> Int {
    let first = max(start + 1, end - window)
    var space: Int?
    for place in stride(from: end, to: first, by: -1) where isSpace(bytes[place - 1]) {
      if space == nil { space = place }
      if place - 2 >= start, ends.contains(bytes[place - 2]) { return place }
    }
    if let space { return space }
    // A character has four bytes at most.
    let places = stride(from: end, to: max(start, end - 4), by: -1)
    return places.first { bytes[$0] & 0xC0 != 0x80 } ?? end
  }

  private static let ends = Set(".!?".utf8)

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
