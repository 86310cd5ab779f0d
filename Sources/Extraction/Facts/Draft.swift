import Language
import Model
import Values

/// A fact on its way: nodes of one sentence's tree, before names are resolved and the document's own fields are put in.
struct Draft {
  /// The head of the subject's phrase; nil for a fact about the document itself.
  var subject: Int
  /// Who owns the subject where the sentence has "whose".
  var owner: Int?
  /// Other words for the subject, where the phrase is not what is meant.
  var subjectNodes: [Int]?
  /// The subject's wording where it is a part of one node: "Parties" of "more than 70 Parties".
  var subjectText: String?
  /// Other subjects than those of the clause.
  var subjectOverride: [Int]?
  /// The relation's wording, and what it comes down to.
  var relation: String
  var lemma: String
  /// The preposition that leads to the object.
  var preposition: String?
  /// The head of the object's phrase.
  var object: Int
  /// Other words for the object.
  var objectNodes: [Int]?
  /// The clause that says it; nil for what an apposition or a title says.
  var clause: Clause?
  var time: Interval?
  /// Whether it states an amount of the time before the clause's.
  var isEarlier = false
  var place: String?
  var source: Source?
  var polarity = Fact.Polarity.positive
  var modality = Fact.Modality.asserted
  /// Which rule made it.
  var rule: Rule
}

/// Who says something, before it is resolved.
struct Source {
  /// The head of the phrase that names who says it; nil where ``words`` has it.
  var node: Int?
  var words: String?
  /// What the saying is: `say`, `note`, `according to`.
  var verb: String
}

/// The rules that make facts; they stand in explanations and weigh in the confidence.
enum Rule: String, CaseIterable, Sendable {
  case object, oblique, copula, copulaOblique, complement, existential, passiveAlone, adverb, objectOblique
  case apposition, title, parenthesis, age, lifeDates, location, possession, participle, relative
  case gap, speech, change, comparison, range, measure
}
