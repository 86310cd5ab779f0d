import Model

/// A date as written, and where it ends.
struct WrittenDate {
  enum Days {
    case known(start: Day, end: Day)
    case yearless(month: Int, day: Int?)
    case relative(RelativeDate)
    /// A year that the calendar here does not reach: "44 BC".
    case unknown
  }
  var days: Days
  var end: Int
  var approximate = false
  /// Whether both ends are written in it, so that no preposition can open it.
  var isInterval = false
  /// What is a date only after a preposition: "May".
  var needsPreposition = false

  /// Whether it is one known day.
  var isDay: Bool {
    guard case .known(let start, let end) = days else { return false }
    return start == end
  }

  init(_ days: Days, end: Int) {
    self.days = days
    self.end = end
  }

  init?(_ days: (start: Day, end: Day)?, end: Int, approximate: Bool = false) {
    guard let days else { return nil }
    self.init(.known(start: days.start, end: days.end), end: end)
    self.approximate = approximate
  }

  /// Nil where the calendar has no such day.
  init?(_ parts: DateParts, end: Int) {
    self.init(parts.days, end: end)
  }

  /// From the first day of one to the last day of another; nil where they are not in that order.
  init?(from first: DateParts, to last: DateParts, end: Int) {
    guard let start = first.days?.start, let last = last.days?.end, start <= last else { return nil }
    self.init(.known(start: start, end: last), end: end)
    isInterval = true
  }
}

/// A day, a month or a year as written.
struct DateParts: Equatable {
  var year: Int
  var month: Int?
  var day: Int?

  /// The first and the last day; nil where the calendar has no such day.
  var days: (start: Day, end: Day)? {
    let firstMonth = month ?? 1
    let lastMonth = month ?? 12
    guard (1...12).contains(lastMonth) else { return nil }
    guard let start = Day(year: year, month: firstMonth, day: day ?? 1),
      let end = Day(year: year, month: lastMonth, day: day ?? Day.length(ofMonth: lastMonth, year: year))
    else { return nil }
    return (start, end)
  }

  /// Months by their count since the year 0.
  static func months(from index: Int, count: Int) -> (start: Day, end: Day)? {
    guard index >= 12, count > 0, let start = DateParts(year: index / 12, month: index % 12 + 1).days?.start,
      let end = DateParts(year: (index + count - 1) / 12, month: (index + count - 1) % 12 + 1).days?.end
    else { return nil }
    return (start, end)
  }

  static func years(_ first: Int, _ last: Int) -> (start: Day, end: Day)? {
    guard let start = DateParts(year: first).days?.start, let end = DateParts(year: last).days?.end else { return nil }
    return (start, end)
  }
}
