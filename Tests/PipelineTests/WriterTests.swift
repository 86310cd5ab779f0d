import GRDB
import Model
import State
import TestSupport
import Testing

@testable import Store

/// What the writer does quickly gives the same as what it does plainly.
@Suite("The writer's short cuts")
struct WriterTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  @Test("a comparison has the same JSON with and without containers", arguments: [UInt64(1), 2, 3])
  func comparisonJSON(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let numbers = [0, 1, -2.5, 1e15, 1e-9, 123_456_789.125, .greatestFiniteMagnitude]
    for _ in 0..<300 {
      func maybe<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
      func number() -> Double { numbers[Int.random(in: 0..<numbers.count, using: &random)] }
      let day = try #require(Day(daysSince1970: Int.random(in: -100_000...100_000, using: &random)))
      var comparison = Comparison(Value(text: "x", kind: .text))
      comparison.kind = try #require([.number, .money, .date, .text, .quantity].randomElement(using: &random))
      comparison.unit = maybe("US$ \"quoted\"")
      comparison.low = maybe(number())
      comparison.high = maybe(number())
      comparison.step = number()
      comparison.roundedStep = number()
      comparison.approximate = Bool.random(using: &random)
      comparison.start = maybe(day)
      comparison.end = maybe(day)
      comparison.name = maybe("größe\n\u{0001}")
      comparison.place = maybe("oslo")
      let direct = try JSON.text(comparison)
      // A list of them goes the general way.
      #expect(try JSON.text([comparison]) == "[\(direct)]", "seed \(seed)")
      #expect(try JSON.decode(Comparison.self, from: direct.utf8) == comparison, "seed \(seed)")
      #expect(try JSON.decode([Comparison].self, from: "[\(direct)]".utf8) == [comparison], "seed \(seed)")
    }
  }

  @Test("a request that fails late takes its words with it, and no others")
  func lateFailure() throws {
    let store = try Store(path: path)
    func batch(_ name: String, _ sentence: Sentence) throws -> StoreRequest {
      var batch = try Make.factBatch(
        "\(name):",
        "1",
        job: "s-\(name.utf8.first ?? 0)",
        [try Make.fact("\(name):", "1", key: "e/\(name)", text: "word\(name)")]
      )
      try batch.add([sentence])
      return .batch(batch)
    }
    let outcomes = try store.apply(
      [
        batch("a", Sentence(start: 1, text: "Sentence wordx.")), batch("b", Sentence(start: -1, text: "No wordx.")),
        batch("c", Sentence(start: 1, text: "Sentence wordx too.")),
      ],
      at: .now
    )
    #expect(outcomes.map { if case .success = $0 { true } else { false } } == [true, false, true])
    #expect(try store.search("worda", limit: 5)?.total == 1)
    #expect(try store.search("wordb", limit: 5)?.total == 0)
    #expect(try store.search("wordc", limit: 5)?.total == 1)
    #expect(try store.searchSentences("wordx", limit: 5)?.total == 2)
    #expect(try store.counts()["facts"] == 2)
    try store.close()
    #expect(try Check(of: path).firstFault == nil)
  }

  @Test("entries read at once and value by value are the same, at any moment", arguments: [UInt64(1), 2, 3])
  func fewAndMany(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let store = try Store(path: path)
    for step in 0..<60 {
      let uri = "d\(Int.random(in: 0..<6, using: &random)):"
      let facts = try (0..<Int.random(in: 0..<6, using: &random)).map { index in
        let number = Double(Int.random(in: 1...3, using: &random))
        return try Make.fact(
          uri,
          "\(step)",
          key: "e/a\(Int.random(in: 0..<3, using: &random))",
          text: "\(Int(number)) of them",
          number: Bool.random(using: &random) ? number : nil,
          polarity: Int.random(in: 0..<5, using: &random) == 0 ? .negative : .positive,
          at: index * 100
        )
      }
      _ = try store.apply([try Make.batch(uri, "\(step)", job: "s-\(step)", facts)], at: .now)[0].get()
    }
    let head = try store.head().sequence
    var seen = 0
    for moment in stride(from: head, to: 0, by: -7) {
      let (few, many) = try store.pool.read { database in
        func entries(_ few: Int) throws -> [Entry] {
          var reader = try EntryReader(database: database, moment: moment, days: nil, limit: 10_000, few: few)
          return try Row.fetchAll(database, sql: "SELECT id, key FROM keys ORDER BY key")
            .flatMap { try reader.entries($0[0], $0[1], withdrawn: true).entries }
        }
        return (try entries(64), try entries(0))
      }
      #expect(try JSON.text(few) == JSON.text(many), "seed \(seed) event \(moment)")
      seen += few.count
    }
    #expect(seen > 50, "seed \(seed)")
    try store.close()
  }
}
