import Evaluation
import Foundation
import Interpretation
import Testing

/// The least that has to be found in documents of our own, so that no change spoils it unseen.
@Suite struct FloorTests {
  @Test func findsTheFactsOfAReport() throws {
    let folder = try #require(Bundle.module.url(forResource: "Floor", withExtension: nil))
    let text = try Data(contentsOf: folder.appendingPathComponent("harbour.txt"))
    let gold = String(decoding: try Data(contentsOf: folder.appendingPathComponent("harbour.jsonl")), as: UTF8.self)
    let extraction = try English.extractor().extract(Array(text), uri: "file:harbour.txt", mediaType: "text/plain")
    var evaluation = GoldEvaluation()
    try evaluation.add(extraction.facts, gold: gold, file: "harbour.jsonl", text: extraction.text)
    let found = evaluation.errors.map { "\($0.kind): \($0.detail)" }.joined(separator: "\n")
    #expect(evaluation.scores.precision >= 0.7, "\(found)")
    #expect(evaluation.scores.recall >= 0.7, "\(found)")
    #expect(evaluation.scores.typed >= 5, "\(found)")
    #expect(evaluation.scores.typedRight >= evaluation.scores.typed - 1, "\(found)")
    #expect(evaluation.scores.attributions.percent >= 50, "\(found)")
  }
}
