import Language
import Model
import Values

/// What something is, what there is, and what is said of it on the side.
extension ClauseFacts {
  // MARK: Copulas

  mutating func readCopula(_ clause: Clause) {
    let node = clause.predicate
    if clause.subjects.allSatisfy({ graph[$0].lower == "it" }),
      isCleft(node) || graph.nodes.indices.contains(where: { $0 > node && graph.cleft($0) == node })
    {
      return
    }
    if clause.subjects == [node] {
      guard let place = finder.frontedPlace(node) else { return }
      add(clause, object: place, preposition: graph.preposition(of: place), rule: .copulaOblique)
      return
    }
    // "Here is an overview"
    if ["here", "there"].contains(graph[node].lower), graph.children(of: node, "obl", "nmod").isEmpty { return }
    for member in graph.members(node) {
      let preposition = graph.preposition(of: member)
      // "is 8,849 m high"
      if graph[member].partOfSpeech == .adjective,
        let amount = graph.children(of: member, "obl", "nummod", "advmod", "nmod").first(where: {
          graph[$0].isValue && !graph[$0].isDate && $0 == member - 1
        })
      {
        var draft = draft(clause, object: amount, relation: group(clause), lemma: "be", rule: .copula)
        draft.objectNodes = [amount, member]
        append(draft, clause)
        continue
      }
      // "is worth 300 million euros"
      if graph[member].lower == "worth",
        let amount = graph.children(of: member, "obj", "obl", "nmod").first(where: { $0 > member && graph[$0].isValue })
      {
        add(clause, object: amount, preposition: "worth", rule: .copulaOblique)
        continue
      }
      // "is willing to share", "is likely to rise"
      if graph[member].partOfSpeech == .adjective,
        let deed = graph.children(of: member, "xcomp").first(where: { graph[$0].partOfSpeech == .verb }),
        var inner = finder.complement(deed, of: clause)
      {
        inner.kind = .verbal
        readVerb(inner)
        continue
      }
      if graph[member].partOfSpeech == .adjective || graph[member].partOfSpeech == .adverb
        || graph[member].partOfSpeech == .verb
      {
        let obliques = graph.children(of: member, "obl").filter {
          !qualifiers.isTime($0) && graph.preposition(of: $0) != nil && !isSource($0)
        }
        if let oblique = obliques.first(where: { $0 > member }),
          Self.bound.contains(graph.preposition(of: oblique) ?? "")
        {
          for inner in graph.members(oblique) {
            add(
              clause,
              object: inner,
              preposition: graph[member].form + " " + (graph.preposition(of: oblique) ?? ""),
              rule: .copulaOblique
            )
          }
          continue
        }
      }
      add(clause, object: member, preposition: preposition, rule: preposition == nil ? .copula : .copulaOblique)
      readValueAfter(member, clause)
    }
  }

  static let bound: Set<String> = [
    "to", "with", "of", "from", "for", "due to", "in", "than", "on", "at", "by", "to the", "about",
  ]

  func isCleft(_ node: Int) -> Bool {
    !graph.children(of: node, "acl", "csubj", "ccomp", "advcl", "xcomp", "expl").isEmpty
  }

  // MARK: Existence

  /// "There is no railway in Iceland": a place has it.
  mutating func readExistence(_ clause: Clause) {
    let verb = clause.predicate
    guard let thing = clause.subjects.first else { return }
    let places =
      graph.children(of: verb, "obl", "advmod")
      + graph.children(of: thing, "nmod").filter { ["in", "on", "at"].contains(graph.preposition(of: $0) ?? "") }
    guard
      let place = places.first(where: {
        graph[$0].name != nil || graph[$0].lower == "here" || graph[$0].partOfSpeech == .name
      })
    else {
      readCount(clause, thing)
      return
    }
    for member in graph.members(thing) {
      var draft = draft(clause, object: member, relation: "there " + graph[verb].form, lemma: "be", rule: .existential)
      draft.subject = place
      let under = Set(graph.subtree(place))
      draft.objectNodes = graph.phrase(member).nodes.filter { !under.contains($0) }
      append(draft, clause)
    }
  }

  /// "There were 112,262 people on the payroll": so many of them.
  mutating func readCount(_ clause: Clause, _ thing: Int) {
    let amount = graph[thing].isValue ? thing : graph.child(of: thing, "nummod") ?? thing
    guard graph[amount].isValue, !graph[amount].isDate else { return }
    let rest = graph.children(of: thing, "nmod", "amod", "compound").filter { $0 > amount }.flatMap {
      graph.subtree($0)
    }
    let subject = amount == thing ? [thing] + rest : [thing] + rest.filter { $0 != thing }
    guard !rest.isEmpty || amount != thing || graph[thing].value?.value?.kind == .quantity else { return }
    var draft = draft(
      clause,
      object: amount,
      relation: "there " + graph[clause.predicate].form,
      lemma: "be",
      rule: .existential
    )
    draft.subject = thing
    draft.subjectNodes = subject.sorted()
    draft.objectNodes = [amount]
    // "there were more than 70 Parties": so many Parties.
    if subject == [amount] { draft.subjectText = graph[amount].form.split(separator: " ").last.map(String.init) }
    append(draft, clause)
  }

  /// "takes in six municipalities such as Kópavogur": the examples are taken in too.
  mutating func readExamples(_ node: Int, _ clause: Clause) {
    for child in graph.children(of: node, "nmod") {
      guard let preposition = graph.preposition(of: child), ["such as", "including", "like"].contains(preposition)
      else { continue }
      for member in graph.members(child) where graph[member].isNominal {
        add(clause, object: member, preposition: nil, rule: .object)
      }
    }
  }

  // MARK: Values in what follows

  /// "€777 billion, or 58.5% of the total": a second reading of an amount.
  mutating func readValueAfter(_ node: Int, _ clause: Clause) {
    guard graph[node].isValue else { return }
    for child in graph.children(of: node, "appos")
    where graph[child].isValue && !graph[child].isDate && !graph.isBracketed(child) {
      add(clause, object: child, preposition: graph.preposition(of: node), rule: .object)
    }
  }
}
