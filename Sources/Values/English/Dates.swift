import Model

/// Days and months with their years.
extension Scanner {
  /// The date that begins with a digit: a day with its month, a date in digits alone.
  /// - Parameter isBetween: whether "between" stands before it, so that "and" makes one interval of two days.
  func dateOfDigits(_ start: Int, isBetween: Bool = false) -> WrittenDate? {
    guard let first = digits(start, atMost: 4) else { return nil }
    if let date = numericDate(start, first) ?? numberedFirst(start, first) { return date }
    let width = first.end - start
    guard width <= 2, (1...31).contains(first.number) else { return nil }
    let dayEnd = dayNumberEnd(first.end)
    // "5 to 7 April 1906", "5–7 April", "5 and 7 April".
    if let link = dayLink(dayEnd) ?? (isBetween ? andLink(dayEnd) : nil), let last = digits(link, atMost: 2),
      (1...31).contains(last.number), last.number > first.number, let month = month(of(dayNumberEnd(last.end)))
    {
      if let year = year(after: month.end) {
        return WrittenDate(
          from: DateParts(year: year.number, month: month.number, day: first.number),
          to: DateParts(year: year.number, month: month.number, day: last.number),
          end: year.end
        )
      }
      return days(month.number, first.number, last.number, end: month.end)
    }
    guard let month = month(dayNumberEnd(of(dayEnd))) else { return nil }
    return dayAndMonth(first.number, month.number, month.end)
  }

  private func dayAndMonth(_ day: Int, _ month: Int, _ end: Int) -> WrittenDate? {
    if let year = year(after: end) ?? shortYear(afterMonth: end) {
      return WrittenDate(DateParts(year: year.number, month: month, day: day), end: clock(year.end))
    }
    guard day <= Day.length(ofMonth: month, year: 2000) else { return nil }
    return WrittenDate(.yearless(month: month, day: day), end: end)
  }

  /// Days of one month, of a year that is not written.
  private func days(_ month: Int, _ first: Int, _ last: Int, end: Int) -> WrittenDate? {
    guard last <= Day.length(ofMonth: month, year: 2000) else { return nil }
    let form = RelativeDate.Form.days(
      from: RelativeDate.MonthDay(month: month, day: first),
      to: RelativeDate.MonthDay(month: month, day: last)
    )
    var date = WrittenDate(.relative(RelativeDate(form)), end: end)
    date.isInterval = true
    return date
  }

  /// The end of the ordinal of a day; and "16." before a month.
  private func dayNumberEnd(_ at: Int) -> Int {
    let end = ordinalEnd(at)
    return has(".", end) && has(" ", end + 1) && isUpper(end + 2) && month(end + 1) != nil ? end + 1 : end
  }

  /// After "of", as in "the 20th of November".
  private func of(_ at: Int) -> Int {
    guard let of = nextWord(at), of.is(.of) else { return at }
    if let day = nextWord(of.end), day.is(.day), let of = nextWord(day.end), of.is(.of) { return of.end }
    return of.end
  }

  /// The date that begins with a month.
  func dateOfMonth(_ start: Int) -> WrittenDate? {
    guard let month = month(start), month.start == start else { return nil }
    // In small letters only with its day or year; "may" and "march" with both.
    let isCapital = isUpper(start)
    let isWord = !isCapital && (month.number == 5 || month.end - month.start <= 3 || month.number == 3)
    let after = skipSpace(afterThe(month.end))
    if after > month.end, let day = digits(after, atMost: 2), (1...31).contains(day.number), !has(":", day.end),
      !isLetter(ordinalEnd(day.end)), !(has(".", day.end) && isDigit(day.end + 1)), !has("%", skipSpace(day.end))
    {
      let dayEnd = ordinalEnd(day.end)
      // "May 5–7, 1906"
      if let link = dayLink(dayEnd), let last = digits(link, atMost: 2), (day.number + 1...31).contains(last.number),
        !isWordByte(ordinalEnd(last.end))
      {
        if let year = year(after: ordinalEnd(last.end)) {
          return WrittenDate(
            from: DateParts(year: year.number, month: month.number, day: day.number),
            to: DateParts(year: year.number, month: month.number, day: last.number),
            end: year.end
          )
        }
        if !isWord, !has(":", last.end), !has("%", skipSpace(last.end)) {
          return days(month.number, day.number, last.number, end: ordinalEnd(last.end))
        }
      }
      if let year = year(after: dayEnd) ?? (ofOnly(dayEnd) > dayEnd ? year(after: ofOnly(dayEnd)) : nil) {
        return WrittenDate(DateParts(year: year.number, month: month.number, day: day.number), end: clock(year.end))
      }
      let isGrouped = has(",", day.end) && isDigit(day.end + 1)
      if !isGrouped, !isWord, day.number <= Day.length(ofMonth: month.number, year: 2000) {
        return WrittenDate(.yearless(month: month.number, day: day.number), end: dayEnd)
      }
    }
    if !isWord, isASCIILetter(skipSpace(month.end)), let spoken = spokenDay(month.end, isName: isCapital) {
      return dayAndMonth(spoken.number, month.number, spoken.end)
    }
    if let year = year(after: ofOnly(month.end)) {
      return WrittenDate(DateParts(year: year.number, month: month.number), end: year.end)
    }
    guard isCapital else { return nil }
    // "May–July 2010", "May and June 2010"
    if let link = dayLink(month.end) ?? andLink(month.end), let last = self.month(link), last.start == link,
      isUpper(link)
    {
      if let year = year(after: ofOnly(last.end)) {
        return WrittenDate(
          from: DateParts(year: last.number < month.number ? year.number - 1 : year.number, month: month.number),
          to: DateParts(year: year.number, month: last.number),
          end: year.end
        )
      }
      if !isDigit(skipSpace(last.end)), last.number != month.number, last.end - last.start > 3 || has(".", last.end - 1)
      {
        let form = RelativeDate.Form.days(
          from: RelativeDate.MonthDay(month: month.number, day: 1),
          to: RelativeDate.MonthDay(month: last.number, day: Day.length(ofMonth: last.number, year: 2001))
        )
        var date = WrittenDate(.relative(RelativeDate(form)), end: last.end)
        date.needsPreposition = true
        date.isInterval = true
        return date
      }
    }
    var date = WrittenDate(.yearless(month: month.number, day: nil), end: month.end)
    // "May" and "March" are words of their own, and a month alone is a date only after a preposition.
    date.needsPreposition = true
    return date
  }

  private func afterThe(_ at: Int) -> Int {
    guard let word = nextWord(at), word.is(.the), isDigit(skipSpace(word.end)) else { return at }
    return word.end
  }

  private func ofOnly(_ at: Int) -> Int {
    guard let of = nextWord(at), of.is(.of) || of.is(.in) else { return at }
    return of.end
  }

  private func andLink(_ at: Int) -> Int? {
    guard let word = nextWord(at), word.is(.and) || word.is(.or) else { return nil }
    return skipSpace(word.end)
  }

  // MARK: Digits alone

  /// "2012-11-20", "20/11/2012", "20.11.2012", "11/2012", "2012-W05".
  private func numericDate(_ start: Int, _ first: (number: Int, end: Int)) -> WrittenDate? {
    let separator = byte(first.end)
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: "."),
      !isWordByte(start - 1), !has(".", start - 1), !has("/", start - 1)
    else { return nil }
    let width = first.end - start
    if width == 4, separator != UInt8(ascii: "."), has("W", first.end + 1), let week = digits(first.end + 2, atMost: 2)
    {
      return isoWeek(first.number, week.number, week.end)
    }
    // "2019-Sep-01"
    if width == 4, isASCIILetter(first.end + 1), let month = month(first.end), has("-", month.end),
      let day = digits(month.end + 1, atMost: 2), !isWordByte(day.end)
    {
      return WrittenDate(DateParts(year: first.number, month: month.number, day: day.number), end: day.end)
    }
    guard let second = digits(first.end + 1, atMost: 4) else { return nil }
    let third = byte(second.end) == separator ? digits(second.end + 1, atMost: 4) : nil
    guard let third else {
      // "2012-05", "5/2012"
      if width == 4, second.end - first.end == 3, (1...12).contains(second.number), separator != UInt8(ascii: "."),
        !isWordByte(second.end), !isRangeOfYears(first.number, second.number)
      {
        return WrittenDate(DateParts(year: first.number, month: second.number), end: second.end)
      }
      if width <= 2, second.end - first.end == 5, separator == UInt8(ascii: "/"), (1...12).contains(first.number),
        (1000..<2200).contains(second.number), !isWordByte(second.end)
      {
        return WrittenDate(DateParts(year: second.number, month: first.number), end: second.end)
      }
      return nil
    }
    guard !isWordByte(third.end) || has("T", third.end), !(byte(third.end) == separator && isDigit(third.end + 1))
    else { return nil }
    if width == 4 {
      guard second.end - first.end <= 3, third.end - second.end <= 3 else { return nil }
      return WrittenDate(DateParts(year: first.number, month: second.number, day: third.number), end: clock(third.end))
    }
    guard width <= 2, second.end - first.end <= 3 else { return nil }
    var year = third.number
    if third.end - second.end == 3, separator == UInt8(ascii: "/") {
      year += year < 50 ? 2000 : 1900
    } else if third.end - second.end != 5 || !(1000..<2200).contains(year) {
      return nil
    }
    // With strokes the month stands first where it can, as Americans write; with points the day does.
    let monthFirst = separator != UInt8(ascii: ".") && first.number <= 12
    let month = monthFirst ? first.number : second.number
    let day = monthFirst ? second.number : first.number
    return WrittenDate(DateParts(year: year, month: month, day: day), end: third.end)
      ?? WrittenDate(DateParts(year: year, month: day, day: month), end: third.end)
  }

  /// "2010-11" and "2010-12" are a winter or a month: where the second is the next year, a range.
  private func isRangeOfYears(_ year: Int, _ number: Int) -> Bool { year % 100 + 1 == number }

  func isoWeek(_ year: Int, _ week: Int, _ end: Int) -> WrittenDate? {
    // The fourth of January is always in the first week.
    guard (1...53).contains(week), let fourth = Day(year: year, month: 1, day: 4),
      let monday = fourth.adding(days: 1 - fourth.weekday + 7 * (week - 1)), let sunday = monday.adding(days: 6)
    else { return nil }
    return WrittenDate(.known(start: monday, end: sunday), end: end)
  }

  /// After the time of day that an ISO date goes on with.
  private func clock(_ at: Int) -> Int {
    guard has("T", at), isDigit(at + 1) else { return at }
    var end = at + 1
    while end - at < 20, isDigit(end) || has(":", end) || has(".", end) && isDigit(end + 1) { end += 1 }
    if has("Z", end) { return end + 1 }
    if has("+", end) || has("-", end), isDigit(end + 1), let hours = digits(end + 1, atMost: 4) {
      end = hours.end
      if has(":", end), let minutes = digits(end + 1, atMost: 2) { end = minutes.end }
    }
    return end
  }

  // MARK: Parts

  /// The month at an offset, or after white space, a hyphen or a stroke, with the point of its abbreviation.
  func month(_ at: Int) -> (number: Int, start: Int, end: Int)? {
    let start = has("-", at) || has("/", at) ? at + 1 : skipSpace(at)
    guard isASCIILetter(start) else { return nil }
    let word = plainWord(start, limit: Self.longestWord)
    let info = info(word)
    guard info.month > 0, !isWordByte(word.end), isUpper(start) || !word.is(.may) || start == at else { return nil }
    return (Int(info.month), start, info.flags.contains(.short) && has(".", word.end) ? word.end + 1 : word.end)
  }

  /// The year after a month or a day: four digits, a comma or hyphen before them or not.
  func year(after at: Int) -> (number: Int, end: Int)? {
    var start = at
    if has(",", start) { start += 1 }
    var next = skipSpace(start)
    if start == at, has(",", next), next - at == 1 { next = skipSpace(next + 1) }
    if next == at, has("-", at) || has("/", at) { next = at + 1 }
    if next > at, isASCIILetter(next), let year = spokenYear(next), (1000..<2200).contains(year.number) { return year }
    guard next > at, let year = digits(next, atMost: 4), year.end - next == 4, (1000..<2200).contains(year.number),
      !isWordByte(year.end)
    else { return nil }
    // "On 5 May 1,280 people": the comma goes on.
    if has(",", year.end) || has(".", year.end), isDigit(year.end + 1) { return nil }
    if !has(",", at), let scale = nextWord(year.end), info(scale).scale > 2 { return nil }
    return year
  }

  /// "19-Nov-12", "19 Nov '12": two digits of a year after a hyphen, a stroke or an apostrophe.
  private func shortYear(afterMonth at: Int) -> (number: Int, end: Int)? {
    var start = at
    if has("-", at) || has("/", at) {
      start += 1
    } else {
      start = skipSpace(at)
      let width = has("'", start) ? 1 : matches("\u{2019}", at: start) ? 3 : 0
      guard start > at, width > 0 else { return nil }
      start += width
    }
    guard let year = digits(start, atMost: 2), year.end - start == 2, !isWordByte(year.end), dashWidth(year.end) == 0
    else { return nil }
    return (year.number + (year.number < 50 ? 2000 : 1900), year.end)
  }

  private func dayLink(_ at: Int) -> Int? {
    var dash = skipSpace(at)
    if dashWidth(dash) == 1, dash > at { dash = at }
    let width = dashWidth(dash)
    if width > 0 { return skipSpace(dash + width) }
    guard let word = nextWord(at), word.isOne(of: .to, .through, .until) else { return nil }
    return skipSpace(word.end)
  }
}
