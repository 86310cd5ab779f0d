/// A predicate with what it is said of, as the tree has it.
struct Clause {
  enum Kind {
    /// A verb: "reached 33.5 billion".
    case verbal
    /// A noun, an adjective or a phrase that a form of "be" ties to its subject.
    case copular
    /// "There is no railway."
    case existential
  }

  var kind: Kind
  /// The node of the verb, or of the complement of a copula.
  var predicate: Int
  /// The verbs of which this one is the complement, the outermost first: "agreed" for "agreed to pay".
  var governors: [Int] = []
  /// What it is said of: heads of phrases, one for each member of a list.
  var subjects: [Int]
  /// Whether the subject undergoes what the verb says.
  var isPassive: Bool
  /// Whether the subject stands as a relative pronoun or not at all and was taken from elsewhere.
  var isShared: Bool
  /// What a relative pronoun's owner is: "whose" in "whose arms are 4 km long".
  var owner: Int?
}
