/// Joins the lines of a paragraph: a space between two, or none where a hyphen at the end of a line divides a word.
struct LineJoin {
  /// Hashes of the words that the document has within its lines.
  private var words: Set<Int> = []

  /// First parts of words that keep their hyphen.
  private static let firsts: Set<String> = [
    "self", "well", "all", "half", "low", "long", "short", "cross", "one", "two", "three", "four", "five", "six",
    "seven",
    "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "first",
    "second",
    "third", "non",
  ]

  /// Words that many longer ones begin with.
  private static let beginnings: Set<String> = [
    "over", "under", "out", "more", "where", "there", "here", "how", "what", "who", "when", "which", "never",
    "with", "inter", "per", "pre", "pro", "con", "com", "man", "men", "for", "off", "ever",
    "every", "any",
    "some", "her", "his", "not", "use", "can", "car", "was", "are", "the", "but", "add", "art", "ass", "bar", "cap",
    "fat", "mis", "dis",
    "par", "pas", "rep", "sub", "tar", "ten", "war", "was",
  ]

  /// Words in the middle of others: `state-of-the-art`.
  private static let middles: Set<String> = ["of", "the", "to", "and", "in", "by", "on", "up", "for"]

  /// - Parameter lines: of the whole document.
  init(_ lines: [PageLine]) {
    guard lines.contains(where: { Self.hyphen($0.text) > 0 }) else { return }
    var isPart = false
    for line in lines {
      // What a hyphen divides at the end of a line are no words.
      let words = line.text.split(separator: 0x20)
      let isDivided = Self.hyphen(line.text) > 0
      for word in words.dropFirst(isPart ? 1 : 0).dropLast(isDivided ? 1 : 0) { self.words.insert(Self.hash(word)) }
      isPart = isDivided
    }
  }

  private static func hash(_ word: some Sequence<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      // Marks about a word are no part of it.
      guard
        byte >= 0x80 || isCapital || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
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
  func between(_ line: PageLine, _ next: [UInt8]) -> (dropped: Int, hasSpace: Bool) {
    let text = line.text
    let length = Self.hyphen(text)
    guard length > 0 else {
      let (last, first) = (LineText.tail(text).last, LineText.first(next))
      let isUnspaced =
        last.map(Characters.isUnspaced) ?? false && first.map { Characters.isUnspaced($0.value) } ?? false
      // Korean has spaces, and lines that end within words.
      return (0, !isUnspaced || line.endsInSpace && last.map(Characters.isHangul) ?? false)
    }
    if length == 2 { return (2, false) }
    let stem = text.dropLast(length)
    guard let before = stem.last, before > 0x20, let first = LineText.first(next) else { return (0, true) }
    let isDash = stem.last == UInt8(ascii: "-")
    guard !isDash, first.properties.isLowercase else {
      return (0, !(first.properties.isAlphabetic || first.value < 0x3A))
    }
    let start = stem.split(separator: 0x20).last ?? []
    let end = next.prefix { $0 > 0x20 }
    if words.contains(Self.hash(start + end)) { return (length, false) }
    if words.contains(Self.hash(start + [UInt8(ascii: "-")] + end)) { return (0, false) }
    return (isCompound(Array(start), Array(end)) ? 0 : length, false)
  }

  /// Whether a hyphen between two parts stands in the word itself.
  private func isCompound(_ start: [UInt8], _ end: [UInt8]) -> Bool {
    if start.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return true }
    let parts = start.split(separator: UInt8(ascii: "-"))
    let small = String(decoding: (parts.last ?? []).drop { $0 < 0x41 }, as: UTF8.self).lowercased()
    if parts.count > 1 { return Self.middles.contains(small) }
    let isKnown = words.contains(Self.hash(end))
    if Self.firsts.contains(small) || small.count > 5 && small.hasSuffix("ly") { return isKnown || end.count >= 5 }
    // Two words, where their compound is none that the document has.
    return isKnown && small.count >= 3 && end.count >= 4 && !Self.beginnings.contains(small)
      && words.contains(Self.hash(small.utf8))
  }
}
