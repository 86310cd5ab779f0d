import Foundation
import Model
import Store

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "courant-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// Facts and batches made of few words.
enum Make {
  static func fact(
    _ uri: String,
    _ revision: String,
    key: String,
    text: String,
    number: Double? = nil,
    year: Int? = nil,
    polarity: Fact.Polarity = .positive,
    at start: Int = 0
  ) throws -> Fact {
    guard let key = Key(key) else { throw StoreError(.badBatch, "no key") }
    let sentence = "\(key) \(text)."
    return Fact(
      subject: Fact.Subject(text: key.entity, name: key.entity, entity: key.entity),
      relation: Fact.Relation(text: "is", lemma: "be"),
      object: Value(text: text, kind: number == nil ? .text : .number, number: number),
      key: key,
      time: year.map {
        Interval(text: "in \($0)", start: Day(year: $0, month: 1, day: 1), end: Day(year: $0, month: 12, day: 31))
      },
      polarity: polarity,
      evidence: Evidence(text: sentence, start: start, end: start + sentence.utf8.count),
      confidence: 0.9,
      document: document(uri, revision),
      extractor: "test/1"
    )
  }

  /// Revisions of two documents have other bytes, for copies are one origin.
  static func document(_ uri: String, _ revision: String) -> Document {
    Document(uri: uri, digest: Digest(of: Array("\(uri) \(revision)".utf8)))
  }

  static func batch(_ uri: String, _ revision: String, job: String, _ facts: [Fact]) throws -> StoreRequest {
    .batch(try factBatch(uri, revision, job: job, facts))
  }

  /// The same, to be changed.
  static func factBatch(_ uri: String, _ revision: String, job: String, _ facts: [Fact]) throws -> FactBatch {
    FactBatch(
      job: job,
      document: document(uri, revision),
      extractor: "test/1",
      count: facts.count,
      lines: FactLines(bytes: try facts.flatMap { try JSON.encode($0) + [UInt8(ascii: "\n")] })
    )
  }
}
