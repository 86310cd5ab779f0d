import Corpora
import Language

/// A sentence whose tree was read wrongly, with what is wrong in it: for whoever wants to see where a model errs.
public struct MisreadSentence: Sendable, Hashable {
  /// From a word to what it depends on.
  public struct Arc: Sendable, Hashable, CustomStringConvertible {
    public var relation: String
    /// The form of the head, with its place where the sentence has it several times; nil for the root.
    public var head: String?

    public var description: String { head.map { "\(relation) of \($0)" } ?? "\(relation), the root" }
  }

  /// A word whose head or relation is wrong.
  public struct Mistake: Sendable, Hashable {
    /// The place of the word, from 1.
    public var place: Int
    public var word: String
    public var told: Arc
    public var there: Arc
  }

  public var text: String
  public var wordCount: Int
  public var mistakes: [Mistake]

  /// How much of it is wrong.
  public var share: Double { Double(mistakes.count) / Double(max(wordCount, 1)) }

  /// The sentences with a wrong arc; first those of which most is wrong, and of like ones the longer.
  ///
  /// An arc is wrong as it is for the figures: subtypes of relations do not count.
  public static func worst(_ readings: [[TokenReader.Reading]], on treebank: Treebank) -> [MisreadSentence] {
    zip(treebank.sentences, readings).compactMap { sentence, reading in
      let misread = MisreadSentence(sentence, reading)
      return misread.mistakes.isEmpty ? nil : misread
    }
    .enumerated()
    .sorted { first, second in
      (second.element.share, second.element.wordCount, first.offset)
        < (first.element.share, first.element.wordCount, second.offset)
    }
    .map(\.element)
  }

  private init(_ sentence: Treebank.Sentence, _ reading: [TokenReader.Reading]) {
    let forms = sentence.words.map(\.form)
    func arc(_ relation: String, to head: Int) -> Arc {
      guard forms.indices.contains(head - 1) else { return Arc(relation: relation, head: nil) }
      let form = forms[head - 1]
      return Arc(relation: relation, head: forms.count { $0 == form } > 1 ? "\(form) (\(head))" : form)
    }
    text = sentence.text
    wordCount = sentence.words.count
    mistakes = []
    for (index, (word, read)) in zip(sentence.words, reading).enumerated() {
      if word.head == read.head, TreebankScores.sameRelation(word.relation, read.relation) { continue }
      mistakes.append(
        Mistake(
          place: index + 1,
          word: word.form,
          told: arc(read.relation, to: read.head),
          there: arc(word.relation, to: word.head)
        )
      )
    }
  }
}
