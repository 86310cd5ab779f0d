/// Words around a name that are no part of it: "Prime Minister Shinzo Abe" is Shinzo Abe.
package enum Titles {
  private static let words: Set<String> = [
    "president", "prime", "minister", "chancellor", "king", "queen", "prince", "princess", "pope", "emperor", "empress",
    "chairman",
    "chairwoman", "director", "secretary", "general", "senator", "governor", "mayor", "judge", "justice", "professor",
    "prof", "prof.", "doctor",
    "dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "sir", "lord", "lady", "dame", "captain", "colonel",
    "major", "sergeant",
    "lieutenant", "admiral", "ambassador", "congressman", "congresswoman", "representative", "rep.", "sen.", "gov.",
    "gen.", "col.", "capt.",
    "lt.", "sgt.", "rev.", "reverend", "father", "sister", "brother", "imam", "sheikh", "shaikh", "mullah", "ayatollah",
    "rabbi", "bishop",
    "archbishop", "cardinal", "vice", "deputy", "former", "late", "the", "resident", "councillor", "councilman",
    "councilwoman", "cllr", "cllr.", "councilmember", "alderman", "constable", "detective", "inspector",
    "superintendent", "officer", "spokesman", "spokeswoman", "spokesperson", "coach", "analyst", "economist",
    "midfielder", "striker", "goalkeeper", "defender", "winger", "pte", "cpl",
  ]

  /// Whether a word in lower case is a title, which is no part of a name.
  package static func isTitle(_ word: String) -> Bool { words.contains(word) }

  /// A name without the titles at its beginning and the common nouns at its end; one word of it stays always.
  static func without(_ name: AnalysedName, _ tokens: [AnalysedToken]) -> AnalysedName {
    var name = name
    // "Japan trade": a place or a person does not end in a small letter.
    while name.kind != .organisation, name.tokens.count > 1, let last = tokens[name.tokens.upperBound - 1].form.first,
      last.isLowercase, tokens[name.tokens.upperBound - 1].partOfSpeech == .noun
    {
      name.tokens = name.tokens.lowerBound..<(name.tokens.upperBound - 1)
    }
    guard name.kind == .person else { return name }
    while name.tokens.count > 1 {
      let first = name.tokens.lowerBound
      let isTitle = words.contains(tokens[first].form.lowercased()) || tokens[first].form == "-"
      guard isTitle else { break }
      name.tokens = (first + 1)..<name.tokens.upperBound
    }
    return name
  }
}
