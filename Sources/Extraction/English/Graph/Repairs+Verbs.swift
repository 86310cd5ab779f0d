import Language

/// Mends what hangs on verbs: complements taken for adverbials, one verb of a list taken for another's adverbial.
extension SentenceGraph {
  /// "teachers from the Department of Education who are here": of the teachers, for there are several.
  mutating func mendRelative(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].subtype == "relcl", let head = nodes[node].head,
      children(of: node, "nsubj").contains(where: { nodes[$0].lower == "who" }),
      ["NN", "NNP"].contains(nodes[head].tag),
      nodes[head].name != .person,
      ([node] + children(of: node, "cop", "aux")).contains(where: {
        nodes[$0].tag == "VBP" || nodes[$0].lower == "were"
      })
    else { return false }
    var at = head
    for _ in 0..<6 {
      guard nodes[at].relation == "nmod", let next = nodes[at].head, next < node else { return false }
      at = next
      if nodes[at].tag == "NNS" || nodes[at].tag == "NNPS" { break }
    }
    guard ["NNS", "NNPS"].contains(nodes[at].tag), at != head, attach(node, to: at, "acl") else { return false }
    nodes[node].subtype = "relcl"
    return true
  }

  /// "Exports to China rose 4% and exports to Japan fell 9%": the noun right before the second verb is its subject, and no second object
  /// of the first.
  mutating func mendSecondSubject(_ verb: Int) -> Bool {
    guard nodes[verb].relation == "conj", ["VBD", "VBZ", "VBP"].contains(nodes[verb].tag),
      nodes[verb].partOfSpeech == .verb,
      children(of: verb, "nsubj", "csubj", "expl", "cc", "mark", "aux").isEmpty, let first = nodes[verb].head,
      first < verb
    else { return false }
    // The top of the phrase that ends right before the verb.
    var at = start(verb) - 1
    for _ in 0..<12 {
      guard at > first else { return false }
      if nodes[at].relation == "conj", nodes[at].isNominal, !nodes[at].isValue { break }
      guard let head = nodes[at].head, head < start(verb) else { return false }
      at = head
    }
    guard nodes[at].relation == "conj", nodes[at].isNominal, !nodes[at].isValue, at > first,
      let conjunction = child(of: at, "cc"), conjunction == start(at), subtree(at).last == start(verb) - 1
    else { return false }
    attach(conjunction, to: verb, "cc")
    return attach(at, to: verb, "nsubj")
  }

  private func isClosingQuote(_ node: Int) -> Bool {
    switch nodes[node].lower {
    case "\"", "”", "''", "’": true
    default: false
    }
  }

  /// "“We lost 40 men,” the rebels, who control the town, said": behind the quotation stands who says it.
  mutating func mendSpeaker(_ verb: Int) -> Bool {
    guard Attributions.quoting.contains(nodes[verb].lemma), nodes[verb].partOfSpeech == .verb,
      children(of: verb, "nsubj", "expl", "aux").isEmpty,
      let said = children(of: verb, "ccomp", "parataxis").first(where: { $0 < verb })
        ?? nodes[verb].head.flatMap({ $0 < verb ? $0 : nil })
    else { return false }
    for child in children[said] where child > said && child < verb && nodes[child].isNominal && !nodes[child].isValue {
      let first = start(child)
      guard ["obj", "obl", "appos", "conj", "parataxis", "dep", "nsubj"].contains(nodes[child].relation),
        isClosingQuote(first) || (first > 0 && isClosingQuote(first - 1)),
        preposition(of: child) == nil, child != nodes[verb].head
      else { continue }
      return attach(child, to: verb, "nsubj")
    }
    return false
  }

  /// "is famous for its wreck diving": a noun with a preposition is no clause.
  mutating func mendNominal(_ node: Int) -> Bool {
    guard nodes[node].relation == "advcl", nodes[node].isNominal, !nodes[node].isValue, let head = nodes[node].head,
      child(of: node, "case") != nil, children(of: node, "nsubj", "cop", "aux", "mark", "obj").isEmpty
    else { return false }
    return attach(node, to: head, "obl")
  }

  /// "The reason is that the city is enclosed": what follows the copula is a clause of its own, and nothing that the subject is.
  mutating func mendClausalComplement(_ node: Int) -> Bool {
    let copulas = children(of: node, "cop").filter { $0 < node }
    guard nodes[node].partOfSpeech == .verb || copulas.count > 1, let copula = copulas.first,
      let mark = children(of: node, "mark").first(where: { $0 > copula && nodes[$0].lower != "to" }),
      let outer = children(of: node, "nsubj").first(where: { $0 < copula }),
      children(of: node, "nsubj").contains(where: { $0 > mark && $0 < node })
    else { return false }
    nodes[outer].relation = "dislocated"
    nodes[copula].relation = "dep"
    return true
  }

  /// Verbs that an infinitive completes, whatever stands between.
  private static let deciding: Set<String> = [
    "agree", "aim", "attempt", "begin", "choose", "consent", "continue", "decide", "decline", "fail", "hope", "intend",
    "manage", "offer", "plan", "pledge", "prepare", "promise", "propose", "refuse", "resolve", "seek", "start",
    "threaten", "tend", "try", "undertake", "volunteer", "vote", "vow", "want", "wish",
  ]

  /// Verbs that an infinitive completes when they are passive.
  private static let destining: Set<String> = [
    "allow", "believe", "build", "design", "equip", "estimate", "expect", "find", "force", "intend", "know", "make",
    "mean",
    "oblige", "permit", "plan", "report", "require", "say", "schedule", "see", "set", "suppose", "think", "use",
  ]

  /// "agreed in principle to sell", "was designed to appear", "led him to support": what was agreed, and not what for.
  mutating func mendDecision(_ node: Int) -> Bool {
    guard nodes[node].relation == "advcl", nodes[node].tag == "VB", let verb = nodes[node].head, verb < node,
      children(of: verb, "xcomp", "ccomp").isEmpty,
      children(of: node, "mark").contains(where: { nodes[$0].lower == "to" && $0 > verb }), !isSetOff(node)
    else { return false }
    let isPassive = child(of: verb, "aux", subtype: "pass") != nil
    let isOut =
      nodes[verb].lemma == "set" && child(of: verb, "compound", subtype: "prt").map { nodes[$0].lower } == "out"
    let hasObject = children(of: verb, "obj", "iobj").contains { $0 > verb && $0 < node }
    let lemma = nodes[verb].lemma
    let isDestined =
      isPassive
      ? Self.destining.contains(lemma) || TruthClass.modality(lemma, in: .plan, .hearsay, .order, .request) != nil
      : hasObject ? ClauseFacts.takesInfinitive(lemma) : Self.deciding.contains(lemma)
    guard isOut || isDestined else { return false }
    return attach(node, to: verb, "xcomp")
  }

  /// "will rise to 257 billion in 2025, then decline by 5%": a verb that shares the auxiliary of the one before it.
  mutating func mendSequel(_ node: Int) -> Bool {
    guard ["parataxis", "advcl"].contains(nodes[node].relation), nodes[node].tag == "VB", let verb = nodes[node].head,
      verb < node, nodes[verb].tag == "VB", child(of: verb, "aux") != nil,
      children(of: node, "nsubj", "mark", "aux", "cop", "expl").isEmpty, isBehindComma(start(node))
    else { return false }
    return attach(node, to: verb, "conj")
  }

  /// "was stopped nine days later by a faulty connection": the agent is of the verb, and not of the time.
  mutating func mendBesideDate(_ node: Int) -> Bool {
    guard ["obl", "nmod"].contains(nodes[node].relation), !nodes[node].isDate, let date = nodes[node].head, date < node,
      nodes[date].isDate, let word = preposition(of: node), word != "of", let verb = nodes[date].head,
      nodes[verb].partOfSpeech == .verb, ["obl", "advmod", "nmod"].contains(nodes[date].relation)
    else { return false }
    return attach(node, to: verb, "obl")
  }

  /// "agreed in principle to sell": what was agreed.
  mutating func mendPrinciple(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].tag == "VB", let noun = nodes[node].head,
      nodes[noun].relation == "obl", let verb = nodes[noun].head, verb < noun,
      Self.deciding.contains(nodes[verb].lemma),
      children[noun].allSatisfy({ $0 == node || nodes[$0].relation == "case" }),
      isInfinitive(node),
      children(of: verb, "obj", "xcomp", "ccomp").isEmpty
    else { return false }
    return attach(node, to: verb, "xcomp")
  }

  /// "bought back shares": "back" is of the verb.
  mutating func mendParticle(_ node: Int) -> Bool {
    guard node > 0, nodes[node].lower == "back", ["advmod", "amod", "compound"].contains(nodes[node].relation),
      nodes[node - 1].partOfSpeech == .verb, children[node].isEmpty, attach(node, to: node - 1, "compound")
    else { return false }
    nodes[node].subtype = "prt"
    return true
  }

  /// "rose from 87.1 billion in 2021": the date is of the amount before it.
  mutating func mendFrom(_ node: Int) -> Bool {
    guard nodes[node].isDate, nodes[node].relation == "obl", let verb = nodes[node].head, node >= 2,
      FactKeys.changes.contains(nodes[verb].lemma), case let first = start(node),
      ["in", "at", "on"].contains(nodes[first].lower), first >= 1, nodes[first - 1].isValue, !nodes[first - 1].isDate,
      nodes[first - 1].head == verb, preposition(of: first - 1) == "from"
    else { return false }
    return attach(node, to: first - 1, "nmod")
  }

  /// "The specialists, a trader said, were livid": who says all of it, and not what the noun is.
  mutating func mendAside(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].subtype == "relcl",
      Attributions.quoting.contains(nodes[node].lemma),
      let subject = nodes[node].head, nodes[subject].relation == "nsubj", let verb = nodes[subject].head, verb > node,
      let speaker = child(of: node, "nsubj"), !nodes[speaker].isRelative,
      children(of: node, "obj", "ccomp", "xcomp", "mark").isEmpty,
      children[node].allSatisfy({ !nodes[$0].isRelative }),
      isSetOff(node), let last = subtree(node).last,
      nodes[last].lower == "," || last + 1 < nodes.count && nodes[last + 1].lower == ","
    else { return false }
    return attach(node, to: verb, "parataxis")
  }
}
