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
struct SearchDatabaseTests {
  private let folder: TemporaryFolder
  private let path: String
  private var index: String { SearchFile.path(path) }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  // MARK: What is written, and what the index is to have

  private func batch(
    _ uri: String,
    _ revision: String,
    job: String,
    _ texts: [String],
    sentences: [String] = []
  ) throws -> FactBatch {
    let facts = try texts.enumerated().map { number, text in
      try Make.fact(uri, revision, key: "e\(number)/a", text: text, at: number * 100)
    }
    var batch = try Make.factBatch(uri, revision, job: job, facts)
    try batch.add(sentences.enumerated().map { Sentence(start: $0.offset * 1000, text: $0.element) })
    return batch
  }

  @discardableResult
  private func apply(_ store: Store, _ batches: FactBatch...) throws -> Applied? {
    try store.apply(batches.map { .batch($0) }, at: .now).map { try $0.get() }.last
  }

  private func feed(_ store: Store) throws {
    while try store.feedSearch() {}
  }

  private static func ids(_ database: Database, _ sql: String) throws -> [Int64] {
    try Int64.fetchAll(database, sql: sql)
  }

  /// Feeds what is left, and compares the index with one that is made from what stands, word for word.
  private func expectWhole(_ store: Store, _ comment: Comment) throws {
    try feed(store)
    let (facts, sentences) = try store.pool.read { database in
      (
        try Row.fetchAll(database, sql: "SELECT id, data FROM facts WHERE retracted IS NULL ORDER BY id")
          .map { (id: $0[0] as Int64, words: SearchIndex.Words(json: $0[1])) },
        try Row.fetchAll(database, sql: "SELECT id, text FROM sentences ORDER BY id")
          .map { (id: $0[0] as Int64, text: $0[1] as String) }
      )
    }
    let fresh = try DatabaseQueue()
    let wanted = try fresh.write { database in
      try database.execute(
        sql: """
          CREATE VIRTUAL TABLE fact_search USING fts5 (evidence, subject, object, tokenize = '\(SearchIndex.tokenizer)');
          CREATE VIRTUAL TABLE sentence_search USING fts5 (text, tokenize = '\(SearchIndex.tokenizer)');
          """
      )
      for (id, words) in facts {
        try database.execute(
          sql: "INSERT INTO fact_search (rowid, evidence, subject, object) VALUES (?, ?, ?, ?)",
          arguments: [id, words.evidence, words.subject, words.object]
        )
      }
      for (id, text) in sentences {
        try database.execute(sql: "INSERT INTO sentence_search (rowid, text) VALUES (?, ?)", arguments: [id, text])
      }
      return try Self.contents(database)
    }
    let found = try DatabaseQueue(path: SearchFile.path(store.path)).write { database in
      try database.execute(
        sql: """
          INSERT INTO fact_search (fact_search) VALUES ('integrity-check');
          INSERT INTO sentence_search (sentence_search) VALUES ('integrity-check');
          """
      )
      return try Self.contents(database)
    }
    #expect(found == wanted, comment)
    #expect(try SearchCheck(of: store.path)?.isDamaged == false, comment)
    #expect(try store.counts()["searchLag"] == 0, comment)
  }

  /// Every word of the two tables with every place where it stands, and which rows there are.
  private static func contents(_ database: Database) throws -> [String] {
    try ["fact_search", "sentence_search"].flatMap { table in
      try database.execute(sql: "CREATE VIRTUAL TABLE temp.\(table)_words USING fts5vocab(main, \(table), instance)")
      let words = try Row.fetchAll(database, sql: "SELECT * FROM temp.\(table)_words ORDER BY 1, 2, 3, 4")
        .map { "\(table) \($0.map { "\($0.1)" })" }
      try database.execute(sql: "DROP TABLE temp.\(table)_words")
      return try words + ids(database, "SELECT id FROM \(table)_docsize ORDER BY id").map { "\(table) row \($0)" }
    }
  }

  private func copy(_ names: [String], from: String, to: String) throws {
    for name in names {
      unlink(to + name)
      guard FileManager.default.fileExists(atPath: from + name) else { continue }
      try FileManager.default.copyItem(atPath: from + name, toPath: to + name)
    }
  }

  // MARK: Whatever happens

  @Test("the index has what stands after any batches, kills, copies and damage", arguments: (1...12).map(UInt64.init))
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var (store, kills, older) = (try Store(path: path), 0, nil as String?)
    func reopen() throws {
      try store.close()
      store = try Store(path: store.path)
    }
    for step in 1...90 {
      let index = SearchFile.path(store.path)
      let deed = Int.random(in: 0..<20, using: &random)
      let comment: Comment = "seed \(seed), step \(step), deed \(deed)"
      switch deed {
      case 0..<8:
        let batches = try (0..<Int.random(in: 1...3, using: &random)).map { number in
          let uri = "d\(Int.random(in: 0..<6, using: &random)):"
          func words(_ most: Int) -> [String] {
            (0..<Int.random(in: 0...most, using: &random)).map { _ in
              "w\(Int.random(in: 0..<9, using: &random)) w\(Int.random(in: 0..<9, using: &random))"
            }
          }
          var batch = try batch(uri, "\(step) \(number)", job: "s-\(step * 10 + number)", words(9), sentences: words(6))
          if Int.random(in: 0..<5, using: &random) == 0 {
            batch = try self.batch(uri, "\(step) \(number)", job: "s-\(step * 10 + number)", [])
            batch.action = .withdraw
          }
          return StoreRequest.batch(batch)
        }
        for outcome in try store.apply(batches, at: .now) { _ = try outcome.get() }
      case 8..<12:
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          _ = try store.searching.feed(from: store, atMost: Int.random(in: 1...30, using: &random))
        }
      case 12, 13:
        _ = try store.trim(to: Retention(maxEvents: Int.random(in: 5...60, using: &random)), now: .now, atMost: 40)
      case 14:
        // As a kill leaves it; and, of the index alone, as the power does.
        kills += 1
        let killed = "\(folder.path)/killed\(kills).db"
        var names = ["", "-wal", "-head", "-sums", "-search"]
        if Bool.random(using: &random) { names.append("-search-wal") }
        try copy(names, from: store.path, to: killed)
        try store.close()
        store = try Store(path: killed)
        #expect(store.wentBack == nil, comment)
      case 15:
        try store.close()
        let saved = folder.path + "/older"
        if older == nil || Bool.random(using: &random) {
          try copy(["", "-wal"], from: index, to: saved)
          older = saved
        } else {
          DatabaseFile.remove(index)
          try copy(["", "-wal"], from: saved, to: index)
        }
        store = try Store(path: store.path)
      case 16:
        // Under the daemon, or while it is stopped.
        if Bool.random(using: &random) { try reopen() }
        DatabaseFile.remove(index)
      case 17:
        try store.close()
        if let bytes = FileManager.default.contents(atPath: index), bytes.count > 1000 {
          var bytes = bytes
          if Bool.random(using: &random) {
            bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
          } else {
            bytes.resetBytes(in: 0..<Int.random(in: 1..<bytes.count, using: &random))
          }
          try bytes.write(to: URL(fileURLWithPath: index))
        }
        store = try Store(path: store.path)
      case 18:
        // Another epoch, and what came since is gone.
        let saved = folder.path + "/saved.db"
        unlink(saved)
        _ = try DatabaseFile.backUp(store.path, to: saved)
        try store.close()
        let kept = folder.path + "/kept"
        try copy(["", "-wal"], from: index, to: kept)
        _ = try DatabaseFile.restore(saved, to: store.path)
        // Also where somebody puts the old index back.
        if Bool.random(using: &random) { try copy(["", "-wal"], from: kept, to: index) }
        store = try Store(path: store.path)
      default:
        try expectSearches(store, &random, comment)
      }
    }
    try expectSearches(store, &random, "seed \(seed), at the end")
    try expectWhole(store, "seed \(seed), at the end")
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil, "seed \(seed)")
  }

  /// Searching gives what a scan of the facts and sentences gives, from the first page to the last.
  private func expectSearches(_ store: Store, _ random: inout SeededGenerator, _ comment: Comment) throws {
    let words = (0..<Int.random(in: 1...2, using: &random)).map { _ in "w\(Int.random(in: 0..<9, using: &random))" }
    let (facts, sentences) = try store.pool.read { database in
      (
        try Row.fetchAll(database, sql: "SELECT fact, data ->> '$.evidence.text' FROM facts WHERE retracted IS NULL")
          .map { (id: $0[0] as String, text: $0[1] as String) },
        try String.fetchAll(database, sql: "SELECT text FROM sentences")
      )
    }
    func has(_ text: String) -> Bool {
      let has = text.split { $0 == " " || $0 == "." }
      return words.allSatisfy { word in has.contains { $0 == word } }
    }
    // A damaged index says so once, and is there at the next call.
    var found: [FoundFact] = []
    var next: Int? = 0
    func first() throws -> Store.FoundPage? {
      do {
        return try store.search(words.joined(separator: " "), limit: 7)
      } catch {
        #expect(error.description.contains("is made anew"), comment)
        return try store.search(words.joined(separator: " "), limit: 7)
      }
    }
    var page = try #require(try first(), comment)
    let head = try store.head()
    #expect(page.cursor.sequence == head.sequence, comment)
    while let from = next {
      if from > 0 {
        page = try #require(try store.search(words.joined(separator: " "), from: from, limit: 7), comment)
      }
      #expect(page.total == facts.count { has($0.text) }, comment)
      found += page.facts
      next = page.next
    }
    #expect(
      found.map { "\($0.found.id)" }.sorted() == facts.filter { has($0.text) }.map(\.id).sorted(),
      comment
    )
    #expect(found.allSatisfy { $0.marks.count >= words.count || Set(words).count < words.count }, comment)
    let sentencePage = try #require(try store.searchSentences(words.joined(separator: " "), limit: 100), comment)
    #expect(sentencePage.sentences.map(\.sentence.text).sorted() == sentences.filter(has).sorted(), comment)
  }

  // MARK: One thing at a time

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
    #expect(page.facts.isEmpty && page.total == 1 && page.cursor.sequence == 3)
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
