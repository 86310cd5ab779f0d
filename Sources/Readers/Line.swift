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
  /// Whether it began with a bullet.
  let isItem: Bool
  /// Whether it began with the `#` of Markdown.
  let isHeading: Bool
  /// Whether it speaks about the document rather than about the world.
  let isMetadata: Bool

  /// Nil for a blank line.
  init?(_ text: [UInt8], _ range: Range<Int>) {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, text[start] <= 0x20 { start += 1 }
    while start < end, text[end - 1] <= 0x20 { end -= 1 }
    guard start < end else { return nil }

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

    var words = 0
    var lowerWords = 0
    var inWord = false
    var counted = false
    for index in start..<end {
      let byte = text[index]
      if byte <= 0x20 {
        inWord = false
        continue
      }
      if !inWord {
        inWord = true
        counted = false
        if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") { lowerWords += 1 }
      }
      if !counted, byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) {
        counted = true
        words += 1
      }
    }
    self.words = words
    beginsUpper = start < end && (text[start] >= 0x80 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[start]))
    endsWithPoint = end > start && text[end - 1] == UInt8(ascii: ".")
    endsSentence = !isHeading && Self.endsSentence(text, start..<end)
    let head = text[start..<min(end, start + 400)]
    let spoken = words > 0 && lowerWords * 5 >= words * 2
    // "Accepted bids ranged from 8% to 9%." is a sentence.
    let isSentence = spoken && endsWithPoint
    isMetadata =
      words == 0 || Metadata.labels.contains { head.starts(with: $0.utf8) }
      || (!isSentence && Metadata.openings.contains { head.starts(with: $0.utf8) })
      || (!spoken && Metadata.marks.contains { Metadata.find($0, in: head) })
  }

  /// The offset after a bullet and its space; nil where there is none.
  private static func bullet(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    let head = text[range].prefix(4)
    for bullet in ["- ", "* ", "+ ", "• ", "– ", "▪ "] where head.starts(with: bullet.utf8) {
      return range.lowerBound + bullet.utf8.count
    }
    return nil
  }

  private static func endsSentence(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    for byte in text[range].suffix(12).reversed() {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), 0xA6: return true  // 0xA6 ends "…"
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: " "), 0x80, 0x99,
        0x9D, 0xBB, 0xC2,
        0xE2:
        continue  // closing quotes and brackets
      default: return false
      }
    }
    return false
  }
}

/// What marks a line as being about the document.
enum Metadata {
  /// What such a line begins with, and no other.
  static let labels = [
    "Keywords", "Key words", "Available online", "ISSN", "e-ISSN", "eISSN", "ISBN", "DOI", "doi:", "UDC ", "УДК", "ИФ ",
    "Author:", "Authors:", "Date:", "Source:", "Press release", "©", "Copyright ", "URL", "http://", "https://",
    "E-mail", "Email:",
  ]
  /// Words that such a line begins with, and so may a sentence.
  static let openings = ["Received ", "Accepted ", "Published ", "Volume ", "Issue ", "Page "]
  /// What such a line holds, unless it reads as prose.
  static let marks = ["ISSN", "Vol.", "DOI", "doi.org", "Impact Factor", "Impact factor", "ИФ ", "№"]

  static func find(_ needle: String, in hay: ArraySlice<UInt8>) -> Bool {
    let needle = Array(needle.utf8)
    guard let first = needle.first else { return true }
    var at = hay.startIndex
    while let found = hay[at...].firstIndex(of: first) {
      if hay[found...].starts(with: needle) { return true }
      at = found + 1
    }
    return false
  }
}
