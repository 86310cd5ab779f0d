/// The English words of the tables.
struct EnglishLexicon: LexiconLanguage {
  var keywords: [String] { Keyword.allCases.map(\.word) }

  func fill(_ builder: inout LexiconBuilder) {
    builder.addWords()
    builder.addUnits()
    builder.addCurrencies()
    builder.addCurrencyWords()
    builder.addModifiers()
    builder.addStarts()
    builder.addMarks()
  }

  func spellings(_ name: String) -> Set<String> { [name, americanised(name)] }

  private func americanised(_ name: String) -> String {
    name.split(separator: " ").map { word in
      for (british, american) in [("metre", "meter"), ("litre", "liter"), ("metres", "meters"), ("litres", "liters")]
      where word.hasSuffix(british) {
        return word.dropLast(british.utf8.count) + american
      }
      return word == "gramme" ? "gram" : String(word)
    }.joined(separator: " ")
  }

  /// The plural of the noun that can take one: the last before "per", "of" and their like.
  func plural(_ name: String) -> String {
    var words = name.split(separator: " ").map(String.init)
    let bound =
      words.firstIndex {
        ["per", "an", "a", "of", "celsius", "fahrenheit", "centigrade", "rankine", "brix", "c", "f", "peak"].contains(
          $0
        )
      } ?? words.count
    guard bound > 0 else { return name }
    let noun = words[bound - 1]
    if noun.hasSuffix("y"), !noun.hasSuffix("ay"), !noun.hasSuffix("ey"), !noun.hasSuffix("oy") {
      words[bound - 1] = String(noun.dropLast()) + "ies"
    } else if noun.hasSuffix("s") || noun.hasSuffix("ch") || noun.hasSuffix("x") || noun.hasSuffix("sh") {
      words[bound - 1] = noun + "es"
    } else {
      words[bound - 1] = noun + "s"
    }
    return words.joined(separator: " ")
  }
}

extension Lexicon {
  static let shared = Lexicon(EnglishLexicon())
}

extension Scanner {
  /// "U.S." and "U.K." are words.
  func pointedWord(_ at: Int) -> Word? {
    guard has("U", at), has(".", at + 1), has(".", at + 3), !isASCIILetter(at + 4) else { return nil }
    if has("S", at + 2) { return Word(id: Keyword.us.rawValue, start: at, end: at + 4) }
    if has("K", at + 2) { return Word(id: Keyword.uk.rawValue, start: at, end: at + 4) }
    return nil
  }
}
