import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

/// Evidence follows the text: where a fact stands is where the revision has it that stands, and events tell only of other words.
@Suite("Evidence")
struct EvidenceTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  private static func source(_ start: Int) -> SourceMap.Place { .part("word/document.xml", paragraph: 1 + start / 7) }

  /// A fact with a sentence of its own.
  private func fact(
    _ revision: String,
    _ key: String,
    _ text: String,
    words: String? = nil,
    at start: Int,
    uri: String = "d:"
  ) throws -> Fact {
    var fact = try Make.fact(uri, revision, key: key, text: text, at: start)
    if let words { fact.evidence = Evidence(text: words, start: start, end: start + words.utf8.count) }
    // In the original it stands elsewhere.
    fact.evidence.source = Self.source(start)
    return fact
  }

  @discardableResult
  private func apply(_ request: StoreRequest) throws -> [Event] {
    let applied = try store.apply([request], at: Timestamp(milliseconds: 1000))[0].get()
    return try applied.events.map { try JSON.decode(Event.self, from: $0.json) }
  }

  private func stated(_ selection: FactSelection, at moment: UInt64? = nil) throws -> [StatedFact] {
    var (facts, after): ([StatedFact], Int64?) = ([], 0)
    while let from = after {
      let page = try store.facts(selection, at: moment, after: from)
      facts += try page.facts.map { try JSON.decode(StatedFact.self, from: $0) }
      after = page.next
    }
    return facts
  }

  private func expectSound(_ comment: String = "") throws {
    #expect(try Check(of: store.path).firstFault == nil, "\(comment)")
  }

  @Test("a fact that a revision still states in the same words moves without an event")
  func moves() throws {
    try apply(
      try Make.batch("d:", "1", job: "s-1", [try fact("1", "a/x", "v", at: 0), try fact("1", "b/x", "w", at: 50)])
    )
    let events = try apply(
      try Make.batch("d:", "2", job: "s-2", [try fact("2", "a/x", "v", at: 10), try fact("2", "b/x", "w", at: 40)])
    )
    #expect(events.map(\.kind) == [.documentRevised])
    guard case .document(let report) = events[0].data else { return }
    #expect(report.moved?.steps == [.init(from: 0, by: 10, source: [1]), .init(from: 50, by: -10, source: [-2])])
    let now = try stated(.document("d:")).map(\.fact)
    #expect(now.map(\.evidence.start) == [10, 40])
    #expect(now.map(\.evidence.source) == [Self.source(10), Self.source(40)])
    #expect(now.map { $0.evidence.end - $0.evidence.start } == now.map(\.evidence.text.utf8.count))
    #expect(now.allSatisfy { $0.document.digest == Make.document("d:", "2").digest })
    // Asked by other ways it is the same, and at an earlier moment as it was.
    let key = try #require(Key("b/x"))
    #expect(try store.entries(of: key)?.entries[0].values[0].sources[0].evidence.start == 40)
    #expect(try store.entries(of: key)?.entries[0].values[0].sources[0].document == Make.document("d:", "2"))
    #expect(try stated(.key(key), at: 3).map(\.fact.evidence.start) == [50])
    #expect(try stated(.key(key), at: 3).map(\.fact.evidence.source) == [Self.source(50)])
    #expect(try stated(.key(key), at: 3).map(\.fact.document) == [Make.document("d:", "1")])
    let view = try store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT evidence_start, evidence_end - evidence_start, digest FROM current_facts ORDER BY 1"
      )
      .map { [$0[0] as Int, $0[1] as Int] }
    }
    #expect(view == [[10, 6], [40, 6]])
    try expectSound()
  }

  @Test("a fact in other words is retracted and asserted side by side, and its value stands all the while")
  func words() throws {
    try apply(try Make.batch("e:", "1", job: "s-1", [try fact("1", "a/x", "v", words: "A is v.", at: 0, uri: "e:")]))
    try apply(try Make.batch("d:", "1", job: "s-2", [try fact("1", "a/x", "v", words: "It is v.", at: 0)]))
    let events = try apply(
      try Make.batch("d:", "2", job: "s-3", [try fact("2", "a/x", "v", words: "It is v, they say.", at: 3)])
    )
    #expect(events.map(\.kind) == [.documentRevised, .factRetracted, .factAsserted])
    #expect(events.map(\.effect) == [.none, .none, .none])
    let key = try #require(Key("a/x"))
    let entry = try #require(try store.entries(of: key)?.entries.first)
    #expect(entry.status == .corroborated)
    #expect(entry.values.map(\.sourceCount) == [2])
    #expect(entry.values[0].sources.map(\.evidence.text) == ["A is v.", "It is v, they say."])
    // One that was retracted is quoted as it was last stated.
    let old = try #require(
      events.compactMap { event in
        if case .fact(let fact) = event.data, event.kind == .factRetracted { fact.id } else { nil }
      }.first
    )
    #expect(try stated(.fact(old)).map(\.fact.document) == [Make.document("d:", "1")])
    try expectSound()
  }

  @Test("a fact that two revisions move and a third drops is quoted as it stood last")
  func last() throws {
    for (number, start) in [(1, 0), (2, 10), (3, 30)] {
      let revision = "\(number)"
      try apply(try Make.batch("d:", revision, job: "s-\(number)", [try fact(revision, "a/x", "v", at: start)]))
    }
    let id = try #require(try stated(.document("d:")).first).id
    try apply(try Make.batch("d:", "4", job: "s-4", [try fact("4", "b/x", "w", at: 0)]))
    let gone = try #require(try stated(.fact(id)).first)
    #expect(gone.retracted != nil)
    #expect(gone.fact.evidence.start == 30)
    #expect(gone.fact.document == Make.document("d:", "3"))
    try expectSound()
  }

  @Test("where there are more moves than a revision has room for, the rest is stated again")
  func limit() throws {
    let count = EvidenceMoves.limit + 20
    func batch(_ revision: String, _ start: (Int) -> Int) throws -> StoreRequest {
      let facts = try (0..<count).map { try fact(revision, "e\($0)/x", "v", at: start($0)) }
      return try Make.batch("d:", revision, job: "s-\(revision)", facts)
    }
    try apply(try batch("1") { $0 * 20 })
    // Each sentence by one byte further than the one before it.
    let events = try apply(try batch("2") { $0 * 21 + 1 })
    #expect(events.count == 1 + 2 * 20)
    #expect(try stated(.document("d:")).map(\.fact.evidence.start).sorted() == (0..<count).map { $0 * 21 + 1 })
    try expectSound()
  }

  @Test("a document that becomes a text of its own, and one that becomes a copy, change how many origins a fact has")
  func origins() throws {
    let texts = try (0..<3).map { number in
      try #require(Fingerprint(ofText: (0..<60).map { "w\(number)x\($0)" }.joined(separator: " ").utf8))
    }
    func state(_ uri: String, _ revision: String, _ text: Fingerprint, job: String) throws {
      var batch = try Make.factBatch(uri, revision, job: job, [try fact(revision, "a/x", "v", at: 0, uri: uri)])
      batch.fingerprint = text
      try apply(.batch(batch))
    }
    let key = try #require(Key("a/x"))
    func status() throws -> Entry.Status? { try store.entries(of: key)?.entries.first?.status }
    try state("d:", "1", texts[0], job: "s-1")
    try state("e:", "1", texts[0], job: "s-2")
    #expect(try status() == .single)
    let copied = try store.head().sequence
    try state("e:", "2", texts[1], job: "s-3")
    #expect(try status() == .corroborated)
    try expectSound()
    try state("e:", "3", texts[0], job: "s-4")
    #expect(try status() == .single)
    #expect(try store.entries(of: key, at: copied)?.entries.first?.status == .single)
    try expectSound()
  }

  @Test(
    "after random revisions every fact stands where its revision has it, now, at each earlier moment, trimmed and folded anew",
    arguments: (1...6).map(UInt64.init)
  )
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var moments: [(moment: UInt64, uri: String, document: Document, places: [String: Int])] = []
    for step in 1...40 {
      let uri = "d\(Int.random(in: 0..<3, using: &random)):"
      var (start, facts, places): (Int, [Fact], [String: Int]) = (Int.random(in: 0..<30, using: &random), [], [:])
      for number in (0..<8).filter({ _ in Int.random(in: 0..<4, using: &random) > 0 }).shuffled(using: &random) {
        let words = "Number \(number) is v" + (Int.random(in: 0..<6, using: &random) == 0 ? ", still." : ".")
        let fact = try fact("\(step)", "e\(number)/x", "v", words: words, at: start, uri: uri)
        places["\(fact.key) \(words)"] = start
        start = fact.evidence.end + Int.random(in: 0..<3, using: &random)
        facts.append(fact)
      }
      try apply(try Make.batch(uri, "\(step)", job: "s-\(step)", facts))
      moments.append((try store.head().sequence, uri, Make.document(uri, "\(step)"), places))
    }
    func expectPlaces(from moment: UInt64, _ comment: String) throws {
      for wanted in moments where wanted.moment >= moment {
        let found = try stated(.document(wanted.uri), at: wanted.moment).map(\.fact)
        let places = Dictionary(
          uniqueKeysWithValues: found.map { ("\($0.key) \($0.evidence.text)", $0.evidence.start) }
        )
        #expect(
          found.allSatisfy { $0.evidence.source == Self.source($0.evidence.start) },
          "seed \(seed), event \(wanted.moment), \(comment)"
        )
        #expect(places == wanted.places, "seed \(seed), event \(wanted.moment), \(comment)")
        #expect(found.allSatisfy { $0.document == wanted.document }, "seed \(seed), event \(wanted.moment), \(comment)")
      }
    }
    try expectPlaces(from: 0, "whole")
    try expectSound("seed \(seed)")
    while try !store.trim(to: Retention(maxEvents: 60), now: Timestamp(milliseconds: 1000), atMost: 7).isDone {}
    let oldest = try store.oldest().sequence
    #expect(oldest > 0)
    try expectPlaces(from: oldest, "trimmed")
    try expectSound("seed \(seed), trimmed")
    try store.pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction {
        try database.execute(sql: "DELETE FROM meta WHERE name = 'fold'")
        try FoldVersion.refold(database)
        return .commit
      }
    }
    try expectPlaces(from: oldest, "folded anew")
    try expectSound("seed \(seed), folded anew")
  }

  @Test("moves that are no moves are refused")
  func decoding() throws {
    #expect(try JSON.decode(EvidenceMoves.self, from: "[[0,5],[9,-2]]".utf8).moved(9) == 7)
    let moves = try JSON.decode(EvidenceMoves.self, from: "[[0,5,10,11]]".utf8)
    #expect(moves.moved(.bytes(1..<3), start: 0) == .bytes(11..<14))
    for text in [
      "[[0]]", "[[0,1,2,3,4]]", "[[0,1,2,3,4,5,6,7]]", "[[5,1],[5,2]]", "[[5,1],[4,2]]", "[[0,9000000000000000000]]",
      "{}",
    ] {
      #expect(throws: (any Error).self, "\(text)") { try JSON.decode(EvidenceMoves.self, from: text.utf8) }
    }
  }
}
