import Model

/// Dates that are told from another.
extension Scanner {
  /// "yesterday", "last year", "a year earlier", "the past decade": what begins with a word.
  func relative(_ first: Word, _ previous: Word?) -> WrittenDate? {
    switch first.keyword {
    case .today, .tonight: return day(0, first)
    case .yesterday: return day(-1, first)
    case .tomorrow: return day(1, first)
    case .day: return dayBeside(first)
    case .last: return isVerb(previous) ? nil : determined(first, -1, .document)
    case .past: return determined(first, -1, .document)
    case .next, .coming, .upcoming: return determined(first, 1, .document)
    case .this, .current:
      // "this coming Friday"
      if let next = nextWord(first.end), next.isOne(of: .coming, .upcoming, .past) {
        return relative(next, first)
      }
      return determined(first, 0, .document)
    case .previous: return determined(first, -1, .text)
    case .following: return determined(first, 1, .text)
    case .same, .that: return determined(first, 0, .text)
    case .earlier, .later: return within(first)
    case .rest, .remainder: return rest(first)
    case .a, .an: return distance(first.start, previous: previous)
    case .year:
      if let to = nextWord(first.end), to.is(.to), let date = nextWord(to.end), date.is(.date) {
        return WrittenDate(.relative(RelativeDate(.period(.year, offset: 0), part: .earlier)), end: date.end)
      }
      return beside(first, previous)
    case .week: return weekFrom(first) ?? beside(first, previous)
    case .weekend: return overTheWeekend(first) ?? beside(first, previous)
    case .month, .quarter: return beside(first, previous)
    default:
      return info(first).small > 0 || info(first).scale > 0 ? distance(first.start, previous: previous) : nil
    }
  }

  /// "will last three weeks"
  private func isVerb(_ previous: Word?) -> Bool {
    guard let previous else { return false }
    if previous.isOne(of: .to, .may, .not, .that) { return true }
    for word in ["will", "would", "could", "can", "might", "must", "should", "did", "does"] as [StaticString]
    where matchesWord(word, previous) { return true }
    return false
  }

  private func day(_ offset: Int, _ word: Word) -> WrittenDate {
    var end = word.end
    // "yesterday morning"
    if let part = nextWord(end), info(part).period == 11 { end = part.end }
    return WrittenDate(.relative(RelativeDate(.period(.day, offset: offset))), end: end)
  }

  /// "the day before yesterday", "the day after".
  private func dayBeside(_ first: Word) -> WrittenDate? {
    guard let side = nextWord(first.end), side.is(.before) || side.is(.after) else { return nil }
    let sign = side.is(.before) ? -1 : 1
    if let other = nextWord(side.end), other.is(.yesterday) || other.is(.tomorrow) {
      guard other.is(.yesterday) == (sign < 0) else { return nil }
      return WrittenDate(.relative(RelativeDate(.period(.day, offset: 2 * sign))), end: other.end)
    }
    return beside(first, nil)
  }

  /// "the year before.", "the week after,": told from what the text spoke of, where nothing follows that it is before of.
  private func beside(_ first: Word, _ previous: Word?) -> WrittenDate? {
    guard let period = Self.period(info(first)), let side = nextWord(first.end), side.is(.before) || side.is(.after)
    else { return nil }
    if previous?.is(.the) == true, let last = wordAfterThe(side.end), last.is(side.is(.after) ? .next : .last),
      isClauseEnd(last.end)
    {
      // "the week after next", "the year before last"
      return WrittenDate(.relative(RelativeDate(.period(period, offset: side.is(.before) ? -2 : 2))), end: last.end)
    }
    guard isEndOfPhrase(side.end), first.isOne(of: .day, .week, .year) else { return nil }
    return WrittenDate(
      .relative(RelativeDate(.period(period, offset: side.is(.before) ? -1 : 1), anchor: .text)),
      end: side.end
    )
  }

  private func wordAfterThe(_ at: Int) -> Word? {
    guard let word = nextWord(at), word.is(.the) else { return nextWord(at) }
    return nextWord(word.end)
  }

  func isEndOfPhrase(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte == 0 || ".,;:)".utf8.contains(byte) { return true }
    return nextWord(at).map { $0.isOne(of: .and, .or, .to) } ?? false
  }

  /// "last year", "this month", "next spring", "the past decade", "the last two years", "last May", "next Tuesday".
  private func determined(_ first: Word, _ offset: Int, _ anchor: RelativeDate.Anchor) -> WrittenDate? {
    guard var next = joinedWord(first.end) else { return digitSpan(first, offset, anchor) }
    if next.isOne(of: .calendar, .fiscal, .financial), let noun = nextWord(next.end),
      noun.is(.year) || noun.is(.quarter)
    {
      next = noun
    }
    let info = info(next)
    if let number = numberWords(next.start), number.quotient == nil, number.value > 1, !number.isVague {
      if let date = lastOf(first, number.value, number.end) { return date }
      return span(number.value, number.end, offset, anchor)
    }
    if next.isOne(of: .couple), let of = nextWord(next.end) {
      return span(2, of.is(.of) ? of.end : next.end, offset, anchor)
    }
    let isName = isUpper(next.start) || !(info.flags.contains(.short) || next.is(.may) || next.is(.march))
    if info.month > 0, isName, offset == 0 || anchor == .document {
      // "the upcoming Jan. 9, 2005": the date goes on.
      let end = info.flags.contains(.short) && has(".", next.end) ? next.end + 1 : next.end
      guard anchor == .document, !isDigit(skipSpace(end)) else { return nil }
      return WrittenDate(.relative(RelativeDate(.month(Int(info.month), offset: offset))), end: next.end)
    }
    if info.weekday > 0, first.isOne(of: .previous, .following, .coming, .upcoming), isUpper(next.start) {
      let today = RelativeDate(.period(.day, offset: 0), anchor: anchor)
      let step = RelativeDate.Step.weekdayBeside(Int(info.weekday), direction: offset)
      return WrittenDate(.relative(today.then(step)), end: dayPart(next.end))
    }
    if info.weekday > 0, first.is(.last), let date = part(-1, 1, next) { return date }
    if info.weekday > 0, isUpper(next.start) || !info.flags.contains(.short), anchor == .document {
      return WrittenDate(.relative(RelativeDate(.weekday(Int(info.weekday), offset: offset))), end: dayPart(next.end))
    }
    if info.season > 0, anchor == .document, !isDigit(skipSpace(next.end)) {
      // "this fall" is one; "this spring of water" is not.
      if let after = nextWord(next.end), after.is(.of) || after.is(.in) && next.is(.fall) { return nil }
      return WrittenDate(.relative(RelativeDate(.season(Int(info.season), offset: offset))), end: next.end)
    }
    return period(first, next, info, offset, anchor)
  }

  private func period(_ first: Word, _ next: Word, _ info: WordInfo, _ offset: Int, _ anchor: RelativeDate.Anchor)
    -> WrittenDate?
  {
    guard info.period > 0, info.period < 12, !isWordByte(next.end), !has("s", next.end - 1) || next.end - next.start < 4
    else { return nil }
    guard var period = Self.period(info) else { return nil }
    var offset = offset
    if let of = nextWord(next.end), of.is(.of) {
      // "the last week of July", "the last quarter of 2012": another date, or no date at all.
      return first.is(.last) ? lastOf(period, of) ?? part(-1, 1, next) : nil
    }
    // "this evening", "last night"
    if period == .night, info.period == 11 || first.is(.last) || first.is(.this) {
      period = .day
    } else if period == .night {
      return nil
    }
    // "this day", "that day", "the same day" are told from the text; "the last day" is no time.
    if info.period == 1, first.is(.last) || first.is(.past) || first.is(.this) || first.is(.current) { return nil }
    var form = RelativeDate.Form.period(period, offset: offset)
    // "the past year" goes back from now, "last year" is the calendar's; so with "the last decade".
    if first.is(.past) && period != .weekend || (first.is(.last) && [.decade, .century, .millennium].contains(period)) {
      form = .span(count: -1, period)
    } else if first.is(.coming), period != .week, period != .weekend {
      form = .span(count: 1, period)
      offset = 0
    }
    let date = WrittenDate(.relative(RelativeDate(form, anchor: anchor)), end: next.end)
    return period == .week && form == .period(.week, offset: offset) ? dayOfWeek(date) ?? date : date
  }

  private func dayPart(_ at: Int) -> Int {
    guard let part = nextWord(at), info(part).period == 11 else { return at }
    return part.end
  }

  /// "the last two years", "the next 10 days".
  private func digitSpan(_ first: Word, _ offset: Int, _ anchor: RelativeDate.Anchor) -> WrittenDate? {
    guard let number = number(skipSpace(first.end)), number.quotient == nil else { return nil }
    return lastOf(first, number.value, number.end) ?? span(number.value, number.end, offset, anchor)
  }

  /// "the last four months of 2021", "the last 3 weeks of this year".
  private func lastOf(_ first: Word, _ count: Double, _ at: Int) -> WrittenDate? {
    guard first.is(.last), count < 1000, let count = Int(exactly: count), let noun = joinedWord(at),
      info(noun).period > 0
    else { return nil }
    return part(-1, count, noun)
  }

  func span(_ count: Double, _ at: Int, _ offset: Int, _ anchor: RelativeDate.Anchor) -> WrittenDate? {
    guard offset != 0, let noun = joinedWord(at), let period = Self.period(info(noun)), info(noun).period < 11,
      count < 10_000
    else { return nil }
    // "the last two weeks of May" is another date.
    if let of = nextWord(noun.end), of.is(.of) { return nil }
    return WrittenDate(
      .relative(RelativeDate(.span(count: count * Double(offset), period), anchor: anchor)),
      end: noun.end
    )
  }

  /// "the last week of July 2012", "the last quarter of 2019".
  private func lastOf(_ period: Period, _ of: Word) -> WrittenDate? {
    var start = skipSpace(of.end)
    if let the = word(start), the.is(.the) { start = skipSpace(the.end) }
    let whole =
      isDigit(start) ? yearSpan(start) ?? century(start) : isUpper(start) ? dateOfMonth(start) ?? nil : century(start)
    guard let whole, case .known(let begin, let end) = whole.days, let next = end.adding(days: 1),
      period != .half,
      let from = RelativeDate.shift(next, -1, period == .night ? .day : period), from >= begin
    else { return nil }
    return WrittenDate(.known(start: from, end: end), end: whole.end)
  }

  /// "the rest of the year", "the rest of this week"
  private func rest(_ first: Word) -> WrittenDate? {
    guard let of = nextWord(first.end), of.is(.of), let which = nextWord(of.end), which.isOne(of: .the, .this),
      let noun = nextWord(which.end), let period = Self.period(info(noun)),
      [.week, .month, .year, .quarter].contains(period),
      !has("s", noun.end - 1)
    else { return nil }
    return WrittenDate(.relative(RelativeDate(.period(period, offset: 0), part: .later)), end: noun.end)
  }

  /// "earlier this week", "later this month", "earlier today".
  private func within(_ first: Word) -> WrittenDate? {
    guard var next = nextWord(first.end) else { return nil }
    if next.is(.in), let the = nextWord(next.end), the.is(.the), let noun = nextWord(the.end),
      let period = Self.period(info(noun)),
      !has("s", noun.end - 1)
    {
      return WrittenDate(
        .relative(RelativeDate(.period(period, offset: 0), part: first.is(.earlier) ? .earlier : .later)),
        end: noun.end
      )
    }
    if next.is(.in), let inner = nextWord(next.end) { next = inner }
    guard next.is(.this) || next.is(.today), var date = relative(next, nil), case .relative(var relative) = date.days
    else { return nil }
    relative.part = first.is(.earlier) ? .earlier : .later
    date.days = .relative(relative)
    return date
  }

  /// "Tuesday", "on Tuesday morning"; "Tuesday, 20 November 1998".
  func weekday(_ first: Word, _ previous: Word?) -> WrittenDate? {
    let isShort = info(first).flags.contains(.short)
    var end = first.end
    if isShort, has(".", end) { end += 1 }
    // "Sunday night, 7th June 2015"
    end = dayPart(end)
    var next = skipSpace(has(",", end) ? end + 1 : end)
    if let the = word(next), the.is(.the) { next = skipSpace(the.end) }
    if next > end, !isShort || isUpper(first.start), isDigit(next) || isASCIILetter(next) {
      let date =
        isDigit(next) ? dateOfDigits(next) : word(next).flatMap { info($0).month > 0 ? dateOfMonth(next) : nil }
      if let date, !date.needsPreposition { return date }
    }
    if !isShort || isUpper(first.start), let date = dayAfterWeekday(first, end) { return date }
    if !isShort, isUpper(first.start) || previous?.is(.on) == true, let date = weekOfDay(first, end) { return date }
    // "Friday the 13th" is a name, "the first Friday" and "every second Friday" are many days.
    if let the = nextWord(end), the.is(.the), ordinal(skipSpace(the.end)) != nil { return nil }
    if let previous, info(previous).ordinal > 0 { return nil }
    if isShort
      || (!isUpper(first.start) && previous?.isOne(of: .on, .by, .until, .since, .before, .after, .for) != true)
    {
      return nil
    }
    // "Good Friday", "Sunday Times", "Friday the 13th" are names.
    if let previous, isUpper(previous.start), !previous.is(.on) { return nil }
    if isUpper(skipSpace(first.end)), has(" ", first.end) { return nil }
    return WrittenDate(
      .relative(RelativeDate(.weekday(Int(info(first).weekday), offset: nil))),
      end: dayPart(first.end)
    )
  }
}
