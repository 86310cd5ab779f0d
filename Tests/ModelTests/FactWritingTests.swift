import TestSupport
import Testing

@testable import Model
@testable import Wire

@Suite("Writing facts")
struct FactWritingTests {
  /// Encodes by containers, whatever way of its own the value has.
  private struct ByContainers<Wrapped: Encodable>: Encodable {
    let wrapped: Wrapped
    func encode(to encoder: any Encoder) throws { try wrapped.encode(to: encoder) }
  }

  private static func isSame(_ value: some Encodable) throws -> Bool {
    try JSON.encode(value) == JSON.encode(ByContainers(wrapped: value))
  }

  @Test("a fact and all its parts are written as their containers would be, and read back")
  func sameBytes() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let fact = Self.fact(&random)
      let label: Comment = "seed \(seed)"
      #expect(try Self.isSame(fact), label)
      #expect(try Self.isSame(fact.subject) && Self.isSame(fact.object) && Self.isSame(fact.time), label)
      #expect(try Self.isSame(fact.attribution) && Self.isSame(fact.evidence) && Self.isSame(fact.document), label)
      #expect(try Self.isSame(fact.original) && Self.isSame(fact.relation), label)
      // By bytes: `==` of strings takes other forms of the same letters for equal.
      let bytes = try JSON.encode(fact)
      #expect(try JSON.encode(JSON.decodeAny(Fact.self, from: bytes)) == bytes, label)
      // Whatever Courant writes is read the quick way.
      #expect(try JSONScanner.read(Fact.self, from: bytes).map { try JSON.encode($0) } == bytes, label)
      let event = try Self.event(fact)
      #expect(try JSON.encode(JSON.decodeAny(Event.self, from: event)) == event, label)
      #expect(try JSONScanner.read(Event.self, from: event).map { try JSON.encode($0) } == event, label)
      let whole = Self.stated(fact, &random)
      let stated = try JSON.encode(whole)
      let parts = StatedFact.json(
        id: whole.id.description,
        sequence: whole.sequence,
        recorded: whole.recorded,
        retracted: whole.retracted,
        status: whole.status,
        fact: bytes
      )
      #expect(parts == stated, label)
      #expect(try JSON.encode(JSON.decodeAny(StatedFact.self, from: stated)) == stated, label)
      #expect(try JSONScanner.read(StatedFact.self, from: stated).map { try JSON.encode($0) } == stated, label)
      let entry = Self.entry(fact, &random)
      #expect(try Self.isSame(entry), label)
      let written = try JSON.encode(entry)
      #expect(try JSON.encode(JSON.decodeAny(Entry.self, from: written)) == written, label)
      #expect(try JSONScanner.read(Entry.self, from: written).map { try JSON.encode($0) } == written, label)
    }
  }

  /// What a general decoder finds.
  private struct Sequenced: Decodable {
    var sequence: String
  }

  @Test("the sequence of an event is read without building it, and nothing is taken that a general decoder refuses")
  func sequences() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let event = try Self.event(Self.fact(&random))
      #expect(try EventSequence.read(event) == 42, "seed \(seed)")
      var damaged = event
      switch Int.random(in: 0..<3, using: &random) {
      case 0: damaged.removeLast(Int.random(in: 1...damaged.count, using: &random))
      case 1:
        damaged.insert(UInt8.random(in: 0...255, using: &random), at: Int.random(in: 0..<damaged.count, using: &random))
      default: damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let general = try? JSON.decodeAny(Sequenced.self, from: damaged)
      let found = try? EventSequence.read(damaged)
      #expect(found == general.flatMap { UInt64($0.sequence) }, "seed \(seed)")
    }
  }

  private static func event(_ fact: Fact) throws -> [UInt8] {
    try Event.json(
      id: fact.id.description,
      source: fact.document.uri,
      kind: .factAsserted,
      subject: fact.key.description,
      time: Timestamp(milliseconds: 1_700_000_000_123),
      sequence: 42,
      effect: .corroborates,
      data: JSON.encode(fact)
    )
  }

  private static func stated(_ fact: Fact, _ random: inout SeededGenerator) -> StatedFact {
    StatedFact(
      id: fact.id,
      sequence: 7,
      recorded: Bool.random(using: &random) ? Timestamp(milliseconds: 1) : nil,
      retracted: Bool.random(using: &random) ? 9 : nil,
      status: .disputed,
      fact: fact
    )
  }

  private static func entry(_ fact: Fact, _ random: inout SeededGenerator) -> Entry {
    func source() -> Source {
      Source(
        fact: fact.id,
        sequence: UInt64.random(in: 0...99, using: &random),
        document: fact.document,
        evidence: fact.evidence,
        attribution: fact.attribution,
        confidence: fact.confidence,
        origin: 3,
        weight: [1, 0, 0.5].randomElement(using: &random) ?? 1
      )
    }
    let values = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      EntryValue(
        value: fact.object,
        relation: fact.relation.text,
        polarity: fact.polarity,
        modality: fact.modality,
        speaker: fact.place,
        status: .corroborated,
        sources: (0..<Int.random(in: 0...3, using: &random)).map { _ in source() },
        sourceCount: 4,
        originCount: 2
      )
    }
    return Entry(
      key: fact.key,
      time: fact.time,
      document: fact.place,
      status: Entry.Status.allCases.randomElement(using: &random) ?? .single,
      functional: Bool.random(using: &random),
      values: values,
      sequence: 12
    )
  }

  @Test("what the quick way reads of damaged JSON, any decoder reads the same")
  func damaged() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var read = 0
    for _ in 0..<4000 {
      var bytes = try Self.event(Self.fact(&random))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let at = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(Array("0\"\\/{},.e-+ n\u{7}".utf8).randomElement(using: &random) ?? 0, at: at)
        case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
        default: bytes.swapAt(at, Int.random(in: bytes.indices, using: &random))
        }
      }
      guard let quick = JSONScanner.read(Event.self, from: bytes) else { continue }
      read += 1
      let other = try? JSON.decodeAny(Event.self, from: bytes)
      let same = try other.map { try JSON.encode($0) } == JSON.encode(quick)
      #expect(same, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(read > 100, "seed \(seed)")
  }

  @Test(
    "numbers are read as any decoder reads them",
    arguments: [
      "0.1", "0.30000000000000004", "123456789012345", "1234567890.12345", "9007199254740993", "5e-324", "1e+300",
      "1E5",
      "-2.5", "0.000000000000001", "99999999999999.9",
    ]
  )
  func numbers(_ text: String) throws {
    let fact = String(decoding: try JSON.encode(Samples.tradeVolume), as: UTF8.self)
    let bytes = Array(fact.replacing(/"number":[^,]+/, with: "\"number\":\(text)").utf8)
    let quick = try #require(JSONScanner.read(Fact.self, from: bytes))
    #expect(try quick.object.number == JSON.decodeAny(Fact.self, from: bytes).object.number)
  }

  @Test("a number that JSON does not have is refused, also within a fact")
  func notFinite() throws {
    var fact = Samples.tradeVolume
    fact.object.high = .infinity
    for write in [{ try JSON.encode(fact) }, { try JSON.encode([fact]) }] {
      let error = #expect(throws: EncodingError.self) { try write() }
      guard case .invalidValue(_, let context) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(context.debugDescription == "JSON has no number inf")
    }
  }

  private static let pieces = [
    "a", "Ünïcode", "\"", "\\", "\u{0}", "\u{1F}", "\n", "\r", "\t", "/", "\u{2028}", "e\u{301}", "é", "😀", " ",
    "\u{7F}",
  ]

  private static func fact(_ random: inout SeededGenerator) -> Fact {
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    func maybe<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
    func number() -> Double {
      [0, -0.0, 1, -3.25, 1e15, 9_007_199_254_740_992, 1e300, .leastNonzeroMagnitude, 0.1].randomElement(using: &random)
        ?? 0
    }
    func day() -> Day? { Day(daysSince1970: Int.random(in: -700_000...2_000_000, using: &random)) }
    func place() -> SourceMap.Place {
      func number() -> Int { Int.random(in: 0...9999, using: &random) }
      let all: [SourceMap.Place] = [
        .bytes(number()..<10_000), .part(text(), paragraph: number()), .cell(row: number(), column: number()),
        .page(number(), box: SourceMap.Box(left: number(), top: -number(), right: number(), bottom: number())),
      ]
      return all.randomElement(using: &random) ?? all[0]
    }
    let scope = Fact.Scope.allCases.randomElement(using: &random)
    var fact = Fact(
      subject: Fact.Subject(text: text(), name: maybe(text()), entity: maybe(text()), scope: scope),
      relation: Fact.Relation(text: text(), lemma: text()),
      object: Value(
        text: text(),
        name: maybe(text()),
        entity: maybe(text()),
        kind: Value.Kind.allCases.randomElement(using: &random) ?? .text,
        number: maybe(number()),
        unit: maybe(text()),
        low: maybe(number()),
        high: maybe(number()),
        approximate: Bool.random(using: &random),
        bound: [.min, .max, nil].randomElement(using: &random) ?? nil,
        start: maybe(day()) ?? nil,
        end: maybe(day()) ?? nil
      ),
      key: Key(entity: text(), attribute: text()),
      about: Bool.random(using: &random) ? .subject : .object,
      time: maybe(Interval(text: maybe(text()), start: day(), end: maybe(day()) ?? nil)),
      place: maybe(text()),
      context: (0..<Int.random(in: 0...3, using: &random)).map { _ in text() },
      attribution: maybe(Fact.Attribution(source: text(), verb: text())),
      polarity: Bool.random(using: &random) ? .positive : .negative,
      modality: Fact.Modality.allCases.randomElement(using: &random) ?? .asserted,
      evidence: Evidence(
        text: text(),
        start: Int.random(in: 0...9999, using: &random),
        end: 12,
        source: maybe(place())
      ),
      language: maybe(text()),
      confidence: Double(Int.random(in: 0...100, using: &random)) / 100,
      document: Document(
        uri: text(),
        digest: Samples.digest,
        title: maybe(text()),
        date: maybe(day()) ?? nil,
        language: maybe(text())
      ),
      extractor: text()
    )
    if Bool.random(using: &random) { fact.original = Fact.Original(of: fact) }
    return fact
  }
}
