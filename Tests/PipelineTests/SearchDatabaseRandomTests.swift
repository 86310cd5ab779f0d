import FileOutput
import Foundation
import GRDB
import Glibc
import Model
import TestSupport
import Testing

@testable import Store

/// The search index has what stands, whatever happens to either of the two databases.
@Suite("The search index, at random")
struct SearchDatabaseRandomTests: SearchIndexTesting {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  @Test(
    "the index has what stands after any batches, kills, copies and damage",
    arguments: (1...8).map(UInt64.init) + [.random(in: 9...UInt64.max)]
  )
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
}
