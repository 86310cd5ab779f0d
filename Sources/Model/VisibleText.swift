/// Text from outside as it may be shown to people: documents, their names and messages are hostile.
///
/// What nobody can see, and what moves a cursor or turns text around, is written as `\u{202E}`. Every terminal, page and log line goes
/// through here.
public enum VisibleText {
  /// One line: white space that ends lines or moves the cursor becomes a space.
  public static func line(_ text: String) -> String {
    render(text) { $0 == "\n" || $0 == "\t" || $0 == "\r" ? " " : nil }
  }

  /// Text of several lines: line feeds and tabs stay.
  public static func lines(_ text: String) -> String {
    render(text.replacing("\r\n", with: "\n")) { $0 == "\n" || $0 == "\t" ? $0 : nil }
  }

  private static func render(_ text: String, _ keep: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
    // Nearly all text is clean.
    guard text.unicodeScalars.contains(where: isInvisible) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let kept = keep(scalar) {
        shown.append(kept)
      } else if isInvisible(scalar) {
        shown.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// A scalar by its number, as Swift writes it in a string.
  public static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  /// JSON that is shown to people: the same value, with invisible characters as JSON's own escapes.
  public static func json(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x7F }) else { return bytes }
    var shown: [UInt8] = []
    shown.reserveCapacity(bytes.count)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      guard scalar.value >= 0x7F, isInvisible(scalar) else {
        shown.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        shown.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      }
    }
    return shown
  }

  /// Whether nothing, or something else than the character, would be seen: controls, characters that set the direction of text, those
  /// of no width, separators of lines, and what is no character at all.
  public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // ASCII is most of what comes.
    case 0x20..<0x7F: return false
    case 0..<0x20, 0x7F..<0xA0: return true
    // Blanks that look like nothing and are no white space, and noncharacters.
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFDD0...0xFDEF: return true
    default: break
    }
    if scalar.value & 0xFFFE == 0xFFFE { return true }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    // Signs before Arabic and Kaithi numbers have a shape of their own.
    case .format: return !isShapedFormat(scalar.value)
    default: return false
    }
  }

  private static func isShapedFormat(_ value: UInt32) -> Bool {
    switch value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD: true
    default: false
    }
  }
}
