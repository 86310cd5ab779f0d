import Language
import Model
import Values

/// Turns one sentence into facts.
struct SentenceFacts {
  let graph: SentenceGraph
  let qualifiers: Qualifiers
  let attributions: Attributions
  let keys: FactKeys
  /// What its pronouns and descriptions stand for, as far as has been asked; nil for those that it is not known of.
  var pronouns: [Int: References.Referent?] = [:]
  /// How sure the coreference model is of what those stand for that it was asked for.
  var sureness: [Int: Float] = [:]
  /// Of so many nodes at the start each pronoun was decided.
  var decidedNodes = 0
  /// How that was told, where it is measured.
  var decisions: [ReferenceDecision] = []
  /// What all its facts have in common that tells of how sure they are.
  let traits: SentenceTraits
  /// The sentence's names in the order of the text.
  private let names: [Int]
  private(set) var facts: [ResolvedFact] = []
  /// What the facts so far say: no two of a sentence say the same. A set, because two long lists make thousands of facts.
  private var said: Set<Statement> = []
  /// When the sentence says that things were, for what follows it in its paragraph.
  private(set) var spokenTime: Interval?
  /// The first day of the date that the sentence names last.
  private(set) var lastDay: Day?
  /// Whether it names a date, whatever that is of: what it says did not hold in the time of another sentence then.
  private(set) var hasOwnDate = false
  /// Who says what the sentences before it have in quotation marks: told in the midst of the quotation, or after it.
  private(set) var speaker: Fact.Attribution?

  init(_ graph: SentenceGraph, references: inout References, dates: DocumentReading.Dates) {
    self.graph = graph
    qualifiers = Qualifiers(
      graph: graph,
      year: dates.year,
      anchor: dates.document,
      spoken: dates.spoken,
      period: dates.period
    )
    attributions = Attributions(graph: graph)
    keys = FactKeys(graph: graph)
    traits = SentenceTraits(graph)
    names = graph.names.indices.sorted {
      (graph.names[$0].nodes.lowerBound, $0) < (graph.names[$1].nodes.lowerBound, $1)
    }
    lastDay =
      graph.nodes.reversed().lazy.filter(\.isDate).compactMap { [qualifiers] node in
        node.value.flatMap { qualifiers.days($0) }?.start
      }.first
    hasOwnDate = graph.nodes.indices.contains { [qualifiers] in graph[$0].isDate && !qualifiers.isCompared($0) }
    references.beginSentence()
    references.ranked.begin(dates.mentions, graph, calls: RankedThings.call)
    var heard = 0
    let quotation = references.quotation.read(graph, isParagraphStart: dates.isParagraphStart)
    guard !isQuestion else {
      hear(&references, &heard, before: graph.nodes.count)
      return
    }
    let clauses = ClauseFacts(graph, qualifiers)
    var drafts = clauses.drafts
    var spoken = clauses.clauses.filter { !$0.isShared }[...]
    Lists.pair(&drafts, graph, qualifiers)
    Gaps(graph: graph).fill(&drafts)
    let comparisons = Comparisons(graph, after: drafts).drafts
    let compared = Set(comparisons.map(\.object))
    drafts.removeAll { compared.contains($0.object) && $0.clause != nil }
    drafts += comparisons
    let objects = Set(drafts.map(\.object))
    drafts += NominalFacts(graph, qualifiers).drafts.filter { draft in
      // An amount that a fact has told of already.
      if draft.rule == .change, compared.contains(draft.object) { return false }
      return draft.rule != .measure || !objects.contains(draft.object) && !objects.contains(draft.subject)
    }
    // Of clauses that give no fact too.
    spokenTime = clauses.clauses.lazy.filter { !$0.isShared }.compactMap { [qualifiers] in qualifiers.time(of: $0) }
      .first {
        $0.start != nil && $0.end != nil
      }
    // "Virgo and LIGO are detectors: the former stands near Pisa": said of two that this sentence has named already.
    if let order = graph.nodes.firstIndex(where: { $0.lower == "former" || $0.lower == "latter" }) {
      pair(clauses.clauses.filter { $0.predicate < order }, &references)
    }
    if quotation.quoted.contains(true) { speaker = speaker(clauses.clauses, quotation, references) }
    for draft in drafts.sorted(by: { ($0.clause?.predicate ?? $0.object) < ($1.clause?.predicate ?? $1.object) }) {
      // A pronoun stands for somebody before it; of others it is known who they are whatever comes later.
      // So does "the company", which is nobody that the sentence names later.
      let isBefore = graph[draft.subject].partOfSpeech == .pronoun || isDescription(draft.subject)
      let last = isBefore ? draft.subject : max(draft.subject, draft.object) + 16
      hear(&references, &heard, before: last)
      // Clauses that give no fact tell what is spoken of all the same.
      while let clause = spoken.first, clause.predicate < draft.clause?.predicate ?? 0 {
        spoken.removeFirst()
        speak(of: clause, &references)
      }
      resolve(draft, &references, quotation)
      decideAll(before: draft.clause?.predicate ?? draft.object, &references)
    }
    decideAll(before: graph.nodes.count, &references)
    if let speaker { references.quotation.tell(speaker) }
    for clause in spoken { speak(of: clause, &references) }
    pair(clauses.clauses, &references)
    // What follows is about what the sentence was about, and not about what was said in it.
    if let main = clauses.clauses.last(where: { !$0.isShared && isMain($0.predicate) }) {
      speak(of: main, &references)
    }
    hear(&references, &heard, before: graph.nodes.count)
  }

  private var isQuestion: Bool { traits.last == "?" }

  /// Takes note of the sentence's names.
  private func hear(_ references: inout References, _ heard: inout Int, before limit: Int) {
    while heard < names.count, graph.names[names[heard]].nodes.lowerBound < limit {
      let name = graph.names[names[heard]]
      heard += 1
      let words = graph.words(graph.nameNodes(graph.head(ofName: name.nodes.lowerBound)))
      let first = name.nodes.lowerBound
      let referent = references.hear(
        words,
        name.kind,
        title: first > 0 ? graph[first - 1].lower : nil,
        place: graph[graph.head(ofName: first)].range.lowerBound
      )
      // "European Organization for Nuclear Research (CERN)"
      let next = name.nodes.upperBound
      if next + 2 < graph.nodes.count, graph[next].lower == "(", graph[next + 2].lower == ")",
        graph[next + 1].form.allSatisfy(\.isLetter),
        graph[next + 1].form.count(where: \.isUppercase) * 2 > graph[next + 1].form.count
      {
        references.alias(graph[next + 1].form, for: referent.name)
      }
    }
  }

  private static let asides: Set<String> = [
    "notably", "especially", "particularly", "mainly", "mostly", "chiefly", "jr", "jr.", "sr", "sr.", "north", "south",
    "east", "west", "north-east", "north-west", "south-east", "south-west",
  ]

  /// "…, most notably the affair", "…, Jr.", "…, of the institute": no apposition says what something is with such a word first.
  private func isAside(_ first: Int) -> Bool {
    graph[first].partOfSpeech == .adposition || graph[first].tag == "RBS" || Self.asides.contains(graph[first].lower)
  }

  /// "the company": a noun with its article and no name beside it.
  func isDescription(_ node: Int) -> Bool {
    graph[node].partOfSpeech == .noun && graph.child(of: node, "det").map { graph[$0].lower == "the" } == true
      && graph.phrase(node).nodes.count == 2 && nameBeside(node) == nil && descriptionOfName(node) == nil
  }

  /// "Among them one can name trade", "among these are two banks": some of the things that the text named last.
  private func isAmongThings(_ node: Int, _ draft: Draft) -> Bool {
    guard ["them", "these", "those"].contains(graph[node].lower), graph.children(of: node, "nmod").isEmpty else {
      return false
    }
    return node == draft.subject
      ? draft.rule == .existential && draft.lemma == "include" : node == draft.object && draft.preposition == "among"
  }

  private mutating func resolve(_ draft: Draft, _ references: inout References, _ quotation: Quotation.Reading) {
    var source = draft.source ?? source(draft)
    // Nobody says of himself that he says it.
    if draft.rule == .speech, source?.node == draft.subject { source = nil }
    // What a pronoun stands for does not change with what is said of it.
    for node in [draft.subject, draft.object, source?.node].compactMap({ $0 })
    where (graph[node].partOfSpeech == .pronoun || isAmongThings(node, draft)) && pronouns[node] == nil {
      let isOfThings = node == draft.subject && graph[node].lower == "they" && Self.including.contains(draft.lemma)
      if isAmongThings(node, draft), let things = references.lastThings {
        pronouns[node] = things
        continue
      }
      decide(node, rule: (isOfThings ? references.lastThings : nil) ?? rule(node, references), &references)
    }
    for node in [draft.subject, draft.object] {
      guard let owner = graph.child(of: node, "nmod", subtype: "poss"), graph[owner].tag == "PRP$",
        pronouns[owner] == nil
      else { continue }
      decide(owner, rule: rule(owner, references), &references)
    }
    if let owner = describedOwner(draft.subject), pronouns[owner] == nil {
      decide(owner, rule: references.referent(ofRole: graph[owner].lower), &references)
    }
    if pronouns[draft.subject] == nil, isDescription(draft.subject) {
      decide(draft.subject, rule: references.referent(ofRole: graph[draft.subject].lower), &references)
      if let referent = told(draft.subject) { references.describe(referent) }
    }
    let (voice, isQuoted) = quoted(draft, source, quotation, references)
    guard let subject = subject(draft, references, speaker: voice), var object = object(draft, references) else {
      return
    }
    // "Among them one can name trade": nobody's deed.
    if graph[draft.subject].lower == "one", graph.children[draft.subject].isEmpty, draft.subjectNodes == nil { return }
    // "34 points, 19 of them in the fourth quarter": a part, of what was told.
    if draft.objectNodes == nil, graph[draft.object].isValue || graph[draft.object].partOfSpeech == .numeral,
      graph.children(of: draft.object, "nmod").contains(where: { ["them", "whom", "which"].contains(graph[$0].lower) })
    {
      return
    }
    // "a person familiar with the matter said": what was said has its speaker, and that somebody said it is nothing to know.
    if draft.rule == .speech, subject.fact.entity == nil,
      ["person", "source", "insider"].contains(graph[draft.subject].lemma.lowercased()),
      graph.child(of: draft.subject, "det").map({ ["a", "an", "one", "another"].contains(graph[$0].lower) }) == true
    {
      return
    }
    if isDifference(draft.object, isEarlier: draft.isEarlier) || isSpan(draft, object) { return }
    // A sign alone is nobody.
    guard subject.fact.text.contains(where: { $0.isLetter || $0.isNumber }),
      object.text.contains(where: { $0.isLetter || $0.isNumber })
    else { return }
    if ["exceed", "surpass"].contains(draft.lemma), object.bound == nil, object.number != nil { object.bound = .min }
    if FactKeys.changes.contains(draft.lemma), object.bound == nil, object.number != nil {
      switch draft.preposition {
      case "below", "under", "beneath": object.bound = .max
      case "above", "over", "past", "beyond": object.bound = .min
      default: break
      }
    }
    // "The Secretary-General is General": a part of itself.
    // "Jorma Ollila" is no Ollila with the title of Jorma.
    if draft.rule == .title || draft.rule == .apposition, !object.text.contains(" "),
      references.isFirstName(object.text)
    {
      return
    }
    let objectNodes = draft.objectNodes ?? graph.phrase(draft.object).nodes
    if let first = objectNodes.first, graph[first].tag == "POS" || (draft.rule == .apposition && isAside(first)) {
      return
    }
    // "Its chairman, Lars Holm": what he is, and not who.
    if draft.rule == .apposition || draft.rule == .title, object.entity != nil, object.entity == subject.fact.entity {
      object.name = graph.name(Phrase(head: draft.object, nodes: objectNodes))
      object.entity = nil
      object.kind = .text
    }
    if draft.rule == .apposition, objectNodes.contains(where: { graph[$0].tag.hasPrefix("W") }) { return }
    if draft.rule == .apposition || draft.rule == .title,
      subject.fact.text.hasSuffix(object.text) || object.text.hasSuffix(subject.fact.text)
    {
      return
    }
    let isPronoun = graph[draft.subject].partOfSpeech == .pronoun
    let identity = keys.identity(
      draft,
      entity: subject.fact.entity,
      name: isPronoun
        ? keyName(draft.subject, subject.fact, isQuoted: isQuoted || voice != nil)
        : subject.isNamed ? subject.fact.name : nil,
      owner: subject.owner,
      ownerNode: subject.ownerNode,
      value: object,
      isDated: (ownDate(draft.object) ?? dateBeside(draft)) != nil,
      slug: { references.slug(ofName: $0) }
    )
    if isAboutNobody(draft, identity.key, subject.fact, voice: voice) || isEmptyPassive(draft) || isProportion(draft)
      || isLooseApposition(draft, subject.fact)
    {
      return
    }
    // "£486,000, which was £54,000 below the budget": an amount is nothing that facts could be looked up under.
    if identity.key.entity == "unknown", graph[draft.subject].isValue, graph.phrase(draft.subject).nodes.count == 1 {
      return
    }
    if isFall(draft, identity.key) { object.negate() }
    let isDate = object.kind == .date
    let isTyped = object.kind.isTyped && !isDate
    if identity.key.attribute == "population",
      object.kind == .number || object.unit == "inhabitant" || object.unit == "resident"
    {
      object.kind = .quantity
      object.unit = "person"
    }
    let isOld = draft.isEarlier || (FactKeys.changes.contains(draft.lemma) && draft.preposition == "from")
    let fact = ResolvedFact(
      subject: Fact.Subject(
        text: subject.fact.text,
        name: subject.fact.name,
        entity: subject.fact.entity,
        scope: identity.scope
      ),
      relation: Fact.Relation(text: draft.relation, lemma: draft.lemma),
      object: object,
      key: identity.key,
      about: identity.about,
      time: time(draft, object, isOld: isOld),
      place: draft.place,
      attribution: voice,
      polarity: draft.polarity,
      modality: draft.modality,
      confidence: confidence(draft, subject.fact, object),
      isAmount: isPast(draft) || (isTyped && draft.clause == nil),
      isEarlier: isOld,
      needsContext: identity.scope == .local,
      rule: draft.rule,
      isQuoted: isQuoted
    )
    if [.copula, .apposition, .title].contains(draft.rule), draft.polarity == .positive, subject.fact.entity != nil,
      graph[draft.object].tag == "NN", draft.objectNodes == nil || draft.rule == .title,
      // "acquired the Danish firm Lyskilde": "the firm" is still the one that did.
      draft.rule == .copula || !References.commercial.contains(graph[draft.object].lemma.lowercased())
        || graph.isSetOff(draft.object)
    {
      references.learn(graph[draft.object].lemma.lowercased(), for: referent(subject, draft.subject))
    }
    let name = fact.subject.name
    let statement = Statement(subject: name, lemma: fact.relation.lemma, object: fact.object.text, time: fact.time)
    if said.insert(statement).inserted { facts.append(fact) }
    let isUnresolved = graph[draft.subject].partOfSpeech == .pronoun && told(draft.subject) == nil
    if draft.clause != nil, !(draft.clause?.isShared ?? false), !isUnresolved {
      if graph[draft.object].tag == "NNS", object.kind == .text, let name = object.name {
        references.spoke(ofThings: name, at: place(draft.object))
      }
      let about = told(draft.subject) ?? referent(subject, draft.subject)
      references.spoke(of: about)
      if draft.rule == .object, about.kind == .person, object.kind == .text || object.kind == .entity,
        graph[draft.object].tag == "NN" || graph[draft.object].tag == "NNP", graph[draft.object].name != .person,
        !Self.isPerson(graph[draft.object].lemma.lowercased()), let name = object.name
      {
        references.spoke(
          ofObject: References.Referent(
            // Of "the board to replace the engine" the board.
            name: draft.objectNodes == nil ? name : graph.name(graph.phrase(draft.object)),
            slug: object.entity,
            kind: graph[draft.object].name,
            place: place(draft.object)
          )
        )
      }
    }
  }

  /// "data where it lives", "when it comes to gain": "it" of a clause within another stands for what is near, if for anything, and not for
  /// what the text was about before.
  func isLocalPronoun(_ node: Int) -> Bool {
    guard graph[node].lower == "it", let predicate = graph[node].head else { return false }
    var at = predicate
    for _ in 0..<8 {
      switch graph[at].relation {
      case "root", "ccomp", "parataxis", "conj", "xcomp": break
      case "advcl": if graph[at].lemma == "come" { return true }
      default: return true
      }
      guard let head = graph[at].head else { return false }
      at = head
    }
    return false
  }

  /// What things do, and countries or people hardly: "they include festivals".
  private static let including: Set<String> = [
    "include", "comprise", "contain", "consist", "cover", "range", "feature", "involve",
  ]

  /// What a pronoun that is the subject is called in a key. Outside quotation marks "I" and "we" are who wrote the document.
  private func keyName(_ node: Int, _ subject: Fact.Subject, isQuoted: Bool) -> String? {
    if told(node) != nil { return subject.name }
    return !isQuoted && ["i", "we"].contains(graph[node].lower) ? "author" : nil
  }

  /// Whether an amount says by how much something went down.
  private func isFall(_ draft: Draft, _ key: Key) -> Bool {
    FactKeys.falls.contains(draft.lemma) && key.attributeEnds(in: "change")
  }

  /// Whether a predicate is the sentence's own, or stands beside it.
  private func isMain(_ predicate: Int) -> Bool {
    var at = predicate
    for _ in 0..<8 {
      guard let head = graph[at].head else { return true }
      guard ["conj", "parataxis"].contains(graph[at].relation) else { return false }
      at = head
    }
    return false
  }

  /// "Neither Clark nor the naval base remained": two that a clause is about.
  private func pair(_ clauses: [Clause], _ references: inout References) {
    guard let clause = clauses.first(where: { !$0.isShared && $0.subjects.count == 2 }) else { return }
    let pair = clause.subjects.compactMap { node -> References.Referent? in
      let draft = Draft(subject: node, relation: "", lemma: "", object: node, clause: clause, rule: .object)
      return subject(draft, references, speaker: nil).map { referent($0, node) }
    }
    if pair.count == 2 { references.paired(pair[0], pair[1]) }
  }

  /// "Poliomyelitis is": the verb knows the number better than the noun's ending.
  private func isSingular(_ node: Int) -> Bool {
    guard let verb = graph[node].head else { return false }
    return ([verb] + graph.children(of: verb, "cop", "aux")).contains { graph[$0].tag == "VBZ" }
  }

  /// "Muslims are": of "the United States is" the name is one.
  private func isPluralVerb(_ node: Int) -> Bool {
    guard let verb = graph[node].head else { return false }
    return ([verb] + graph.children(of: verb, "cop", "aux")).contains {
      graph[$0].tag == "VBP" || ["are", "were", "have"].contains(graph[$0].lower)
    }
  }

  private func speak(of clause: Clause, _ references: inout References) {
    let node = clause.subjects[0]
    if clause.subjects.count > 1 {
      guard !clause.isShared else { return }
      return references.spoke(
        ofGroup: graph.words(graph.phrase(node, keepsConjuncts: true)),
        at: place(node, isList: true)
      )
    }
    guard graph[node].isNominal, graph[node].partOfSpeech != .pronoun, !graph[node].isValue, clause.owner == nil else {
      return
    }
    let draft = Draft(subject: node, relation: "", lemma: "", object: node, clause: clause, rule: .object)
    if let subject = subject(draft, references, speaker: nil) { references.spoke(of: referent(subject, node)) }
  }

  /// Who says the clause that a fact is of, or stands in.
  private func source(_ draft: Draft) -> Source? {
    if let clause = draft.clause { return attributions.source(of: clause.governors.first ?? clause.predicate) }
    guard [.range, .measure, .parenthesis].contains(draft.rule) else { return nil }
    return attributions.source(of: draft.subject)
  }

  func referent(_ subject: Subject, _ node: Int) -> References.Referent {
    References.Referent(
      name: subject.fact.name ?? subject.fact.text,
      slug: subject.fact.entity,
      kind: graph[node].name ?? (subject.isPerson ? .person : nil),
      isPlural: graph[node].tag == "NNS" && subject.fact.entity == nil && !isSingular(node)
        || graph[node].tag == "NNPS" && (isPluralVerb(node) || graph[node].name != .place && !isSingular(node)),
      place: place(node),
      owner: subject.possessor
    )
  }
}
