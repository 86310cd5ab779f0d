/// The repairs of trees: each mends one thing that parsers often get wrong, and is told by name wherever it is measured or left out.
///
/// What each is for and an example stand at the function of its name, `mend…`. `courant-eval rules` tells what each is worth.
package enum TreeRepair: String, CaseIterable, Sendable {
  case nounWithArguments, lateVerb, imperative, title, dimension, closing, infinitive, dateBehindComma, relative
  case secondSubject, speaker, decision, aside, nominal, clausalComplement, sequel, besideDate, particle
  case fromBeforeDate, principle, lateSpeaker, fromTo, listOfKinds, ofWhich, setting, caseMark, cost, amounts, count
  case nounVerb, semicolonList, twins, mixedList, ageLimit, statistics, distantParticiple, outerVerb, limit, accusation
  case valueSubject, nounOfDeed, firstClause, dates, nounOfParticiple, interruption, beforeTax

  /// Where the sentence has no verb; the first that does something is the last.
  static let ofRoots: [TreeRepair] = [.nounWithArguments, .lateVerb, .imperative]
  /// First at each node: they decide what the subject is.
  static let ofSubjects: [TreeRepair] = [.title]
  /// Then the first of these that does something: what hangs on the wrong side of a comma before verbs and nouns, which look at what hangs
  /// where.
  static let ofPhrases: [TreeRepair] = [
    .valueSubject, .nounOfDeed, .firstClause, .dates, .nounOfParticiple, .interruption, .beforeTax, .dimension,
    .closing,
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
    let isDone = apply(repair, node)
    if isDone { repaired.append(repair) }
    return isDone
  }

  private mutating func apply(_ repair: TreeRepair, _ node: Int) -> Bool {
    switch repair {
    case .nounWithArguments: mendNounWithArguments(node)
    case .lateVerb: mendLateVerb(node)
    case .imperative: mendImperative(node)
    case .title: mendTitle(node)
    case .dimension: mendDimension(node)
    case .closing: mendClosing(node)
    case .infinitive: mendInfinitive(node)
    case .dateBehindComma: mendDate(node)
    case .relative: mendRelative(node)
    case .secondSubject: mendSecondSubject(node)
    case .speaker: mendSpeaker(node)
    case .decision: mendDecision(node)
    case .aside: mendAside(node)
    case .nominal: mendNominal(node)
    case .clausalComplement: mendClausalComplement(node)
    case .sequel: mendSequel(node)
    case .besideDate: mendBesideDate(node)
    case .particle: mendParticle(node)
    case .fromBeforeDate: mendFrom(node)
    case .principle: mendPrinciple(node)
    case .lateSpeaker: mendLateSpeaker(node)
    case .fromTo: mendFromTo(node)
    case .listOfKinds: mendListOfKinds(node)
    case .ofWhich: mendOfWhich(node)
    case .setting: mendSetting(node)
    case .caseMark: mendCase(node)
    case .cost: mendCost(node)
    case .amounts: mendAmounts(node)
    case .count: mendCount(node)
    case .nounVerb: mendNounVerb(node)
    case .semicolonList: mendSemicolonList(node)
    case .twins: mendTwins(node)
    case .mixedList: mendMixedList(node)
    case .ageLimit: mendAgeLimit(node)
    case .statistics: mendStatistics(node)
    case .distantParticiple: mendDistantParticiple(node)
    case .outerVerb: mendOuterVerb(node)
    case .limit: mendLimit(node)
    case .accusation: mendAccusation(node)
    case .valueSubject: mendValueSubject(node)
    case .nounOfDeed: mendNounOfDeed(node)
    case .firstClause: mendFirstClause(node)
    case .dates: mendDates(node)
    case .nounOfParticiple: mendNounOfParticiple(node)
    case .interruption: mendInterruption(node)
    case .beforeTax: mendBeforeTax(node)
    }
  }
}
