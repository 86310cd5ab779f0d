import Model
import Testing

@testable import State

@Suite("State")
struct StateTests {
  private func agree(_ left: Value, _ right: Value) -> Bool {
    let (a, b) = (Comparison(left), Comparison(right))
    #expect(a.agrees(with: b) == b.agrees(with: a), "agreement goes both ways")
    return a.agrees(with: b)
  }

  @Test(
    "numbers agree within the precision that was written",
    arguments: [
      ("33.5 billion", 33.5e9, "33.48 billion", 33.48e9, true), ("33.5 billion", 33.5e9, "34 billion", 34e9, false),
      ("33.5", 33.5, "33.45", 33.45, false), ("33.5", 33.5, "33.451", 33.451, true),
      ("139,875", 139_875, "139,875", 139_875, true),
      ("139,875", 139_875, "139,000", 139_000, false), ("0,839", 0.839, "0.839", 0.839, true),
      ("0.84", 0.84, "0.839", 0.839, true),
      ("203 000", 203_000, "203,000", 203_000, true), ("two", 2, "2", 2, true), ("two", 2, "2.4", 2.4, false),
      ("$4.2bn", 4.2e9, "4,200 million", 4.2e9, true), ("8,849", 8849, "8,848", 8848, false),
      ("8,848.86", 8848.86, "8,849", 8849, true),
    ] as [(String, Double, String, Double, Bool)]
  )
  func numbers(left: String, leftNumber: Double, right: String, rightNumber: Double, expected: Bool) {
    #expect(agree(Samples.value(left, leftNumber), Samples.value(right, rightNumber)) == expected)
  }

  @Test("an approximate number agrees within its last digit that is not zero")
  func approximate() {
    let about = Samples.value("300,000", 300_000, approximate: true)
    #expect(agree(about, Samples.value("340,123", 340_123)))
    #expect(!agree(about, Samples.value("360,123", 360_123)))
    #expect(!agree(Samples.value("300,000", 300_000), Samples.value("303,000", 303_000)))
  }

  @Test("bounds and ranges agree with what lies within them")
  func bounds() {
    let atLeast = Value(text: "5", kind: .number, number: 5, bound: .min)
    #expect(agree(atLeast, Samples.value("7", 7)))
    #expect(!agree(atLeast, Samples.value("4", 4)))
    let range = Value(text: "5 and 7", kind: .number, low: 5, high: 7)
    #expect(agree(range, Samples.value("6.2", 6.2)))
    #expect(!agree(range, Samples.value("8", 8)))
  }

  @Test("what is not of a kind and unit is not compared")
  func incomparable() {
    let dollars = Comparison(Samples.value("5", 5, .money, unit: "USD"))
    #expect(!dollars.isComparable(with: Comparison(Samples.value("5", 5, .money, unit: "EUR"))))
    #expect(!dollars.isComparable(with: Comparison(Samples.value("5", 5, .number))))
    #expect(!dollars.isComparable(with: Comparison(Value(text: "five"))))
  }

  @Test("dates agree when one lies within the other")
  func dates() {
    let year = Value(text: "2012", kind: .date, start: Day("2012-01-01"), end: Day("2012-12-31"))
    let day = Value(text: "14 May 2012", kind: .date, start: Day("2012-05-14"), end: Day("2012-05-14"))
    let other = Value(text: "15 May 2012", kind: .date, start: Day("2012-05-15"), end: Day("2012-05-15"))
    #expect(agree(year, day))
    #expect(!agree(day, other))
  }

  private func standing(
    _ number: Double,
    _ documents: Set<Int64>,
    functional: Bool = true,
    polarity: Fact.Polarity = .positive,
    modality: Fact.Modality = .asserted
  ) -> Standing {
    Standing(
      comparison: Comparison(Samples.value("\(Int(number))", number)),
      functional: functional,
      polarity: polarity,
      modality: modality,
      documentCount: documents.count,
      documents: documents
    )
  }

  @Test("statuses")
  func statuses() {
    #expect(Statuses(of: []).entry == .withdrawn)
    #expect(Statuses(of: [standing(1, [1])]).entry == .single)
    #expect(Statuses(of: [standing(1, [1, 2])]).entry == .corroborated)
    #expect(Statuses(of: [standing(1, [])]).entry == .withdrawn)
    // Whatever the order in which the values come.
    let values = [standing(1, [1]), standing(2, [2]), standing(1, [3]), standing(9, [])]
    #expect(Statuses(of: values.reversed()).values.reversed() == Statuses(of: values).values)
    #expect(Statuses(of: values.reversed()).entry == Statuses(of: values).entry)
    #expect(Statuses(of: [standing(1, [1]), standing(2, [2])]).entry == .disputed)
    #expect(
      Statuses(of: [standing(1, [1]), standing(2, [2]), standing(9, [])]).values == [.disputed, .disputed, .withdrawn]
    )
  }

  @Test("one document that states two values means two things, and disputes nobody")
  func sameDocument() {
    #expect(Statuses(of: [standing(1, [1]), standing(2, [1])]).entry == .single)
  }

  @Test("members of a set do not dispute each other, but a denial disputes the claim")
  func sets() {
    let oil = Comparison(Value(text: "oil"))
    func member(_ comparison: Comparison, _ document: Int64, _ polarity: Fact.Polarity) -> Standing {
      Standing(
        comparison: comparison,
        functional: false,
        polarity: polarity,
        modality: .asserted,
        documentCount: 1,
        documents: [document]
      )
    }
    let coal = Comparison(Value(text: "coal"))
    #expect(Statuses(of: [member(oil, 1, .positive), member(coal, 2, .positive)]).values == [.single, .single])
    #expect(
      Statuses(of: [member(oil, 1, .positive), member(coal, 2, .positive), member(oil, 3, .negative)]).values
        == [.disputed, .single, .disputed]
    )
  }

  @Test("what is planned or possible disputes nothing")
  func modality() {
    #expect(Statuses(of: [standing(1, [1]), standing(2, [2], modality: .planned)]).entry == .single)
  }

  @Test("an entry with a local subject belongs to its document, and one with a named subject to all")
  func entryIDs() {
    var fact = Samples.tradeVolume
    #expect(fact.subject.scope == .local)
    var other = fact
    other.document.uri = "file:///other.txt"
    #expect(EntryID(fact) != EntryID(other))
    other.document.uri = fact.document.uri
    other.context = ["germany"]
    #expect(EntryID(fact) == EntryID(other))
    for scope in [Fact.Scope.named, .anchored] {
      fact.subject.scope = scope
      other = fact
      other.document.uri = "file:///other.txt"
      #expect(EntryID(fact) == EntryID(other))
    }
  }
}

@Suite("Values in different units")
struct ConversionTests {
  private func comparison(_ number: Double, _ unit: String, _ text: String, _ kind: Value.Kind = .quantity)
    -> Comparison
  {
    Comparison(Value(text: text, kind: kind, number: number, unit: unit))
  }

  @Test("agree within written precision where the conversion is exact, and are not compared where it is not")
  func units() {
    let far = comparison(5, "km", "5 km")
    #expect(far.agrees(with: comparison(5000, "m", "5000 m")))
    #expect(comparison(5000, "m", "5000 m").agrees(with: far))
    #expect(far.agrees(with: comparison(5200, "m", "5200 m")))
    #expect(!far.agrees(with: comparison(5600, "m", "5600 m")))
    #expect(far.isComparable(with: comparison(2, "mi", "2 miles")))
    #expect(!far.agrees(with: comparison(2, "mi", "2 miles")))
    #expect(comparison(2, "h", "2 hours").agrees(with: comparison(120, "min", "120 minutes")))
    #expect(comparison(100, "°C", "100 °C").agrees(with: comparison(212, "°F", "212 °F")))
    #expect(!far.isComparable(with: comparison(5, "kg", "5 kg")))
    #expect(!comparison(5, "USD", "$5", .money).isComparable(with: comparison(5, "EUR", "€5", .money)))
    #expect(!comparison(5, "school", "5 schools").isComparable(with: comparison(5, "pupil", "5 pupils")))
  }
}
