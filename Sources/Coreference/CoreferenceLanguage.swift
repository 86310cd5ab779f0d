/// What the words of a language tell about what they refer to. Raw values are parts of features and never change.
public enum GrammaticalNumber: UInt8, Sendable, Hashable { case unknown, singular, plural }

public enum GrammaticalGender: UInt8, Sendable, Hashable { case unknown, female, male, neuter }

/// A pronoun as the coreference step knows it.
public struct PronounEntry: Sendable, Hashable {
  public enum Series: UInt8, Sendable, Hashable { case personal = 1, demonstrative, indefinite, relative }

  public enum Case: UInt8, Sendable, Hashable { case plain = 1, object, possessive, reflexive }

  /// The same for all forms of one pronoun: `he` for "his".
  public var base: String
  public var series: Series
  public var form: Case
  /// 1, 2 or 3.
  public var person: UInt8
  public var number: GrammaticalNumber
  public var gender: GrammaticalGender
}

/// What the word before a noun says of it.
public enum DeterminerKind: UInt8, Sendable, Hashable {
  case none, definite, demonstrative, indefinite, possessive, other
}

/// What a common noun stands for, roughly.
public enum NounKind: UInt8, Sendable, Hashable {
  case other, person, female, male, people, group, place, time
}

/// What the core has to be told of a language. Words are given in lower case.
public protocol CoreferenceLanguage: Sendable {
  /// The pronoun that a word is; nil for any other word.
  func pronoun(_ form: String) -> PronounEntry?
  func determiner(_ form: String) -> DeterminerKind
  func number(_ token: CoreferenceToken) -> GrammaticalNumber
  func kind(ofNoun lemma: String) -> NounKind
  /// Which gender a title tells: "Mrs".
  func gender(ofTitle form: String) -> GrammaticalGender
  /// Whether a word says nothing of what a phrase refers to: articles, prepositions, punctuation.
  func isEmpty(_ form: String) -> Bool
}
