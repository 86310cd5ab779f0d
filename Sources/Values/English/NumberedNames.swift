/// Names that end with a number: "Apollo 11", "the S&P 500", "Route 66".
extension Scanner {
  /// The end of the number that belongs to a name before it; nil where it does not.
  func numberOfName(_ at: Int, _ previous: Word?) -> Int? {
    guard let name = previous, isUpper(name.start) || isUpper(name.start + 1), isNumbered(name), has(" ", at - 1),
      name.end == at - 1,
      var end = plainNumber(at)
    else { return nil }
    // "Boeing 40 engines": aircraft have three digits.
    if end - at < 3, matchesWord("boeing", name) || matchesWord("airbus", name) { return nil }
    // "in the Windows of 2012", "Game 2012": four digits are a year, but for a few names.
    if end - at == 4, let number = digits(at, atMost: 4)?.number, (1900..<2100).contains(number), !isOfYear(name) {
      return nil
    }
    // "Apollo 11 and 12", "Gates 3–5"
    for _ in 0..<4 {
      var next = end
      if let link = nextWord(end), link.is(.and) || link.is(.or) {
        next = skipSpace(link.end)
      } else if dashWidth(end) > 0 {
        next = end + dashWidth(end)
      }
      guard next > end, isDigit(next), let more = plainNumber(next), !counts(more) else { break }
      end = more
    }
    return end
  }

  private func isNumbered(_ name: Word) -> Bool {
    if info(name).flags.contains(.numbered) { return true }
    // "S&P"
    return name.is(.p) && has("&", name.start - 1) && has("S", name.start - 2)
  }

  private func isOfYear(_ name: Word) -> Bool {
    matchesWord("windows", name) || matchesWord("russell", name) || matchesWord("agenda", name)
      || matchesWord("vision", name) || matchesWord("global", name)
  }

  /// A whole number of one to four digits with nothing that makes it an amount.
  private func plainNumber(_ at: Int) -> Int? {
    guard let number = digits(at, atMost: 4), !has("%", skipSpace(number.end)) else { return nil }
    let end = number.end
    if has(",", end) || has(".", end) || has("/", end) || has(":", end), isDigit(end + 1) { return nil }
    // "Windows 10S", "Form 10-K", "the 747-400".
    if isWordByte(end) {
      guard isASCIILetter(end), !isWordByte(end + 1) else { return nil }
      return end + 1
    }
    if scaleFollows(end) || currencyAfter(end) != nil { return nil }
    if let next = nextWord(end), next.is(.per) || next.is(.percent) { return nil }
    return end
  }

  private func counts(_ end: Int) -> Bool {
    unit(end) != nil || nextWord(end).map { !isUpper($0.start) && singular($0) != nil } == true
  }
}
