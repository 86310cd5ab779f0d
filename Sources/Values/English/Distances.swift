import Model

/// How far a date lies from another: "three years ago", "two days before 5 May", "two weeks starting on Monday".
extension Scanner {
  /// "three years ago", "two days later", "a decade earlier", "five years from now".
  /// A length of time with "to" or "ended" behind it is ``periodUpTo(_:previous:)``.
  func distance(_ start: Int, previous: Word? = nil) -> WrittenDate? {
    var at = start
    var count = 1.0
    var approximate = false
    if let number = number(start) ?? numberWords(start) {
      guard number.quotient == nil, number.tolerance == nil else { return nil }
      if let scale = nextWord(number.end), info(scale).scale > 0, number.width > 0 { return nil }
      count = number.value
      approximate = number.isVague
      at = number.end
    } else if let article = word(start), article.isOne(of: .a, .an, .one) {
      at = article.end
      if let next = nextWord(at), next.isOne(of: .full, .whole) { at = next.end }
      if let half = nextWord(at), half.is(.half) { return nil }
    } else {
      return nil
    }
    guard let noun = joinedWord(at) else { return nil }
    if noun.isOne(of: .past, .previous, .next, .coming, .following, .upcoming), count > 1 {
      // "the 5 past years"
      return span(count, noun.end, noun.is(.past) || noun.is(.previous) ? -1 : 1, Self.anchor(noun))
    }
    guard let period = Self.period(info(noun)), info(noun).period < 11 else { return nil }
    if let date = ahead(count, period, previous, noun.end) { return date }
    if let date = compound(count, period, noun.end) { return date }
    guard let side = nextWord(noun.end) else { return nil }
    if side.isOne(of: .starting, .beginning, .commencing), count < 10_000 { return spanFrom(count, period, side) }
    if side.isOne(of: .to, .through, .ended, .ending) || matchesWord("period", side) {
      return periodUpTo(start, previous: previous)
    }
    var end = side.end
    var sign = 1.0
    var anchor = RelativeDate.Anchor.text
    switch side.keyword {
    case .ago:
      sign = -1
      anchor = .document
    case .earlier: sign = -1
    case .later: break
    case .before, .after:
      // "two years before the war" needs the war.
      guard isEndOfPhrase(side.end) else { return count < 100_000 ? away(count, period, side) : nil }
      sign = side.is(.before) ? -1 : 1
    case .hence: anchor = .document
    case .from:
      guard let now = nextWord(end), now.is(.now) || now.is(.today) else {
        return count < 100_000 ? away(count, period, side) : nil
      }
      anchor = .document
      end = now.end
    default: return nil
    }
    guard count < 100_000 else { return nil }
    var date = WrittenDate(.relative(RelativeDate(.shifted(count: sign * count, period), anchor: anchor)), end: end)
    date.approximate = approximate
    return date
  }

  private static func anchor(_ side: Word) -> RelativeDate.Anchor {
    side.is(.previous) || side.is(.following) ? .text : .document
  }

  /// "2 weeks starting May 20", "a week beginning on Monday"
  func spanFrom(_ count: Double, _ period: Period, _ side: Word) -> WrittenDate? {
    guard let day = day(after: side.end) else { return nil }
    var date = day.then(.span(count: count, period), end: day.end)
    date?.isInterval = true
    return date
  }

  /// "two days before yesterday", "three weeks from 5 May": so far from a day that is written.
  func away(_ count: Double, _ period: Period, _ side: Word) -> WrittenDate? {
    guard let day = day(after: side.end) else { return nil }
    var date = day.then(.shifted(count: side.is(.before) ? -count : count, period), end: day.end)
    date?.isInterval = false
    return date
  }

  /// "2 years, 1 month and 21 days ago": several lengths of time, of which the first has been read.
  func compound(_ count: Double, _ period: Period, _ at: Int) -> WrittenDate? {
    var lengths = [(count, period)]
    var end = at
    while lengths.count < 4 {
      var next = has(",", end) ? end + 1 : end
      if let and = nextWord(next), and.is(.and) { next = and.end }
      let start = skipSpace(next)
      guard start > next, let number = number(start) ?? numberWords(start), number.quotient == nil,
        let noun = joinedWord(number.end), let smaller = Self.period(info(noun)), info(noun).period < 11
      else { break }
      lengths.append((number.value, smaller))
      end = noun.end
    }
    guard lengths.count > 1, let side = nextWord(end) else { return nil }
    var date: WrittenDate
    switch side.keyword {
    case .ago: date = WrittenDate(.relative(RelativeDate(.period(.day, offset: 0))), end: side.end)
    case .earlier, .later:
      date = WrittenDate(.relative(RelativeDate(.period(.day, offset: 0), anchor: .text)), end: side.end)
    case .before, .after:
      guard let day = day(after: side.end) else { return nil }
      date = day
    default: return nil
    }
    let sign: Double = side.is(.later) || side.is(.after) ? 1 : -1
    for (count, period) in lengths {
      guard count < 100_000, let next = date.then(.shifted(count: sign * count, period), end: date.end) else {
        return nil
      }
      date = next
    }
    return date
  }

  /// "will open in two years", "will be done within ten days": a time to come, where the sentence says that it is.
  /// Without a word of the future, "in two years" is how long something took.
  func ahead(_ count: Double, _ period: Period, _ previous: Word?, _ end: Int) -> WrittenDate? {
    guard let previous, previous.is(.in) || previous.is(.within), count < 10_000, isClauseEnd(end) else { return nil }
    var isFuture = false
    eachWord(before: previous.start, atMost: 10) { word in
      isFuture = matchesWord("will", word) || matchesWord("ll", word) || matchesWord("shall", word)
      return !isFuture
    }
    guard isFuture else { return nil }
    let form = previous.is(.in) ? RelativeDate.Form.shifted(count: count, period) : .span(count: count, period)
    return WrittenDate(.relative(RelativeDate(form)), end: end)
  }
}
