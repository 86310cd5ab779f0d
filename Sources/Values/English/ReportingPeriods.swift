import Model

/// Periods as companies and statistics write them: "3Q 2019", "1H18", "the year to March", "52 weeks ended 30 March 2019".
extension Scanner {
  // MARK: Quarters and halves

  /// "3Q 2019", "2Q20", "1H18", "9M 2019": a part of a year whose number stands first.
  func numberedFirst(_ start: Int, _ first: (number: Int, end: Int)) -> WrittenDate? {
    let letter = byte(first.end)
    guard first.end == start + 1, first.number > 0, !isWordByte(start - 1),
      letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "H") || letter == UInt8(ascii: "M")
    else { return nil }
    let end = first.end + 1
    if letter == UInt8(ascii: "M") {
      guard first.number.isMultiple(of: 3), let year = partYear(end, isAttached: true) else { return nil }
      return months(first.number, 1, year)
    }
    let count = letter == UInt8(ascii: "Q") ? 4 : 2
    guard first.number <= count else { return nil }
    let length = 12 / count
    // "1Q–3Q 2020"
    if let next = linked(end), let last = digits(next, atMost: 1), last.number > first.number, last.number <= count,
      byte(last.end) == letter, let year = partYear(last.end + 1, isAttached: true)
    {
      return parts(length, first.number, last.number, year)
    }
    if let year = partYear(end, isAttached: true) { return parts(length, first.number, first.number, year) }
    guard !isWordByte(end), !has("-", end), !has("/", end) else { return nil }
    var date = WrittenDate(
      .relative(RelativeDate(.portion(count == 4 ? .quarter : .half, number: first.number, offset: 0))),
      end: end
    )
    date.needsPreposition = true
    return date
  }

  /// "Q1–Q3 2020", "Q1 to Q3 2020"; and of "Q1 and Q3 2020" the first, which shares the year.
  func numberedRange(_ number: (number: Int, end: Int), _ letter: UInt8, count: Int) -> WrittenDate? {
    let length = 12 / count
    if let next = linked(number.end), let last = sibling(next, letter, count), last.number > number.number,
      let year = partYear(last.end, isAttached: false)
    {
      return parts(length, number.number, last.number, year)
    }
    guard let link = nextWord(number.end), link.is(.and) || link.is(.or),
      let other = sibling(skipSpace(link.end), letter, count), let year = partYear(other.end, isAttached: false)
    else { return nil }
    return parts(length, number.number, number.number, (year.number, number.end, year.isFiscal))
  }

  private func sibling(_ at: Int, _ letter: UInt8, _ count: Int) -> (number: Int, end: Int)? {
    guard byte(at) == letter, let number = digits(at + 1, atMost: 1), number.number > 0, number.number <= count,
      !isWordByte(number.end)
    else { return nil }
    return number
  }

  /// Where the second end of a range begins, after a dash, "to" or "through".
  private func linked(_ at: Int) -> Int? {
    let dash = skipSpace(at)
    let width = dashWidth(dash)
    if width > 0 { return skipSpace(dash + width) }
    guard let word = nextWord(at), word.is(.to) || word.is(.through) else { return nil }
    return skipSpace(word.end)
  }

  private func parts(_ length: Int, _ first: Int, _ last: Int, _ year: (number: Int, end: Int, isFiscal: Bool))
    -> WrittenDate?
  {
    var date = WrittenDate(
      DateParts.months(from: year.number * 12 + (first - 1) * length, count: (last - first + 1) * length),
      end: year.end
    )
    date?.isInterval = true
    date?.approximate = year.isFiscal
    return date
  }

  private func months(_ length: Int, _ number: Int, _ year: (number: Int, end: Int, isFiscal: Bool)) -> WrittenDate? {
    var date = WrittenDate(DateParts.months(from: year.number * 12, count: length), end: year.end)
    date?.isInterval = true
    date?.approximate = year.isFiscal
    return date
  }

  /// The year of a part: " 2019", " of 2019", " FY19", "'19", and right beside it "19" and "2019".
  func partYear(_ at: Int, isAttached: Bool) -> (number: Int, end: Int, isFiscal: Bool)? {
    var end = at
    if let of = nextWord(end), of.is(.of) { end = of.end }
    var isFiscal = false
    if let fiscal = isASCIILetter(end) ? word(end) : nextWord(end), fiscal.isOne(of: .fy, .fiscal) {
      isFiscal = true
      end = fiscal.end
      if fiscal.is(.fy), let short = shortYear(end) ?? shortYear(skipSpace(end)) { return (short.0, short.1, true) }
    } else if isASCIILetter(end) {
      return nil
    }
    if let year = year(after: end) { return (year.number, year.end, isFiscal) }
    if isAttached || isFiscal, let short = shortYear(at) { return (short.0, short.1, isFiscal) }
    let mark = skipSpace(at)
    // "H2 18", where nothing is counted.
    if mark > at, let short = digits(mark, atMost: 2), short.end == mark + 2, short.number >= 10, isPhraseEnd(short.end)
    {
      return shortYear(mark).map { ($0.0, $0.1, isFiscal) }
    }
    let width =
      has("'", mark) || (mark == at && (has("/", mark) || has("-", mark))) ? 1 : matches("\u{2019}", at: mark) ? 3 : 0
    guard width > 0, let short = digits(mark + width, atMost: 2), short.end == mark + width + 2, !isWordByte(short.end)
    else { return nil }
    return (2000 + short.number, short.end, isFiscal)
  }

  /// Two or four digits that are a year.
  private func shortYear(_ at: Int) -> (Int, Int)? {
    guard let year = digits(at, atMost: 4), !isWordByte(year.end) else { return nil }
    if has(".", year.end) || has(",", year.end) || has("/", year.end), isDigit(year.end + 1) { return nil }
    switch year.end - at {
    case 2: return (year.number + (year.number < 80 ? 2000 : 1900), year.end)
    case 4: return (1900..<2200).contains(year.number) ? (year.number, year.end) : nil
    default: return nil
    }
  }

  /// "2019Q3", "2019-Q3", "2019 3Q", "2020H1": a year with its part behind it.
  func partBeside(_ year: Int, _ at: Int) -> WrittenDate? {
    var start = at
    if has("-", start) || has(" ", start) { start += 1 }
    let isFirst = isDigit(start)
    // "2017-q1" is as sure as "2017-Q1".
    let letter = byte(isFirst ? start + 1 : start) & ~0x20
    guard letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "H"),
      let number = digits(isFirst ? start : start + 1, atMost: 1), number.number > 0,
      number.number <= (letter == UInt8(ascii: "Q") ? 4 : 2)
    else { return nil }
    let end = isFirst ? number.end + 1 : number.end
    guard !isWordByte(end) else { return nil }
    return parts(letter == UInt8(ascii: "Q") ? 3 : 6, number.number, number.number, (year, end, false))
  }

  // MARK: Periods up to a day

  /// "year to March", "six months ended 30 June 2019", "12 months to the end of June", "52 weeks ended 30 March 2019":
  /// a length of time, and the date that it ends with.
  func periodUpTo(_ start: Int, previous: Word?) -> WrittenDate? {
    var at = start
    var count = 1.0
    var isCounted = false
    if isDigit(start) || (word(start).map { info($0).small > 0 } ?? false) {
      guard run(start) <= 3,
        let number = isDigit(start)
          ? digits(start, atMost: 3).map({ (Double($0.number), $0.end) })
          : numberWords(start).flatMap({ $0.quotient == nil && !$0.isVague ? ($0.value, $0.end) : nil }),
        number.0 >= 1, number.0 <= 120
      else { return nil }
      count = number.0
      isCounted = true
      at = number.1
      guard let next = joinedWord(at) else { return nil }
      at = next.start
    }
    guard var noun = word(at) else { return nil }
    if noun.isOne(of: .full, .fiscal, .financial, .calendar), let next = joinedWord(noun.end) { noun = next }
    guard let period = Self.period(info(noun)), [.week, .month, .quarter, .half, .year].contains(period),
      isCounted || !has("s", noun.end - 1)
    else { return nil }
    var end = noun.end
    // "half-year", "six-month period"
    if period == .half, let year = joinedWord(end), year.is(.year) { end = year.end }
    if let whole = nextWord(end), matchesWord("period", whole) { end = whole.end }
    guard let link = joinedWord(end) else { return nil }
    if link.is(.to) || link.is(.through) {
      // "delayed three months to June": only what a period is told with may stand before.
      guard previous.map({ mayPrecede($0) }) ?? true else { return nil }
    } else if !link.is(.ended), !link.is(.ending) {
      return nil
    }
    guard let last = lastDate(link.end) else { return nil }
    return upTo(last, count, period, isCounted)
  }

  private func mayPrecede(_ word: Word) -> Bool {
    word.isOne(of: .the, .its, .their, .our, .a, .in, .for, .over, .during, .this, .that, .last, .first)
      || word.isOne(of: .his, .her, .past, .previous, .full, .of, .and)
  }

  /// The date after "to" or "ended", with "on" or "the end of" before it.
  private func lastDate(_ at: Int) -> WrittenDate? {
    var next = skipSpace(at)
    guard next > at else { return nil }
    if let on = word(next), on.is(.on) { next = skipSpace(on.end) }
    if let the = word(next), the.is(.the) { next = skipSpace(the.end) }
    // "the end of June", "end June", "end-June"
    if let edge = word(next), edge.is(.end) {
      next = has("-", edge.end) ? edge.end + 1 : skipSpace(edge.end)
      if let of = word(next), of.is(.of) { next = skipSpace(of.end) }
    }
    if isDigit(next) { return dateOfDigits(next) ?? yearSpan(next) }
    guard let word = word(next), info(word).month > 0 || info(word).weekday > 0 else { return nil }
    if info(word).weekday > 0 { return weekday(word, nil) }
    return isUpper(next) ? dateOfMonth(next) : nil
  }

  private func upTo(_ last: WrittenDate, _ count: Double, _ period: Period, _ isCounted: Bool) -> WrittenDate? {
    guard !last.isInterval else { return nil }
    switch last.days {
    case .known(let first, let end):
      // "the ten years to 2019" are whole years; "the year to 2019" is none.
      if first.year < end.year || (first.month == 1 && end.month == 12) {
        guard isCounted, period == .year, first.year == end.year else { return nil }
      }
      guard let next = end.adding(days: 1), let start = RelativeDate.shift(next, -count, period), start <= end else {
        return nil
      }
      var date = WrittenDate(.known(start: start, end: end), end: last.end)
      date.isInterval = true
      return date
    case .yearless(let month, let day):
      let to = RelativeDate.MonthDay(month: month, day: day ?? 31)
      var date = WrittenDate(.relative(RelativeDate(.ending(count: count, period, to: to))), end: last.end)
      date.isInterval = true
      return date
    case .relative, .unknown: return nil
    }
  }
}
