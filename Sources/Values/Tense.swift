import Model

/// The tense of what a date belongs to: it says on which side of the document's day a date lies that lacks its year.
public enum Tense: Sendable, Hashable {
  /// "The firm was sold on 30 June."
  case past
  /// "The firm will be sold on 3 January."
  case future
}

extension RelativeDate {
  /// The first and the last day, told from an anchor, on the side of it that a tense says; nil beyond the calendar.
  func days(from anchor: Day, tense: Tense?) -> (start: Day, end: Day)? {
    guard let days = days(from: anchor), let tense else { return days(from: anchor) }
    switch form {
    case .weekday(let weekday, nil):
      guard tense == .future, weekday != anchor.weekday, let next = anchor.adding(days: 7) else { return days }
      return self.days(from: next)
    case .dayOfMonth(let day, let weekday):
      guard steps.isEmpty, weekday == nil || (tense == .past ? days.start > anchor : days.end < anchor) else {
        return tense == .past ? days : Self.dayOfMonth(day, weekday, anchor, isNext: true) ?? days
      }
      return Self.dayOfMonth(day, weekday, anchor, isNext: tense == .future) ?? days
    case .month(_, offset: 0) where !steps.isEmpty, .days, .portion(_, _, offset: 0):
      let isWrong = tense == .past ? days.start > anchor : days.end < anchor
      guard isWrong, let other = Self.shift(anchor, tense == .past ? -1 : 1, .year) else { return days }
      return self.days(from: other)
    case .ending:
      guard tense == .future, let next = Self.shift(anchor, 1, .year) else { return days }
      return self.days(from: next)
    default: return days
    }
  }
}

extension DateParts {
  /// The days of a month or a day whose year is an anchor's, or the one beside it where the tense says so.
  func days(anchor: Day?, tense: Tense?) -> (start: Day, end: Day)? {
    guard let own = days, let anchor, let tense, year == anchor.year else { return days }
    var other = self
    switch tense {
    case .past where own.start > anchor: other.year -= 1
    case .future where own.end < anchor: other.year += 1
    default: return own
    }
    return other.days ?? own
  }
}
