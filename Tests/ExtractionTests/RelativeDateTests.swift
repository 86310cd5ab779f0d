import Model
import Testing
import Values

@Suite struct RelativeDateTests {
  /// A Wednesday.
  private static let anchor = "2024-05-15"

  @Test(arguments: [
    ("today", "2024-05-15", "2024-05-15"), ("yesterday", "2024-05-14", "2024-05-14"),
    ("tomorrow", "2024-05-16", "2024-05-16"),
    ("the day before yesterday", "2024-05-13", "2024-05-13"), ("last year", "2023-01-01", "2023-12-31"),
    ("this year", "2024-01-01", "2024-12-31"), ("next year", "2025-01-01", "2025-12-31"),
    ("this month", "2024-05-01", "2024-05-31"),
    ("last month", "2024-04-01", "2024-04-30"), ("last week", "2024-05-06", "2024-05-12"),
    ("this week", "2024-05-13", "2024-05-19"),
    ("last quarter", "2024-01-01", "2024-03-31"), ("next spring", "2025-03-01", "2025-05-31"),
    ("last summer", "2023-06-01", "2023-08-31"),
    ("this winter", "2024-12-01", "2025-02-28"), ("last May", "2023-05-01", "2023-05-31"),
    ("last March", "2024-03-01", "2024-03-31"),
    ("three years ago", "2021-01-01", "2021-12-31"), ("two months ago", "2024-03-01", "2024-03-31"),
    ("ten days ago", "2024-05-05", "2024-05-05"),
    ("two weeks ago", "2024-04-29", "2024-05-05"), ("a decade ago", "2014-01-01", "2014-12-31"),
    ("five years from now", "2029-01-01", "2029-12-31"),
    ("on Tuesday", "2024-05-14", "2024-05-14"), ("on Wednesday", "2024-05-15", "2024-05-15"),
    ("on Friday", "2024-05-10", "2024-05-10"),
    ("next Friday", "2024-05-24", "2024-05-24"), ("last Friday", "2024-05-10", "2024-05-10"),
    ("earlier this week", "2024-05-13", "2024-05-15"),
    ("later this month", "2024-05-15", "2024-05-31"), ("in the past decade", "2014-05-15", "2024-05-15"),
    ("over the last two years", "2022-05-15", "2024-05-15"), ("in the next 10 days", "2024-05-15", "2024-05-25"),
    ("at the end of this year", "2024-12-31", "2024-12-31"),
    ("at the beginning of last month", "2024-04-01", "2024-04-01"),
    ("in the third quarter", "2024-07-01", "2024-09-30"), ("the first half of last year", "2023-01-01", "2023-06-30"),
    ("from 5 to 7 April", "2024-04-05", "2024-04-07"), ("on 5 September", "2024-09-05", "2024-09-05"),
    ("for the rest of the year", "2024-05-15", "2024-12-31"), ("in the year to date", "2024-01-01", "2024-05-15"),
    ("the year to March", "2023-04-01", "2024-03-31"), ("in the six months to June", "2023-01-01", "2023-06-30"),
    ("the three months to 30 September", "2023-07-01", "2023-09-30"),
    ("the week to 5 May", "2024-04-29", "2024-05-05"),
  ])
  func resolvesAgainstTheDocumentsDate(_ text: String, _ start: String, _ end: String) throws {
    let span = try #require(Values.find(in: Array(text.utf8)).first)
    let interval = try #require(span.interval(anchor: Day(Self.anchor)))
    #expect(interval.start == Day(start))
    #expect(interval.end == Day(end))
    if span.relative != nil { #expect(span.interval(year: nil) == nil) }
  }

  @Test(arguments: [
    ("in the week of 6 May", "2024-05-06", "2024-05-12"), ("the week commencing 21 May", "2024-05-21", "2024-05-27"),
    ("the first Monday of September", "2024-09-02", "2024-09-02"),
    ("on the last Friday of June", "2024-06-28", "2024-06-28"),
    ("the second Tuesday of next month", "2024-06-11", "2024-06-11"),
    ("the last week of July", "2024-07-25", "2024-07-31"), ("the third week of April", "2024-04-15", "2024-04-21"),
    ("the first two weeks of June", "2024-06-01", "2024-06-14"),
    ("the last four months of this year", "2024-09-01", "2024-12-31"),
    ("on the 20th of next month", "2024-06-20", "2024-06-20"), ("on the 12th.", "2024-05-12", "2024-05-12"),
    ("on the 28th.", "2024-04-28", "2024-04-28"), ("on Saturday the 18th.", "2024-05-18", "2024-05-18"),
    ("on Tuesday of next week", "2024-05-21", "2024-05-21"), ("next week on Friday", "2024-05-24", "2024-05-24"),
    ("on Friday last week", "2024-05-10", "2024-05-10"), ("the week after next", "2024-05-27", "2024-06-02"),
    ("the year before last", "2022-01-01", "2022-12-31"), ("this coming Friday", "2024-05-17", "2024-05-17"),
    ("two days before yesterday", "2024-05-12", "2024-05-12"),
    ("three weeks from tomorrow", "2024-06-06", "2024-06-06"),
    ("two days after 30 April", "2024-05-02", "2024-05-02"),
    ("two months after next Friday", "2024-07-24", "2024-07-24"),
    ("1 year, 2 months and 3 days ago", "2023-03-12", "2023-03-12"),
    ("the five past years", "2019-05-15", "2024-05-15"), ("over the weekend.", "2024-05-11", "2024-05-12"),
    ("two weeks starting on Monday", "2024-05-13", "2024-05-26"), ("week 27 of last year", "2023-07-03", "2023-07-09"),
    ("this past weekend", "2024-05-11", "2024-05-12"), ("will open in two years.", "2026-01-01", "2026-12-31"),
    ("will be built within ten days.", "2024-05-15", "2024-05-25"),
  ])
  func tellsOneDateFromAnother(_ text: String, _ start: String, _ end: String) throws {
    let span = try #require(Values.find(in: Array(text.utf8)).first)
    let interval = try #require(span.interval(anchor: Day(Self.anchor)))
    #expect(interval.start == Day(start))
    #expect(interval.end == Day(end))
  }

  @Test(arguments: [
    "the fifth Friday of February", "the 31st of next month", "the last 30 weeks of this quarter",
  ])
  func hasNoDaysWhereTheCalendarHasNone(_ text: String) throws {
    let span = try #require(Values.find(in: Array(text.utf8)).first { $0.relative != nil })
    #expect(span.interval(anchor: Day(Self.anchor)) == nil)
  }

  @Test(arguments: [
    ("on 30 June", Tense.past, "2023-06-30", "2023-06-30"), ("on 30 June", .future, "2024-06-30", "2024-06-30"),
    ("on 12 May", .past, "2024-05-12", "2024-05-12"), ("on 3 January", .future, "2025-01-03", "2025-01-03"),
    ("in June", .past, "2023-06-01", "2023-06-30"), ("in May", .past, "2024-05-01", "2024-05-31"),
    ("in April", .future, "2025-04-01", "2025-04-30"), ("from 5 to 7 June", .past, "2023-06-05", "2023-06-07"),
    ("in the third quarter", .past, "2023-07-01", "2023-09-30"),
    ("in the third quarter", .future, "2024-07-01", "2024-09-30"),
    ("on Tuesday", .past, "2024-05-14", "2024-05-14"), ("on Tuesday", .future, "2024-05-21", "2024-05-21"),
    ("on Wednesday", .future, "2024-05-15", "2024-05-15"), ("on the 20th.", .future, "2024-05-20", "2024-05-20"),
    ("on the 20th.", .past, "2024-04-20", "2024-04-20"), ("on Monday the 20th.", .past, "2023-11-20", "2023-11-20"),
    ("the first Friday of July", .past, "2023-07-07", "2023-07-07"),
    ("over the weekend.", .future, "2024-05-18", "2024-05-19"),
    ("the year to March", .future, "2024-04-01", "2025-03-31"), ("last year", .future, "2023-01-01", "2023-12-31"),
  ])
  func liesOnTheSideThatTheTenseSays(_ text: String, _ tense: Tense, _ start: String, _ end: String) throws {
    let span = try #require(Values.find(in: Array(text.utf8)).first)
    let interval = try #require(span.interval(anchor: Day(Self.anchor), tense: tense))
    #expect(interval.start == Day(start))
    #expect(interval.end == Day(end))
  }

  @Test func keepsTheYearThatIsGiven() throws {
    let span = try #require(Values.find(in: Array("on 30 June".utf8)).first)
    #expect(span.interval(year: 2025, anchor: Day(Self.anchor), tense: .past)?.start == Day("2025-06-30"))
  }

  @Test(arguments: [
    ("a year earlier", "2011-01-01", "2011-12-31"), ("two days later", "2012-07-06", "2012-07-06"),
    ("the following month", "2012-08-01", "2012-08-31"), ("the previous year", "2011-01-01", "2011-12-31"),
    ("the same day", "2012-07-04", "2012-07-04"), ("that year", "2012-01-01", "2012-12-31"),
    ("the year before.", "2011-01-01", "2011-12-31"), ("at the end of the year.", "2012-12-31", "2012-12-31"),
    ("the following Friday", "2012-07-06", "2012-07-06"), ("the previous Monday", "2012-07-02", "2012-07-02"),
    ("on Monday of the following week", "2012-07-09", "2012-07-09"),
    ("two years and three months later", "2014-10-04", "2014-10-04"),
  ])
  func resolvesAgainstTheDateSpokenOf(_ text: String, _ start: String, _ end: String) throws {
    let span = try #require(Values.find(in: Array(text.utf8)).first)
    #expect(span.relative?.anchor == .text)
    #expect(span.interval(anchor: Day(Self.anchor)) == nil)
    let interval = try #require(span.interval(anchor: nil, spoken: Day("2012-07-04")))
    #expect(interval.start == Day(start))
    #expect(interval.end == Day(end))
  }

  @Test(arguments: [
    "the last man", "this paper", "past the house", "it may last three weeks", "next to it", "that day's",
    "the Sunday Times", "Good Friday",
    "two years before the war", "the same kind", "a spring of water", "early man", "the end of the road",
    "for a second quote", "the rest of the men", "the 22nd regiment", "on the 18th hole", "the 5th of them",
    "on the second,", "for the third time", "Friday the 13th", "the week of prayer", "it fell 3% in two years",
    "the hour", "for the day", "sunday papers", "at week 12 of the trial", "the last day of the war",
    "the weekend house", "the first Friday", "the month before the war", "on 4/22", "the summer",
  ])
  func takesNothingElseForADate(_ text: String) {
    let dates = Values.find(in: Array(text.utf8)).filter { $0.relative?.anchor == .document }
    #expect(dates.isEmpty)
  }

  @Test func staysWithinTheCalendar() throws {
    for text in ["9999 centuries ago", "in the past 9000 centuries", "99999 years from now", "next century"] {
      for span in Values.find(in: Array(text.utf8)) {
        for day in ["0001-01-01", "9999-12-31"] { _ = span.interval(anchor: Day(day), spoken: Day(day)) }
      }
    }
  }

  @Test func leavesTheBearingToThePreposition() throws {
    let span = try #require(Values.find(in: Array("since last year".utf8)).first)
    let interval = try #require(span.interval(anchor: Day(Self.anchor)))
    #expect(interval.start == Day("2023-01-01"))
    #expect(interval.end == nil)
  }
}
