import Model

/// What an amount is of: a currency, a unit, a counted noun.
extension Scanner {
  /// The currency, unit or noun after a number.
  func takeUnit(_ part: inout Part, _ start: Int) {
    if let after = currencyAfter(part.end) {
      part.kind = .money
      part.unit = after.unit
      part.power = after.places + after.power == 0 ? part.power : (part.power ?? 0) - after.places + after.power
      part.end = after.end
      // "75 USD million"
      if part.power == nil, let scale = nextWord(part.end), info(scale).scale >= 6, info(scale).scale < 100,
        !isWordByte(scale.end)
      {
        part.power = Int(info(scale).scale)
        part.end = scale.end
      }
    } else if let unit = unit(part.end), !isOtherWord(part, unit) {
      var unit = unit
      var symbol = unit.terms.symbol
      switch symbol {
      case let weight where weight == "lb" || weight.hasPrefix("lb/"):
        guard let pounds = pounds(part.end),
          isSterling(start, pounds, isLarge: part.scale >= 6 || part.value >= 250_000 && part.number.width == 0)
        else { break }
        part.kind = .money
        part.unit = "GBP" + weight.dropFirst(2)
        part.end = unit.end
        return
      // "up 10pc": a share, but among stars.
      case "pc" where !hasWord(.star, near: part.end):
        unit.terms = Self.percent(lexicon) ?? unit.terms
        symbol = "%"
      default: break
      }
      part.kind = symbol == "%" ? .percent : .quantity
      part.unit = symbol
      part.end = unit.end
      if unit.terms.list.count == 1, unit.terms.list[0].exponent == 1, unit.terms.lead.isEmpty {
        part.term = unit.terms.list[0]
        part.isOfTime = lexicon.units[unit.terms.list[0].unit].dimension?.isTime == true
        if part.isOfTime, part.number.quotient == nil, let half = andHalf(part.end) {
          part.number.decimal = part.number.decimal.plus(DecimalNumber(5, exponent: -1))
          part.end = half
        }
      }
      takeTolerance(after: &part)
    } else if !(part.number.isFraction && part.number.value < 1), let noun = countedNoun(part, start) {
      part.kind = .quantity
      part.unit = noun.unit
      part.end = noun.end
    } else if let rate = rate(part.end) {
      part.kind = .quantity
      part.unit = rate.unit
      part.end = rate.end
    } else if let times = nextWord(part.end), times.is(.times), let often = often(times.end) {
      part.kind = .quantity
      part.unit = often.unit
      part.end = often.end
    }
  }

  /// "one hour and a half": the end of "and a half" after a unit.
  func andHalf(_ at: Int) -> Int? {
    guard let and = nextWord(at), and.is(.and), var half = nextWord(and.end) else { return nil }
    if half.is(.a), let next = nextWord(half.end) { half = next }
    return half.is(.half) && isPhraseEnd(half.end) ? half.end : nil
  }

  /// The end of "pound" or "pounds" after a number; nil where the unit is written as "lb".
  private func pounds(_ at: Int) -> Int? {
    guard let word = has("-", at) ? word(at + 1) : nextWord(at), word.end - word.start >= 5 else { return nil }
    return word.end
  }

  private static func percent(_ lexicon: Lexicon) -> UnitTerms? {
    lexicon.percent.map { UnitTerms(list: [$0]) }
  }

  /// "5 km ± 1 km"
  private func takeTolerance(after part: inout Part) {
    let at = skipSpace(part.end)
    guard part.number.tolerance == nil, matches("±", at: at), isDigit(skipSpace(at + 2)),
      let number = number(skipSpace(at + 2)),
      let unit = unit(number.end), unit.terms.symbol == part.unit
    else { return }
    part.number.tolerance = number.decimal
    part.end = unit.end
  }

  private func isOtherNoun(_ word: Word) -> Bool {
    for name in ["league", "cup", "chain", "bar", "turn", "stone", "quarter", "hand"] as [StaticString]
    where matchesWord(name, word) { return true }
    return false
  }

  /// Units whose symbols or names are other words more often, by what stands around them.
  private func isOtherWord(_ part: Part, _ unit: (terms: UnitTerms, end: Int)) -> Bool {
    guard unit.terms.list.count == 1 else { return false }
    let start = skipSpace(part.end)
    // "2 second places", "two minute differences": the name in the singular, and a plural after it.
    let word = unit.end - start > 2 ? word(start) : nil
    if let word, word.end == unit.end, word.is(.second), part.number.value != 1,
      part.number.isPlain || part.number.width == 0, !has("-", part.end)
    {
      return true
    }
    // "22 league matches", "three cup finals": a noun of its own before a plural.
    if let word, word.end == unit.end, part.number.value != 1, !has("-", part.end), isOtherNoun(word),
      let next = nextWord(word.end), !isUpper(next.start), !info(next).flags.contains(.never), singular(next) != nil
    {
      return true
    }
    // "5 A man", "3 W Street": a capital that a word in small letters follows.
    if unit.end - start == 1, isUpper(start), has(" ", unit.end), isASCIILetter(unit.end + 1), !isUpper(unit.end + 1) {
      return !has("W", start) && !has("K", start) && !has("V", start) && !has("T", start)
    }
    return false
  }
}
