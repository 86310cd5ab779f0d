import Model

/// Dates in their surroundings: the preposition before, "between" and "from … to" around two.
extension Scanner {
  /// Prepositions after which four digits are a year.
  static let beforeYear: Set<String> = [
    "in", "since", "until", "till", "by", "from", "before", "after", "during", "of", "around", "circa", "for", "to",
    "through", "between",
    "and", "about", "late", "early", "mid", "the", "than", "on", "at", "year",
  ]

  /// The span of the date at an offset. `previous` is the word before it, and where that begins.
  func dateSpan(_ start: Int, previous: (text: String, start: Int)?) -> ValueSpan? {
    guard let date = isDigit(start) ? digitDate(start, previous) : dateOfWords(start) else { return nil }
    return span(date, start, previous)
  }

  private func digitDate(_ start: Int, _ previous: (text: String, start: Int)?) -> WrittenDate? {
    if let date = dateOfDigits(start) { return date }
    guard let date = yearSpan(start) else { return nil }
    // A lone number of four digits is a year after a preposition, in parentheses, or where nothing is counted by it.
    if byte(date.end - 1) == UInt8(ascii: "s") || date.end - start > 5 { return date }
    if unit(date.end) != nil || currencyAfter(date.end) != nil || scaleFollows(date.end) { return nil }
    if byte(start - 1) == UInt8(ascii: "(") || byte(date.end) == UInt8(ascii: ")") { return date }
    guard let previous else { return nil }
    if previous.text == "the" {
      guard let next = nextWord(date.end) else { return nil }
      return Nouns.singular(next.text) == nil ? date : nil
    }
    if previous.text == "for" || previous.text == "to" || previous.text == "than" || previous.text == "about"
      || previous.text == "at"
    {
      guard let next = nextWord(date.end) else { return date }
      return Nouns.singular(next.text) == nil ? date : nil
    }
    return Self.beforeYear.contains(previous.text) ? date : nil
  }

  private func scaleFollows(_ at: Int) -> Bool {
    guard let word = nextWord(at) else { return false }
    return NumberWords.scales[word.text] != nil
  }

  private func span(_ date: WrittenDate, _ start: Int, _ previous: (text: String, start: Int)?) -> ValueSpan? {
    var outer = start
    var bearing = ValueSpan.Bearing.at
    var end = date.end
    var days = date.days
    var approximate = date.approximate
    switch previous?.text {
    case "in", "on", "during", "around", "circa", "of", "for", "at":
      outer = previous?.start ?? start
      approximate = approximate || previous?.text == "around" || previous?.text == "circa"
    case "since":
      outer = previous?.start ?? start
      bearing = .since
    case "until", "till":
      outer = previous?.start ?? start
      bearing = .until
    case "before", "after", "by", "to", "than":
      outer = previous?.start ?? start
      bearing = .relative
    case "between", "from":
      outer = previous?.start ?? start
      bearing = .since
      if let last = secondDate(date.end, between: previous?.text == "between"), let joined = join(days, last.days) {
        days = joined
        end = last.end
        bearing = .at
      } else if date.isInterval {
        bearing = .at
      } else if previous?.text == "between" {
        return nil
      }
    default:
      // "May" alone may be anything; "April" alone is a name at best.
      if case .yearless(_, nil) = days { return nil }
    }
    if case .yearless(_, nil) = days, previous == nil { return nil }
    let content: ValueSpan.Content
    switch days {
    case .known(let first, let last):
      content = .value(Value(text: "", kind: .date, approximate: approximate, start: first, end: last))
    case .yearless(let month, let day):
      content = .yearless(month: month, day: day)
    }
    return ValueSpan(range: start..<end, outer: outer..<end, content: content, bearing: bearing)
  }

  private func secondDate(_ at: Int, between: Bool) -> WrittenDate? {
    guard let link = nextWord(at),
      between ? link.text == "and" : (link.text == "to" || link.text == "until" || link.text == "through")
    else { return nil }
    let start = skipSpace(link.end)
    return isDigit(start) ? dateOfDigits(start) ?? yearSpan(start) : dateOfWords(start)
  }

  /// One interval of two dates; the first takes its year from the second.
  private func join(_ first: WrittenDate.Days, _ second: WrittenDate.Days) -> WrittenDate.Days? {
    guard case .known(let secondStart, let end) = second else { return nil }
    switch first {
    case .known(let start, _):
      return start <= end ? .known(start: start, end: end) : nil
    case .yearless(let month, let day):
      guard let start = DateParts(year: secondStart.year, month: month, day: day).days?.start, start <= end else {
        return nil
      }
      return .known(start: start, end: end)
    }
  }
}
