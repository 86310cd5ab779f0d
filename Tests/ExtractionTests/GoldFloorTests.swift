import Evaluation
import Foundation
import Interpretation
import Testing

/// The least that has to be right in the annotated documents of `Tests/Gold`, whose README says what they are.
@Suite struct GoldFloorTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Gold")

  @Test func findsTheFactsOfTwelveGenres() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".jsonl") }
      .sorted()
    #expect(names.count == 24)
    let extractor = try English.extractor()
    var evaluation = GoldEvaluation()
    for name in names {
      let file = Self.folder.appendingPathComponent(name)
      let text = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("txt"))
      let gold = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      let extraction = try extractor.extract(Array(text), uri: "file:\(name)", mediaType: "text/plain")
      try evaluation.add(extraction.facts, gold: gold, file: name, text: extraction.text)
    }
    let scores = evaluation.scores
    // Each is .02, or two points, below what was measured when the documents were added.
    #expect(scores.f1 >= 0.796)
    #expect(scores.precision >= 0.937)
    #expect(scores.recall >= 0.691)
    #expect(100 * Double(scores.typedRight) / Double(max(scores.typed, 1)) >= 88.5)
  }

  /// A sentence that is not in its document could never be found.
  @Test func everySentenceStandsInItsDocument() throws {
    struct Annotation: Decodable { var sentence: String }
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) where name.hasSuffix(".jsonl") {
      let file = Self.folder.appendingPathComponent(name)
      let text = Array(try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("txt")))
      for line in try Data(contentsOf: file).split(separator: 0x0A) {
        let sentence = Array(try JSONDecoder().decode(Annotation.self, from: Data(line)).sentence.utf8)
        #expect(text.firstRange(of: sentence) != nil, "\(name): \(String(decoding: sentence, as: UTF8.self))")
      }
    }
  }
}
