import Foundation
import TestSupport
import Testing

@testable import Model

@Suite("JSON")
struct JSONTests {
  /// A golden file, less the line end that editors put at its end.
  static func golden(_ name: String) throws -> String {
    let url = try #require(Bundle.module.url(forResource: "Golden/\(name)", withExtension: nil))
    return try String(contentsOf: url, encoding: .utf8).trimmingCharacters(in: .newlines)
  }

  @Test("a fact is written exactly as the golden file has it, and read back")
  func fact() throws {
    let text = try JSON.text(Samples.tradeVolume)
    #expect(text == (try Self.golden("fact.json")))
    #expect(try JSON.decode(Fact.self, from: text.utf8) == Samples.tradeVolume)
  }

  @Test("facts of earlier protocols are read as what they were, under the same id and claim")
  func firstProtocol() throws {
    let fact = try JSON.decode(Fact.self, from: Self.golden("fact-1.0.json").utf8)
    #expect(fact == Samples.tradeVolume)
    #expect(fact.subject.scope == .local && fact.about == .subject)
    #expect(fact.id.description == "59ac839da08b0114166f77bba34e95fa")
    #expect(fact.claim.description == "afe28ff4d3b4514ac47d4b9efacacd44")
    let event = try JSON.decode(Event.self, from: Self.golden("event-1.0.json").utf8)
    #expect(event.data == .fact(fact))
    let second = try JSON.decode(Fact.self, from: Self.golden("fact-1.1.json").utf8)
    #expect(second == fact && second.id == fact.id && second.claim == fact.claim)
    #expect(try JSON.decode(Event.self, from: Self.golden("event-1.1.json").utf8).data == .fact(fact))
    let third = try JSON.decode(Fact.self, from: Self.golden("fact-1.2.json").utf8)
    #expect(third == fact && third.id == fact.id && third.claim == fact.claim)
    #expect(try JSON.decode(Event.self, from: Self.golden("event-1.2.json").utf8).data == .fact(fact))
    // Where it stood, and in which language, is no part of what a fact is.
    var placed = fact
    placed.evidence.source = .bytes(3..<9)
    placed.language = "en"
    #expect(placed.id == fact.id && placed.claim == fact.claim)
    // What is new tells facts apart.
    var anchored = fact
    anchored.subject.scope = .anchored
    var inverse = fact
    inverse.about = .object
    var joined = fact
    joined.original = Fact.Original(of: fact)
    #expect(Set([fact.claim, anchored.claim, inverse.claim, joined.claim]).count == 4)
  }

  @Test("an event is written exactly as the golden file has it, and read back")
  func event() throws {
    let event = Event(
      id: Samples.tradeVolume.id.description,
      source: Samples.tradeVolume.document.uri,
      kind: .factAsserted,
      subject: Samples.tradeVolume.key.description,
      time: try #require(Timestamp("2026-01-31T12:00:00.250Z")),
      sequence: 42,
      effect: .new,
      data: .fact(Samples.tradeVolume)
    )
    let text = try JSON.text(event)
    #expect(text == (try Self.golden("event.json")))
    #expect(try JSON.decode(Event.self, from: text.utf8) == event)
    let spliced = try Event.json(
      id: event.id,
      source: event.source,
      kind: event.kind,
      subject: event.subject,
      time: event.time,
      sequence: event.sequence,
      effect: event.effect,
      data: try JSON.encode(Samples.tradeVolume)
    )
    #expect(String(decoding: spliced, as: UTF8.self) == text)
  }

  @Test("an event about a review is written exactly as the golden file has it, and read back")
  func reviewEvent() throws {
    let event = Event(
      id: "review.9",
      source: Review.uri,
      kind: Event.Kind(SamplePackets.review.kind),
      subject: Review.uri,
      time: Timestamp(milliseconds: 0),
      sequence: 9,
      effect: .none,
      data: .review(SamplePackets.review)
    )
    let text = try JSON.text(event)
    #expect(text == (try Self.golden("review-event.json")))
    #expect(try JSON.decode(Event.self, from: text.utf8) == event)
  }

  @Test("an event about a document is written exactly as the golden file has it, and read back")
  func documentEvent() throws {
    let event = Event(
      id: "x.7",
      source: "file:///a.txt",
      kind: .documentFailed,
      subject: "file:///a.txt",
      time: Timestamp(milliseconds: 0),
      sequence: 7,
      effect: .none,
      data: .document(
        DocumentReport(
          document: Document(uri: "file:///a.txt", digest: Samples.digest),
          reason: "the worker was ended by signal 9",
          attempts: 3
        )
      )
    )
    let text = try JSON.text(event)
    #expect(text == (try Self.golden("document-event.json")))
    #expect(try JSON.decode(Event.self, from: text.utf8) == event)
  }

  @Test("an entry is written exactly as the golden file has it, and read back")
  func entry() throws {
    let fact = Samples.tradeVolume
    let entry = Entry(
      key: fact.key,
      time: Interval(text: nil, start: fact.time?.start, end: fact.time?.end),
      status: .single,
      functional: true,
      values: [
        EntryValue(
          value: fact.object,
          relation: "reached",
          polarity: .positive,
          modality: .asserted,
          status: .single,
          sources: [
            Source(
              fact: fact.id,
              sequence: 42,
              document: fact.document,
              evidence: fact.evidence,
              attribution: nil,
              confidence: 0.93,
              origin: 42
            )
          ],
          sourceCount: 1,
          originCount: 1
        )
      ],
      sequence: 42
    )
    let text = try JSON.text(entry)
    #expect(text == (try Self.golden("entry.json")))
    #expect(try JSON.decode(Entry.self, from: text.utf8) == entry)
  }

  @Test("what the ordered encoder writes, Foundation reads as the same", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func agreesWithFoundation(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let value = Nest.random(&random, depth: 4)
      let bytes = try JSON.encode(value)
      let read = try JSONDecoder().decode(Nest.self, from: Data(bytes))
      #expect(read == value, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test(
    "numbers are written in the shortest way that reads back",
    arguments: [
      (0.0, "0"), (33_500_000_000, "33500000000"), (0.839, "0.839"), (-2.5, "-2.5"), (1e300, "1e+300"),
      (1e-21, "1e-21"),
      (9_007_199_254_740_991, "9007199254740991"),
    ] as [(Double, String)]
  )
  func numbers(number: Double, text: String) throws {
    #expect(try JSON.text([number]) == "[\(text)]")
  }

  @Test("what is not finite has no JSON")
  func notFinite() {
    #expect(throws: EncodingError.self) { try JSON.encode([Double.infinity]) }
    #expect(throws: EncodingError.self) { try JSON.encode([Double.nan]) }
  }

  @Test(
    "bad JSON is named in one line",
    arguments: [
      ("", "not JSON"), ("{", "not JSON"), ("[]", "the message is not an object"),
      (#"{"source":"a"}"#, "verb is missing"), (#"{"source":1,"verb":"v"}"#, "source is not a string"),
      (#"{"source":null,"verb":"v"}"#, "source is null"),
    ]
  )
  func errors(text: String, message: String) {
    #expect { try JSON.decode(Fact.Attribution.self, from: text.utf8) } throws: { "\($0)" == message }
  }
}

/// Any JSON-like value, for random trees.
private indirect enum Nest: Codable, Equatable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([Nest])
  case object([String: Nest?])

  static func random(_ random: inout SeededGenerator, depth: Int) -> Nest {
    switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &random) {
    case 0:
      let scalars = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        [0x22, 0x5C, 0x0A, 0x01, 0x7F, 0x41, 0xE9, 0x4E2D, 0x1F600].randomElement(using: &random) ?? 0x20
      }
      return .text(String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init))))
    case 1: return .number(Double.random(in: -1e12...1e12, using: &random))
    case 2: return .flag(Bool.random(using: &random))
    case 3:
      return .list((0..<Int.random(in: 0...4, using: &random)).map { _ in Nest.random(&random, depth: depth - 1) })
    default:
      var members: [String: Nest?] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        members["k\(Int.random(in: 0...99, using: &random))"] =
          Bool.random(using: &random) ? nil : Nest.random(&random, depth: depth - 1)
      }
      return .object(members)
    }
  }
}
