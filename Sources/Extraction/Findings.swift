import Language
import Model
import Values

/// One relation and one object, of one clause.
struct Finding {
  /// The relation's wording: the predicate, and the preposition that leads to the object.
  var relation: String
  /// The preposition, where there is one.
  var preposition: String?
  /// The object's tokens, determiners included.
  var object: Phrase
  /// The date that is the object.
  var date: ValueSpan?
  var isOfList = false
}

/// What stands on the right of a predicate.
struct Right {
  var verbText: String
  var lemma: String
  var modality: Fact.Modality
  var isNegative: Bool
  var direct: [Range<Int>] = []
  var phrases: [(preposition: Int, members: [Range<Int>])] = []
  var dates: [Int] = []
}
