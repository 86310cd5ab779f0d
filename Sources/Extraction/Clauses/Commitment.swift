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

  private static let denials: Set<String> = [
    "deny", "dispute", "refute", "reject", "dismiss", "disprove", "contradict",
  ]
  /// Those who are cleared of something did not do it.
  private static let clearances: Set<String> = ["clear", "acquit", "exonerate", "absolve", "innocent", "vindicate"]
  private static let preventions: Set<String> = [
    "prevent", "stop", "ban", "bar", "prohibit", "discourage", "dissuade", "keep", "block", "restrain", "refrain",
  ]
  private static let avoidances: Set<String> = ["avoid", "stop", "escape", "forgo", "resist"]
  private static let accusations: Set<String> = [
    "accuse", "suspect", "charge", "indict", "blame", "sue", "investigate", "arrest", "try", "prosecute", "question",
  ]
  private static let attempts: Set<String> = [
    "threaten", "offer", "try", "attempt", "seek", "promise", "vow", "pledge", "consider", "mull", "contemplate",
    "fear",
    "risk", "discuss", "weigh", "pretend", "claim", "allege", "purport",
  ]
  /// Who gives advice does not say that it was taken.
  private static let advice: Set<String> = [
    "recommend", "advocate", "favour", "favor", "urge", "demand", "oppose", "support", "encourage", "advise", "request",
  ]
  /// Nouns for what somebody holds to be so; a clause under one of them is not the document's own.
  private static let claims: Set<String> = [
    "claim", "allegation", "accusation", "rumour", "rumor", "suggestion", "belief", "idea", "notion", "theory",
    "hypothesis", "myth", "fear", "hope", "possibility", "risk", "threat", "speculation", "assumption", "suspicion",
    "charge", "assertion", "impression", "story", "chance", "prospect", "conspiracy", "lie", "misconception",
  ]
  private static let trues: Set<String> = ["true", "correct", "accurate", "right", "so", "case"]
  private static let falses: Set<String> = [
    "false", "untrue", "incorrect", "wrong", "inaccurate", "myth", "lie", "hoax", "misleading", "baseless", "unfounded",
  ]
  private static let unsure: Set<String> = [
    "possible", "likely", "unlikely", "unclear", "doubtful", "conceivable", "probable", "plausible", "improbable",
    "uncertain", "unknown",
  ]
  private static let suppositions: Set<String> = ["assume", "suppose", "imagine", "pretend"]

  init(_ graph: SentenceGraph, of predicate: Int) {
    self.graph = graph
    var at = predicate
    for _ in 0..<12 {
      guard let head = graph[at].head else { return }
      switch graph[at].relation {
      case "conj": break
      case "advcl", "acl", "ccomp", "xcomp", "csubj", "obl", "nmod", "parataxis": read(at, under: head)
      default: return
      }
      at = head
    }
  }

  private mutating func read(_ node: Int, under head: Int) {
    let (lemma, relation) = (graph[head].lemma.lowercased(), graph[node].relation)
    let mark = graph.children(of: node, "mark", "case").first { $0 < node }.map { graph[$0].lower }
    let isSaid = relation == "ccomp" || relation == "csubj" || relation == "xcomp"
    if mark == "without" || (mark == "rather" || mark == "instead") {
      isDenied.toggle()
    } else if Self.clearances.contains(lemma), mark == "of" || mark == "from" {
      isDenied.toggle()
    } else if Self.preventions.contains(lemma), mark == "from" {
      isDenied.toggle()
    } else if Self.avoidances.contains(lemma), relation == "xcomp", graph[node].tag == "VBG" {
      isDenied.toggle()
    } else if Self.denials.contains(lemma), isSaid {
      // Who does not dispute something grants it.
      guard !isNegated(head) else { return }
      isDenied.toggle()
      denial = denial ?? head
    } else if Self.accusations.contains(lemma), ["of", "with", "for", "over", "on"].contains(mark ?? "") {
      modality = modality ?? .possible
    } else if Self.attempts.contains(lemma), relation == "xcomp" {
      modality = modality ?? .possible
    } else if Self.advice.contains(lemma), relation == "xcomp" || relation == "ccomp" {
      modality = modality ?? .desired
    } else if lemma == "doubt", isSaid {
      modality = modality ?? .possible
    } else if Self.suppositions.contains(lemma), relation == "ccomp", graph[head].relation == "root",
      graph.child(of: head, "nsubj") == nil
    {
      isSupposed = true
    } else if isSaid, Self.trues.contains(lemma) {
      if isNegated(head) { isDenied.toggle() }
    } else if isSaid, Self.falses.contains(lemma) {
      if !isNegated(head) { isDenied.toggle() }
    } else if isSaid, Self.unsure.contains(lemma) {
      modality = modality ?? .possible
    } else if relation == "acl", graph[node].subtype != "relcl", graph[head].partOfSpeech == .noun,
      Self.claims.contains(lemma)
    {
      readClaim(head)
    }
  }

  /// A clause under "the claim": to call the claim false is to deny the clause.
  private mutating func readClaim(_ claim: Int) {
    if graph[claim].relation == "nsubj", let judged = graph[claim].head, Self.falses.contains(graph[judged].lemma),
      !isNegated(judged)
    {
      isDenied.toggle()
    } else {
      modality = modality ?? .possible
    }
  }

  private func isNegated(_ node: Int) -> Bool {
    graph.children(of: node, "advmod").contains { ["not", "n't", "n’t", "never", "hardly"].contains(graph[$0].lower) }
  }
}
