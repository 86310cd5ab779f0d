/// The repairs of trees: each mends one thing that parsers often get wrong, and is told by name wherever it is measured or left out.
///
/// What each is for and an example stand at the function of its name, `mend…`. `courant-eval rules` tells what each is worth.
package enum TreeRepair: String, CaseIterable, Sendable {
  case nounWithArguments, lateVerb, imperative, participleSubject, title, namedSubject, subject, dimension, closing
  case infinitive, measure, apposition, participle, dateBehindComma, relative, secondSubject, speaker, decision
  case listedVerb, aside, conjunction, nominal, clausalComplement, sequel, besideDate, particle, fromBeforeDate
  case semicolon, secondThat, principle, lateSpeaker, fromTo, listOfKinds, ofWhich, setting, caseMark, cost, amounts
  case fine, count, splitName, description, relating, nounVerb, semicolonList, twins, mixedList, ageLimit, statistics
  case distantParticiple, outerVerb, limit, accusation

  /// Where the sentence has no verb; the first that does something is the last.
  static let ofRoots: [TreeRepair] = [.nounWithArguments, .lateVerb, .imperative]
  /// First at each node: they decide what the subject is.
  static let ofSubjects: [TreeRepair] = [.participleSubject, .title]
  /// Then the first of these that does something. Appositions and participles come before verbs and nouns, which look at what hangs where.
  static let ofPhrases: [TreeRepair] = [
    .namedSubject, .subject, .dimension, .closing, .infinitive, .measure, .apposition, .participle,
    .dateBehindComma, .relative, .secondSubject, .speaker, .decision, .listedVerb, .aside, .conjunction, .nominal,
    .clausalComplement, .sequel, .besideDate, .particle, .fromBeforeDate, .semicolon, .secondThat, .principle,
    .lateSpeaker, .fromTo, .listOfKinds, .ofWhich, .setting, .caseMark, .cost, .amounts, .fine, .count, .splitName,
    .description, .relating, .nounVerb, .semicolonList, .twins, .mixedList, .ageLimit, .statistics, .distantParticiple,
    .outerVerb, .limit, .accusation,
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
    case .participleSubject: mendParticipleSubject(node)
    case .title: mendTitle(node)
    case .namedSubject: mendNamedSubject(node)
    case .subject: mendSubject(node)
    case .dimension: mendDimension(node)
    case .closing: mendClosing(node)
    case .infinitive: mendInfinitive(node)
    case .measure: mendMeasure(node)
    case .apposition: mendApposition(node)
    case .participle: mendParticiple(node)
    case .dateBehindComma: mendDate(node)
    case .relative: mendRelative(node)
    case .secondSubject: mendSecondSubject(node)
    case .speaker: mendSpeaker(node)
    case .decision: mendDecision(node)
    case .listedVerb: mendListedVerb(node)
    case .aside: mendAside(node)
    case .conjunction: mendConjunction(node)
    case .nominal: mendNominal(node)
    case .clausalComplement: mendClausalComplement(node)
    case .sequel: mendSequel(node)
    case .besideDate: mendBesideDate(node)
    case .particle: mendParticle(node)
    case .fromBeforeDate: mendFrom(node)
    case .semicolon: mendSemicolon(node)
    case .secondThat: mendSecondThat(node)
    case .principle: mendPrinciple(node)
    case .lateSpeaker: mendLateSpeaker(node)
    case .fromTo: mendFromTo(node)
    case .listOfKinds: mendListOfKinds(node)
    case .ofWhich: mendOfWhich(node)
    case .setting: mendSetting(node)
    case .caseMark: mendCase(node)
    case .cost: mendCost(node)
    case .amounts: mendAmounts(node)
    case .fine: mendFine(node)
    case .count: mendCount(node)
    case .splitName: mendNames(node)
    case .description: mendDescription(node)
    case .relating: mendRelating(node)
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
    }
  }
}
