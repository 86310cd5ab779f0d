import Model

/// A date as written, and where it ends.
struct WrittenDate {
  enum Days {
    case known(start: Day, end: Day)
    case yearless(month: Int, day: Int?)
  }
  var days: Days
  var end: Int
  var approximate = false
  /// Whether both ends are written in it, so that no preposition can open it.
  var isInterval = false

  init(_ days: Days, end: Int) {
    self.days = days
    self.end = end
  }

  /// Nil where the calendar has no such day.
  init?(_ parts: DateParts, end: Int) {
    guard let days = parts.days else { return nil }
    self.init(.known(start: days.start, end: days.end), end: end)
  }

  /// From the first day of one to the last day of another; nil where they are not in that order.
  init?(from first: DateParts, to last: DateParts, end: Int) {
    guard let start = first.days?.start, let last = last.days?.end, start <= last else { return nil }
    self.init(.known(start: start, end: last), end: end)
    isInterval = true
  }
}

enum Months {
  static let names: [String: Int] = [
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10,
    "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
  ]
}

extension Scanner {
  /// The date that begins with a digit.
  func dateOfDigits(_ start: Int) -> WrittenDate? {
    guard let first = digits(start, atMost: 4) else { return nil }
    if first.end - start == 4 {
      if let date = isoDate(first.number, first.end) { return date }
      return nil
    }
    guard first.end - start <= 2, (1...31).contains(first.number) else { return nil }
    let dayEnd = ordinalEnd(first.end)
    // "5 to 7 April 1906", "5–7 April".
    if let link = dayLink(dayEnd), let last = digits(link, atMost: 2), (1...31).contains(last.number),
      last.number > first.number,
      let month = month(ordinalEnd(last.end))
    {
      guard let year = year(after: month.end) else { return nil }
      return WrittenDate(
        from: DateParts(year: year.number, month: month.number, day: first.number),
        to: DateParts(year: year.number, month: month.number, day: last.number),
        end: year.end
      )
    }
    guard let month = month(dayEnd) else { return nil }
    if let year = year(after: month.end) {
      return WrittenDate(DateParts(year: year.number, month: month.number, day: first.number), end: year.end)
    }
    guard first.number <= Day.length(ofMonth: month.number, year: 2000) else { return nil }
    return WrittenDate(.yearless(month: month.number, day: first.number), end: month.end)
  }

  /// The date that begins with a month, a quarter or a part of a year.
  func dateOfWords(_ start: Int) -> WrittenDate? {
    if byte(start) == UInt8(ascii: "Q"), let quarter = digits(start + 1, atMost: 1), (1...4).contains(quarter.number) {
      guard let year = year(after: quarter.end) else { return nil }
      return months(quarter.number * 3 - 2, 3, year.number, end: year.end)
    }
    guard let first = word(start) else { return nil }
    if isUpper(start), let month = month(start) {
      let after = skipSpace(month.end)
      if after > month.end, let day = digits(after, atMost: 2), (1...31).contains(day.number),
        !isLetter(ordinalEnd(day.end)),
        byte(day.end) != UInt8(ascii: ":")
      {
        if let year = year(after: ordinalEnd(day.end)) {
          return WrittenDate(DateParts(year: year.number, month: month.number, day: day.number), end: year.end)
        }
        if byte(after + 2) != UInt8(ascii: "%"), first.text != "may" || day.number > 0 {
          return WrittenDate(.yearless(month: month.number, day: day.number), end: ordinalEnd(day.end))
        }
      }
      if let year = year(after: month.end) {
        return WrittenDate(DateParts(year: year.number, month: month.number), end: year.end)
      }
      // "May" and "March" are words of their own, and a month alone is a date only after a preposition.
      return WrittenDate(.yearless(month: month.number, day: nil), end: month.end)
    }
    if let part = ["first": 1, "second": 2, "third": 3, "fourth": 4][first.text], let period = nextWord(first.end) {
      guard period.text == "quarter" || (period.text == "half" && part <= 2) else { return nil }
      var end = period.end
      if let of = nextWord(end), of.text == "of" { end = of.end }
      guard let year = year(after: end) else { return nil }
      return period.text == "half"
        ? months(part * 6 - 5, 6, year.number, end: year.end) : months(part * 3 - 2, 3, year.number, end: year.end)
    }
    if ["early", "late", "mid"].contains(first.text), byte(first.end) == 0x20 || byte(first.end) == UInt8(ascii: "-") {
      let next = first.end + 1
      if let date = isUpper(next) ? dateOfWords(next) : yearSpan(next) {
        var date = date
        date.approximate = true
        return date
      }
    }
    return nil
  }

  /// "2012", "1990s", "2010–2015", "2010/11": where a year is to be expected.
  func yearSpan(_ start: Int) -> WrittenDate? {
    guard let first = digits(start, atMost: 4), first.end - start == 4, (1000..<2100).contains(first.number) else {
      return nil
    }
    if byte(first.end) == UInt8(ascii: "s") && !isWordByte(first.end + 1), first.number.isMultiple(of: 10) {
      let years = first.number.isMultiple(of: 100) ? 100 : 10
      return WrittenDate(
        from: DateParts(year: first.number),
        to: DateParts(year: first.number + years - 1),
        end: first.end + 1
      )
    }
    let dash = byte(first.end) == UInt8(ascii: "/") ? 1 : dashWidth(first.end)
    if dash > 0, let last = digits(first.end + dash, atMost: 4), !isWordByte(last.end) {
      let width = last.end - first.end - dash
      let year = width == 2 ? first.number / 100 * 100 + last.number : last.number
      if width == 4 || width == 2, year > first.number, year < 2100 {
        return WrittenDate(from: DateParts(year: first.number), to: DateParts(year: year), end: last.end)
      }
    }
    guard !isWordByte(first.end), !(byte(first.end) == UInt8(ascii: "-") && isLetter(first.end + 1)) else { return nil }
    if byte(first.end) == UInt8(ascii: ",") || byte(first.end) == UInt8(ascii: "."), isDigit(first.end + 1) {
      return nil
    }
    return WrittenDate(DateParts(year: first.number), end: first.end)
  }

  private func isoDate(_ year: Int, _ end: Int) -> WrittenDate? {
    guard byte(end) == UInt8(ascii: "-"), let month = digits(end + 1, atMost: 2), month.end == end + 3,
      byte(month.end) == UInt8(ascii: "-"), let day = digits(month.end + 1, atMost: 2), day.end == end + 6
    else { return nil }
    return WrittenDate(DateParts(year: year, month: month.number, day: day.number), end: day.end)
  }

  private func months(_ first: Int, _ count: Int, _ year: Int, end: Int) -> WrittenDate? {
    WrittenDate(
      from: DateParts(year: year, month: first),
      to: DateParts(year: year, month: first + count - 1),
      end: end
    )
  }

  /// The month at an offset, or after white space, with the point of its abbreviation.
  private func month(_ at: Int) -> (number: Int, end: Int)? {
    let start = skipSpace(at)
    guard isUpper(start), let word = word(start), let number = Months.names[word.text], !isWordByte(word.end) else {
      return nil
    }
    let isShort = word.text.utf8.count <= 4 && word.text != "may" && word.text != "june" && word.text != "july"
    return (number, isShort && byte(word.end) == UInt8(ascii: ".") ? word.end + 1 : word.end)
  }

  /// The year after a month or a day: four digits, a comma before them or not.
  private func year(after at: Int) -> (number: Int, end: Int)? {
    var start = at
    if byte(start) == UInt8(ascii: ",") { start += 1 }
    let next = skipSpace(start)
    guard next > at, let year = digits(next, atMost: 4), year.end - next == 4, (1000..<2200).contains(year.number),
      !isWordByte(year.end)
    else { return nil }
    // "On 5 May 1,280 people": the comma goes on.
    if byte(year.end) == UInt8(ascii: ","), isDigit(year.end + 1) { return nil }
    return year
  }

  private func ordinalEnd(_ at: Int) -> Int {
    for ending in ["st", "nd", "rd", "th"] as [StaticString] where matches(ending, at: at) && !isWordByte(at + 2) {
      return at + 2
    }
    return at
  }

  private func dayLink(_ at: Int) -> Int? {
    let width = dashWidth(at)
    if width > 0 { return at + width }
    guard let word = nextWord(at), word.text == "to" else { return nil }
    return skipSpace(word.end)
  }
}
