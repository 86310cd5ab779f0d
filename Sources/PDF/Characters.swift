/// What PDF writes in ways of its own, as the characters that are meant.
enum Characters {
  /// Letters that are one glyph, and several characters.
  private static let ligatures: [UInt32: [UInt8]] = [
    0xFB00: Array("ff".utf8), 0xFB01: Array("fi".utf8), 0xFB02: Array("fl".utf8), 0xFB03: Array("ffi".utf8),
    0xFB04: Array("ffl".utf8), 0xFB05: Array("st".utf8), 0xFB06: Array("st".utf8), 0x0132: Array("IJ".utf8),
    0x0133: Array("ij".utf8),
  ]

  static let softHyphen: UInt32 = 0xAD
  static let unknown: UInt32 = 0xFFFD

  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether a character is none that a reader would see: controls, marks of order and width.
  static func isIgnored(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: true
    default: false
    }
  }

  /// Whether nothing says what a character is: the program knew none, or one that has no meaning to others.
  static func isUnknown(_ scalar: UInt32) -> Bool {
    switch scalar {
    case unknown, 0xE000...0xF8FF, 0xF0000...0x10FFFF, 1..<9: true
    default: false
    }
  }

  static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

  /// Whether a script is written from right to left.
  static func isRightToLeft(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE: true
    default: false
    }
  }

  /// Whether a script has no spaces between its words.
  static func isUnspaced(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFF: true
    default: false
    }
  }

  static func isHangul(_ scalar: UInt32) -> Bool { (0xAC00...0xD7AF).contains(scalar) }

  /// Letters by the accent that stands over them, each with what it becomes.
  private static let accents: [UInt32: String] = [
    0x60: "aàeèiìoòuùAÀEÈIÌOÒUÙıì", 0xB4: "aáeéiíoóuúyýcćnńsśzźAÁEÉIÍOÓUÚYÝCĆNŃSŚZŹıí",
    0x2C6: "aâeêiîoôuûAÂEÊIÎOÔUÛıî", 0x2DC: "aãnñoõAÃNÑOÕ", 0xA8: "aäeëiïoöuüyÿAÄEËIÏOÖUÜıï",
    0x2C7: "cčdďeěnňrřsštťzžCČDĎEĚNŇRŘSŠTŤZŽ", 0xB8: "cçsşCÇSŞ", 0x2DA: "aåuůAÅUŮ", 0x2D8: "aăgğAĂGĞ",
    0xAF: "aāeēiīoōuūAĀEĒIĪOŌUŪıī",
  ]

  private static let composed: [UInt64: UInt32] = {
    var table: [UInt64: UInt32] = [:]
    for (accent, letters) in accents {
      let scalars = Array(letters.unicodeScalars)
      for at in stride(from: 0, to: scalars.count - 1, by: 2) {
        table[UInt64(accent) << 32 | UInt64(scalars[at].value)] = scalars[at + 1].value
      }
    }
    return table
  }()

  /// Whether a character is an accent that stands by itself.
  static func isAccent(_ scalar: UInt32) -> Bool { accents[scalar] != nil }

  /// The letter with the accent over it; the letter alone where there is no such.
  static func accented(_ letter: UInt32, _ accent: UInt32) -> UInt32 {
    composed[UInt64(accent) << 32 | UInt64(letter)] ?? letter
  }

  /// A digit or sign that is raised over the line.
  static func raised(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x31: 0xB9
    case 0x32, 0x33: scalar + 0x80
    case 0x30, 0x34...0x39: scalar - 0x30 + 0x2070
    case 0x2D, 0x2212, 0x2013: 0x207B
    case 0x2B: 0x207A
    default: scalar
    }
  }

  /// Adds a character to some text.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if let letters = ligatures[scalar] {
      bytes += letters
    } else {
      bytes += UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }
  }
}
