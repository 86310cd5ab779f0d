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
