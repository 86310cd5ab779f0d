/// Joins the lines of a paragraph: a space between two, or none where a hyphen at the end of a line divides a word.
struct LineJoin {
  /// Hashes of the words that the document has within its lines.
  private var words: Set<Int> = []

  /// First parts of words that keep their hyphen.
  private static let firsts: Set<String> = [
    "self", "well", "ex", "all", "half", "high", "low", "long", "short", "cross", "so", "much", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "first",
    "second", "third", "full", "part", "state", "user", "open", "closed", "real", "large", "small", "end", "best", "better", "hard",
    "soft", "top", "left", "right", "old", "new", "year", "month", "day", "data", "time", "non", "kilo", "по", "из",
  ]

  /// - Parameter lines: of the whole document.
  init(_ lines: [PageLine]) {
    guard lines.contains(where: { Self.hyphen($0.text) > 0 }) else { return }
    for line in lines {
      for word in line.text.split(separator: 0x20) { words.insert(Self.hash(word)) }
    }
  }

  private static func hash(_ word: some Sequence<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      // Marks about a word are no part of it.
      guard byte >= 0x80 || isCapital || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
      else { continue }
      hash = (hash ^ UInt64(isCapital ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3
    }
    return Int(truncatingIfNeeded: hash)
  }

  /// How many bytes of hyphen a line ends with.
  private static func hyphen(_ text: [UInt8]) -> Int {
    if text.last == UInt8(ascii: "-") { return text.count > 1 ? 1 : 0 }
    if text.suffix(2).elementsEqual([0xC2, 0xAD]) { return 2 }
    return text.suffix(3).elementsEqual([0xE2, 0x80, 0x90]) ? 3 : 0
  }

  /// What stands between two lines: how many bytes of the first are dropped, and whether a space comes in.
  func between(_ text: [UInt8], _ next: [UInt8]) -> (dropped: Int, hasSpace: Bool) {
    let length = Self.hyphen(text)
    guard length > 0 else {
      let (last, first) = (LineText.tail(text).last, LineText.first(next))
      let isUnspaced = last.map(Characters.isUnspaced) ?? false && first.map { Characters.isUnspaced($0.value) } ?? false
      return (0, !isUnspaced)
    }
    if length == 2 { return (2, false) }
    let stem = text.dropLast(length)
    guard let before = stem.last, before > 0x20, let first = LineText.first(next) else { return (0, true) }
    let isDash = stem.last == UInt8(ascii: "-")
    guard !isDash, first.properties.isLowercase else { return (0, !(first.properties.isAlphabetic || first.value < 0x3A)) }
    let start = stem.split(separator: 0x20).last ?? []
    let end = next.prefix { $0 > 0x20 }
    if words.contains(Self.hash(start + end)) { return (length, false) }
    if words.contains(Self.hash(start + [UInt8(ascii: "-")] + end)) { return (0, false) }
    // It has a hyphen or a number in it already, or is the first part of words with one.
    let isCompound =
      start.contains(UInt8(ascii: "-")) || start.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      || Self.firsts.contains(String(decoding: start, as: UTF8.self).lowercased())
    return (isCompound ? 0 : length, false)
  }
}
