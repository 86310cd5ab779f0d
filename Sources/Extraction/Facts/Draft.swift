import Model

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
  /// A counted amount whose unit the object has too: that of "34 seats" for "12".
  var unitNode: Int?
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

/// The rules that make facts; their names stand in explanations and weigh in the confidence. Those of clauses come first, then those of noun
/// phrases, then those that look at the facts found so far: ``gap``, and ``change``, ``comparison`` and ``range``.
///
/// `courant-eval rules` tells what each is worth, and `Tests/ExtractionTests/Constructions/rules.txt` has sentences for each.
enum Rule: String, CaseIterable, Sendable {
  /// A verb with its object: "exports barley".
  case object
  /// A verb without an object, with a preposition, an amount or a date: "flows into the lake", "was opened in 1931".
  case oblique
  /// What something is or how: "is a river", "is full".
  case copula
  /// Where something is, or in what respect: "is on a hill", "is rich in iron".
  case copulaOblique
  /// What something becomes or stays, or what somebody calls, thinks or takes it to be: "remained a port", "described the harvest as poor".
  case complement
  /// What there is in a place, or how many there are or did something: "there are two airports in Norland", "23 people died".
  case existential
  /// What happened to something, where the clause says no more: "has been postponed", "are rising".
  case passiveAlone
  /// A verb with an adverb of place or rank: "finished third".
  case adverb
  /// What stands beside a verb's object with a preposition: "exports barley to Kenya".
  case objectOblique
  /// A noun phrase behind another that says what it is: "Irena Novak, a chemist".
  case apposition
  /// What stands before or behind a person's name: "energy minister Ruben Salt".
  case title
  /// An amount in brackets behind what it measures: "Mount Esker (914 m)".
  case parenthesis
  /// A number or a length behind a name or a noun: "Amara Diallo, 41,", "a pit 300 m wide".
  case age
  /// Days of birth and death in brackets.
  case lifeDates
  /// Where something with a name is, and what is among what: "the University of Tarvik, in Norland".
  case location
  /// What something has, by an owner's name or by "with" and an amount: "a church with a 74-metre tower".
  case possession
  /// A participle that tells of a noun: "the drug developed by Verto".
  case participle
  /// The object in a relative clause, or of a verb that has its subject from another: "the firm that built the dam".
  case relative
  /// A clause that leaves out its verb because the one before has it: "wheat rose by 4% and barley by 6%".
  case gap
  /// That somebody says something: "said that exports would rise".
  case speech
  /// An amount behind another that tells its change or says it again: ", up 6%", ", or 7.7% of GDP".
  case change
  /// The same amount of a time before: ", compared with £3 million a year earlier".
  case comparison
  /// The range in brackets behind an amount: "41 years (range 19–73 years)".
  case range
  /// An amount that a noun has by "of": "the committee of 15 members".
  case measure
}
