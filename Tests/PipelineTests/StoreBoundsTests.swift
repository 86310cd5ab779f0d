import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

@Suite("Store: pages, counts and what is unexpected")
struct StoreBoundsTests {
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

  private func entry(_ key: String) throws -> Entry? {
    try store.entries(prefixes: [key]).entries.first { $0.key.description == key }
  }

  @Test("pages of the journal go on where they ended, for any prefix")
  func pages() throws {
    for document in 0..<40 {
      let facts = try (0..<200).map { index in
        try Make.fact("d\(document):", "1", key: "e\(index % 7)/a\(index)", text: "v\(document)", at: index)
      }
      try apply(try Make.batch("d\(document):", "1", job: "d\(document)-1", facts))
    }
    for prefixes in [[""], ["e3/"], ["e1/a1", "@document/"], ["nothing/"]] {
      var cursor: UInt64 = 0
      var found: [UInt64] = []
      var more = true
      while more {
        let page = try store.events(after: cursor, prefixes: prefixes)
        found += page.events.map(\.sequence)
        #expect(page.events.allSatisfy { event in prefixes.contains { event.topic.hasPrefix($0) } })
        cursor = page.cursor.sequence
        more = page.more
      }
      #expect(cursor == 8040)
      #expect(found == found.sorted())
      #expect(Set(found).count == found.count)
      if prefixes == [""] { #expect(found == Array(1...8040)) }
      // Of 200 facts a document, 7 entities take turns; e1/a1 begins 1, 10 to 19 and 100 to 199 among its own.
      if prefixes == ["e3/"] { #expect(found.count == 40 * 29) }
      if prefixes == ["e1/a1", "@document/"] {
        #expect(found.count == 40 * (1 + (0..<200).count { $0 % 7 == 1 && "\($0)".hasPrefix("1") }))
      }
      if prefixes == ["nothing/"] { #expect(found.isEmpty) }
    }
  }

  @Test("pages of entries go on where they ended, all of one moment")
  func entryPages() throws {
    let facts = try (0..<450).map { try Make.fact("a:", "1", key: "e\($0)/a", text: "v", at: $0) }
    try apply(try Make.batch("a:", "1", job: "a-1", facts))
    var keys: [String] = []
    var after: String?
    var moment: UInt64?
    repeat {
      let page = try store.entries(prefixes: ["e"], at: moment, after: after)
      if moment == nil {
        moment = page.cursor.sequence
        // What comes meanwhile is not in the snapshot.
        try apply(try Make.batch("b:", "1", job: "b-1", [try Make.fact("b:", "1", key: "e9/zzz", text: "v")]))
      }
      keys += page.entries.map(\.key.description)
      after = page.next
    } while after != nil
    #expect(keys.count == 450)
    #expect(keys == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(Set(keys).count == 450)
  }

  @Test("a key with very many entries comes in pages, alone and among others")
  func entryPagesOfOneKey() throws {
    let other = [
      try Make.fact("b:", "1", key: "e/a", text: "v"), try Make.fact("b:", "1", key: "e/c", text: "v", at: 50),
    ]
    try apply(try Make.batch("b:", "1", job: "b-1", other))
    let facts = try (0..<1050).map { index in
      try Make.fact("a:", "1", key: "e/b", text: "v\(index)", year: 900 + index, at: index * 50)
    }
    try apply(try Make.batch("a:", "1", job: "a-1", facts))
    let key = try #require(Key("e/b"))
    let first = try #require(try store.entries(of: key, sources: 1000))
    #expect(first.entries.count == 1000)
    let second = try #require(try store.entries(of: key, at: first.cursor.sequence, after: first.next, sources: 1000))
    #expect(second.entries.count == 50)
    #expect(second.next == nil)
    #expect(Set((first.entries + second.entries).map(\.time)).count == 1050)
    var keys: [String] = []
    var after: String?
    var pages = 0
    repeat {
      let page = try store.entries(prefixes: ["e/"], after: after, sources: 1000)
      keys += page.entries.map(\.key.description)
      after = page.next
      pages += 1
    } while after != nil && pages < 9
    #expect(pages == 2)
    #expect(keys == ["e/a"] + Array(repeating: "e/b", count: 1050) + ["e/c"])
  }

  @Test("thousands of values under one key neither stop the rest nor make a page without a bound")
  func manyValues() throws {
    let numbers = try (0..<3000).map {
      try Make.fact("a:", "1", key: "price/is", text: "\($0 + 10_000)", number: Double($0 + 10_000), at: $0 * 50)
    }
    #expect(try apply(try Make.batch("a:", "1", job: "a-1", numbers))[0].asserted == 3000)
    let names = try (0..<3000).map { try Make.fact("b:", "1", key: "japan/export", text: "thing \($0)", at: $0 * 50) }
    #expect(try apply(try Make.batch("b:", "1", job: "b-1", names))[0].asserted == 3000)
    for key in ["price/is", "japan/export"] {
      let found = try #require(try entry(key))
      #expect(found.valueCount == 3000)
      #expect(found.values.count == Entry.maximumValues)
      #expect(found.status == .single)
    }
    let other = try Make.fact("c:", "1", key: "price/is", text: "7", number: 7)
    #expect(try apply(try Make.batch("c:", "1", job: "c-1", [other]))[0].asserted == 1)
    #expect(try entry("price/is")?.status == .disputed)
    #expect(try apply(try Make.batch("a:", "2", job: "a-2", []))[0].retracted == 3000)
    #expect(try entry("price/is")?.values.map(\.value.number) == [7])
  }

  @Test(
    "how much there is of everything is known without counting, whatever comes and goes",
    arguments: [1, 2] as [UInt64]
  )
  func counts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for step in 1...40 {
      let uri = "d\(Int.random(in: 0..<6, using: &random)):"
      let facts = try (0..<Int.random(in: 0..<5, using: &random)).map { index in
        let number = Double(Int.random(in: 1...3, using: &random))
        let key = "e/a\(Int.random(in: 0..<5, using: &random))"
        return try Make.fact(uri, "\(step)", key: key, text: "\(number)", number: number, at: index * 50)
      }
      var request = try Make.batch(uri, "\(step)", job: "s-\(step)", facts)
      if step.isMultiple(of: 5), case .batch(var batch) = request {
        (batch.action, batch.count, batch.lines) = (.withdraw, 0, FactLines(bytes: []))
        request = .batch(batch)
      } else if step.isMultiple(of: 4) {
        let document = Document(uri: uri, digest: Digest(of: [UInt8(step)]))
        request = .setAside(job: "s-\(step)", document: document, reason: "it hangs", attempts: 3)
      } else if step.isMultiple(of: 7) {
        request = .dropFailure(uri: uri)
      }
      // A batch of which nothing comes counts nothing.
      let bad = try Make.batch("b:", "1", job: "t-\(step)", [try Make.fact("c:", "1", key: "oslo/river", text: "B")])
      _ = try store.apply([request, bad], at: .now)
      if step.isMultiple(of: 10) { _ = try store.trim(to: Retention(maxEvents: 5), now: .now) }
    }
    let counts = try store.counts()
    let listed = try store.documents(prefix: "", after: nil).list
    #expect(counts["documents"] == UInt64(listed.count))
    #expect(counts["facts"] == UInt64(listed.reduce(0) { $0 + $1.facts }))
    #expect(try store.failures().total == store.failures().list.count)
    try store.close()
    // It is counted here.
    #expect(try Check(of: store.path).firstFault == nil)
  }

  @Test("a request that meets what cannot be read fails alone, with the reason, whatever that is")
  func unexpected() throws {
    func batch(_ uri: String, _ key: String, _ job: String) throws -> StoreRequest {
      try Make.batch(uri, "1", job: job, [try Make.fact(uri, "1", key: key, text: "1", number: 1)])
    }
    try apply(try batch("a:", "x/y", "s-1"))
    try store.pool.write { try $0.execute(sql: "UPDATE entry_values SET comparison = '?'") }
    let results = try store.apply(
      [try batch("b:", "oslo/area", "s-2"), try batch("c:", "x/y", "s-3"), try batch("d:", "oslo/area", "s-4")],
      at: .now
    )
    #expect(try results[0].get().last == 4)
    #expect(throws: StoreError.self) { try results[1].get() }
    #expect(try results[2].get().last == 6)
    if case .failure(let error) = results[1] {
      #expect(error.code == .badBatch)
      #expect(error.description.hasPrefix("the database does not take it: "))
    }
    #expect(try events().map(\.sequence) == Array(1...6))
    // What the disk does not take is nobody's fault: the whole group comes again.
    try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
    #expect {
      try store.apply([try batch("e:", "oslo/area", "s-5")], at: .now)
    } throws: {
      ($0 as? StoreError)?.code == .storage
    }
    try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
  }
}
