import Model

/// Dates that are told from another date beside them: "the first Friday of July", "two days before yesterday", "the week of 4 May".
extension Scanner {
  // MARK: Parts

  /// "the last week of July", "the first Friday of next month", "the first two weeks of 2021".
  /// - Parameters:
  ///   - number: 1 for the first; -1 for the last.
  ///   - count: how many of them.
  func part(_ number: Int, _ count: Int, _ noun: Word) -> WrittenDate? {
    guard let whole = partedDate(noun.end) else { return nil }
    let info = info(noun)
    if info.weekday > 0 {
      guard count == 1 else { return nil }
      return whole.then(.weekday(Int(info.weekday), number: number), end: whole.end)
    }
    guard let period = Self.period(info), period != .half, period != .night, period != .year, info.period < 11 else {
      return nil
    }
    var date = whole.then(.part(period, from: number > 0 ? number - 1 : -1, count: count), end: whole.end)
    date?.isInterval = true
    return date
  }

  /// "the first 2 weeks of 2021", "the first two weeks of May".
  func firstOf(_ number: Int, _ at: Int) -> WrittenDate? {
    let start = skipSpace(at)
    guard number == 1, start > at,
      let count = digits(start, atMost: 2) ?? word(start).flatMap({ self.count($0) }),
      count.number > 1, let noun = joinedWord(count.end), info(noun).period > 0
    else { return nil }
    return part(1, count.number, noun)
  }

  /// What parts are taken of, after "of" or "in": "July", "July 2012", "this month", "2019".
  private func partedDate(_ at: Int) -> WrittenDate? {
    guard let of = nextWord(at), of.is(.of) || of.is(.in) else { return nil }
    let start = skipSpace(of.end)
    if isDigit(start) { return yearSpan(start).flatMap { scaleFollows($0.end) ? nil : $0 } }
    guard let first = word(start) else { return nil }
    if info(first).month > 0 {
      let isName = isUpper(start) || (first.end - start > 3 && !first.is(.march))
      guard isName else { return nil }
      if let date = dateOfMonth(start) {
        if case .known(let first, let last) = date.days { return first == last ? nil : date }
        if case .yearless(_, let day) = date.days { return day == nil ? date : nil }
        return nil
      }
      return WrittenDate(.yearless(month: Int(info(first).month), day: nil), end: first.end)
    }
    if let year = spokenYear(start) { return WrittenDate(DateParts(year: year.number), end: year.end) }
    guard first.isOne(of: .this, .next, .last, .previous, .following),
      let noun = nextWord(first.end), noun.isOne(of: .month, .year, .quarter, .week),
      let date = relative(first, of), date.end == noun.end
    else { return nil }
    return date
  }

  /// "the 20th of next month", "the 15th day of this month": what follows the number of a day.
  func dayOfNamedMonth(_ day: Int, _ at: Int) -> WrittenDate? {
    guard (1...31).contains(day) else { return nil }
    var end = at
    if let noun = nextWord(end), noun.is(.day) { end = noun.end }
    guard let of = nextWord(end), of.is(.of), let which = nextWord(of.end),
      which.isOne(of: .this, .next, .last, .previous, .following), let noun = nextWord(which.end), noun.is(.month),
      let month = relative(which, of)
    else { return nil }
    return month.then(.day(day), end: month.end)
  }

  // MARK: Days of the month

  /// "on the 22nd", "until the 5th": a day of a month that is not written, where nothing follows that it could be the number of.
  func lonelyDay(_ start: Int, _ context: Context) -> WrittenDate? {
    guard context.previous?.is(.the) == true,
      context.beforeThat?.isOne(of: .on, .by, .until, .till, .since, .before, .after, .around, .for) == true,
      let day = digits(start, atMost: 2), (1...31).contains(day.number)
    else { return nil }
    let end = ordinalEnd(day.end)
    guard end > day.end, isClauseEnd(end) else { return nil }
    return WrittenDate(.relative(RelativeDate(.dayOfMonth(day.number, weekday: nil))), end: end)
  }

  /// "Saturday the 23rd", "Fri 14th", "Tuesday the eleventh": after a weekday. "Friday the 13th" is a name.
  func dayAfterWeekday(_ weekday: Word, _ at: Int) -> WrittenDate? {
    var start = skipSpace(has(",", at) ? at + 1 : at)
    guard start > at else { return nil }
    let the = word(start).flatMap { $0.is(.the) ? $0 : nil }
    if let the { start = skipSpace(the.end) }
    guard let day = ordinal(start), (1...31).contains(day.number), isClauseEnd(day.end), isDigit(start) || the != nil,
      !(info(weekday).weekday == 5 && day.number == 13 && the != nil)
    else { return nil }
    let form = RelativeDate.Form.dayOfMonth(day.number, weekday: Int(info(weekday).weekday))
    return WrittenDate(.relative(RelativeDate(form)), end: day.end)
  }

  /// Where a clause may go on but a noun cannot stand.
  func isClauseEnd(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte == 0 || ".,;:)!?\"\n".utf8.contains(byte) { return true }
    guard let next = nextWord(at) else { return skipSpace(at) > at && !isWordByte(skipSpace(at)) }
    return info(next).flags.contains(.never) && !next.is(.of)
  }

  // MARK: Weeks

  /// "the week of 4 May", "the week commencing 3 February", "a week starting tomorrow".
  func weekFrom(_ week: Word) -> WrittenDate? {
    guard let link = nextWord(week.end) else { return nil }
    let isOf = link.is(.of)
    guard isOf || link.isOne(of: .commencing, .starting, .beginning), let day = day(after: link.end, isOf: isOf) else {
      return nil
    }
    var date = day.then(isOf ? .week : .span(count: 1, .week), end: day.end)
    date?.isInterval = true
    return date
  }

  /// One day that follows a word, with "the" or "on" before it.
  func day(after at: Int, isOf: Bool = false) -> WrittenDate? {
    var start = skipSpace(at)
    var the: Word?
    for _ in 0..<2 {
      guard let word = word(start), word.isOne(of: .the, .on) else { break }
      if word.is(.the) { the = word }
      start = skipSpace(word.end)
    }
    guard start > at else { return nil }
    let date: WrittenDate?
    if isDigit(start) {
      let context = Context(previous: the, beforeThat: Word(id: Keyword.on.rawValue, start: at, end: at))
      date = dateOfDigits(start) ?? lonelyDay(start, context)
    } else if let word = word(start) {
      let info = info(word)
      let isDay =
        word.isOne(of: .today, .yesterday, .tomorrow, .last, .next, .this) || info.weekday > 0
      date =
        isDay
        ? dateOfWords(start, previous: Word(id: Keyword.on.rawValue, start: at, end: at))
        : info.month > 0 ? dateOfMonth(start) : nil
    } else {
      date = nil
    }
    return date.flatMap { $0.isOneDay ? $0 : nil }
  }

  /// "next week Sunday", "next week on Tuesday": the day after the week; the week itself where none follows.
  func dayOfWeek(_ week: WrittenDate) -> WrittenDate? {
    guard case .relative(let relative) = week.days, case .period(.week, _) = relative.form,
      var next = nextWord(week.end)
    else { return nil }
    if next.is(.on), let day = nextWord(next.end) { next = day }
    let info = info(next)
    guard info.weekday > 0, !info.flags.contains(.short), isUpper(next.start) || next.start > week.end + 1,
      !has("'", next.end), !isWordByte(next.end), !isUpper(skipSpace(next.end))
    else { return nil }
    return week.then(.weekday(Int(info.weekday), number: 1), end: next.end)
  }

  /// "Friday next week", "Monday of the following week": the week after a weekday.
  func weekOfDay(_ weekday: Word, _ at: Int) -> WrittenDate? {
    guard var which = nextWord(at) else { return nil }
    if which.is(.of) || which.is(.in), let next = nextWord(which.end) { which = next }
    if which.is(.the), let next = nextWord(which.end) { which = next }
    guard which.isOne(of: .this, .next, .last, .previous, .following, .same), let noun = nextWord(which.end),
      noun.is(.week), let week = relative(which, nil), week.end == noun.end
    else { return nil }
    return week.then(.weekday(Int(info(weekday).weekday), number: 1), end: week.end)
  }

  /// "over the weekend": the one that ended last, up to the Sunday that it may be.
  func overTheWeekend(_ weekend: Word) -> WrittenDate? {
    guard matches("ver the ", at: weekend.start - 8), !isWordByte(weekend.end), isClauseEnd(weekend.end) else {
      return nil
    }
    let sunday = RelativeDate(.weekday(7, offset: nil))
    return WrittenDate(.relative(sunday.then(.week).then(.part(.day, from: -1, count: 2))), end: weekend.end)
  }
}
