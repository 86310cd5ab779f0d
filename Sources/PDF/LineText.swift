/// What the words of a line say about its part in the text.
enum LineText {
  private static let closing: Set<UInt32> = [0x22, 0x27, 0x29, 0x5D, 0x7D, 0x2019, 0x201D, 0xBB, 0x201C]

  /// Whether a line ends as a sentence does.
  static func endsSentence(_ text: [UInt8]) -> Bool {
    for scalar in tail(text).reversed() {
      if closing.contains(scalar) { continue }
      return [0x2E, 0x21, 0x3F, 0x3A, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0x61F].contains(scalar)
    }
    return false
  }

  /// The last characters of a text.
  static func tail(_ text: [UInt8]) -> [UInt32] {
    String(decoding: text.suffix(16), as: UTF8.self).unicodeScalars.suffix(3).map(\.value)
  }

  static func first(_ text: [UInt8]) -> Unicode.Scalar? {
    String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first
  }

  /// Whether a line begins with a sign that nothing but an item does.
  static func isBulleted(_ text: [UInt8]) -> Bool {
    let (length, number) = marker(text)
    return length > 0 && number == nil && !isDash(text)
  }

  /// Whether a line begins with what may be a bullet, and may be a part of a sentence.
  static func isDash(_ text: [UInt8]) -> Bool {
    [0x2A, 0x2D, 0x6F, 0x2013, 0x2014].contains(first(text)?.value)
  }

  /// How many bytes of bullet or number there are before an item's words; 0 for what is no item.
  static func marker(_ text: [UInt8]) -> (length: Int, number: Int?) {
    guard let first = first(text), let space = text.firstIndex(of: 0x20), space + 1 < text.count else {
      return (0, nil)
    }
    let sign = text[..<space]
    switch first.value {
    case 0x2022, 0x25E6, 0x25AA, 0x25AB, 0x25CF, 0x25CB, 0x25A0, 0x25A1, 0x2023, 0x2043, 0x27A2, 0x2713, 0x2714, 0xB7,
      0xE000...0xF8FF, 0x2756, 0x25B6, 0x25BA, 0x2219:
      guard space <= 4 else { return (0, nil) }
      // One that the list has, and one that was written.
      let after = marker(Array(text[(space + 1)...]))
      return (space + 1 + (after.number == nil ? after.length : 0), nil)
    case 0x2A, 0x2D, 0x6F, 0x2013, 0x2014:
      return sign.count <= 3 && space == UTF8.width(first) ? (space + 1, nil) : (0, nil)
    default: break
    }
    var digits = sign
    let isOpen = digits.first == UInt8(ascii: "(")
    if isOpen { digits = digits.dropFirst() }
    guard let last = digits.last, last == UInt8(ascii: ".") && !isOpen || last == UInt8(ascii: ")"),
      case let body = digits.dropLast(), !body.isEmpty, body.count <= 3
    else { return (0, nil) }
    if let number = Int(String(decoding: body, as: UTF8.self)) { return (space + 1, number) }
    guard body.count == 1, let letter = body.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else {
      return (0, nil)
    }
    return (space + 1, Int(letter) - 0x60)
  }

  private static let captions = [
    "Figure", "Fig.", "FIGURE", "FIG.", "Table", "TABLE", "Chart", "Box", "Exhibit", "Plate", "Scheme", "Listing",
    "Abbildung",
    "Abb.", "Tabelle", "Tableau", "Figura", "Tabla", "Рис.", "Рисунок", "Таблица",
  ].map { Array($0.utf8) }

  /// Whether a paragraph is what stands under a picture or over a table: `Figure 3: `, `Table 1. `.
  static func isCaption(_ text: [UInt8]) -> Bool {
    guard let word = captions.first(where: { text.starts(with: $0) }), text.count > word.count + 2,
      text[word.count] == 0x20
    else { return false }
    let rest = text[(word.count + 1)...]
    let number = rest.prefix { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2E, 0x2D].contains(byte)
        || [UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "S"), UInt8(ascii: "I"), UInt8(ascii: "V")].contains(
          byte
        )
    }
    guard !number.isEmpty, number.count <= 7 else { return false }
    let next = rest.dropFirst(number.count).first
    return number.last == UInt8(ascii: ".") || next == nil || next == UInt8(ascii: ":") || next == UInt8(ascii: "|")
      || next == 0xE2
  }

  /// Whether a line of a table of contents: words, a row of dots, and a page.
  static func isContents(_ text: [UInt8]) -> Bool {
    var end = text.count
    while end > 0,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[end - 1]) || "ivxlc".utf8.contains(text[end - 1])
    {
      end -= 1
    }
    guard end < text.count else { return false }
    var dots = 0
    while end > 0,
      [UInt8(ascii: "."), 0x20].contains(text[end - 1]) || text[..<end].suffix(3).elementsEqual([0xE2, 0x80, 0xA6])
    {
      if text[end - 1] == UInt8(ascii: ".") { dots += 1 }
      if text[end - 1] == 0xA6 {
        dots += 3
        end -= 2
      }
      end -= 1
    }
    return dots >= 4
  }

  /// Whether two letters stand beside each other, or one that is a word by itself.
  static func hasWord(_ text: [UInt8]) -> Bool {
    var before = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic
      if isLetter && before || Characters.isUnspaced(scalar.value) { return true }
      before = isLetter
    }
    return false
  }

  static func letters(_ text: [UInt8]) -> Int {
    text.count { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) || $0 >= 0xC3 }
  }

  /// Characters but spaces, of whatever length in bytes.
  static func characters(_ text: [UInt8]) -> Int { text.count { $0 > 0x20 && $0 & 0xC0 != 0x80 } }

  static func isCapitals(_ text: [UInt8]) -> Bool {
    letters(text) >= 4 && !text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      && text.allSatisfy { $0 < 0x80 }
  }

  /// Whether a line begins with the number of a section: `2.1 `, `IV. `.
  static func isNumbered(_ text: [UInt8]) -> Bool {
    let number = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    let roman = text.prefix { "IVX".utf8.contains($0) }
    if !number.isEmpty, number.first != UInt8(ascii: "."), number.count <= 8 {
      let rest = text[number.count...].drop { $0 == 0x20 }
      guard rest.startIndex > number.endIndex, let first = rest.first else { return false }
      return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) || first >= 0xC3
    }
    return !roman.isEmpty && text.dropFirst(roman.count).starts(with: Array(". ".utf8))
  }
}

extension UTF8 {
  static func width(_ scalar: Unicode.Scalar) -> Int { scalar.utf8.count }
}
