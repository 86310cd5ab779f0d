/// A word, or a number of several words, as it is compared.
struct NameUnit: Sendable, Hashable {
  enum Role: Sendable, Hashable {
    /// Mistakes of typing are forgiven.
    case word
    /// Stands for a name that begins with it.
    case initial
    /// May be left out: `al`, `von`, `and`.
    case particle
    /// Is equal or not: numbers, single letters, words with digits.
    case exact
  }

  var role: Role
  var scalars: [Unicode.Scalar]
  var native: [Unicode.Scalar]
  /// Equal for spellings that transliteration varies.
  var key: [Unicode.Scalar]
  /// What stands for an exact unit or a particle, so that `44` and `forty four` are equal.
  var identity: String
  /// Groups of words that stand for each other: given names of persons, abbreviations of other things.
  var variants: Set<Int> = []
  /// The words that it was made of.
  var text: String

  static func all(of tokens: [NameToken], kind: NameKind) -> [NameUnit] {
    let texts = tokens.map(\.text)
    var units: [NameUnit] = []
    var index = 0
    while index < tokens.count {
      if kind != .person, let number = Numerals.words(texts, at: index) {
        units.append(
          exact(tokens[index], texts[index..<index + number.count].joined(separator: " "), "#\(number.value)")
        )
        index += number.count
      } else if kind == .person {
        units.append(ofPerson(tokens, texts[index], at: index))
        index += 1
      } else {
        units.append(ofThing(tokens[index], texts[index]))
        index += 1
      }
    }
    return units
  }

  private static func exact(_ token: NameToken, _ text: String, _ identity: String) -> NameUnit {
    NameUnit(role: .exact, scalars: token.scalars, native: token.native, key: [], identity: identity, text: text)
  }

  private static func plain(_ token: NameToken, _ text: String, _ role: Role, identity: String = "") -> NameUnit {
    NameUnit(
      role: role,
      scalars: token.scalars,
      native: token.native,
      key: SpellingKey.of(token.scalars),
      identity: identity,
      text: text
    )
  }

  private static func number(_ token: NameToken, _ text: String) -> NameUnit? {
    if let value = Numerals.digits(text) { return exact(token, text, "#\(value)") }
    // `Xi` and `Vi` are names.
    if token.scalars.count > 1, token.isCapitals || text != "xi" && text != "vi" && token.native == token.scalars,
      let value = Numerals.roman(token.scalars)
    {
      return exact(token, text, "#\(value)")
    }
    return nil
  }

  private static func ofThing(_ token: NameToken, _ text: String) -> NameUnit {
    if let number = number(token, text) { return number }
    let hasDigit = token.scalars.contains { $0.properties.numericType != nil && !isIdeograph($0) }
    if token.scalars.count == 1 || hasDigit { return exact(token, text, text) }
    if freeWords.contains(text) { return plain(token, text, .particle, identity: text) }
    var word = plain(token, text, .word)
    word.variants = Abbreviations.groups(of: text)
    return word
  }

  private static let freeWords: Set<String> = ["and", "el", "la", "los", "las", "le", "il", "lo", "of", "und", "et"]

  private static func ofPerson(_ tokens: [NameToken], _ text: String, at index: Int) -> NameUnit {
    let token = tokens[index]
    let isLast = index == tokens.count - 1
    let isAlone = tokens.count == 1
    if index > 0, let number = number(token, text) { return number }
    if !token.scalars.contains(where: \.properties.isAlphabetic) { return exact(token, text, text) }
    if isLast, !isAlone, let value = Numerals.ordinal(text) { return exact(token, text, "#\(value)") }
    if token.scalars.count == 1, !isIdeograph(token.scalars[0]) {
      if !isAlone, !isLast, !token.isCapitals, let particle = PersonWords.particles[text] {
        return plain(token, text, .particle, identity: particle)
      }
      // `Malcolm X`, `Elizabeth I`: no name is left out behind it.
      if isLast, !token.isDotted { return exact(token, text, text == "i" ? "#1" : text) }
      return plain(token, text, .initial)
    }
    // Two Latin letters may stand for the first letter of a name in Cyrillic: Yu. Gagarin.
    if token.isDotted, !isLast, initialPairs.contains(text) { return plain(token, text, .initial) }
    if index > 0, !isLast, let particle = PersonWords.particles[text] {
      return plain(token, text, .particle, identity: particle)
    }
    var word = plain(token, text, .word)
    word.variants = GivenNames.groups(of: text)
    return word
  }

  private static let initialPairs: Set<String> = ["yu", "ya", "ye", "zh", "kh", "ts", "ch", "sh", "iu", "ia"]

  /// Whether a letter is a syllable or a word, so that another letter is another word and no mistake of typing.
  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
