import Language
import Model

/// How far a document commits itself to a clause that stands under others: "denies killing", "was cleared of stealing",
/// "the claim that the lake is poisoned", "it is not true that Kent owns it".
struct Commitment {
  let graph: SentenceGraph

  /// Whether what stands above the clause denies it.
  private(set) var isDenied = false
  /// How the clause is meant where it is not asserted.
  private(set) var modality: Fact.Modality?
  /// Whether the clause is only supposed, and states nothing: "Assume Alice works at Acme."
  private(set) var isSupposed = false
  /// The verb of denying above it, if there is one, whose subject is who denies.
  private(set) var denial: Int?

  init(_ graph: SentenceGraph, of predicate: Int) {
    self.graph = graph
    var at = predicate
    for _ in 0..<12 {
      guard let head = graph[at].head else { return }
      switch graph[at].relation {
      case "conj": break
      case "advcl" where graph[at].tag == "VBG" && at != predicate && Attributions.saying.contains(graph[at].lemma):
        // "denied a report, adding: …": what was added is denied no more than the rest.
        return
      case "advcl" where graph.children(of: at, "mark").contains(where: { Self.conceding.contains(graph[$0].lower) }):
        // "does not expect a loss, although prices fell": what is beside it stands for itself.
        return
      case "advcl", "acl", "ccomp", "xcomp", "csubj", "obl", "nmod", "parataxis": read(at, under: head, of: predicate)
      default: return
      }
      at = head
    }
  }

  private mutating func read(_ node: Int, under head: Int, of predicate: Int) {
    let lemma = graph.truthLemma(head)
    let relation = isObject(node, of: head) ? "xcomp" : graph[node].relation
    let mark = graph.children(of: node, "mark", "case").first { $0 < node }
    let word = mark.map { graph[$0].lower }
    let isSaid = relation == "ccomp" || relation == "csubj" || relation == "xcomp"
    if word == "without" || (word == "rather" || word == "instead") || isFarFrom(mark) {
      isDenied.toggle()
    } else if TruthClass.clearance.has(lemma), word == "of" || word == "from" {
      isDenied.toggle()
    } else if TruthClass.prevention.has(lemma), word == "from" || word == "of" && isShort(head) {
      isDenied.toggle()
    } else if TruthClass.avoidance.has(lemma), relation == "xcomp", graph[node].tag == "VBG" {
      isDenied.toggle()
    } else if TruthClass.denial.has(lemma), isSaid {
      deny(by: head)
    } else if isSaid, Self.thinking.contains(lemma), relation != "xcomp" || graph.child(of: head, "obj") != nil,
      isNegated(head) || isNobodys(head)
    {
      // "does not think that the bridge is safe": thinks that it is not.
      isDenied.toggle()
      if !isNegated(head) { take(.doubt) }
    } else if let verb = charge(node, head) {
      if TruthClass.accusation.has(graph.truthLemma(verb)) { take(.accusation) } else { isDenied.toggle() }
    } else if TruthClass.accusation.has(lemma), ["of", "with", "for", "over", "on", "about"].contains(word ?? "") {
      take(.accusation)
    } else if TruthClass.attempt.has(lemma), relation == "xcomp" {
      take(.attempt)
    } else if relation == "ccomp", TruthClass.request.has(lemma), isSubjunctive(node) {
      take(.request)
    } else if relation == "ccomp", TruthClass.plan.has(lemma), isSubjunctive(node) {
      take(.plan)
    } else if TruthClass.advice.has(lemma), relation == "xcomp" || relation == "ccomp" && isSubjunctive(node) {
      take(.advice)
    } else if lemma == "doubt", isSaid {
      take(.doubt)
    } else if TruthClass.supposition.has(lemma), relation == "ccomp", graph.child(of: head, "nsubj") == nil,
      graph[head].relation == "root" || isParticiple(head)
    {
      isSupposed = true
    } else if isSaid, relation != "xcomp", TruthClass.guess.has(lemma) {
      take(.guess)
    } else if isSaid, relation != "xcomp", isHearsay(head, lemma) {
      take(.hearsay)
    } else if relation == "ccomp", isAbroad(head) {
      take(.claim)
    } else if isSaid, TruthClass.verity.has(lemma) {
      if isNegated(head) { isDenied.toggle() }
    } else if isSaid, TruthClass.falsity.has(lemma) {
      if !isNegated(head) { isDenied.toggle() }
    } else if relation == "acl", TruthClass.falsity.has(lemma), isCalled(head) {
      // "It is a hoax that the lake is dead"
      if !isNegated(head) { isDenied.toggle() }
    } else if isSaid, TruthClass.disbelief.has(lemma), !isNegated(head) {
      if relation != "xcomp" { isDenied.toggle() }
      take(.disbelief)
    } else if isSaid, TruthClass.uncertainty.has(lemma) {
      take(.uncertainty)
    } else if relation == "xcomp", node != predicate || graph.child(of: head, "obj") != nil {
      readControl(node, head)
    } else if relation == "acl", TruthClass.evidence.has(lemma), isContent(node) {
      guard isMissing(head) else { return }
      isDenied.toggle()
      take(.evidence)
    } else if relation == "acl" || relation == "ccomp", graph[head].partOfSpeech == .noun, TruthClass.claim.has(lemma),
      isContent(node)
    {
      readClaim(head)
    }
  }

  private static let conceding: Set<String> = ["although", "because", "though", "whereas"]
  /// Verbs that mean the same whether they are denied or what they say is.
  private static let thinking: Set<String> = ["anticipate", "believe", "expect", "think"]
  /// What becomes of a claim that is believed.
  private static let acceptance: Set<String> = ["accept", "believe", "credit", "support", "uphold"]

  /// "Nobody here believes that", "few expect that"
  private func isNobodys(_ verb: Int) -> Bool {
    graph.children(of: verb, "nsubj").contains { subject in
      ["nobody", "none", "no-one", "few"].contains(graph[subject].lower)
        || graph.children(of: subject, "det").contains { graph[$0].lower == "no" }
    }
  }

  private mutating func take(_ kind: TruthClass) { modality = modality ?? kind.modality }

  /// Who does not dispute something grants it; who does not deny it leaves it open.
  private mutating func deny(by verb: Int) {
    if isNegated(verb) {
      if graph[verb].lemma == "deny" { take(.doubt) }
      return
    }
    isDenied.toggle()
    denial = denial ?? verb
  }

  /// "was set up to help widows pay", "could help widows pay": what another is to do shares how the verb above it is meant.
  private mutating func readControl(_ node: Int, _ head: Int) {
    let isPurpose =
      graph.isInfinitive(node) && TruthClass.purpose.has(graph[head].lemma)
      && graph.child(of: head, "aux", subtype: "pass") != nil
    let isUnderPurpose = graph.isInfinitive(head) && ["advcl", "acl"].contains(graph[head].relation)
    if isPurpose || isUnderPurpose { return take(.purpose) }
    guard graph.child(of: head, "obj") != nil else { return }
    for child in graph.children(of: head, "aux") {
      modality =
        modality ?? TruthClass.modality(graph[child].lower, in: .possibility, .future, .duty, .hypothesis)
    }
  }

  /// Whether a clause tells what a claim says, and not who made it: "the theory that", "the threat to", but not "the theory developed by".
  private func isContent(_ node: Int) -> Bool {
    if graph[node].subtype == "relcl" {
      // A clause that lacks nothing: "that" stands for nothing in it.
      return graph.children(of: node, "nsubj").contains { !graph[$0].isRelative }
        && graph.children(of: node, "obj").contains { !graph[$0].isRelative }
        && graph.children[node].contains { graph[$0].lower == "that" }
    }
    return graph.child(of: node, "nsubj") != nil
      || graph.children(of: node, "mark", "case").contains {
        ["that", "to", "of", "whether"].contains(graph[$0].lower)
      }
  }

  /// "assuming that", "provided that"
  private func isParticiple(_ node: Int) -> Bool {
    switch graph[node].relation {
    case "advcl", "acl": return graph[node].tag != "VB"
    case "conj": return graph[node].tag == "VBN" && graph.children(of: node, "cc", "aux").isEmpty
    default: return false
    }
  }

  /// "opposed selling": a deed right behind the verb is its object, wherever the parser hung it.
  private func isObject(_ node: Int, of head: Int) -> Bool {
    graph[node].relation == "advcl" && graph[node].tag == "VBG" && graph.start(node) == head + 1
      && graph.children(of: node, "mark", "case").isEmpty && graph.child(of: head, "obj") == nil
  }

  /// "accused the clerk of stealing", where the parser hung the deed on the clerk: the verb.
  private func charge(_ node: Int, _ head: Int) -> Int? {
    guard graph[node].relation == "acl", graph[node].tag == "VBG", graph.child(of: node, "mark") != nil else {
      return nil
    }
    return graph.charge(node)
  }

  /// "it is rumoured that": somebody says so, nobody knows who.
  private func isHearsay(_ verb: Int, _ lemma: String) -> Bool {
    graph.child(of: verb, "aux", subtype: "pass") != nil && graph.child(of: verb, "obl", subtype: "agent") == nil
      && (TruthClass.hearsay.has(lemma) || TruthClass.appearance.has(lemma))
  }

  /// "word spread that", "fears grew that": what a claim says, told behind the verb.
  private func isAbroad(_ verb: Int) -> Bool {
    guard !Attributions.saying.contains(graph[verb].lemma), let claim = graph.child(of: verb, "nsubj") else {
      return false
    }
    return TruthClass.claim.has(graph[claim].lemma.lowercased())
  }

  /// "it is a hoax"
  private func isCalled(_ node: Int) -> Bool {
    graph.child(of: node, "cop") != nil
      && graph.children(of: node, "nsubj", "expl").contains { graph[$0].lower == "it" }
  }

  /// "demanded that he leave", but not "suggested that he left".
  private func isSubjunctive(_ node: Int) -> Bool {
    let verb = graph.children(of: node, "aux", "cop").first ?? node
    let isSingular = graph.child(of: node, "nsubj").map {
      ["NN", "NNP"].contains(graph[$0].tag) || ["he", "she", "it"].contains(graph[$0].lower)
    }
    return graph[verb].tag == "VB" || graph[verb].tag == "VBG" || graph[verb].lower == "should"
      || graph[verb].tag == "VBP" && isSingular == true
  }

  /// "far from raising the fare"
  private func isFarFrom(_ mark: Int?) -> Bool {
    guard let mark, mark > 0, graph[mark].lower == "from" else { return false }
    return graph[mark - 1].lower == "far"
  }

  /// "stopped short of saying"
  private func isShort(_ verb: Int) -> Bool {
    verb + 1 < graph.nodes.count && graph[verb + 1].lower == "short"
  }

  /// A clause under "the claim": to deny the claim, or to call it false, is to deny the clause.
  private mutating func readClaim(_ claim: Int) {
    guard let judge = graph[claim].head else { return take(.claim) }
    let isPassive = graph[claim].relation == "nsubj" && graph[claim].subtype == "pass"
    if graph[claim].relation == "nsubj", TruthClass.falsity.has(graph[judge].lemma), !isNegated(judge) {
      isDenied.toggle()
    } else if isPassive || graph[claim].relation == "obj", Self.acceptance.contains(graph[judge].lemma),
      isNegated(judge)
    {
      isDenied.toggle()
      take(.claim)
    } else if TruthClass.denial.has(graph[judge].lemma), graph[claim].relation == "obj" || isPassive, !isNegated(judge)
    {
      deny(by: judge)
      // "The claim that it is so was rejected", nobody knows by whom.
      if isPassive, graph.child(of: judge, "obl", subtype: "agent") == nil { take(.claim) }
    } else {
      take(.claim)
    }
  }

  /// "no evidence", "did not find evidence"
  private func isMissing(_ noun: Int) -> Bool {
    graph.children(of: noun, "det").contains { graph[$0].lower == "no" }
      || graph[noun].relation == "obj" && graph[noun].head.map(isNegated) == true
  }

  private func isNegated(_ node: Int) -> Bool {
    graph.children(of: node, "advmod", "cc").contains {
      // "is no longer accepted"
      TruthClass.negation.has(graph[$0].lower) || graph[$0].lower == "longer" && $0 > 0 && graph[$0 - 1].lower == "no"
    }
  }
}

extension SentenceGraph {
  /// The lemma of a word, of a participle that was taken for an adjective that of its verb: "acquit" of "acquitted".
  func truthLemma(_ node: Int) -> String {
    let lemma = nodes[node].lemma.lowercased()
    guard nodes[node].tag == "JJ", lemma.hasSuffix("ed") else { return lemma }
    let forms = [lemma.dropLast(), lemma.dropLast(2), lemma.dropLast(3)].map(String.init)
    return forms.first { form in TruthClass.allCases.contains { $0.has(form) } } ?? lemma
  }

  /// "accused the clerk of stealing", "cleared him of stealing": the verb that accuses, clears or stops the alleged doer.
  func charge(_ node: Int) -> Int? {
    guard nodes[node].tag == "VBG", child(of: node, "nsubj") == nil, var verb = nodes[node].head,
      let mark = children(of: node, "mark", "case").first(where: { $0 < node }).map({ nodes[$0].lower })
    else { return nil }
    if nodes[node].relation == "acl" {
      guard nodes[verb].relation == "obj", let head = nodes[verb].head else { return nil }
      verb = head
    }
    let lemma = truthLemma(verb)
    let isCharge =
      TruthClass.accusation.has(lemma) && ["of", "with", "for", "over", "about"].contains(mark)
      || TruthClass.clearance.has(lemma) && mark == "of" || TruthClass.prevention.has(lemma) && mark == "from"
    return isCharge ? verb : nil
  }
}
