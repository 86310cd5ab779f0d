import Model

/// An amount: a number, or a range of two, with what it counts.
struct Amount {
  var low: Double
  var high: Double?
  var tolerance: Double?
  var kind: Value.Kind
  var unit: String?
  var end: Int
  /// False for a lone number in words, which is an amount only where something is counted.
  var isSure = true
  var isVague = false
  var isOfTime = false
  /// Digits that may be a year.
  var isYear = false
  /// "100+ people"
  var isOpen = false
}

/// One number with its scale and unit.
struct Part {
  var number: WrittenNumber
  var power: Int?
  var factor: UInt64 = 1
  var kind = Value.Kind.number
  var unit: String?
  var end: Int
  var isOfTime = false
  var isOpen = false
  /// Its currency stands before it.
  var hasSign = false
  /// The one unit, for "5 ft 2 in".
  var term: UnitTerms.Term?
  /// The value, where it was put together of two.
  var joined: Double?

  func value(power: Int) -> Double {
    if let joined { return joined }
    if let quotient = number.quotient { return DecimalNumber(factor, exponent: power).double * quotient }
    return number.decimal.times(factor).scaled(by: power).double
  }

  var value: Double { value(power: power ?? 0) }

  /// The power of ten of its scale, in letters behind digits or in words: 6 for "8 million" and "eight million".
  var scale: Int { power ?? number.power }
}
