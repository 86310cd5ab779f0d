import Foundation
import Model
import State
import TestSupport
import Testing

@testable import Store

/// What people decide: who is who, and what counts as a source.
@Suite("Reviews")
struct ReviewTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.path + "/courant.db")
  }

  private func fact(
    _ uri: String,
    _ revision: String,
    _ key: String,
    _ text: String,
    isLocal: Bool = false,
    object: String? = nil,
    at start: Int = 0
  ) throws -> Fact {
    var fact = try Make.fact(uri, revision, key: key, text: text, number: Double(text), at: start)
    if isLocal { fact.subject = Fact.Subject(text: fact.key.entity, name: fact.key.entity, entity: nil, scope: .local) }
    if let object { fact.object = Value(text: object, name: object, entity: object, kind: .entity) }
    return fact
  }

  @discardableResult
  private func state(_ uri: String, _ facts: [Fact], revision: String = "1") throws -> [Event] {
    let job = "s-\(try store.head().sequence + 1)"
    return try events(of: try Make.batch(uri, revision, job: job, facts)).events
  }

  private func events(of request: StoreRequest, in store: Store? = nil) throws -> (events: [Event], applied: Applied) {
    let applied = try (store ?? self.store).apply([request], at: Timestamp(milliseconds: 1000))[0].get()
    return (try applied.events.map { try JSON.decode(Event.self, from: $0.json) }, applied)
  }

  private func review(_ review: Review) throws -> (events: [Event], applied: Applied) {
    try events(of: .review(review))
  }

  private func fault(_ review: Review) throws -> String? {
    switch try store.apply([.review(review)], at: .now)[0] {
    case .success: return nil
    case .failure(let error):
      #expect(error.code == .badReview)
      return error.description
    }
  }

  private func entries(_ key: String) throws -> [Entry] {
    try store.entries(of: try #require(Key(key)))?.entries.filter { $0.status != .withdrawn } ?? []
  }

  private func expectSound(_ comment: String = "") throws {
    let fault = try Check(of: store.path).firstFault
    #expect(fault == nil, "\(comment)")
  }

  private func same(_ names: Review.Name...) -> Review { Review(.same, names: names) }

  // MARK: Who is who

  @Test("joined names stand under the first: what agrees is corroborated, and an undo takes all of it back")
  func join() throws {
    try state("d:", [try fact("d:", "1", "hepatitis-c/prevalence", "71")])
    try state("e:", [try fact("e:", "1", "hcv/prevalence", "71")])
    try state("f:", [try fact("f:", "1", "who/fight", "it", object: "hcv")])
    let before = try Self.summary(store)
    let joined = try review(same(Review.Name("hepatitis-c"), Review.Name("hcv")))
    #expect(
      joined.events.map(\.kind) == [
        .entityJoined, .factRetracted, .factAsserted, .factRetracted, .factAsserted,
      ]
    )
    #expect(joined.events.map(\.effect) == [.none, .withdraws, .corroborates, .withdraws, .supersedes])
    #expect(joined.events[2].subject == "hepatitis-c/prevalence")
    #expect(joined.events[2].source == "e:")
    let entry = try #require(try entries("hepatitis-c/prevalence").first)
    #expect(entry.status == .corroborated)
    #expect(entry.values.map(\.originCount) == [2])
    #expect(try entries("hcv/prevalence").isEmpty)
    #expect(try entries("who/fight").first?.values.first?.value.entity == "hepatitis-c")
    try expectSound("joined")
    // Documents that come later are brought under the name as they come; and an old one that comes again changes nothing.
    try state("g:", [try fact("g:", "1", "hcv/prevalence", "90")])
    #expect(try entries("hepatitis-c/prevalence").first?.status == .disputed)
    #expect(
      try state("e:", [try fact("e:", "2", "hcv/prevalence", "71")], revision: "2").map(\.kind) == [.documentRevised]
    )
    try events(of: try Make.batch("g:", "2", job: "s-900", [])).events.forEach { _ in }
    try state("e:", [try fact("e:", "1", "hcv/prevalence", "71")], revision: "1")
    let sequence = try #require(joined.events.first).sequence
    #expect(try review(Review(.undo, undoes: sequence)).events.first?.kind == .reviewUndone)
    #expect(try Self.summary(store) == before)
    try expectSound("undone")
    #expect(
      try store.entries(of: try #require(Key("hepatitis-c/prevalence")), at: sequence - 1)?.entries.first?.status
        == .single
    )
  }

  @Test("namesakes of single documents are joined by naming the documents, and others stay apart")
  func local() throws {
    for (uri, age) in [("d:", "40"), ("e:", "40"), ("f:", "70")] {
      try state(uri, [try fact(uri, "1", "john-smith/age", age, isLocal: true)])
    }
    #expect(try entries("john-smith/age").count == 3)
    _ = try review(same(Review.Name("john-smith", in: "d:"), Review.Name("john-smith", in: "e:")))
    #expect(try entries("john-smith/age").map(\.status) == [.corroborated, .single])
    #expect(try entries("john-smith/age").map(\.document) == [nil, "f:"])
    // Another of the name needs another slug.
    try state("g:", [try fact("g:", "1", "john-smith/age", "70", isLocal: true)])
    _ = try review(same(Review.Name("john-smith", in: "f:"), Review.Name("john-smith", in: "g:")))
    #expect(try entries("john-smith-2/age").map(\.status) == [.corroborated])
    #expect(try entries("john-smith/age").count == 1)
    try expectSound()
  }

  @Test("a name that is set apart belongs to each document")
  func apart() throws {
    try state("d:", [try fact("d:", "1", "springfield/population", "100")])
    try state("e:", [try fact("e:", "1", "springfield/population", "200")])
    #expect(try entries("springfield/population").map(\.status) == [.disputed])
    let events = try review(Review(.apart, names: [Review.Name("springfield")])).events
    #expect(events.map(\.kind.rawValue).filter { !$0.hasPrefix("fact") } == ["entity.split"])
    #expect(try entries("springfield/population").map(\.status) == [.single, .single])
    #expect(try entries("springfield/population").map(\.document) == ["d:", "e:"])
    #expect(
      try fault(same(Review.Name("springfield"), Review.Name("springfield", in: "d:")))
        == "springfield was set apart in every document: undo that first, or name it in single documents"
    )
    try expectSound()
  }

  @Test("an undo can be undone; what holds already writes nothing")
  func undo() throws {
    try state("d:", [try fact("d:", "1", "a/x", "1"), try fact("d:", "1", "b/x", "1", at: 50)])
    let joined = try review(same(Review.Name("a"), Review.Name("b")))
    let first = try #require(joined.events.first).sequence
    #expect(try review(same(Review.Name("b"), Review.Name("a"))).applied.duplicate)
    let undone = try #require(try review(Review(.undo, undoes: first)).events.first).sequence
    #expect(try entries("b/x").count == 1)
    #expect(try fault(Review(.undo, undoes: first)) == "review \(first) was undone already")
    _ = try review(Review(.undo, undoes: undone))
    #expect(try entries("b/x").isEmpty)
    #expect(try store.reviews().list.map(\.holds) == [true, false, true])
    try expectSound()
  }

  @Test("reviews that cannot hold are refused with the reason, and change nothing")
  func faults() throws {
    try state("d:", [try fact("d:", "1", "a/x", "1"), try fact("d:", "1", "j/x", "1", isLocal: true, at: 50)])
    let head = try store.head().sequence
    let cases: [(Review, String)] = [
      (same(Review.Name("a")), "1 names to join, want 2 to 100"),
      (same(Review.Name("a"), Review.Name("z")), "nothing is known of z"),
      (same(Review.Name("a"), Review.Name("j")), "j is somebody else in every document: name it as j@DOCUMENT"),
      (same(Review.Name("a"), Review.Name("j", in: "e:")), "e: states nothing about j"),
      (same(Review.Name("a"), Review.Name("A b")), "\"A b\" is no slug, such as bank-of-japan"),
      (Review(.apart, names: [Review.Name("z")]), "nothing is known of z"),
      (Review(.weigh, source: "d:", weight: 2), "the weight is 2.0, want 0 to 1"),
      (Review(.weigh, source: "d:"), "want how URIs begin, and a weight"),
      (Review(.undo, undoes: 1), "event 1 is no review; see: courant reviews"),
      (Review(.apart, names: [Review.Name("a")], reason: "\0"), "a text of the review has a NUL character"),
      (
        Review(.apart, names: [Review.Name("a")], reason: String(repeating: "x", count: 1001)),
        "the reason has 1001 bytes, want 1000 at most"
      ),
    ]
    for (review, reason) in cases { #expect(try fault(review) == reason) }
    #expect(try store.head().sequence == head)
    let document = Document(uri: Review.uri, digest: Digest(of: []))
    let batch = FactBatch(job: "s-9", document: document, extractor: "test/1", count: 0, lines: FactLines(bytes: []))
    #expect(throws: StoreError(.badBatch, "no document can be called courant:reviews, which names the reviews")) {
      try store.apply([.batch(batch)], at: .now)[0].get()
    }
    try expectSound()
  }

  @Test("two births make two people of a name, as a review that can be undone and is not made again")
  func births() throws {
    func born(_ uri: String, _ year: Int) throws -> Fact {
      var fact = try fact(uri, "1", "jorun-aas/be-born", "\(year)")
      fact.object = Value(text: "\(year)", kind: .date)
      fact.object.start = Day(year: year, month: 1, day: 1)
      fact.object.end = Day(year: year, month: 12, day: 31)
      return fact
    }
    try state("d:", [try born("d:", 1950), try fact("d:", "1", "jorun-aas/age", "40", at: 50)])
    // A few years are a dispute about one person.
    #expect(try state("e:", [try born("e:", 1952)]).map(\.effect) == [.none, .disputes])
    let applied = try events(of: try Make.batch("f:", "1", job: "s-90", [try born("f:", 1972)]))
    #expect(applied.applied.asserted == 1)
    #expect(applied.applied.retracted == 0)
    let split = try #require(applied.events.first { $0.kind == .entitySplit })
    let review = try #require(try store.reviews().list.last?.review)
    #expect(review.by == "courant:evidence")
    #expect(review.reason == "two dates under be-born: 1950 in d:, 1972 in f:")
    #expect(try entries("jorun-aas/be-born").map(\.document) == ["d:", "e:", "f:"])
    #expect(try entries("jorun-aas/be-born").map(\.status) == [.single, .single, .single])
    try expectSound("split")
    _ = try self.review(Review(.undo, undoes: split.sequence))
    #expect(try entries("jorun-aas/be-born").map(\.status) == [.disputed])
    #expect(try state("g:", [try born("g:", 1990)]).map(\.kind) == [.documentAccepted, .factAsserted])
    try expectSound("undone")
  }

  @Test("documents that share a name already need no joining, also where it was set apart for a while")
  func sharedAlready() throws {
    for uri in ["d:", "e:"] { try state(uri, [try fact(uri, "1", "john-smith/age", "40")]) }
    let apart = try #require(try review(Review(.apart, names: [Review.Name("john-smith")])).events.first).sequence
    _ = try review(Review(.undo, undoes: apart))
    let names = (Review.Name("john-smith", in: "d:"), Review.Name("john-smith", in: "e:"))
    #expect(try review(same(names.0, names.1)).applied.duplicate)
    try state("f:", [try fact("f:", "1", "john-smith/height", "190", isLocal: true)])
    let joined = try review(same(names.0, Review.Name("john-smith", in: "f:"))).applied
    #expect(joined.into == "john-smith")
    #expect(joined.asserted == 1)
    try expectSound()
  }

  @Test("a fact has the status of its value: one that nothing contradicts is not disputed beside one that is")
  func statuses() throws {
    var denied = try fact("e:", "1", "oslo/twin", "bergen", object: "bergen")
    denied.polarity = .negative
    try state(
      "d:",
      [
        try fact("d:", "1", "oslo/twin", "bergen", object: "bergen"),
        try fact("d:", "1", "oslo/twin", "lund", object: "lund", at: 50),
      ]
    )
    try state("e:", [denied])
    let head = try store.head().sequence
    try state("e:", [], revision: "2")
    func statuses(at moment: UInt64? = nil) throws -> [Entry.Status] {
      try store.facts(.key(try #require(Key("oslo/twin"))), at: moment).facts.map {
        try JSON.decode(StatedFact.self, from: $0).status
      }
    }
    #expect(try statuses(at: head) == [.disputed, .single, .disputed])
    #expect(try statuses() == [.single, .single])
    try expectSound()
  }

  @Test("a title that is too long for every fact to have is refused; facts have the title of their batch")
  func title() throws {
    var fact = try fact("d:", "1", "a/x", "1")
    fact.document.title = String(repeating: "x", count: 100_000)
    try state("d:", [fact])
    #expect(try store.facts(.document("d:")).facts.first?.count ?? 0 < 2000)
    var batch = try Make.factBatch("e:", "1", job: "s-90", [])
    batch.document.title = String(repeating: "x", count: 1001)
    #expect(throws: StoreError(.badBatch, "the document's title has more than 1000 bytes")) {
      try store.apply([.batch(batch)], at: .now)[0].get()
    }
  }

  // MARK: What counts

  @Test("a source that does not count neither corroborates nor disputes, and half ones count half")
  func weights() throws {
    for (uri, value) in [("x:1", "5"), ("x:2", "5"), ("y:1", "7")] {
      try state(uri, [try fact(uri, "1", "a/x", value)])
    }
    func status() throws -> [String] {
      try entries("a/x").flatMap { [$0.status.rawValue] + $0.values.map { "\($0.status) \($0.originCount)" } }
    }
    #expect(try status() == ["disputed", "disputed 2", "disputed 1"])
    let moment = try store.head().sequence
    let weighed = try review(Review(.weigh, source: "y:", weight: 0))
    #expect(weighed.events.map(\.kind) == [.sourceWeighed])
    #expect(try status() == ["corroborated", "corroborated 2", "single 0"])
    #expect(try entries("a/x")[0].values.flatMap(\.sources).map(\.weight) == [1, 1, 0])
    try expectSound("0")
    _ = try review(Review(.weigh, source: "x:2", weight: 0.5))
    #expect(try status() == ["single", "single 2", "single 0"])
    // What comes from where nothing counts disputes nothing.
    #expect(try state("y:2", [try fact("y:2", "1", "a/x", "9")]).last?.effect == .new)
    #expect(try state("x:3", [try fact("x:3", "1", "a/x", "5")]).last?.effect == .corroborates)
    #expect(try status() == ["corroborated", "corroborated 3", "single 0", "single 0"])
    // As it was recorded then.
    let key = try #require(Key("a/x"))
    #expect(try store.entries(of: key, at: moment)?.entries.first?.status == .disputed)
    try expectSound("half")
    _ = try review(Review(.undo, undoes: try #require(weighed.events.first).sequence))
    #expect(try status().first == "disputed")
    try expectSound("undone")
  }

  // MARK: Whatever happens

  /// What stands, without what tells when it came to.
  private static func summary(_ store: Store) throws -> Set<String> {
    var list: Set<String> = []
    for entry in try store.entries(prefixes: [""]).entries {
      for value in entry.values {
        for source in value.sources {
          list.insert(
            "\(entry.key) \(entry.document ?? "-") \(entry.status) \(value.value) \(value.status) \(value.originCount) \(source.document.uri) \(source.evidence)"
          )
        }
      }
    }
    return list
  }

  private static func request(_ step: Int, _ reviews: [UInt64], _ random: inout SeededGenerator) throws -> StoreRequest
  {
    let slugs = ["a", "b", "c", "j"]
    if Int.random(in: 0..<3, using: &random) == 0 {
      let names = (0..<2).map { _ in
        let slug = slugs.randomElement(using: &random) ?? "a"
        let isLocal = slug == "j" || Int.random(in: 0..<4, using: &random) == 0
        return Review.Name(slug, in: isLocal ? "d\(Int.random(in: 0..<4, using: &random)):" : nil)
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return .review(Review(.apart, names: [Review.Name(slugs.randomElement(using: &random) ?? "a")]))
      case 1:
        let weight = [0, 0.5, 1].randomElement(using: &random)
        return .review(Review(.weigh, source: "d\(Int.random(in: 0..<4, using: &random)):", weight: weight))
      case 2, 3: return .review(Review(.undo, undoes: reviews.randomElement(using: &random) ?? 1))
      default: return .review(Review(.same, names: names))
      }
    }
    let uri = "d\(Int.random(in: 0..<4, using: &random)):"
    var start = Int.random(in: 0..<20, using: &random)
    let facts = try (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      let slug = slugs.randomElement(using: &random) ?? "a"
      var fact = try Make.fact(
        uri,
        "\(step)",
        key: "\(slug)/x\(Int.random(in: 0..<2, using: &random))",
        text: "\(Int.random(in: 1...2, using: &random))",
        number: Bool.random(using: &random) ? 1 : nil,
        at: start
      )
      if slug == "j" { fact.subject = Fact.Subject(text: slug, name: slug, entity: nil, scope: .local) }
      if Int.random(in: 0..<4, using: &random) == 0 {
        let object = slugs.randomElement(using: &random) ?? "a"
        fact.object = Value(text: object, name: object, entity: object == "j" ? nil : object, kind: .entity)
      }
      start = fact.evidence.end
      return fact
    }
    var batch = try Make.factBatch(uri, "\(step)", job: "s-\(step)", facts)
    if Int.random(in: 0..<3, using: &random) == 0 {
      let text = (0..<40).map { "w\($0 + 40 * Int.random(in: 0..<2, using: &random) / 2)" }.joined(separator: " ")
      batch.fingerprint = Fingerprint(ofText: text.utf8)
    }
    if Int.random(in: 0..<9, using: &random) == 0 {
      batch = try Make.factBatch(uri, "\(step)", job: "s-\(step)", [])
      batch.action = .withdraw
    }
    return .batch(batch)
  }

  @Test(
    "after random batches and reviews every fact stands where the rules have it, trimmed or not, and the journal says so",
    arguments: (1...8).map(UInt64.init)
  )
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let trimmed = try Store(path: folder.path + "/trimmed.db")
    /// What each document was read to state.
    var read: [String: [Fact]] = [:]
    var reviews: [(sequence: UInt64, review: Review)] = []
    var before: (review: UInt64, summary: Set<String>)?
    for step in 1...80 {
      let comment: Comment = "seed \(seed), step \(step)"
      let request = try Self.request(step, reviews.map(\.sequence), &random)
      let time = Timestamp(milliseconds: Int64(step) * 1000)
      let summary = try Self.summary(store)
      let outcomes = try [store, trimmed].map { try $0.apply([request], at: time)[0] }
      guard case .success(let applied) = outcomes[0], case .success(let other) = outcomes[1] else {
        #expect("\(outcomes[0])" == "\(outcomes[1])", comment)
        continue
      }
      #expect(applied.events.map(\.sequence) == other.events.map(\.sequence), comment)
      if applied.duplicate { continue }
      switch request {
      case .batch(let batch):
        var facts: [Fact] = []
        try batch.lines.forEach { facts.append(try JSON.decode(Fact.self, from: $0)) }
        read[batch.document.uri] = batch.action == .withdraw ? nil : facts
        before = nil
      case .review(let review):
        guard case .review(let kept) = try JSON.decode(Event.self, from: applied.events[0].json).data else { return }
        let sequence = applied.events[0].sequence
        reviews.append((sequence, kept))
        // What is undone at once leaves no trace.
        if review.kind == .undo, let last = before, last.review == review.undoes {
          #expect(try Self.summary(store) == last.summary, comment)
        }
        before = (sequence, summary)
      default: break
      }
      let rules = ReviewRules(reviews)
      var wanted: Set<String> = []
      for (uri, facts) in read {
        for var fact in facts {
          rules.resolve(&fact)
          wanted.insert("\(uri) \(fact.key) \(fact.subject.scope) \(fact.object.entity ?? "-") \(fact.object.text)")
        }
      }
      let stands = try store.facts(.prefixes([""])).facts.map { try JSON.decode(StatedFact.self, from: $0).fact }
      #expect(
        Set(
          stands.map {
            "\($0.document.uri) \($0.key) \($0.subject.scope) \($0.object.entity ?? "-") \($0.object.text)"
          }
        ) == wanted,
        comment
      )
      #expect(try Self.summary(trimmed) == Self.summary(store), comment)
      if Int.random(in: 0..<4, using: &random) == 0 {
        let retention = Retention(maxEvents: Int.random(in: 1...40, using: &random))
        for _ in 0..<3 { _ = try trimmed.trim(to: retention, now: time, atMost: Int.random(in: 1...9, using: &random)) }
      }
      if step.isMultiple(of: 20) {
        try expectSound("seed \(seed), step \(step)")
        let fault = try Check(of: trimmed.path).firstFault
        #expect(fault == nil, comment)
      }
    }
    #expect(reviews.count > 5, "seed \(seed)")
  }
}
