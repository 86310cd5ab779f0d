import Foundation

/// A word of a name as the text has it, before it is known what the word does there.
struct RawToken {
  /// Folded scalars in their own script.
  var native: [Unicode.Scalar]
  /// Every letter with case was a capital.
  var isCapitals: Bool
  /// A capital stands after the first letter: `SpA`, `SPA`.
  var hasInnerCapital: Bool
  /// A full stop follows.
  var isDotted = false
  /// No space and nothing but a full stop parts it from the token before.
  var isGlued = false
  /// The token begins a part after a comma.
  var startsPart = false
}

/// Words out of text: compatibility forms, case, diacritics and punctuation away.
enum Folding {
  /// The words of a text. Each is stable: folded once more, it is the same.
  static func tokens(of text: String) -> [RawToken] {
    var scanner = TokenScanner()
    for scalar in normalised(text).unicodeScalars { scanner.read(scalar) }
    return scanner.finish()
  }

  /// Normal form KC, without the marks that would become letters (™) or spaces (´).
  private static func normalised(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x2122, 0x2120, 0x2121: plain.append(" ")
      case 0xB4, 0x1FFD, 0x1FBD: plain.append("'")
      default: plain.append(scalar)
      }
    }
    return String(plain).precomposedStringWithCompatibilityMapping
  }

  /// A scalar of a word in lower case and without diacritics, in its own script.
  static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      return [("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar]
    }
    if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue,
      let digit = Unicode.Scalar(48 + UInt32(max(0, min(9, value))))
    {
      return [digit]
    }
    var folded: [Unicode.Scalar] = []
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      if lower.isASCII || Transliteration.knows(lower) || !hasDiacriticsToDrop(lower) {
        if !isDroppedMark(lower) { folded.append(lower) }
      } else {
        for part in String(lower).decomposedStringWithCanonicalMapping.unicodeScalars where !isDroppedMark(part) {
          folded.append(part)
        }
      }
    }
    return folded
  }

  /// Only where a mark changes the sound of a letter, not where it is a vowel of its own, as in the scripts of India.
  private static func hasDiacriticsToDrop(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xC0...0x24F, 0x1E00...0x1EFF, 0x370...0x52F, 0x1F00...0x1FFF: true
    default: false
    }
  }

  static func isDroppedMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    // Hebrew points, Arabic vowels and the stretching stroke.
    case 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7, 0x64B...0x65F, 0x670, 0x640: true
    default: false
    }
  }

  /// Signs inside words that are no letters of the name: apostrophes, and the letters that write them.
  static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x27, 0x60, 0x2018, 0x2019, 0x201B, 0x2032, 0x2B9...0x2BF, 0x2C8, 0x2EE, 0x5F3, 0xA78B, 0xA78C, 0xFF07: true
    default: false
    }
  }
}

/// Cuts scalars into words, one scalar at a time.
private struct TokenScanner {
  private var tokens: [RawToken] = []
  private var current: [Unicode.Scalar] = []
  private var hasCapital = false
  private var hasSmall = false
  private var hasInnerCapital = false
  private var isGlued = false
  private var startsPart = false

  mutating func read(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "&":
      cut()
      add("and")
    case "+":
      cut()
      add("plus")
    case ",", "،", "、":
      cut()
      startsPart = !tokens.isEmpty
    case ".":
      guard !current.isEmpty else { return }
      cut()
      tokens[tokens.count - 1].isDotted = true
      isGlued = true
    case "/" where current.count == 1:
      // "A/S" is one word as "A.S." is.
      cut()
      isGlued = true
    default:
      if Folding.isApostrophe(scalar) || scalar.properties.generalCategory == .format { return }
      guard isOfWord(scalar) else { return cut() }
      hasInnerCapital = hasInnerCapital || !current.isEmpty && scalar.properties.isUppercase
      hasCapital = hasCapital || scalar.properties.isUppercase
      hasSmall = hasSmall || scalar.properties.isLowercase
      current.append(contentsOf: Folding.folded(scalar))
    }
  }

  mutating func finish() -> [RawToken] {
    cut()
    return tokens
  }

  private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private mutating func add(_ word: String) {
    let native = Array(word.unicodeScalars)
    tokens.append(RawToken(native: native, isCapitals: false, hasInnerCapital: false, startsPart: startsPart))
    startsPart = false
  }

  /// Ends a word. It is folded until nothing changes, since lower case may have forms of compatibility of its own.
  private mutating func cut() {
    defer {
      current = []
      hasCapital = false
      hasSmall = false
      hasInnerCapital = false
      isGlued = false
    }
    guard !current.isEmpty else { return }
    let native = current.allSatisfy(\.isASCII) ? current : stable(current)
    guard !native.isEmpty else { return }
    tokens.append(
      RawToken(
        native: native,
        isCapitals: hasCapital && !hasSmall,
        hasInnerCapital: hasInnerCapital,
        isGlued: isGlued,
        startsPart: startsPart
      )
    )
    startsPart = false
  }

  private func stable(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var word = scalars
    for _ in 0..<4 {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: word)
      let again = String(view).precomposedStringWithCompatibilityMapping.unicodeScalars
        .filter { isOfWord($0) && !Folding.isApostrophe($0) }
        .flatMap(Folding.folded)
      if again == word { break }
      word = again
    }
    return word
  }
}
