/// Numbers in words.
extension Scanner {
  /// The number in words at an offset: "twenty-one", "two hundred and five", "half a million", "a dozen", "two thirds".
  func numberWords(_ start: Int) -> WrittenNumber? {
    guard let first = word(start) else { return nil }
    if let keyword = first.keyword {
      switch keyword {
      case .half: return halfOf(first)
      case .quarter: return nextWord(first.end).flatMap { scaled(DecimalNumber(25, exponent: -2), $0) }
      case .a, .an: return indefinite(first)
      case .several, .few: return vague(first)
      case .couple:
        guard let of = nextWord(first.end), of.is(.of) else { return nil }
        var number = WrittenNumber(DecimalNumber(2), end: of.end)
        number.isVague = true
        return number
      case .dozens, .tens, .hundreds, .thousands, .millions, .billions, .trillions: return plural(first)
      case .minus, .negative:
        let start = skipSpace(first.end)
        guard var number = nextWord(first.end).flatMap({ cardinal($0) }) ?? (isDigit(start) ? number(start) : nil)
        else { return nil }
        number.decimal.isNegative = true
        number.quotient = number.quotient.map { -$0 }
        return number
      default: break
      }
    }
    return cardinal(first)
  }

  private func halfOf(_ first: Word) -> WrittenNumber? {
    guard let article = joinedWord(first.end) else { return nil }
    if article.isOne(of: .a, .an) {
      guard let scale = nextWord(article.end) else { return nil }
      let power = info(scale).scale
      if power == 100 { return WrittenNumber(DecimalNumber(6), end: scale.end) }
      if power > 0, !info(scale).flags.contains(.shortScale) {
        return WrittenNumber(DecimalNumber(5, exponent: Int(power) - 1), end: scale.end)
      }
      // "half an hour": the unit follows.
      return unit(article.end) == nil ? nil : WrittenNumber(DecimalNumber(5, exponent: -1), end: article.end)
    }
    if info(article).scale > 0, info(article).scale < 100 {
      return WrittenNumber(DecimalNumber(5, exponent: Int(info(article).scale) - 1), end: article.end)
    }
    // "half hour", "half-year"
    if let found = longest(lexicon.unitNames, from: article), found.end == article.end,
      lexicon.units[found.payload].dimension?.isTime == true,
      !article.is(.day), !has("s", article.end - 1)
    {
      return WrittenNumber(DecimalNumber(5, exponent: -1), end: first.end)
    }
    if article.isOne(of: .of, .the, .its, .their, .his, .her, .our, .all, .that, .those, .these, .this) {
      var number = WrittenNumber(DecimalNumber(5, exponent: -1), end: first.end)
      number.isFraction = true
      return number
    }
    return nil
  }

  /// "a hundred", "a dozen", "a third of", "a couple of", "a few hundred".
  private func indefinite(_ article: Word) -> WrittenNumber? {
    guard let next = nextWord(article.end) else { return nil }
    let info = info(next)
    if next.is(.few) { return vague(next) }
    if next.isOne(of: .couple, .pair) {
      var end = next.end
      if let of = nextWord(end), of.is(.of) { end = of.end }
      var number = WrittenNumber(DecimalNumber(2), end: end)
      number.isVague = next.is(.couple)
      return number
    }
    if info.scale > 0, !info.flags.contains(.shortScale) { return cardinal(next, lead: 1) }
    if next.is(.quarter), let scale = nextWord(next.end), let number = scaled(DecimalNumber(25, exponent: -2), scale) {
      return number
    }
    // "a third of", and not "a third man".
    if info.ordinal >= 3, let of = nextWord(next.end), of.is(.of), !isPeriodOfYear(next, of) {
      return ofScale(WrittenNumber(quotient: Self.part(info.ordinal), end: next.end))
    }
    if info.ordinal > 100 { return WrittenNumber(quotient: Self.part(info.ordinal), end: next.end) }
    return nil
  }

  /// "quarter million"
  private func scaled(_ decimal: DecimalNumber, _ scale: Word) -> WrittenNumber? {
    let info = info(scale)
    guard info.scale > 2, info.scale < 100, !info.flags.contains(.shortScale) else { return nil }
    return WrittenNumber(decimal.scaled(by: Int(info.scale)), end: scale.end)
  }

  /// "three quarters of a million", "two thirds million".
  private func ofScale(_ number: WrittenNumber) -> WrittenNumber {
    guard var next = nextWord(number.end), let quotient = number.quotient else { return number }
    if next.is(.of) {
      guard let article = nextWord(next.end), article.isOne(of: .a, .one), let scale = nextWord(article.end) else {
        return number
      }
      next = scale
    }
    guard let scaled = scaled(DecimalNumber(1), next) else { return number }
    var result = WrittenNumber(quotient: (quotient * scaled.value).rounded(), end: next.end)
    result.isFraction = false
    result.width = number.width
    return result
  }

  /// "a quarter of 2012" is a time.
  private func isPeriodOfYear(_ word: Word, _ of: Word) -> Bool {
    word.is(.quarter) && isDigit(skipSpace(of.end))
  }

  private static func part(_ ordinal: Int8) -> Double {
    ordinal > 100 ? DecimalNumber(1, exponent: -Int(ordinal - 100)).double : 1 / Double(ordinal)
  }

  /// "several hundred", "a few thousand": at least one of them, and nobody knows how many.
  private func vague(_ first: Word) -> WrittenNumber? {
    guard let scale = nextWord(first.end), info(scale).scale > 0, !info(scale).flags.contains(.shortScale) else {
      return nil
    }
    var number = cardinal(scale, lead: 1)
    number?.isVague = true
    return number
  }

  /// "dozens of", "tens of thousands", "hundreds of millions of": the least that is meant.
  private func plural(_ first: Word) -> WrittenNumber? {
    guard let keyword = first.keyword else { return nil }
    let powers: [Keyword: Int] = [
      .tens: 1, .hundreds: 2, .thousands: 3, .millions: 6, .billions: 9, .trillions: 12, .dozens: 0,
    ]
    guard let power = powers[keyword], let of = nextWord(first.end), of.is(.of) else { return nil }
    var decimal = DecimalNumber(keyword == .dozens ? 12 : 1, exponent: power)
    var end = first.end
    if let next = nextWord(of.end), let keyword = next.keyword, let more = powers[keyword], more >= 3 {
      decimal.exponent += more
      end = next.end
      guard let of = nextWord(end), of.is(.of) else { return vague(decimal, end) }
      return vague(decimal, of.end)
    }
    end = of.end
    return vague(decimal, end)
  }

  private func vague(_ decimal: DecimalNumber, _ end: Int) -> WrittenNumber {
    var number = WrittenNumber(decimal, end: end)
    number.isVague = true
    return number
  }

  // MARK: Cardinals

  /// A cardinal and what may follow it: "point five", "and a half", "thirds".
  private func cardinal(_ first: Word, lead: UInt64? = nil) -> WrittenNumber? {
    guard let whole = whole(first, lead: lead) else { return nil }
    var number = WrittenNumber(DecimalNumber(whole.value), end: whole.end)
    number.power = whole.power
    if let point = nextWord(number.end), point.is(.point), let decimals = spokenDecimals(point.end, number.decimal) {
      number.decimal = decimals.decimal
      number.end = decimals.end
      return number
    }
    return withFraction(number)
  }

  /// A number with "and a half" or "and three quarters" after it, or as the upper part of a fraction.
  func withFraction(_ number: WrittenNumber) -> WrittenNumber {
    guard let next = joinedWord(number.end) else { return number }
    if next.is(.and), let fraction = nextWord(next.end).flatMap(spokenFraction) {
      if number.power > 2 {
        // "three million and a half" is half a million more.
        let whole = number.decimal.double + fraction.value * DecimalNumber(1, exponent: number.power).double
        var result = number
        result.quotient = whole
        result.end = fraction.end
        return result
      }
      var result = WrittenNumber(quotient: number.value + fraction.value, end: fraction.end)
      result.width = number.width
      result.isFraction = false
      if fraction.value == 0.5 {
        result.quotient = nil
        result.decimal = number.decimal.plus(DecimalNumber(5, exponent: -1))
      }
      return result
    }
    let isOne = number.value == 1
    let info = info(next)
    if next.is(.over), let below = divisor(next.end) {
      // "one over three"
      return WrittenNumber(quotient: number.value / below.number, end: below.end)
    }
    // "two thirds", "one third of"; but "one second", "one third party".
    if number.width == 0, number.value < 100, info.small >= 20, let unit = joinedWord(next.end),
      self.info(unit).ordinal > 0,
      self.info(unit).ordinal < 10, isOne != has("s", unit.end - 1)
    {
      // "one twenty-fifth", "three twenty-firsts"
      return WrittenNumber(quotient: number.value / Double(info.small + self.info(unit).ordinal), end: unit.end)
    }
    guard number.width == 0, number.value < 1000, info.ordinal > 1,
      info.flags.contains(.part) != isOne || next.is(.quarter) || next.is(.half)
    else { return ratio(number, next) ?? number }
    if next.is(.quarters) {
      guard has("-", number.end) || nextWord(next.end)?.is(.of) == true || scaleFollows(next.end), number.value < 4
      else { return number }
    } else if isOne {
      let after = nextWord(next.end)
      guard info.ordinal > 2 || next.is(.half),
        after == nil || after?.is(.of) == true || self.info(after ?? next).flags.contains(.never)
      else { return number }
    }
    var result = WrittenNumber(quotient: number.value * Self.part(info.ordinal), end: next.end)
    if info.ordinal > 100 {
      result.decimal = number.decimal.scaled(by: -Int(info.ordinal - 100))
      result.quotient = nil
      return result
    }
    return ofScale(result)
  }

  private func divisor(_ at: Int) -> (number: Double, end: Int)? {
    let start = skipSpace(at)
    let below =
      isDigit(start)
      ? digits(start, atMost: 4).map { (Double($0.number), $0.end) }
      : word(start).flatMap { whole($0, lead: nil) }.map { (Double($0.value), $0.end) }
    guard let below, below.0 > 0, isEndOfClause(below.1) else { return nil }
    return (below.0, below.1)
  }

  private func isEndOfClause(_ at: Int) -> Bool { byte(at) == 0 || ".,;:)\n".utf8.contains(byte(at)) }

  /// "one in five", "nine out of ten".
  func ratio(_ number: WrittenNumber, _ link: Word) -> WrittenNumber? {
    var end = link.end
    if link.is(.out), let of = nextWord(end), of.is(.of) {
      end = of.end
    } else if !link.is(.in) {
      return nil
    }
    guard number.value >= 1, number.value < 10, let second = nextWord(end) else { return digitRatio(number, end) }
    guard let whole = whole(second, lead: second.is(.a) ? 1 : nil), Double(whole.value) > number.value,
      whole.value <= 1_000_000
    else { return nil }
    if let after = joinedWord(whole.end), info(after).period > 0 || info(after).scale > 0 { return nil }
    return WrittenNumber(quotient: number.value / Double(whole.value), end: whole.end)
  }

  private func digitRatio(_ number: WrittenNumber, _ at: Int) -> WrittenNumber? {
    let start = skipSpace(at)
    guard number.value >= 1, number.value < 10, start > at, let below = digits(start, atMost: 3),
      !isWordByte(below.end),
      !has(",", below.end), !has(".", below.end) || !isDigit(below.end + 1), Double(below.number) > number.value,
      unit(below.end) == nil
    else { return nil }
    return WrittenNumber(quotient: number.value / Double(below.number), end: below.end)
  }

  /// "a half", "two thirds", "three-quarters".
  private func spokenFraction(_ first: Word) -> (value: Double, end: Int)? {
    let small = info(first).small
    let above = first.isOne(of: .a, .an) ? 1 : Double(small)
    if vulgarFraction(first.start) != nil { return nil }
    guard above > 0, above < 20, let below = joinedWord(first.end), info(below).ordinal > 1, !below.is(.second) else {
      return nil
    }
    guard above < Double(info(below).ordinal), above == 1 || info(below).flags.contains(.part) else { return nil }
    return (above * Self.part(info(below).ordinal), below.end)
  }

  private func spokenDecimals(_ at: Int, _ whole: DecimalNumber) -> (decimal: DecimalNumber, end: Int)? {
    var decimal = whole
    var end = at
    var count = 0
    if let tens = joinedWord(end), info(tens).small >= 10 {
      // "point seventy-one"
      var value = info(tens).small
      end = tens.end
      if value >= 20, let unit = joinedWord(end), info(unit).small > 0, info(unit).small < 10 {
        value += info(unit).small
        end = unit.end
      }
      decimal.append(UInt8(value / 10), isFraction: true)
      decimal.append(UInt8(value % 10), isFraction: true)
      return (decimal, end)
    }
    while count < 12, let next = joinedWord(end), info(next).small >= 0, info(next).small < 10 {
      decimal.append(UInt8(info(next).small), isFraction: true)
      end = next.end
      count += 1
    }
    return count > 0 ? (decimal, end) : nil
  }

  /// A whole number: small numbers and scales in their order.
  func whole(_ first: Word, lead: UInt64?) -> (value: UInt64, end: Int, power: Int)? {
    var total: UInt64 = 0
    var current = lead ?? 0
    var last = lead == nil ? Int8.max : 1
    var word = first
    var end = -1
    var scales = 0
    var power = 0
    while true {
      let info = info(word)
      let own = info.scale > 2 && info.scale < 100 ? Int(info.scale) : 0
      if info.small >= 0 {
        // "twenty three" is one number, "two three" are two; after a hundred or more anything smaller may stand.
        guard last == .max || last > 100 || (last >= 20 && last < 100 && info.small > 0 && info.small < 10) else {
          break
        }
        current += UInt64(info.small)
        last = info.small
      } else if info.scale > 0, !info.flags.contains(.shortScale), scales < 6, current > 0 || end >= 0, last != .max {
        scales += 1
        let scale: UInt64 = info.scale == 100 ? 12 : Self.tenTo(Int(info.scale))
        if info.scale == 2 || info.scale == 100 {
          guard current < 100 else { break }
          current *= scale
        } else {
          // "a hundred thousand million": what stands before is multiplied as a whole.
          let base = total > 0 && total < scale ? total + current : current
          let kept = total > 0 && total < scale ? 0 : total
          let (product, overflow) = max(base, 1).multipliedReportingOverflow(by: scale)
          let (sum, overflowing) = kept.addingReportingOverflow(product)
          guard !overflow, !overflowing else { break }
          total = sum
          current = 0
        }
        last = 101
        if info.scale == 100 {
          end = word.end
          break
        }
      } else {
        break
      }
      end = word.end
      power = own
      guard let next = continuation(end, last) else { break }
      word = next
    }
    guard end > first.start, !isWordByte(end) else { return nil }
    let (value, overflow) = total.addingReportingOverflow(current)
    return overflow ? nil : (value, end, power)
  }

  /// The next word of a number in words, after a space, a hyphen, or after a scale "and".
  private func continuation(_ at: Int, _ last: Int8) -> Word? {
    guard let next = joinedWord(at) else { return nil }
    guard next.is(.and) else { return next }
    guard last > 100, let after = nextWord(next.end), info(after).small > 0, spokenFraction(after) == nil else {
      return nil
    }
    return after
  }

  static func tenTo(_ exponent: Int) -> UInt64 {
    (0..<min(exponent, 19)).reduce(1) { power, _ in power * 10 }
  }
}
