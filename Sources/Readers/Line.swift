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
    guard start < end, !Self.isBlank(text[start..<end]) else { return nil }
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
    beginsDigit = start < end && Self.isDigit(text[start])
    firstWord = text[start..<end].prefix { $0 > 0x20 }.count
    let first = start < end && text[start] == UInt8(ascii: "\"") ? start + 1 : start
    beginsUpper = first < end && (text[first] >= 0x80 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(text[first]))
    let ending = Self.ending(text, start..<end)
    endsWithPoint = ending == UInt8(ascii: ".")
    endsSentence = !isHeading && ending != nil
    let head = text[start..<min(end, start + 400)]
    let spoken = words > 0 && lowerWords * 5 >= words * 2
    // "Accepted bids ranged from 8% to 9%." is a sentence.
    let isSentence = spoken && endsWithPoint
    isAddress =
      words == 1 && ["http://", "https://", "www."].contains { head.starts(with: $0.utf8) } && !head.contains(0x20)
    shape = LineShape(text, whole, words: words)
    isMetadata =
      words == 0 || Metadata.isDay(head) || Metadata.labels.contains { head.starts(with: $0.utf8) }
      || (!isSentence && Metadata.openings.contains { head.starts(with: $0.utf8) })
      || (!spoken && Metadata.marks.contains { head.firstIndex(of: $0) != nil })
  }

  private static let bullets = [
    "-", "*", "+", "•", "·", "–", "—", "▪", "●", "○", "■", "□", "◦", "‣", "⁃", "∙", "►", "✓",
  ]

  /// The offset after a bullet and its space; nil where there is none.
  private static func bullet(_ text: [UInt8], _ range: Range<Int>) -> Int? {
    let line = text[range]
    for bullet in bullets where line.starts(with: bullet.utf8) {
      let after = range.lowerBound + bullet.utf8.count
      return after < range.upperBound && text[after] <= 0x20 ? after : nil
    }
    // `1. `, `12) `, `(3) `, `a) `, `(iv) `
    var at = range.lowerBound
    let isOpen = text[at] == UInt8(ascii: "(")
    if isOpen { at += 1 }
    let start = at
    while at < range.upperBound, isDigit(text[at]) { at += 1 }
    let hasDigits = at > start
    if !hasDigits {
      while at < range.upperBound, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[at]), at - start < 4 {
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

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Nothing but white space beyond ASCII.
  private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first >= 0x80 else { return false }
    return String(decoding: text.prefix(64), as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
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
        switch String(decoding: text[start..<end], as: UTF8.self) {
        case "…", "。": return UInt8(ascii: "!")
        case "’", "”", "»", "›", "\u{A0}", "¹", "²", "³", "†", "‡": end = start
        default: return nil
        }
      default: return nil
      }
    }
    return nil
  }
}

/// What marks a line as being about the document.
enum Metadata {
  /// What such a line begins with, and no other.
  static let labels = [
    "Keywords", "Key words", "Available online", "ISSN", "e-ISSN", "eISSN", "ISBN", "DOI", "doi:", "UDC ", "УДК", "ИФ ",
    "Author:", "Authors:", "By:", "Date:", "Dated:", "Source:", "Published:", "Updated:", "Posted:", "Released:",
    "Issued:",
    "Last updated", "Last modified", "From:", "To:", "Subject:", "Cc:", "Sent:", "Tel:", "Tel.", "Phone:", "Fax:",
    "Contact:",
    "Contacts:", "Press release", "PRESS RELEASE", "FOR IMMEDIATE RELEASE", "For immediate release", "©", "Copyright ",
    "URL", "http://", "https://", "www.", "E-mail", "Email:", "email:", "Tags:", "Category:", "Filed under", "Photo:",
    "Image:", "Credit:", "License:", "Licence:", "Language:", "Version:", "Read more", "Share this",
  ]
  /// Words that such a line begins with, and so may a sentence.
  static let openings = [
    "Received ", "Accepted ", "Published ", "Posted ", "Updated ", "Volume ", "Issue ", "Page ", "By ", "Written by ",
    "Edited by ", "Reporting by ",
  ]
  /// What such a line holds, unless it reads as prose.
  static let marks = ["ISSN", "Vol.", "DOI", "doi.org", "Impact Factor", "Impact factor", "ИФ ", "№"]

  /// Words of a line that is nothing but a day, with or without its time.
  private static let calendar: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "monday", "tuesday",
    "wednesday",
    "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "st", "nd", "rd", "th",
    "of",
    "at", "am", "pm", "gmt", "utc", "est", "edt", "cet", "bst",
  ]

  /// "Tuesday, 5 June 2018", "17.01.2008".
  static func isDay(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.count <= 48 else { return false }
    let parts = line.split { byte in
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        && byte < 0x80
    }
    // "5th" is a number and a word.
    let words = parts.map { String(decoding: $0, as: UTF8.self).lowercased().drop(while: \.isNumber) }.filter {
      !$0.isEmpty
    }
    let hasYear = parts.contains { $0.count == 4 && ($0.first == UInt8(ascii: "1") || $0.first == UInt8(ascii: "2")) }
    return hasYear && parts.count >= 2 && words.allSatisfy { calendar.contains(String($0)) }
  }
}
