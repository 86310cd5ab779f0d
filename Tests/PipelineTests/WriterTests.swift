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

  /// However much is held until the group's end, and whichever requests are rolled back, the index is that of what stands.
  @Test("the search indices are those of what stands, for random groups", arguments: [UInt64(1), 2, 3, 4])
  func searchQueue(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(
        sql: """
          CREATE TABLE texts (id INTEGER PRIMARY KEY, evidence TEXT, subject TEXT, object TEXT);
          CREATE VIRTUAL TABLE fact_search USING fts5 (evidence, subject, object, content = 'texts', content_rowid = 'id');
          CREATE TABLE sentences (id INTEGER PRIMARY KEY, text TEXT);
          CREATE VIRTUAL TABLE sentence_search USING fts5 (text, content = 'sentences', content_rowid = 'id');
          """
      )
    }
    var wasRolledBack = false
    for group in 0..<12 {
      let limit = [1, 300, 2000, 1 << 20].randomElement(using: &random) ?? 1
      try queue.write { database in
        let statements = try Statements(database)
        let search = SearchQueue(statements, limit: limit)
        for _ in 0..<Int.random(in: 1...5, using: &random) {
          try search.begin()
          let isKept = Int.random(in: 0..<3, using: &random) > 0
          if !isKept { wasRolledBack = true }
          try database.inSavepoint {
            for step in 0..<Int.random(in: 1...8, using: &random) {
              let word = "w\(Int.random(in: 0..<5, using: &random))"
              let fact = try Make.fact("d:", "1", key: "e/a", text: word)
              let words = SearchIndex.Words(fact)
              if step % 3 < 2 {
                let row = try statements.insert(
                  "INSERT INTO texts (evidence, subject, object) VALUES (?, ?, ?)",
                  words.evidence,
                  words.subject,
                  words.object
                )
                try search.addFact(row, words)
                let sentence = try statements.insert("INSERT INTO sentences (text) VALUES (?)", word)
                try search.addSentence(sentence, word)
              } else {
                let gone = try statements.first(
                  "SELECT id, evidence, subject, object FROM texts ORDER BY id LIMIT 1"
                ) { (row: $0.int64(0), evidence: $0.string(1), subject: $0.string(2), object: $0.string(3)) }
                if let gone {
                  var words = words
                  (words.evidence, words.subject, words.object) = (gone.evidence, gone.subject, gone.object)
                  try search.removeFact(gone.row, words)
                  try statements.run("DELETE FROM texts WHERE id = ?", gone.row)
                }
                let sentence = try statements.first("SELECT id, text FROM sentences ORDER BY id LIMIT 1") {
                  (row: $0.int64(0), text: $0.string(1))
                }
                if let sentence {
                  try search.removeSentence(sentence.row, sentence.text)
                  try statements.run("DELETE FROM sentences WHERE id = ?", sentence.row)
                }
              }
            }
            return isKept ? .commit : .rollback
          }
          search.end(isKept: isKept)
        }
        try search.flush()
      }
      try queue.write { database in
        #expect(throws: Never.self, "seed \(seed) group \(group) limit \(limit)") {
          try SearchIndex.check("fact_search", database, or: "facts")
          try SearchIndex.check("sentence_search", database, or: "sentences")
        }
      }
    }
    #expect(wasRolledBack, "seed \(seed)")
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
