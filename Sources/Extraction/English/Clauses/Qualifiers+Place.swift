import Language
import Model

/// Where a clause holds.
extension Qualifiers {
  private static let locative: Set<String> = [
    "in", "at", "near", "on", "outside", "inside", "across", "throughout", "within", "beneath", "above", "along",
    "behind", "beside", "beyond", "off", "amid", "aboard",
  ]
  /// Nouns that stand behind such a preposition and are no place.
  private static let abstract: Set<String> = [
    "addition", "fact", "general", "particular", "case", "time", "course", "order", "view", "term", "favor", "favour",
    "response", "contrast", "part", "effect", "public", "detail", "practice", "theory", "way", "average", "basis",
    "condition", "behalf", "attempt", "effort", "result", "return", "exchange", "light", "hope", "accordance", "charge",
    "turn", "end", "beginning", "row", "use", "support", "need", "search", "bid", "sense", "respect", "regard", "form",
    "reaction", "agreement", "connection", "conjunction", "cooperation", "collaboration", "spite", "comparison", "rate",
    "speed", "age", "cost", "price", "risk", "request", "suggestion", "invitation", "expense", "all", "total", "number",
    "frequency", "size", "length", "height", "weight", "value", "quantity", "degree", "level", "style", "language",
    "kind", "type", "moment", "period", "phase", "process", "future", "past", "war", "purpose", "ground",
    "child", "adult", "patient", "person", "people", "man", "woman", "participant", "member", "trading", "role",
    "opinion", "statement", "speech", "interview", "letter", "violation", "line", "principle", "secret", "private",
  ]

  /// Where a clause holds: a phrase with a preposition of place, one that names a place before any other.
  func place(of clause: Clause, without used: Set<Int>) -> String? {
    var other: String?
    for node in [clause.predicate] + clause.governors {
      for child in graph.children(of: node, "obl") where !used.contains(child) && !graph[child].isValue {
        guard let preposition = graph.preposition(of: child), Self.locative.contains(preposition) else { continue }
        let phrase = graph.phrase(child)
        if phrase.nodes.contains(where: { graph[$0].name == .place }) { return graph.words(phrase) }
        let isThing = graph[child].partOfSpeech == .noun || graph[child].partOfSpeech == .name
        // "interested in Russian energy": of an adjective it is no place.
        if other == nil, isThing, clause.kind == .verbal, phrase.nodes.count <= 12,
          !Self.abstract.contains(graph[child].lemma.lowercased()),
          !graph.phrase(child).nodes.contains(where: { graph[$0].isDate })
        {
          other = graph.words(phrase)
        }
      }
    }
    return other
  }
}
