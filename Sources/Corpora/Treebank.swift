/// Sentences that people have annotated, as Universal Dependencies writes them.
public struct Treebank: Sendable {
  /// One word with what it is and what it depends on.
  public struct Word: Sendable, Hashable {
    public var form: String
    public var lemma: String
    /// The universal part of speech, such as `NOUN`.
    public var upos: String
    /// The part of speech of the language, such as `NNS`.
    public var xpos: String
    /// The place of the head in the sentence, from 1; 0 for the root.
    public var head: Int
    /// The relation to the head, with its subtype, such as `nsubj:pass`.
    public var relation: String
    /// Whether white space follows it in the text.
    public var spaceAfter: Bool
    /// What the annotators noted beside it: the last column.
    public var notes: String
    /// Where it stands in the sentence's text, in bytes; nil where its form is not what the text has there.
    public var range: Range<Int>?
    /// The name it belongs to, such as `B-PER`; `O` for none.
    public var name: String = "O"
  }

  public struct Sentence: Sendable, Hashable {
    public var id: String
    public var text: String
    public var words: [Word]
    /// Whether it is the first of its document, and of its paragraph.
    public var startsDocument: Bool
    public var startsParagraph: Bool
    /// Whether its words' names were annotated.
    public var hasNames = false
  }

  public var sentences: [Sentence]

  public init(sentences: [Sentence]) {
    self.sentences = sentences
  }

  /// How many words it has.
  public var wordCount: Int { sentences.reduce(0) { $0 + $1.words.count } }
}

/// Why a file of annotations cannot be read, in one line.
public struct CorpusError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
