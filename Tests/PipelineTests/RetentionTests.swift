import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

/// Retention of the journal: what is trimmed, what stays, and that all that can still be asked for is as it would be otherwise.
@Suite("Retention")
struct RetentionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func store(_ name: String = "courant.db") throws -> Store {
    try Store(path: "\(folder.path)/\(name)")
  }

  @discardableResult
  private func apply(_ store: Store, _ request: StoreRequest, at milliseconds: Int64 = 1000) throws -> Applied {
    try store.apply([request], at: Timestamp(milliseconds: milliseconds))[0].get()
  }

  /// Trims until nothing is left to remove.
  private func trim(_ store: Store, _ retention: Retention, now: Int64 = 1000, atMost limit: Int = 512) throws -> UInt64
  {
    while true {
      let done = try store.trim(to: retention, now: Timestamp(milliseconds: now), atMost: limit)
      if done.isDone { return done.oldest.sequence }
    }
  }

  /// Documents with so many facts each, a group of that many events and one more each.
  private func fill(_ store: Store, documents: Int, facts: Int) throws {
    for document in 1...documents {
      let list = try (0..<facts).map {
        try Make.fact("d\(document):", "1", key: "e\(document)/a\($0)", text: "v", at: $0 * 50)
      }
      try apply(store, try Make.batch("d\(document):", "1", job: "s-\(document)", list), at: Int64(document) * 1000)
    }
  }

  // MARK: What goes

  @Test("by number, whole groups go, and the last never does")
  func number() throws {
    let store = try store()
    try fill(store, documents: 10, facts: 4)
    #expect(try trim(store, Retention()) == 0)
    #expect(try trim(store, Retention(maxEvents: 50)) == 0)
    #expect(try trim(store, Retention(maxEvents: 49)) == 5)
    #expect(try trim(store, Retention(maxEvents: 12)) == 40)
    #expect(try trim(store, Retention(maxEvents: 1)) == 45)
    #expect(try store.counts()["oldest"] == 46)
    #expect(try store.head().sequence == 50)
    let next = try Make.batch("z:", "1", job: "z-1", [])
    #expect(try apply(store, next).last == 51)
    #expect(try trim(store, Retention(maxEvents: 1)) == 50)
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil)
  }

  @Test("by size, counted as the events are published")
  func size() throws {
    let store = try store()
    try fill(store, documents: 10, facts: 4)
    let events = try store.events(after: 0, prefixes: [""]).events.map(\.json.count)
    #expect(try store.counts()["journalBytes"] == UInt64(events.reduce(0, +)))
    let last = events.suffix(10).reduce(0, +)
    #expect(try trim(store, Retention(maxBytes: last)) == 40)
    #expect(try store.counts()["journalBytes"] == UInt64(last))
    #expect(try trim(store, Retention(maxBytes: last - 1)) == 45)
  }

  @Test("by age, to the group")
  func age() throws {
    let store = try store()
    try fill(store, documents: 10, facts: 4)
    #expect(try trim(store, Retention(maxAge: .seconds(5)), now: 10_000) == 20)
    #expect(try trim(store, Retention(maxAge: .seconds(5)), now: 10_001) == 25)
    #expect(try trim(store, Retention(maxAge: .seconds(5)), now: 1_000_000) == 45)
  }

  @Test("a group that is larger than a step is given out as a whole or not at all, and goes in steps")
  func largeGroup() throws {
    let store = try store()
    try fill(store, documents: 3, facts: 1000)
    let first = try store.trim(to: Retention(maxEvents: 1500), now: .now, atMost: 100)
    #expect(first.events == 100)
    #expect(first.oldest.sequence == 1001)
    #expect(!first.isDone)
    let path = store.path
    #expect(throws: StoreError.self) { try store.events(after: 1000, prefixes: [""]) }
    #expect(try store.events(after: 1001, prefixes: [""]).events.first?.sequence == 1002)
    #expect(try store.entries(prefixes: ["e1/"], keys: 5000).entries.count == 1000)
    // Whatever moment it is looked at, it is sound: here while most of the first group is still there.
    #expect(try Check(of: path).firstFault == nil)
    let copy = folder.path + "/copy.db"
    #expect(try DatabaseFile.backUp(path, to: copy).description == "2002 events, 1002 to 3003")
    #expect(try trim(store, Retention(maxEvents: 1500), atMost: 100) == 2002)
    #expect(try Check(of: path).firstFault == nil)
    // A copy of the middle of it goes on where it was.
    let restored = folder.path + "/restored.db"
    _ = try DatabaseFile.restore(copy, to: restored)
    #expect(try trim(try Store(path: restored), Retention(), atMost: 100) == 1001)
    #expect(try Check(of: restored).firstFault == nil)
  }

  @Test("a fact that was retracted goes with the event that tells so; what stands stays, with its data")
  func facts() throws {
    let store = try store()
    let stays = try Make.fact("a:", "1", key: "oslo/river", text: "Akerselva")
    let goes = try Make.fact("a:", "1", key: "oslo/mayor", text: "A", at: 90)
    try apply(store, try Make.batch("a:", "1", job: "a-1", [stays, goes]))
    try apply(
      store,
      try Make.batch("a:", "2", job: "a-2", [try Make.fact("a:", "2", key: "oslo/river", text: "Akerselva")])
    )
    try apply(store, try Make.batch("b:", "1", job: "b-1", []))
    #expect(try trim(store, Retention(maxEvents: 1)) == 5)
    let rows = try store.pool.read { try String.fetchAll($0, sql: "SELECT fact FROM facts") }
    #expect(rows == [stays.id.description])
    let river = try #require(try store.entries(prefixes: ["oslo/river"]).entries.first)
    #expect(river.values.first?.sources.map(\.sequence) == [2])
    // That there was a mayor is still known.
    let mayor = try #require(try store.entries(prefixes: ["oslo/mayor"], withdrawn: true).entries.first)
    #expect(mayor.status == .withdrawn)
    #expect(mayor.sequence == 5)
    // And an event that states it again is not taken for the one that is gone.
    let again = try apply(store, try Make.batch("a:", "1", job: "a-3", [stays, goes]))
    let event = try JSON.decode(Event.self, from: try #require(again.events.last).json)
    #expect(event.id == "\(goes.id).\(event.sequence)")
  }

  // MARK: What can be asked

  @Test("what lies before the trimmed part's end is refused, with the oldest that can be asked for")
  func tooOld() throws {
    let store = try store()
    try fill(store, documents: 4, facts: 4)
    #expect(try trim(store, Retention(maxEvents: 10)) == 10)
    func expect(_ sequence: UInt64, _ body: () throws -> Void) {
      let message = "the journal no longer goes back to event \(sequence); the oldest that can be asked for is 10"
      #expect(throws: StoreError(.tooOld(10), message)) { try body() }
    }
    let key = try #require(Key("e1/a1"))
    for sequence in [0, 1, 9] as [UInt64] {
      expect(sequence) { _ = try store.events(after: sequence, prefixes: ["nothing/"]) }
      expect(sequence) { _ = try store.history(of: key, after: sequence) }
      expect(sequence) { _ = try store.entries(prefixes: [""], at: sequence) }
      expect(sequence) { _ = try store.entries(of: key, at: sequence) }
    }
    #expect(try store.events(after: 10, prefixes: [""]).events.first?.sequence == 11)
    #expect(try store.entries(prefixes: [""], at: 10).entries.count == 8)
    // A history from its beginning has what is kept, and says so.
    let history = try store.history(of: key, after: nil)
    #expect(history.events.isEmpty)
    #expect(history.oldest?.sequence == 10)
    #expect(try store.history(of: try #require(Key("e3/a1")), after: nil).oldest == nil)
    // The document that was recorded last before the trim point is of second 2.
    #expect(try store.sequence(at: Timestamp(milliseconds: 2999)) == 10)
    #expect(try store.sequence(at: Timestamp(milliseconds: 3000)) == 15)
    #expect {
      try store.sequence(at: Timestamp(milliseconds: 1999))
    } throws: {
      "\($0)"
        == "the journal no longer goes back to 1970-01-01T00:00:01.999Z; the oldest that can be asked for is event 10, of 1970-01-01T00:00:02.000Z"
    }
  }

  @Test(
    "whatever is trimmed, the rest answers as if nothing were, and is sound",
    arguments: (1...10).map(UInt64.init)
  )
  func twin(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (trimmed, whole) = (try store("trimmed.db"), try store("whole.db"))
    for step in 1...60 {
      let request = try Self.request(step, &random)
      let time = Timestamp(milliseconds: Int64(step) * 1000)
      let outcomes = try [trimmed, whole].map { try $0.apply([request], at: time)[0].get() }
      let events = try outcomes.map { try $0.events.map(Self.withoutID) }
      #expect(events[0] == events[1], "seed \(seed) step \(step)")
      #expect(outcomes[0].duplicate == outcomes[1].duplicate)
      if Int.random(in: 0..<3, using: &random) == 0 {
        let retention = Retention(
          maxAge: Bool.random(using: &random) ? .zero : .seconds(Int.random(in: 1...20, using: &random)),
          maxBytes: Bool.random(using: &random) ? 0 : Int.random(in: 1...40_000, using: &random),
          maxEvents: Bool.random(using: &random) ? 0 : Int.random(in: 1...60, using: &random)
        )
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          _ = try trimmed.trim(to: retention, now: time, atMost: Int.random(in: 1...8, using: &random))
        }
      }
      try expectAlike(trimmed, whole, &random, "seed \(seed) step \(step)")
      if step.isMultiple(of: 20) {
        let fault = try Check(of: trimmed.path).firstFault
        #expect(fault == nil, "seed \(seed) step \(step)")
      }
    }
    #expect(try trimmed.oldest().sequence > 0, "seed \(seed)")
    #expect(try Check(of: whole.path).firstFault == nil)
    // No event was ever called as another.
    let ids = try whole.pool.read { try String.fetchAll($0, sql: "SELECT event FROM journal") }
    #expect(Set(ids).count == ids.count)
  }

  private static func request(_ step: Int, _ random: inout SeededGenerator) throws -> StoreRequest {
    let uri = "d\(Int.random(in: 0..<5, using: &random)):"
    // Some revisions come back.
    let revision = Bool.random(using: &random) ? "\(step)" : "r\(Int.random(in: 0..<3, using: &random))"
    if step.isMultiple(of: 17) {
      let document = Document(uri: uri, digest: Digest(of: [7]))
      return .setAside(job: "s-\(step)", document: document, reason: "it hangs", attempts: 3)
    }
    let isWithdrawal = step.isMultiple(of: 9)
    let facts = try (0..<(isWithdrawal ? 0 : Int.random(in: 0..<6, using: &random))).map { index in
      let number = Double(Int.random(in: 1...4, using: &random))
      return try Make.fact(
        uri,
        revision,
        key: "e/a\(Int.random(in: 0..<3, using: &random))",
        text: "\(Int(number))\(Bool.random(using: &random) ? ".0" : "")",
        number: Bool.random(using: &random) ? number : nil,
        year: Bool.random(using: &random) ? 2020 : nil,
        polarity: Int.random(in: 0..<6, using: &random) == 0 ? .negative : .positive,
        at: index * 50
      )
    }
    let request = try Make.batch(uri, revision, job: "s-\(step)", facts)
    guard isWithdrawal, case .batch(var batch) = request else { return request }
    batch.action = .withdraw
    return .batch(batch)
  }

  /// Everything but the event's own id: an event may be named with its sequence where the other need not be.
  private static func withoutID(_ event: JournalEvent) throws -> String {
    let text = String(decoding: event.json, as: UTF8.self)
    return event.topic + text.replacing(/"id":"[0-9a-fsh:]*(\.[0-9]+)?"/, with: "", maxReplacements: 1)
  }

  private func expectAlike(
    _ trimmed: Store,
    _ whole: Store,
    _ random: inout SeededGenerator,
    _ comment: Comment
  ) throws {
    let oldest = try trimmed.oldest().sequence
    let head = try whole.head().sequence
    #expect(try trimmed.head().sequence == head, comment)
    let moments: [UInt64?] = [nil, oldest, UInt64.random(in: oldest...head, using: &random)]
    for moment in moments {
      let pages = try [trimmed, whole].map { try $0.entries(prefixes: [""], at: moment, withdrawn: true).entries }
      let texts = try pages.map { try $0.map { try JSON.text($0) } }
      #expect(texts[0] == texts[1], comment)
    }
    let place = UInt64.random(in: oldest...head, using: &random)
    for prefix in ["", "e/a1", "@"] {
      let events = try [trimmed, whole].map {
        try $0.events(after: place, prefixes: [prefix]).events.map(Self.withoutID)
      }
      #expect(events[0] == events[1], comment)
    }
    if let key = Key("e/a1") {
      let histories = try [trimmed, whole].map { try $0.history(of: key, after: place).events.map(Self.withoutID) }
      #expect(histories[0] == histories[1], comment)
    }
    if oldest > 0 {
      #expect(throws: StoreError.self, comment) { try trimmed.entries(prefixes: [""], at: oldest - 1) }
      #expect(throws: StoreError.self, comment) { try trimmed.events(after: oldest - 1, prefixes: [""]) }
    }
    let time = Timestamp(milliseconds: Int64.random(in: 0...70, using: &random) * 1000)
    let sequence = try whole.sequence(at: time)
    if sequence >= oldest { #expect(try trimmed.sequence(at: time) == sequence, comment) }
  }

  // MARK: What is changed behind its back

  @Test(
    "whatever is changed in what is left of a trimmed journal is found, and named",
    arguments: [
      ("UPDATE entries SET status = 'corroborated' WHERE id = 1 AND status <> 'corroborated'", "entry e/a"),
      ("UPDATE entries SET changed = changed - 1 WHERE id = 4", "entry e/a"),
      ("UPDATE entries SET trimmed = trimmed - 1 WHERE id = 1", "the entries that stood at event "),
      ("UPDATE entry_values SET documents = documents + 1 WHERE id = 2", "value of e/a"),
      (
        "UPDATE entry_values SET comparison = comparison || ' ' WHERE id = 2",
        "the values that stood at event "
      ),
      (
        "UPDATE facts SET data = replace(data, '0.9', '0.8') WHERE id = (SELECT min(id) FROM facts WHERE checksum IS NOT NULL)",
        "which was trimmed, is not"
      ),
      (
        "UPDATE facts SET data = replace(data, '0.9', '0.8') WHERE id = (SELECT max(id) FROM facts)",
        "of the journal is not"
      ),
      (
        "UPDATE facts SET checksum = x'00' WHERE id = (SELECT min(id) FROM facts WHERE checksum IS NOT NULL)",
        "which was trimmed, is not"
      ),
      (
        "DELETE FROM facts WHERE id = (SELECT min(id) FROM facts WHERE checksum IS NOT NULL AND retracted IS NULL)",
        "is missing"
      ),
      (
        "UPDATE facts SET retracted = 9999 WHERE id = (SELECT min(id) FROM facts WHERE checksum IS NOT NULL AND retracted IS NULL)",
        "fact "
      ),
      ("UPDATE documents SET revision = 1 WHERE id = 2", "document d"),
      ("UPDATE documents SET trimmed_revision = 1 WHERE id = 2", "the revisions of documents that stood at event "),
      (
        "UPDATE revisions SET digest = 'x' WHERE id = (SELECT trimmed_revision FROM documents WHERE id = 2)",
        "the revisions of"
      ),
      ("DELETE FROM journal WHERE sequence = (SELECT min(sequence) FROM journal)", "of the journal is missing"),
      ("DELETE FROM journal WHERE sequence = 1 + (SELECT min(sequence) FROM journal)", "of the journal is missing"),
      ("DELETE FROM journal", "of the journal is missing"),
      ("UPDATE journal SET bytes = 1 WHERE sequence = (SELECT max(sequence) FROM journal)", "the size of the journal"),
      (
        "UPDATE journal SET time = time + 1 WHERE sequence = (SELECT min(sequence) FROM journal)",
        "is not what was written"
      ),
      (
        "UPDATE meta SET value = replace(value, '\"time\":', '\"time\":1') WHERE name = 'trimmed'",
        "trimmed journal is damaged"
      ),
      ("DELETE FROM meta WHERE name = 'trimmed'", "event 1 of the journal is missing"),
    ]
  )
  func changed(sql: String, fault: String) throws {
    let store = try store()
    let facts = try (0..<3).map {
      try Make.fact("z:", "1", key: "e/a\($0)", text: "\($0)", number: Double($0), year: 2020, at: $0 * 50)
    }
    try apply(store, try Make.batch("z:", "1", job: "z-1", facts), at: 1)
    var random = SeededGenerator(seed: 3)
    for step in 1...40 {
      try apply(store, try Self.request(step, &random), at: Int64(step))
      if step == 25 || step == 36 { #expect(try trim(store, Retention(maxEvents: 20), atMost: 7) > 0) }
    }
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil)
    var configuration = GRDB.Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: store.path, configuration: configuration).write { database in
      try database.execute(sql: sql)
      #expect(database.changesCount > 0, "\(sql)")
    }
    let found = try Check(of: store.path).firstFault ?? "sound"
    #expect(found.hasPrefix("\(store.path) is damaged: "), "\(found)")
    #expect(found.contains(fault), "\(found)")
    #expect(!found.contains("\n"))
  }

  @Test("a step costs little, whatever the size of the journal")
  func plan() throws {
    let store = try store()
    try store.pool.read { database in
      let sql = """
        SELECT sequence FROM journal INDEXED BY journal_groups WHERE key IS NULL AND sequence > 5
        ORDER BY sequence LIMIT 1
        """
      let plan = try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
      #expect(plan.count == 1 && plan[0].contains("(sequence>?)"), "\(plan)")
    }
  }
}
