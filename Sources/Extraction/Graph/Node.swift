import Language
import Values

/// A word of a sentence's tree, or a value with all its words as one.
struct Node {
  /// Byte offsets into the text as read.
  let range: Range<Int>
  /// As it stands in the text.
  let form: String
  /// The same in lower case.
  let lower: String
  /// The dictionary form.
  var lemma: String
  var partOfSpeech: PartOfSpeech
  /// The part of speech of the language itself, such as `VBD`.
  var tag: String
  /// The node that it depends on; nil for the root.
  var head: Int?
  /// The relation to it without subtype, such as `nsubj`.
  var relation: String
  /// The relation's subtype, such as `pass`; empty where it has none.
  var subtype: String
  /// The value that it is.
  var value: ValueSpan? {
    get { boxed?.span }
    set { boxed = newValue.map(Boxed.init) }
  }
  /// The kind of the name that it is part of, and which name of the sentence.
  var name: NameKind?
  var nameIndex: Int?
  /// How much better the parser liked its head than the next best.
  var margin: Float

  /// In a box: few nodes are values, which are large, and nodes are copied often.
  private var boxed: Boxed?
  /// Whether it is a quotation mark.
  let isQuote: Bool

  private final class Boxed: Sendable {
    let span: ValueSpan
    let isValue: Bool

    init(_ span: ValueSpan) {
      self.span = span
      if case .identifier = span.content { isValue = false } else { isValue = true }
    }
  }

  private static let quotes = ["\"", "'", "“", "”", "‘", "’", "``", "''"]

  /// Creates a node that has no head and belongs to no name yet.
  init(
    range: Range<Int>,
    form: String,
    lemma: String,
    partOfSpeech: PartOfSpeech,
    tag: String,
    relation: String,
    subtype: String,
    value: ValueSpan?,
    margin: Float
  ) {
    self.range = range
    self.form = form
    let lower = form.lowercased()
    self.lower = lower
    self.lemma = lemma
    self.partOfSpeech = partOfSpeech
    self.tag = tag
    self.relation = relation
    self.subtype = subtype
    self.margin = margin
    boxed = value.map(Boxed.init)
    // Most words begin with a letter, and comparing texts beyond ASCII takes long.
    let isSign = lower.utf8.first.map { $0 == 0x22 || $0 == 0x27 || $0 == 0x60 || $0 == 0xE2 } ?? false
    isQuote = isSign && Self.quotes.contains(lower)
  }

  /// Whether it is a date, with its year or without.
  var isDate: Bool { boxed?.span.isDate ?? false }

  /// Whether it is a number, an amount or a date.
  var isValue: Bool { boxed?.isValue ?? false }

  /// Whether it is what two sides have scored: "3-1".
  var isScore: Bool { boxed?.span.content == .identifier(.score) }

  var isPunctuation: Bool { partOfSpeech == .punctuation }

  /// Whether it can be the head of a noun phrase.
  var isNominal: Bool {
    if isValue { return true }
    switch partOfSpeech {
    case .noun, .name, .pronoun, .numeral, .symbol, .other: return true
    case .determiner: return true
    default: return false
    }
  }
}
