/// A word of a name.
struct NameToken: Sendable, Hashable {
  /// Folded and, where a table has its letters, in Latin letters.
  var scalars: [Unicode.Scalar]
  /// Folded, in its own script.
  var native: [Unicode.Scalar]
  var isCapitals: Bool
  /// Written like an abbreviation: in capitals, with a capital inside, or out of single letters with full stops.
  var isAbbreviation: Bool
  var isDotted: Bool
  var startsPart: Bool
  /// The way it is written says that it is of the family name: before a comma, or in capitals as no other word is.
  var isFamily = false

  var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The words of a text. `U.S.` is one word, except in names of persons, where its letters are initials.
  static func all(of text: String, kind: NameKind) -> [NameToken] {
    var tokens: [NameToken] = []
    var endsInLetter = false
    for raw in Folding.tokens(of: text) {
      let latin = Transliteration.latin(raw.native)
      guard !latin.isEmpty else { continue }
      let isLetter = raw.native.count == 1 && raw.native.allSatisfy { $0.properties.isAlphabetic }
      if kind != .person, isLetter, raw.isGlued, endsInLetter, !tokens.isEmpty {
        let last = tokens.count - 1
        tokens[last].scalars += latin
        tokens[last].native += raw.native
        tokens[last].isAbbreviation = true
        tokens[last].isDotted = raw.isDotted
      } else {
        tokens.append(
          NameToken(
            scalars: latin,
            native: raw.native,
            isCapitals: raw.isCapitals,
            isAbbreviation: raw.isCapitals || raw.hasInnerCapital,
            isDotted: raw.isDotted,
            startsPart: raw.startsPart
          )
        )
      }
      endsInLetter = isLetter
    }
    return tokens.isEmpty ? signs(of: text) : tokens
  }

  /// Text without any letter or digit: the numbers of its scalars, so that it has a name at all.
  private static func signs(of text: String) -> [NameToken] {
    let visible = text.unicodeScalars.filter { !$0.properties.isWhitespace }
    let words = visible.isEmpty ? ["u"] : visible.map { "u" + String($0.value, radix: 16) }
    return words.map { word in
      let scalars = Array(word.unicodeScalars)
      return NameToken(
        scalars: scalars,
        native: scalars,
        isCapitals: false,
        isAbbreviation: false,
        isDotted: false,
        startsPart: false
      )
    }
  }
}
