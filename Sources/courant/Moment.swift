import ArgumentParser
import Model

/// Times as people write them on the command line: a time in UTC, or a day.
enum Moment {
  /// A time; a day stands for its end.
  static func end(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Day(text).flatMap { Timestamp("\($0)T23:59:59.999Z") }
  }

  /// A time; a day stands for its beginning.
  static func start(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Day(text).flatMap { Timestamp("\($0)T00:00:00.000Z") }
  }

  /// The days of a day, a month or a year.
  static func days(_ text: String) -> ClosedRange<Day>? {
    if let day = Day(text) { return day...day }
    let isMonth = text.utf8.count == 7
    guard isMonth || text.utf8.count == 4, let first = Day(text + (isMonth ? "-01" : "-01-01")),
      let last = Day(
        year: first.year,
        month: isMonth ? first.month : 12,
        day: isMonth ? Day.length(ofMonth: first.month, year: first.year) : 31
      )
    else { return nil }
    return first...last
  }

  /// Looks at options that take a sequence, a day or a time.
  /// - Throws: `ValidationError` that names the first that is none.
  static func validate(_ options: [(name: String, text: String?)]) throws {
    for (name, text) in options {
      if let text, UInt64(text) == nil, end(text) == nil {
        throw ValidationError("--\(name) is \"\(text)\", want a sequence, a day or a time such as 2026-11-24T02:00:00Z")
      }
    }
  }
}
