import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// Sentences that gave no fact: kept with the revision that stands, and searched.
@Suite("Sentences without facts")
struct SentenceStoreTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  private func batch(_ uri: String, _ revision: String, job: String, _ texts: [String], facts: Int = 0) throws
    -> FactBatch
  {
    let facts = try (0..<facts).map { try Make.fact(uri, revision, key: "e/a\($0)", text: "v", at: $0 * 100) }
    var batch = try Make.factBatch(uri, revision, job: job, facts)
    try batch.add(texts.enumerated().map { Sentence(start: $0.offset * 1000, text: $0.element) })
    return batch
  }

  @discardableResult
  private func apply(_ batch: FactBatch) throws -> Applied {
    try store.apply([.batch(batch)], at: Timestamp(milliseconds: 1))[0].get()
  }

  private func found(_ words: String) throws -> [String] {
    try #require(try store.searchSentences(words, limit: 50)).sentences.map(\.sentence.text)
  }

  private func refusal(_ batch: FactBatch) throws -> String {
    do {
      try apply(batch)
      return "none"
    } catch let error as StoreError {
      #expect(error.code == .badBatch)
      return error.description
    }
  }

  @Test("they are found by their words, replaced by a revision, gone with the document, and no part of the journal")
  func search() throws {
    try apply(try batch("a:", "1", job: "s-1", ["Good morning to the harbour.", "The harbours sleep."], facts: 2))
    try apply(try batch("b:", "1", job: "s-2", ["A Harbour of peace."]))
    #expect(try store.head().sequence == 4)
    #expect(Set(try found("harbour")).count == 3)
    let page = try #require(try store.searchSentences("peace harbour", limit: 5))
    #expect(page.total == 1 && page.next == nil)
    let sentence = try #require(page.sentences.first)
    #expect(sentence.document == Make.document("b:", "1"))
    #expect(sentence.marks == [[2, 9], [13, 18]])
    #expect(sentence.sentence == Evidence(text: "A Harbour of peace.", start: 0, end: 19))
    // Facts are found beside them, and not among them.
    #expect(try #require(try store.search("harbour", limit: 5)).total == 0)
    #expect(try #require(try store.searchSentences("harbour", limit: 2)).next == 2)
    #expect(try #require(try store.searchSentences("harbour", from: 2, limit: 2)).sentences.count == 1)
    #expect(try store.searchSentences("--", limit: 2) == nil)

    try apply(try batch("a:", "2", job: "s-3", ["The quay sleeps."], facts: 2))
    #expect(try found("harbour") == ["A Harbour of peace."])
    #expect(try found("quays") == ["The quay sleeps."])
    // What comes once more changes nothing, though it has other sentences.
    #expect(try apply(try batch("a:", "2", job: "s-3", ["Another one."], facts: 2)).duplicate)
    #expect(try apply(try batch("a:", "2", job: "s-4", ["Another one."], facts: 2)).duplicate)
    #expect(try found("another").isEmpty)
    // A document that is given up keeps what stands.
    _ = try store.apply(
      [.setAside(job: "s-5", document: Make.document("a:", "3"), reason: "r", attempts: 3)],
      at: Timestamp(milliseconds: 2)
    )[0].get()
    #expect(try found("quay").count == 1)
    var withdrawal = try batch("a:", "2", job: "s-6", [])
    withdrawal.action = .withdraw
    try apply(withdrawal)
    #expect(try found("quay").isEmpty)
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil)
  }

  @Test("facts and sentences may stand among each other, however many there are")
  func mixed() throws {
    let facts = try (0..<5000).map { try Make.fact("a:", "1", key: "e/a\($0)", text: "v", at: $0 * 100) }
    var batch = try Make.factBatch("a:", "1", job: "s-1", facts)
    batch.lines.bytes = []
    for (index, fact) in facts.enumerated() {
      batch.lines.bytes += Array("{ \"sentence\": {\"text\":\"Number \(index).\",\"start\":\(index)}}\n".utf8)
      batch.lines.bytes += try JSON.encode(fact) + [UInt8(ascii: "\n")]
    }
    batch.sentences = 5000
    #expect(try apply(batch).asserted == 5000)
    #expect(try found("4999") == ["Number 4999."])
    #expect(try store.facts(.prefixes([""])).facts.count == Store.FactPage.maximumFacts)
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil)
  }

  @Test("a batch with a sentence that cannot be kept is refused, whole, with the reason")
  func bad() throws {
    func broken(_ line: String) throws -> String {
      var batch = try batch("a:", "1", job: "s-1", [], facts: 1)
      batch.lines.bytes += Array("\(line)\n".utf8)
      batch.sentences = 1
      return try refusal(batch)
    }
    let long = String(repeating: "x", count: Sentence.maximumBytes + 1)
    #expect(try broken(#"{"sentence":{"start":0}}"#) == "sentence 1: sentence.text is missing")
    #expect(try broken(#"{"sentence":"#) == "sentence 1: not JSON")
    #expect(
      try broken(#"{"sentence":{"start":-1,"text":"a"}}"#)
        == "sentence 1 has 1 bytes at -1, want 1 to 8192 at 0 or later"
    )
    #expect(
      try broken(#"{"sentence":{"start":0,"text":""}}"#) == "sentence 1 has 0 bytes at 0, want 1 to 8192 at 0 or later"
    )
    #expect(try broken(#"{"sentence":{"start":0,"text":"\#(long)"}}"#).hasPrefix("sentence 1 has 8193 bytes at 0"))
    #expect(
      try broken(#"{"sentence":{"start":0,"text":"a\u0000"}}"#) == "sentence 1 has a NUL character, which no text has"
    )
    #expect(try broken("{}") == "fact 2: subject is missing")
    var few = try batch("a:", "1", job: "s-1", ["One."])
    few.sentences = 2
    #expect(try refusal(few) == "the batch has 1 sentences and says 2")
    few.sentences = 0
    #expect(try refusal(few) == "the batch has 1 sentences and says 0")
    few.sentences = 1
    few.action = .withdraw
    #expect(try refusal(few) == "a withdrawal has sentences: 1")
    #expect(try store.head().sequence == 0)
    #expect(try found("one").isEmpty)
  }

  @Test(
    "sentences of no document that stands, and an id that would be given out twice, are found by the check",
    arguments: [
      (
        "UPDATE meta SET value = '0' WHERE name = 'last_sentence'",
        "the last sentence is not the one that was written last"
      ),
      (
        "INSERT INTO sentences VALUES (99, (SELECT id FROM documents WHERE uri = 'b:'), 0, 'x')",
        "document b: was withdrawn, and still has sentences"
      ),
    ]
  )
  func damaged(sql: String, fault: String) throws {
    try apply(try batch("a:", "1", job: "s-1", ["Good morning."]))
    try apply(try batch("b:", "1", job: "s-2", []))
    var withdrawal = try batch("b:", "1", job: "s-3", [])
    withdrawal.action = .withdraw
    try apply(withdrawal)
    try store.pool.write { try $0.execute(sql: sql) }
    try store.close()
    #expect(try Check(of: store.path).firstFault == "\(store.path) is damaged: \(fault); restore a backup")
  }

  @Test("a line is read as any decoder of JSON reads it, or refused as it does")
  func lines() throws {
    for line in [
      #"{"sentence":{"start":0,"text":"a"}}"#, #"{"sentence":{"start":12,"text":"é \u00e9 \"q\" \\"}}"#,
      #"{"sentence":{"start":12,"text":""}}"#, #"{"sentence":{"text":"a","start":3}}"#,
      #"{"sentence":{"start":3,"text":"a\\"}}"#, #"{"sentence":{"start":3,"text":"a","text2":"b"}}"#,
    ] {
      let bytes = Array(line.utf8)[...]
      #expect(try SentenceLine.sentence(of: bytes) == JSON.decode(SentenceLine.self, from: bytes).sentence, "\(line)")
    }
    for line in [
      #"{"sentence":{"start":01,"text":"a"}}"#, #"{"sentence":{"start":1,"text":"a"}}}}"#,
      "{\"sentence\":{\"start\":1,\"text\":\"a\tb\"}}",
      #"{"sentence":{"start":,"text":"a"}}"#, #"{"sentence":{"start":99999999999999999999,"text":"a"}}"#,
      #"{"sentence":{"start":1,"text":"a"b"}}"#, #"{"sentence":{"start":1,"text":"}}"#,
    ] {
      #expect(throws: JSONError.self, "\(line)") { try SentenceLine.sentence(of: Array(line.utf8)[...]) }
    }
    let cut = Array(#"{"sentence":{"start":1,"text":""#.utf8) + [0xC3] + Array(#""}}"#.utf8)
    #expect(throws: JSONError.self) { try SentenceLine.sentence(of: cut[...]) }
  }

  @Test("a long text is cut between two characters")
  func cut() {
    let text = String(repeating: "x", count: Sentence.maximumBytes - 1) + "é and more"
    #expect(Sentence.cut(text).utf8.count == Sentence.maximumBytes - 1)
    let fits = String(repeating: "é", count: Sentence.maximumBytes / 2)
    #expect(Sentence.cut(fits) == fits)
    #expect(Sentence.cut(fits + "é") == fits)
  }
}
