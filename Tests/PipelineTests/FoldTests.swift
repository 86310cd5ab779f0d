import Foundation
import GRDB
import Model
import State
import TestSupport
import Testing

@testable import Store

/// The fold has a version: databases of earlier ones are folded anew, and what they hold is asked as if it had been read today.
@Suite("The fold")
struct FoldTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  private func restore(_ name: String) throws {
    let frozen = try #require(Bundle.module.url(forResource: "Databases/\(name)", withExtension: nil))
    try FileManager.default.copyItem(atPath: frozen.path, toPath: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  private func expectSound(_ comment: String = "") throws {
    let fault = try Check(of: path).firstFault
    #expect(fault == nil, "\(comment)")
  }

  private func entries(_ store: Store, _ key: String) throws -> [Entry] {
    let key = try #require(Key(key))
    return try #require(try store.entries(of: key)).entries
  }

  @Test("a database of schema 8, whole or trimmed, is migrated, folded anew and sound", arguments: ["", "-trimmed"])
  func frozen(_ kind: String) throws {
    try restore("schema-8\(kind).db")
    // A backup of an earlier version is no damage.
    try expectSound()
    var told: [UInt64] = []
    let store = try Store(path: path) { done, all in
      told.append(done)
      #expect(done <= all)
    }
    #expect(!told.isEmpty)
    // "He" and "the trade volume" of two documents are two things.
    for key in ["he/earn", "trade-volume/is"] {
      let entries = try entries(store, key)
      #expect(entries.map(\.status) == [.single, .single], "\(key)")
      #expect(Set(entries.map(\.document)) == ["https://example.org/a.txt", "https://example.org/b.txt"])
    }
    let population = try entries(store, "oslo/population")
    #expect(population.map(\.status) == [.single])
    #expect(population.first?.document == nil)
    // What the old reader took a speaker to have said stands under his name.
    let people = try entries(store, "12-000-people/attend")
    #expect(people.first?.values.first?.speaker == "Police")
    #expect(people.first?.document == "https://example.org/a.txt")
    // The index is made of the facts that stand.
    #expect(try store.search("population", limit: 50)?.facts.isEmpty == false)
    #expect(try store.counts()["searchLag"] == 0)
    try store.close()
    try expectSound()
    // Once is enough.
    told.removeAll()
    try Store(path: path) { done, _ in told.append(done) }.close()
    #expect(told.isEmpty)
  }

  @Test("a database of schema 9, whole or trimmed, is migrated, folded anew and sound", arguments: ["", "-trimmed"])
  func schema9(_ kind: String) throws {
    try restore("schema-9\(kind).db")
    try expectSound()
    let store = try Store(path: path)
    let districts = try #require(try entries(store, "oslo/have").first { $0.functional })
    #expect(districts.status == .disputed)
    #expect(districts.values.map(\.originCount) == [2, 1, 1])
    // A revision that was written when nobody noted how far evidence moved: it is quoted from the one that asserted it.
    let moved = try store.facts(.document("https://example.org/a.txt")).facts
      .map { try JSON.decode(StatedFact.self, from: $0).fact }
    let first = try #require(moved.first { $0.key.description == "oslo/have" })
    #expect(first.evidence.start == 18)
    let revisions = try store.revisions(of: "https://example.org/a.txt").list
    #expect(revisions.map(\.digest).firstIndex(of: first.document.digest) == 0)
    // The next revision puts it right.
    var again = first
    again.document.digest = Digest(of: [1])
    again.evidence.start += 40
    again.evidence.end += 40
    let batch = FactBatch(
      job: "n-1",
      document: again.document,
      extractor: "test/1",
      count: 1,
      lines: FactLines(bytes: try JSON.encode(again))
    )
    _ = try store.apply([.batch(batch)], at: .now)[0].get()
    let facts = try store.facts(.document("https://example.org/a.txt")).facts
      .map { try JSON.decode(StatedFact.self, from: $0).fact }
    #expect(facts.map(\.evidence.start) == [58])
    #expect(facts.map(\.document.digest) == [Digest(of: [1])])
    try store.close()
    try expectSound()
  }

  /// "At least 40", 47 and 52: the first agrees with either, and they not with each other.
  @Test(
    "agreement is not transitive: what is vague makes no two exact values one",
    arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2]]
  )
  func vague(_ order: [Int]) throws {
    let store = try Store(path: path)
    let key = try #require(Key("flood/kill"))
    func state(_ document: Int, _ revision: String, _ text: String, _ number: Double, isLeast: Bool = false) throws {
      var fact = try Make.fact("d\(document):", revision, key: key.description, text: text, number: number, year: 2020)
      if isLeast { fact.object.bound = .min }
      let job = "s-\(try store.head().sequence + 1)"
      _ = try store.apply([try Make.batch("d\(document):", revision, job: job, [fact])], at: .now)[0].get()
    }
    for step in order {
      switch step {
      case 0: try state(0, "1", "at least 40", 40, isLeast: true)
      case 1: try state(1, "1", "52", 52)
      default: try state(2, "1", "47", 47)
      }
    }
    func entry() throws -> Entry? { try store.entries(of: key)?.entries.first }
    #expect(try entry()?.status == .disputed)
    #expect(try Set(entry()?.values.map(\.value.text) ?? []) == ["52", "47"])
    let before = try store.head().sequence
    // The vague one becomes exact: what it says from then on is its own.
    try state(0, "2", "47", 47)
    let now = try #require(try entry())
    #expect(now.status == .disputed)
    #expect(now.values.first { $0.value.text == "47" }?.originCount == 2)
    #expect(now.values.first { $0.value.text == "52" }?.originCount == 1)
    #expect(try store.entries(of: key, at: before)?.entries.first?.status == .disputed)
    try store.close()
    try expectSound("\(order)")
  }

  @Test("under another version the state is made anew, whatever was kept", arguments: (1...4).map(UInt64.init))
  func otherVersion(seed: UInt64) throws {
    let store = try Store(path: path)
    var random = SeededGenerator(seed: seed)
    for step in 1...40 {
      _ = try store.apply([try Self.request(step, &random)], at: Timestamp(milliseconds: Int64(step)))[0].get()
    }
    let state = try Self.state(store)
    let head = try store.head().sequence
    try store.close()
    try expectSound("seed \(seed)")
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE meta SET value = '1.other' WHERE name = 'fold';
          UPDATE entries SET status = 'disputed';
          UPDATE entry_values SET origins = 7, documents = 9;
          UPDATE facts SET start = 5, sentence = 6;
          UPDATE revisions SET text = 3;
          """
      )
    }
    try queue.close()
    // Somebody else has written to the file.
    try PageSums.build(path)
    let again = try Store(path: path)
    #expect(try Self.state(again) == state, "seed \(seed)")
    #expect(try again.head().sequence == head)
    try again.close()
    try expectSound("seed \(seed)")
  }

  private static func state(_ store: Store) throws -> [Entry] {
    var entries: [Entry] = []
    var after: String?
    repeat {
      let page = try store.entries(prefixes: [""], after: after, sources: 100)
      entries += page.entries
      after = page.next
    } while after != nil
    return entries
  }

  private static let texts = (0..<3).map { number in
    (0..<60).map { "word\($0 * 7 % 31)of\(number)" }.joined(separator: " ")
  }

  /// A revision with facts of every scope, of speakers and the document itself, in sentences that others repeat or not, and a text that
  /// may be a copy.
  private static func request(_ step: Int, _ random: inout SeededGenerator) throws -> StoreRequest {
    let uri = "d\(Int.random(in: 0..<6, using: &random)):"
    let revision = "\(step)"
    let facts = try (0..<Int.random(in: 0..<6, using: &random)).map { index in
      let number = Double(Int.random(in: 1...3, using: &random))
      var fact = try Make.fact(
        uri,
        revision,
        key: "e/a\(Int.random(in: 0..<3, using: &random))",
        text: "\(Int(number))",
        number: number,
        year: Bool.random(using: &random) ? 2020 : nil,
        at: index * 200
      )
      if Int.random(in: 0..<4, using: &random) == 0 { (fact.subject.entity, fact.subject.scope) = (nil, .local) }
      if Int.random(in: 0..<4, using: &random) == 0 {
        fact.attribution = Fact.Attribution(source: "s\(Int.random(in: 0..<2, using: &random))", verb: "say")
      }
      if Bool.random(using: &random) {
        let text =
          "One sentence of more than ten words that somebody may well repeat \(Int.random(in: 0..<2, using: &random))."
        fact.evidence = Evidence(text: text, start: index * 200, end: index * 200 + text.utf8.count)
      }
      return fact
    }
    var batch = try Make.factBatch(uri, revision, job: "s-\(step)", facts)
    batch.fingerprint =
      Bool.random(using: &random) ? texts.randomElement(using: &random).flatMap { Fingerprint(ofText: $0.utf8) } : nil
    if step % 11 == 0 {
      batch.action = .withdraw
      batch.count = 0
      batch.lines = FactLines(bytes: [])
    }
    return .batch(batch)
  }
}

/// Corroboration counts origins, and not documents.
@Suite("Origins in the store")
struct OriginStoreTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  @discardableResult
  private func state(
    _ uri: String,
    _ revision: String = "1",
    sentence: String,
    number: Double = 5,
    speaker: String? = nil,
    text: String? = nil,
    digest: Digest? = nil
  ) throws -> [Event.Effect] {
    var fact = try Make.fact(uri, revision, key: "oslo/population", text: "\(Int(number))", number: number)
    fact.evidence = Evidence(text: sentence, start: 0, end: sentence.utf8.count)
    fact.attribution = speaker.map { Fact.Attribution(source: $0, verb: "say") }
    if let digest { fact.document.digest = digest }
    var batch = try Make.factBatch(uri, revision, job: "\(uri.dropLast())-\(revision)", [fact])
    if let digest { batch.document.digest = digest }
    batch.fingerprint = text.flatMap { Fingerprint(ofText: $0.utf8) }
    let before = try store.head().sequence
    _ = try store.apply([.batch(batch)], at: Timestamp(milliseconds: 1))[0].get()
    let events = try store.events(after: before, prefixes: [""]).events
    return try events.map { try JSON.decode(Event.self, from: $0.json) }.filter { $0.kind.isFact }.map(\.effect)
  }

  private func value() throws -> EntryValue {
    let entries = try store.entries(of: Key(entity: "oslo", attribute: "population"))?.entries
    return try #require(entries?.first?.values.first)
  }

  private static let short = "Oslo has 5 people."
  private static let long = "The city of Oslo had a population of 5 people at the end of the year."

  @Test("documents that say it in their own words are origins of their own")
  func independent() throws {
    #expect(try state("a:", sentence: Self.short) == [.new])
    #expect(try state("b:", sentence: Self.long) == [.corroborates])
    let value = try value()
    #expect(value.status == .corroborated)
    #expect(value.sourceCount == 2 && value.originCount == 2)
    #expect(value.sources.map(\.origin) == value.sources.map(\.sequence))
  }

  @Test("a short sentence may be repeated by chance, a long one is not")
  func sentences() throws {
    try state("a:", sentence: Self.short)
    #expect(try state("b:", sentence: Self.short) == [.corroborates])
    try state("c:", sentence: Self.long)
    // Case, punctuation and layout make no other sentence.
    #expect(try state("d:", sentence: Self.long.uppercased() + " ") == [.repeats])
    let value = try value()
    #expect(value.sourceCount == 4 && value.originCount == 3)
    #expect(value.sources[3].origin == value.sources[2].sequence)
  }

  @Test("a copy of a file is no source of its own, nor is a near copy")
  func copies() throws {
    let words = (0..<120).map { "w\($0)" }
    let digest = Digest(of: [1])
    try state("a:", sentence: Self.short, text: words.joined(separator: " "), digest: digest)
    #expect(try state("b:", sentence: Self.short, digest: digest) == [.repeats])
    // Another headline, and a cut.
    let copy = "A new headline for it\n\n" + words.prefix(80).joined(separator: " ")
    #expect(try state("c:", sentence: "Oslo's people are 5.", text: copy) == [.repeats])
    let other = (0..<120).map { "v\($0)" }.joined(separator: " ")
    #expect(try state("d:", sentence: "Oslo's people are 5.", text: other) == [.corroborates])
    #expect(try value().originCount == 2)
    #expect(try value().status == .corroborated)
    // What its only other origin says no longer makes it single again.
    #expect(try state("d:", "2", sentence: "Oslo's people are 9.", number: 9, text: other).contains(.disputes))
    #expect(try value().originCount == 1)
  }

  @Test("what one speaker said has one origin, in however many documents")
  func speakers() throws {
    #expect(try state("a:", sentence: Self.short, speaker: "The Mayor") == [.new])
    #expect(try state("b:", sentence: Self.long, speaker: "the mayor") == [.repeats])
    var value = try value()
    #expect(value.status == .single && value.originCount == 1 && value.sourceCount == 2)
    #expect(value.speaker == "The Mayor")
    // It is no statement of the document's own, and no source for one.
    #expect(try state("c:", sentence: Self.short) == [.new])
    value = try self.value()
    #expect(value.sourceCount == 2)
    #expect(try state("d:", sentence: Self.short, number: 9, speaker: "the police") == [.disputes])
  }
}
