import Model

/// A stretch of the calendar.
public enum Period: Int, Sendable, Hashable {
  case day = 1, week, month, quarter, year, decade, century, millennium, weekend, fortnight, night, half
}

/// A date that is told from another: "last year", "three years ago", "a year earlier", "on Tuesday".
public struct RelativeDate: Sendable, Hashable {
  /// What it is told from.
  public enum Anchor: Sendable, Hashable {
    /// The day the document is of.
    case document
    /// Another date that the text speaks of: "a year earlier", "the following month".
    case text
  }

  public enum Form: Sendable, Hashable {
    /// "last year" is -1, "this year" 0, "next year" 1.
    case period(Period, offset: Int)
    /// Monday is 1. Nil for "on Tuesday", the latest up to the anchor; "last" is -1, "this" 0, "next" 1.
    case weekday(Int, offset: Int?)
    /// "last May", "this May".
    case month(Int, offset: Int)
    /// Spring is 1, winter 4.
    case season(Int, offset: Int)
    /// "three years ago": the year three years before the anchor's.
    case shifted(count: Double, Period)
    /// "in the past two years": from or up to the anchor.
    case span(count: Double, Period)
    /// "the third quarter", "the first half of last year": of the anchor's year, or one beside it.
    case portion(Period, number: Int, offset: Int)
    /// "5–7 April": days of the anchor's year.
    case days(from: MonthDay, to: MonthDay)
    /// "the year to March", "the six months to 30 June": the latest that has ended, counted back from its last day.
    /// The 31st is the last day of any month.
    case ending(count: Double, Period, to: MonthDay)
    /// "the 22nd", the latest up to the anchor; "Saturday the 23rd", the nearest. Monday is 1.
    case dayOfMonth(Int, weekday: Int?)
  }

  /// A day of any year.
  public struct MonthDay: Sendable, Hashable {
    public var month: Int
    public var day: Int

    public init(month: Int, day: Int) {
      self.month = month
      self.day = day
    }
  }

  /// Which part of it is meant.
  public enum Part: Sendable, Hashable {
    /// "early last year", "late this month": the whole, not exactly.
    case early, late, middle
    /// "earlier this week", "so far this year": up to the anchor.
    case earlier
    /// "later this month": from the anchor on.
    case later
    /// "at the beginning of this year", "at the end of last month": its first or last day.
    case start, end
  }

  public var form: Form
  public var anchor: Anchor
  public var part: Part?
  /// What is told from those days, one after the other.
  public var steps: [Step] = []

  public init(_ form: Form, anchor: Anchor = .document, part: Part? = nil) {
    self.form = form
    self.anchor = anchor
    self.part = part
  }

  /// The first and the last day, told from an anchor; nil beyond the calendar.
  public func days(from anchor: Day) -> (start: Day, end: Day)? {
    guard var days = whole(anchor) else { return nil }
    switch part {
    case .start: days.end = days.start
    case .end: days.start = days.end
    case .earlier where days.start <= anchor && anchor <= days.end: days.end = anchor
    case .later where days.start <= anchor && anchor <= days.end: days.start = anchor
    default: break
    }
    for step in steps {
      guard let next = step.days(days) else { return nil }
      days = next
    }
    return days
  }

  private func whole(_ anchor: Day) -> (start: Day, end: Day)? {
    switch form {
    case .period(let period, let offset): return Self.period(period, offset, anchor)
    case .weekday(let weekday, let offset):
      let today = anchor.weekday
      let distance =
        switch offset {
        case nil: weekday <= today ? weekday - today : weekday - today - 7
        case .some(-1): weekday < today ? weekday - today : weekday - today - 7
        case .some(let weeks): weekday - today + 7 * weeks
        }
      guard let day = anchor.adding(days: distance) else { return nil }
      return (day, day)
    case .month(let month, let offset):
      var year = anchor.year
      if offset < 0, month >= anchor.month { year -= 1 }
      if offset > 0, month <= anchor.month { year += 1 }
      return DateParts(year: year, month: month).days
    case .season(let season, let offset):
      return Self.season(season, anchor.year + Self.seasonShift(season, offset, anchor))
    case .shifted(let count, let period): return Self.shifted(count, period, anchor)
    case .portion(let period, let number, let offset):
      let months = period == .quarter ? 3 : period == .half ? 6 : 1
      guard (1...12 / months).contains(number) else { return nil }
      return DateParts.months(from: (anchor.year + offset) * 12 + (number - 1) * months, count: months)
    case .days(let from, let to):
      guard let start = Day(year: anchor.year, month: from.month, day: from.day),
        let end = Day(year: anchor.year + (to.month < from.month ? 1 : 0), month: to.month, day: to.day)
      else { return nil }
      return (start, end)
    case .ending(let count, let period, let to):
      for year in [anchor.year, anchor.year - 1] {
        guard let end = Day(year: year, month: to.month, day: min(to.day, Day.length(ofMonth: to.month, year: year))),
          end <= anchor
        else { continue }
        guard let next = end.adding(days: 1), let start = Self.shift(next, -count, period) else { return nil }
        return (start, end)
      }
      return nil
    case .dayOfMonth(let day, nil): return Self.dayOfMonth(day, nil, anchor, isNext: false)
    case .dayOfMonth(let day, let weekday?): return Self.nearestDay(day, weekday, anchor)
    case .span(let count, let period):
      guard let other = Self.shift(anchor, count, period) else { return nil }
      return count < 0 ? (other, anchor) : (anchor, other)
    }
  }

  /// "last summer" said in May is the year before's, said in December this year's.
  private static func seasonShift(_ season: Int, _ offset: Int, _ anchor: Day) -> Int {
    let last = season == 4 ? 14 : season * 3 + 2
    let first = season * 3
    if offset < 0 { return anchor.month > last ? 0 : -1 }
    if offset > 0 { return anchor.month < first ? 0 : 1 }
    return season == 4 && anchor.month <= 2 ? -1 : 0
  }

  static func season(_ season: Int, _ year: Int) -> (start: Day, end: Day)? {
    // By meteorologists' months; the winter of a year begins in its December.
    guard let start = DateParts(year: year, month: season * 3).days?.start,
      let end = DateParts(year: season == 4 ? year + 1 : year, month: season == 4 ? 2 : season * 3 + 2).days?.end
    else { return nil }
    return (start, end)
  }

  private static func period(_ period: Period, _ offset: Int, _ anchor: Day) -> (start: Day, end: Day)? {
    switch period {
    case .day, .night:
      guard let day = anchor.adding(days: offset) else { return nil }
      return (day, day)
    case .week, .weekend, .fortnight:
      let weeks = period == .fortnight ? 2 : 1
      guard let monday = anchor.adding(days: 1 - anchor.weekday + 7 * weeks * offset),
        let sunday = monday.adding(days: 7 * weeks - 1)
      else { return nil }
      return (period == .weekend ? monday.adding(days: 5) ?? monday : monday, sunday)
    case .month, .quarter, .half:
      let months = period == .month ? 1 : period == .quarter ? 3 : 6
      let index = (anchor.year * 12 + anchor.month - 1) / months + offset
      return DateParts.months(from: index * months, count: months)
    case .year, .decade, .century, .millennium:
      let years = period == .year ? 1 : period == .decade ? 10 : period == .century ? 100 : 1000
      // The first century began with the year 1, and a decade begins with a zero.
      let shift = years > 10 ? 1 : 0
      let first = ((anchor.year - shift) / years + offset) * years + shift
      return DateParts.years(max(first, 1), first + years - 1)
    }
  }

  /// The period that lies so many of them away; of fractions the month.
  private static func shifted(_ count: Double, _ period: Period, _ anchor: Day) -> (start: Day, end: Day)? {
    guard let day = shift(anchor, count, period) else { return nil }
    switch period {
    case .day, .night, .weekend: return (day, day)
    case .week, .fortnight: return Self.period(.week, 0, day)
    case .month, .quarter, .half: return DateParts(year: day.year, month: day.month).days
    case .year:
      return count == count.rounded()
        ? DateParts(year: day.year).days : DateParts(year: day.year, month: day.month).days
    case .decade, .century, .millennium: return DateParts(year: day.year).days
    }
  }

  /// A day so many periods away; the 31st becomes the last of a shorter month.
  static func shift(_ day: Day, _ count: Double, _ period: Period) -> Day? {
    let perYear: Double
    switch period {
    case .day, .night, .weekend, .week, .fortnight:
      let days = count * (period == .week || period == .weekend ? 7 : period == .fortnight ? 14 : 1)
      guard days.magnitude < 4_000_000 else { return nil }
      return day.adding(days: Int(days.rounded()))
    case .month: perYear = 1
    case .quarter: perYear = 3
    case .half: perYear = 6
    case .year: perYear = 12
    case .decade: perYear = 120
    case .century: perYear = 1200
    case .millennium: perYear = 12000
    }
    guard (count * perYear).magnitude < 120_000 else { return nil }
    let index = day.year * 12 + day.month - 1 + Int((count * perYear).rounded())
    guard index >= 12 else { return nil }
    let length = Day.length(ofMonth: index % 12 + 1, year: index / 12)
    return Day(year: index / 12, month: index % 12 + 1, day: min(day.day, length))
  }
}

extension RelativeDate: CustomStringConvertible {
  /// `year -1`, `-3 year`, `span -2 week`, `quarter 3 of year 0`; then the part, and that the anchor is in the text.
  public var description: String {
    let text: String
    switch form {
    case .period(let period, let offset): text = "\(period) \(offset)"
    case .weekday(let weekday, let offset): text = "weekday \(weekday)" + (offset.map { " of week \($0)" } ?? "")
    case .month(let month, let offset): text = "month \(month) of year \(offset)"
    case .season(let season, let offset): text = "season \(season) of year \(offset)"
    case .shifted(let count, let period): text = "\(Self.short(count)) \(period)"
    case .span(let count, let period): text = "span \(Self.short(count)) \(period)"
    case .portion(let period, let number, let offset): text = "\(period) \(number) of year \(offset)"
    case .ending(let count, let period, let to): text = "\(Self.short(count)) \(period) to \(to.month)-\(to.day)"
    case .days(let from, let to): text = "\(from.month)-\(from.day)..\(to.month)-\(to.day)"
    case .dayOfMonth(let day, let weekday): text = "day \(day)" + (weekday.map { " weekday \($0)" } ?? "")
    }
    return text + (part.map { " \($0)" } ?? "") + steps.map { ", \($0)" }.joined()
      + (anchor == .text ? " from the text" : "")
  }

  private static func short(_ count: Double) -> String { Int(exactly: count).map { String($0) } ?? "\(count)" }
}

extension Day {
  /// Monday is 1, Sunday 7.
  var weekday: Int { (((daysSince1970 + 3) % 7) + 7) % 7 + 1 }

  func adding(days: Int) -> Day? { Day(daysSince1970: daysSince1970 + days) }
}
