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

  /// What an identifier identifies.
  public enum Identifier: String, Sendable, Hashable {
    case issn, isbn, doi, arxiv, url, email, phone, address, hash, citation, pages, reference, version, code
    /// Points of two sides: "3-1".
    case score
    /// A year before the first.
    case era
  }

  /// What the bytes are.
  public enum Content: Sendable, Hashable {
    /// A typed value. Its `text` is empty: the range has the wording.
    case value(Value)
    /// A date that lacks its year, such as "5 September" or "in April".
    case yearless(month: Int, day: Int?)
    /// A date that is told from another, such as "last year".
    case relative(RelativeDate)
    /// A time of day.
    case time(TimeOfDay)
    /// "third", "21st": found where it is asked for.
    case ordinal(Int)
    /// An ISSN, a DOI, a citation, an address: its digits are no number.
    case identifier(Identifier)
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

  /// The value; nil for an identifier, a time of day, or a date that needs another to be known.
  public var value: Value? {
    guard case .value(let value) = content else { return nil }
    return value
  }

  /// The date that is told from another; nil for anything else.
  public var relative: RelativeDate? {
    guard case .relative(let relative) = content else { return nil }
    return relative
  }

  /// Whether it is a date or a time of day, whether all that it needs to be known is there or not.
  public var isDate: Bool {
    switch content {
    case .value(let value): value.kind == .date
    case .yearless, .relative, .time: true
    case .identifier, .ordinal: false
    }
  }

  /// When a fact holds that has this date as its time, without its wording; nil for what is not a time, or not one to hold at.
  /// - Parameter year: the year of a date that lacks one.
  public func interval(year: Int?) -> Interval? {
    interval(year: year, anchor: nil)
  }

  /// When a fact holds that has this date as its time.
  /// - Parameters:
  ///   - year: the year of a date that lacks one; where it is nil, the anchor's.
  ///   - anchor: the day that relative dates are told from: the document's for ``RelativeDate/Anchor/document``. Nil gives no interval.
  ///   - spoken: the day that the text spoke of before, for ``RelativeDate/Anchor/text``. Nil gives no interval.
  ///   - tense: the tense of what happened then, where it is known: a day or month that lacks its year lies on that side of the anchor,
  ///     where the year is the anchor's.
  public func interval(year: Int? = nil, anchor: Day?, spoken: Day? = nil, tense: Tense? = nil) -> Interval? {
    let days: (start: Day?, end: Day?)
    switch content {
    case .value(let value):
      guard value.kind == .date else { return nil }
      days = (value.start, value.end)
    case .yearless(let month, let day):
      guard let year = year ?? anchor?.year,
        let dates = DateParts(year: year, month: month, day: day).days(anchor: anchor, tense: tense)
      else { return nil }
      days = dates
    case .relative(let relative):
      guard let from = relative.anchor == .document ? anchor : spoken,
        let dates = relative.days(from: from, tense: relative.anchor == .document ? tense : nil)
      else { return nil }
      days = dates
    case .identifier, .time, .ordinal: return nil
    }
    switch bearing {
    case .at: return Interval(text: nil, start: days.start, end: days.end)
    case .since: return Interval(text: nil, start: days.start, end: nil)
    case .until: return Interval(text: nil, start: nil, end: days.end)
    case .relative: return nil
    }
  }
}
