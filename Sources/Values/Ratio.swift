/// A ratio of two whole numbers, for factors between units that are exact by definition.
public struct Ratio: Sendable, Hashable {
  /// In lowest terms; the denominator is positive.
  public let numerator: Int128
  public let denominator: Int128

  public static let zero = Ratio(whole: 0)
  public static let one = Ratio(whole: 1)

  /// Nil where the denominator is zero.
  public init?(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  init(whole: Int128) {
    numerator = whole
    denominator = 1
  }

  /// Reads `1000`, `0.3048`, `1e-6`, `5/9`; nil for anything else, and for what does not fit.
  init?(_ text: some StringProtocol) {
    if let slash = text.firstIndex(of: "/") {
      guard let above = Ratio(text[..<slash]), let below = Ratio(text[text.index(after: slash)...]),
        let quotient = above.divided(by: below)
      else { return nil }
      self = quotient
      return
    }
    var digits: Int128 = 0
    var exponent = 0
    var isFraction = false
    var isNegative = false
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest = rest.dropFirst()
    }
    while let byte = rest.first {
      rest = rest.dropFirst()
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        digits = product + Int128(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        guard let power = Int(String(decoding: rest, as: UTF8.self)) else { return nil }
        exponent += power
        rest = rest.prefix(0)
      default: return nil
      }
    }
    guard let power = Self.power(10, Int(exponent.magnitude)) else { return nil }
    let factor = exponent < 0 ? Ratio(1, power) : Ratio(whole: power)
    guard let factor, let value = Ratio(whole: isNegative ? -digits : digits).times(factor) else { return nil }
    self = value
  }

  /// The decimal that a double is written as; nil where it does not fit.
  init?(_ number: Double) {
    guard number.isFinite, let ratio = Ratio("\(number)".replacing("e+", with: "e")) else { return nil }
    self = ratio
  }

  /// Nil where it does not fit.
  func times(_ other: Ratio) -> Ratio? {
    let first = Int128(Self.divisor(numerator.magnitude, other.denominator.magnitude))
    let second = Int128(Self.divisor(other.numerator.magnitude, denominator.magnitude))
    let above = (numerator / first).multipliedReportingOverflow(by: other.numerator / second)
    let below = (denominator / second).multipliedReportingOverflow(by: other.denominator / first)
    return above.overflow || below.overflow ? nil : Ratio(above.partialValue, below.partialValue)
  }

  func divided(by other: Ratio) -> Ratio? {
    guard let inverse = Ratio(other.denominator, other.numerator) else { return nil }
    return times(inverse)
  }

  func plus(_ other: Ratio) -> Ratio? {
    let left = numerator.multipliedReportingOverflow(by: other.denominator)
    let right = other.numerator.multipliedReportingOverflow(by: denominator)
    let below = denominator.multipliedReportingOverflow(by: other.denominator)
    let above = left.partialValue.addingReportingOverflow(right.partialValue)
    return left.overflow || right.overflow || below.overflow || above.overflow
      ? nil : Ratio(above.partialValue, below.partialValue)
  }

  func raised(to power: Int) -> Ratio? {
    guard power >= 0 else { return Ratio.one.divided(by: self)?.raised(to: -power) }
    var result: Ratio? = .one
    for _ in 0..<power { result = result?.times(self) }
    return result
  }

  /// The double that is nearest, as far as division of two doubles gives it; exact where both fit.
  public var double: Double {
    if numerator.magnitude < 1 << 53, denominator < 1 << 53 { return Double(numerator) / Double(denominator) }
    return longDivision
  }

  /// Twenty digits by long division, rounded once by the reading of them.
  private var longDivision: Double {
    var rest = numerator.magnitude % denominator.magnitude
    var text = "\(numerator < 0 ? "-" : "")\(numerator.magnitude / denominator.magnitude)."
    for _ in 0..<40 where rest > 0 {
      let (tenfold, overflow) = rest.multipliedReportingOverflow(by: 10)
      if overflow { return Double(numerator) / Double(denominator) }
      text += "\(tenfold / denominator.magnitude)"
      rest = tenfold % denominator.magnitude
    }
    return Double(text + "0") ?? Double(numerator) / Double(denominator)
  }

  private static func power(_ base: Int128, _ exponent: Int) -> Int128? {
    guard exponent <= 36 else { return nil }
    var result: Int128 = 1
    for _ in 0..<exponent { result *= base }
    return result
  }

  private static func divisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (a, b) = (left, right)
    while b > 0 { (a, b) = (b, a % b) }
    return a == 0 ? 1 : a
  }
}
