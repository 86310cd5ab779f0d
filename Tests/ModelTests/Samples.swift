import Model

@testable import State

/// Facts to test with.
enum Samples {
  static let digest = Digest(of: Array("the document".utf8))

  static let tradeVolume = Fact(
    subject: Fact.Subject(text: "the trade volume", name: "trade volume", entity: nil),
    relation: Fact.Relation(text: "reached", lemma: "reach"),
    object: Value(text: "33.5 billion U.S. dollars", kind: .money, number: 33_500_000_000, unit: "USD"),
    key: Key(entity: "trade volume", attribute: "is"),
    time: Interval(text: "In 2012", start: Day("2012-01-01"), end: Day("2012-12-31")),
    context: ["japan", "russia"],
    evidence: Evidence(
      text: "In 2012 the trade volume reached 33.5 billion U.S. dollars.",
      start: 1234,
      end: 1293
    ),
    confidence: 0.93,
    document: Document(uri: "file:///seeds/relations.txt", digest: digest, title: "Relations", date: nil),
    extractor: "courant-en/1.0.0"
  )

  static func value(
    _ text: String,
    _ number: Double,
    _ kind: Value.Kind = .number,
    unit: String? = nil,
    approximate: Bool = false
  )
    -> Value
  {
    Value(text: text, kind: kind, number: number, unit: unit, approximate: approximate)
  }
}
