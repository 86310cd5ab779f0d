import Language
import Model
import Values

extension EnglishExtractor {
  /// The facts of a sentence as it is read, and whether a tree by people gives each of them too: for training the confidence.
  ///
  /// - Parameters:
  ///   - text: one sentence.
  ///   - correct: puts the tree of people in the place of the tree that was read; nil where its words are others.
  /// - Returns: what the confidence of each fact is made of, and whether subject, relation and object are the same by both trees.
  package func compareTrees(
    _ text: String,
    _ correct: (AnalysedSentence) -> AnalysedSentence?
  ) -> [(marks: [String], isRight: Bool)] {
    let bytes = Array(text.utf8)
    let document = TextDocument(bytes: bytes, blocks: [TextDocument.Block(kind: .paragraph, range: 0..<bytes.count)])
    let read = DocumentReading(document, model: model, resolver: resolver).sentences(document)
    guard read.count == 1, let sentence = read.first, let other = correct(sentence) else { return [] }
    let told = drafts(sentence, bytes)
    let right = Set(drafts(other, bytes).map(\.statement))
    return told.map { ($0.marks, right.contains($0.statement)) }
  }

  private func drafts(_ sentence: AnalysedSentence, _ bytes: [UInt8]) -> [(statement: String, marks: [String])] {
    let values = Values.find(in: bytes, range: sentence.range, style: .decimalPoint)
    var references = References(model, text: bytes)
    let graph = SentenceGraph(sentence, values: values[...], text: bytes)
    return SentenceFacts(graph, references: &references, dates: DocumentReading.Dates()).facts.map {
      ("\($0.subject.text) | \($0.relation.text) | \($0.object.text)", $0.confidence.marks)
    }
  }
}
