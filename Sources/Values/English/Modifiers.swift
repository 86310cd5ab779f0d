import Model

/// How exactly an amount is meant, by the words and signs before and after it.
extension Scanner {
  private struct Modifiers {
    var approximate = false
    var bound: Value.Bound?
    var between = false
    var isSome = false
    var isOver = false
    var end: Int
  }

  /// An amount with the words before it that say how exactly it is meant, and those after ("or more").
  func modifiedAmount(_ start: Int, previous: Word?, isAll: Bool) -> ValueSpan? {
    let before = modifiers(start)
    let at = before.end
    let isChange = !before.between && at == start && previous?.is(.from) == true && !isVarying(previous)
    let isStep = !before.between && previous?.is(.by) == true
    // "around 1pm" is a time.
    if at > start, timeOfDay(at, previous) != nil { return nil }
    guard
      var amount = parenthesised(at) ?? amount(at, between: before.between, isChange: isChange, isStep: isStep)
        ?? loneAmount(at, isModified: at > start, isAll: isAll, previous),
      !isWordByte(amount.end) || !isWordByte(amount.end - 1),
      !has("-", amount.end) || !isWordByte(amount.end + 1) || amount.kind != .number
    else { return nil }
    let isModified = at > start
    guard amount.isSure || isModified || isAll else { return nil }
    // "around 1986" is a time: dates read the year, with the word before it.
    if at > start, amount.isYear { return nil }
    var approximate = before.approximate || amount.isVague
    // "over 3 years" is as often "in the course of".
    let isAge = nextWord(amount.end)?.is(.old) == true
    var bound = before.isOver && amount.isOfTime && !isAge ? nil : before.bound
    if bound == nil, amount.high == nil, previous?.isOne(of: .exceed, .exceeds, .exceeded, .surpassed, .topped) == true
    {
      bound = .min
    }
    var end = amount.end
    takeAfter(&end, &approximate, &bound, amount)
    if end > amount.end, amount.kind == .number, amount.high == nil, let noun = noun(end) {
      // "5 or more sites"
      amount.kind = .quantity
      amount.unit = noun.unit
      end = noun.end
    }
    if amount.isVague, bound == nil { bound = .min }
    if amount.isOpen, bound == nil { bound = .min }
    // "a couple of" is two or so, and no bound.
    if amount.isVague, amount.low == 2 { bound = nil }
    amount.end = end
    return ValueSpan(range: start..<end, content: .value(value(amount, approximate, bound)))
  }

  /// What is an amount only by what stands before it: "more than half", "about an hour", "for a year", "one" where all is asked for.
  private func loneAmount(_ at: Int, isModified: Bool, isAll: Bool, _ previous: Word?) -> Amount? {
    guard let word = word(at) else { return nil }
    if word.is(.half), isModified { return Amount(low: 0.5, kind: .number, end: word.end) }
    if word.is(.one), isAll, !has("-", word.end), !isPronoun(word, previous) {
      return Amount(low: 1, kind: .number, end: word.end)
    }
    if let frequency = frequency(word) { return frequency }
    // "by a third", "about a quarter": a part where nothing follows that it could count.
    if word.is(.a), isModified || previous?.isOne(of: .by, .than) == true, let part = nextWord(word.end),
      (2...99).contains(info(part).ordinal), !part.is(.second), !has("s", part.end - 1), isPhraseEnd(part.end)
    {
      var amount = Amount(low: 1 / Double(info(part).ordinal), kind: .number, end: part.end)
      amount.isSure = true
      return amount
    }
    if word.isOne(of: .a, .an), let noun = nextWord(word.end), !noun.is(.second), let half = andHalf(noun.end),
      let found = longest(lexicon.unitNames, from: noun), found.end == noun.end,
      lexicon.units[found.payload].dimension?.isTime == true
    {
      // "an hour and a half"
      let unit = lexicon.units[found.payload].symbol
      var amount = Amount(low: 1.5, kind: .quantity, unit: unit, end: half, isOfTime: true)
      amount.isSure = true
      return amount
    }
    guard word.isOne(of: .a, .an),
      isModified || previous?.isOne(of: .for, .within, .lasted, .took, .takes, .every) == true
    else { return nil }
    var next = word.end
    if let whole = nextWord(next), whole.isOne(of: .full, .whole, .entire) { next = whole.end }
    // "for a second quote"
    guard let noun = nextWord(next), !noun.is(.second), let found = longest(lexicon.unitNames, from: noun),
      found.end == noun.end,
      lexicon.units[found.payload].dimension?.isTime == true
    else { return nil }
    return Amount(low: 1, kind: .quantity, unit: lexicon.units[found.payload].symbol, end: found.end, isOfTime: true)
  }

  /// "this one", "which one", "that one is"
  private func isPronoun(_ one: Word, _ previous: Word?) -> Bool {
    guard let previous else { return false }
    return previous.isOne(of: .this, .that, .each, .every, .other, .another) || matchesWord("which", previous)
  }

  private func value(_ amount: Amount, _ approximate: Bool, _ bound: Value.Bound?) -> Value {
    let low = amount.high == nil ? amount.tolerance.map { amount.low - $0 } : amount.low
    let high = amount.high ?? amount.tolerance.map { amount.low + $0 }
    return Value(
      text: "",
      kind: amount.kind,
      number: amount.high == nil ? amount.low : nil,
      unit: amount.unit,
      low: low.map(Self.rounded),
      high: high.map(Self.rounded),
      approximate: approximate,
      bound: bound
    )
  }

  /// To fifteen digits: 1.4 less 0.1 is 1.3.
  private static func rounded(_ number: Double) -> Double {
    guard number.magnitude < 1e300, number != 0 else { return number }
    let digits = 15 - Int(log(number.magnitude)) - 1
    guard (0...22).contains(digits) else { return number }
    let power = DecimalNumber(1, exponent: digits).double
    return (number * power).rounded() / power
  }

  /// The power of ten of a number.
  private static func log(_ magnitude: Double) -> Double {
    var power = 0.0
    var rest = magnitude
    while rest >= 10, power < 310 {
      rest /= 10
      power += 1
    }
    return power
  }

  private func modifiers(_ start: Int) -> Modifiers {
    var result = Modifiers(end: start)
    for _ in 0..<3 {
      let at = result.end
      if let sign = sign(at) {
        switch sign.mark {
        case "~": result.approximate = true
        case ">": result.bound = .min
        default: result.bound = .max
        }
        result.end = skipSpace(sign.end)
        continue
      }
      guard let first = word(at) else { break }
      if first.isOne(of: .c, .ca), has(".", first.end),
        isDigit(skipSpace(first.end + 1)) || currencyBefore(skipSpace(first.end + 1)) != nil
      {
        result.approximate = true
        result.end = skipSpace(first.end + 1)
        continue
      }
      guard let found = longest(lexicon.modifiers, from: first) else { break }
      let next = skipSpace(found.end)
      guard next > found.end else { break }
      switch UInt8(found.payload) {
      case UInt8(ascii: "~"): result.approximate = true
      case UInt8(ascii: ">"): result.bound = .min
      case UInt8(ascii: "<"): result.bound = .max
      case UInt8(ascii: "="): result.between = true
      default: break
      }
      if first.is(.some) { result.isSome = true }
      if first.is(.over), found.end == first.end { result.isOver = true }
      result.end = next
    }
    return result
  }

  /// "~", "≈", "<", "≤", ">", "≥", "<=", "±".
  private func sign(_ at: Int) -> (mark: Character, end: Int)? {
    switch byte(at) {
    case UInt8(ascii: "~"): return ("~", at + 1)
    case UInt8(ascii: ">"): return (">", has("=", at + 1) ? at + 2 : at + 1)
    case UInt8(ascii: "<") where has("<", at + 1): return nil
    case UInt8(ascii: "<"): return ("<", has("=", at + 1) ? at + 2 : at + 1)
    case 0xE2:
      if matches("≈", at: at) || matches("∼", at: at) || matches("≃", at: at) { return ("~", at + 3) }
      if matches("≥", at: at) || matches("⩾", at: at) { return (">", at + 3) }
      if matches("≤", at: at) || matches("⩽", at: at) { return ("<", at + 3) }
      return nil
    default: return nil
    }
  }

  /// "ranging from 5 to 7 km" is a range after all.
  private func isVarying(_ from: Word?) -> Bool {
    guard let from else { return false }
    var end = from.start
    while end > range.lowerBound, from.start - end < 8, spaceWidth(end - 1) > 0 { end -= 1 }
    var start = end
    while start > range.lowerBound, end - start < 9, isASCIILetter(start - 1) { start -= 1 }
    guard start < end else { return false }
    return plainWord(start, limit: Self.longestWord).isOne(
      of: .ranging,
      .ranges,
      .ranged,
      .range,
      .vary,
      .varies,
      .varying,
      .varied
    )
  }

  /// "(6.674 ± 0.001) kg"
  private func parenthesised(_ at: Int) -> Amount? {
    guard has("(", at), let number = number(skipSpace(at + 1)) else { return nil }
    let sign = skipSpace(number.end)
    guard matches("±", at: sign), let tolerance = self.number(skipSpace(sign + 2)), has(")", skipSpace(tolerance.end))
    else { return nil }
    let end = skipSpace(tolerance.end) + 1
    var amount = Amount(low: number.value, kind: .number, end: end)
    amount.tolerance = tolerance.value
    if let unit = unit(end) {
      amount.kind = unit.terms.symbol == "%" ? .percent : .quantity
      amount.unit = unit.terms.symbol
      amount.end = unit.end
    }
    return amount
  }

  /// "or more", "or so", "at most", "and over" after an amount.
  private func takeAfter(_ end: inout Int, _ approximate: inout Bool, _ bound: inout Value.Bound?, _ amount: Amount) {
    guard let first = nextWord(end), let second = nextWord(first.end) else {
      return
    }
    if first.is(.or) || first.is(.and) {
      switch second.keyword {
      case .so where first.is(.or):
        approximate = true
        end = second.end
      case .more, .over:
        // "5 km and more"; but "two people and more than three dogs".
        guard bound == nil, amount.high == nil, nextWord(second.end)?.is(.than) != true,
          first.is(.or) || second.is(.over) == false || isEnd(second.end)
        else { return }
        bound = .min
        end = second.end
      case .less, .fewer, .under:
        guard bound == nil, amount.high == nil, nextWord(second.end)?.is(.than) != true, first.is(.or) else { return }
        bound = .max
        end = second.end
      default:
        guard bound == nil, amount.high == nil, first.is(.or) || isEnd(second.end),
          nextWord(second.end)?.is(.than) != true
        else { return }
        if matchesWord("above", second) || matchesWord("higher", second) || matchesWord("greater", second)
          || matchesWord("older", second)
          || matchesWord("upwards", second) || matchesWord("longer", second) || matchesWord("larger", second)
        {
          bound = .min
          end = second.end
        } else if matchesWord("below", second) || matchesWord("lower", second) || matchesWord("younger", second)
          || matchesWord("shorter", second) || matchesWord("smaller", second)
        {
          bound = .max
          end = second.end
        } else if matchesWord("thereabouts", second) {
          approximate = true
          end = second.end
        }
      }
    } else if first.is(.at), bound == nil, amount.high == nil {
      if matchesWord("least", second) {
        bound = .min
        end = second.end
      } else if matchesWord("most", second), !isWordByte(skipSpace(second.end)) {
        bound = .max
        end = second.end
      }
    }
  }

  private func noun(_ at: Int) -> (unit: String, end: Int)? {
    countedNoun(Part(number: WrittenNumber(DecimalNumber(2), end: at, width: 1), end: at), at)
  }

  /// Whether a clause ends here.
  private func isEnd(_ at: Int) -> Bool {
    let byte = byte(at)
    return byte == 0 || ".,;:)".utf8.contains(byte)
  }

  func matchesWord(_ text: StaticString, _ word: Word) -> Bool {
    word.end - word.start == text.utf8CodeUnitCount
      && (0..<text.utf8CodeUnitCount).allSatisfy { byte(word.start + $0) | 0x20 == text.utf8Start[$0] }
  }
}
