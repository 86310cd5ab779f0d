/// What single bytes and short sequences of UTF-8 are to the splitter and the tokenizer.
package struct TextBytes {
  package let bytes: UnsafeRawBufferPointer
  package let range: Range<Int>

  package init(bytes: UnsafeRawBufferPointer, range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  package func byte(_ at: Int) -> UInt8 {
    range.contains(at) ? bytes[at] : 0
  }

  /// A letter of any script, near enough: every sequence of two bytes and more that is not punctuation, a symbol or a space.
  package func isWordByte(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte < 0x80 {
      return (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    switch byte {
    case 0xC3...0xDF, 0xE0, 0xE1, 0xE4...0xEE, 0xF0...0xF4: return true
    // U+2000 to U+2BFF are punctuation and symbols, U+3000 to U+303F those of East Asia, but U+2C00 to U+2DFF are letters.
    case 0xE2: return self.byte(at + 1) >= 0xB0
    case 0xE3: return self.byte(at + 1) != 0x80
    case 0xEF: return self.byte(at + 1) >= 0xA4 && self.byte(at + 1) <= 0xBB
    case 0xC2: return [0xAA, 0xB2, 0xB3, 0xB5, 0xB9, 0xBA].contains(self.byte(at + 1))
    default: return false
    }
  }

  /// The count of bytes of the scalar at an offset; at least 1.
  package func width(_ at: Int) -> Int {
    let byte = byte(at)
    return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
  }

  package func isUpper(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte < 0x80 { return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    guard byte >= 0xC0, at + width(at) <= range.upperBound else { return false }
    let scalar = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[at..<(at + width(at))]), as: UTF8.self)
      .unicodeScalars.first
    return scalar?.properties.isUppercase ?? false
  }

  package func isDigit(_ at: Int) -> Bool {
    let byte = byte(at)
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Width of the white space at an offset; 0 where there is none.
  package func spaceWidth(_ at: Int) -> Int {
    switch byte(at) {
    case 0x09...0x0D, 0x20: 1
    case 0xC2: byte(at + 1) == 0xA0 ? 2 : 0
    case 0xE2:
      byte(at + 1) == 0x80 && ((0x80...0x8A).contains(byte(at + 2)) || [0xA8, 0xA9, 0xAF].contains(byte(at + 2)))
        ? 3 : 0
    case 0xE3: byte(at + 1) == 0x80 && byte(at + 2) == 0x80 ? 3 : 0
    default: 0
    }
  }

  package func matches(_ text: StaticString, at: Int) -> Bool {
    guard at >= range.lowerBound, at + text.utf8CodeUnitCount <= range.upperBound else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[at + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Width of an apostrophe, straight or curly.
  package func apostropheWidth(_ at: Int) -> Int {
    byte(at) == UInt8(ascii: "'") ? 1 : matches("\u{2019}", at: at) ? 3 : 0
  }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: self.range)]), as: UTF8.self)
  }
}
