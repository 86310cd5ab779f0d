import Language
import Model
import Values

/// What stands beside a verb: prepositional phrases, amounts, dates, and verbs that have nothing else.
extension ClauseFacts {
  // MARK: Obliques

  /// Nouns that make one thing of a verb: "entered into force on 1 May".
  static let light: Set<String> = [
    "force", "effect", "place", "account", "office", "power", "operation", "service", "use", "part", "shape", "way",
    "orbit",
  ]

  func isLight(_ node: Int) -> Bool {
    Self.light.contains(graph[node].lower) && graph.phrase(node).nodes.count == 1
  }

  mutating func readObliques(_ clause: Clause, hasObject: Bool) -> Int {
    var found = 0
    var taken = 0
    let hasAgent = hasAgent(clause)
    let all = obliques(clause)
    // "entered into force on 1 May, ninety days after": when is told with the light noun.
    let isTold = !hasObject && qualifiers.dateNode(of: clause.predicate) != nil && all.contains { isLight($0) }
    for oblique in all {
      let preposition = graph.preposition(of: oblique)
      if isSource(oblique) || (preposition == "of" && oblique < clause.predicate) { continue }
      let isAmount = graph[oblique].isValue && !graph[oblique].isDate
      // "about three times as much as the 36 billion": compared, and not done.
      if isAmount, preposition == "as" { continue }
      // "two years later than planned": by how much, and no object.
      if isAmount, graph[oblique].head.map({ graph[$0].tag == "RBR" && $0 != clause.predicate }) == true { continue }
      // "In the trade of Russia Japan’s share accounts for 3.6%": where, and nothing that it does.
      if graph[clause.predicate].lemma == "account", preposition != "for" { continue }
      if qualifiers.isTime(oblique) || qualifiers.isSinceLast(oblique) {
        // "(born 7 May 1948 in Rosario)": the day of birth is a fact of its own.
        if preposition == nil, clause.isShared, graph[clause.predicate].lemma == "bear", all.count > 1 {
          add(clause, object: oblique, preposition: nil, rule: .participle)
          found += 1
        }
        continue
      }
      let isJoined =
        hasObject && Self.joining.contains(graph[clause.predicate].lemma) && oblique > clause.predicate
        && ["with", "to"].contains(preposition ?? "")
      if preposition == "with", !clause.isPassive, !isJoined, !isAmount || graph.child(of: oblique, "acl") != nil {
        continue
      }
      if isTold, !isLight(oblique) { continue }
      if isLight(oblique), qualifiers.dateNode(of: clause.predicate) == nil, all.count > 1 { continue }
      if ["describe", "regard", "see", "view", "characterize", "characterise", "classify", "treat"].contains(
        graph[clause.predicate].lemma
      ),
        preposition == "as", hasObject, let object = graph.child(of: clause.predicate, "obj")
      {
        addDescription(clause, object, oblique, preposition: preposition)
        found += 1
        continue
      }
      if isAmount, preposition == "at", hasObject,
        ["put", "estimate", "value", "set"].contains(graph[clause.predicate].lemma),
        let object = graph.child(of: clause.predicate, "obj")
      {
        addEstimate(clause, object, oblique)
        found += 1
        continue
      }
      if hasObject {
        guard (isAmount && preposition != nil) || isJoined || isTarget(oblique, preposition) else { continue }
      } else if preposition == nil, !isAmount {
        continue
      } else if !isAmount, !(clause.isPassive && isAgent(oblique)),
        taken >= 1 && graph[oblique].name == nil || taken >= 2 || (hasAgent && oblique < clause.predicate)
          || Self.adjuncts.contains(preposition ?? "")
          || (Self.vague.contains(graph[oblique].lemma.lowercased()) && !isDescribed(oblique))
          || isManner(oblique, preposition)
      {
        continue
      }
      if clause.isPassive, isAgent(oblique) {
        for member in graph.members(oblique) {
          add(clause, object: member, preposition: "by", rule: clause.isShared ? .participle : .oblique)
        }
        found += 1
        continue
      }
      if isLight(oblique), let date = qualifiers.dateNode(of: clause.predicate) {
        let words = [preposition ?? "", graph[oblique].form, graph.preposition(of: date) ?? ""].filter { !$0.isEmpty }
        add(clause, object: date, preposition: words.joined(separator: " "), rule: .oblique)
        found += 1
        continue
      }
      if !isAmount { taken += 1 }
      for member in named(oblique) ?? graph.members(oblique) {
        add(
          clause,
          object: member,
          preposition: preposition,
          rule: hasObject ? .objectOblique : clause.isShared ? .participle : .oblique
        )
        found += 1
        readValueAfter(member, clause)
      }
    }
    return found
  }

  /// Verbs that say little without what they join their object to: "links the Danube with the Rhine".
  static let joining: Set<String> = [
    "align", "associate", "combine", "compare", "confuse", "connect", "equate", "join", "link", "merge", "pair",
    "replace", "twin",
  ]

  /// Prepositions of what goes with a deed and is not what it is done to.
  static let adjuncts: Set<String> = [
    "despite", "because of", "according to", "due to", "instead of", "besides", "unlike", "like", "without", "except",
    "in addition to", "such as", "during", "per", "among others", "along with", "together with", "apart from",
    "as well as", "in terms of", "on behalf of", "while",
  ]

  /// Nouns that say how, when or in general, and nothing to be told of.
  static let vague: Set<String> = [
    "time", "moment", "hand", "row", "public", "general", "particular", "fact", "case", "end", "turn", "addition",
    "all", "week", "month", "course", "behalf", "request", "effort", "attempt",
    "year", "day", "hour", "minute", "rule", "average", "part", "detail", "practice", "theory", "way", "other", "least",
    "most",
  ]

  /// "in American hands": a vague noun that an adjective makes a thing of.
  private func isDescribed(_ node: Int) -> Bool {
    graph.children(of: node, "amod", "compound").contains { graph[$0].form.first?.isUppercase ?? false }
  }

  /// "in frequency", "in public": a bare noun after "in" tells the manner.
  func isManner(_ node: Int, _ preposition: String?) -> Bool {
    // "was fixed in version 2.1.4" says in which.
    guard preposition == "in", graph[node].partOfSpeech == .noun, graph[node].tag == "NN", graph[node].value == nil
    else {
      return false
    }
    return graph.children[node].allSatisfy { ["case", "punct"].contains(graph[$0].relation) }
  }

  /// "described the quarter as excellent", "called it a success": what somebody says of the object.
  mutating func addDescription(_ clause: Clause, _ object: Int, _ description: Int, preposition: String?) {
    var draft = draft(
      clause,
      object: description,
      relation: [group(clause), preposition].compactMap { $0 }.joined(separator: " "),
      lemma: lemma(clause),
      rule: .complement
    )
    draft.preposition = preposition
    draft.source = source(clause)
    draft.subjectOverride = graph.members(object)
    append(draft, clause)
  }

  /// "puts the surplus at 266 billion": what somebody takes the object's amount to be.
  mutating func addEstimate(_ clause: Clause, _ object: Int, _ amount: Int) {
    var draft = draft(clause, object: amount, relation: group(clause) + " at", lemma: "be", rule: .complement)
    draft.source = source(clause)
    draft.subjectOverride = graph.members(object)
    append(draft, clause)
  }

  func obliques(_ clause: Clause) -> [Int] {
    var result = graph.children(of: clause.predicate, "obl")
    // "fell 3% to 5": the parser may hang the second amount on the first.
    for child in graph.children(of: clause.predicate, "obl", "obj") where graph[child].isValue {
      for inner in graph.children(of: child, "nmod") where graph[inner].isValue && !graph[inner].isDate {
        if let preposition = graph.preposition(of: inner), ["to", "from", "by"].contains(preposition) {
          result.append(inner)
        }
      }
    }
    for child in graph.children(of: clause.predicate, "advmod") {
      // "lie some 3000 km apart"
      result += graph.children(of: child, "obl", "nmod", "advmod").filter { graph[$0].isValue && !graph[$0].isDate }
      if graph[child].isValue, !graph[child].isDate { result.append(child) }
    }
    return result.sorted()
  }

  func isAgent(_ node: Int) -> Bool {
    graph[node].subtype == "agent" || graph.preposition(of: node) == "by"
  }

  /// "According to X".
  func isSource(_ node: Int) -> Bool { graph.preposition(of: node)?.hasPrefix("according") ?? false }

  /// "brought supplies to the station": where something goes or comes from, when it is named.
  func isTarget(_ node: Int, _ preposition: String?) -> Bool {
    guard let preposition, ["to", "from", "into", "with", "for", "as"].contains(preposition) else { return false }
    if preposition == "as" { return true }
    let isNamed = graph[node].partOfSpeech == .name || graph.children[node].contains { graph[$0].name != nil }
    return isNamed && (preposition == "to" || preposition == "from")
  }

  /// "was launched on 20 August 1977": when something came about is a fact of its own.
  mutating func readDate(_ clause: Clause) -> Int {
    let verb = clause.predicate
    guard let date = qualifiers.dateNode(of: verb), date > verb, let preposition = graph.preposition(of: date),
      graph[date].value?.value?.kind == .date,
      ["in", "on", "at", "by", "until", "since", "around", "from"].contains(preposition),
      !drafts.contains(where: { $0.object == date && $0.clause?.predicate == verb })
    else { return 0 }
    add(clause, object: date, preposition: preposition, rule: .oblique)
    return 1
  }

  func hasAgent(_ clause: Clause) -> Bool {
    graph.children(of: clause.predicate, "obl").contains { isAgent($0) }
  }

  /// "said that exports will increase", "…, said Mr Boyd": that it was said.
  mutating func readSpeech(_ clause: Clause, _ speech: Speech) {
    guard !clause.isShared, !clause.subjects.contains(where: { ["i", "we"].contains(graph[$0].lower) }) else { return }
    var nodes = graph.subtree(speech.said) { $0 != speech.without }
    if let left = speech.without, let last = graph.subtree(left).last {
      // The commas around "a broker said" go with it.
      let around = [graph.start(left) - 1, last + 1]
      nodes.removeAll { around.contains($0) && graph[$0].lower == "," }
    }
    // "The bus, police said, carried": so do those around a speaker that is no part of it.
    for (one, next) in zip(nodes, nodes.dropFirst()) where graph[one].lower == "," && graph[next].lower == "," {
      nodes.removeAll { $0 == one || $0 == next }
    }
    while let first = nodes.first, nodes.count > 1,
      graph[first].isPunctuation || graph[first].relation == "mark" || graph[first].lower == "that"
    { nodes.removeFirst() }
    while let last = nodes.last, nodes.count > 1, graph[last].isPunctuation { nodes.removeLast() }
    guard nodes.count > 2, nodes.count <= 60 else { return }
    var draft = draft(clause, object: speech.said, relation: group(clause), lemma: lemma(clause), rule: .speech)
    draft.objectNodes = nodes
    append(draft, clause)
  }

  /// The head of what a verb says, and what is no part of it: the verb itself, where it stands beside what it says.
  typealias Speech = (said: Int, without: Int?)

  /// What a verb says; nil where it is no verb of saying, or says nothing here.
  func speech(of verb: Int) -> Speech? {
    guard Attributions.saying.contains(graph[verb].lemma) else { return nil }
    if let said = graph.child(of: verb, "ccomp") { return (said, nil) }
    guard graph[verb].relation == "parataxis", graph.child(of: verb, "aux", subtype: "pass") == nil,
      Attributions.quoting.contains(graph[verb].lemma),
      let head = graph[verb].head, finder.kind(head) != nil, !graph.isBracketed(verb),
      graph.children(of: verb, "obj", "mark").isEmpty, !graph.isSetOff(verb, by: [";"])
    else { return nil }
    return (head, verb)
  }

  // MARK: Verbs alone

  /// A verb with nothing but a date, an adverb or nothing after it.
  mutating func readAlone(_ clause: Clause) {
    let verb = clause.predicate
    // "began shrinking in the 1960s"
    let dates = ([verb] + clause.governors).compactMap { qualifiers.dateNode(of: $0) }
    if let date = dates.first, date > verb {
      add(clause, object: date, preposition: graph.preposition(of: date), rule: .oblique)
      return
    }
    for child in graph.children(of: verb, "advmod", "xcomp")
    where child > verb && Self.places.contains(graph[child].lower) {
      add(clause, object: child, preposition: nil, rule: .adverb)
      return
    }
    if readCounted(clause) { return }
    // "has been proposed", "cannot be ruled out"
    let particle = graph.particle(of: verb)
    if readEvent(clause) { return }
    guard clause.isPassive, !graph.children(of: verb, "aux").isEmpty, graph.child(of: verb, "ccomp") == nil,
      graph.children(of: verb, "obl", "advcl", "xcomp").isEmpty
    else { return }
    var draft = draft(
      clause,
      object: verb,
      relation: graph.words(groupNodes(clause).filter { $0 != verb && $0 != particle }),
      lemma: "be",
      rule: .passiveAlone
    )
    // "has not been studied extensively": what is denied is that it was much.
    let manners =
      draft.polarity == .negative
      ? graph.children(of: verb, "advmod").filter { $0 > verb && graph[$0].lower.hasSuffix("ly") } : []
    draft.objectNodes = ([verb] + (particle.map { [$0] } ?? []) + manners).sorted()
    append(draft, clause)
  }

  /// Verbs that tell what happened to their subject without anything after them.
  private static let events: Set<String> = [
    "grow", "rise", "fall", "climb", "decline", "develop", "evolve", "intensify", "increase", "decrease", "shrink",
    "expand", "worsen", "improve", "deteriorate",
    "collapse", "crash", "sink", "explode", "erupt", "melt", "disappear", "vanish", "survive", "die", "resign",
    "retire", "fail",
    "succeed", "win", "lose", "close", "open", "reopen", "end", "begin", "start", "stop", "expire", "recover", "widen",
    "narrow",
    "deepen", "spread", "stagnate", "weaken", "strengthen", "thrive", "suffer", "escape", "surrender", "abdicate",
    "capsize",
    "derail", "burn", "flood", "stabilise", "stabilize", "accelerate", "slow", "evaporate", "freeze", "hatch",
    "migrate",
  ]

  /// Verbs that say how far along it is what their infinitive says.
  private static let phases: Set<String> = ["begin", "cease", "continue", "keep", "start", "stop"]

  /// "Towns in Russia are rapidly growing": what happened, where the clause has nothing but that.
  private mutating func readEvent(_ clause: Clause) -> Bool {
    let verb = clause.predicate
    guard !clause.isPassive, !clause.isShared, clause.kind == .verbal,
      clause.governors.allSatisfy({ Self.phases.contains(graph[$0].lemma) }),
      Self.events.contains(graph[verb].lemma), ["VBD", "VBZ", "VBP", "VBG", "VBN", "VB"].contains(graph[verb].tag),
      clause.subjects.allSatisfy({ graph[$0].partOfSpeech != .pronoun }),
      graph.children(of: verb, "obj", "iobj", "xcomp", "ccomp", "obl").isEmpty,
      ["root", "conj", "ccomp", "parataxis"].contains(graph[clause.governors.first ?? verb].relation)
    else { return false }
    let manners = graph.children(of: verb, "advmod").filter {
      graph[$0].lower.hasSuffix("ly") || graph[$0].tag == "RBR"
    }
    let auxiliaries = groupNodes(clause).filter { $0 != verb && !manners.contains($0) }
    guard !auxiliaries.isEmpty || !manners.isEmpty else { return false }
    var draft = draft(
      clause,
      object: verb,
      relation: auxiliaries.isEmpty ? graph[verb].form : graph.words(auxiliaries),
      lemma: graph[verb].lemma,
      rule: .passiveAlone
    )
    draft.objectNodes = auxiliaries.isEmpty ? manners : (manners + [verb]).sorted()
    append(draft, clause)
    return true
  }

  /// "At least 23 people died": so many of them.
  private mutating func readCounted(_ clause: Clause) -> Bool {
    guard !clause.isPassive, !clause.isShared, clause.subjects.count == 1, let subject = clause.subjects.first,
      // "the two countries" are known, and not counted here.
      graph.child(of: subject, "det") == nil, graph.child(of: subject, "nmod", subtype: "poss") == nil,
      let value = graph[subject].value?.value, value.kind == .quantity,
      value.unit == "person" || graph[subject].tag == "NNS",
      graph.child(of: clause.predicate, "ccomp") == nil,
      let noun = graph[subject].form.split(separator: " ").last, noun.allSatisfy(\.isLetter)
    else { return false }
    var draft = draft(clause, object: subject, relation: group(clause), lemma: lemma(clause), rule: .existential)
    draft.subjectNodes = [subject]
    draft.subjectText = String(noun)
    append(draft, clause)
    return true
  }

  static let places: Set<String> = [
    "apart", "away", "first", "second", "third", "fourth", "fifth", "last", "together", "abroad", "alone",
    "upwards", "downwards",
  ]
}
