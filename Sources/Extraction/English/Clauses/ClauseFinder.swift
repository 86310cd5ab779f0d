import Language

/// Finds the clauses of a sentence: each predicate, and its subject wherever that stands.
///
/// After ClausIE (Del Corro & Gemulla 2013) and PredPatt (White et al. 2016), on the relations of Universal Dependencies v2.
struct ClauseFinder {
  let graph: SentenceGraph

  /// The clauses in the order of their predicates.
  func clauses() -> [Clause] {
    graph.nodes.indices.compactMap { clause($0) }
  }

  /// Participles that have become prepositions.
  private static let prepositions: Set<String> = [
    "compare", "owe", "accord", "regard", "concern", "include", "give", "exclude", "base", "look", "judge", "speak",
    "consider", "depend", "suppose", "assume", "bar",
  ]

  private func clause(_ node: Int) -> Clause? {
    guard let kind = kind(node) else { return nil }
    if ["acl", "advcl"].contains(graph[node].relation), graph[node].subtype.isEmpty,
      Self.prepositions.contains(graph[node].lemma),
      !["base", "look", "judge", "speak"].contains(graph[node].lemma) || graph[node].relation == "advcl"
    {
      return nil
    }
    // "for people to solve problems" says what for.
    if ["acl", "advcl", "csubj"].contains(graph[node].relation),
      graph.isInfinitive(node),
      graph.children(of: node, "cop", "aux").isEmpty
    {
      return nil
    }
    // "outlined three areas: improving towns, medicine": of a list, and nobody's deed.
    if graph[node].tag == "VBG", ["advcl", "acl", "parataxis"].contains(graph[node].relation),
      graph.isSetOff(node, by: [":"]),
      graph.children(of: node, "nsubj", "aux").isEmpty
    {
      return nil
    }
    // "(…; see [16])", "Note that …" tell the reader what to do.
    if isImperative(node) { return nil }
    // A verb that is another's complement is read with it.
    if isComplement(node) { return nil }
    if kind == .existential {
      guard let subject = graph.child(of: node, "nsubj") else { return nil }
      return Clause(kind: kind, predicate: node, subjects: [subject], isPassive: false, isShared: false)
    }
    return made(node, kind)
  }

  private func isImperative(_ node: Int) -> Bool {
    guard graph[node].tag == "VB", ["root", "parataxis", "conj"].contains(graph[node].relation),
      graph.children(of: node, "nsubj", "aux", "mark", "cop", "expl").isEmpty
    else { return false }
    guard graph[node].relation != "root", let head = graph[node].head else { return true }
    return graph.isSetOff(node, by: [";", "(", ":"]) || isImperative(head)
  }

  /// The clause of a verb's complement, whose governors come before it.
  func complement(_ node: Int, of clause: Clause) -> Clause? {
    guard let kind = kind(node) ?? (graph[node].isNominal || graph[node].partOfSpeech == .adjective ? .copular : nil)
    else { return nil }
    var result = clause
    result.kind = kind
    result.predicate = node
    result.governors.append(clause.predicate)
    result.isPassive = isPassive(node)
    return result
  }

  private func made(_ node: Int, _ kind: Clause.Kind) -> Clause? {
    guard var found = subjects(of: node, depth: 0), !found.nodes.isEmpty else { return nil }
    // "seven states signed, taking the number to fifty": what all did together is no deed of each.
    if found.isShared, found.nodes.count > 1, graph[node].relation == "advcl", graph[node].tag == "VBG" { return nil }
    if !found.isShared, found.nodes.count == 1, let named = namedMembers(found.nodes[0]) { found.nodes = named }
    let isMain = isMainVerb(node)
    return Clause(
      kind: kind,
      predicate: node,
      subjects: found.nodes,
      isPassive: isMain ? false : isPassive(node),
      isShared: isMain ? false : found.isShared,
      owner: found.owner
    )
  }

  /// "In 2012 the trade volume amounted to 33.5 billion": the only verb of a sentence, which the parser took for a participle of the noun before
  /// it, though it is one that ties amounts.
  private func isMainVerb(_ node: Int) -> Bool {
    guard graph[node].relation == "acl", graph[node].subtype.isEmpty, let head = graph[node].head,
      graph[head].relation == "root",
      graph.child(of: head, "cop") == nil, FactKeys.valueVerbs.contains(graph[node].lemma), !graph.isSetOff(node)
    else { return false }
    return !graph.nodes.indices.contains {
      $0 != node && (graph[$0].partOfSpeech == .verb || graph[$0].partOfSpeech == .auxiliary)
    }
  }

  /// What a node is as a predicate; nil where it is none.
  func kind(_ node: Int) -> Clause.Kind? {
    let word = graph[node]
    // "are to enter service"
    if word.partOfSpeech == .verb, graph.child(of: node, "cop") != nil,
      graph.isInfinitive(node)
    {
      return .verbal
    }
    if graph.child(of: node, "cop") != nil { return .copular }
    // A verb that was taken for a noun: "precipitation averages between 800 and 900 mm".
    if word.partOfSpeech == .noun, !word.isValue, graph.child(of: node, "nsubj") != nil,
      graph.child(of: node, "obl") != nil,
      ["root", "conj", "ccomp", "parataxis"].contains(word.relation)
    {
      return .verbal
    }
    switch word.partOfSpeech {
    case .verb, .auxiliary:
      break
    // "is set to reach", where "set" was taken for an adjective.
    case .adjective where isRelating(node) || graph.child(of: node, "aux", subtype: "pass") != nil:
      return .verbal
    case .noun where ["VBP", "VBZ", "VBD"].contains(word.tag) && graph.child(of: node, "nsubj") != nil:
      return .verbal
    default:
      return nil
    }
    let clausal: Set<String> = [
      "root", "conj", "parataxis", "ccomp", "csubj", "advcl", "acl", "xcomp", "list", "dep", "appos",
    ]
    guard clausal.contains(word.relation) || graph.child(of: node, "nsubj") != nil else { return nil }
    if graph.children(of: node, "expl").contains(where: { graph[$0].lower == "there" }), word.lemma == "be" {
      return .existential
    }
    return word.partOfSpeech == .verb || word.lemma == "be" || word.lemma == "have" || word.lemma == "do"
      ? .verbal : nil
  }

  static let relating: Set<String> = ["corresponding", "equivalent", "equal"]

  /// "a distance of 12 Mpc, corresponding to a redshift of 0.003": adjectives that say what something is to another.
  private func isRelating(_ node: Int) -> Bool {
    ["acl", "advcl"].contains(graph[node].relation) && Self.relating.contains(graph[node].lower)
      && graph.children(of: node, "obl", "nmod").contains { graph.preposition(of: $0) == "to" && $0 > node }
  }

  private func isComplement(_ node: Int) -> Bool {
    guard graph[node].relation == "xcomp", let head = graph[node].head else { return false }
    return kind(head) != nil
  }

  private func isPassive(_ node: Int) -> Bool {
    if graph.child(of: node, "nsubj", subtype: "pass") != nil || graph.child(of: node, "aux", subtype: "pass") != nil {
      return true
    }
    guard graph[node].tag == "VBN" else { return false }
    // "led by", but not "has led"; a participle shares the auxiliary of the verb before it.
    if !graph.children(of: node, "aux").isEmpty { return false }
    switch graph[node].relation {
    case "acl", "advcl", "parataxis": return true
    case "conj": return graph[node].head.map(isPassive) ?? false
    default: return false
    }
  }

  private struct Found {
    var nodes: [Int]
    var isShared = false
    var owner: Int?
  }

  /// What a predicate is said of; nil where that cannot be told.
  private func subjects(of node: Int, depth: Int) -> Found? {
    guard depth < 24 else { return nil }
    if let own = subject(of: node) { return ownSubject(node, own) }
    // "That it rains is certain" says nothing of a thing.
    if let clause = graph.child(of: node, "csubj") {
      // But "exporting the metal requires consent" does.
      guard graph[clause].tag == "VBG", graph.start(clause) == clause, graph.subtree(clause).count <= 12 else {
        return nil
      }
      return Found(nodes: [clause])
    }
    if let fronted = fronted(node) { return Found(nodes: graph.members(fronted)) }
    if frontedPlace(node) != nil { return Found(nodes: [node]) }
    guard let head = graph[node].head else { return nil }
    switch graph[node].relation {
    case "conj":
      // "was born in 1880 and died": the other verb's subject.
      guard kind(head) != nil else { return nil }
      return subjects(of: head, depth: depth + 1).map { shared($0) }
    case "xcomp", "advcl":
      let isCharge = graph.charge(node) != nil
      if graph[node].relation == "advcl", !isCharge, !statesSomething(node) { return nil }
      guard kind(head) != nil else {
        return nil
      }
      if isCharge || graph[node].relation == "xcomp", let object = graph.child(of: head, "obj") {
        return Found(nodes: graph.members(object), isShared: true)
      }
      return subjects(of: head, depth: depth + 1).map { shared($0) }
    case "acl":
      guard graph[head].isNominal else { return nil }
      if graph[node].subtype == "relcl" { return relative(node, antecedent: head) }
      if isRelating(node) { return Found(nodes: [head], isShared: true) }
      guard graph[node].tag == "VBN" || graph[node].tag == "VBG" || graph[node].tag == "VBD" else { return nil }
      if graph.charge(node) != nil { return Found(nodes: graph.members(head), isShared: true) }
      // "with the aim of freeing", "a device for measuring": what for.
      if graph[node].tag == "VBG", !graph.children(of: node, "mark", "case").isEmpty { return nil }
      // "people living with HIV" singles out people and states nothing of them.
      // But "with €492 billion going to the euro area" does.
      if graph[node].tag == "VBG", !graph.isSetOff(node), graph.preposition(of: head) != "with", !isAbsolute(head) {
        return nil
      }
      let owner = owner(of: node, near: head)
      // "developed" behind a comma after the second of two predicates is of the first one's subject too.
      if graph[owner].relation == "conj", graph.isSetOff(node), let first = graph[owner].head,
        graph.child(of: first, "cop") != nil,
        let subject = graph.child(of: first, "nsubj")
      {
        return Found(nodes: [subject], isShared: true)
      }
      return Found(nodes: [owner], isShared: true)
    case "parataxis" where isParticiple(node) && graph.isSetOff(node) && graph.child(of: node, "aux") == nil:
      // "was found, carefully buried in the snow"
      guard kind(head) != nil else { return nil }
      return subjects(of: head, depth: depth + 1).map { shared($0) }
    case "parataxis" where graph.isSetOff(node, by: [","]):
      // "began operating in 2008, was stopped by a fault and restarted": one of a list of verbs.
      guard kind(head) != nil, head < node, ["VBD", "VBZ", "VBP"].contains(finiteTag(node)) else { return nil }
      return subjects(of: head, depth: depth + 1).map { shared($0) }
    case "parataxis", "ccomp", "root", "list":
      return nil
    default:
      return nil
    }
  }

  /// "Among the guests was Peter Higgs": what stands before the verb in the place of the subject that stands behind it.
  func frontedPlace(_ node: Int) -> Int? {
    guard let copula = graph.child(of: node, "cop"), copula < node, graph.child(of: node, "nsubj") == nil,
      graph[node].isNominal, graph.child(of: node, "expl") == nil, graph.preposition(of: node) == nil
    else { return nil }
    return graph.children(of: node, "nmod", "obl").first {
      $0 < copula && !graph[$0].isDate
        && ["among", "in", "on", "at", "near", "behind", "beside", "under"].contains(
          graph.preposition(of: $0) ?? ""
        )
    }
  }

  /// "In 2022 net profit fell": a noun right before a finite verb that the parser took for an adverbial.
  private func fronted(_ node: Int) -> Int? {
    if let copula = graph.child(of: node, "cop"), ["VBD", "VBZ", "VBP"].contains(graph[copula].tag) {
      return graph.children(of: node, "appos", "obl", "nmod", "dep").last { child in
        child < copula && graph[child].isNominal && !graph[child].isValue && graph.preposition(of: child) == nil
      }
    }
    // "rose" and "fell" are easily taken for participles.
    let isAmount = graph[node].relation == "root" && FactKeys.valueVerbs.contains(graph[node].lemma)
    guard ["VBD", "VBZ", "VBP"].contains(graph[node].tag) || graph.child(of: node, "aux") != nil || isAmount,
      ["root", "conj", "ccomp", "parataxis"].contains(graph[node].relation)
    else { return nil }
    return graph.children(of: node, "obl", "nmod", "dep", "dislocated", "advcl").last { child in
      child < node && graph[child].isNominal && !graph[child].isDate && graph.preposition(of: child) == nil
        && (["NN", "NNS", "NNP", "NNPS"].contains(graph[child].tag) || graph[child].isValue)
        && graph.child(of: child, "cop") == nil
    }
  }

  /// "…, exports to it falling by 4%": a noun behind a comma that is a part of no clause but its own.
  private func isAbsolute(_ node: Int) -> Bool {
    ["parataxis", "advcl", "dep", "conj"].contains(graph[node].relation) && graph.isSetOff(node)
      && graph.preposition(of: node) == nil && graph.child(of: node, "cop") == nil && graph.child(of: node, "cc") == nil
  }

  /// The tag of the word that makes a predicate finite.
  private func finiteTag(_ node: Int) -> String {
    graph.children(of: node, "aux", "cop").first.map { graph[$0].tag } ?? graph[node].tag
  }

  /// The subject in the tree: the first that no preposition leads, if there are several.
  private func subject(of node: Int) -> Int? {
    let all = graph.children(of: node, "nsubj")
    // "Born in Berlin, the youngest of five children, he took"
    if let last = all.last(where: { $0 < node }), ["he", "she", "it", "they"].contains(graph[last].lower) {
      return last
    }
    if let plain = all.first(where: { graph.preposition(of: $0) == nil || graph.preposition(of: $0) == "of" }) {
      return plain
    }
    // "and within weeks was joined by a team": when, not who.
    return all.first.flatMap {
      ["within", "in", "after", "by", "during", "at", "on"].contains(graph.preposition(of: $0) ?? "") ? nil : $0
    }
  }

  private func ownSubject(_ node: Int, _ subject: Int) -> Found? {
    let word = graph[subject]
    if word.isRelative, let noun = antecedent(of: node) {
      let antecedent = described(noun) ?? noun
      return Found(
        nodes: graph.members(antecedent).count > 1 && isPlural(node) ? graph.members(antecedent) : [antecedent],
        isShared: true
      )
    }
    if graph.children(of: subject, "nmod").contains(where: { graph[$0].lower == "whose" }),
      let antecedent = antecedent(of: node)
    {
      return Found(nodes: graph.members(subject), isShared: true, owner: antecedent)
    }
    if word.lower == "what" || word.lower == "which" || word.lower == "how" || word.lower == "whoever" { return nil }
    // "It was China that ranked first" and "it is necessary to" say nothing of "it".
    if word.lower == "it", word.relation == "expl" { return nil }
    return Found(nodes: graph.members(subject).flatMap { graph.counted($0) ?? [$0] })
  }

  private func isPlural(_ node: Int) -> Bool {
    let tags = ([node] + graph.children(of: node, "cop", "aux")).map { graph[$0].tag }
    return !tags.contains("VBZ")
  }

  /// "Two experiments, ATLAS and CMS, saw": those that a number of things is said to be.
  private func namedMembers(_ node: Int) -> [Int]? {
    guard graph[node].tag == "NNS", let first = graph.child(of: node, "appos"), graph.isSetOff(first),
      graph[first].partOfSpeech == .name
    else { return nil }
    var names: [Int] = []
    var queue = [first]
    while let next = queue.popLast(), names.count < 32 {
      if graph[next].partOfSpeech == .name { names.append(next) }
      queue += graph.children(of: next, "conj", "appos")
    }
    return names.count > 1 ? names.sorted() : nil
  }

  /// "Per Solli was a composer who wrote operas": of whom the noun is said, who did it.
  private func described(_ noun: Int) -> Int? {
    guard graph.child(of: noun, "cop") != nil, let subject = graph.child(of: noun, "nsubj"), subject < noun,
      graph[subject].partOfSpeech == .name,
      graph.child(of: noun, "det").map({ ["a", "an"].contains(graph[$0].lower) }) ?? false
    else { return nil }
    return subject
  }

  /// What a relative clause hangs on, whichever of its verbs asks.
  private func antecedent(of node: Int) -> Int? {
    var at = node
    for _ in 0..<8 {
      if graph[at].relation == "acl", graph[at].subtype == "relcl" { return graph[at].head }
      guard let head = graph[at].head else { return nil }
      at = head
    }
    return nil
  }

  /// A relative clause without a subject of its own: "the man who came" where the parser lost "who".
  private func relative(_ node: Int, antecedent: Int) -> Found? {
    let hasPronoun = graph.children[node].contains { graph[$0].isRelative }
    if hasPronoun, graph.child(of: node, "nsubj") == nil,
      graph.child(of: node, "obj").map({ graph[$0].isRelative }) ?? false
    {
      return nil
    }
    return Found(nodes: [antecedent], isShared: true)
  }

  /// What a participle behind a comma is said of: not the last noun before it, but the name that the last nouns describe.
  private func owner(of node: Int, near head: Int) -> Int {
    guard graph.isSetOff(node) else { return head }
    // "was a meteorologist, known for": of whom that is said.
    if graph.child(of: head, "cop") != nil, let subject = graph.child(of: head, "nsubj"), subject < node {
      return subject
    }
    var at = head
    for _ in 0..<6 {
      guard let next = graph[at].head, next < at, ["appos", "nmod"].contains(graph[at].relation), graph[next].isNominal
      else { break }
      if graph[at].relation == "nmod", graph.preposition(of: at) != "with" { break }
      at = next
    }
    return at
  }

  /// Whether an adverbial clause without a subject of its own is a fact of the clause's subject: not a purpose, not a manner.
  private func statesSomething(_ node: Int) -> Bool {
    let marks = graph.children(of: node, "mark", "case").map { graph[$0].lower }
    if marks.contains(where: { ["to", "by", "without", "in", "for", "against", "as", "than", "if"].contains($0) }) {
      return false
    }
    return isParticiple(node) || !marks.isEmpty
  }

  private func isParticiple(_ node: Int) -> Bool { graph[node].tag == "VBG" || graph[node].tag == "VBN" }

  private func shared(_ found: Found) -> Found {
    var found = found
    found.isShared = true
    return found
  }
}
