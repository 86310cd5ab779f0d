import Extraction
import Model
import Testing

/// What facts make of values that are easily misread: their time, their sign and their unit.
@Suite struct ValueFactTests {
  private static let heading = "Lab news\n\n3 May 2024\n\n"

  @Test(arguments: [
    ("The firm was sold on 30 June.", "2023-06-30", "2023-06-30"),
    ("The town voted on 12 June.", "2023-06-12", "2023-06-12"),
    ("The town voted on 12 April.", "2024-04-12", "2024-04-12"),
    ("The firm will be sold on 30 June.", "2024-06-30", "2024-06-30"),
    ("The museum will open on 3 January.", "2025-01-03", "2025-01-03"),
    ("Kent left on Sunday night, 7th June 2015.", "2015-06-07", "2015-06-07"),
    ("The sample was taken on 19-Nov-12 in Kent.", "2012-11-19", "2012-11-19"),
    ("The bank earned $4 million in the year to March.", "2023-04-01", "2024-03-31"),
    ("Revenue was $40 million in 3Q 2019.", "2019-07-01", "2019-09-30"),
    ("The team won the cup in 1998, 2002 and 2006.", "1998-01-01", "1998-12-31"),
  ])
  func holdsWhenItSays(_ text: String, _ start: String, _ end: String) throws {
    let fact = try #require(try facts(Self.heading + text).first)
    #expect(fact.time?.start == Day(start))
    #expect(fact.time?.end == Day(end))
  }

  @Test(
    arguments: [
      ("The index closed at 4,012, 1.2% lower.", 4012, nil), ("The operating margin was (3.1)% in 2012.", -3.1, "%"),
      ("Prices rose 10pc in May 2011.", 10, "%"), ("The grant is 20 k€.", 20_000, "EUR"),
      ("The road carries 400 cars/hour.", 400, "car/h"), ("Ann owns 1 boat.", 1, "boat"),
      ("A ticket costs kr 450 in Copenhagen.", 450, "DKK"), ("A ticket costs kr 450.", 450, nil),
    ] as [(String, Double, String?)]
  )
  func hasTheUnitThatIsMeant(_ text: String, _ number: Double, _ unit: String?) throws {
    let found = try facts(text)
    #expect(found.count == 1)
    let value = try #require(found.first?.object)
    #expect(value.number == number)
    #expect(value.unit == unit)
  }
}
