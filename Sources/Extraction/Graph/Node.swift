import Language
import Values

/// A word of a sentence's tree, or a value with all its words as one.
struct Node {
  /// Byte offsets into the text as read.
  var range: Range<Int>
  /// As it stands in the text.
  var form: String
  /// The same in lower case.
  var lower: String
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
  var value: ValueSpan?
  /// The kind of the name that it is part of, and which name of the sentence.
  var name: NameKind?
  var nameIndex: Int?
  /// How much better the parser liked its head than the next best.
  var margin: Float

  /// Whether it is a date, with its year or without.
  var isDate: Bool { value?.isDate ?? false }

  /// Whether it is a number, an amount or a date.
  var isValue: Bool {
    guard let value else { return false }
    if case .identifier = value.content { return false }
    return true
  }

  /// Whether it is what two sides have scored: "3-1".
  var isScore: Bool { value?.content == .identifier(.score) }

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
