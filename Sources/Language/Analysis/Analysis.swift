/// A universal part of speech (https://universaldependencies.org/u/pos/).
public enum PartOfSpeech: String, Sendable, Hashable, CaseIterable {
  case adjective = "ADJ"
  case adposition = "ADP"
  case adverb = "ADV"
  case auxiliary = "AUX"
  case conjunction = "CCONJ"
  case determiner = "DET"
  case interjection = "INTJ"
  case noun = "NOUN"
  case numeral = "NUM"
  case particle = "PART"
  case pronoun = "PRON"
  case name = "PROPN"
  case punctuation = "PUNCT"
  case subordinator = "SCONJ"
  case symbol = "SYM"
  case verb = "VERB"
  case other = "X"
}

/// What a name is of.
public enum NameKind: String, Sendable, Hashable, CaseIterable {
  case person = "PER"
  case place = "LOC"
  case organisation = "ORG"
}

/// Which pronoun stands for a person.
public enum Gender: Sendable, Hashable { case female, male }

/// A word of an analysed sentence.
public struct AnalysedToken: Sendable, Hashable {
  /// Byte offsets into the text.
  public var range: Range<Int>
  /// As it stands in the text.
  public var form: String
  /// The dictionary form; of a name, with its capitals.
  public var lemma: String
  public var partOfSpeech: PartOfSpeech
  /// The part of speech of the language itself, such as `VBD`.
  public var tag: String
  /// The place of its head in the sentence; nil for the root.
  public var head: Int?
  /// The relation to its head, such as `nsubj:pass`.
  public var relation: String
  /// How much better the head's score is than the next best; small where the parser was unsure.
  public var margin: Float

  public init(
    range: Range<Int>,
    form: String,
    lemma: String,
    partOfSpeech: PartOfSpeech,
    tag: String,
    head: Int?,
    relation: String,
    margin: Float = 0
  ) {
    self.range = range
    self.form = form
    self.lemma = lemma
    self.partOfSpeech = partOfSpeech
    self.tag = tag
    self.head = head
    self.relation = relation
    self.margin = margin
  }
}

/// A name in a sentence.
public struct AnalysedName: Sendable, Hashable {
  public var kind: NameKind
  /// Its tokens.
  public var tokens: Range<Int>

  public init(kind: NameKind, tokens: Range<Int>) {
    self.kind = kind
    self.tokens = tokens
  }
}

/// A sentence with its words, tree and names.
public struct AnalysedSentence: Sendable, Hashable {
  public var tokens: [AnalysedToken]
  public var names: [AnalysedName]
  /// Whether it was cut off because it was too long.
  public var isCut: Bool

  public init(tokens: [AnalysedToken], names: [AnalysedName], isCut: Bool = false) {
    self.tokens = tokens
    self.names = names
    self.isCut = isCut
  }

  /// Byte offsets into the text.
  public var range: Range<Int> {
    guard let first = tokens.first, let last = tokens.last else { return 0..<0 }
    return first.range.lowerBound..<last.range.upperBound
  }
}
