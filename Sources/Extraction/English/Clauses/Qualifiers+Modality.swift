import Language
import Model

/// How a clause holds what it says to be true.
extension Qualifiers {
  /// How the clause holds what it says to be true.
  func modality(_ clause: Clause) -> Fact.Modality {
    // "If the vote passes, the tax will rise", "Either Rossi or Blanc wrote it"
    if isConditional(clause) { return .conditional }
    if clause.subjects.contains(where: isEither) { return .possible }
    for node in [clause.predicate] + clause.governors.reversed() {
      if let modality = ofAuxiliaries(node, clause) { return modality }
      if clause.governors.contains(node), let modality = ofGovernor(node) { return modality }
      if node == clause.predicate, isPlanned(node) { return .planned }
    }
    if let first = clause.governors.first, graph[first].lemma == "be" { return .planned }
    if let modality = ofPredicate(clause) { return modality }
    let top = clause.governors.first ?? clause.predicate
    return timeClause(top) ?? inheritedModality(top)
  }

  /// How the auxiliaries and adverbs of a verb mean it.
  private func ofAuxiliaries(_ node: Int, _ clause: Clause) -> Fact.Modality? {
    for child in graph.children[node] {
      let word = graph[child]
      if word.relation == "aux",
        let modality = TruthClass.modality(word.lower, in: .possibility, .future, .duty, .hypothesis)
      {
        if modality == .possible, isNegative(clause) {
          // "could not name" tells what was, not what may be; "may not be used" forbids.
          if word.lower == "could" || word.lower == "can" { continue }
          if word.lower == "may" { return .required }
        }
        // "would like to sell" wishes.
        if modality == .conditional, graph[node].lemma == "like" { return .desired }
        if word.lower == "should", isExpectation(node, clause) { return .possible }
        return modality
      }
      if word.relation == "advmod", TruthClass.doubt.has(word.lower) { return .possible }
    }
    return nil
  }

  /// "should rise to about 45": what is expected to come about, and nobody's duty.
  private func isExpectation(_ node: Int, _ clause: Clause) -> Bool {
    !clause.isPassive && !isNegative(clause) && TruthClass.outcome.has(graph[node].lemma)
      && clause.subjects.allSatisfy { graph[$0].name != .person }
  }

  /// How a verb means its complement: "plans to sell", "is said to own", "was ordered to pay".
  private func ofGovernor(_ node: Int) -> Fact.Modality? {
    // An auxiliary has no lemma of its own.
    let lemma = graph[node].tag == "MD" ? graph[node].lower : graph[node].lemma
    if isYet(node) { return nil }
    let isPassive = graph.child(of: node, "aux", subtype: "pass") != nil || graph[node].tag == "VBN"
    let isPlan = lemma != "set" && lemma != "tip" || isPassive
    if isPlan, let modality = TruthClass.modality(lemma, in: .plan) { return modality }
    if let modality = TruthClass.modality(lemma, in: .wish, .need, .duty, .appearance) { return modality }
    return isPassive ? TruthClass.modality(lemma, in: .hearsay, .order, .request, .permission) : nil
  }

  /// "has yet to publish": it has not.
  func isYet(_ node: Int) -> Bool {
    graph[node].lemma == "have" && graph.children(of: node, "advmod").contains { graph[$0].lower == "yet" }
  }

  /// How a verb without a complement means what it says: "wants a rise", "is needed", "is planned for May".
  private func ofPredicate(_ clause: Clause) -> Fact.Modality? {
    let word = graph[clause.predicate]
    // "moved that the contract be awarded"
    if word.relation == "ccomp", graph.child(of: clause.predicate, "mark").map({ graph[$0].lower }) == "that",
      let bare = graph.children(of: clause.predicate, "aux", "cop").first, graph[bare].lower == "be"
    {
      return .desired
    }
    if clause.kind == .copular {
      guard word.partOfSpeech == .adjective else { return nil }
      // What something is subject to is required.
      if word.lower == "subject" { return .required }
      return word.lower == "due" && graph.preposition(of: clause.predicate) == nil ? .planned : nil
    }
    if clause.isPassive {
      let hasAgent = graph.children(of: clause.predicate, "obl").contains { graph.preposition(of: $0) == "by" }
      if word.lemma == "need" || word.lemma == "require" { return .required }
      if word.lemma == "want" || word.lemma == "desire" { return .desired }
      let isPlan = ["plan", "schedule", "expect", "slate", "intend"].contains(word.lemma)
      return isPlan && !hasAgent ? .planned : nil
    }
    if word.lemma == "need" || word.lemma == "require" {
      // "needed four minutes": so long it took.
      let isSpan = graph.children(of: clause.predicate, "obj").contains {
        ["s", "min", "h", "day", "week", "month", "year"].contains(graph[$0].value?.value?.unit ?? "")
      }
      return isSpan && word.tag == "VBD" ? nil : .required
    }
    if ["want", "wish", "desire", "crave"].contains(word.lemma) { return .desired }
    // "forecasts revenue of $410 million"
    let isForecast = ["plan", "forecast", "project", "predict", "anticipate", "expect"].contains(word.lemma)
    return isForecast && !isNegative(clause) && graph.child(of: clause.predicate, "ccomp") == nil ? .planned : nil
  }

  /// "visit the leaders next weekend", "opens on Monday": a present tense of what is still to come.
  func isAhead(_ clause: Clause, _ time: Interval?) -> Bool {
    guard let start = time?.start, let anchor, start > anchor else { return false }
    let verb = graph.children(of: clause.predicate, "aux", "cop").first ?? clause.predicate
    return ["VBZ", "VBP"].contains(graph[verb].tag) && dateNode(of: clause.predicate) != nil
  }

  // MARK: Conditions

  /// Whether a clause holds only where another does.
  private func isConditional(_ clause: Clause) -> Bool {
    ([clause.predicate] + clause.governors).contains { node in
      // "in the event of a tie"
      if graph.children(of: node, "obl").contains(where: {
        graph[$0].lemma == "event" && graph.preposition(of: $0) == "in" && !graph.children(of: $0, "nmod").isEmpty
      }) {
        return true
      }
      return graph.children(of: node, "advcl").contains { condition in
        // "even if it rains", "as if": whatever happens.
        let first = graph.start(condition)
        if ["even", "as"].contains(graph[first].lower)
          || (first > 0 && ["even", "as"].contains(graph[first - 1].lower))
        {
          return false
        }
        return graph.isCondition(condition)
      }
    }
  }

  /// "until the roof is repaired", "when the ice melts", "by the time the ship arrives": what is still to come, in the present tense.
  private func timeClause(_ node: Int) -> Fact.Modality? {
    var at = node
    while graph[at].relation == "conj", let head = graph[at].head { at = head }
    guard var head = graph[at].head else { return nil }
    let verb = graph.children(of: at, "aux", "cop").first ?? at
    guard ["VBZ", "VBP"].contains(graph[verb].tag) else { return nil }
    if graph[at].relation == "acl", graph[head].lemma == "time", graph.preposition(of: head) == "by" {
      return .planned
    }
    guard graph[at].relation == "advcl" else { return nil }
    var mark = graph.children(of: at, "mark", "advmod").first { $0 < at && TruthClass.coming.has(graph[$0].lower) }
    // "whenever" between the clauses
    if mark == nil, TruthClass.coming.has(graph[head].lower), let above = graph[head].head {
      (mark, head) = (head, above)
    }
    guard let mark else { return nil }
    while graph[head].relation == "xcomp", let above = graph[head].head { head = above }
    let auxiliaries = graph.children(of: head, "aux").map { graph[$0].lower }
    // "may flicker when two monitors differ" is no plan, "will open when the road is built" is one.
    let isGeneral = ["when", "whenever"].contains(graph[mark].lower)
    let isAhead =
      auxiliaries.contains { auxiliary in
        TruthClass.future.has(auxiliary)
          || !isGeneral && TruthClass.modality(auxiliary, in: .duty, .possibility, .hypothesis) != nil
      } || graph.isInfinitive(head)
    if isAhead || ["until", "till", "before"].contains(graph[mark].lower) { return .planned }
    // "is closed when wind speeds exceed 36 m/s"
    return ["when", "whenever", "once"].contains(graph[mark].lower) ? .conditional : nil
  }

  // MARK: Lists and nouns

  /// "either Rossi or Blanc", "Rossi or Blanc": one of a list that "or" ends.
  private func isEither(_ node: Int) -> Bool {
    var top = node
    while graph[top].relation == "conj", let head = graph[top].head { top = head }
    let members = [top] + graph.children(of: top, "conj")
    guard members.count > 1 else { return false }
    // "€231 million, or 26.1% of revenue": the same amount in other words.
    if members.allSatisfy({ graph[$0].isValue }),
      Set(members.map { graph[$0].value?.value?.unit ?? "" }).count == members.count
    {
      return false
    }
    return members.contains { member in
      graph.children(of: member, "cc").contains { ["or", "either"].contains(graph[$0].lower) }
    }
      && !members.contains { member in
        graph.children(of: member, "cc").contains { ["and", "nor", "neither"].contains(graph[$0].lower) }
      }
  }

  /// "is to be held"
  func isPlanned(_ node: Int) -> Bool {
    guard let mark = graph.children(of: node, "mark").first(where: { ["to", "due"].contains(graph[$0].lower) }) else {
      return false
    }
    return graph.children(of: node, "aux", "cop").contains { $0 < mark && graph[$0].lemma == "be" }
  }

  /// How sure what stands at the object makes it: "apparently by Villumsen", "a wolf or a dog".
  func modality(ofObject node: Int) -> Fact.Modality? {
    if graph.children(of: node, "advmod").contains(where: { $0 < node && TruthClass.doubt.has(graph[$0].lower) }) {
      return .possible
    }
    return isEither(node) ? .possible : nil
  }

  /// "the alleged thief", "the future mayor": what somebody is called, and need not be.
  func modality(ofDescription node: Int) -> Fact.Modality? {
    for child in graph.start(node)..<max(node, graph.start(node)) {
      // "would-be" is three words to the parser.
      let isHyphen = graph[child].lower == "-" && child > 0 && child + 1 < node
      let word = isHyphen ? "\(graph[child - 1].lower)-\(graph[child + 1].lower)" : graph[child].lower
      guard isHyphen || graph[child].head == node && ["amod", "compound"].contains(graph[child].relation) else {
        continue
      }
      if let modality = TruthClass.modality(word, in: .repute, .prospect) { return modality }
    }
    return nil
  }

  /// "by the state, not the town", "Halley, rather than Crane": the word that leaves a member of a list out.
  func exclusion(_ node: Int) -> Int? {
    let isListed = graph[node].relation == "conj"
    guard isListed || ["obl", "obj", "nmod"].contains(graph[node].relation) else { return nil }
    return graph.children(of: node, "advmod", "cc", "case", "det").first { word in
      guard word < node, ["not", "rather", "instead", "never"].contains(graph[word].lower) else { return false }
      // ", not in coal", but "not least in coal", "not all coal".
      return isListed
        || graph[word].lower == "not" && graph.isSetOff(word) && graph[word + 1].partOfSpeech == .adposition
    }
  }

  /// "will rise and fall": a verb without an auxiliary of its own shares that of the verb before.
  private func inheritedModality(_ node: Int) -> Fact.Modality {
    // "will hire teachers and set up a fund": whichever form the tagger has "set" for.
    guard graph[node].relation == "conj", let head = graph[node].head,
      graph[node].tag == "VB" || graph[node].lower == graph[node].lemma && graph.child(of: node, "nsubj") == nil,
      graph.child(of: node, "aux") == nil
    else { return .asserted }
    for child in graph.children(of: head, "aux") {
      if let modality = TruthClass.modality(graph[child].lower, in: .possibility, .future, .duty, .hypothesis) {
        return modality
      }
    }
    // "is expected to open and employ"
    if graph[head].relation == "xcomp", let governor = graph[head].head {
      if let modality = ofGovernor(governor) { return modality }
      // "ordered him to pay and forfeit"
      if graph.child(of: governor, "obj") != nil,
        let modality = TruthClass.modality(graph[governor].lemma, in: .permission, .request, .order)
      {
        return modality
      }
    }
    return inheritedModality(head)
  }
}

extension SentenceGraph {
  /// "if it rains", "provided that it rains", "as long as it rains", "should it rain": whether a clause tells a condition.
  func isCondition(_ node: Int) -> Bool {
    let first = start(node)
    if children(of: node, "mark").contains(where: { TruthClass.condition.has(nodes[$0].lower) }) { return true }
    if TruthClass.condition.has(nodes[node].lower), nodes[node].relation == "advcl" { return true }
    if first > 1, nodes[first].lower == "as", nodes[first - 1].lower == "long",
      ["as", "so"].contains(nodes[first - 2].lower)
    {
      return true
    }
    if nodes[first].lower == "in", first + 1 < nodes.count, nodes[first + 1].lower == "case" { return true }
    // "should the pump fail", "had it been closed": the auxiliary before the subject.
    guard ["should", "had", "were"].contains(nodes[first].lower), nodes[first].head == node,
      nodes[first].relation == "aux" || nodes[first].relation == "cop", nodes[node].relation == "advcl" || first == 0,
      let subject = child(of: node, "nsubj")
    else { return false }
    return first < subject
  }
}
