/// What an amount is told by: "400 cars an hour", "$15.40/hour", "twice a week".
extension Scanner {
  /// What money or a count is divided by, in the form `/h`, and where it ends; nil where nothing of the kind follows.
  ///
  /// A count is told by spans of time, lengths, areas and volumes; money by weights and energies too. "A share" is no unit.
  func divisor(_ at: Int, isMoney: Bool) -> (unit: String, end: Int)? {
    if has("/", at) { return measured(at + 1, isMoney).map { ($0.unit, $0.end) } }
    let isHyphened = has("-", at)
    guard let link = joinedWord(at), link.isOne(of: .per, .a, .an, .each, .every),
      let start = afterLink(link.end, isHyphened)
    else { return nil }
    if link.is(.per) { return measured(start, isMoney).map { ($0.unit, $0.end) } }
    guard isASCIILetter(start), let found = measured(start, isMoney),
      isMoney || found.isTime, !isBegun(found.end)
    else { return nil }
    return (found.unit, found.end)
  }

  /// After the space or hyphen behind "a" or "per".
  private func afterLink(_ at: Int, _ isHyphened: Bool) -> Int? {
    if isHyphened { return has("-", at) ? at + 1 : nil }
    let start = skipSpace(at)
    return start > at ? start : nil
  }

  private func measured(_ start: Int, _ isMoney: Bool) -> (unit: String, end: Int, isTime: Bool)? {
    guard let found = measure(start), !isWordByte(found.end), found.terms.list.count == 1, found.terms.lead.isEmpty
    else { return nil }
    let term = found.terms.list[0]
    guard let dimension = lexicon.units[term.unit].dimension, dimension.isDivisor(ofMoney: isMoney) else { return nil }
    // "$5m a second time": a name that is another word.
    if let word = word(start), word.is(.second), nextWord(word.end) != nil, !isPhraseEnd(word.end) { return nil }
    return ("/" + found.terms.symbol, found.end, dimension.isTime)
  }

  /// Whether "a year" goes on as something else: "a year earlier", "a week longer", "a month-long strike".
  func isBegun(_ at: Int) -> Bool {
    if has("-", at) { return true }
    guard let next = nextWord(at) else { return false }
    return next.isOne(
      of: .ago,
      .earlier,
      .later,
      .before,
      .after,
      .longer,
      .older,
      .younger,
      .old,
      .from,
      .of,
      .hence,
      .since,
      .into
    ) || next.isOne(of: .sooner, .apart, .ahead, .long)
  }

  /// Whether no noun can follow: the end of a clause, or a word that is never counted.
  func isPhraseEnd(_ at: Int) -> Bool {
    let byte = byte(at)
    if byte == 0 || ".,;:)!?\"\n".utf8.contains(byte) { return true }
    let next = skipSpace(at)
    if next > at, has("(", next) || dashWidth(next) > 0 { return true }
    return nextWord(at).map { info($0).flags.contains(.never) } ?? false
  }

  /// "twice a week", "once every month", "twice daily".
  func frequency(_ word: Word) -> Amount? {
    let count: Double
    switch word.keyword {
    case .once: count = 1
    case .twice: count = 2
    case .thrice: count = 3
    default: return nil
    }
    guard let often = often(word.end) else { return nil }
    return Amount(low: count, kind: .quantity, unit: often.unit, end: often.end)
  }

  /// What follows "twice" or "three times": the unit, such as `1/week`.
  func often(_ at: Int) -> (unit: String, end: Int)? {
    if let rate = divisor(at, isMoney: false), let next = nextWord(at) ?? (has("/", at) ? word(at + 1) : nil),
      rate.end > next.start
    {
      guard Unit(String(rate.unit.dropFirst()))?.dimension?.isTime == true else { return nil }
      return ("1" + rate.unit, rate.end)
    }
    guard let next = nextWord(at) else { return nil }
    switch next.keyword {
    case .daily: return ("1/day", next.end)
    case .weekly: return ("1/week", next.end)
    case .monthly: return ("1/month", next.end)
    case .yearly, .annually: return ("1/year", next.end)
    default: return nil
    }
  }
}

extension Dimension {
  private static let ofCounts = ["T", "L", "L2", "L3"].compactMap { Dimension($0) }
  private static let ofMoney = ["T", "L", "L2", "L3", "M", "L2MT-2"].compactMap { Dimension($0) }

  /// Whether money, or a count, is told by units of it: bits are none, for "a bit" is a word.
  func isDivisor(ofMoney isMoney: Bool) -> Bool { (isMoney ? Self.ofMoney : Self.ofCounts).contains(self) }
}
