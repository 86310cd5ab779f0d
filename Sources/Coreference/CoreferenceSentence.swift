/// A word of a tree after Universal Dependencies, as the coreference step takes it.
public struct CoreferenceToken: Sendable, Hashable {
  public var form: String
  public var lemma: String
  /// The universal part of speech, such as `NOUN`.
  public var upos: String
  /// The part of speech of the language, such as `NNS`.
  public var xpos: String
  /// The place of the head in the sentence; nil for the root.
  public var head: Int?
  /// The relation to the head, with its subtype, such as `nsubj:pass`.
  public var relation: String

  public init(form: String, lemma: String, upos: String, xpos: String, head: Int?, relation: String) {
    self.form = form
    self.lemma = lemma
    self.upos = upos
    self.xpos = xpos
    self.head = head
    self.relation = relation
  }
}

/// A name in a sentence.
public struct CoreferenceName: Sendable, Hashable {
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable { case person = 1, place, organisation }

  public var kind: Kind
  /// Its tokens.
  public var tokens: Range<Int>

  public init(kind: Kind, tokens: Range<Int>) {
    self.kind = kind
    self.tokens = tokens
  }
}

/// A sentence with its words, tree and names.
public struct CoreferenceSentence: Sendable, Hashable {
  public var tokens: [CoreferenceToken]
  public var names: [CoreferenceName]
  /// Whether it is the first of a paragraph; quotation marks are not matched across paragraphs.
  public var startsParagraph: Bool

  public init(tokens: [CoreferenceToken], names: [CoreferenceName], startsParagraph: Bool = false) {
    self.tokens = tokens
    self.names = names
    self.startsParagraph = startsParagraph
  }
}
