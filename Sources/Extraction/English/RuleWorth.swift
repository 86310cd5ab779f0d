import Model

/// What the rules and repairs do to a document, for whoever measures them.
extension EnglishExtractor {
  /// How often each repair did something to a sentence of a document.
  /// - Throws: ``ExtractionError`` when the bytes cannot be read as what they are said to be.
  package func repairs(_ content: [UInt8], mediaType: String) throws(ExtractionError) -> [TreeRepair: Int] {
    let text = try read(content, mediaType: mediaType)
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
