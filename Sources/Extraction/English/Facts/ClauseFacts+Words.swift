import Language

/// The words of predicates.
extension ClauseFacts {
  func lemma(_ clause: Clause) -> String {
    if clause.kind == .copular {
      return clause.governors.isEmpty ? "be" : graph[clause.governors[clause.governors.count - 1]].lemma
    }
    let verb = graph[clause.predicate]
    let particle = graph.particle(of: clause.predicate).map { "-" + graph[$0].lower } ?? ""
    return verb.lemma + particle + (lightObject(clause).map { " " + graph[$0].lower } ?? "")
  }

  /// "took place in Oslo", "are taking part in": the noun without which the verb says nothing.
  private func lightObject(_ clause: Clause) -> Int? {
    guard graph[clause.predicate].lemma == "take" else { return nil }
    return graph.children(of: clause.predicate, "obj").first {
      ["charge", "control", "effect", "office", "part", "place", "power", "shape"].contains(graph[$0].lower)
        && isLight($0) && $0 == clause.predicate + 1
    }
  }

  /// The words of a predicate: its auxiliaries, its verbs and their particles, "not" aside.
  func group(_ clause: Clause) -> String {
    let nodes = groupNodes(clause)
    if clause.kind == .copular, nodes.isEmpty { return "is" }
    // What an auxiliary of the verb before governs: "have risen and fallen".
    // The polarity already carries the "not" of "can't" and "won't".
    guard let short = nodes.first(where: { Self.shortened[graph[$0].lower] != nil }), graph[short].relation == "aux",
      let whole = Self.shortened[graph[short].lower]
    else { return graph.words(nodes) }
    let at = nodes.firstIndex(of: short) ?? 0
    return [graph.words(Array(nodes[..<at])), whole, graph.words(Array(nodes[(at + 1)...]))].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private static let shortened = ["ca": "can", "wo": "will", "sha": "shall"]

  func groupNodes(_ clause: Clause) -> [Int] {
    var nodes: [Int] = []
    for node in clause.governors + [clause.predicate] {
      if node != clause.predicate || clause.kind != .copular {
        nodes.append(node)
      }
      for child in graph.children[node] {
        let word = graph[child]
        switch word.relation {
        case "aux", "cop": nodes.append(child)
        case "obj" where node == clause.predicate && child == lightObject(clause): nodes.append(child)
        case "compound" where word.subtype == "prt": nodes.append(child)
        case "mark"
        where ["to", "due"].contains(word.lower) && (!clause.governors.isEmpty || qualifiers.isPlanned(node)):
          nodes += word.lower == "due" ? graph.subtree(child) : [child]
        case "advmod" where limits(child, node) || graph.particle(of: node) == child: nodes.append(child)
        default: break
        }
      }
    }
    return Array(Set(nodes)).sorted()
  }

  /// Whether an adverb right before a verb says how often, how much or how the verb is true: "usually consists of", "almost doubled".
  private func limits(_ adverb: Int, _ verb: Int) -> Bool {
    let word = graph[adverb]
    guard graph[verb].partOfSpeech == .verb, adverb < verb, word.partOfSpeech == .adverb, !word.isDate,
      graph.children[adverb].isEmpty
    else { return false }
    let isBeside = (adverb + 1..<verb).allSatisfy {
      ["aux", "advmod"].contains(graph[$0].relation) && graph[$0].head == verb
    }
    return isBeside
      && (Self.degrees.contains(word.lower) || (word.lower.hasSuffix("ly") && !Self.asides.contains(word.lower)))
  }

  private static let degrees: Set<String> = [
    "almost", "always", "already", "best", "even", "far", "first", "just", "largely", "mostly", "nearly", "often",
    "once", "partly", "quite", "rather", "sometimes", "soon", "still", "twice", "usually", "well",
  ]
  /// Adverbs that tie a clause to the one before, or tell who says it and how sure, and nothing of the verb.
  private static let asides: Set<String> = [
    "accordingly", "additionally", "apparently", "consequently", "eventually", "finally", "fortunately", "hardly",
    "lately", "namely", "only", "possibly", "presumably", "probably", "recently", "reportedly", "allegedly", "scarcely",
    "similarly", "subsequently", "supposedly", "unfortunately", "barely",
  ]
}
