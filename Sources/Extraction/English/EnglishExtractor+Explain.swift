import Model

extension EnglishExtractor {
  /// Extracts and tells how.
  public func explain(_ text: TextDocument) -> Explanation {
    let reading = DocumentReading(text, model: model, resolver: resolver)
    let date = DocumentDate.find(text, style: reading.style)
    var references = References(model, text: text.bytes)
    var explanation = Explanation()
    explanation.date = date
    explanation.skipped = text.skipped(reading: EnglishReading.tag)
    explanation.layout = text.blocks.filter { !$0.kind.isProse }.prefix(200).map { block in
      "\(block.kind.rawValue): \(text.text(in: block.range))"
    }
    reading.forEachSentence(text, period: reading.period(text), date: date) { graph, dates in
      let found = SentenceFacts(graph, references: &references, dates: dates)
      explanation.sentences.append(Explanation.Sentence(graph, clauses: Self.clauses(graph), found.facts))
      return found.lastDay
    }
    return explanation
  }

  private static func clauses(_ graph: SentenceGraph) -> [String] {
    ClauseFinder(graph: graph).clauses().map { clause in
      let subjects = clause.subjects.map { graph.words(graph.phrase($0)) }.joined(separator: " + ")
      let governors = clause.governors.map { graph[$0].form }.joined(separator: " ")
      return
        "\(clause.kind)\(clause.isPassive ? ", passive" : "")\(clause.isShared ? ", shared subject" : ""): \(subjects) ‹\([governors, graph[clause.predicate].form].filter { !$0.isEmpty }.joined(separator: " "))›"
    }
  }
}
