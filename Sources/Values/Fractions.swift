/// Fractions in digits: "½", "2½", "3/4", "1 1/2", "3⁄4".
extension Scanner {
  /// The fraction that is one character.
  func vulgarFraction(_ at: Int) -> (value: Double, end: Int)? {
    if byte(at) == 0xC2 {
      switch byte(at + 1) {
      case 0xBC: return (0.25, at + 2)
      case 0xBD: return (0.5, at + 2)
      case 0xBE: return (0.75, at + 2)
      default: return nil
      }
    }
    guard byte(at) == 0xE2, byte(at + 1) == 0x85, byte(at + 2) >= 0x90, byte(at + 2) <= 0x9E else { return nil }
    let values: [Double] = [
      1 / 7, 1 / 9, 1 / 10, 1 / 3, 2 / 3, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1 / 6, 5 / 6, 1 / 8, 3 / 8, 5 / 8, 7 / 8,
    ]
    return (values[Int(byte(at + 2)) - 0x90], at + 3)
  }

  /// The fraction after a whole number, or that a number is the upper part of.
  func fraction(after number: WrittenNumber, _ start: Int) -> (value: Double, end: Int, isWhole: Bool)? {
    if let vulgar = vulgarFraction(number.end) ?? vulgarFraction(skipSpace(number.end)) {
      return (vulgar.value, vulgar.end, false)
    }
    guard number.isPlain || number.decimal.isNegative else { return nil }
    if let below = denominator(number.end), let value = quotient(Int(number.decimal.digits), below.number) {
      return (value, below.end, true)
    }
    // "1 1/2"
    guard number.width <= 3, has(" ", number.end), let above = digits(skipSpace(number.end), atMost: 2),
      let below = denominator(above.end), let value = quotient(above.number, below.number)
    else { return nil }
    return (value, below.end, false)
  }

  private func denominator(_ at: Int) -> (number: Int, end: Int)? {
    let width = has("/", at) ? 1 : matches("⁄", at: at) ? 3 : 0
    guard width > 0, let below = digits(at + width, atMost: 3), !isWordByte(below.end), !has("/", below.end),
      !(has(".", below.end) && isDigit(below.end + 1))
    else { return nil }
    return below
  }

  /// Proper fractions with the denominators that fractions are written with: "24/7" and "9/11" are none.
  private func quotient(_ above: Int, _ below: Int) -> Double? {
    guard above > 0, above < below, [2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 100].contains(below) else { return nil }
    return Double(above) / Double(below)
  }
}

extension Scanner {
  /// A fraction in digits, which is no identifier.
  func fractionOfDigits(_ at: Int) -> WrittenNumber? {
    guard let number = number(at), number.isFraction else { return nil }
    return number
  }
}
