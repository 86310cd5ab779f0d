import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// What is known of an entity: in every role, of every moment, page by page.
@Suite("About an entity")
struct AboutTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  private func apply(_ uri: String, _ revision: String, job: String, _ facts: [Fact], _ sentences: [Sentence] = [])
    throws
  {
    var batch = try Make.factBatch(uri, revision, job: job, facts)
    try batch.add(sentences)
    _ = try store.apply([.batch(batch)], at: Timestamp(milliseconds: 1000))[0].get()
  }

  private func lines(
    _ entity: String,
    _ roles: [EntityRole] = [.subject, .part, .object, .speaker],
    names: [String] = [],
    withdrawn: Bool = false,
    at sequence: UInt64? = nil
  ) throws -> [EntityLine] {
    let question = Store.AboutQuestion(entity, roles: Set(roles), names: names, withdrawn: withdrawn)
    var lines: [EntityLine] = []
    var after: String?
    repeat {
      let page = try store.about(question, at: sequence, after: after)
      lines += try page.lines.map { line in
        let read = try JSON.decode(EntityLine.self, from: line)
        // The text of an answer is as the type would write it.
        #expect(try JSON.encode(read) == line)
        return read
      }
      after = page.next
    } while after != nil
    return lines
  }

  private func facts(_ lines: [EntityLine]) -> [EntityFact] {
    lines.compactMap { if case .fact(let fact) = $0 { fact } else { nil } }
  }

  private func texts(_ lines: [EntityLine]) -> [String] {
    facts(lines).map { "\($0.role) \($0.found.fact.key) \($0.found.fact.value.text)" }
  }

  /// A fact of each role of Oslo's.
  private func roles(_ uri: String = "a:", _ revision: String = "1") throws -> [Fact] {
    var part = try Make.fact(uri, revision, key: "oslo/population", text: "700", number: 700, at: 100)
    part.subject = Fact.Subject(text: "Oslo's population", name: nil, entity: nil, scope: .anchored)
    var object = try Make.fact(uri, revision, key: "norway/capital", text: "Oslo", at: 200)
    object.object = Value(text: "Oslo", name: "Oslo", entity: "oslo", kind: .entity)
    // The key is about the object, and Oslo is the value.
    var passive = try Make.fact(uri, revision, key: "akerselva/flow-through", text: "the river", at: 300)
    passive.subject = Fact.Subject(text: "Oslo", name: "Oslo", entity: "oslo")
    passive.object = Value(text: "Akerselva", name: "Akerselva", entity: "akerselva", kind: .entity)
    passive.about = .object
    var said = try Make.fact(uri, revision, key: "bergen/weather", text: "rain", at: 400)
    said.attribution = Fact.Attribution(source: "Oslo", verb: "say")
    return [try Make.fact(uri, revision, key: "oslo/river", text: "Akerselva"), part, object, passive, said]
  }

  @Test("facts come under each role, and of other entities none")
  func everyRole() throws {
    try apply(
      "a:",
      "1",
      job: "s-1",
      try roles() + [Make.fact("a:", "1", key: "oslofjord/is", text: "a fjord", at: 500)]
    )
    #expect(
      try texts(lines("oslo")) == [
        "part oslo/population 700", "subject oslo/river Akerselva", "object akerselva/flow-through Oslo",
        "object norway/capital Oslo", "speaker bergen/weather rain",
      ]
    )
    #expect(try texts(lines("oslo", [.part])) == ["part oslo/population 700"])
    #expect(try texts(lines("oslo", [.speaker])) == ["speaker bergen/weather rain"])
    #expect(try lines("osl").isEmpty)
    #expect(try texts(lines("akerselva")) == ["subject akerselva/flow-through Oslo"])
  }

  @Test("as-of shows what stood; what nobody states any longer comes once a value, and only where it is wanted")
  func moments() throws {
    try apply("a:", "1", job: "s-1", try roles())
    try apply("b:", "1", job: "s-2", try roles("b:"))
    let both = try store.head().sequence
    try apply("a:", "2", job: "s-3", [])
    let one = try store.head().sequence
    try apply("b:", "2", job: "s-4", [])
    #expect(try lines("oslo").isEmpty)
    #expect(try texts(lines("oslo", at: one)).count == 5)
    #expect(try texts(lines("oslo", at: both)).count == 10)
    #expect(try lines("oslo", at: 1).isEmpty)
    // Two documents stated each value, in short sentences of their own.
    let then = try facts(lines("oslo", at: both))
    #expect(Set(then.map(\.sourceCount)) == [2])
    #expect(then.map { $0.role == .speaker ? 1 : 2 } == then.map(\.originCount))
    #expect(Set(try facts(lines("oslo", at: one)).map(\.sourceCount)) == [1])
    let gone = try facts(lines("oslo", withdrawn: true))
    #expect(gone.map(\.role) == [.part, .subject, .object, .object, .speaker])
    #expect(gone.allSatisfy { $0.found.retracted != nil && $0.found.fact.document.uri == "b:" && $0.sourceCount == 0 })
    #expect(try facts(lines("oslo", withdrawn: true, at: one)).allSatisfy { $0.found.retracted == nil })
    // Stated again it stands, and nothing of it is gone.
    try apply("a:", "3", job: "s-5", try roles("a:", "3"))
    #expect(try facts(lines("oslo", withdrawn: true)).allSatisfy { $0.found.retracted == nil })
    // Values are told apart by the event that first stated them.
    #expect(Set(try facts(lines("oslo")).map(\.since)).count == 5)
  }

  @Test("pages together are all there is, once, and each is bounded")
  func pages() throws {
    var facts: [Fact] = []
    for index in 0..<2300 {
      var fact = try Make.fact("a:", "1", key: "e/a\(index % 3)", text: "v\(index)", at: index * 100)
      if index % 2 == 1 { fact.subject.scope = .anchored }
      fact.object.entity = "o"
      fact.attribution = Fact.Attribution(source: "S.", verb: "say")
      facts.append(fact)
    }
    try apply("a:", "1", job: "s-1", facts)
    for entity in ["e", "o", "s"] {
      let found = try self.facts(lines(entity))
      #expect(found.count == 2300, "\(entity)")
      #expect(Set(found.map(\.found.id)).count == 2300, "\(entity)")
    }
    // A page of which most is not wanted ends as well, and the rest is found.
    #expect(try self.facts(lines("e", [.part])).count == 1150)
    let page = try store.about(Store.AboutQuestion("o", roles: [.object]))
    #expect(page.lines.count <= Store.FactPage.maximumFacts)
    #expect(page.next != nil)
    #expect(try texts(lines("o").suffix(1)) == ["object e/a0 v0"])
  }

  @Test("documents that mention a name are told by sentences with facts and without, each sentence once")
  func mentions() throws {
    var facts = try roles()
    for index in facts.indices {
      facts[index].evidence = Evidence(text: "In Oslo it is so.", start: index < 2 ? 0 : 50, end: index < 2 ? 17 : 67)
    }
    try apply("a:", "1", job: "s-1", facts, [Sentence(start: 100, text: "Good morning, Oslo!")])
    try apply("b:", "1", job: "s-2", [], [Sentence(start: 7, text: "Welcome to Christiania.")])
    try apply("c:", "1", job: "s-3", [], [Sentence(start: 7, text: "The Oslofjord is blue.")])
    func mentions(_ names: String...) throws -> [String] {
      try lines("oslo", [.mention], names: names).map { line in
        guard case .mention(let mention) = line else { return "no mention" }
        return "\(mention.document.uri) \(mention.sentences)"
      }
    }
    #expect(try mentions("Oslo") == ["a: 3"])
    #expect(try mentions("Oslo", "Christiania") == ["b: 1", "a: 3"])
    #expect(try mentions("\"", "OR (").isEmpty)
    #expect(try mentions().isEmpty)
    // Two letters are left out beside longer names, not alone.
    #expect(try mentions("to", "Christiania") == ["b: 1"])
    #expect(try mentions("to") == ["b: 1"])
    try apply("b:", "2", job: "s-4", [])
    #expect(try mentions("Christiania").isEmpty)
  }

  @Test("a place that is none is the beginning")
  func places() throws {
    try apply("a:", "1", job: "s-1", try roles())
    let question = Store.AboutQuestion("oslo", roles: [.subject, .part])
    for after in ["", "x", "keys", "keys x y", "none 1 oslo/river"] {
      #expect(try store.about(question, after: after).lines.count == 2, "\(after)")
    }
    #expect(try store.about(question, after: "mention 0 ").lines.isEmpty)
    #expect(AboutPlace(AboutPlace(.keys, key: "a/b", row: 7).description).row == 7)
  }

  // MARK: Entities

  @Test("objects and speakers are entities, too, in the order of slugs, page by page")
  func entities() throws {
    try apply("a:", "1", job: "s-1", try roles() + [Make.fact("a:", "1", key: "oslo-airport/is", text: "x", at: 700)])
    let all = try store.entities(prefix: "", after: nil)
    #expect(all.list.map(\.entity) == ["akerselva", "bergen", "norway", "oslo", "oslo-airport"])
    let oslo = try #require(all.list.first { $0.entity == "oslo" })
    #expect(oslo.facts == 2 && oslo.asObject == 2 && oslo.asSpeaker == 1)
    #expect(oslo.name == "oslo")
    var paged: [String] = []
    var after: String?
    repeat {
      let page = try store.entities(prefix: "", after: after, limit: 2)
      paged += page.list.map(\.entity)
      after = page.next
    } while after != nil
    #expect(paged == all.list.map(\.entity))
    #expect(try store.entities(prefix: "osl", after: nil).list.map(\.entity) == ["oslo", "oslo-airport"])
    // Only what is said, only what is the value of something else.
    var said = try Make.fact("b:", "1", key: "sea/colour", text: "Blue")
    said.object = Value(text: "Blue", name: "The Blue", entity: "the-blue", kind: .entity)
    said.attribution = Fact.Attribution(source: "Ann Lee", verb: "say")
    try apply("b:", "1", job: "s-2", [said])
    let ann = try #require(try store.entity("ann-lee"))
    #expect(ann.facts == 0 && ann.asObject == 0 && ann.asSpeaker == 1)
    #expect(ann.name == "Ann Lee")
    #expect(try store.entity("the-blue")?.name == "The Blue")
    #expect(try store.entities(prefix: "ann", after: nil).list == [ann])
    // With its document it goes from the list; it was an entity all the same.
    try apply("b:", "2", job: "s-3", [])
    #expect(try store.entities(prefix: "ann", after: nil).list.isEmpty)
    #expect(try store.entity("ann-lee")?.isEmpty == true)
    #expect(try store.entity("nobody") == nil)
  }

  // MARK: The database

  @Test(
    "a fact that is kept under another entity than its own is found by the check",
    arguments: [
      "UPDATE facts SET value_entity = 'bergen' WHERE value_entity = 'oslo'",
      "UPDATE facts SET value_entity = NULL WHERE value_entity = 'oslo'", "UPDATE facts SET speaker = NULL",
      "UPDATE facts SET speaker = 'bergen' WHERE speaker IS NULL",
    ]
  )
  func damaged(sql: String) throws {
    try apply("a:", "1", job: "s-1", try roles())
    try store.pool.write { try $0.execute(sql: sql) }
    try store.close()
    let fault = try Check(of: store.path).firstFault ?? "none"
    #expect(fault.hasSuffix(" is kept under another entity or speaker than its own; restore a backup"), "\(fault)")
  }

  @Test("the facts of a database of before are found by entity and speaker")
  func migrated() throws {
    try apply("a:", "1", job: "s-1", try roles())
    let before = try lines("oslo")
    try store.close()
    let queue = try DatabaseQueue(path: store.path)
    try queue.write { database in
      try database.execute(sql: "UPDATE facts SET value_entity = NULL, speaker = NULL")
      try Migrations.fillRoles(database)
    }
    try queue.close()
    try PageSums.build(store.path)
    #expect(try Check(of: store.path).firstFault == nil)
    let again = try Store(path: store.path)
    let question = Store.AboutQuestion("oslo", roles: [.subject, .part, .object, .speaker])
    #expect(try again.about(question).lines.count == before.count)
    #expect(before.count == 5)
  }
}

extension FactBatch {
  /// Puts sentences behind the facts.
  mutating func add(_ sentences: [Sentence]) throws {
    self.sentences += sentences.count
    for sentence in sentences { lines.bytes += try JSON.encode(SentenceLine(sentence)) + [UInt8(ascii: "\n")] }
  }
}
