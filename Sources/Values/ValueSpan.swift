import Model

/// A value where it stands in a text.
public struct ValueSpan: Sendable, Hashable {
  /// What a date's preposition makes of it.
  public enum Bearing: Sendable, Hashable {
    /// "in 2012", "on 5 May", or no preposition at all: the fact holds then.
    case at
    /// "since 2010", "from 1 April": it holds from then on.
    case since
    /// "until 1986": it holds up to then.
    case until
    /// "before 2010", "after the 1990s", "to 2012": it tells an order, not when the fact holds.
    case relative
  }

  /// What the bytes are.
  public enum Content: Sendable, Hashable {
    /// A typed value. Its `text` is empty: the range has the wording.
    case value(Value)
    /// A date that lacks its year, such as "5 September" or "in April".
    case yearless(month: Int, day: Int?)
    /// An ISSN, a DOI, a citation, an address, a time of day: its digits are no number.
    case identifier
  }

  /// Byte offsets into the bytes given, with the words of approximation and bound ("about", "at least").
  public var range: Range<Int>
  /// The same with the preposition of a date ("in 2012"); for anything else, ``range``.
  public var outer: Range<Int>
  /// What the bytes are.
  public var content: Content
  /// What its preposition makes of a date.
  public var bearing: Bearing

  public init(range: Range<Int>, outer: Range<Int>? = nil, content: Content, bearing: Bearing = .at) {
    self.range = range
    self.outer = outer ?? range
    self.content = content
    self.bearing = bearing
  }

  /// The value; nil for an identifier or a date without a year.
  public var value: Value? {
    guard case .value(let value) = content else { return nil }
    return value
  }

  /// Whether it is a date, with its year or without.
  public var isDate: Bool {
    switch content {
    case .value(let value): value.kind == .date
    case .yearless: true
    case .identifier: false
    }
  }

  /// When a fact holds that has this date as its time, without its wording; nil for what is not a time, or not one to hold at.
  /// - Parameter year: the year of a date that lacks one.
  public func interval(year: Int?) -> Interval? {
    let days: (start: Day?, end: Day?)
    switch content {
    case .value(let value):
      guard value.kind == .date else { return nil }
      days = (value.start, value.end)
    case .yearless(let month, let day):
      guard let year, let dates = DateParts(year: year, month: month, day: day).days else { return nil }
      days = dates
    case .identifier:
      return nil
    }
    switch bearing {
    case .at: return Interval(text: nil, start: days.start, end: days.end)
    case .since: return Interval(text: nil, start: days.start, end: nil)
    case .until: return Interval(text: nil, start: nil, end: days.end)
    case .relative: return nil
    }
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
}
