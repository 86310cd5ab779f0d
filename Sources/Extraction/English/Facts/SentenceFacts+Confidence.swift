import Language
import Model

/// What a fact's confidence is made of.
extension SentenceFacts {
  /// Prepositions that tell something of how sure what they join is.
  private static let telling: Set<String> = [
    "after", "at", "by", "for", "from", "in", "of", "on", "to", "with", "among", "than", "until", "within",
  ]

  func confidence(_ draft: Draft, _ subject: Fact.Subject, _ object: Value) -> Confidence {
    var marks = ["rule:\(draft.rule.rawValue)"]
    func mark(_ name: String, _ isTrue: Bool) { if isTrue { marks.append(name) } }
    mark("typed", object.kind.isTyped && object.kind != .date)
    mark("date", object.kind == .date)
    mark("entity", object.kind == .entity)
    mark("named", subject.entity != nil)
    let isPronoun = graph[draft.subject].partOfSpeech == .pronoun && draft.subjectNodes == nil
    mark("pronoun", isPronoun)
    mark("unresolved", isPronoun && told(draft.subject) == nil)
    // "the bank", where some name is taken for it.
    mark("described", !isPronoun && subject.entity != nil && isDescription(draft.subject))
    // How sure the model is of whom "she" or "the bank" stands for, in the subject and in what it belongs to.
    let asked = [draft.subject, graph.child(of: draft.subject, "nmod", subtype: "poss"), describedOwner(draft.subject)]
    if let sure = asked.compactMap({ $0.flatMap { sureness[$0] } }).min() {
      marks += Confidence.steps("link", Int(sure * 100), [10, 30, 50, 70, 90])
      mark("linked", true)
    }
    mark("number", object.kind == .number)
    mark("amount", object.kind == .money || object.kind == .quantity || object.kind == .percent)
    mark("placed", draft.place != nil)
    mark("short", object.text.utf8.count <= 4)
    mark("bare", object.kind == .text && graph[draft.object].partOfSpeech == .verb)
    mark("dash", traits.hasDash)
    mark("stops", traits.hasStop)
    mark("quotes", traits.hasQuotes)
    mark("brackets", traits.hasBracket)
    mark("past", graph[draft.clause?.predicate ?? draft.object].tag == "VBD")
    mark("preposition:\(draft.preposition ?? "")", Self.telling.contains(draft.preposition ?? ""))
    mark("verb:\(draft.lemma)", ["be", "have", "say", "go", "come", "take", "get", "make"].contains(draft.lemma))
    mark("shared", draft.clause?.isShared ?? false)
    mark("governed", draft.clause.map { !$0.governors.isEmpty } ?? false)
    mark("list", draft.clause.map { $0.subjects.count > 1 } ?? false)
    mark("dated", draft.time != nil)
    mark("lower", graph[draft.subject].partOfSpeech == .noun && graph.child(of: draft.subject, "det") == nil)
    mark("negative", draft.polarity == .negative)
    mark("modal", draft.modality != .asserted)
    mark("said", draft.source != nil)
    marks += Confidence.steps("words", graph.nodes.count, [15, 25, 35, 50])
    marks += Confidence.steps("subject", subject.text.utf8.count { $0 == 0x20 } + 1, [3, 6, 10])
    marks += Confidence.steps("object", object.text.utf8.count { $0 == 0x20 } + 1, [3, 7, 12])
    // How sure the parser is of what the fact hangs together by.
    let nodes = [draft.clause?.predicate, draft.subject, draft.object].compactMap { $0 }
    let margin = nodes.map { graph[$0].margin }.min() ?? 0
    marks += Confidence.steps("margin", Int(min(margin, 100)), [1, 2, 4, 6])
    // And of all that stands in its phrases, and in the sentence.
    let inner = graph.phrase(draft.object).nodes + graph.phrase(draft.subject).nodes
    marks += Confidence.steps("loose", inner.count { graph[$0].margin < 1.5 && !graph[$0].isPunctuation }, [0, 1])
    marks += Confidence.steps("unsure", traits.unsure, [0, 2, 5])
    if let clause = draft.clause {
      let predicate = clause.governors.first ?? clause.predicate
      mark(
        "in:\(graph[predicate].relation)",
        ["advcl", "acl", "ccomp", "conj", "parataxis", "root"].contains(graph[predicate].relation)
      )
      mark(
        "participle",
        ["VBG", "VBN"].contains(graph[clause.predicate].tag) && graph.children(of: clause.predicate, "aux").isEmpty
      )
      marks += Confidence.steps("apart", abs(draft.subject - clause.predicate), [4, 10])
      marks += Confidence.steps("behind", abs(draft.object - clause.predicate), [4, 10])
      mark("turned", draft.subject > clause.predicate)
    }
    let object = graph.phrase(draft.object).nodes
    mark("clausal", object.contains { graph[$0].partOfSpeech == .verb })
    mark("open", ![".", "!"].contains(traits.last))
    mark("odd", traits.isOdd)
    mark("small", traits.isSmall)
    return Confidence(marks: marks, isBare: isBare(draft, subject))
  }
}

/// What all facts of a sentence have in common that tells of how sure they are.
struct SentenceTraits {
  var hasDash = false
  var hasStop = false
  var hasQuotes = false
  var hasBracket = false
  /// Whether it has a sign that no prose has.
  var isOdd = false
  /// Its last word or sign, before quotation marks and brackets that close.
  var last: String
  /// Whether it begins with a small letter.
  var isSmall: Bool
  /// How many of its words the parser was not sure of.
  var unsure = 0

  private static func isOdd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x7B, 0x7D, 0x3C, 0x3E, 0x5F, 0x3D, 0x5C, 0x7C, 0x23, 0x7E, 0x5E: true
    default: false
    }
  }

  private static func beginsWithLetter(_ node: Node) -> Bool {
    node.lower.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
  }

  init(_ graph: SentenceGraph) {
    isSmall = graph.nodes.first?.form.first?.isLowercase ?? false
    last = graph.nodes.last { !["\"", "”", "''", ")"].contains($0.lower) }?.lower ?? ""
    for node in graph.nodes {
      if node.margin < 1, !node.isPunctuation { unsure += 1 }
      if !isOdd { isOdd = node.lower.utf8.contains(where: Self.isOdd) }
      // Comparing strings with non-ASCII characters is slow, and most words begin with a letter.
      if Self.beginsWithLetter(node) { continue }
      switch node.lower {
      case "–", "—", "-": hasDash = true
      case ";", ":": hasStop = true
      case "\"", "“", "”", "``", "''": hasQuotes = true
      case "(": hasBracket = true
      default: break
      }
    }
  }
}
