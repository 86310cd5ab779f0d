import Language
import Model
import Values

/// What a sentence says by telling its reader to look: "among them one can name", "it is necessary to".
extension ClauseFacts {
  private static let presenting: Set<String> = ["cite", "find", "list", "mention", "name", "note", "single"]
  private static let readers: Set<String> = ["one", "we", "you"]

  /// "Among them one can name trade and transport": they include these, and nobody has done anything.
  /// - Returns: whether the clause says that, and nothing else.
  mutating func readPresented(_ clause: Clause) -> Bool {
    let verb = clause.predicate
    guard clause.kind == .verbal, !clause.isPassive, Self.presenting.contains(graph[verb].lemma),
      clause.subjects.count == 1, let reader = clause.subjects.first, Self.readers.contains(graph[reader].lower),
      let object = graph.child(of: verb, "obj"), object > verb
    else { return false }
    let before = graph.children(of: verb, "obl", "nmod").first { $0 < verb && graph.preposition(of: $0) == "among" }
    // "Among these one can", where the parser has both words as one phrase.
    let within =
      graph.preposition(of: reader) == "among"
      ? graph.children(of: reader, "det").first { ["these", "those", "them"].contains(graph[$0].lower) } : nil
    guard let whole = before ?? within else { return false }
    for member in graph.members(object) where !graph[member].isRelative {
      var draft = draft(clause, object: member, relation: "include", lemma: "include", rule: .existential)
      draft.subject = whole
      if draft.modality == .possible { draft.modality = .asserted }
      append(draft, clause)
    }
    return true
  }

  private static let needful: Set<String> = [
    "crucial", "essential", "imperative", "indispensable", "necessary", "vital",
  ]

  /// "It is necessary to ensure quality housing": what has to be done to the housing.
  mutating func readNeed(_ node: Int) {
    guard graph[node].partOfSpeech == .adjective, Self.needful.contains(graph[node].lower),
      graph.child(of: node, "cop") != nil,
      graph.children(of: node, "nsubj", "expl").contains(where: { graph[$0].lower == "it" }),
      let deed = graph.children(of: node, "csubj", "xcomp", "ccomp", "advcl").first(where: {
        $0 > node && graph.isInfinitive($0) && graph[$0].tag == "VB"
      }), let object = graph.child(of: deed, "obj"), object > deed, graph[object].isNominal,
      graph[object].partOfSpeech != .pronoun,
      let mark = graph.children(of: deed, "mark").first(where: { graph[$0].lower == "to" })
    else { return }
    let clause = Clause(kind: .copular, predicate: node, subjects: [object], isPassive: false, isShared: false)
    for member in graph.members(object) {
      var draft = draft(clause, object: node, relation: group(clause), lemma: "be", rule: .copula)
      draft.subjectOverride = [member]
      draft.objectNodes = [node, mark, deed]
      if draft.modality == .asserted { draft.modality = .required }
      append(draft, clause)
    }
  }
}
