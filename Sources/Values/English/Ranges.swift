/// What stands between the two ends of a range.
extension Scanner {
  struct RangeLink {
    /// Where the second number begins.
    var end: Int
    var isHyphen = false
    var isOr = false
  }

  func rangeLink(_ first: Part, between: Bool) -> RangeLink? {
    let at = first.end
    if between {
      guard let word = nextWord(at), word.is(.and) || word.is(.to) else { return nil }
      return RangeLink(end: skipSpace(word.end))
    }
    let dash = skipSpace(at)
    // "20~100", "10 ~ 100"
    if has("~", dash), !has("~", dash + 1), first.kind == .number, isDigit(skipSpace(dash + 1)),
      (dash == at) == isDigit(dash + 1)
    {
      return RangeLink(end: skipSpace(dash + 1))
    }
    let width = dashWidth(dash)
    if width > 0, width == 3 || dash == at {
      let next = width == 3 ? skipSpace(dash + width) : dash + width
      if isDigit(next) || (dash == at && dashWidth(next) > 0 && isDigit(next + dashWidth(next)))
        || currencyBefore(next) != nil
      {
        return RangeLink(end: next, isHyphen: width == 1)
      }
      // "five-to-seven", and "8- to 16-metre"
      if width == 1, let to = word(next), to.is(.to), has("-", to.end) { return RangeLink(end: to.end + 1) }
      if width == 1, let link = nextWord(next), link.is(.to) || link.is(.or) {
        let end = skipSpace(link.end)
        guard isDigit(end) || beginsNumber(end) else { return nil }
        return RangeLink(end: end, isOr: link.is(.or))
      }
    }
    guard let word = nextWord(at) else { return nil }
    let end = skipSpace(word.end)
    let isNumber = isDigit(end) || beginsNumber(end)
    if word.is(.to) {
      return isNumber || currencyBefore(end) != nil || (dashWidth(end) > 0 && isDigit(end + dashWidth(end)))
        ? RangeLink(end: end) : nil
    }
    if word.is(.or), isNumber, first.kind == .number { return RangeLink(end: end, isOr: true) }
    return nil
  }

  private func beginsNumber(_ at: Int) -> Bool {
    guard let word = word(at) else { return false }
    return info(word).small >= 0
  }

  /// Whether "or" stands inside a span.
  func hasOr(_ range: Range<Int>) -> Bool { range.contains { has(" ", $0) && matches(" or ", at: $0) } }

  /// What stands between two members of a list.
  enum ListLink {
    case comma, and, or
    /// "and" or "or" behind a comma, as before the last of three.
    case commaAndWord
  }

  /// What joins a number in digits to the next member of its list, which begins at an offset: a comma, "and" or "or", and nothing else;
  /// nil where it is no member, or a name stands before it ("Voyager 1 and 2").
  func listLink(_ number: Range<Int>, before next: Int) -> ListLink? {
    guard next - number.upperBound <= 8, isDigit(number.upperBound - 1) else { return nil }
    var at = number.upperBound
    var kind = ListLink.comma
    // "8- and 16-metre"
    if has(",", at) || (has("-", at) && has(" ", at + 1)) { at += 1 }
    at = skipSpace(at)
    if let link = word(at) {
      guard link.isOne(of: .and, .or) else { return nil }
      at = skipSpace(link.end)
      kind = has(",", number.upperBound) ? .commaAndWord : link.is(.or) ? .or : .and
    } else if !has(",", number.upperBound) {
      return nil
    }
    guard at == next else { return nil }
    var before = number.lowerBound - 1
    while before > range.lowerBound, has(" ", before) { before -= 1 }
    var start = before
    while start > range.lowerBound, start > before - 16, isASCIILetter(start - 1) { start -= 1 }
    return !isASCIILetter(before) || !isUpper(start) || start == range.lowerBound ? kind : nil
  }
}
