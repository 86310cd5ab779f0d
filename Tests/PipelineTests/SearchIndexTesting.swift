import Foundation
import GRDB
import Glibc
import Model
import Testing

@testable import Store

/// What tests of the search index write, and what the index is to have.
protocol SearchIndexTesting {}

extension SearchIndexTesting {
  func batch(
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
  func apply(_ store: Store, _ batches: FactBatch...) throws -> Applied? {
    try store.apply(batches.map { .batch($0) }, at: .now).map { try $0.get() }.last
  }

  func feed(_ store: Store) throws {
    while try store.feedSearch() {}
  }

  static func ids(_ database: Database, _ sql: String) throws -> [Int64] {
    try Int64.fetchAll(database, sql: sql)
  }

  /// Feeds what is left, and compares the index with one that is made from what stands, word for word.
  func expectWhole(_ store: Store, _ comment: Comment) throws {
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
  static func contents(_ database: Database) throws -> [String] {
    try ["fact_search", "sentence_search"].flatMap { table in
      try database.execute(sql: "CREATE VIRTUAL TABLE temp.\(table)_words USING fts5vocab(main, \(table), instance)")
      let words = try Row.fetchAll(database, sql: "SELECT * FROM temp.\(table)_words ORDER BY 1, 2, 3, 4")
        .map { "\(table) \($0.map { "\($0.1)" })" }
      try database.execute(sql: "DROP TABLE temp.\(table)_words")
      return try words + ids(database, "SELECT id FROM \(table)_docsize ORDER BY id").map { "\(table) row \($0)" }
    }
  }

  func copy(_ names: [String], from: String, to: String) throws {
    for name in names {
      unlink(to + name)
      guard FileManager.default.fileExists(atPath: from + name) else { continue }
      try FileManager.default.copyItem(atPath: from + name, toPath: to + name)
    }
  }
}
