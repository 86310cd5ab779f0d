import Model

/// The words before an offset, as far as only white space stands between.
struct Context {
  var previous: Word?
  var beforeThat: Word?
  /// The value before was a date, and a comma, "and" or "or" has followed it.
  var followsDate = false
}

/// Dates in their surroundings: the preposition before, "between" and "from … to" around two.
extension Scanner {
  /// The span of the date at an offset.
  func dateSpan(_ start: Int, _ context: Context) -> ValueSpan? {
    var at = start
    var approximate = false
    var date = isDigit(start) ? digitDate(start, context) : dateOfWords(start, previous: context.previous)
    if date == nil, !isDigit(start), let found = longest(lexicon.modifiers, start),
      found.payload != Int(UInt8(ascii: "="))
    {
      // "about three years ago", "circa 1450", "more than a decade ago".
      at = skipSpace(found.end)
      guard at > found.end else { return nil }
      // "an additional six months to June" is no period that ends then.
      let link = word(start).flatMap { $0.end == found.end && $0.is(.within) ? $0 : nil }
      date = distance(at, previous: link ?? Word(id: -1, start: start, end: found.end))
      approximate = found.payload != Int(UInt8(ascii: "x"))
    }
    if date == nil, let word = word(start), word.isOne(of: .around, .about, .circa),
      context.previous?.isOne(of: .to, .of, .by, .at, .from) != true
    {
      // "on or about 25 August 2012", "settled around 874 by …"
      at = skipSpace(word.end)
      date = isDigit(at) ? dateOfDigits(at) : nil
      // "About 800 have crossed" and "injured about 200" count: a year is seldom round.
      date =
        date
        ?? (run(at) == 3 && context.previous != nil
          && (byte(at + 2) != UInt8(ascii: "0") || context.previous?.isOne(of: .in, .since, .until) == true)
          ? earlyYear(at, Context(previous: Word(id: Keyword.in.rawValue, start: start, end: word.end))) : nil)
      approximate = true
    }
    if date == nil, has("c", start) || has("C", start), let word = word(start), word.isOne(of: .c, .ca) {
      at = skipSpace(has(".", word.end) ? word.end + 1 : word.end)
      if at > word.end, isDigit(at) {
        date = yearSpan(at) ?? century(at)
        approximate = true
      }
    }
    guard var date, !isCompared(date.end) else { return nil }
    date.approximate = date.approximate || approximate
    return span(date, start, context)
  }

  /// "a year later than promised": by how much, and not when.
  private func isCompared(_ end: Int) -> Bool {
    guard matches("ater", at: end - 4) || matches("earlier", at: end - 7), let next = nextWord(end) else {
      return false
    }
    return next.is(.than)
  }

  private func digitDate(_ start: Int, _ context: Context) -> WrittenDate? {
    if let date = dateOfDigits(start, isBetween: context.previous?.is(.between) == true) { return date }
    if let date = lonelyDay(start, context) { return date }
    if let date = century(start) ?? shortDecade(start, previous: context.previous) ?? dateOfOrdinal(start) {
      return date
    }
    if let date = distance(start, previous: context.previous) { return date }
    guard let date = yearSpan(start) else { return earlyYear(start, context) }
    if case .unknown = date.days { return date }
    if has("s", date.end - 1) { return date }
    if date.end - start > 5 {
      // "2010–2015 people" does not occur, "1000-2000 people" does.
      return countsSomething(date.end) || isAmount(date.end) ? nil : date
    }
    return isYear(start, date.end, context) ? date : nil
  }

  private func isAmount(_ at: Int) -> Bool {
    unit(at) != nil || currencyAfter(at) != nil || scaleFollows(at)
  }

  /// Whether four digits are a year: not where a unit follows, and for others by the word before.
  private func isYear(_ start: Int, _ end: Int, _ context: Context) -> Bool {
    if isAmount(end) || half(end) != nil { return false }
    if has("(", start - 1) || has(")", end) { return true }
    let number = digits(start, atMost: 4)?.number ?? 0
    let isModern = (1500..<2060).contains(number)
    guard let previous = context.previous else {
      return (context.followsDate || isModern) && !countsSomething(end) && !isName(start)
    }
    switch previous.keyword {
    case .in, .since, .until, .till, .before, .after, .during, .between, .circa, .late, .early, .mid, .from, .through:
      return !countsSomething(end) || isModern
    case .for, .to, .than, .about, .at, .of, .by, .around, .the, .over, .a, .an:
      return !countsSomething(end)
    default:
      if info(previous).flags.contains(.reference) { return false }
      return isModern && !countsSomething(end)
    }
  }

  /// "Model 2012-X"
  private func isName(_ start: Int) -> Bool { has("-", start - 1) || has("#", start - 1) || has("/", start - 1) }

  /// Whether a plural noun follows, that a number may count.
  private func countsSomething(_ at: Int) -> Bool {
    guard let next = nextWord(at), !isUpper(next.start), !info(next).flags.contains(.never) else { return false }
    return singular(next) != nil
  }

  /// "in 874", "AD 79": three digits after what only a year can follow, where nothing is counted.
  private func earlyYear(_ start: Int, _ context: Context) -> WrittenDate? {
    guard let year = digits(start, atMost: 4), !isWordByte(year.end), year.number > 0 else { return nil }
    if let era = era(year.number, year.end) { return era }
    let width = year.end - start
    guard width == 3, year.number >= 100, let previous = context.previous,
      previous.isOne(of: .in, .since, .until, .circa, .year),
      !isAmount(year.end), !has("%", year.end), !has("-", year.end), !has(".", year.end) || !isDigit(year.end + 1),
      !has(",", year.end) || !isDigit(year.end + 1)
    else { return nil }
    let byte = byte(year.end)
    let next = nextWord(year.end)
    let isAlone = ",.;)".utf8.contains(byte) || byte == 0
    guard isAlone || next.map({ info($0).flags.contains(.never) && !$0.is(.of) }) == true else { return nil }
    return WrittenDate(DateParts(year: year.number), end: year.end)
  }

  // MARK: Bearing

  private func span(_ date: WrittenDate, _ start: Int, _ context: Context) -> ValueSpan? {
    var preposition = context.previous
    var outer = start
    // "in the 1990s", "until the end of 2020".
    if let previous = context.previous, previous.is(.the), let before = context.beforeThat {
      preposition = before
      if isPreposition(before) { outer = before.start }
    } else if let previous = context.previous, isPreposition(previous) {
      outer = previous.start
    }
    var bearing = ValueSpan.Bearing.at
    var date = date
    var isDetermined = true
    switch preposition?.keyword {
    case .around, .circa, .about: date.approximate = true
    case .in, .on, .during, .of, .for, .at: break
    case .since: bearing = .since
    case .until, .till, .through: bearing = .until
    case .before, .after, .by, .to, .than: bearing = .relative
    case .between, .from: bearing = .since
    default: isDetermined = false
    }
    let isBetween = preposition?.is(.between) == true
    if let joined = join(date, isBetween: isBetween, isOpened: has("(", start - 1)) {
      date = joined
      if bearing == .since { bearing = .at }
    } else if bearing == .since, preposition?.is(.since) != true {
      // "between 2010 and 2500 people" has no year in it.
      if isBetween, !date.isInterval, date.end - start == 4 { return nil }
      if date.isInterval { bearing = .at }
    }
    // "May" alone may be anything; "April" alone is a name at best.
    if date.needsPreposition, !isDetermined { return nil }
    let content: ValueSpan.Content
    switch date.days {
    case .known(let first, let last):
      content = .value(Value(text: "", kind: .date, approximate: date.approximate, start: first, end: last))
    case .yearless(let month, let day): content = .yearless(month: month, day: day)
    case .relative(let relative): content = .relative(relative)
    case .unknown: content = .identifier(.era)
    }
    return ValueSpan(range: start..<date.end, outer: outer..<date.end, content: content, bearing: bearing)
  }

  private func isPreposition(_ word: Word) -> Bool {
    word.isOne(of: .in, .on, .during, .around, .circa, .of, .for, .at, .since, .until, .till, .before, .after, .by)
      || word.isOne(of: .to, .than, .between, .from, .through)
  }

  /// One interval of two dates: "1972 to 2022", "12 September and 20 October 2015", "April 2010 – March 2011".
  private func join(_ first: WrittenDate, isBetween: Bool, isOpened: Bool) -> WrittenDate? {
    if case .relative = first.days { return nil }
    var next = 0
    if let link = nextWord(first.end) {
      guard isBetween ? link.is(.and) : link.isOne(of: .to, .until, .through, .till) else { return nil }
      next = skipSpace(link.end)
      if let the = word(next), the.is(.the) { next = skipSpace(the.end) }
    } else {
      let dash = skipSpace(first.end)
      let width = dashWidth(dash)
      guard width > 0 else { return nil }
      // "12/05/2020 - 15/05/2020": a hyphen with spaces joins days, and nothing less.
      if width == 1, dash > first.end {
        guard first.isDay, dateOfDigits(skipSpace(dash + width))?.isDay == true else { return nil }
      }
      // "(1 November 1880 – November 1930)": the two days of a life, each of which is told.
      if first.isDay, isOpened { return nil }
      next = skipSpace(dash + width)
    }
    let second =
      isDigit(next) ? dateOfDigits(next) ?? year(at: next) ?? century(next) : dateOfWords(next, previous: nil)
    if let second, case .yearless(let month, .some(let day)) = first.days,
      case .yearless(let lastMonth, .some(let lastDay)) = second.days
    {
      // "from 5 May to 3 June"
      let from = RelativeDate.MonthDay(month: month, day: day)
      let to = RelativeDate.MonthDay(month: lastMonth, day: lastDay)
      var date = WrittenDate(.relative(RelativeDate(.days(from: from, to: to))), end: second.end)
      date.isInterval = true
      return date
    }
    guard let second, case .known(let secondStart, let end) = second.days else { return nil }
    let start: Day
    switch first.days {
    case .known(let day, _): start = day
    case .yearless(let month, let day):
      // "30 December to 2 January 2012" began in the year before.
      let year = month > secondStart.month ? secondStart.year - 1 : secondStart.year
      guard let own = DateParts(year: year, month: month, day: day).days?.start else { return nil }
      start = own
    case .relative, .unknown: return nil
    }
    guard start <= end else { return nil }
    var date = WrittenDate(.known(start: start, end: end), end: second.end)
    date.approximate = first.approximate || second.approximate
    date.isInterval = true
    return date
  }

  private func year(at start: Int) -> WrittenDate? {
    guard let date = yearSpan(start), date.end - start > 5 || (!isAmount(date.end) && !countsSomething(date.end)) else {
      return nil
    }
    return date
  }
}
