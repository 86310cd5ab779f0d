import Glibc

/// What a byte of UTF-8 is.
extension UInt8 {
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  var isLower: Bool { self &- UInt8(ascii: "a") < 26 }
  var isUpper: Bool { self &- UInt8(ascii: "A") < 26 }
  /// A letter of ASCII, or a part of any character beyond it.
  var isLetter: Bool { (self | 0x20).isLower || self >= 0x80 }
}

extension [UInt8] {
  /// Where a byte stands first from an offset on, which is in the text or its end; nil where it does not. Faster than `firstIndex(of:)`,
  /// which looks at one byte after the other.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      let rest = bytes[start...]
      guard let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        let found = memchr(base, Int32(byte), rest.count)
      else { return nil }
      return start + base.distance(to: UnsafeRawPointer(found))
    }
  }
}

/// Some characters of ASCII; asking for one costs no search.
struct ByteSet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ characters: StaticString) {
    characters.withUTF8Buffer { bytes in
      for byte in bytes {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
      }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }
}

/// A list of words, to ask which of them stands at a place: only those are compared that begin with the byte there.
struct WordList {
  /// The words one after the other, by their first bytes, and where each begins.
  private var bytes: [UInt8] = []
  private var words: [Range<Int>] = []
  /// For each byte which words begin with it.
  private var byFirst: [Range<Int>] = []

  init(_ list: [String]) {
    for byte in UInt8.min...UInt8.max {
      let start = words.count
      for word in list where word.utf8.first == byte {
        words.append(bytes.count..<(bytes.count + word.utf8.count))
        bytes += word.utf8
      }
      byFirst.append(start..<words.count)
    }
  }

  /// How many bytes the word has that stands at the beginning of a range; nil where none does.
  func length(_ text: [UInt8], at range: Range<Int>) -> Int? {
    for index in candidates(text, range) where stands(words[index], text, range) { return words[index].count }
    return nil
  }

  /// Whether one of the words stands at the beginning of a range.
  func begins(_ text: [UInt8], _ range: Range<Int>) -> Bool { length(text, at: range) != nil }

  /// Whether one of the words stands anywhere in a range.
  func isWithin(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    range.contains { begins(text, $0..<range.upperBound) }
  }

  /// Whether a range is one of the words, and no more.
  func holds(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    candidates(text, range).contains { words[$0].count == range.count && stands(words[$0], text, range) }
  }

  /// The words that begin with the first byte of a range.
  private func candidates(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
    range.isEmpty ? 0..<0 : byFirst[Int(text[range.lowerBound])]
  }

  private func stands(_ word: Range<Int>, _ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard word.count <= range.count else { return false }
    let offset = range.lowerBound - word.lowerBound
    for at in word where bytes[at] != text[at + offset] { return false }
    return true
  }
}
