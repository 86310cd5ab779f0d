import Model

/// What the rules and repairs do to a document, for whoever measures them.
extension EnglishExtractor {
  /// How often each repair did something to a sentence of a document.
  package func repairs(_ text: TextDocument) -> [TreeRepair: Int] {
    var counts: [TreeRepair: Int] = [:]
    DocumentReading(text, model: model, resolver: resolver).forEachSentence(text, period: nil, date: nil) { graph, _ in
      for repair in graph.repaired { counts[repair, default: 0] += 1 }
      return nil
    }
    return counts
  }

  /// The names of the rules that make facts.
  package static var rules: [String] { Rule.allCases.map(\.rawValue) }
}
