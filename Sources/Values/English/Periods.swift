import Model

/// Parts of years: quarters, halves, seasons, "the end of", "early".
extension Scanner {
  /// The date that begins with a word.
  func dateOfWords(_ start: Int, previous: Word?) -> WrittenDate? {
    guard let first = word(start) else { return nil }
    let info = info(first)
    if info.month > 0, let date = dateOfMonth(start) { return date }
    if info.weekday > 0, let date = weekday(first, previous) { return date }
    if info.season > 0, let date = season(first) { return date }
    if info.decade > 0, let date = shortDecade(start, previous: previous) { return date }
    if info.ordinal > 0 || info.small >= 20, let date = dateOfOrdinal(start) { return date }
    if info.small > 0, let date = yearInWords(first, previous) ?? dayInWords(first) { return date }
    switch first.keyword {
    case .q, .h: return numbered(first)
    case .ad, .ce: return eraBefore(first)
    case .fiscal, .financial, .fy, .calendar: return fiscalYear(first) ?? periodUpTo(start, previous: previous)
    case .early, .late, .mid: return part(first, previous)
    case .beginning, .start, .end, .middle: return edge(first, previous)
    case .week: return numberedWeek(first) ?? periodUpTo(start, previous: previous) ?? relative(first, previous)
    case .half, .full: return periodUpTo(start, previous: previous)
    case .quarter, .month: return periodUpTo(start, previous: previous) ?? relative(first, previous)
    case .year:
      if let date = periodUpTo(start, previous: previous) { return date }
      guard previous?.is(.the) == true, isDigit(skipSpace(first.end)) else { return relative(first, previous) }
      return nil
    default: return relative(first, previous)
    }
  }

  /// "Q3 2020", "H1 2019", "Q1 of 2012".
  private func numbered(_ first: Word) -> WrittenDate? {
    guard first.end == first.start + 1, let number = digits(first.end, atMost: 1),
      !isLetter(number.end) || matches("FY", at: number.end)
    else { return nil }
    let count = first.is(.q) ? 4 : 2
    guard (1...count).contains(number.number) else { return nil }
    if isUpper(first.start), let range = numberedRange(number, byte(first.start), count: count) { return range }
    if let year = partYear(number.end, isAttached: false), isUpper(first.start) || year.end - number.end > 3 {
      var date = months(12 / count, number.number, year.number, end: year.end)
      date?.approximate = year.isFiscal
      return date
    }
    let period: Period = count == 4 ? .quarter : .half
    guard isUpper(first.start) else { return nil }
    if let offset = yearOffset(number.end) { return portion(period, number.number, offset) }
    if has("-", number.end) || has("/", number.end) { return nil }
    var date = portion(period, number.number, (0, number.end))
    date?.needsPreposition = true
    return date
  }

  /// "of this year", "last year" after a quarter: how many years from the anchor's.
  private func yearOffset(_ at: Int) -> (years: Int, end: Int)? {
    var at = at
    if let of = nextWord(at), of.is(.of) || of.is(.in) { at = of.end }
    guard let which = nextWord(at), let noun = nextWord(which.end), noun.is(.year) else { return nil }
    if which.isOne(of: .this, .current, .the) { return (0, noun.end) }
    if which.is(.last) { return (-1, noun.end) }
    return which.is(.next) ? (1, noun.end) : nil
  }

  private func portion(_ period: Period?, _ number: Int, _ offset: (years: Int, end: Int)) -> WrittenDate? {
    guard let period, [.quarter, .half].contains(period), number <= (period == .half ? 2 : 4) else { return nil }
    return WrittenDate(
      .relative(RelativeDate(.portion(period, number: number, offset: offset.years))),
      end: offset.end
    )
  }

  private func months(_ length: Int, _ number: Int, _ year: Int, end: Int) -> WrittenDate? {
    var date = WrittenDate(DateParts.months(from: year * 12 + (number - 1) * length, count: length), end: end)
    date?.isInterval = true
    return date
  }

  private func numberedWeek(_ first: Word) -> WrittenDate? {
    guard let week = digits(skipSpace(first.end), atMost: 2), !isWordByte(week.end) else { return nil }
    var end = week.end
    if let of = nextWord(end), of.is(.of) { end = of.end }
    guard let year = year(after: end) else {
      // "week 27 of last year"
      guard end > week.end, let which = nextWord(end), which.isOne(of: .this, .last, .next),
        let noun = nextWord(which.end), noun.is(.year), (1...53).contains(week.number)
      else { return nil }
      let offset = which.is(.this) ? 0 : which.is(.last) ? -1 : 1
      let date = RelativeDate(.period(.year, offset: offset)).then(.isoWeek(week.number))
      return WrittenDate(.relative(date), end: noun.end)
    }
    return isoWeek(year.number, week.number, year.end)
  }

  /// "spring 2012", "the summer of 1945", "winter 2012/13".
  private func season(_ first: Word) -> WrittenDate? {
    var end = first.end
    if let of = nextWord(end), of.is(.of) || of.is(.in) { end = of.end }
    let start = skipSpace(has(",", end) ? end + 1 : end)
    if start > end, let year = spokenYear(start), (1000..<2100).contains(year.number) {
      return WrittenDate(
        RelativeDate.season(Int(info(first).season), year.number),
        end: year.end,
        approximate: true
      )
    }
    guard start > end, let year = digits(start, atMost: 4), year.end - start == 4, (1000..<2100).contains(year.number)
    else { return nil }
    var last = year.end
    if let span = yearSpan(start), span.end > year.end, self.info(first).season == 4 { last = span.end }
    guard !isWordByte(last) else { return nil }
    return WrittenDate(RelativeDate.season(Int(info(first).season), year.number), end: last, approximate: true)
  }

  /// "third quarter of 2020", "first half of the 19th century", "first nine months of 2012", "21st century", "last week of July 2012".
  func dateOfOrdinal(_ start: Int) -> WrittenDate? {
    if let century = century(start) { return century }
    guard let first = ordinal(start) else { return nil }
    if isASCIILetter(start), first.number <= 31, let of = ofAfterDay(first.end), let month = month(skipSpace(of)) {
      // "the twentieth of November 1998"
      if let year = year(after: month.end) {
        return WrittenDate(DateParts(year: year.number, month: month.number, day: first.number), end: year.end)
      }
      return WrittenDate(.yearless(month: month.number, day: first.number), end: month.end)
    }
    if let date = dayOfNamedMonth(first.number, first.end) { return date }
    guard let next = joinedWord(first.end) else { return firstOf(first.number, first.end) }
    if let count = count(next), first.number == 1, let period = nextWord(count.end), let whole = whole(period.end) {
      return portion(whole, Self.period(info(period)), count: count.number, from: 0)
    }
    if let offset = yearOffset(next.end), let date = portion(Self.period(info(next)), first.number, offset) {
      return date
    }
    guard let whole = whole(next.end) else {
      if let date = part(first.number, 1, next) ?? firstOf(first.number, first.end) { return date }
      // "in the third quarter": of the document's year.
      guard info(next).period == 4, !has("s", next.end - 1), nextWord(next.end)?.is(.of) != true else { return nil }
      var date = portion(.quarter, first.number, (0, next.end))
      date?.needsPreposition = true
      return date
    }
    if info(next).weekday > 0 { return nth(Int(info(next).weekday), first.number, whole) }
    return portion(whole, Self.period(info(next)), count: 1, from: first.number - 1)
  }

  /// After "of", or after "day of".
  private func ofAfterDay(_ at: Int) -> Int? {
    guard var of = nextWord(at) else { return nil }
    if of.is(.day), let next = nextWord(of.end) { of = next }
    return of.is(.of) ? of.end : nil
  }

  func count(_ word: Word) -> (number: Int, end: Int)? {
    let small = info(word).small
    return small > 0 && small <= 20 ? (Int(small), word.end) : nil
  }

  static func period(_ info: WordInfo) -> Period? {
    switch info.period {
    case 0, 12...15: info.period == 15 ? .half : nil
    case 11: .night
    default: Period(rawValue: Int(info.period))
    }
  }

  /// "of 2020", "of fiscal 2020", "2020", "of the 1990s", "of July 2012".
  private func whole(_ at: Int) -> WrittenDate? {
    var end = at
    var start = skipSpace(has(",", end) ? end + 1 : end)
    if let of = nextWord(at), of.is(.of) || of.is(.in) {
      end = of.end
      if let the = nextWord(end), the.is(.the) { end = the.end }
      start = skipSpace(end)
    }
    guard start > at else { return nil }
    if isDigit(start) { return yearSpan(start).flatMap { scaleFollows($0.end) ? nil : $0 } ?? century(start) }
    guard let word = word(start) else { return nil }
    if word.isOne(of: .fiscal, .financial, .fy) { return fiscalYear(word) }
    if info(word).month > 0 {
      guard let month = dateOfMonth(start), case .known = month.days else { return nil }
      return month
    }
    if word.isOne(of: .last, .this, .next) { return nil }
    return century(start)
  }

  func scaleFollows(_ at: Int) -> Bool { nextWord(at).map { info($0).scale > 0 } ?? false }

  /// So many periods of a longer one, counted from its beginning.
  private func portion(_ whole: WrittenDate, _ period: Period?, count: Int, from: Int) -> WrittenDate? {
    guard case .known(let start, let end) = whole.days, let period, from >= 0 else { return nil }
    let years = Double(end.year - start.year + 1)
    // Half of a century is fifty years.
    let length: (Double, Period) = period == .half ? (years > 1 ? (years / 2, .year) : (6, .month)) : (1, period)
    guard period != .year || years > 1, period != .quarter || years == 1,
      let first = RelativeDate.shift(start, length.0 * Double(from), length.1),
      let last = RelativeDate.shift(start, length.0 * Double(from + count), length.1)?.adding(days: -1), last <= end
    else { return nil }
    var date = WrittenDate(.known(start: first, end: last), end: whole.end)
    date.approximate = whole.approximate
    date.isInterval = true
    return date
  }

  /// "the first Friday of July 2012"
  private func nth(_ weekday: Int, _ number: Int, _ whole: WrittenDate) -> WrittenDate? {
    guard case .known(let start, let end) = whole.days, number <= 5,
      let day = start.adding(days: (weekday - start.weekday + 7) % 7 + 7 * (number - 1)), day <= end
    else { return nil }
    return WrittenDate(.known(start: day, end: day), end: whole.end)
  }

  /// "early 2013", "mid-1990s", "late last year".
  private func part(_ first: Word, _ previous: Word?) -> WrittenDate? {
    guard has(" ", first.end) || has("-", first.end) else { return nil }
    var next = first.end + 1
    if let the = word(next), the.is(.the) || the.is(.in) { next = skipSpace(the.end) }
    guard
      var date = isDigit(next)
        ? yearSpan(next) ?? shortDecade(next, previous: first) ?? century(next) : innerDate(next, first)
    else { return nil }
    date.needsPreposition = false
    date.approximate = true
    if case .relative(var relative) = date.days {
      relative.part = relative.part ?? (first.is(.early) ? .early : first.is(.late) ? .late : .middle)
      date.days = .relative(relative)
    } else if case .known(let start, let end) = date.days, end.year > start.year + 1 {
      // Of decades and centuries a third.
      let years = end.year - start.year + 1
      let third = (years + 2) / 3
      let from = first.is(.early) ? 0 : first.is(.late) ? years - third : (years - third) / 2
      if let days = DateParts.years(start.year + from, start.year + from + third - 1) {
        date.days = .known(start: days.start, end: days.end)
      }
    }
    return date
  }

  /// The date inside "the end of" or "early", which is not another of these: they could follow one another without end.
  private func innerDate(_ start: Int, _ first: Word) -> WrittenDate? {
    guard let word = word(start), !word.isOne(of: .early, .late, .mid, .beginning, .start, .end, .middle) else {
      return nil
    }
    if first.isOne(of: .beginning, .start, .end, .middle), word.isOne(of: .year, .month, .week, .quarter),
      isClauseEnd(word.end), let period = Self.period(info(word)), matches("the ", at: start - 4)
    {
      // "by the end of the year"
      return WrittenDate(.relative(RelativeDate(.period(period, offset: 0), anchor: .text)), end: word.end)
    }
    return dateOfWords(start, previous: first)
  }

  /// "the end of 2020", "the beginning of May 2010", "the end of last year", "end-2020".
  private func edge(_ first: Word, _ previous: Word?) -> WrittenDate? {
    var end = first.end
    if let of = nextWord(end), of.is(.of) {
      end = of.end
      if let the = nextWord(end), the.is(.the) { end = the.end }
    } else if !has("-", end) || !first.is(.end) {
      return nil
    }
    let start = has("-", end) ? end + 1 : skipSpace(end)
    let digits = digits(start, atMost: 4)
    guard
      var date = isDigit(start)
        ? yearSpan(start) ?? century(start) ?? digits.flatMap({ numberedFirst(start, $0) }) : innerDate(start, first)
    else {
      return nil
    }
    date.needsPreposition = false
    switch date.days {
    case .known(let begin, let last):
      let years = last.year - begin.year + 1
      if years > 1 {
        // The end of a decade or century is its last tenth.
        let tenth = max(1, years / 10)
        let from = first.is(.end) ? years - tenth : first.is(.middle) ? years / 2 - tenth : 0
        guard let days = DateParts.years(begin.year + from, begin.year + from + tenth - 1) else { return nil }
        date.days = .known(start: days.start, end: days.end)
        date.approximate = true
      } else if first.is(.end) {
        date.days = .known(start: last, end: last)
      } else if first.is(.middle) {
        date.approximate = true
      } else {
        date.days = .known(start: begin, end: begin)
      }
    case .yearless(let month, let day):
      guard day == nil else { return nil }
      date.days = .yearless(
        month: month,
        day: first.is(.end) ? Day.length(ofMonth: month, year: 2001) : first.is(.middle) ? nil : 1
      )
    case .relative(var relative):
      relative.part = first.is(.end) ? .end : first.is(.middle) ? .middle : .start
      date.days = .relative(relative)
    case .unknown: break
    }
    return date
  }
}
