import Model

/// A fact of one sentence with its names resolved, before the document's own fields are put in.
struct ResolvedFact {
  var subject: Fact.Subject
  var relation: Fact.Relation
  var object: Value
  var key: Key
  var about: Fact.Side
  var time: Interval?
  var place: String?
  var attribution: Fact.Attribution?
  var polarity: Fact.Polarity
  var modality: Fact.Modality
  var confidence: Confidence
  /// Whether it states an amount in the past, which holds in the time that the document speaks of.
  var isAmount: Bool
  /// Whether it is the amount of the time before that: "from 102", "compared with 4.3 billion".
  var isEarlier: Bool
  /// Whether it is to be read under the document's context.
  var needsContext: Bool
  var rule: Rule
  /// Whether it stands in quotation marks, and the sentence does not say who speaks.
  var isQuoted = false
}
