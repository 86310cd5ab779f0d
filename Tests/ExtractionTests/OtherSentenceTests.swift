import Extraction
import Interpretation
import Model
import Testing

/// The sentences that gave no fact, as they are sent to be searched.
@Suite("Sentences without facts, of a text")
struct OtherSentenceTests {
  @Test("they stand where the text has them, each once, and none of them gave a fact")
  func sentences() throws {
    let text =
      "Grüße\n\nGood morning, café! Oslo has 15 districts. What a day it was.\n\n- Hello there, everybody.\n\nNorway exported oil in 2020.\n"
    let extraction = try English.extractor().extract(Array(text.utf8), uri: "a:", mediaType: "text/plain")
    #expect(extraction.sentences.map(\.text).prefix(2) == ["Good morning, café!", "What a day it was."])
    #expect(extraction.sentences.contains { $0.text.hasPrefix("Hello there") })
    let bytes = Array(text.utf8)
    for sentence in extraction.sentences {
      let end = sentence.start + sentence.text.utf8.count
      #expect(String(decoding: bytes[sentence.start..<end], as: UTF8.self) == sentence.text)
    }
    let stated = Set(extraction.facts.map(\.evidence.start))
    #expect(!stated.isEmpty)
    #expect(extraction.sentences.allSatisfy { !stated.contains($0.start) })
  }
}
