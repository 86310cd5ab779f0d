import FileOutput
import Foundation
import GRDB
import Glibc
import Logging
import Model
import TestSupport
import Testing
import ZeroMQ

@testable import Pipeline
@testable import Store

/// The search index: a database of its own, which has what stands whatever happens to either of the two.
@Suite("The search index")
struct SearchDatabaseTests: SearchIndexTesting {
  private let folder: TemporaryFolder
  private let path: String
  private var index: String { SearchFile.path(path) }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  @Test("what was committed just now is found, and a fact that no longer stands is not")
  func fresh() throws {
    let store = try Store(path: path)
    try apply(store, batch("a:", "1", job: "s-1", ["harbour", "quay"], sentences: ["The harbour sleeps."]))
    #expect(try store.search("harbour", limit: 5)?.facts.count == 1)
    #expect(try store.searchSentences("harbour", limit: 5)?.sentences.count == 1)
    // With a thread that is late, the answer is what the index has of what stands, and says how far that goes.
    store.beginFeedingSearch()
    try apply(store, batch("a:", "2", job: "s-2", ["quay", "tower"]))
    let page = try #require(try store.search("harbour", limit: 5))
    #expect(page.facts.isEmpty && page.total == 0 && page.cursor.sequence == 3)
    #expect(try store.searchSentences("harbour", limit: 5)?.sentences.isEmpty == true)
    #expect(try store.search("tower", limit: 5)?.total == 0)
    #expect(try store.counts()["searchLag"] == 5)
    try feed(store)
    #expect(try store.search("tower", limit: 5)?.facts.count == 1)
    #expect(try store.search("tower", limit: 5)?.cursor == store.head())
    try expectWhole(store, "")
    try store.close()
  }

  @Test("a thread feeds it after each ring of the bell and without, and ends when that is closed")
  func thread() throws {
    let store = try Store(path: path)
    store.beginFeedingSearch()
    let bell = Mailbox<Void>(capacity: 1)
    let counters = AggregatorCounters(creditBytes: 1)
    let feeder = SearchFeeder(store: store, bell: bell, counters: counters, logger: Logger(label: "test"))
    let thread = try DedicatedThread(name: "search") { feeder.run() }
    func expectFound(_ words: String) throws {
      let deadline = ContinuousClock.now + .seconds(60)
      while try store.search(words, limit: 1)?.total == 0, ContinuousClock.now < deadline { usleep(10_000) }
      #expect(try store.search(words, limit: 1)?.total == 1)
    }
    try apply(store, batch("a:", "1", job: "s-1", ["harbour"]))
    bell.post(())
    try expectFound("harbour")
    try apply(store, batch("b:", "1", job: "s-2", ["tower"]))
    try expectFound("tower")
    #expect(counters.notices.withLock { $0[.search] } == nil)
    bell.close()
    thread.join()
    try expectWhole(store, "")
    try store.close()
  }

  @Test("the order and the ranks are those of an index with texts")
  func ranks() throws {
    let store = try Store(path: path)
    var random = SeededGenerator(seed: 7)
    for document in 0..<12 {
      let texts = (0..<20).map { _ in
        (0..<Int.random(in: 1...6, using: &random)).map { _ in "w\(Int.random(in: 0..<9, using: &random))" }
          .joined(separator: " ")
      }
      try apply(store, batch("d\(document % 8):", "\(document)", job: "s-\(document)", texts))
    }
    let fresh = try DatabaseQueue()
    let facts = try store.pool.read {
      try Row.fetchAll($0, sql: "SELECT id, data FROM facts WHERE retracted IS NULL")
    }
    try fresh.write { database in
      try database.execute(
        sql: "CREATE VIRTUAL TABLE f USING fts5 (evidence, subject, object, tokenize = '\(SearchIndex.tokenizer)')"
      )
      for row in facts {
        let words = SearchIndex.Words(json: row[1])
        try database.execute(
          sql: "INSERT INTO f (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)",
          arguments: [row[0] as Int64, words.evidence, words.subject, words.object]
        )
      }
    }
    for words in ["w1", "w2 w3", "\"w1 w2\"", "w*", "e3"] {
      let query = try #require(SearchIndex.query(words))
      let wanted = try fresh.read { database in
        try Double.fetchAll(
          database,
          sql: "SELECT bm25(f, 1.0, 3.0, 2.0) AS score FROM f WHERE f MATCH ? ORDER BY score, rowid LIMIT 100",
          arguments: [query]
        )
      }
      let found = try #require(try store.search(words, limit: 100)).facts.map(\.rank)
      #expect(!found.isEmpty && found == wanted, "\(words)")
    }
    try store.close()
  }

  @Test("the journal is trimmed no further than the index has it, while it can be fed")
  func trim() throws {
    var store = try Store(path: path)
    try apply(store, batch("a:", "1", job: "s-1", ["one", "two"]))
    try feed(store)
    try store.close()
    store = try Store(path: path)
    store.beginFeedingSearch()
    for number in 2...9 { try apply(store, batch("a:", "\(number)", job: "s-\(number)", ["v\(number)"])) }
    func oldest() throws -> UInt64 {
      while try !store.trim(to: Retention(maxEvents: 1), now: .now).isDone {}
      return try store.oldest().sequence
    }
    // Nothing is known of it yet.
    #expect(try oldest() == 0)
    _ = try store.searching.feed(from: store, atMost: 7)
    // It has events 1 to 10; a group is 4 and then 3 events.
    let reached = store.searchReport.reached
    #expect(reached == 10)
    #expect(try oldest() == 10)
    try feed(store)
    try store.close()
    store = try Store(path: path)
    store.beginFeedingSearch()
    try feed(store)
    let head = try store.head().sequence
    #expect(try oldest() == head - 3)
    // Where nothing can be written there, trimming goes on, and the index is made anew.
    try apply(store, batch("b:", "1", job: "t-1", ["last", "but"]))
    DatabaseFile.remove(index)
    try FileManager.default.createDirectory(atPath: index, withIntermediateDirectories: false)
    #expect(throws: StoreError.self) { try store.feedSearch() }
    #expect(store.searchReport.fault != nil)
    try apply(store, batch("a:", "10", job: "s-10", ["more"]), batch("a:", "11", job: "s-11", ["most"]))
    #expect(try oldest() == store.head().sequence - 3)
    #expect(throws: StoreError.self) { try store.search("most", limit: 1) }
    try FileManager.default.removeItem(atPath: index)
    try expectWhole(store, "")
    #expect(store.searchReport.fault == nil)
    #expect(try store.search("most", limit: 1)?.total == 1)
    try store.close()
  }

  @Test("an index that is being made goes on where it was, while facts come and go, and says so")
  func making() throws {
    var store = try Store(path: path)
    for number in 0..<10 {
      let texts = (0..<10).map { "w\($0) n\(number)" }
      try apply(store, batch("d\(number):", "1", job: "s-\(number)", texts, sentences: ["S \(number)", "T \(number)"]))
    }
    store.beginFeedingSearch()
    for step in 0..<60 {
      if try !store.searching.feed(from: store, atMost: 5), step > 30 { break }
      let report = store.searchReport
      if step == 3 {
        #expect(report.making?.reason == "there was none" && report.making?.lastFact == 100)
        #expect(report.reached == 0)
        #expect(try store.counts()["searchLag"] == store.head().sequence)
        // What is in it is found.
        let page = try #require(try store.search("w1", limit: 50))
        #expect(page.cursor.sequence == 0 && page.total > 0 && page.total < 10)
      }
      if step == 8 {
        try store.close()
        store = try Store(path: path)
        store.beginFeedingSearch()
        _ = try store.searching.feed(from: store, atMost: 5)
        #expect(store.searchReport.making?.fact ?? 0 > 40)
      }
      if step % 3 == 0, step < 30 {
        let number = step / 3
        try apply(
          store,
          batch("d\(number):", "2", job: "t-\(step)", ["w1 n\(number)", "new"], sentences: ["U \(number)"])
        )
      }
    }
    try expectWhole(store, "")
    #expect(store.searchReport.making == nil)
    try store.close()
  }

  @Test("a sentence that is gone is kept until the index has taken it out, and no longer")
  func goneSentences() throws {
    let store = try Store(path: path)
    store.beginFeedingSearch()
    func gone() throws -> Int {
      try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM gone_sentences") ?? -1 }
    }
    let last = { (store: Store) in
      try store.pool.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM sentences") ?? 0 }
    }
    try apply(store, batch("a:", "1", job: "s-1", [], sentences: ["One here.", "Two here."]))
    try feed(store)
    let first = try last(store)
    try apply(store, batch("a:", "2", job: "s-2", [], sentences: ["Three here."]))
    // Not even an id of a sentence that is gone is used again.
    #expect(try last(store) == first + 1)
    try apply(store, batch("a:", "3", job: "s-3", [], sentences: ["Four here."]))
    #expect(try gone() == 3)
    try expectWhole(store, "")
    try store.close()
    let again = try Store(path: path)
    again.beginFeedingSearch()
    try feed(again)
    try apply(again, batch("b:", "1", job: "s-4", [], sentences: ["Five here."]))
    // The last stays, so that what comes after it has another number.
    #expect(try again.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM gone_sentences") } == 1)
    try expectWhole(again, "")
    try again.close()
  }

  @Test("check tells a damaged index from a sound one, and the database is sound all the same")
  func check() throws {
    let store = try Store(path: path)
    #expect(try SearchCheck(of: path) == nil)
    try apply(store, batch("a:", "1", job: "s-1", ["one", "two"], sentences: ["Three here."]))
    try feed(store)
    #expect(try SearchCheck(of: path)?.finding == "sound: 2 facts and 1 sentences, up to event 3")
    try apply(store, batch("a:", "2", job: "s-2", ["one"]))
    #expect(try SearchCheck(of: path)?.finding == "sound: 2 facts and 1 sentences, up to event 3 of 5")
    try feed(store)
    try store.close()
    var status = stat()
    #expect(stat(index, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let good = try Data(contentsOf: URL(fileURLWithPath: index))
    for (sql, fault) in [
      ("INSERT INTO fact_search (rowid, evidence) VALUES (99, 'x')", "damaged: the facts that it has are not those"),
      ("INSERT INTO sentence_search (rowid, text) VALUES (99, 'x')", "damaged: the sentences that it has are not"),
      ("UPDATE meta SET epoch = '\(Epoch.mint())'", "cannot be gone on with: it is of another journal"),
      ("UPDATE meta SET format = 0", "cannot be gone on with: it is of another version"),
      ("DROP TABLE meta", "damaged: "),
    ] {
      try good.write(to: URL(fileURLWithPath: index))
      try DatabaseQueue(path: index).write { try $0.execute(sql: sql) }
      let check = try #require(try SearchCheck(of: path))
      #expect(check.isDamaged && check.finding.hasPrefix(fault), "\(check.finding)")
      #expect(try Check(of: path).firstFault == nil)
    }
    try Data("no database".utf8).write(to: URL(fileURLWithPath: index))
    let check = try #require(try SearchCheck(of: path))
    #expect(check.isDamaged)
    check.remove()
    #expect(!FileManager.default.fileExists(atPath: index))
    let again = try Store(path: path)
    try expectWhole(again, "")
    try again.close()
  }

  @Test("a database that is only read is searched with the index that is there")
  func readOnly() throws {
    let store = try Store(path: path)
    try apply(store, batch("a:", "1", job: "s-1", ["harbour"]))
    try feed(store)
    let copy = folder.path + "/copy.db"
    try self.copy(["", "-wal", "-shm", "-head", "-sums"] + SearchFile.suffixes, from: path, to: copy)
    try store.close()
    let reading = try Store(path: copy, readsOnly: "the disk is full")
    #expect(try reading.search("harbour", limit: 1)?.facts.count == 1)
    #expect(try !reading.feedSearch())
    try reading.close()
    DatabaseFile.remove(SearchFile.path(copy))
    let without = try Store(path: copy, readsOnly: "the disk is full")
    #expect(throws: StoreError.self) { try without.search("harbour", limit: 1) }
    #expect(try without.entities(prefix: "e", after: nil).list.count == 1)
    try without.close()
  }
}
