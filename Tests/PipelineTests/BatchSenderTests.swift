import Model
import Testing
import Wire

@testable import Pipeline

/// How a batch is cut into messages.
@Suite("Batches in messages")
struct BatchSenderTests {
  private func sender(facts: Int, sentences: Int) throws -> BatchSender {
    let document = Make.document("a:", "1")
    return BatchSender(
      job: Job(job: "s-1", uri: "a:", digest: document.digest, mediaType: "text/plain", attempt: 1),
      document: document,
      extractor: "test/1",
      facts: try (0..<facts).map { try Make.fact("a:", "1", key: "e/a\($0)", text: "v", at: $0 * 100) },
      sentences: (0..<sentences).map {
        Sentence(start: $0, text: "Sentence \($0). \(String(repeating: "x", count: 3000))")
      }
    )
  }

  @Test("facts come first, then sentences, over as many chunks as they take, and the batch counts both")
  func chunks() throws {
    var sender = try sender(facts: 100, sentences: 1000)
    var (facts, sentences): ([Fact], [Sentence]) = ([], [])
    var chunk = 0
    while true {
      let packet = try sender.message(after: chunk, limit: 4 << 20)
      for line in try packet.attachment().split(separator: UInt8(ascii: "\n")) {
        if SentenceLine.isOne(line) {
          sentences.append(try JSON.decode(SentenceLine.self, from: line).sentence)
        } else {
          #expect(sentences.isEmpty)
          facts.append(try JSON.decode(Fact.self, from: line))
        }
      }
      chunk += 1
      guard packet.header.kind == .batch else { continue }
      let batch: Batch = try packet.decode()
      #expect(batch.facts == 100 && batch.sentences == 1000 && batch.chunks == chunk - 1)
      break
    }
    #expect(chunk > 2)
    #expect(facts == sender.facts)
    #expect(sentences == sender.sentences)
  }

  @Test("a batch without sentences says nothing of them")
  func none() throws {
    var sender = try sender(facts: 1, sentences: 0)
    let batch: Batch = try sender.message(after: 0, limit: 1 << 20).decode()
    #expect(batch.sentences == nil && batch.facts == 1)
  }
}
