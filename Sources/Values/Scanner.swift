/// Looks at bytes by offset; whatever is outside the range reads as 0.
struct Scanner {
  let bytes: UnsafeRawBufferPointer
  let range: Range<Int>
  let style: NumberStyle

  /// The longest word that any table holds, and the longest run of digits that is a number.
  static let longestWord = 24

  func byte(_ at: Int) -> UInt8 {
    range.contains(at) ? bytes[at] : 0
  }

  func isDigit(_ at: Int) -> Bool {
    let byte = byte(at)
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  func isLetter(_ at: Int) -> Bool {
    let byte = byte(at)
    return byte >= 0xC3 && byte <= 0xDF || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  /// A letter or a digit: what a value must not begin or end in the middle of.
  func isWordByte(_ at: Int) -> Bool { isDigit(at) || isLetter(at) }

  func matches(_ text: StaticString, at: Int) -> Bool {
    guard at >= range.lowerBound, at + text.utf8CodeUnitCount <= range.upperBound else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[at + index] != text.utf8Start[index] { return false }
    return true
  }

  /// After white space of at most eight bytes, spaces that do not break included; `at` itself where there is none.
  func skipSpace(_ at: Int) -> Int {
    var next = at
    let limit = at + 8
    while next < limit {
      let width = spaceWidth(next)
      if width == 0 { return next }
      next += width
    }
    return next
  }

  /// How many bytes the one space at an offset has; 0 where there is none.
  func spaceWidth(_ at: Int) -> Int {
    switch byte(at) {
    case 0x20, 0x09, 0x0A, 0x0D: return 1
    case 0xC2: return byte(at + 1) == 0xA0 ? 2 : 0
    case 0xE2:
      // U+2009 thin, U+202F narrow without a break, and their neighbours.
      return byte(at + 1) == 0x80 && ((0x80...0x8A).contains(byte(at + 2)) || byte(at + 2) == 0xAF) ? 3 : 0
    default: return 0
    }
  }

  /// The word of ASCII letters at an offset, in lower case; nil where there is none, or one longer than any table holds.
  func word(_ at: Int) -> (text: String, end: Int)? {
    var end = at
    while isASCIILetter(end) {
      end += 1
      if end - at > Self.longestWord { return nil }
    }
    guard end > at, !(byte(end) >= 0x80 && isLetter(end)) else { return nil }
    let text = String(unsafeUninitializedCapacity: end - at) { buffer in
      for index in at..<end { buffer[index - at] = bytes[index] | 0x20 }
      return end - at
    }
    return (text, end)
  }

  /// The word after white space, if there is some.
  func nextWord(_ at: Int) -> (text: String, start: Int, end: Int)? {
    let start = skipSpace(at)
    guard start > at, let word = word(start) else { return nil }
    return (word.text, start, word.end)
  }

  func isASCIILetter(_ at: Int) -> Bool {
    let byte = byte(at) | 0x20
    return byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }

  func isUpper(_ at: Int) -> Bool {
    let byte = byte(at)
    return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }

  /// Width of a hyphen or dash at an offset: `-`, U+2010 to U+2015, U+2212; 0 where there is none.
  func dashWidth(_ at: Int) -> Int {
    if byte(at) == UInt8(ascii: "-") { return 1 }
    guard byte(at) == 0xE2 else { return 0 }
    if byte(at + 1) == 0x80, (0x90...0x95).contains(byte(at + 2)) { return 3 }
    return byte(at + 1) == 0x88 && byte(at + 2) == 0x92 ? 3 : 0
  }

  /// The number of at most `count` digits at an offset.
  func digits(_ at: Int, atMost count: Int) -> (number: Int, end: Int)? {
    var number = 0
    var end = at
    while isDigit(end) {
      guard end - at < count else { return nil }
      number = number * 10 + Int(byte(end) - UInt8(ascii: "0"))
      end += 1
    }
    return end > at ? (number, end) : nil
  }
}
