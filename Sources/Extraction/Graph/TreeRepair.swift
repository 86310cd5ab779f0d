/// The repairs of trees: each mends one thing that parsers often get wrong, and is told by name wherever it is measured or left out.
///
/// What each is for and an example stand at the function of its name, `mend…`. `courant-eval rules` tells what each is worth.
package enum TreeRepair: String, CaseIterable, Sendable {
  case nounWithArguments, hiddenVerb, lateVerb, imperative, title, dimension, closing, infinitive, dateBehindComma,
    relative
  case secondSubject, speaker, decision, aside, nominal, clausalComplement, sequel, besideDate, particle
  case fromBeforeDate, principle, lateSpeaker, fromTo, listOfKinds, ofWhich, setting, caseMark, cost, amounts, count
  case nounVerb, semicolonList, twins, mixedList, ageLimit, statistics, distantParticiple, outerVerb, limit, accusation
  case valueSubject, nounOfDeed, firstClause, dates, nounOfParticiple, interruption, beforeTax, bareSubject
  case accountFor, thereSubject, age

  /// Where the sentence has no verb; the first that does something is the last.
  static let ofRoots: [TreeRepair] = [.nounWithArguments, .hiddenVerb, .lateVerb, .imperative]
  /// First at each node: they decide what the subject is.
  static let ofSubjects: [TreeRepair] = [.title]
  /// Then the first of these that does something: what hangs on the wrong side of a comma before verbs and nouns, which look at what hangs
  /// where.
  static let ofPhrases: [TreeRepair] = [
    .age, .valueSubject, .nounOfDeed, .firstClause, .dates, .nounOfParticiple, .interruption, .beforeTax, .bareSubject,
    .accountFor, .thereSubject, .dimension, .closing,
    .infinitive, .dateBehindComma, .relative, .secondSubject, .speaker, .decision, .aside,
    .nominal, .clausalComplement, .sequel, .besideDate, .particle, .fromBeforeDate, .principle, .lateSpeaker, .fromTo,
    .listOfKinds, .ofWhich, .setting, .caseMark, .cost, .amounts, .count, .nounVerb, .semicolonList, .twins,
    .mixedList, .ageLimit, .statistics, .distantParticiple, .outerVerb, .limit, .accusation,
  ]
}

extension SentenceGraph {
  /// Mends one thing at a node.
  /// - Returns: whether something was done.
  mutating func mend(_ repair: TreeRepair, _ node: Int) -> Bool {
    guard !without.contains(repair) else { return false }
    let language = language
    let isDone = language.mend(&self, repair, node)
    if isDone { repaired.append(repair) }
    return isDone
  }
}
