import Foundation
import Glibc
import Model
import TestSupport
import Testing

@testable import Store

@Suite("A damaged database gives no wrong answer")
struct DamageTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  private static let documents = 120

  /// Documents with revisions, disputes and withdrawals, and a journal that was trimmed.
  private func fill() throws {
    let store = try Store(path: path)
    for number in 1...Self.documents {
      let uri = "file:///d\(number % 60).txt"
      let facts = try (0..<6).map { index in
        try Make.fact(
          uri,
          "\(number)",
          key: "e\(number % 17)/a\(index)",
          text: "\(number % 5) schools",
          number: index.isMultiple(of: 2) ? Double(number % 5) : nil,
          year: index == 3 ? 2000 + number % 9 : nil,
          at: index * 60
        )
      }
      _ = try store.apply([try Make.batch(uri, "\(number)", job: "s-\(number)", facts)], at: .now)[0].get()
    }
    while try !store.trim(to: Retention(maxEvents: 900), now: .now).isDone {}
    try store.close()
  }

  /// What is asked, each by a name.
  private static let questions: [(name: String, ask: @Sendable (Store) throws -> [String])] = [
    ("status", { try $0.counts().map { "\($0.key) \($0.value)" }.sorted() }),
    ("get", { try json(allEntries($0)) }),
    ("get one", { try json($0.entries(of: try key("e3/a2"))?.entries ?? []) }),
    (
      "snapshot as of",
      { store in try json(store.entries(prefixes: ["e1"], at: store.head().sequence - 50, keys: 1000).entries) }
    ),
    ("export", { store in try allFacts(store, .prefixes([""])) }),
    ("document", { store in try allFacts(store, .document("file:///d7.txt")) }),
    ("fact as of", { store in try allFacts(store, .key(try key("e5/a3")), at: store.head().sequence - 100) }),
    ("catch-up", { store in try allEvents(store, [""]) }),
    ("catch-up of a key", { store in try allEvents(store, ["e7/"]) }),
    (
      "history",
      { store in
        try store.history(of: try key("e2/a1"), after: nil).events.map { String(decoding: $0.json, as: UTF8.self) }
      }
    ),
    ("search", { try json($0.search("schools", limit: 100)?.facts ?? []) }),
    ("search for a word", { store in try ["\(store.search("e11", limit: 1)?.total ?? 0)"] }),
    ("documents", { try json($0.documents(prefix: "", after: nil).list) }),
    ("revisions", { try json($0.revisions(of: "file:///d9.txt").list) }),
    ("entities", { try json($0.entities(prefix: "", after: nil).list) }),
    ("keys", { try $0.keys(prefix: "e1", after: nil).list }),
  ]

  private static func key(_ text: String) throws -> Key {
    try #require(Key(text))
  }

  private static func json(_ values: [some Encodable]) throws -> [String] {
    try values.map { try JSON.text($0) }
  }

  private static func allEntries(_ store: Store) throws -> [Entry] {
    var (entries, after): ([Entry], String?) = ([], nil)
    repeat {
      let page = try store.entries(prefixes: [""], after: after, withdrawn: true)
      entries += page.entries
      after = page.next
    } while after != nil
    return entries
  }

  private static func allFacts(_ store: Store, _ selection: FactSelection, at sequence: UInt64? = nil) throws
    -> [String]
  {
    var (facts, after): ([String], Int64?) = ([], 0)
    while let last = after {
      let page = try store.facts(selection, at: sequence, after: last)
      facts += page.facts.map { String(decoding: $0, as: UTF8.self) }
      after = page.next
    }
    return facts
  }

  private static func allEvents(_ store: Store, _ prefixes: [String]) throws -> [String] {
    var (events, cursor, more): ([String], UInt64, Bool) = ([], try store.oldest().sequence, true)
    while more {
      let page = try store.events(after: cursor, prefixes: prefixes)
      events += page.events.map { String(decoding: $0.json, as: UTF8.self) }
      (cursor, more) = (page.cursor.sequence, page.more)
    }
    return events
  }

  /// Puts damaged bytes in place.
  /// - Parameter isQuiet: as a disk does it that forgets: nothing says that the file was written to.
  private func write(_ bytes: [UInt8], isQuiet: Bool) throws {
    var before = stat()
    try #require(stat(path, &before) == 0)
    let file = open(path, O_WRONLY | O_CLOEXEC)
    try #require(file >= 0)
    defer { close(file) }
    try #require(pwrite(file, bytes, bytes.count, 0) == bytes.count)
    guard isQuiet else { return }
    let times = [before.st_atim, before.st_mtim]
    try #require(futimens(file, times) == 0)
  }

  @Test(
    "30 flipped bits and 10 pages of zeros: each answer is the right one, or an error that says so",
    arguments: [false, true]
  )
  func damage(isQuiet: Bool) throws {
    try fill()
    let store = try Store(path: path)
    let right = try Self.questions.map { try $0.ask(store) }
    #expect(right.allSatisfy { !$0.isEmpty })
    try store.close()
    let names = ["", "-head", "-sums"]
    let good = try names.map { Array(try Data(contentsOf: URL(fileURLWithPath: path + $0))) }
    var goodStatus = stat()
    try #require(stat(path, &goodStatus) == 0)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let pages = good[0].count / 4096
    var (errors, refusedStarts, seen) = (0, 0, 0)
    for number in 0..<40 {
      var bad = good[0]
      // One that is all zeros already is not harmed by more.
      var page = Int.random(in: 0..<pages, using: &random)
      while good[0][page * 4096..<(page + 1) * 4096].allSatisfy({ $0 == 0 }) {
        page = Int.random(in: 0..<pages, using: &random)
      }
      let what: String
      if number < 30 {
        let place = page * 4096 + Int.random(in: 0..<4096, using: &random)
        bad[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        what = "a flipped bit at \(place)"
      } else {
        bad.replaceSubrange(page * 4096..<(page + 1) * 4096, with: [UInt8](repeating: 0, count: 4096))
        what = "page \(page + 1) of zeros"
      }
      let comment: Comment = "\(what), seed \(seed), \(isQuiet ? "quietly" : "told by the time of the file")"
      for rest in ["-wal", "-shm"] { unlink(path + rest) }
      for (name, bytes) in zip(names, good).dropFirst() { try Data(bytes).write(to: URL(fileURLWithPath: path + name)) }
      try write(good[0], isQuiet: false)
      var times = [goodStatus.st_atim, goodStatus.st_mtim]
      try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
      try write(bad, isQuiet: isQuiet)
      let damaged: Store
      do {
        damaged = try Store(path: path)
      } catch {
        #expect(error.description.contains("damaged") || error.code == .notOurs, "\(comment): \(error)")
        refusedStarts += 1
        continue
      }
      for ((name, ask), right) in zip(Self.questions, right) {
        do {
          let answer = try ask(damaged)
          #expect(answer == right, "\(name): \(comment)")
        } catch let error as StoreError {
          #expect(error.description.contains("run: courantd check"), "\(name), \(comment): \(error)")
          errors += 1
        }
      }
      let scrubbed = try damaged.scrub(from: 1, count: 100_000)
      #expect(scrubbed.looked == scrubbed.pages && scrubbed.pages >= pages)
      // Whatever was damaged is found, but what holds nothing where somebody was seen to write to the file.
      if scrubbed.damaged == [page + 1] || damaged.damage != nil { seen += 1 }
      if isQuiet { #expect(scrubbed.damaged.contains(page + 1), comment) }
      if let damage = damaged.damage { #expect(damage.pages == 1 && damage.fault.contains(" is damaged: "), comment) }
      try? damaged.close()
    }
    #expect(errors > 20 && seen > 20, "\(errors) errors, \(refusedStarts) starts refused, \(seen) seen, seed \(seed)")
  }

  @Test("what somebody else writes to a database and leaves sound is taken; what is not is told at the start")
  func foreignWrites() throws {
    try fill()
    func sqlite(_ sql: String) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
      process.arguments = [path, sql]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    try sqlite("CREATE TABLE notes (note TEXT); INSERT INTO notes VALUES ('mine')")
    var store = try Store(path: path)
    #expect(store.damage == nil)
    #expect(try store.scrub(from: 1, count: 100_000).damaged.isEmpty)
    try store.close()
    try sqlite("UPDATE facts SET data = replace(data, 'schools', 'castles') WHERE id = (SELECT max(id) FROM facts)")
    store = try Store(path: path)
    #expect(
      store.damage?.fault.contains(" of the journal is not what was written") == true,
      "\(String(describing: store.damage))"
    )
    #expect(throws: StoreError.self) { try Self.allEvents(store, [""]) }
    try store.close()
  }

  @Test(
    "check reports a damaged checksum of a sound page while the database is open, and rebuilds it when it is closed"
  )
  func damagedSums() throws {
    try fill()
    let place = URL(fileURLWithPath: path + "-sums")
    #expect(try DatabaseFile.sumsFault(of: path) == nil)
    var sums = try Data(contentsOf: place)
    // The one of the third page.
    sums[64 + 2 * 8 + 5] ^= 4
    try sums.write(to: place)
    #expect(
      try DatabaseFile.sumsFault(of: path) == """
        \(path)-sums is damaged: it has another checksum for page 3, though all that the database says is sound; stop the daemon and \
        run: courantd check
        """
    )
    try DatabaseFile.renewSums(of: path)
    #expect(try DatabaseFile.sumsFault(of: path) == nil)
    let store = try Store(path: path)
    #expect(try store.damage == nil && store.scrub(from: 1, count: 100_000).damaged.isEmpty)
    try store.close()
  }

  @Test("a backup is not made of a damaged database, and one that is sound again is told of no longer")
  func backup() throws {
    try fill()
    let good = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    var bad = good
    let text = try #require(Data(good).range(of: Data("4 schools".utf8)))
    bad[text.lowerBound] ^= 1
    try write(bad, isQuiet: true)
    let page = text.lowerBound / 4096 + 1
    let error = #expect(throws: StoreError.self) { try DatabaseFile.backUp(path, to: folder.path + "/copy.db") }
    #expect(error?.description == "\(path) is damaged: page \(page) is not what was written; run: courantd check")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy.db"))
    // Check goes by what is in it, and names more than a page.
    #expect(try Check(of: path).firstFault?.contains("what was written") == true)
    try write(good, isQuiet: true)
    let store = try Store(path: path)
    #expect(try store.damage == nil && store.scrub(from: 1, count: 100_000).damaged.isEmpty)
    try store.close()
  }
}
