import Model

extension EnglishExtractor {
  /// How the pronouns and descriptions of a text were told.
  package func decisions(_ bytes: [UInt8], paragraphs: [Range<Int>]) -> [ReferenceDecision] {
    let text = TextDocument(bytes: bytes, blocks: paragraphs.map { TextDocument.Block(kind: .paragraph, range: $0) })
    let reading = DocumentReading(text, model: model, resolver: resolver)
    var references = References(model, text: bytes)
    references.ranked.isMeasured = true
    var decisions: [ReferenceDecision] = []
    reading.forEachSentence(text, period: nil, date: nil) { graph, dates in
      let found = SentenceFacts(graph, references: &references, dates: dates)
      decisions += found.decisions
      return found.lastDay
    }
    return decisions
  }
}
