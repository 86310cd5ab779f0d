/// Ordinals in words and digits.
extension Scanner {
  /// "third", "twenty-first", "21st".
  func ordinal(_ start: Int) -> (number: Int, end: Int)? {
    if isDigit(start) {
      guard let number = digits(start, atMost: 6) else { return nil }
      let end = ordinalEnd(number.end)
      return end > number.end ? (number.number, end) : nil
    }
    guard let first = word(start) else { return nil }
    let info = info(first)
    if info.ordinal > 0, !info.flags.contains(.part) {
      return (info.ordinal > 100 ? Int(Self.tenTo(Int(info.ordinal - 100))) : Int(info.ordinal), first.end)
    }
    if let larger = largeOrdinal(first) { return larger }
    guard info.small >= 20, let second = joinedWord(first.end) else { return nil }
    let unit = self.info(second)
    guard unit.ordinal > 0, unit.ordinal < 10, !unit.flags.contains(.part) else { return nil }
    return (Int(info.small) + Int(unit.ordinal), second.end)
  }

  /// "two hundredth", "one hundred and twenty-fifth"
  private func largeOrdinal(_ first: Word) -> (number: Int, end: Int)? {
    guard let whole = whole(first, lead: nil), whole.value < 1_000_000, var last = joinedWord(whole.end) else {
      return nil
    }
    if last.is(.and), let next = nextWord(last.end) { last = next }
    let ordinal = info(last).ordinal
    guard ordinal > 0, !info(last).flags.contains(.part), whole.value >= 100 || ordinal > 100 else { return nil }
    if ordinal > 100 { return (Int(whole.value) * Int(Self.tenTo(Int(ordinal - 100))), last.end) }
    return (Int(whole.value) + Int(ordinal), last.end)
  }

  /// After "st", "nd", "rd" or "th"; the same offset where none stands there.
  func ordinalEnd(_ at: Int) -> Int {
    for ending in ["st", "nd", "rd", "th"] as [StaticString] where matches(ending, at: at) && !isWordByte(at + 2) {
      return at + 2
    }
    return at
  }
}
