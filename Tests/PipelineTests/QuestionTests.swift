import Foundation
import Model
import Testing

@testable import Store

/// Questions about facts: selections, search, names and revisions.
@Suite("Questions")
struct QuestionTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  private func apply(_ uri: String, _ revision: String, job: String, _ facts: [(key: String, text: String)]) throws {
    let facts = try facts.enumerated().map { index, fact in
      try Make.fact(uri, revision, key: fact.key, text: fact.text, number: Double(fact.text), at: index * 100)
    }
    let request = try Make.batch(uri, revision, job: job, facts)
    _ = try store.apply([request], at: Timestamp(milliseconds: 1000))[0].get()
  }

  private func all(_ selection: FactSelection, at sequence: UInt64? = nil) throws -> [StatedFact] {
    var facts: [StatedFact] = []
    var after: Int64 = 0
    while true {
      let page = try store.facts(selection, at: sequence, after: after)
      facts += try page.facts.map { try JSON.decode(StatedFact.self, from: $0) }
      guard let next = page.next else { return facts }
      after = next
    }
  }

  private func keys(_ selection: FactSelection, at sequence: UInt64? = nil) throws -> [String] {
    try all(selection, at: sequence).map { "\($0.fact.key) \($0.fact.object.text)" }
  }

  @Test("facts by key, document, prefix and id, as they were at any moment")
  func selections() throws {
    try apply("a:", "1", job: "s-1", [("oslo/population", "700"), ("oslo/river", "Akerselva")])
    try apply("b:", "1", job: "s-2", [("oslo/population", "640"), ("bergen/river", "Store Lungegård")])
    try apply("a:", "2", job: "s-3", [("oslo/population", "701"), ("oslo/river", "Akerselva")])
    let head = try store.head().sequence
    #expect(head == 9)
    #expect(try keys(.document("a:")) == ["oslo/river Akerselva", "oslo/population 701"])
    #expect(try keys(.document("a:"), at: 3) == ["oslo/population 700", "oslo/river Akerselva"])
    #expect(try keys(.document("none:")) == [])
    let key = try #require(Key("oslo/population"))
    #expect(try keys(.key(key)) == ["oslo/population 640", "oslo/population 701"])
    #expect(try keys(.key(key), at: 6) == ["oslo/population 700", "oslo/population 640"])
    #expect(try keys(.prefixes(["bergen/", "oslo/r"])) == ["oslo/river Akerselva", "bergen/river Store Lungegård"])
    #expect(try keys(.prefixes([""])).count == 4)
    #expect(try keys(.prefixes([])) == [])
    // The status is that of the moment: two documents dispute each other from event 5 on.
    #expect(try all(.key(key), at: 3).map(\.status) == [.single])
    #expect(try all(.key(key), at: 6).map(\.status) == [.disputed, .disputed])
    // One that was retracted is found by its id, and says so.
    let gone = try #require(try all(.key(key), at: 3).first)
    let found = try all(.fact(gone.id))
    #expect(found.map(\.retracted) == [8])
    #expect(found.first?.fact == gone.fact)
    #expect(gone.retracted == nil)
    #expect(gone.recorded == Timestamp(milliseconds: 1000))
    // The text of an answer is as the type would write it.
    let line = try #require(try store.facts(.fact(gone.id)).facts.first)
    #expect(try JSON.encode(found[0]) == line)
  }

  @Test("facts come in pages that together are all of them, once")
  func pages() throws {
    let facts = (0..<2500).map { (key: "e\($0 % 7)/a\($0)", text: "v") }
    try apply("a:", "1", job: "s-1", facts)
    let found = try all(.prefixes([""]))
    #expect(found.count == 2500)
    #expect(Set(found.map(\.id)).count == 2500)
    #expect(found.map(\.sequence) == found.map(\.sequence).sorted())
    #expect(try store.facts(.prefixes([""])).facts.count == Store.FactPage.maximumFacts)
    #expect(try all(.prefixes(["e3/"])).count == 357)
    #expect(try all(.document("a:")).count == 2500)
  }

  // MARK: Search

  private func found(_ words: String) throws -> [String] {
    try #require(try store.search(words, limit: 50)).facts.map { "\($0.found.fact.key)" }
  }

  @Test("search finds what stands by words of any form, phrases and beginnings, and marks them")
  func search() throws {
    try apply("a:", "1", job: "s-1", [("russia/export", "crude oil"), ("japan/export", "cars and crude manners")])
    #expect(Set(try found("exports")) == ["russia/export", "japan/export"])
    #expect(try found("\"crude oil\"") == ["russia/export"])
    #expect(try found("crude mann*") == ["japan/export"])
    #expect(try found("CRUDE Oil") == ["russia/export"])
    #expect(try found("copper").isEmpty)
    let page = try #require(try store.search("oil crude", limit: 5))
    #expect(page.total == 1)
    let fact = try #require(page.facts.first)
    let bytes = Array(fact.found.fact.evidence.text.utf8)
    #expect(fact.marks.map { String(decoding: bytes[$0[0]..<$0[1]], as: UTF8.self) } == ["crude", "oil"])
    // No word at all, and what would be an operator, is no error of the database's.
    #expect(try store.search("-- \"\" *", limit: 5) == nil)
    for words in ["a AND", "NOT", "NEAR(a b)", "\"open", "a:b", "x\"y", "(", "col : x", "^a + b"] {
      _ = try store.search(words, limit: 5)
    }
    // A revision takes out what is no longer stated.
    try apply("a:", "2", job: "s-2", [("japan/export", "steel")])
    #expect(try found("crude").isEmpty)
    #expect(try found("steel") == ["japan/export"])
    #expect(try #require(try store.search("steel", limit: 1)).next == nil)
    try store.close()
    #expect(try Check(of: store.path).firstFault == nil)
  }

  @Test("a text that has the bytes of the marks itself is marked right")
  func marks() {
    #expect(SearchMarks.places("a \u{2}b\u{3} c", in: "a b c") == [[2, 3]])
    #expect(SearchMarks.places("\u{2}\u{2}b\u{3}", in: "\u{2}b") == [[1, 2]])
    #expect(SearchMarks.places("\u{3}a \u{2}b\u{3}", in: "\u{3}a b") == [[3, 4]])
    #expect(SearchMarks.places("other", in: "a b c") == [])
    #expect(SearchMarks.places("", in: "a") == [])
  }

  // MARK: Names

  @Test("keys by how they begin, and those that were probably meant")
  func names() throws {
    try apply(
      "a:",
      "1",
      job: "s-1",
      [
        ("japan/population", "1"), ("japan/capital", "Tokyo"), ("japan-airlines/is", "airline"),
        ("jordan/capital", "Amman"),
      ]
    )
    #expect(
      try store.keys(prefix: "japan", after: nil).list == ["japan-airlines/is", "japan/capital", "japan/population"]
    )
    #expect(try store.keys(prefix: "japan", after: nil, limit: 2).next == "japan/capital")
    #expect(
      try store.keys(prefix: "", after: "japan/capital", limit: 2).list == ["japan/population", "jordan/capital"]
    )
    #expect(try store.near("japan/populaton") == ["japan/population"])
    #expect(try store.near("jpan/population") == ["japan/population"])
    #expect(try store.near("japn") == ["japan/"])
    #expect(try store.near("japan/zzzzzzzz") == ["japan/"])
    #expect(try store.near("xylophone").isEmpty)
    #expect(try store.near("///").isEmpty)
  }

  @Test("entities by slug and by what documents call them, with those gone that nothing is stated of")
  func entities() throws {
    var abe = try Make.fact("a:", "1", key: "shinzo-abe/role", text: "prime minister")
    abe.subject = Fact.Subject(text: "Abe", name: "Shinzo Abe", entity: "shinzo-abe")
    var volume = try Make.fact("a:", "1", key: "trade-volume/is", text: "5", at: 100)
    volume.subject = Fact.Subject(text: "the trade volume", name: "trade volume", entity: nil)
    _ = try store.apply([try Make.batch("a:", "1", job: "s-1", [abe, volume])], at: Timestamp(milliseconds: 1))[0].get()
    let all = try store.entities(prefix: "", after: nil)
    #expect(all.list.map(\.entity) == ["shinzo-abe", "trade-volume"])
    #expect(all.list.map(\.name) == ["Shinzo Abe", nil])
    #expect(all.next == nil)
    #expect(try store.entities(prefix: "Abe", after: nil).list.map(\.entity) == ["shinzo-abe"])
    #expect(try store.entities(prefix: "shin", after: nil).list.map(\.facts) == [1])
    #expect(try store.near("abe/role") == ["shinzo-abe/role"])
    #expect(try store.entities(prefix: "", after: nil, limit: 1).next == "shinzo-abe")
    _ = try store.apply([try Make.batch("a:", "2", job: "s-2", [])], at: Timestamp(milliseconds: 2))[0].get()
    #expect(try store.entities(prefix: "", after: nil).list.isEmpty)
  }

  // MARK: Revisions

  @Test("the revisions of a document, and what each has stated, as far as the journal goes back")
  func revisions() throws {
    try apply("a:", "1", job: "s-1", [("oslo/population", "700")])
    try apply("b:", "1", job: "s-2", [("oslo/river", "Akerselva")])
    try apply("a:", "2", job: "s-3", [("oslo/population", "701")])
    let known = try store.revisions(of: "a:").list
    #expect(known.map(\.sequence) == [1, 5])
    #expect(known.map(\.moment) == [2, 7])
    #expect(known.map(\.stands) == [false, true])
    #expect(
      try known.map { try keys(.document("a:"), at: $0.moment) } == [["oslo/population 700"], ["oslo/population 701"]]
    )
    #expect(try store.revisions(of: "a:", limit: 1).next == 1)
    #expect(try store.revisions(of: "none:").list.isEmpty)
    // Trimmed up to the second document: what stood then is still told of the first revision.
    func trim(_ events: Int) throws {
      while try !store.trim(to: Retention(maxEvents: events), now: Timestamp(milliseconds: 1), atMost: 512).isDone {}
    }
    try trim(3)
    #expect(try store.head().sequence == 7)
    #expect(try store.revisions(of: "a:").list.map(\.moment) == [4, 7])
    #expect(try keys(.document("a:"), at: 4) == ["oslo/population 700"])
    #expect(try all(.document("b:")).map(\.recorded) == [nil])
    // Beyond it nothing is.
    try apply("c:", "1", job: "s-4", [("oslo/mayor", "A")])
    try trim(2)
    #expect(try store.revisions(of: "a:").list.map(\.moment) == [nil, 7])
    #expect(throws: StoreError.self) { try store.facts(.document("a:"), at: 4) }
  }
}
