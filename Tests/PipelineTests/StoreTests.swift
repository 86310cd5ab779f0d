import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

@Suite("Store")
struct StoreTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  @discardableResult
  private func apply(_ requests: StoreRequest...) throws -> [Applied] {
    try store.apply(requests, at: Timestamp(milliseconds: 1000)).map { try $0.get() }
  }

  private func events(after sequence: UInt64 = 0) throws -> [Event] {
    try store.events(after: sequence, prefixes: [""]).events.map { try JSON.decode(Event.self, from: $0.json) }
  }

  private func effects(_ key: String) throws -> [String] {
    try events().filter { $0.subject == key }.map { "\($0.kind.rawValue) \($0.effect.rawValue)" }
  }

  private func entry(_ key: String, at sequence: UInt64? = nil) throws -> Entry? {
    try store.entries(prefixes: [key], at: sequence).entries.first { $0.key.description == key }
  }

  @Test("the writer waits for the disk")
  func synchronous() throws {
    let mode = try store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(mode == 2)
    let journal = try store.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(journal == "wal")
  }

  @Test("a batch is one run of events, and what was published is what the journal says")
  func batch() throws {
    let facts = [
      try Make.fact("a:", "1", key: "oslo/population", text: "700,000", number: 700_000, year: 2021),
      try Make.fact("a:", "1", key: "oslo/river", text: "Akerselva", at: 100),
    ]
    let applied = try apply(try Make.batch("a:", "1", job: "s-1", facts))[0]
    #expect(applied.asserted == 2)
    #expect(applied.events.map(\.sequence) == [1, 2, 3])
    #expect(applied.events.map(\.topic) == ["@document/a:", "oslo/population", "oslo/river"])
    let page = try store.events(after: 0, prefixes: [""])
    #expect(page.events.map(\.json) == applied.events.map(\.json))
    #expect(page.cursor == (try store.head()))
    #expect(page.cursor.epoch == store.epoch && page.cursor.sequence == 3)
    let event = try events()[1]
    #expect(event.data == .fact(facts[0]))
    #expect(event.id == facts[0].id.description)
    #expect(event.effect == .new)
  }

  @Test("the same batch again, from whichever worker, changes nothing")
  func duplicates() throws {
    let facts = [try Make.fact("a:", "1", key: "oslo/population", text: "700,000", number: 700_000)]
    try apply(try Make.batch("a:", "1", job: "s-1", facts))
    for job in ["s-1", "s-2", "other-1"] {
      #expect(try apply(try Make.batch("a:", "1", job: job, facts))[0].duplicate)
    }
    #expect(try store.head().sequence == 2)
    #expect(try store.has(uri: "a:", digest: Make.document("a:", "1").digest, extractor: "test/1", job: "s-9"))
    #expect(try !store.has(uri: "a:", digest: Make.document("a:", "1").digest, extractor: "test/2", job: "s-9"))
  }

  @Test("a batch that comes late, of a job before the last, changes nothing; another spool's counters mean nothing")
  func lateBatch() throws {
    func batch(_ revision: String, _ job: String) throws -> StoreRequest {
      try Make.batch(
        "a:",
        revision,
        job: job,
        [
          try Make.fact("a:", revision, key: "oslo/population", text: revision, number: Double(revision))
        ]
      )
    }
    try apply(try batch("1", "s-1"), try batch("2", "s-5"))
    #expect(try apply(try batch("1", "s-4"))[0].duplicate)
    #expect(try entry("oslo/population")?.values.first?.value.number == 2)
    #expect(try !apply(try batch("1", "t-1"))[0].duplicate)
    #expect(try entry("oslo/population")?.values.first?.value.number == 1)
  }

  @Test("a new revision gives exactly the difference")
  func revision() throws {
    func fact(_ revision: String, _ key: String, _ text: String, at start: Int) throws -> Fact {
      try Make.fact("a:", revision, key: key, text: text, at: start)
    }
    try apply(
      try Make.batch(
        "a:",
        "1",
        job: "s-1",
        [
          try fact("1", "oslo/mayor", "A", at: 0), try fact("1", "oslo/river", "B", at: 50),
        ]
      )
    )
    let second = try apply(
      try Make.batch(
        "a:",
        "2",
        job: "s-2",
        [
          try fact("2", "oslo/river", "B", at: 90), try fact("2", "oslo/mayor", "C", at: 0),
        ]
      )
    )[0]
    #expect(second.asserted == 1)
    #expect(second.retracted == 1)
    #expect(try effects("oslo/mayor") == ["fact.asserted new", "fact.retracted withdraws", "fact.asserted supersedes"])
    #expect(try effects("oslo/river") == ["fact.asserted new"])
    #expect(try events().suffix(3).map(\.kind) == [.documentRevised, .factRetracted, .factAsserted])
  }

  @Test("a fact that is stated anew has an event of its own")
  func restated() throws {
    let fact = try Make.fact("a:", "1", key: "oslo/river", text: "B")
    try apply(try Make.batch("a:", "1", job: "s-1", [fact]))
    try apply(try Make.batch("a:", "2", job: "s-2", []))
    try apply(try Make.batch("a:", "1", job: "s-3", [fact]))
    let ids = try events().map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(try entry("oslo/river")?.values.count == 1)
  }

  @Test("documents corroborate within written precision, and dispute beyond it")
  func statuses() throws {
    func batch(_ uri: String, _ text: String, _ number: Double) throws -> StoreRequest {
      try Make.batch(
        uri,
        "1",
        job: "\(uri)-1",
        [
          try Make.fact(uri, "1", key: "trade/is", text: text, number: number, year: 2012)
        ]
      )
    }
    try apply(try batch("a:", "33.5 billion", 33.5e9))
    #expect(try entry("trade/is")?.status == .single)
    try apply(try batch("b:", "33.48 billion", 33.48e9))
    #expect(try entry("trade/is")?.status == .corroborated)
    #expect(try entry("trade/is")?.values.count == 1)
    try apply(try batch("c:", "34 billion", 34e9))
    let disputed = try #require(try entry("trade/is"))
    #expect(disputed.status == .disputed)
    #expect(disputed.values.map(\.status) == [.disputed, .disputed])
    #expect(disputed.values.map(\.sourceCount) == [2, 1])
    #expect(try effects("trade/is") == ["fact.asserted new", "fact.asserted corroborates", "fact.asserted disputes"])
    #expect(try store.counts()["disputed"] == 1)
    // The past stays what it was.
    #expect(try entry("trade/is", at: 4)?.status == .corroborated)
    #expect(try entry("trade/is", at: 2)?.status == .single)
    #expect(try entry("trade/is", at: 0) == nil)
    // And the dispute ends with the document that made it.
    try apply(try Make.batch("c:", "2", job: "c:-2", []))
    #expect(try entry("trade/is")?.status == .corroborated)
    #expect(try store.counts()["disputed"] == 0)
  }

  @Test("values of other years do not meet")
  func years() throws {
    for (uri, year) in [("a:", 2012), ("b:", 2013)] {
      try apply(
        try Make.batch(
          uri,
          "1",
          job: "\(uri)-1",
          [
            try Make.fact(uri, "1", key: "trade/is", text: "\(year)", number: Double(year), year: year)
          ]
        )
      )
    }
    #expect(try store.entries(prefixes: ["trade/"]).entries.map(\.status) == [.single, .single])
  }

  @Test("a document set aside stands among the failures until it is taken")
  func failures() throws {
    let document = Make.document("a:", "1")
    try apply(.setAside(job: "s-1", document: document, reason: "it hangs", attempts: 3))
    let (list, total) = try store.failures()
    #expect(total == 1)
    #expect(list.first?.reason == "it hangs")
    #expect(try events().map(\.kind) == [.documentFailed])
    // Told twice, known once.
    #expect(try apply(.setAside(job: "s-1", document: document, reason: "it hangs", attempts: 3))[0].duplicate)
    try apply(try Make.batch("a:", "1", job: "s-2", []))
    #expect(try store.failures().total == 0)
  }

  @Test("reading a document's older revision anew says nothing of the later one that was set aside")
  func reprocessKeepsFailure() throws {
    try apply(try Make.batch("a:", "1", job: "s-1", []))
    let failed = Document(uri: "a:", digest: Digest(of: [2]))
    try apply(.setAside(job: "s-2", document: failed, reason: "it hangs", attempts: 3))
    var batch = try Make.factBatch("a:", "1", job: "s-3", [])
    batch.action = .reprocess
    #expect(try apply(.batch(batch))[0].duplicate)
    batch.extractor = "test/2"
    #expect(try apply(.batch(batch))[0].duplicate == false)
    #expect(try store.failures().list.map(\.digest) == [failed.digest])
  }

  @Test("a batch that contradicts itself fails alone")
  func badBatch() throws {
    let good = try Make.batch("a:", "1", job: "s-1", [try Make.fact("a:", "1", key: "oslo/river", text: "B")])
    let bad = try Make.batch("b:", "1", job: "s-2", [try Make.fact("c:", "1", key: "oslo/river", text: "B")])
    let results = try store.apply([bad, good], at: .now)
    #expect(throws: StoreError(.badBatch, "fact 1 is of another document than the batch: c:")) { try results[0].get() }
    #expect(try results[1].get().events.map(\.sequence) == [1, 2])
    #expect(try store.head().sequence == 2)
  }

  @Test("a withdrawal that brings facts, and facts that the database does not take, are refused alone")
  func withdrawalWithFacts() throws {
    let fact = try Make.fact("a:", "1", key: "oslo/river", text: "B")
    let good = try Make.batch("b:", "1", job: "s-2", [try Make.fact("b:", "1", key: "oslo/river", text: "B")])
    try apply(try Make.batch("a:", "1", job: "s-1", [fact]))
    var batch = try Make.factBatch("a:", "1", job: "s-3", [fact])
    batch.action = .withdraw
    let results = try store.apply([.batch(batch), good], at: .now)
    #expect(throws: StoreError(.badBatch, "a withdrawal has facts: 1")) { try results[0].get() }
    #expect(try results[1].get().asserted == 1)
  }

  @Test("a span that no text has is refused, however far apart its ends are")
  func absurdSpan() throws {
    var fact = try Make.fact("a:", "1", key: "oslo/river", text: "B")
    fact.evidence.start = 1
    for end in [Int.min, -1, 0, Int.max] {
      fact.evidence.end = end
      let results = try store.apply([try Make.batch("a:", "1", job: "s-1", [fact])], at: .now)
      #expect(throws: StoreError(.badBatch, "fact 1: the evidence's span is not as long as its text")) {
        try results[0].get()
      }
    }
  }

  @Test("a fact that says what cannot be is refused, with its number and the reason, and its batch with it")
  func impossibleFacts() throws {
    func day(_ number: Int) throws -> Day { try #require(Day(year: 2020, month: 1, day: number)) }
    let slug = "is \"No Slug\", which is no slug"
    let cases: [(String, (inout Fact) throws -> Void)] = [
      ("the confidence is 1.5, want 0 to 1", { $0.confidence = 1.5 }),
      ("the confidence is -0.1, want 0 to 1", { $0.confidence = -0.1 }),
      (
        "the time ends on 2020-01-01, before it begins on 2020-01-02",
        { $0.time = Interval(text: nil, start: try day(2), end: try day(1)) }
      ),
      (
        "the object's date ends on 2020-01-01, before it begins on 2020-01-02",
        { ($0.object.start, $0.object.end) = (try day(2), try day(1)) }
      ),
      (
        "the object's range is from 3.0 to 2.0, want the lower end first", { ($0.object.low, $0.object.high) = (3, 2) }
      ),
      (
        "the object's unit has 257 bytes, want 256 at most", { $0.object.unit = String(repeating: "u", count: 257) }
      ),
      ("the subject's entity \(slug)", { $0.subject.entity = "No Slug" }),
      ("the object's entity \(slug)", { $0.object.entity = "No Slug" }),
      ("the context \(slug)", { $0.context = ["oslo", "No Slug"] }),
      ("the context is \" \", which is no slug", { $0.context = ["\n"] }),
    ]
    let sound = try Make.fact("a:", "1", key: "oslo/river", text: "B")
    for (number, (reason, change)) in cases.enumerated() {
      var fact = try Make.fact("a:", "1", key: "oslo/harbour", text: "B")
      try change(&fact)
      let results = try store.apply([try Make.batch("a:", "1", job: "s-\(number + 1)", [sound, fact])], at: .now)
      #expect(throws: StoreError(.badBatch, "fact 2: \(reason)")) { try results[0].get() }
    }
    #expect(try store.head().sequence == 0)
    // The ends of what is allowed.
    var edge = try Make.fact("a:", "1", key: "oslo/harbour", text: "B")
    edge.confidence = 1
    edge.time = Interval(text: nil, start: try day(1), end: try day(1))
    (edge.object.low, edge.object.high, edge.object.unit) = (2, 2, String(repeating: "u", count: 256))
    edge.context = ["oslo", "\u{43E}\u{441}\u{43B}\u{43E}"]
    try apply(try Make.batch("a:", "1", job: "s-99", [sound, edge]))
  }

  @Test("a better extractor's other number in the same words is a difference")
  func corrected() throws {
    func batch(_ number: Double, _ extractor: String, _ job: String) throws -> StoreRequest {
      var fact = try Make.fact("a:", "1", key: "deal/value", text: "$5 million", number: number)
      fact.extractor = extractor
      return .batch(
        FactBatch(
          job: job,
          document: fact.document,
          extractor: extractor,
          count: 1,
          lines: FactLines(bytes: try JSON.encode(fact))
        )
      )
    }
    try apply(try batch(5, "x/1", "s-1"))
    let corrected = try apply(try batch(5_000_000, "x/2", "s-2"))[0]
    #expect(corrected.asserted == 1)
    #expect(corrected.retracted == 1)
    #expect(try entry("deal/value")?.values.map(\.value.number) == [5_000_000])
  }

  @Test("prefixes are bytes, and one within another lists nothing twice")
  func overlappingPrefixes() throws {
    try apply(
      try Make.batch(
        "a:",
        "1",
        job: "a-1",
        [
          try Make.fact("a:", "1", key: "क/x", text: "1"), try Make.fact("a:", "1", key: "का/x", text: "2", at: 50),
          try Make.fact("a:", "1", key: "b/x", text: "3", at: 99),
        ]
      )
    )
    for prefixes in [["क", "का"], ["का", "क"], ["क", "क", "b", ""]] {
      let keys = try store.entries(prefixes: prefixes).entries.map(\.key.description)
      #expect(keys.sorted() == (prefixes.contains("") ? ["b/x", "क/x", "का/x"] : ["क/x", "का/x"]), "\(prefixes)")
    }
  }

  @Test("while somebody reads, the database closes all the same, and the next start has everything")
  func closedWhileRead() throws {
    let path = folder.path + "/read.db"
    let first = try Store(path: path)
    _ = try first.apply(
      [try Make.batch("a:", "1", job: "a-1", [try Make.fact("a:", "1", key: "b/x", text: "3")])],
      at: .now
    )
    let reader = try DatabaseQueue(path: path)
    try reader.read { database in
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM facts") == 1)
      try first.close()
    }
    #expect(try Store(path: path).head().sequence == 2)
  }

  @Test("a first start that was cut short leaves a file that is known as ours")
  func cutShort() throws {
    let path = folder.path + "/cut.db"
    try DatabaseQueue(path: path).writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    #expect(try Store(path: path).head().sequence == 0)
  }

  @Test(
    "the state read from the facts is the state kept beside them, for random documents",
    arguments: (1...12).map(UInt64.init)
  )
  func stateAgrees(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var statuses: Set<String> = []
    defer { #expect(statuses.isSuperset(of: ["single", "disputed"]), "seed \(seed): \(statuses)") }
    for step in 0..<60 {
      let uri = "d\(Int.random(in: 0..<6, using: &random)):"
      let facts = try (0..<Int.random(in: 0..<5, using: &random)).map { index in
        let number = Double(Int.random(in: 1...3, using: &random))
        return try Make.fact(
          uri,
          "\(step)",
          key: "e/a\(Int.random(in: 0..<3, using: &random))",
          text: "\(Int(number))",
          number: Bool.random(using: &random) ? number : nil,
          polarity: Int.random(in: 0..<5, using: &random) == 0 ? .negative : .positive,
          at: index * 50
        )
      }
      try apply(try Make.batch(uri, "\(step)", job: "s-\(step + 1)", facts))
      let kept = try store.pool.read { database in
        try Row.fetchAll(
          database,
          sql:
            "SELECT k.key, e.status FROM entries e JOIN keys k ON k.id = e.key WHERE e.status <> 'withdrawn' ORDER BY k.key"
        ).map { "\($0[0] as String) \($0[1] as String)" }
      }
      let read = try store.entries(prefixes: [""]).entries.map { "\($0.key) \($0.status.rawValue)" }
      #expect(kept == read, "seed \(seed) step \(step)")
      statuses.formUnion(kept.compactMap { $0.split(separator: " ").last.map(String.init) })
    }
  }

  @Test("a database that is not ours, newer, or no database is refused with a reason, and left as it is")
  func foreign() throws {
    let other = folder.path + "/other.db"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    #expect(
      throws: StoreError(
        .notOurs,
        "\(other) is a database of another program; name another state folder or move the file away"
      )
    ) { try Store(path: other) }

    let newer = folder.path + "/newer.db"
    try Store(path: newer).close()
    try DatabaseQueue(path: newer).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    #expect(
      throws: StoreError(
        .newer,
        "\(newer) was written by a newer version of Courant; install that version or a later one"
      )
    ) { try Store(path: newer) }

    let text = try folder.write(String(repeating: "no database ", count: 1000), to: "text.db")
    #expect {
      try Store(path: text)
    } throws: {
      "\($0)" == "\(text) is not a Courant database: file is not a database; name another file or move this one away"
    }
    #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("no database"))
  }

  @Test("a database that another process holds is named as such")
  func locked() throws {
    let path = folder.path + "/locked.db"
    try Store(path: path).close()
    let holder = try DatabaseQueue(path: path)
    try holder.writeWithoutTransaction { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    try holder.write { database in
      try database.execute(sql: "INSERT INTO meta VALUES ('held', '1')")
      #expect(
        throws: StoreError(.locked, "\(path) is locked by another process; stop it, or name another state folder")
      ) { try Store(path: path, busyTimeout: 0.1) }
    }
  }

  @Test("an entry is found by indices, however many facts there are")
  func queryPlan() throws {
    let plan = try store.pool.read { database in
      try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + EntryReader.tallies, arguments: [1, 1])
        .map { $0["detail"] as String }
    }
    #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }

  @Test("the views for analysts say what the entries say")
  func views() throws {
    try apply(try Make.batch("a:", "1", job: "a-1", [try Make.fact("a:", "1", key: "x/y", text: "1", number: 1)]))
    try apply(try Make.batch("b:", "1", job: "b-1", [try Make.fact("b:", "1", key: "x/y", text: "2", number: 2)]))
    let rows = try store.pool.read { database in
      try Row.fetchAll(database, sql: "SELECT key, number, document FROM disputed_facts ORDER BY number")
        .map { "\($0[0] as String) \($0[1] as Double) \($0[2] as String)" }
    }
    #expect(rows == ["x/y 1.0 a:", "x/y 2.0 b:"])
  }
}
