import Model

/// Years, decades, centuries, and what is told by them.
extension Scanner {
  /// "2012", "1990s", "2010–2015", "2010/11": where a year is to be expected.
  func yearSpan(_ start: Int) -> WrittenDate? {
    guard let first = digits(start, atMost: 4), first.end - start == 4, (1000..<2200).contains(first.number) else {
      return nil
    }
    if let decade = decade(first.number, first.end) { return decade }
    let dash = has("/", first.end) ? 1 : dashWidth(first.end)
    if dash > 0, let last = digits(first.end + dash, atMost: 4), !isWordByte(last.end) || has("s", last.end) {
      let width = last.end - first.end - dash
      let year = width == 2 ? first.number / 100 * 100 + last.number : last.number
      if width == 4 || width == 2, year > first.number, year < 2100, !isWordByte(last.end) {
        return WrittenDate(from: DateParts(year: first.number), to: DateParts(year: year), end: last.end)
      }
      // "1999/00"
      if width == 2, last.number == 0, first.number % 100 == 99 {
        return WrittenDate(from: DateParts(year: first.number), to: DateParts(year: first.number + 1), end: last.end)
      }
    }
    if let part = partBeside(first.number, first.end) { return part }
    guard !isWordByte(first.end), !(has("-", first.end) && isLetter(first.end + 1)) else { return nil }
    if has(",", first.end) || has(".", first.end), isDigit(first.end + 1) { return nil }
    if let era = era(first.number, first.end) { return era }
    if let date = partAfter(first.number, first.end) { return date }
    return WrittenDate(DateParts(year: first.number), end: first.end)
  }

  /// "2017 April", "2019 H2", "2012 Q3": a year before its part. "May" and "March" may be words of their own.
  private func partAfter(_ year: Int, _ at: Int) -> WrittenDate? {
    guard let next = nextWord(at), isUpper(next.start) || next.is(.q) || next.end - next.start > 3 else { return nil }
    let month = Int(info(next).month)
    if month > 0, month != 3, month != 5, !isWordByte(next.end), !isDigit(skipSpace(next.end)) {
      return WrittenDate(DateParts(year: year, month: month), end: next.end)
    }
    guard next.is(.q) || next.is(.h), let number = digits(next.end, atMost: 1), !isWordByte(number.end) else {
      return nil
    }
    let length = next.is(.q) ? 3 : 6
    guard (1...12 / length).contains(number.number) else { return nil }
    return WrittenDate(DateParts.months(from: year * 12 + (number.number - 1) * length, count: length), end: number.end)
  }

  /// "1990s", "1990's", "1800s"
  private func decade(_ year: Int, _ end: Int) -> WrittenDate? {
    guard year.isMultiple(of: 10) else { return nil }
    var after = end
    if has("'", after) { after += 1 } else if matches("\u{2019}", at: after) { after += 3 }
    guard has("s", after), !isWordByte(after + 1) else { return nil }
    let years = year.isMultiple(of: 100) && year < 2000 ? 100 : 10
    return WrittenDate(from: DateParts(year: year), to: DateParts(year: year + years - 1), end: after + 1)
  }

  /// "the 90s", "the '90s", "the nineties": of the twentieth century.
  func shortDecade(_ start: Int, previous: Word?) -> WrittenDate? {
    let isQuoted = has("'", start - 1) || matches("\u{2019}", at: start - 3)
    if isDigit(start) {
      guard let number = digits(start, atMost: 2), number.end - start == 2, number.number.isMultiple(of: 10) else {
        return nil
      }
      var end = number.end
      if has("'", end) { end += 1 } else if matches("\u{2019}", at: end) { end += 3 }
      guard has("s", end), !isWordByte(end + 1), isQuoted || previous?.is(.the) == true || isPartOfPeriod(previous)
      else { return nil }
      return years(1900 + number.number, end + 1)
    }
    guard let word = word(start), info(word).decade > 0, previous?.is(.the) == true || isPartOfPeriod(previous) else {
      return nil
    }
    return years(1900 + Int(info(word).decade), word.end)
  }

  private func isPartOfPeriod(_ word: Word?) -> Bool { word?.isOne(of: .early, .late, .mid) == true }

  private func years(_ first: Int, _ end: Int) -> WrittenDate? {
    WrittenDate(from: DateParts(year: first), to: DateParts(year: first + 9), end: end)
  }

  /// "79 AD", "44 BC", "600 BCE".
  func era(_ year: Int, _ at: Int) -> WrittenDate? {
    guard let word = nextWord(at), isUpper(word.start), isUpper(word.start + 1) else { return nil }
    if word.isOne(of: .ad, .ce) { return WrittenDate(DateParts(year: year), end: word.end) }
    return word.isOne(of: .bc, .bce) ? WrittenDate(.unknown, end: word.end) : nil
  }

  /// "AD 79"
  func eraBefore(_ word: Word) -> WrittenDate? {
    guard isUpper(word.start), isUpper(word.start + 1), let year = digits(skipSpace(word.end), atMost: 4),
      !isWordByte(year.end)
    else { return nil }
    return WrittenDate(DateParts(year: year.number), end: year.end)
  }

  /// "the 19th century", "the eighteenth and nineteenth centuries", "the fifth century BC".
  func century(_ start: Int) -> WrittenDate? {
    guard let first = ordinal(start), first.number <= 30 else { return nil }
    var last = first
    if let link = nextWord(first.end), link.isOne(of: .and, .to, .or), let second = ordinal(skipSpace(link.end)),
      second.number > first.number
    {
      last = second
    } else {
      let dash = dashWidth(first.end)
      if dash > 0, let second = ordinal(first.end + dash), second.number > first.number { last = second }
    }
    guard last.number <= 30, let century = joinedWord(last.end), century.isOne(of: .century, .centuries) else {
      return nil
    }
    if let era = nextWord(century.end), isUpper(era.start) {
      if era.isOne(of: .bc, .bce) { return WrittenDate(.unknown, end: era.end) }
      if era.isOne(of: .ad, .ce) {
        return WrittenDate(DateParts.years(first.number * 100 - 99, last.number * 100), end: era.end)
      }
    }
    return WrittenDate(DateParts.years(first.number * 100 - 99, last.number * 100), end: century.end)
  }

  /// "fiscal 2012", "fiscal year 2012–13", "FY2012", "financial year 2012/13".
  func fiscalYear(_ first: Word) -> WrittenDate? {
    var end = first.end
    if first.isOne(of: .fiscal, .financial, .calendar) {
      if let year = nextWord(end), year.is(.year) { end = year.end } else if !first.is(.fiscal) { return nil }
    } else if first.is(.fy) {
      guard isUpper(first.start) else { return nil }
    }
    let start = first.is(.fy) && isDigit(first.end) ? first.end : skipSpace(end)
    if let of = nextWord(end), of.is(.of), let date = yearSpan(skipSpace(of.end)) { return approximate(date) }
    if var date = yearSpan(start) {
      // A fiscal year begins in some month of its own.
      date.approximate = !first.is(.calendar)
      return date
    }
    guard first.is(.fy), let short = digits(start, atMost: 2), short.end - start == 2, !isWordByte(short.end) else {
      return nil
    }
    // "FY19/20", "FY19-20"
    let dash = has("/", short.end) ? 1 : dashWidth(short.end)
    if dash > 0, let last = digits(short.end + dash, atMost: 2), last.number == short.number + 1, !isWordByte(last.end)
    {
      let first = DateParts(year: 2000 + short.number)
      return approximate(WrittenDate(from: first, to: DateParts(year: first.year + 1), end: last.end))
    }
    var date = WrittenDate(DateParts(year: 2000 + short.number), end: short.end)
    date?.approximate = true
    return date
  }

  func approximate(_ date: WrittenDate?) -> WrittenDate? {
    var date = date
    date?.approximate = true
    return date
  }
}
