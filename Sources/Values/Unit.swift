/// A unit of measure: one of the table, or a product of powers of them, such as `kg/m³`.
public struct Unit: Sendable, Hashable {
  /// After UCUM, in the form that is printed: `kg/m³`, `kWh/(m²·year)`.
  public let symbol: String
  /// What it measures; nil for what converts into nothing else, such as `pH` or a counted noun.
  public let dimension: Dimension?
  /// The factor to the base units; nil where it is measured, or has more digits than a ratio holds.
  public let factor: Ratio?
  /// The same as a double, rounded where it is not exact.
  public let approximateFactor: Double
  /// What is added before the factor is applied: 273.15 for `°C`.
  public let offset: Ratio

  /// The unit of a symbol as ``ValueSpan`` gives it, or as it is written in a text; nil for one that is not known.
  public init?(_ symbol: String) {
    if let index = Lexicon.shared.units.firstIndex(where: { $0.symbol == symbol }) {
      // "in" and "st" are read in a text only where they can be nothing else.
      self.init(UnitTerms(list: [UnitTerms.Term(unit: index, prefix: 0, exponent: 1, symbol: symbol)]))
      return
    }
    if symbol.hasPrefix("1/"), let unit = Unit(String(symbol.dropFirst(2))), let inverse = unit.inverse {
      self = inverse
      return
    }
    let bytes = Array(symbol.utf8)
    let unit = bytes.withUnsafeBytes { bytes in
      Lexicon.shared.withScanner(bytes, 0..<bytes.count, .decimalPoint) { scanner in
        scanner.measure(0).flatMap { $0.end == bytes.count ? Unit($0.terms) : nil }
      }
    }
    guard let unit else { return nil }
    self = unit
  }

  /// "1/s"
  private var inverse: Unit? {
    dimension.map {
      Unit(
        symbol: "1/" + symbol,
        dimension: Dimension.none.times($0, power: -1),
        factor: factor.flatMap { Ratio.one.divided(by: $0) },
        approximateFactor: 1 / approximateFactor,
        offset: .zero
      )
    }
  }

  private init(symbol: String, dimension: Dimension?, factor: Ratio?, approximateFactor: Double, offset: Ratio) {
    self.symbol = symbol
    self.dimension = dimension
    self.factor = factor
    self.approximateFactor = approximateFactor
    self.offset = offset
  }

  init(_ terms: UnitTerms) {
    let table = Lexicon.shared.units
    symbol = terms.symbol
    var dimension: Dimension? = Dimension.none
    var factor: Ratio? = .one
    var approximate = 1.0
    for term in terms.list {
      let definition = table[term.unit]
      dimension = definition.dimension.flatMap { part in dimension?.times(part, power: term.exponent) }
      let prefix = Ratio(10, 1)?.raised(to: term.prefix)
      let one = definition.isExact ? definition.factor.flatMap { own in prefix.flatMap { own.times($0) } } : nil
      factor = one.flatMap { $0.raised(to: term.exponent) }.flatMap { part in factor?.times(part) }
      let base = definition.inexactFactor * (prefix?.double ?? 1)
      for _ in 0..<term.exponent.magnitude { approximate = term.exponent > 0 ? approximate * base : approximate / base }
    }
    self.dimension = dimension
    self.factor = factor
    approximateFactor = factor?.double ?? approximate
    // A degree in a product is a difference of temperatures.
    offset = terms.list.count == 1 && terms.list[0].exponent == 1 ? table[terms.list[0].unit].offset : .zero
  }

  /// How many units the table has, those with prefixes counted.
  public static var count: Int { Lexicon.shared.unitCount }

  /// The tables of all units, as they are written: another text may mean other conversions.
  public static var tables: String { "\(UnitData.physics)\(UnitData.others)\(UnitData.composed)" }

  /// The number in another unit of the same dimension; nil where the dimensions differ.
  ///
  /// The decimal that `number` is written as is converted exactly where both factors are exact, and rounded once:
  /// 100 °F are 37.77777777777778 °C, and 5 km are 5000 m.
  public func convert(_ number: Double, to other: Unit) -> Double? {
    if self == other || symbol == other.symbol { return number }
    guard let dimension, dimension == other.dimension, number.isFinite else { return nil }
    if let factor, let otherFactor = other.factor, let exact = Ratio(number),
      let base = exact.plus(offset)?.times(factor)?.divided(by: otherFactor),
      let negative = Ratio(-other.offset.numerator, other.offset.denominator), let result = base.plus(negative)
    {
      return result.double
    }
    return (number + offset.double) * (approximateFactor / other.approximateFactor) - other.offset.double
  }
}

extension Values {
  /// A number from one unit into another, both given by their symbols; nil where one is not known or the dimensions differ.
  public static func convert(_ number: Double, from: String, to: String) -> Double? {
    if from == to { return number }
    guard let from = Unit(from), let to = Unit(to) else { return nil }
    return from.convert(number, to: to)
  }
}
