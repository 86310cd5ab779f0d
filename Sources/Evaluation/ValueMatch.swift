import Model
import Values

/// Whether a value of ours says what a case expects.
struct ValueMatch {
  let anchor: Day?

  func isRight(_ span: ValueSpan, _ expected: ExpectedValue) -> Bool {
    switch expected {
    case .number(let number): return numbers(span).contains { Self.agree($0, number) }
    case .ordinal(let number):
      guard case .ordinal(let own) = span.content else { return false }
      return own == number
    case .percent(let number):
      guard let value = span.value, let own = value.number else { return false }
      return value.kind == .percent ? Self.agree(own, number) : value.kind == .number && Self.agree(own * 100, number)
    case .range(let low, let high): return isRange(span, low, high)
    case .amount(let number, let unit): return isAmount(span, number, unit)
    case .days(let days): return days.contains { isDays(span, $0) }
    case .seconds(let seconds):
      guard let value = span.value, let number = value.number, let unit = value.unit,
        let own = Values.convert(number, from: unit, to: "s")
      else { return false }
      // They count 365 days to a year and 30 to a month.
      return abs(own - seconds) <= seconds * 0.02
    case .time(let times):
      guard case .time(let time) = span.content else { return false }
      let own = time.second == nil ? "\(time):00" : "\(time)"
      return times.contains(own)
    case .identifier:
      guard case .identifier = span.content else { return false }
      return true
    case .kind(let kind): return isKind(span, kind)
    case .leftOut: return false
    }
  }

  private func numbers(_ span: ValueSpan) -> [Double] {
    guard let value = span.value else { return [] }
    return [value.number, value.low, value.high].compactMap { $0 }
  }

  /// To the digits that they give.
  private static func agree(_ own: Double, _ theirs: Double) -> Bool {
    abs(own - theirs) <= max(abs(theirs), 1e-300) * 1e-9
  }

  private func isRange(_ span: ValueSpan, _ low: Double?, _ high: Double?) -> Bool {
    guard let value = span.value else { return false }
    if let own = value.low, let end = value.high { return own == low && end == high }
    guard let number = value.number else { return false }
    // "more than 20 and less than 30" is two bounds with us.
    if value.bound == .min { return number == low }
    if value.bound == .max { return number == high }
    return low == high && number == low
  }

  private func isAmount(_ span: ValueSpan, _ number: Double, _ unit: String) -> Bool {
    let isMoney = span.value?.kind == .money
    guard let value = span.value, let own = value.number, let ownUnit = value.unit,
      let their = isMoney && unit == "Pound" ? (1, "GBP") : Self.unit(unit)
    else {
      return false
    }
    let theirs = number * their.number
    if ownUnit == their.unit { return abs(own - theirs) <= abs(theirs) * 1e-9 }
    guard let converted = Values.convert(own, from: ownUnit, to: their.unit) else { return false }
    return abs(converted - theirs) <= abs(theirs) * 1e-9
  }

  /// A unit by its name, as we read it.
  private static func unit(_ name: String) -> (number: Double, unit: String)? {
    let known = ["C": "°C", "F": "°F", "K": "K", "Degree": "°", "Dollar": "USD", "British pound": "GBP"]
    if let unit = known[name] { return (1, unit) }
    if name.utf8.count == 3, name.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return (1, name) }
    guard let value = Values.find(in: Array("1 \(name.lowercased())".utf8)).first?.value, let unit = value.unit,
      let number = value.number
    else { return nil }
    return (number, unit)
  }

  private func isDays(_ span: ValueSpan, _ days: (start: Day?, end: Day?)) -> Bool {
    var whole = span
    whole.bearing = .at
    guard span.isDate else { return false }
    // A date without its year is any of the years that they offer.
    let year = (days.start ?? days.end)?.year
    guard let own = whole.interval(year: isYearless(span) ? year : nil, anchor: anchor, spoken: anchor) else {
      return false
    }
    let end = own.end.flatMap { Day(daysSince1970: $0.daysSince1970 + 1) }
    if days.start == nil { return days.end == own.start || days.end == end || days.end == own.end }
    if days.end == nil { return days.start == own.start || days.start == end || days.start == own.end }
    // The end of theirs is not of the interval, but the last day is where both ends are written.
    if own.start == days.start, end == days.end || own.end == days.end { return true }
    // "three weeks ago" is a week with us, and a day with them; an edge of an early or late part is theirs to choose.
    guard let first = own.start, let last = own.end, let start = days.start, let theirEnd = days.end,
      let relative = span.relative
    else { return false }
    switch relative.form {
    case .shifted: return first <= start && start <= last
    case .span:
      // Theirs begin on the next day.
      return abs(first.daysSince1970 - start.daysSince1970) <= 1
        && abs(last.daysSince1970 + 1 - theirEnd.daysSince1970) <= 1
    default: return relative.part != nil && first <= start && theirEnd.daysSince1970 <= last.daysSince1970 + 1
    }
  }

  private func isYearless(_ span: ValueSpan) -> Bool {
    if case .yearless = span.content { return true }
    return false
  }

  private func isKind(_ span: ValueSpan, _ kind: String) -> Bool {
    switch kind {
    case "time":
      if case .time = span.content { return true }
      return false
    case "duration": return span.value?.unit.flatMap { Unit($0) }?.dimension?.isTime == true
    default:
      if case .time = span.content { return false }
      return span.isDate
    }
  }
}
