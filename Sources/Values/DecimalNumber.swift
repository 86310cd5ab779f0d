/// A number as it is written in decimal, so that "16.9 billion" is 16900000000 and not what lies beside it in binary.
struct DecimalNumber: Sendable, Hashable {
  /// The digits without point and sign; no more than 19 are kept.
  var digits: UInt64 = 0
  /// The power of ten that the digits are multiplied by.
  var exponent = 0
  var isNegative = false

  init(_ digits: UInt64 = 0, exponent: Int = 0, isNegative: Bool = false) {
    self.digits = digits
    self.exponent = exponent
    self.isNegative = isNegative
  }

  /// Takes a digit before the point; what is beyond 19 digits counts only by its place.
  mutating func append(_ digit: UInt8, isFraction: Bool) {
    if digits < 1_000_000_000_000_000_000 {
      digits = digits * 10 + UInt64(digit)
      if isFraction { exponent -= 1 }
    } else if !isFraction {
      exponent += 1
    }
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The double that is nearest.
  var double: Double {
    let magnitude: Double
    if digits == 0 {
      return 0
    } else if digits < 1 << 53, exponent.magnitude <= 22 {
      // Both are exact in binary, and one operation rounds once (Clinger).
      let power = Self.powers[Int(exponent.magnitude)]
      magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
    } else {
      magnitude = Double("\(digits)e\(exponent)") ?? 0
    }
    return isNegative ? -magnitude : magnitude
  }

  func scaled(by power: Int) -> DecimalNumber {
    DecimalNumber(digits, exponent: exponent + power, isNegative: isNegative)
  }

  /// The product with a whole number; inexact beyond 19 digits.
  func times(_ factor: UInt64) -> DecimalNumber {
    var number = self
    while true {
      let (product, overflow) = number.digits.multipliedReportingOverflow(by: factor)
      if !overflow {
        number.digits = product
        return number
      }
      number.digits /= 10
      number.exponent += 1
    }
  }

  /// The sum; inexact beyond 19 digits.
  func plus(_ other: DecimalNumber) -> DecimalNumber {
    var high = exponent > other.exponent ? self : other
    var low = exponent > other.exponent ? other : self
    while high.exponent > low.exponent {
      let (shifted, overflow) = high.digits.multipliedReportingOverflow(by: 10)
      if overflow { break }
      high.digits = shifted
      high.exponent -= 1
    }
    while high.exponent > low.exponent {
      low.digits /= 10
      low.exponent += 1
    }
    let (sum, overflow) = high.digits.addingReportingOverflow(low.digits)
    if overflow {
      return DecimalNumber(high.digits / 10 + low.digits / 10, exponent: high.exponent + 1, isNegative: isNegative)
    }
    return DecimalNumber(sum, exponent: high.exponent, isNegative: isNegative)
  }
}
