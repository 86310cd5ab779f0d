import Model

/// Amounts where they stand: one number or two, with scale and unit.
extension Scanner {
  /// The amount at an offset. Inside "between", the two ends are parted by "and". A change ("from 5 to 7 km") is no range:
  /// its first number only takes its unit from the second. A step ("by 0.25 percentage point to 4.25%") stands alone.
  func amount(_ start: Int, between: Bool = false, isChange: Bool = false, isStep: Bool = false) -> Amount? {
    guard let first = part(start) else { return nil }
    // "the three months to 30 September" ends with a date.
    guard let link = rangeLink(first, between: between), !isDigit(link.end) || dateOfDigits(link.end) == nil,
      let second = part(link.end, isMoney: first.hasSign)
    else {
      return between ? nil : finish(first)
    }
    if isStep, !link.isHyphen, !link.isOr, (first.kind == .number) == (second.kind == .number),
      second.power == first.power || first.kind != .number
    {
      // "by 3% to 5%" is a range, as no number of points is.
      let isPercent = [first, second].map { byte($0.end - 1) == UInt8(ascii: "%") }
      if first.kind != .percent || second.kind != .percent || isPercent[0] != isPercent[1] { return finish(first) }
    }
    // "fell from 8 to 5 million": of a change both ends have the scale.
    let sharesPower = first.number.value < second.number.value * (isChange ? 20 : 1)
    var low = first.value(power: first.power ?? (first.number.power == 0 && sharesPower ? second.scale : 0))
    var high = second.value
    // "5-$7m", "2–3 billion": the first has what the second has.
    if first.power == nil, first.factor == 1, second.factor != 1 { low *= Double(second.factor) }
    let hasUnit = second.kind != .number || second.scale > 0
    let agrees =
      first.kind == .number || second.kind == .number || (first.kind == second.kind && isSame(first, second))
    if let term = first.term, let other = second.term, first.unit != second.unit,
      let converted = convert(low, term, other)
    {
      // "500 m to 2 km"
      guard converted < high, !isChange else { return finish(first) }
      return Amount(low: converted, high: high, kind: second.kind, unit: second.unit, end: second.end)
    }
    if isChange {
      var amount = finish(first)
      guard agrees, first.kind == .number || first.kind == second.kind, hasUnit, link.isHyphen || second.unit != "pm"
      else { return amount }
      amount.low = low
      guard second.kind != .number else { return amount }
      amount.kind = second.kind
      amount.unit = second.unit
      amount.isSure = true
      return amount
    }
    // "between 2010 and 2015" is a time.
    let isTime = between && !hasUnit && first.number.isYear && second.number.isYear
    // A hyphen parts the ends of a range only where something says so: "747-400" is a name.
    let isName = link.isHyphen && !hasUnit && first.kind == .number && first.power == nil && !between
    // "won 3–0", "fell to 33–24": how a game stands, and no number.
    let isScore =
      !link.isHyphen && !hasUnit && !between && first.kind == .number && first.power == nil && low >= high
      && matches("\u{2013}", at: first.end)
    if between, low > high { swap(&low, &high) }
    guard low < high, agrees, !isTime, !isName else {
      return between || ((isName || isScore) && first.number.isPlain && second.number.isPlain) ? nil : finish(first)
    }
    guard !link.isOr || (first.number.quotient == nil && high - low <= max(5, low)) else { return finish(first) }
    var amount = Amount(
      low: low,
      high: high,
      kind: second.kind == .number ? first.kind : second.kind,
      unit: second.unit ?? first.unit,
      end: second.end
    )
    amount.isSure = !link.isOr || first.number.width > 0 || amount.kind != .number
    amount.isOfTime = second.isOfTime
    return amount
  }

  /// "$5 to $8 an hour": the first has what the second is told by.
  private func isSame(_ first: Part, _ second: Part) -> Bool {
    if first.unit == second.unit { return true }
    guard first.kind == .money, let unit = first.unit, let other = second.unit else { return false }
    return other.hasPrefix(unit + "/")
  }

  private func convert(_ number: Double, _ from: UnitTerms.Term, _ to: UnitTerms.Term) -> Double? {
    Unit(UnitTerms(list: [from])).convert(number, to: Unit(UnitTerms(list: [to])))
  }

  private func finish(_ part: Part) -> Amount {
    var amount = Amount(low: part.value, high: nil, kind: part.kind, unit: part.unit, end: part.end)
    amount.tolerance = part.number.tolerance.map { $0.times(part.factor).scaled(by: part.power ?? 0).double }
    amount.isSure =
      part.number.width > 0 || part.kind != .number || part.value >= 1000 || part.power != nil || part.number.isFraction
      || part.number.isVague || (part.value >= 100 && nextWord(part.end).map { info($0).ordinal > 0 } != true)
    amount.isVague = part.number.isVague
    amount.isOfTime = part.isOfTime
    amount.isOpen = part.isOpen
    amount.isYear = part.kind == .number && part.number.isYear && part.power == nil
    return amount
  }

  /// - Parameter isMoney: it is the end of a range of money, such as "€5-10m", where "m" is a million.
  func part(_ start: Int, isMoney: Bool = false) -> Part? {
    guard var part = simplePart(start, isMoney) else { return nil }
    if part.term != nil { join(&part) }
    if part.kind == .money {
      joinMinor(&part)
      if let unit = part.unit, let rate = divisor(part.end, isMoney: true) {
        part.unit = unit + rate.unit
        part.end = rate.end
      }
    }
    return part
  }

  private func simplePart(_ start: Int, _ isMoney: Bool) -> Part? {
    var at = start
    var isNegative = false
    var currency: WrittenCurrency?
    // "-$5"
    if dashWidth(at) > 0, let before = currencyBefore(at + dashWidth(at)) {
      isNegative = true
      currency = before
      at = before.end
    } else if let before = currencyBefore(at) {
      currency = before
      at = before.end
    }
    guard var number = number(at) ?? (currency == nil ? numberWords(at) : nil) else { return nil }
    if isNegative { number.decimal.isNegative.toggle() }
    if number.isPlain, number.width == 1, let link = nextWord(number.end), let ratio = ratio(number, link) {
      number = ratio
    }
    if number.width > 0, number.decimal.exponent == 0, let next = nextWord(number.end),
      next.is(.and) || (next.is(.over) && number.isPlain)
    {
      number = withFraction(number)
    }
    takeTolerance(&number)
    var part = Part(number: number, end: number.end)
    if has("+", part.end), !isDigit(part.end + 1) {
      part.isOpen = true
      part.end += 1
    }
    if has("-", part.end), let plus = word(part.end + 1), plus.is(.plus) {
      part.isOpen = true
      part.end = plus.end
    }
    takeScale(&part, isMoney: currency != nil || isMoney)
    takeRest(&part)
    if let power = part.power, power >= 6, part.number.width > 0, part.number.quotient == nil,
      let and = nextWord(part.end), and.is(.and),
      let a = nextWord(and.end), a.is(.a), let half = nextWord(a.end), half.is(.half)
    {
      // "3 million and a half"
      part.number.decimal = part.number.decimal.plus(DecimalNumber(5, exponent: -1))
      part.end = half.end
    }
    if let currency {
      part.kind = .money
      part.unit = currency.unit
      part.hasSign = true
      // "$5 million US dollars"
      if let after = currencyAfter(part.end, isScaled: part.power != nil), after.code == currency.code,
        after.places == 0
      {
        part.end = after.end
      }
    } else {
      takeUnit(&part, start)
    }
    if isOne(part), part.kind == .number, number.width == 0 { return nil }
    return part
  }

  /// "3 hundred and 21", "4 thousand 3 hundred": digits that go on after a scale in words.
  private func takeRest(_ part: inout Part) {
    guard let power = part.power, power == 2 || power == 3, part.number.quotient == nil,
      part.number.decimal.exponent == 0
    else { return }
    var start = skipSpace(part.end)
    if let and = word(start), and.is(.and) { start = skipSpace(and.end) }
    guard start > part.end, let rest = digits(start, atMost: power), !isWordByte(rest.end), !has(",", rest.end),
      !has(".", rest.end) || !isDigit(rest.end + 1)
    else { return }
    var more = DecimalNumber(UInt64(rest.number))
    var end = rest.end
    if power == 3, let hundred = nextWord(end), hundred.is(.hundred), rest.number < 10 {
      more.exponent = 2
      end = hundred.end
    } else if power == 3, nextWord(part.end)?.is(.and) != true {
      return
    }
    part.number.decimal = part.number.decimal.scaled(by: power).plus(more)
    part.power = nil
    part.end = end
  }

  private func isOne(_ part: Part) -> Bool {
    part.number.quotient == nil && part.power == nil && part.factor == 1 && part.number.decimal == DecimalNumber(1)
  }

  /// "1.4 ± 0.1", "1.4 +/- 0.1"
  private func takeTolerance(_ number: inout WrittenNumber) {
    let at = skipSpace(number.end)
    let width =
      matches("±", at: at) ? 2 : matches("+/-", at: at) || matches("+/−", at: at) ? (has("-", at + 2) ? 3 : 5) : 0
    guard width > 0, isDigit(skipSpace(at + width)), let tolerance = self.number(skipSpace(at + width)),
      tolerance.quotient == nil
    else { return }
    number.tolerance = tolerance.decimal
    number.end = tolerance.end
    number.isPlain = false
  }

  /// A scale after a number: "million", "bn", "crore", and after money "m", "k".
  func takeScale(_ part: inout Part, isMoney: Bool) {
    // "one billion and a half" has its scale already.
    if part.number.width == 0, part.number.power > 0 { return }
    var count = 0
    while count < 3 {
      let isAttached = isASCIILetter(part.end)
      let start = has("-", part.end) ? part.end + 1 : skipSpace(part.end)
      guard let word = word(start), !isWordByte(word.end) else { return }
      let info = info(word)
      let letters = word.end - word.start
      if info.scale == 100 {
        guard part.number.width > 0, part.factor == 1, !word.is(.dozens) || count == 0 else { return }
        part.factor = 12
      } else if info.scale > 0, !info.flags.contains(.shortScale) || isMoney || !(isUnitToo(word)) {
        guard !(word.start == part.end && !info.flags.contains(.shortScale) && part.number.width == 0) else { return }
        part.power = (part.power ?? 0) + Int(info.scale)
      } else if letters == 1, count == 0, part.number.width > 0,
        let power = letterScale(word, isMoney, isAttached, isDecimal: part.number.decimal.exponent < 0)
      {
        part.power = power
      } else {
        return
      }
      part.end = isAbbreviated(word, info) ? word.end + 1 : word.end
      count += 1
    }
  }

  /// Whether a point after a scale in letters is its own: "1.5 Mio. people", "1.5 Mrd. €".
  private func isAbbreviated(_ word: Word, _ info: WordInfo) -> Bool {
    guard has(".", word.end), info.flags.contains(.shortScale), word.end - word.start <= 3 else { return false }
    let next = skipSpace(word.end + 1)
    return isASCIILetter(next) ? !isUpper(next) : byte(next) >= 0x80 && lexicon.beginsSymbol[Int(byte(next))]
  }

  /// "mm", "mil" are scales of money alone.
  private func isUnitToo(_ word: Word) -> Bool {
    byte(word.start) | 0x20 == UInt8(ascii: "m") && word.end - word.start <= 3 && !has("n", word.end - 1)
      && !has("o", word.end - 1) && !has("d", word.end - 1)
      && !matches("mln", at: word.start)
  }

  /// One letter that is a scale: after money any of them, beside a bare number only those that are no unit there.
  private func letterScale(_ word: Word, _ isMoney: Bool, _ isAttached: Bool, isDecimal: Bool) -> Int? {
    let letter = byte(word.start)
    // "20M€", "20 M€"
    let followsMoney =
      (isAttached || lexicon.beginsSymbol[Int(byte(word.end))]) && currencyAfter(word.end, isScaled: true) != nil
    switch letter | 0x20 {
    case UInt8(ascii: "m"):
      if isMoney || followsMoney { return 6 }
      // "2.4m cars" are millions; "10m waves" are not, but seldom told of.
      if isAttached, let next = nextWord(word.end), !isUpper(next.start), !info(next).flags.contains(.never),
        singular(next) != nil
      {
        return 6
      }
      return isAttached && letter == UInt8(ascii: "M") ? 6 : nil
    case UInt8(ascii: "k"):
      if isMoney || followsMoney || isAttached { return 3 }
      return nil
    case UInt8(ascii: "b"):
      return isMoney || followsMoney || (isAttached && (letter == UInt8(ascii: "B") || isDecimal)) ? 9 : nil
    case UInt8(ascii: "t"): return isMoney || followsMoney ? 12 : nil
    default: return nil
    }
  }
}
