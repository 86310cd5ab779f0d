import Language
import Model
import Values

/// Turns clauses into facts.
struct ClauseFacts {
  let graph: SentenceGraph
  let qualifiers: Qualifiers
  let finder: ClauseFinder
  let clauses: [Clause]
  var drafts: [Draft] = []

  init(_ graph: SentenceGraph, _ qualifiers: Qualifiers) {
    self.graph = graph
    self.qualifiers = qualifiers
    finder = ClauseFinder(graph: graph)
    clauses = finder.clauses()
    for clause in clauses where !isHypothetical(clause) && !readPresented(clause) { read(clause) }
    for node in graph.nodes.indices { readNeed(node) }
  }

  mutating func read(_ clause: Clause) {
    switch clause.kind {
    case .verbal: readVerb(clause)
    case .copular: readCopula(clause)
    case .existential: readExistence(clause)
    }
  }

  // MARK: Verbs

  mutating func readVerb(_ clause: Clause) {
    let verb = clause.predicate
    let complements = graph.children(of: verb, "xcomp")
    var objects = graph.children(of: verb, "obj").filter { !qualifiers.isTime($0) && !isReflexive($0) }
    if objects.isEmpty { objects = graph.children(of: verb, "iobj").filter { $0 > verb } }
    if objects.count > 1 { objects.removeAll { graph[$0].isDate } }
    // "gave way", "taking effect": the noun is a part of the verb.
    objects.removeAll { isLight($0) }
    // "fined him $150,000": he is not what it fined.
    if objects.count == 2, !graph[objects[0]].isValue, graph[objects[1]].isValue, !graph[objects[1]].isDate,
      SentenceGraph.giving.contains(graph[verb].lemma)
    {
      objects.removeFirst()
    }
    var found = 0
    if objects.count == 2, Self.naming.contains(graph[verb].lemma), !clause.isPassive, objects[1] > objects[0] {
      // "called every image a new discovery"
      addDescription(clause, objects[0], objects[1], preposition: nil)
      found += 1
      objects.removeAll()
    }
    for complement in complements { found += readComplement(complement, objects, clause) }
    for object in objects where graph[object].isRelative == false {
      // "sees the results preliminary", "expects GDP to grow": what it does to the object is in its complement.
      if !complements.isEmpty, complements.contains(where: { $0 > object && !isPurpose($0) }), found > 0 { continue }
      // "let the goal stand", "does not expect tariffs to have an effect"
      if Self.outer.contains(graph[verb].lemma), complements.contains(where: { $0 > object }) { continue }
      let members = named(object) ?? graph.members(object)
      for member in members {
        add(clause, object: member, preposition: nil, rule: clause.isShared ? .relative : .object)
        if members.count == 1, !drafts.isEmpty {
          drafts[drafts.count - 1].objectNodes = withDeed(object, complements, clause)
        }
        found += 1
        readExamples(member, clause)
        readValueAfter(member, clause)
      }
    }
    if let relative = relativeObject(clause), objects.allSatisfy({ graph[$0].isRelative }) {
      add(clause, object: relative, preposition: nil, rule: .relative)
      found += 1
    }
    found += readSeat(clause, objects)
    let speech = speech(of: verb)
    let hasObject = found > 0 || !objects.isEmpty || speech != nil
    found += readObliques(clause, hasObject: hasObject)
    // "died in Lund on 3 May 1930": when is a fact of its own, as it is of a birth.
    // So is when something was founded or opened, by whomever.
    if !hasObject,
      found == 0 || (clause.isPassive && !hasAgent(clause)) || ["die", "open"].contains(graph[verb].lemma)
        || clause.isPassive && Self.once.contains(graph[verb].lemma)
    {
      found += readDate(clause)
    }
    if found == 0, speech == nil { readAlone(clause) }
    readScore(clause)
    if let speech { readSpeech(clause, speech) }
  }

  /// "allows customers to see furniture": the object with its infinitive. Nil if there is no infinitive, or a long one.
  private func withDeed(_ object: Int, _ complements: [Int], _ clause: Clause) -> [Int]? {
    guard !clause.isPassive, Self.takesInfinitive(graph[clause.predicate].lemma),
      let deed = complements.first(where: { $0 > object && isPurpose($0) && graph.children(of: $0, "conj").isEmpty })
    else { return nil }
    var told = graph.subtree(deed)
    // "to replace Engine 2, a pumper": what is said by the way ends it, but not in a list.
    if !told.contains(where: { graph[$0].relation == "conj" }),
      let end = told.firstIndex(where: { $0 > deed && [",", ";", "(", ":", "–", "—"].contains(graph[$0].lower) })
    {
      told.removeSubrange(end...)
    }
    let nodes = (graph.phrase(object).nodes + told).sorted()
    guard let first = nodes.first, let last = nodes.last, last - first + 1 == nodes.count, nodes.count <= 20 else {
      return nil
    }
    return nodes
  }

  /// "has its headquarters in Wetzlar": where, and not that it has some.
  private mutating func readSeat(_ clause: Clause, _ objects: [Int]) -> Int {
    guard graph[clause.predicate].lemma == "have",
      let seat = objects.first(where: { graph[$0].lower == "headquarters" }),
      let place = (graph.children(of: clause.predicate, "obl") + graph.children(of: seat, "nmod")).first(where: {
        graph.preposition(of: $0) == "in" && $0 > seat && graph[$0].isNominal
      })
    else { return 0 }
    drafts.removeAll { $0.object == seat && $0.clause?.predicate == clause.predicate }
    add(clause, object: place, preposition: "in", rule: .objectOblique)
    return 1
  }

  /// "beat Chelsea 3-1", "beat Stokes 6-4, 3-6, 7-5", "rejected the motion by 61 votes to 58": by how much.
  private mutating func readScore(_ clause: Clause) {
    let verb = clause.predicate
    guard !clause.isPassive else { return }
    // Not those of other verbs: "beat Chelsea and drew 1-1 with Everton".
    let near = graph.children[verb] + graph.children(of: verb, "obj").flatMap { graph.children[$0] }
    let scores = near.filter { $0 > verb && graph[$0].isScore }
    let ballot = scores.first { graph.preposition(of: $0) == "by" && graph[$0].relation == "obl" }
    let game = SentenceGraph.playing.contains(graph[verb].lemma) ? scores.filter(isAlone).min() : nil
    guard let score = ballot ?? game, !drafts.contains(where: { $0.object == score }) else { return }
    let whom =
      graph.child(of: verb, "obj").flatMap { graph.nameBesideDescription($0) }.map {
        graph.words(graph.nameNodes($0))[...]
      }
      ?? objectWords(clause).dropLast()
    var draft = draft(
      clause,
      object: score,
      relation: [group(clause), String(whom), ballot == nil ? "" : "by"].filter { !$0.isEmpty }.joined(separator: " "),
      lemma: lemma(clause),
      rule: .objectOblique
    )
    if ballot != nil { draft.preposition = "by" }
    draft.objectNodes = Array(score..<endOfScores(score))
    append(draft, clause)
  }

  /// Whether a score is no part of another phrase: "at odds of 7-2", "a 50-50 venture".
  private func isAlone(_ score: Int) -> Bool {
    graph.preposition(of: score) == nil && !["compound", "amod", "nummod"].contains(graph[score].relation)
  }

  /// One past the last of several scores side by side; in a set the smaller number may come first.
  private func endOfScores(_ first: Int) -> Int {
    var end = first + 1
    while end < graph.nodes.count {
      let next = [",", "and"].contains(graph[end].lower) ? end + 1 : end
      guard next < graph.nodes.count else { break }
      if graph[next].isScore {
        end = next + 1
      } else if next + 2 < graph.nodes.count, ["-", "–"].contains(graph[next + 1].lower),
        graph[next].form.allSatisfy(\.isNumber), graph[next + 2].form.allSatisfy(\.isNumber)
      {
        end = next + 3
      } else {
        break
      }
    }
    return end
  }

  /// "such projects as the reactor; the station; and the collider": what is named, where only that tells what is meant.
  func named(_ node: Int) -> [Int]? {
    guard graph.children(of: node, "amod", "det").contains(where: { graph[$0].lower == "such" && $0 < node }),
      let first = graph.children(of: node, "nmod").first(where: { $0 > node && graph.preposition(of: $0) == "as" })
    else { return nil }
    // The last members of a long list hang on what they are examples of.
    let others = graph.children(of: node, "conj").filter { $0 > first && graph.isSetOff($0, by: [";"]) }
    return graph.members(first) + others.flatMap { graph.members($0) }
  }

  /// Verbs with two objects of which the second says what the first is.
  static let naming: Set<String> = [
    "call", "name", "term", "label", "dub", "consider", "deem", "declare", "nickname", "title",
  ]

  /// What is done to a thing once.
  private static let once: Set<String> = [
    "build", "cast", "complete", "construct", "establish", "found", "inaugurate", "incorporate", "launch", "open",
  ]

  /// Verbs whose object is nothing but who does what their infinitive says.
  private static let outer: Set<String> = [
    "believe", "expect", "hear", "intend", "let", "see", "think", "want", "wish",
  ]

  func isReflexive(_ node: Int) -> Bool {
    graph[node].lower.hasSuffix("self") || graph[node].lower.hasSuffix("selves")
  }

  func isPurpose(_ node: Int) -> Bool {
    graph.isInfinitive(node) && graph[node].tag == "VB"
  }

  /// "the waveform that relativity predicts": the object is what the relative clause hangs on.
  func relativeObject(_ clause: Clause) -> Int? {
    let verb = clause.predicate
    guard graph[verb].relation == "acl", graph[verb].subtype == "relcl", let head = graph[verb].head,
      !clause.subjects.contains(head), !clause.isPassive, graph.child(of: verb, "mark") == nil,
      // "the first time that the two agreed": when they did, and not what.
      !["time", "day", "year", "reason", "way", "moment"].contains(graph[head].lemma.lowercased())
    else { return nil }
    // "four dogs, who appear in her videos", "his theory, which he did in 1831": nothing is done to them.
    if graph.children(of: verb, "nsubj").contains(where: { graph[$0].isRelative }) || graph[verb].lemma == "do" {
      return nil
    }
    // "fell to 4.8%, which she attributed to vaccination": the fall, and no amount.
    if graph[head].isValue, graph.isSetOff(verb) { return nil }
    // "damages, which the ranch has put at $2.4 million"
    if ["put", "estimate", "value"].contains(graph[verb].lemma),
      graph.children(of: verb, "obl").contains(where: { graph.preposition(of: $0) == "at" && graph[$0].isValue })
    {
      return nil
    }
    // "photography, which she considered lazy": what she thought of it.
    if Self.takesPredicate.contains(graph[verb].lemma), verb + 1 < graph.nodes.count,
      graph[verb + 1].partOfSpeech == .adjective
    {
      return nil
    }
    let hasRelativeObject = graph.children(of: verb, "obj").contains { graph[$0].isRelative }
    let hasOther = graph.children[verb].contains {
      ["obl", "advmod"].contains(graph[$0].relation) && graph[$0].isRelative
    }
    guard
      hasRelativeObject || (!hasOther && graph.child(of: verb, "obj") == nil && graph.child(of: verb, "xcomp") == nil)
    else { return nil }
    return head
  }

  // MARK: Complements

  mutating func readComplement(_ node: Int, _ objects: [Int], _ clause: Clause) -> Int {
    // "became the first country to approve it": what it became is the country.
    if graph[clause.predicate].lemma == "become", graph[node].partOfSpeech == .verb, isPurpose(node) { return 0 }
    guard var inner = finder.complement(node, of: clause) else { return 0 }
    let before = drafts.count
    // "is becoming more personalized": what it becomes.
    let isState =
      graph[node].tag == "VBN" && graph.children(of: node, "aux", "mark").isEmpty
      && ["become", "remain", "stay", "seem", "appear"].contains(graph[clause.predicate].lemma)
    let isVerb = graph[node].partOfSpeech == .verb && graph.child(of: node, "cop") == nil && !isState
    if isState { inner.kind = .copular }
    if let object = objects.first(where: { $0 < node }), !clause.isPassive {
      // "expects GDP to grow", "called the results preliminary"
      // "expects the rate to be around 4%"
      let isToBe = graph.isInfinitive(node)
      let verb = graph[clause.predicate].lemma
      if !isVerb, isToBe ? !Self.takesInfinitive(verb) : !Self.takesPredicate.contains(verb) { return 0 }
      if isVerb, isPurpose(node), !Self.takesInfinitive(graph[clause.predicate].lemma) { return 0 }
      inner.subjects = graph.members(object)
      inner.isShared = true
      inner.governors = isVerb || isToBe || Self.making.contains(graph[clause.predicate].lemma) ? [] : inner.governors
      if isVerb {
        readVerb(inner)
      } else {
        addComplement(inner, node)
      }
      for index in before..<drafts.count {
        if let modality = Self.opinions[graph[clause.predicate].lemma] {
          drafts[index].source = drafts[index].source ?? source(clause)
          if drafts[index].modality == .asserted { drafts[index].modality = modality }
        } else if isVerb,
          let modality = TruthClass.modality(
            graph[clause.predicate].lemma,
            in: .permission,
            .request,
            .order
          ),
          drafts[index].modality == .asserted
        {
          drafts[index].modality = modality
        }
      }
    } else if isVerb {
      readVerb(inner)
    } else {
      addComplement(inner, node)
    }
    return drafts.count - before
  }

  /// Verbs that bring about what their complement says: "made the rules strict" says that these are.
  private static let making: Set<String> = ["make", "keep", "leave", "render"]

  static let takesPredicate: Set<String> = [
    "call", "consider", "deem", "find", "make", "keep", "leave", "render", "name", "declare", "elect", "appoint",
    "think", "believe", "judge", "label", "term",
  ]
  /// Verbs that another's deed depends on, beside those that allow, ask for or order it.
  private static let causing: Set<String> = [
    "expect", "want", "wish", "cause", "force", "lead", "let", "make", "help", "see", "believe", "consider", "estimate",
    "forecast", "predict", "assist", "compel", "convince", "get", "inspire", "persuade", "prompt", "warn",
  ]

  /// "expects GDP to grow", "ordered the firm to pay": whether the object of a verb is who does what its infinitive says.
  static func takesInfinitive(_ lemma: String) -> Bool {
    causing.contains(lemma) || TruthClass.modality(lemma, in: .permission, .request, .order) != nil
  }

  /// Verbs whose complement is what their subject thinks, and how sure they make it.
  static let opinions: [String: Fact.Modality] = [
    "call": .asserted, "consider": .asserted, "describe": .asserted, "deem": .asserted, "find": .asserted,
    "expect": .planned,
    "believe": .asserted, "think": .asserted, "predict": .planned, "forecast": .planned, "want": .desired,
    "wish": .desired, "hope": .desired,
  ]

  /// Who a clause is about, as the source of what it says.
  func source(_ clause: Clause) -> Source? {
    clause.subjects.first.map { Source(node: $0, verb: graph[clause.predicate].lemma) }
  }

  /// "remained the United States", "was seen alive", "is estimated to be less than one".
  mutating func addComplement(_ clause: Clause, _ node: Int) {
    for member in graph.members(node) {
      let obliques = graph.children(of: member, "obl").filter { !qualifiers.isTime($0) }
      if graph[member].partOfSpeech == .adjective, let oblique = obliques.first,
        let preposition = graph.preposition(of: oblique)
      {
        add(clause, object: oblique, preposition: graph[member].form + " " + preposition, rule: .complement)
      } else {
        add(clause, object: member, preposition: graph.preposition(of: member), rule: .complement)
      }
    }
  }

  // MARK: Making

  mutating func add(_ clause: Clause, object: Int, preposition: String?, rule: Rule) {
    let lemma = lemma(clause)
    let whom = rule == .object && preposition == nil ? recipient(of: clause.predicate, object) : nil
    let relation = [
      group(clause), whom.map { graph.words(graph.phrase($0)) } ?? "",
      preposition.map { rule == .objectOblique ? objectWords(clause) + $0 : $0 } ?? "",
    ]
    .filter { !$0.isEmpty }.joined(separator: " ")
    var draft = draft(clause, object: object, relation: relation, lemma: lemma, rule: rule)
    draft.preposition = preposition
    append(draft, clause)
  }

  /// Whom something is given to, paid or taken from: "will give Calder a final deadline".
  func recipient(of verb: Int, _ object: Int) -> Int? {
    (graph.children(of: verb, "iobj") + graph.children(of: verb, "obj")).first {
      $0 > verb && $0 < object && !graph[$0].isValue && !graph[$0].isRelative && graph.phrase($0).nodes.count <= 6
        && (graph[$0].relation == "iobj" || graph[object].isValue && SentenceGraph.giving.contains(graph[verb].lemma))
        && graph[object].head == verb
    }
  }

  func objectWords(_ clause: Clause) -> String {
    graph.child(of: clause.predicate, "obj").map {
      graph[$0].isValue || graph[$0].isScore ? "" : graph.words(graph.phrase($0)) + " "
    } ?? ""
  }

  func draft(_ clause: Clause, object: Int, relation: String, lemma: String, rule: Rule) -> Draft {
    let commitment = Commitment(graph, of: clause.predicate)
    let time = qualifiers.time(of: clause)
    var modality = qualifiers.modality(clause)
    if modality == .asserted, let kind = hypothesis(clause) { modality = kind }
    if modality == .asserted {
      modality = commitment.modality ?? (qualifiers.isAhead(clause, time) ? .planned : .asserted)
    }
    return Draft(
      subject: clause.subjects[0],
      owner: clause.owner,
      relation: relation,
      lemma: lemma,
      object: object,
      clause: clause,
      time: time,
      source: denier(clause, commitment),
      polarity: qualifiers.isNegative(clause) != commitment.isDenied ? .negative : .positive,
      modality: modality,
      rule: rule
    )
  }

  mutating func append(_ draft: Draft, _ clause: Clause) {
    var draft = draft
    var first = draft.object
    while graph[first].relation == "conj", let head = graph[first].head { first = head }
    var used: Set = [draft.object, first]
    // "on such projects as the reactor": the projects are what is named, and no place.
    if graph[first].relation == "nmod", graph.preposition(of: first) == "as", let whole = graph[first].head {
      used.insert(whole)
    }
    draft.place = qualifiers.place(of: clause, without: used)
    settle(&draft)
    let polarity = draft.polarity
    let subjects = draft.subjectOverride ?? (draft.rule == .existential ? [draft.subject] : clause.subjects)
    for subject in subjects where subject != draft.object || draft.subjectNodes != nil {
      draft.subject = subject
      draft.polarity = polarity
      if let word = qualifiers.exclusion(subject) {
        draft.polarity = .negative
        draft.subjectNodes = without(word, subject)
      }
      if graph[subject].relation == "csubj" { draft.subjectNodes = graph.subtree(subject) }
      drafts.append(draft)
      // "won the cup in 1998, 2002 and 2006": once each.
      guard !graph[draft.object].isDate else { continue }
      for time in qualifiers.furtherTimes(of: clause) {
        var again = draft
        again.time = time
        drafts.append(again)
      }
    }
  }
}
