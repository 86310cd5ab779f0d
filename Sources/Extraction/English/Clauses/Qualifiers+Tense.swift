import Language
import Values

extension Qualifiers {
  /// The tense of the verb that a date belongs to, where the date needs it: "sold on 30 June" lies behind, "will open on 3 January" ahead.
  func tense(of span: ValueSpan) -> Tense? {
    switch span.content {
    case .yearless, .relative: break
    case .value, .time, .ordinal, .identifier: return nil
    }
    // A report for a year has the dates of that year, but for what is to come.
    guard let tense = tenseAround(span), period == nil || tense == .future else { return nil }
    return tense
  }

  private func tenseAround(_ span: ValueSpan) -> Tense? {
    guard let node = graph.nodes.firstIndex(where: { $0.value?.range == span.range }) else { return nil }
    var at: Int? = node
    for _ in 0..<8 {
      guard let now = at else { return nil }
      if graph[now].partOfSpeech == .verb || graph.child(of: now, "cop") != nil {
        // "plans to sell", "is to be sold": of the verb above it nothing follows.
        // But "is expected to clear by Wednesday" lies ahead.
        if graph.isInfinitive(now) {
          // "talks are to resume in January"
          if graph.children(of: now, "cop", "aux").contains(where: { ["is", "are"].contains(graph[$0].lower) }) {
            return .future
          }
          guard let head = graph[now].head, graph[now].relation == "xcomp",
            finite(head) == nil || isPresentPassive(head),
            TruthClass.plan.has(graph[head].lemma)
          else { return nil }
          return .future
        }
        if let tense = finite(now) { return tense }
        // "rose and fell", "said that": a verb without one of its own shares that of the verb above.
        guard ["conj", "xcomp", "acl", "advcl"].contains(graph[now].relation) else { return nil }
      }
      at = graph[now].head
    }
    return nil
  }

  /// "is expected", but not "was expected".
  private func isPresentPassive(_ verb: Int) -> Bool {
    ["is", "are", "'s", "’s"].contains(graph.child(of: verb, "aux").map { graph[$0].lower } ?? "")
  }

  /// Verbs whose present tense announces a coming event.
  private static let coming: Set<String> = [
    "begin", "close", "come", "end", "enter", "expire", "launch", "open", "reopen", "resume", "start", "take",
  ]

  private func finite(_ verb: Int) -> Tense? {
    for child in graph.children(of: verb, "aux", "cop") {
      switch graph[child].lower {
      case "will", "shall", "'ll", "’ll", "wo": return .future
      case "was", "were", "had", "did", "has", "have", "been": return .past
      default: break
      }
    }
    if graph[verb].tag == "VBD" { return .past }
    // "The agreement enters into force on 1 January"
    return ["VBZ", "VBP"].contains(graph[verb].tag) && Self.coming.contains(graph[verb].lemma) ? .future : nil
  }
}
