/// A number as written, and where it ends.
struct WrittenNumber {
  var decimal: DecimalNumber
  var end: Int
  /// Digits alone, without sign, separator or fraction: what may be a year.
  var isPlain = false
  /// The count of its digits before any separator; 0 for a number in words.
  var width = 0
  /// A number that no decimal is: a third.
  var quotient: Double?
  /// "125.3(6)", "1.4 ± 0.1": what the number may be off by.
  var tolerance: DecimalNumber?
  /// "several hundred", "dozens".
  var isVague = false
  /// The power of ten of the scale that it ends with: 6 for "two million".
  var power = 0
  /// A fraction, in words or with a stroke.
  var isFraction = false

  init(_ decimal: DecimalNumber, end: Int, isPlain: Bool = false, width: Int = 0) {
    self.decimal = decimal
    self.end = end
    self.isPlain = isPlain
    self.width = width
  }

  init(quotient: Double, end: Int) {
    decimal = DecimalNumber()
    self.quotient = quotient
    self.end = end
    isFraction = true
  }

  var value: Double { quotient ?? decimal.double }

  /// Whether it may be the number of a year, by its digits alone.
  var isYear: Bool { isPlain && width == 4 && decimal.digits >= 1000 && decimal.digits < 2100 }
}

extension Scanner {
  /// The number in digits at an offset, with sign, separators, decimals, fraction and a power of ten; nil where there is none.
  ///
  /// Runs longer than ``Scanner/longestWord`` are no numbers, so that the work for one offset is bounded.
  func number(_ start: Int) -> WrittenNumber? {
    var at = start
    var isNegative = false
    if has("+", at) || has("-", at) || matches("\u{2212}", at: at) || isMinus(at) {
      isNegative = !has("+", at)
      at += byte(at) == 0xE2 ? 3 : 1
    }
    let isSigned = at > start
    if let vulgar = vulgarFraction(at) {
      return WrittenNumber(quotient: isNegative ? -vulgar.value : vulgar.value, end: vulgar.end)
    }
    let first = run(at)
    let beginsWithPoint =
      first == 0 && has(".", at) && isDigit(at + 1) && !isWordByte(start - 1) && !has(".", start - 1)
    guard first > 0 || beginsWithPoint, first <= Self.longestWord else { return nil }
    var decimal = DecimalNumber()
    var end = at + first
    append(at..<end, to: &decimal, isFraction: false)
    var isPlain = !isSigned && first > 0
    if first <= 3, !(first == 1 && has("0", at)), let grouped = groups(end, first) {
      var group = end
      while group < grouped {
        if isDigit(group) { decimal.append(byte(group) - UInt8(ascii: "0"), isFraction: false) }
        group += 1
      }
      end = grouped
      isPlain = false
    }
    if has(".", end) || has(",", end), isDigit(end + 1) {
      let decimals = run(end + 1)
      let isList = has(",", end) && has(",", end + 1 + decimals) && isDigit(end + 2 + decimals)
      if decimals <= Self.longestWord, !isList {
        append((end + 1)..<(end + 1 + decimals), to: &decimal, isFraction: true)
        end += 1 + decimals
        isPlain = false
      }
    }
    guard end > at else { return nil }
    decimal.isNegative = isNegative
    var number = WrittenNumber(decimal, end: end, isPlain: isPlain, width: first)
    finish(&number, at)
    return number
  }

  /// "at –20 °C", "between –20 and 45 °C": a dash with a space before it and degrees behind it.
  private func isMinus(_ at: Int) -> Bool {
    guard matches("\u{2013}", at: at), isDigit(at + 3), at == range.lowerBound || has(" ", at - 1) || has("(", at - 1)
    else { return false }
    var end = at + 3
    let limit = min(range.upperBound, at + 24)
    while end < limit {
      if matches("°", at: end) { return true }
      let isLink = matches("and ", at: end) || matches("to ", at: end)
      guard isLink || isDigit(end) || has(" ", end) || has(".", end) || byte(end) >= 0x80 else { return false }
      end += isLink ? 3 : 1
    }
    return false
  }

  /// Takes what may follow the digits: an uncertainty, a power of ten, a fraction.
  private func finish(_ number: inout WrittenNumber, _ start: Int) {
    // "125.3(6)": the uncertainty of the last digits.
    if number.decimal.exponent < 0, has("(", number.end), let last = digits(number.end + 1, atMost: 3),
      has(")", last.end)
    {
      number.tolerance = DecimalNumber(UInt64(last.number), exponent: number.decimal.exponent)
      number.end = last.end + 1
    }
    if let power = powerOfTen(number.end) {
      number.decimal = number.decimal.scaled(by: power.exponent)
      number.tolerance = number.tolerance?.scaled(by: power.exponent)
      number.end = power.end
      number.isPlain = false
    } else if number.decimal.digits == 10, number.isPlain, let exponent = superscript(number.end) {
      number.decimal.digits = 1
      number.decimal.exponent = exponent.number
      number.end = exponent.end
      number.isPlain = false
    } else if has("^", number.end), let power = power(of: number) {
      number.quotient = power.value
      number.end = power.end
      number.isPlain = false
    } else if number.decimal.digits == 10, number.width == 2, has("^", number.end),
      let exponent = digits(number.end + 1 + dashWidth(number.end + 1), atMost: 3)
    {
      number.decimal.digits = 1
      number.decimal.exponent = dashWidth(number.end + 1) > 0 ? -exponent.number : exponent.number
      number.end = exponent.end
      number.isPlain = false
    } else if number.decimal.exponent == 0, let fraction = fraction(after: number, start) {
      let whole = number.decimal.double.magnitude
      let sign = number.decimal.isNegative ? -1.0 : 1
      number.quotient = sign * (fraction.isWhole ? fraction.value : whole + fraction.value)
      number.end = fraction.end
      number.isPlain = false
      number.isFraction = true
    }
  }

  /// "2^32", "1.1^23"; ten is read exactly elsewhere.
  private func power(of number: WrittenNumber) -> (value: Double, end: Int)? {
    let sign = dashWidth(number.end + 1) + (has("+", number.end + 1) ? 1 : 0)
    guard number.decimal.digits != 10, let exponent = digits(number.end + 1 + sign, atMost: 2),
      !isWordByte(exponent.end)
    else { return nil }
    var value = 1.0
    for _ in 0..<exponent.number { value *= number.decimal.double.magnitude }
    if dashWidth(number.end + 1) > 0 { value = 1 / value }
    guard value.isFinite else { return nil }
    return (number.decimal.isNegative ? -value : value, exponent.end)
  }

  /// The end of the groups after the first digits; nil where there are none. What parts the first two must part the others.
  private func groups(_ end: Int, _ first: Int) -> Int? {
    guard let separator = groupSeparator(end) else { return nil }
    // "12,34,567" as India groups.
    if separator.byte == UInt8(ascii: ","), first <= 2, let indian = indianGroups(end) { return indian }
    guard run(end + separator.width) == 3, !isLetterButUnit(end + separator.width + 3, separator.byte) else {
      return nil
    }
    let isAmbiguous = separator.byte == UInt8(ascii: ",") || separator.byte == UInt8(ascii: ".")
    if isAmbiguous, !isGroup(end, end + separator.width + 3, separator.byte) { return nil }
    var at = end
    var count = 0
    while count < 9, let next = groupSeparator(at), next.byte == separator.byte, run(at + next.width) == 3 {
      at += next.width + 3
      count += 1
    }
    // "1,280,5" is a list, or worse.
    return at
  }

  /// A group may have its unit beside it ("1,280km"), but not after a space.
  private func isLetterButUnit(_ at: Int, _ separator: UInt8) -> Bool {
    separator == 0x20 && isWordByte(at)
  }

  private func indianGroups(_ end: Int) -> Int? {
    var at = end
    var count = 0
    while count < 8, has(",", at), run(at + 1) == 2 {
      at += 3
      count += 1
    }
    guard count > 0, has(",", at), run(at + 1) == 3, !(has(",", at + 4) && isDigit(at + 5)) else { return nil }
    return at + 4
  }

  /// Whether the comma or point that parts a group of three really does so, and is not the decimal sign.
  private func isGroup(_ separator: Int, _ next: Int, _ byte: UInt8) -> Bool {
    if self.byte(next) == byte, run(next + 1) == 3 { return true }
    let other = byte == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ",")
    if self.byte(next) == other, isDigit(next + 1) { return byte == UInt8(ascii: ",") || style == .decimalComma }
    return (byte == UInt8(ascii: ",")) == (style == .decimalPoint)
  }

  private func groupSeparator(_ at: Int) -> (byte: UInt8, width: Int)? {
    switch byte(at) {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "'"): return (byte(at), 1)
    case 0x20, 0xC2, 0xE2:
      if matches("\u{2019}", at: at) { return (UInt8(ascii: "'"), 3) }
      let width = spaceWidth(at)
      return width > 0 ? (0x20, width) : nil
    default: return nil
    }
  }

  private func append(_ range: Range<Int>, to decimal: inout DecimalNumber, isFraction: Bool) {
    for at in range { decimal.append(byte(at) - UInt8(ascii: "0"), isFraction: isFraction) }
  }

  /// "× 10⁻²¹", "x 10^6", "e-5", "E+10".
  private func powerOfTen(_ start: Int) -> (exponent: Int, end: Int)? {
    if byte(start) | 0x20 == UInt8(ascii: "e") {
      let sign = has("+", start + 1) ? 1 : dashWidth(start + 1)
      guard let exponent = digits(start + 1 + sign, atMost: 3), !isWordByte(exponent.end),
        sign > 0 || (exponent.end - start <= 3 && !has(".", exponent.end))
      else { return nil }
      return (sign > 0 && !has("+", start + 1) ? -exponent.number : exponent.number, exponent.end)
    }
    var at = skipSpace(start)
    if matches("×", at: at) || matches("·", at: at) {
      at += 2
    } else if matches("⋅", at: at) {
      at += 3
    } else if has("x", at) || has("*", at), !isLetter(at + 1) {
      at += 1
    } else {
      return nil
    }
    at = skipSpace(at)
    guard matches("10", at: at) else { return nil }
    at += 2
    if has("^", at) || (dashWidth(at) == 3 && isDigit(at + 3)) {
      if has("^", at) { at += 1 }
      let negative = dashWidth(at)
      guard let exponent = digits(at + negative, atMost: 3) else { return nil }
      return (negative > 0 ? -exponent.number : exponent.number, exponent.end)
    }
    return superscript(at).map { ($0.number, $0.end) }
  }

  /// A whole number in superscript digits.
  func superscript(_ start: Int) -> (number: Int, end: Int)? {
    var at = start
    let negative = matches("⁻", at: at)
    if negative { at += 3 }
    var number = 0
    let first = at
    while at - first < 12 {
      if matches("¹", at: at) {
        number = number * 10 + 1
        at += 2
      } else if matches("²", at: at) || matches("³", at: at) {
        number = number * 10 + Int(byte(at + 1)) - 0xB0
        at += 2
      } else if byte(at) == 0xE2, byte(at + 1) == 0x81, byte(at + 2) == 0xB0 || (0xB4...0xB9).contains(byte(at + 2)) {
        number = number * 10 + Int(byte(at + 2)) - 0xB0
        at += 3
      } else {
        break
      }
    }
    guard at > first, number < 300 else { return nil }
    return (negative ? -number : number, at)
  }
}
