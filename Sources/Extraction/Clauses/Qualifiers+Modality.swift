import Language
import Model

/// How a clause holds what it says to be true.
extension Qualifiers {
  private static let byAuxiliary: [String: Fact.Modality] = [
    "may": .possible, "might": .possible, "could": .possible, "can": .possible, "will": .planned, "shall": .required,
    "'ll": .planned, "’ll": .planned, "wo": .planned, "must": .required, "should": .required, "ought": .required,
    "would": .conditional, "'d": .conditional,
  ]
  private static let byGovernor: [String: Fact.Modality] = [
    "plan": .planned, "intend": .planned, "expect": .planned, "aim": .planned, "propose": .planned,
    "schedule": .planned,
    "hope": .desired, "wish": .desired, "want": .desired, "like": .desired, "need": .required, "have": .required,
    "require": .required, "oblige": .required, "seem": .possible, "appear": .possible, "think": .possible,
    "believe": .possible, "suspect": .possible, "due": .planned, "likely": .possible, "unlikely": .possible,
    "able": .possible,
  ]
  private static let byAdverb: [String: Fact.Modality] = [
    "possibly": .possible, "perhaps": .possible, "maybe": .possible, "probably": .possible, "likely": .possible,
    "apparently": .possible, "presumably": .possible, "reportedly": .possible, "allegedly": .possible,
  ]

  /// How the clause holds what it says to be true.
  func modality(_ clause: Clause) -> Fact.Modality {
    // "If the vote passes, the tax will rise", "Either Rossi or Blanc wrote it"
    if isConditional(clause) { return .conditional }
    if clause.subjects.contains(where: isEither) { return .possible }
    for node in [clause.predicate] + clause.governors.reversed() {
      for child in graph.children[node] {
        let word = graph[child]
        if word.relation == "aux", let modality = Self.byAuxiliary[word.lower] {
          if modality == .possible, isNegative(clause) {
            // "could not name" tells what was, not what may be; "may not be used" forbids.
            if word.lower == "could" || word.lower == "can" { continue }
            if word.lower == "may" { return .required }
          }
          return modality
        }
        if word.relation == "advmod", let modality = Self.byAdverb[word.lower] { return modality }
      }
      if clause.governors.contains(node), let modality = Self.byGovernor[graph[node].lemma] { return modality }
      if node == clause.predicate, isPlanned(node) { return .planned }
    }
    if let first = clause.governors.first, graph[first].lemma == "be" { return .planned }
    // What is required has to be; so has what something is subject to.
    if graph[clause.predicate].lemma == "require", !clause.isPassive { return .required }
    if clause.kind == .copular, graph[clause.predicate].lower == "subject",
      graph[clause.predicate].partOfSpeech == .adjective
    {
      return .required
    }
    return inheritedModality(clause.governors.first ?? clause.predicate)
  }

  private static let conditions: Set<String> = ["if", "unless", "provided", "assuming", "supposing", "should"]

  /// Whether a clause holds only where another does.
  private func isConditional(_ clause: Clause) -> Bool {
    ([clause.predicate] + clause.governors).contains { node in
      graph.children(of: node, "advcl").contains { condition in
        let marks = graph.children(of: condition, "mark").map { graph[$0].lower }
        // "even if it rains", "as if": whatever happens.
        let first = graph.start(condition)
        if ["even", "as"].contains(graph[first].lower)
          || (first > 0 && ["even", "as"].contains(graph[first - 1].lower))
        {
          return false
        }
        return marks.contains { Self.conditions.contains($0) }
          || (Self.conditions.contains(graph[condition].lower) && graph[condition].lower != "should")
      }
    }
  }

  /// "either Rossi or Blanc", "Rossi or Blanc": one of a list that "or" ends.
  private func isEither(_ node: Int) -> Bool {
    var top = node
    while graph[top].relation == "conj", let head = graph[top].head { top = head }
    let members = [top] + graph.children(of: top, "conj")
    guard members.count > 1 else { return false }
    return members.contains { member in
      graph.children(of: member, "cc").contains { ["or", "either"].contains(graph[$0].lower) }
    }
      && !members.contains { member in
        graph.children(of: member, "cc").contains { ["and", "nor", "neither"].contains(graph[$0].lower) }
      }
  }

  /// "is to be held"
  func isPlanned(_ node: Int) -> Bool {
    guard let mark = graph.children(of: node, "mark").first(where: { graph[$0].lower == "to" }) else { return false }
    return graph.children(of: node, "aux", "cop").contains { $0 < mark && graph[$0].lemma == "be" }
  }

  /// "apparently by Villumsen": how sure what stands right at the object makes it.
  func modality(ofObject node: Int) -> Fact.Modality? {
    graph.children(of: node, "advmod").lazy.filter { $0 < node }.compactMap { Self.byAdverb[graph[$0].lower] }.first
  }

  /// "will rise and fall": a verb without an auxiliary of its own shares that of the verb before.
  private func inheritedModality(_ node: Int) -> Fact.Modality {
    guard graph[node].relation == "conj", let head = graph[node].head, graph[node].tag == "VB",
      graph.child(of: node, "aux") == nil
    else { return .asserted }
    for child in graph.children(of: head, "aux") {
      if let modality = Self.byAuxiliary[graph[child].lower] { return modality }
    }
    return inheritedModality(head)
  }
}
