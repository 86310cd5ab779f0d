import Language

/// Finds who says what: verbs of saying and thinking with the clause that they govern, speech beside them, and "according to".
struct Attributions {
  let graph: SentenceGraph

  static let saying: Set<String> = [
    "say", "tell", "add", "note", "warn", "state", "explain", "argue", "claim", "suggest", "announce", "report",
    "estimate", "protest", "object", "counter", "retort",
    "believe", "think", "expect", "predict", "forecast", "confirm", "deny", "conclude", "stress", "propose", "wish",
    "hope",
    "declare", "insist", "admit", "acknowledge", "reveal", "assert", "contend", "maintain", "observe", "remark",
    "reply",
    "write", "fear", "point", "emphasize", "emphasise", "indicate", "allege", "testify", "promise", "agree",
    "recommend",
    "reckon", "assume", "find", "show", "hold", "continue", "respond", "hypothesize", "postulate", "project", "cite",
    "outline", "rule", "advise", "calculate", "caution", "complain", "decide", "demonstrate", "determine", "discover",
    "establish", "imply", "joke", "learn", "pledge", "prove", "realise", "realize", "recall", "suspect", "vow", "worry",
  ]

  /// Those that stand beside what is said: "…, she said". "Hold" and "show" there are clauses of their own.
  static let quoting: Set<String> = [
    "say", "tell", "add", "note", "warn", "state", "explain", "argue", "claim", "suggest", "announce", "report",
    "estimate", "believe", "think", "expect", "predict", "confirm", "conclude", "stress", "declare", "insist", "admit",
    "acknowledge", "reveal", "remark", "reply", "write", "emphasize", "emphasise", "allege", "respond", "recall",
  ]

  /// Who says the clause of a predicate; nil where the document itself does.
  func source(of predicate: Int) -> Source? {
    var at = predicate
    var first: Int?
    for _ in 0..<24 {
      if let source = beside(at) {
        // "found no leak, according to the administration, but the hull was damaged": of what stands before it.
        guard let first, let node = source.node, source.verb == "according to", node > at, node < first else {
          return source
        }
        return nil
      }
      first = graph[at].relation == "conj" ? at : nil
      guard let head = graph[at].head else { return nil }
      let isSaid = graph[at].relation == "ccomp" || graph[at].relation == "parataxis" && !graph.isSetOff(at, by: [";"])
      if isSaid, let source = sayer(head) { return source }
      at = head
    }
    return nil
  }

  /// "…, she said": a verb of saying that hangs on what is said; "according to X".
  private func beside(_ node: Int) -> Source? {
    for child in graph.children(of: node, "parataxis")
    where graph.child(of: child, "ccomp") == nil && Self.quoting.contains(graph[child].lemma)
      && !graph.isSetOff(child, by: [";"]) && !addsSomething(child)
    {
      if let source = sayer(child) { return source }
    }
    let phrases = graph.children(of: node, "obl", "advcl", "nmod")
    // "According to our tests, carried out with 40 farms, alarms fell", where the tests hang on the participle.
    let inner = phrases.filter { graph[$0].relation == "advcl" && $0 < node }.flatMap { graph.children(of: $0, "obl") }
    for child in phrases + inner {
      guard let preposition = graph.preposition(of: child), preposition.hasPrefix("according"), speaks(child) else {
        continue
      }
      return Source(node: child, verb: "according to")
    }
    return nil
  }

  /// "I struggled to lift it—the weight adds up", "it adds a delay": that is no speech.
  private func addsSomething(_ verb: Int) -> Bool {
    graph[verb].lemma == "add" && (graph.child(of: verb, "obj") != nil || graph.child(of: verb, "compound") != nil)
  }

  /// Documents and bodies that can speak. Names, offices and endings identify persons.
  private static let voices: Set<String> = [
    "account", "administration", "affidavit", "agency", "analysis", "audit", "bureau", "experiment", "observation",
    "service", "test", "trial", "article", "authority", "biography", "board", "book", "census",
    "commission",
    "committee", "company", "complaint", "council", "court", "data", "department", "document", "dossier", "estimate",
    "figure",
    "file", "filing", "firm", "forecast", "government", "group", "index", "indictment", "institute", "investigation",
    "journal",
    "lawsuit", "letter", "magazine", "media", "memo", "ministry", "newspaper", "notice", "office", "organisation",
    "organization", "paper", "petition", "police", "poll", "projection", "publication", "ranking", "record", "register",
    "release", "report", "research", "sheet", "review", "site", "source", "state-television", "statement", "statistics",
    "study",
    "suit",
    "survey", "television", "testimony", "transcript", "university", "website", "witness", "family", "people", "man",
    "woman",
    "friend", "neighbour", "neighbor", "resident", "worker", "expert", "adviser", "advisor", "official", "party",
    "union",
    "industry", "team", "crew", "bank", "fund", "model", "count", "tally", "list", "map", "presentation", "text",
    "plaintiff",
  ]
  private static let endings = ["er", "or", "ist", "ian", "man", "woman", "ant", "ent", "ee", "eer", "eur"]

  /// Whether somebody or something can say what it is according to: "according to the police", but not "according to the weight".
  private func speaks(_ node: Int) -> Bool {
    let word = graph[node]
    if word.name != nil || word.partOfSpeech == .name || word.partOfSpeech == .pronoun { return true }
    let lemma = word.lemma.lowercased()
    if Self.voices.contains(lemma) || SentenceFacts.offices.contains(lemma) { return true }
    // A name beside a noun: "the chemist Per Okland".
    if graph.children(of: node, "appos", "flat", "nmod").contains(where: { graph[$0].name != nil }) { return true }
    return word.partOfSpeech == .noun && lemma.utf8.count > 4 && Self.endings.contains { lemma.hasSuffix($0) }
      && !Self.things.contains(lemma)
  }

  /// Nouns with such an ending that say nothing.
  private static let things: Set<String> = [
    "number", "order", "weather", "water", "power", "paper", "letter", "factor", "sector", "matter", "manner",
    "character",
    "parameter", "agreement", "requirement", "arrangement", "moment", "amount", "extent", "percent", "intent",
    "content",
    "development", "treatment", "settlement", "colour", "color", "behaviour", "centre", "center", "calendar",
    "procedure",
    "degree", "fee",
  ]

  private func sayer(_ verb: Int) -> Source? {
    guard Self.saying.contains(graph[verb].lemma) else { return nil }
    let isPassive = graph.child(of: verb, "aux", subtype: "pass") != nil
    if isPassive {
      guard let agent = graph.child(of: verb, "obl", subtype: "agent") else { return nil }
      return Source(node: agent, verb: graph[verb].lemma)
    }
    var at = verb
    for _ in 0..<8 {
      if let subject = graph.child(of: at, "nsubj"), !graph[subject].isRelative {
        // Of "I think" inside somebody's speech the speaker is told further out.
        if ["i", "we"].contains(graph[subject].lower) { return nil }
        return Source(node: subject, verb: graph[verb].lemma)
      }
      if graph[at].relation == "acl", let head = graph[at].head { return Source(node: head, verb: graph[verb].lemma) }
      // "Among the guests was Peter Higgs, who … and said": of whom all of it is told.
      if graph[at].isNominal, graph.child(of: at, "cop") != nil { return Source(node: at, verb: graph[verb].lemma) }
      guard ["conj", "xcomp", "advcl"].contains(graph[at].relation), let head = graph[at].head else { return nil }
      at = head
    }
    return nil
  }
}
