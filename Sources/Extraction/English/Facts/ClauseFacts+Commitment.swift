import Language
import Model

/// How far the document stands behind what a clause says.
extension ClauseFacts {
  /// How a clause of condition or question is meant: "if it leaks", "whether it leaks".
  func hypothesis(_ clause: Clause) -> Fact.Modality? {
    var node = clause.governors.first ?? clause.predicate
    for _ in 0..<16 {
      if graph.isCondition(node) { return graph[node].relation == "advcl" ? .conditional : .possible }
      if graph.children(of: node, "mark", "advmod").contains(where: { $0 < node && graph[$0].lower == "whether" }) {
        return .possible
      }
      guard ["conj", "nsubj"].contains(graph[node].relation), let head = graph[node].head else { return nil }
      node = head
    }
    return nil
  }

  /// Clauses of "how" and "unless", and what is only supposed, state nothing.
  func isHypothetical(_ clause: Clause) -> Bool {
    if Commitment(graph, of: clause.predicate).isSupposed { return true }
    var node = clause.predicate
    for _ in 0..<16 {
      for mark in graph.children(of: node, "mark", "advmod") where mark < node {
        if ["unless", "how", "why"].contains(graph[mark].lower) { return true }
        // "whether it helps is unclear" may be read as one clause.
        if graph[mark].lower == "whether", TruthClass.uncertainty.has(graph[node].lemma) || isAsked(node) {
          return true
        }
      }
      guard graph[node].relation == "conj", let head = graph[node].head else { return false }
      node = head
    }
    return false
  }

  /// "did not decide whether the district must pay": a question states nothing.
  private func isAsked(_ node: Int) -> Bool {
    guard graph[node].relation == "ccomp", let verb = graph[node].head else { return false }
    return Self.asking.contains(graph[verb].lemma)
  }

  private static let asking: Set<String> = [
    "ask", "assess", "check", "consider", "debate", "decide", "determine", "discuss", "examine", "explore",
    "investigate", "question", "see", "study", "test", "wonder",
  ]

  /// Who denies what he would have done, or what another says: "Molina denies killing Abel", "the firm denied that it leaked".
  func denier(_ clause: Clause, _ commitment: Commitment) -> Source? {
    guard let denial = commitment.denial else { return nil }
    let lemma = graph[denial].lemma
    if clause.governors.contains(denial) { return Source(node: clause.subjects[0], verb: lemma) }
    guard graph.child(of: denial, "aux", subtype: "pass") == nil else {
      return graph.child(of: denial, "obl", subtype: "agent").map { Source(node: $0, verb: lemma) }
    }
    let subjects = graph.children(of: denial, "nsubj").filter { !graph[$0].isRelative }
    return (subjects.first { graph[$0].partOfSpeech == .name } ?? subjects.first).map { Source(node: $0, verb: lemma) }
  }

  /// What the object does to a fact: "a wolf or a dog", "the alleged thief", "not the town", "no ships".
  func settle(_ draft: inout Draft) {
    // "receives a medal or a cheque for 500 euros"
    if draft.modality == .asserted, draft.rule == .objectOblique, let verb = draft.clause?.predicate,
      let object = graph.child(of: verb, "obj"), let modality = qualifiers.modality(ofObject: object)
    {
      draft.modality = modality
    }
    // "will meet either Penhale or Marlow": which of them is as open as what is asserted.
    if draft.modality == .asserted || draft.modality == .planned,
      let modality = qualifiers.modality(ofObject: draft.object)
    {
      draft.modality = modality
    }
    if draft.modality == .asserted, draft.rule == .copula || draft.rule == .complement,
      let modality = qualifiers.modality(ofDescription: draft.object)
    {
      draft.modality = modality
    }
    if let word = qualifiers.exclusion(draft.object) {
      // "by the state, not the town"
      draft.polarity = .negative
      draft.objectNodes = without(word, draft.object)
    } else if draft.rule != .existential, qualifiers.isNone(draft.object) {
      draft.polarity = draft.polarity == .negative ? .positive : .negative
    } else if draft.polarity == .negative, draft.objectNodes == nil, let first = graph.phrase(draft.object).nodes.first,
      graph[first].lower == "not", first != draft.object
    {
      // "was not Holm": the polarity has it already.
      draft.objectNodes = without(first, draft.object)
    } else if graph[draft.object].relation == "conj",
      graph.children(of: draft.object, "cc").contains(where: { graph[$0].lower == "but" })
    {
      // "not a dog but a wolf"
      draft.polarity = .positive
    }
  }

  /// The words of a phrase without those under a word of it.
  func without(_ word: Int, _ head: Int) -> [Int] {
    let out = Set(graph.subtree(word))
    return graph.phrase(head).nodes.filter { !out.contains($0) }
  }
}
