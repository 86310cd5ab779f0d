import Model

/// Years and days in words, as they are spoken.
extension Scanner {
  /// "nineteen seventy-eight", "nineteen hundred and ninety-three", "two thousand and fifteen".
  func spokenYear(_ start: Int) -> (number: Int, end: Int)? {
    guard let first = word(start) else { return nil }
    let century = Int(info(first).small)
    if century == 2, let thousand = nextWord(first.end), info(thousand).scale == 3 {
      guard let number = numberWords(start), number.quotient == nil, (2000..<2100).contains(number.value) else {
        return nil
      }
      return (Int(number.value), number.end)
    }
    guard (11...20).contains(century), var next = joinedWord(first.end) else { return nil }
    if info(next).scale == 2 {
      guard century < 20 else { return nil }
      var end = next.end
      if let and = nextWord(end), and.is(.and), let rest = nextWord(and.end), info(rest).small > 0 {
        next = rest
      } else if let rest = nextWord(end), info(rest).small > 0 {
        next = rest
      } else {
        return (century * 100, end)
      }
      let rest = upToHundred(next)
      end = rest.end
      return (century * 100 + rest.number, end)
    }
    guard info(next).small >= 10 else { return nil }
    let rest = upToHundred(next)
    return (century * 100 + rest.number, rest.end)
  }

  /// "seventy-eight", "seventy", "twelve": a word that is a number, and the unit after its tens.
  func upToHundred(_ first: Word) -> (number: Int, end: Int) {
    let number = Int(info(first).small)
    if number >= 20, let unit = joinedWord(first.end), (1...9).contains(info(unit).small) {
      return (number + Int(info(unit).small), unit.end)
    }
    return (number, first.end)
  }

  /// "in nineteen twenty-eight": where a preposition expects a year and nothing is counted.
  func yearInWords(_ first: Word, _ previous: Word?) -> WrittenDate? {
    guard (11...20).contains(info(first).small) || info(first).small == 2 else { return nil }
    // "the nineteen seventies"
    if previous?.is(.the) == true, let decade = joinedWord(first.end), info(decade).decade > 0 {
      let start = Int(info(first).small) * 100 + Int(info(decade).decade)
      return WrittenDate(from: DateParts(year: start), to: DateParts(year: start + 9), end: decade.end)
    }
    guard previous?.isOne(of: .in, .since, .until, .year) == true, let year = spokenYear(first.start),
      isClauseEnd(year.end)
    else { return nil }
    return WrittenDate(DateParts(year: year.number), end: year.end)
  }

  /// "fifteen August nineteen ninety-three"
  func dayInWords(_ first: Word) -> WrittenDate? {
    guard (1...30).contains(info(first).small) else { return nil }
    let day = upToHundred(first)
    guard day.number <= 31, let word = nextWord(day.end), info(word).month > 0, isUpper(word.start),
      let year = year(after: word.end)
    else { return nil }
    return WrittenDate(
      DateParts(year: year.number, month: Int(info(word).month), day: day.number),
      end: year.end
    )
  }

  /// "January twenty-five", "May the twenty-first": the day in words after a month.
  func spokenDay(_ at: Int, isName: Bool) -> (number: Int, end: Int)? {
    var start = skipSpace(at)
    guard start > at, let first = word(start) else { return nil }
    if first.is(.the) {
      start = skipSpace(first.end)
      guard isASCIILetter(start), let day = ordinal(start), day.number <= 31,
        isClauseEnd(day.end) || spokenYear(skipSpace(day.end)) != nil || year(after: day.end) != nil
      else { return nil }
      return day
    }
    if let day = ordinal(start) { return day.number <= 31 ? day : nil }
    guard isName, info(first).small > 0, spokenYear(start) == nil else { return nil }
    let day = upToHundred(first)
    guard day.number <= 31, isClauseEnd(day.end) || spokenYear(skipSpace(day.end)) != nil else { return nil }
    return day
  }
}
