/// What English words tell about what they refer to.
public struct EnglishCoreference: CoreferenceLanguage {
  public init() {}

  public func pronoun(_ form: String) -> PronounEntry? { Self.pronouns[form] }

  public func determiner(_ form: String) -> DeterminerKind {
    switch form {
    case "the": .definite
    case "this", "that", "these", "those", "such": .demonstrative
    case "a", "an", "another", "some", "any": .indefinite
    default: .other
    }
  }

  public func number(_ token: CoreferenceToken) -> GrammaticalNumber {
    switch token.xpos {
    case "NN", "NNP": .singular
    case "NNS", "NNPS": .plural
    case "CD": .unknown
    default: pronoun(WordHash.lowered(token.form))?.number ?? .unknown
    }
  }

  public func kind(ofNoun lemma: String) -> NounKind {
    if let kind = Self.nouns[lemma] { return kind }
    let bytes = lemma.utf8
    guard bytes.count > 5 else { return .other }
    if lemma.hasSuffix("woman") { return .female }
    if lemma.hasSuffix("man") { return .male }
    return Self.personEndings.contains { lemma.hasSuffix($0) } ? .person : .other
  }

  public func gender(ofTitle form: String) -> GrammaticalGender {
    switch form {
    case "mr", "mr.", "sir", "lord", "king", "prince", "father", "brother", "uncle", "emperor", "duke", "baron": .male
    case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "dame", "queen", "princess", "aunt", "empress", "madame": .female
    default: .unknown
    }
  }

  public func isEmpty(_ form: String) -> Bool { Self.emptyWords.contains(form) }

  private static let emptyWords: Set<String> = [
    "the", "a", "an", "this", "that", "these", "those", "of", "'s", "’s", "'", "’", ",", ".", "\"", "“", "”", "(", ")",
    "-", "–", "and", "in", "on", "at", "to", "for", "with", "from", "by", "its", "his", "her", "their", "our", "my",
    "your", "some", "any", "another", "[", "]", ":", ";",
  ]

  private static let personEndings = ["ologist", "ician", "ographer", "ian", "ist", "eer", "person"]
}
