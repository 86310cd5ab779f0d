/// One line that is not blank, and what its bytes tell of it.
struct Line {
  /// Without white space at either end, and without a bullet or the marks of a heading.
  let content: Range<Int>
  /// Runs of bytes between white space that hold a letter.
  let words: Int
  /// Whether it ends as a sentence does, closing quotes and brackets aside.
  let endsSentence: Bool
  /// Whether that is with a full stop: a title may well ask or exclaim.
  let endsWithPoint: Bool
  let beginsUpper: Bool
  let beginsDigit: Bool
  /// How many bytes its first word has.
  let firstWord: Int
  /// Whether it began with a bullet, or stands in a list.
  var isItem: Bool
  /// Whether it began with the `#` of Markdown.
  let isHeading: Bool
  /// Whether it speaks about the document rather than about the world.
  let isMetadata: Bool
  /// Whether it is nothing but an address on the web, which may stand within a paragraph.
  let isAddress: Bool
  /// What it is apart from prose.
  let shape: LineShape

  /// Nil for a blank line.
  init?(_ text: [UInt8], _ range: Range<Int>) {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, text[start] <= 0x20 { start += 1 }
    while start < end, text[end - 1] <= 0x20 { end -= 1 }
    // A byte that begins with a space of its own, such as a no-break space, counts as blank.
    guard start < end, !Self.isBlank(text, start..<end) else { return nil }
    let whole = start..<end

    var isItem = false
    var isHeading = false
    if text[start] == UInt8(ascii: "#") {
      var after = start
      while after < end, text[after] == UInt8(ascii: "#") { after += 1 }
      if after < end, text[after] == 0x20 {
        isHeading = true
        start = after
      }
    } else if let after = Self.bullet(text, start..<end) {
      isItem = true
      start = after
    }
    while start < end, text[start] <= 0x20 { start += 1 }
    content = start..<end
    self.isItem = isItem
    self.isHeading = isHeading

    let signs = LineSigns(text, whole, content: start)
    words = signs.words
    beginsDigit = start < end && text[start].isDigit
    var first = start
    while first < end, text[first] > 0x20 { first += 1 }
    firstWord = first - start
    first = start < end && text[start] == UInt8(ascii: "\"") ? start + 1 : start
    beginsUpper = first < end && (text[first] >= 0x80 || text[first].isUpper)
    let ending = Self.ending(text, start..<end)
    endsWithPoint = ending == UInt8(ascii: ".")
    endsSentence = !isHeading && ending != nil
    let head = start..<min(end, start + 400)
    let spoken = signs.words > 0 && signs.lowerWords * 5 >= signs.words * 2
    // "Accepted bids ranged from 8% to 9%." is a sentence.
    let isSentence = spoken && endsWithPoint
    isAddress = signs.words == 1 && Self.schemes.begins(text, head) && !text[head].contains(0x20)
    shape = LineShape(text, whole, signs)
    isMetadata =
      signs.words == 0 || (signs.hasDigit && Metadata.isDay(text, head)) || Metadata.labels.begins(text, head)
      || (!isSentence && Metadata.openings.begins(text, head)) || (!spoken && Metadata.marks.isWithin(text, head))
  }

  private static let schemes = WordList(["http://", "https://", "www."])

  private static let bullets = WordList([
    "-", "*", "+", "•", "·", "–", "—", "▪", "●", "○", "■", "□", "◦", "‣", "⁃", "∙", "►", "✓",
  ])

  /// The offset after a bullet and its space; nil where there is none.
  private static func bullet(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    if let length = bullets.length(text, at: range) {
      let after = range.lowerBound + length
      return after < range.upperBound && text[after] <= 0x20 ? after : nil
    }
    // `1. `, `12) `, `(3) `, `a) `, `(iv) `
    var at = range.lowerBound
    let isOpen = text[at] == UInt8(ascii: "(")
    if isOpen { at += 1 }
    let start = at
    while at < range.upperBound, text[at].isDigit { at += 1 }
    let hasDigits = at > start
    if !hasDigits {
      while at < range.upperBound, text[at].isLower, at - start < 4 {
        at += 1
      }
      guard at == start + 1 || (at > start && text[start..<at].allSatisfy { "ivx".utf8.contains($0) }) else {
        return nil
      }
    }
    guard at > start, at - start <= 3, at + 1 < range.upperBound, text[at + 1] <= 0x20,
      text[at] == UInt8(ascii: ")") || (hasDigits && !isOpen && text[at] == UInt8(ascii: "."))
    else { return nil }
    return at + 1
  }

  /// Nothing but white space beyond ASCII, in the line's first bytes.
  private static func isBlank(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    // White space beyond ASCII begins with one of these.
    switch text[range.lowerBound] {
    case 0xC2, 0xE1, 0xE2, 0xE3: break
    default: return false
    }
    var bytes = text[range].prefix(64).makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): if !scalar.properties.isWhitespace { return false }
      case .emptyInput: return true
      case .error: return false
      }
    }
  }

  /// The mark that ends the sentence which ends with the line: closing quotes, brackets and marks of citation aside.
  private static func ending(_ text: [UInt8], _ range: Range<Int>) -> UInt8? {
    var end = range.upperBound
    while end > range.lowerBound {
      switch text[end - 1] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return text[end - 1]
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: " "): end -= 1
      case UInt8(ascii: "]"):
        // `[3]`, `[3, 4]`, `[a]`
        let open = text[max(range.lowerBound, end - 16)..<end].lastIndex(of: UInt8(ascii: "["))
        end = open ?? end - 1
      case 0x80...0xBF:
        var start = end - 1
        while start > range.lowerBound, text[start] & 0xC0 == 0x80 { start -= 1 }
        switch text[start..<end].reduce(0, { $0 << 8 | UInt32($1) }) {
        // … 。
        case 0xE2_80_A6, 0xE3_80_82: return UInt8(ascii: "!")
        // ’ ” › † ‡
        case 0xE2_80_99, 0xE2_80_9D, 0xE2_80_BA, 0xE2_80_A0, 0xE2_80_A1: end = start
        // A no-break space, » ¹ ² ³
        case 0xC2_A0, 0xC2_BB, 0xC2_B9, 0xC2_B2, 0xC2_B3: end = start
        default: return nil
        }
      default: return nil
      }
    }
    return nil
  }
}
