import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

@Suite("Check, backup and restore")
struct CheckTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  /// A database with revisions, disputes, withdrawals and a document set aside.
  private func fill(seed: UInt64, steps: Int = 30) throws {
    let store = try Store(path: path)
    var random = SeededGenerator(seed: seed)
    for step in 1...steps {
      let uri = "d\(Int.random(in: 0..<5, using: &random)):"
      let facts = try (0..<Int.random(in: 0..<6, using: &random)).map { index in
        let number = Double(Int.random(in: 1...4, using: &random))
        return try Make.fact(
          uri,
          "\(step)",
          key: "e/a\(Int.random(in: 0..<3, using: &random))",
          text: "\(Int(number))",
          number: Bool.random(using: &random) ? number : nil,
          year: Bool.random(using: &random) ? 2020 : nil,
          polarity: Int.random(in: 0..<6, using: &random) == 0 ? .negative : .positive,
          at: index * 50
        )
      }
      var request = try Make.batch(uri, "\(step)", job: "s-\(step)", facts)
      if step % 9 == 0, case .batch(var batch) = request {
        batch.action = .withdraw
        batch.count = 0
        batch.lines = FactLines(bytes: [])
        request = .batch(batch)
      }
      if step == 7 {
        let document = Document(uri: uri, digest: Digest(of: [7]))
        request = .setAside(job: "s-7", document: document, reason: "it hangs", attempts: 3)
      }
      _ = try store.apply([request], at: Timestamp(milliseconds: Int64(step)))[0].get()
    }
    try store.close()
  }

  @Test("the state of any database is the fold of its journal", arguments: (1...6).map(UInt64.init))
  func sound(seed: UInt64) throws {
    try fill(seed: seed)
    let check = try Check(of: path)
    #expect(check.firstFault == nil)
    #expect(check.extent.count > 30)
    // Nothing is left beside it.
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.contains("check") })
  }

  @Test(
    "whatever is changed behind its back is found, and named",
    arguments: [
      ("UPDATE entries SET status = 'corroborated' WHERE id = 1 AND status <> 'corroborated'", "entry e/a"),
      ("UPDATE entry_values SET documents = documents + 1 WHERE id = 2", "value of e/a"),
      ("UPDATE facts SET data = replace(data, '0.9', '0.8') WHERE id = 3", "of the journal is not what was written"),
      ("UPDATE journal SET time = time + 1 WHERE sequence = 5", "event 5 of the journal is not what was written"),
      ("UPDATE journal SET effect = 'none' WHERE sequence = 2", "event 2 of the journal is not what was written"),
      ("DELETE FROM journal WHERE sequence = 4", "event 4 of the journal is missing"),
      ("UPDATE facts SET retracted = 9999 WHERE id = (SELECT max(id) FROM facts)", "fact "),
      ("UPDATE documents SET revision = 1 WHERE id = 2", "document d"),
      ("UPDATE meta SET value = 'x' WHERE name = 'epoch'", "its epoch is none"),
      ("UPDATE counts SET count = count + 1 WHERE name = 'keys'", "the number of keys is "),
      ("UPDATE documents SET facts = facts + 1 WHERE id = 1", "the number of facts of document d"),
      ("UPDATE revisions SET digest = replace(digest, ':', ';') WHERE id = 1", "the revision of document d"),
      ("UPDATE revisions SET facts = facts + 1 WHERE id = 2", "the revision of document d"),
      ("UPDATE revisions SET extractor = 'x' WHERE id = 1", "the revision of document d"),
      ("UPDATE marks SET counter = counter + 8 WHERE document = 1", "the mark of document d"),
      ("UPDATE documents SET job = job || '1' WHERE id = 1", "the mark of document d"),
    ]
  )
  func changed(sql: String, fault: String) throws {
    try fill(seed: 3)
    try DatabaseQueue(path: path).write { database in
      try database.execute(sql: "PRAGMA defer_foreign_keys = ON; \(sql)")
      #expect(database.changesCount == 1, "\(sql)")
    }
    let found = try Check(of: path).firstFault ?? "sound"
    #expect(found.hasPrefix("\(path) is damaged: "), "\(found)")
    #expect(found.contains(fault), "\(found)")
    #expect(!found.contains("\n"))
  }

  @Test(
    "a failure, a view or a trigger that is changed behind its back is named",
    arguments: [
      ("UPDATE failures SET reason = 'none'", "the failure of document d"),
      ("UPDATE failures SET attempts = 9, digest = 'x'", "the failure of document d"),
      ("DROP VIEW disputed_facts", "the view disputed_facts is not that of this program"),
      ("DROP TRIGGER count_taken", "the trigger count_taken is not that of this program"),
      (
        "CREATE TRIGGER extra AFTER INSERT ON journal BEGIN DELETE FROM entry_values; END",
        "the trigger extra is not that of this program: drop it"
      ),
      ("DROP INDEX facts_document", "the index facts_document is not that of this program"),
    ]
  )
  func changedBeside(sql: String, fault: String) throws {
    try fill(seed: 3, steps: 7)
    #expect(try Check(of: path).firstFault == nil)
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    let found = try Check(of: path).firstFault ?? "sound"
    #expect(found.hasPrefix("\(path) is damaged: \(fault)"), "\(found)")
    #expect(!found.contains("\n"))
  }

  /// All that is in the tables but the epoch and the last id of a sentence, which nothing else tells of, and how they are made.
  private func contents(_ path: String) throws -> [String] {
    // A bit of a page that holds nothing changes its checksum alone; the daemon makes that anew where all else is sound.
    try PageSums.bypassing { try DatabaseQueue(path: path) }.read { database in
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"
      )
      return try (["sqlite_schema"] + tables).flatMap { table in
        let condition = table == "meta" ? "WHERE name NOT IN ('epoch', 'last_sentence')" : ""
        return try Row.fetchAll(database, sql: "SELECT * FROM \(table) \(condition)").map { row in
          row.filter { $0.0 != "rootpage" }.map { "\($0.1)" }.joined(separator: "|")
        }
      }
    }
  }

  @Test("no flipped bit of a database goes unseen that changes what is in it", arguments: [1, 2, 3] as [UInt64])
  func anyBit(seed: UInt64) throws {
    try fill(seed: seed)
    let good = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let contents = try contents(path)
    let used = good.indices.filter { good[$0] != 0 }
    var random = SeededGenerator(seed: seed)
    var unseen = 0
    for _ in 0..<60 {
      let place = try #require(used.randomElement(using: &random))
      let bit = UInt8.random(in: 0..<8, using: &random)
      var bad = good
      bad[place] ^= 1 << bit
      try Data(bad).write(to: URL(fileURLWithPath: path))
      let found: String?
      do {
        found = try Check(of: path).firstFault
      } catch {
        found = "\(error)"
      }
      if let found {
        #expect(found.contains(path) && !found.contains("\n"), "byte \(place), bit \(bit): \(found)")
      } else {
        unseen += 1
        #expect(try self.contents(path) == contents, "byte \(place), bit \(bit)")
      }
      for rest in ["-wal", "-shm"] { unlink(path + rest) }
    }
    #expect(unseen < 20)
  }

  @Test(
    "a flipped bit or a torn end is an error with the path, in check, backup and restore",
    arguments: (1...9).map(UInt64.init)
  )
  func flipped(seed: UInt64) throws {
    try fill(seed: 5)
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    let copy = folder.path + "/copy.db"
    _ = try DatabaseFile.backUp(path, to: copy)
    var random = SeededGenerator(seed: seed)
    // Where the journal's own rows are: a bit there changes what was said.
    let places = try #require(good.range(of: Data("\"confidence\":0.9".utf8)))
    var bad = good
    if seed.isMultiple(of: 3) {
      bad = good.prefix(good.count - 4096 * Int.random(in: 1...4, using: &random))
    } else if seed.isMultiple(of: 2) {
      bad[places.lowerBound + Int.random(in: 0..<15, using: &random)] ^= 1 << UInt8.random(in: 0..<7, using: &random)
    } else {
      // The head of a page of a table or an index.
      bad[4096 * Int.random(in: 1..<8, using: &random)] ^= 0x5A
    }
    try bad.write(to: URL(fileURLWithPath: path))
    func message(_ body: () throws -> String?) -> String {
      do { return try body() ?? "sound" } catch { return "\(error)" }
    }
    let found = message { try Check(of: path).firstFault }
    #expect(found.contains(path) && found != "sound", "seed \(seed): \(found)")
    // A backup that is damaged puts nothing in place.
    let other = folder.path + "/other.db"
    let refused = message {
      _ = try DatabaseFile.restore(path, to: other)
      return nil
    }
    #expect(refused.contains(path) && refused != "sound", "seed \(seed): \(refused)")
    #expect(!FileManager.default.fileExists(atPath: other))
    // And the good one does, under another epoch, with all that it had.
    _ = try DatabaseFile.restore(copy, to: path)
    #expect(try Check(of: path).firstFault == nil)
  }

  @Test("a restored database has the same events under a new epoch; what it replaces leaves nothing over")
  func restored() throws {
    try fill(seed: 1)
    let copy = folder.path + "/copy.db"
    let saved = try DatabaseFile.backUp(path, to: copy)
    let events = try Store(path: copy).events(after: 0, prefixes: [""]).events.map(\.json)
    // The replaced one was killed, and has a log.
    let killed = try Store(path: path)
    _ = try killed.apply([try Make.batch("z:", "1", job: "s-99", [])], at: .now)
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    try killed.close()
    try log.write(to: URL(fileURLWithPath: path + "-wal"))
    let cursor = try DatabaseFile.restore(copy, to: path)
    #expect(cursor.last == saved.last)
    #expect(cursor.epoch != saved.epoch)
    let store = try Store(path: path)
    #expect(store.epoch == cursor.epoch)
    #expect(try store.events(after: 0, prefixes: [""]).events.map(\.json) == events)
    // The log that was there would have had the other database's pages.
    #expect(try store.head().sequence == saved.last)
  }

  @Test("a restore that fails on its last step leaves the database with all that was acknowledged")
  func restoreFails() throws {
    try fill(seed: 1)
    let copy = folder.path + "/copy.db"
    _ = try DatabaseFile.backUp(path, to: copy)
    let killed = try Store(path: path)
    _ = try killed.apply([try Make.batch("z:", "1", job: "s-99", [])], at: .now)
    let head = try killed.head().sequence
    for rest in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + rest, toPath: folder.path + "/killed.db" + rest)
    }
    try killed.close()
    let other = folder.path + "/killed.db"
    // The last step is the new file's name; here it cannot be given.
    #expect(throws: StoreError.self) {
      try DatabaseFile.restore(copy, to: other) { throw StoreError(.storage, "the power is gone") }
    }
    #expect(try Store(path: other).head().sequence == head)
  }

  @Test("what a check that was killed has left over goes with the next")
  func leftover() throws {
    try fill(seed: 1)
    // No process has so high a number.
    let old = path + ".check-99999999"
    for rest in ["", "-journal"] { try Data([1]).write(to: URL(fileURLWithPath: old + rest)) }
    #expect(try Check(of: path).firstFault == nil)
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(!FileManager.default.fileExists(atPath: old + "-journal"))
  }

  @Test("an empty file, or a log without its database, is never taken for a beginning")
  func empty() throws {
    let empty = try folder.write("", to: "empty.db")
    #expect(throws: StoreError.self) { try Store(path: empty) }
    #expect(throws: StoreError.self) { try Check(of: empty) }
    _ = try folder.write("log", to: "gone.db-wal")
    #expect(throws: StoreError.self) { try Store(path: folder.path + "/gone.db") }
    #expect(throws: StoreError.self) { try DatabaseFile.backUp(folder.path + "/none.db", to: folder.path + "/copy.db") }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/none.db"))
  }

  @Test("a database of the first version is brought forward with its marks and checksums")
  func migrated() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)") }
    try Migrations.all.migrate(queue, upTo: "1")
    let fact = try Make.fact("a:", "1", key: "x/y", text: "1", number: 1)
    let report = DocumentReport(document: fact.document, facts: 1, extractor: "test/1")
    let comparison = #"{"kind":"number","low":1,"high":1,"step":1,"approximate":false}"#
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO documents VALUES (1, 'a:', NULL, 's-3');
          INSERT INTO revisions VALUES (1, 1, '\(fact.document.digest)', NULL, NULL, 'test/1', 1, 1);
          UPDATE documents SET revision = 1;
          INSERT INTO keys VALUES (1, 'x/y');
          INSERT INTO entries VALUES (1, 1, '', '', '[]', 'single', 2, 2);
          INSERT INTO entry_values VALUES (1, 1, NULL, '\(comparison)', 1, 'positive', 'asserted', 1);
          """
      )
      try database.execute(
        sql: "INSERT INTO facts VALUES (1, ?, ?, 1, 1, 1, 1, 1, 2, NULL, ?)",
        arguments: [fact.id.description, fact.claim.description, try JSON.text(fact)]
      )
      try database.execute(
        sql: """
          INSERT INTO journal VALUES (1, 'document.accepted', 'x.1', 1, NULL, NULL, 'none', 5, ?);
          INSERT INTO journal VALUES (2, 'fact.asserted', ?, 1, 1, 1, 'new', 5, NULL);
          """,
        arguments: [try JSON.text(report), fact.id.description]
      )
    }
    try queue.close()
    let store = try Store(path: path)
    #expect(try store.apply([try Make.batch("a:", "0", job: "s-3", [])], at: .now)[0].get().duplicate)
    #expect(try store.apply([try Make.batch("b:", "1", job: "s-4", [])], at: .now)[0].get().last == 3)
    // What it had before can be trimmed as what it gets.
    #expect(try store.counts()["journalBytes"] ?? 0 > 600)
    #expect(try store.trim(to: Retention(maxEvents: 1), now: .now).oldest.sequence == 2)
    try store.close()
    #expect(try Check(of: path).firstFault == nil)
  }

  @Test("a flipped bit in the log is damage where commits follow; a torn end is the commit that was cut off")
  func log() throws {
    let store = try Store(path: path)
    func apply(_ number: Int) throws {
      let fact = try Make.fact("d\(number):", "1", key: "e/a\(number)", text: "v")
      _ = try store.apply([try Make.batch("d\(number):", "1", job: "s-\(number)", [fact])], at: .now)[0].get()
    }
    for number in 1...8 { try apply(number) }
    let database = try Data(contentsOf: URL(fileURLWithPath: path))
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    let copy = folder.path + "/copy.db"
    func open(_ log: Data) throws -> UInt64 {
      for rest in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + rest) }
      try database.write(to: URL(fileURLWithPath: copy))
      try log.write(to: URL(fileURLWithPath: copy + "-wal"))
      let store = try Store(path: copy)
      defer { try? store.close() }
      return try store.head().sequence
    }
    #expect(try open(log) == 16)
    // Torn anywhere: whole commits, as many as are there.
    var random = SeededGenerator(seed: 1)
    for _ in 0..<8 {
      let end = Int.random(in: 40..<log.count, using: &random)
      #expect(try open(log.prefix(end)).isMultiple(of: 2))
    }
    for place in [0, 20, 32 + 24 + 100, 32 + 10, log.count / 3] {
      var bad = log
      bad[place] ^= 4
      #expect {
        try open(bad)
      } throws: {
        "\($0)".hasPrefix("\(copy)-wal is damaged: ")
      }
    }
    // In the last commit it cannot be told from one that was cut off.
    var last = log
    last[log.count - 10] ^= 4
    #expect(try open(last) == 14)
    try store.close()
  }
}
