import Language
import Model

/// What gives no fact, or one of which nobody learns.
extension SentenceFacts {
  private static let differences: Set<String> = [
    "less", "more", "fewer", "above", "below", "short", "ahead", "behind", "higher", "lower", "better", "worse", "over",
    "under",
  ]
  private static let grounds: Set<String> = ["sea", "ground", "water", "zero", "freezing", "the"]

  /// "250 million less than in June", "7% above last year's", "4,000 short of capacity": by how much, and not how much.
  func isDifference(_ node: Int, isEarlier: Bool) -> Bool {
    guard graph[node].isValue, !graph[node].isDate else { return false }
    // "knows 28 languages, up from 22"
    if !isEarlier, node > 1, graph[node - 1].lower == "from", ["up", "down"].contains(graph[node - 2].lower) {
      return true
    }
    guard node + 2 < graph.nodes.count,
      Self.differences.contains(graph[node + 1].lower)
    else { return false }
    switch graph[node + 1].lower {
    case "above", "below", "over", "under": return !Self.grounds.contains(graph[node + 2].lower)
    case "short", "ahead": return graph[node + 2].lower == "of"
    case "behind": return graph[node + 2].isNominal
    default: return graph[node + 2].lower == "than"
    }
  }

  private static let times: Set<String> = ["year", "month", "week", "day", "h", "min", "s", "decade", "quarter"]

  /// "fell by 3 points within two years": how long it took is no change.
  func isSpan(_ draft: Draft, _ object: Value) -> Bool {
    guard FactKeys.changes.contains(draft.lemma), object.kind == .duration || object.kind == .quantity,
      Self.times.contains(object.unit ?? "")
    else { return false }
    let first = graph[draft.object].form.split(separator: " ").first.map { $0.lowercased() } ?? ""
    return ["within", "in", "over", "after", "for", "during"].contains(draft.preposition ?? first)
  }

  /// Entities that name nobody in particular: nobody looks facts up under them.
  private static let anybody: Set<String> = [
    "one", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "something", "anything",
    "everything", "nothing", "others", "you",
  ]

  /// Verbs for what authors feel, and not for what they did.
  private static let feelings: Set<String> = [
    "hope", "love", "like", "feel", "enjoy", "trust", "guess", "wish", "wonder", "imagine", "hate", "worry", "remember",
    "appreciate", "want", "need",
  ]
  /// Verbs with which authors announce what they will write.
  private static let announcements: Set<String> = [
    "introduce", "look", "discuss", "cover", "see", "talk", "dive", "walk", "refer", "mention", "tell", "show",
    "explain",
    "explore", "go", "get", "know", "think", "guess", "mean", "assume", "list", "share", "recommend", "find",
  ]

  /// Whether a fact is about nobody who could be looked up: "it", "your teams", "we will look at the rules".
  func isAboutNobody(_ draft: Draft, _ key: Key, _ subject: Fact.Subject, voice: Fact.Attribution?) -> Bool {
    let nodes = draft.subjectNodes ?? graph.phrase(draft.subject).nodes
    switch key.entity {
    case "unknown":
      // Of "we had the fish" it is known who says it; "none of the patients" says of whom it is.
      return voice == nil && nodes.allSatisfy { !graph[$0].isNominal || graph[$0].partOfSpeech == .pronoun }
    case "author":
      return Self.feelings.contains(draft.lemma)
        || draft.modality != .asserted && Self.announcements.contains(draft.lemma)
    default:
      if Self.anybody.contains(key.entity) { return true }
      guard subject.entity == nil, draft.subjectNodes == nil else { return false }
      return graph.child(of: draft.subject, "nmod", subtype: "poss").map { graph[$0].lower == "your" } == true
    }
  }

  private static let conditions: Set<String> = [
    "when", "if", "unless", "until", "once", "before", "after", "whether", "how", "where", "wherever",
  ]

  /// "the number of times a button is clicked": that it is, in a clause that another needs, tells nothing by itself.
  func isEmptyPassive(_ draft: Draft) -> Bool {
    guard draft.rule == .passiveAlone, draft.polarity == .positive, draft.time == nil, draft.source == nil,
      let predicate = draft.clause?.predicate,
      // "five children who were injured" says how many.
      !graph.phrase(draft.subject).nodes.contains(where: { graph[$0].isValue || graph[$0].partOfSpeech == .numeral })
    else { return false }
    switch graph[predicate].relation {
    // "two contracts, which were lost" makes a statement of its own.
    case "acl": return !graph.isSetOff(predicate)
    case "advcl":
      return graph.children(of: predicate, "mark", "advmod").contains { Self.conditions.contains(graph[$0].lower) }
    default: return false
    }
  }

  /// "The more accounts you add, the more emails you can send": how two things go together.
  func isProportion(_ draft: Draft) -> Bool {
    [draft.subject, draft.object].allSatisfy { node in
      let nodes = graph.phrase(node).nodes
      guard nodes.count > 2, graph[nodes[0]].lower == "the" else { return false }
      return ["JJR", "RBR"].contains(graph[nodes[1]].tag)
    }
  }

  /// What an apposition calls what its clause tells, and not the name before it: "used UltraTax, a jump over the year before".
  private static let happenings: Set<String> = [
    "jump", "increase", "decrease", "rise", "fall", "drop", "decline", "improvement", "gain", "sign", "move", "step",
    "feat", "milestone", "achievement", "change", "shift", "departure", "result", "reminder", "testament", "blow",
    "boost",
    "setback", "fact", "practice", "trend", "difference", "reduction", "growth", "surge", "slump", "record", "first",
    "rate", "percentage", "share", "way", "sort", "kind",
  ]

  /// Whether an apposition says nothing of what it stands behind: it is an example of it, or tells of the whole clause.
  func isLooseApposition(_ draft: Draft, _ subject: Fact.Subject) -> Bool {
    guard draft.rule == .apposition, draft.object > draft.subject else { return false }
    let between = graph.nodes[draft.subject..<draft.object]
    if between.contains(where: { ["e.g.", "e.g", "i.e.", "i.e", "eg", "ie"].contains($0.lower) }) { return true }
    // "wonderful foods, some foods we do not know"
    if graph.children(of: draft.object, "det").contains(where: { Self.quantities.contains(graph[$0].lower) }) {
      return true
    }
    guard graph[draft.subject].nameIndex != nil else { return false }
    let isName = graph[draft.object].nameIndex != nil || graph[draft.object].form.contains(where: \.isNumber)
    if isName { return isListed(draft.object) }
    return graph[draft.object].partOfSpeech == .noun
      && Self.happenings.contains(graph[draft.object].lemma.lowercased())
  }

  private static let quantities: Set<String> = [
    "some", "any", "all", "each", "every", "both", "many", "most", "several", "few",
  ]

  /// "the Switch, the 3DS (2011), and the 2DS", "AutoLISP, Visual LISP": a name of a list, and not what the one before it is.
  private func isListed(_ name: Int) -> Bool {
    if !graph.nodes.contains(where: { ["VBZ", "VBD", "VBP", "MD"].contains($0.tag) }) { return true }
    var next = (graph.nameNodes(name).last ?? name) + 1
    if next < graph.nodes.count, graph[next].lower == "(" {
      next = (graph.nodes[next...].firstIndex { $0.lower == ")" } ?? graph.nodes.count) + 1
    }
    guard next + 1 < graph.nodes.count, graph[next].lower == "," else { return false }
    return ["and", "or"].contains(graph[next + 1].lower)
  }

  /// Words that stand for something, and tell nothing of it where that is not known.
  private static let bare: Set<String> = [
    "this", "that", "these", "those", "it", "they", "which", "each", "neither", "such", "he", "she",
  ]

  /// Whether nobody can tell from the fact what it is about: "it", "they".
  func isBare(_ draft: Draft, _ subject: Fact.Subject) -> Bool {
    let word = graph[draft.subject]
    return (word.partOfSpeech == .pronoun || word.partOfSpeech == .determiner) && draft.subjectNodes == nil
      && told(draft.subject) == nil && subject.entity == nil && Self.bare.contains(subject.text.lowercased())
  }
}
