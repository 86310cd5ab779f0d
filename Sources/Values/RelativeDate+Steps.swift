import Model

extension RelativeDate {
  /// What is told from the days of a date: "the first Friday of", "two days after", "the week of".
  public enum Step: Sendable, Hashable {
    /// "two months after": the day that lies so many periods from its first.
    case shifted(count: Double, Period)
    /// "the first Friday of": the first is 1, the last -1. Monday is 1.
    case weekday(Int, number: Int)
    /// "the Monday after": the next of these days, or for -1 the latest before. Monday is 1.
    case weekdayBeside(Int, direction: Int)
    /// "the third week of" is from 2, "the first two weeks of" from 0; from -1 they end with it.
    case part(Period, from: Int, count: Int)
    /// "the week of": Monday to Sunday around its first day.
    case week
    /// "two weeks from": so many periods that begin with its first day.
    case span(count: Double, Period)
    /// "week 27 of": of the year of its first day.
    case isoWeek(Int)
    /// "the 20th of": a day of its first month.
    case day(Int)

    /// The first and the last day; nil where there is none, as for a fifth Friday or beyond the calendar.
    func days(_ of: (start: Day, end: Day)) -> (start: Day, end: Day)? {
      let (start, end) = of
      switch self {
      case .shifted(let count, let period): return RelativeDate.shift(start, count, period).map { ($0, $0) }
      case .weekday(let weekday, let number):
        let first = number > 0 ? start : end
        let distance = number > 0 ? (weekday - first.weekday + 7) % 7 : -((first.weekday - weekday + 7) % 7)
        let weeks = number > 0 ? number - 1 : number + 1
        guard let day = first.adding(days: distance + 7 * weeks), day >= start, day <= end else { return nil }
        return (day, day)
      case .weekdayBeside(let weekday, let direction):
        let ahead = (weekday - start.weekday + 7) % 7
        let distance = direction > 0 ? (ahead == 0 ? 7 : ahead) : ahead - 7
        return start.adding(days: distance).map { ($0, $0) }
      case .part(let period, let from, let count): return Self.part(of, period, from, count)
      case .week:
        guard let monday = start.adding(days: 1 - start.weekday), let sunday = monday.adding(days: 6) else {
          return nil
        }
        return (monday, sunday)
      case .span(let count, let period):
        guard let last = RelativeDate.shift(start, count, period)?.adding(days: -1), last >= start else { return nil }
        return (start, last)
      case .isoWeek(let number):
        // The fourth of January is always in the first week.
        guard let fourth = Day(year: start.year, month: 1, day: 4) else { return nil }
        return fourth.adding(days: 7 * (number - 1)).flatMap { Step.week.days(($0, $0)) }
      case .day(let day):
        return Day(year: start.year, month: start.month, day: day).map { ($0, $0) }
      }
    }

    private static func part(_ of: (start: Day, end: Day), _ period: Period, _ from: Int, _ count: Int)
      -> (start: Day, end: Day)?
    {
      if from < 0 {
        guard let next = of.end.adding(days: 1), let first = RelativeDate.shift(next, -Double(count), period),
          first >= of.start
        else { return nil }
        return (first, of.end)
      }
      guard let first = RelativeDate.shift(of.start, Double(from), period),
        let last = RelativeDate.shift(of.start, Double(from + count), period)?.adding(days: -1), last <= of.end
      else { return nil }
      return (first, last)
    }
  }

  /// The same, with a step more.
  func then(_ step: Step) -> RelativeDate {
    var date = self
    date.steps.append(step)
    return date
  }

  /// "Saturday the 23rd": the nearest such day, at or before the anchor where two are as near in months.
  static func nearestDay(_ day: Int, _ weekday: Int, _ anchor: Day) -> (start: Day, end: Day)? {
    for months in 0..<170 {
      for sign in months == 0 ? [1] : [-1, 1] {
        let index = anchor.year * 12 + anchor.month - 1 + sign * months
        guard index >= 12, let found = Day(year: index / 12, month: index % 12 + 1, day: day), found.weekday == weekday
        else { continue }
        return (found, found)
      }
    }
    return nil
  }

  /// "the 22nd", "Saturday the 23rd": the latest such day up to the anchor, or the next from it on.
  static func dayOfMonth(_ day: Int, _ weekday: Int?, _ anchor: Day, isNext: Bool) -> (start: Day, end: Day)? {
    // Within fourteen years each day of a month has been each day of the week, but for the 29th of February.
    for months in 0..<170 {
      let index = anchor.year * 12 + anchor.month - 1 + (isNext ? months : -months)
      guard index >= 12 else { return nil }
      guard let found = Day(year: index / 12, month: index % 12 + 1, day: day),
        isNext ? found >= anchor : found <= anchor, weekday == nil || found.weekday == weekday
      else { continue }
      return (found, found)
    }
    return nil
  }
}

extension RelativeDate.Step: CustomStringConvertible {
  /// `2.0 week after`, `weekday 5 number 1`, `month last count 4`, `week`, `week 27`, `day 20`.
  public var description: String {
    switch self {
    case .shifted(let count, let period): "\(count) \(period) after"
    case .weekday(let weekday, let number): "weekday \(weekday) number \(number)"
    case .weekdayBeside(let weekday, let direction):
      direction > 0 ? "weekday \(weekday) after" : "weekday \(weekday) before"
    case .part(let period, let from, let count):
      from < 0 ? "\(period) last count \(count)" : "\(period) \(from + 1) count \(count)"
    case .week: "\(Period.week)"
    case .span(let count, let period): "\(count) \(period) from"
    case .isoWeek(let number): "week \(number)"
    case .day(let day): "day \(day)"
    }
  }
}

extension WrittenDate {
  /// The date that a step leads to from this one; nil where the days of it have none.
  func then(_ step: RelativeDate.Step, end: Int) -> WrittenDate? {
    var date = self
    date.end = end
    date.needsPreposition = false
    switch days {
    case .known(let start, let last):
      guard let days = step.days((start, last)) else { return nil }
      date.days = .known(start: days.start, end: days.end)
    case .yearless(let month, let day):
      let form: RelativeDate.Form
      if let day {
        let own = RelativeDate.MonthDay(month: month, day: day)
        form = .days(from: own, to: own)
      } else {
        form = .month(month, offset: 0)
      }
      date.days = .relative(RelativeDate(form).then(step))
    case .relative(let relative): date.days = .relative(relative.then(step))
    case .unknown: return nil
    }
    return date
  }

  /// Whether it is one day, as far as is known.
  var isOneDay: Bool {
    switch days {
    case .known(let start, let end): return start == end
    case .yearless(_, let day): return day != nil
    case .relative(let relative):
      guard relative.part == nil else { return false }
      if let last = relative.steps.last {
        switch last {
        case .shifted, .weekday, .weekdayBeside, .day: return true
        case .part(let period, _, let count): return period == .day && count == 1
        case .week, .span, .isoWeek: return false
        }
      }
      switch relative.form {
      case .period(let period, _): return period == .day
      case .weekday, .dayOfMonth: return true
      case .shifted(_, let period): return period == .day
      case .days(let from, let to): return from == to
      default: return false
      }
    case .unknown: return false
    }
  }
}
