/// Colours, where they are wanted.
///
/// A style is written as marks around the text, noncharacters that no text from outside brings past ``Terminal/clean(_:)``, and only
/// ``Terminal/rendered(_:)`` makes the terminal's sequences of them. So whatever else would move the cursor is not let through.
enum Style: UInt32, CaseIterable {
  case bold, dim, red, green, yellow, cyan

  private static let marks: ClosedRange<UInt32> = 0xFDD0...0xFDEF

  /// The number of the terminal's sequence.
  private var code: Int {
    switch self {
    case .bold: 1
    case .dim: 2
    case .red: 31
    case .green: 32
    case .yellow: 33
    case .cyan: 36
    }
  }

  func callAsFunction(_ text: String) -> String {
    guard Terminal.hasColour, !text.isEmpty, let begin = Unicode.Scalar(Self.marks.lowerBound + rawValue),
      let end = Unicode.Scalar(Self.marks.upperBound)
    else { return text }
    return "\(Character(begin))\(text)\(Character(end))"
  }

  /// The number of the terminal's sequence that a mark stands for; nil for what is none, and where no colours are wanted.
  static func code(ofMark scalar: Unicode.Scalar) -> Int? {
    guard Terminal.hasColour, marks.contains(scalar.value) else { return nil }
    return scalar.value == marks.upperBound ? 0 : Style(rawValue: scalar.value - marks.lowerBound)?.code
  }
}

/// How wide text stands on a terminal.
enum Width {
  /// The columns that `text` takes: two for East Asian wide characters and emoji, none for marks that stand on another character.
  static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    case 0x200B...0x200F, 0xFEFF: return 0
    default: return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
    }
  }

  /// The beginning of `text` that fits into so many columns, with `…` where something was cut off.
  static func fit(_ text: String, _ columns: Int) -> String {
    guard of(text) > columns else { return text }
    guard columns > 1 else { return columns == 1 ? "…" : "" }
    var fitted = ""
    var used = 0
    for character in text {
      let width = of(character)
      if used + width > columns - 1 { break }
      fitted.append(character)
      used += width
    }
    return fitted + "…"
  }

  static func pad(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }
}
