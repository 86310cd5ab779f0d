/// Sentences and lines that differ in nothing but figures.
enum RepeatedWords {
  /// Fewer parts are looked at as they are.
  private static let fewest = 3

  /// A text without the sentences and lines that it has had before, but for their figures: "Oslo has 3 parks. Oslo has 4 parks." says
  /// once what its words tell of its language.
  static func removed(from text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let parts = text.split(whereSeparator: isEnd)
    guard parts.count >= fewest else { return text }
    var seen: Set<[UInt8]> = []
    var kept: [UInt8] = []
    var isWhole = true
    for part in parts {
      // The end stays with its sentence.
      let end = min(part.endIndex + 1, text.endIndex)
      if seen.insert(part.filter { $0 > 0x20 && !(0x30...0x39).contains($0) }).inserted {
        kept += text[part.startIndex..<end]
        kept.append(0x20)
      } else {
        isWhole = false
      }
    }
    return isWhole ? text : kept[...]
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): true
    default: false
    }
  }
}
