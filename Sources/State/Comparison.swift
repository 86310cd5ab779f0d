import Model

/// A value as it is compared with others: the part of it that decides whether two sources state the same.
///
/// Two values agree when they agree within the precision that was written: 33.5 billion and 33.48 billion do, 33.5 and 34 do not.
public struct Comparison: Sendable, Hashable, Codable {
  public var kind: Value.Kind
  public var unit: String?
  /// The least and the greatest number that the value may stand for; equal for a plain number, infinite bounds left out.
  public var low: Double?
  public var high: Double?
  /// The worth of one step in the last digit that was written; 0 when the wording has no digits.
  public var step: Double
  /// The same if zeros at the end of a whole number are taken for rounding.
  public var roundedStep: Double
  public var approximate: Bool
  /// The first and last day of a date.
  public var start: Day?
  public var end: Day?
  /// What a value without a normal form is compared by.
  public var name: String?
  /// Where it holds, as a slug: "in Norway" restricts what is said. Nil where nothing is said of it.
  public var place: String?

  /// What a fact states of its key.
  public init(_ fact: Fact) {
    self.init(fact.value)
    // What happens once has its date wherever it was, and what is done to something with a name needs no place to be told from others.
    // "In a storm" or "in the loft" restricts amounts alone.
    let isNamed = fact.place?.unicodeScalars.contains { $0.properties.isUppercase } ?? false
    let isRestricted = !Functional.isOnce(fact) && fact.value.entity == nil && (isNamed || fact.value.kind.isTyped)
    place = isRestricted ? fact.place.flatMap { Slug.make($0) } : nil
  }

  public init(_ value: Value) {
    kind = value.kind
    unit = value.unit
    approximate = value.approximate
    start = value.start
    end = value.end
    step = 0
    roundedStep = 0
    if value.kind.isTyped {
      low = value.low ?? value.number
      high = value.high ?? value.number
      switch value.bound {
      case .min: high = nil
      case .max: low = nil
      case nil: break
      }
      if let number = value.number ?? value.low ?? value.high {
        step = WrittenPrecision.step(of: number, in: value.text, approximate: value.approximate)
        roundedStep = WrittenPrecision.step(of: number, in: value.text, approximate: true)
      }
    } else {
      name = Self.name(of: value)
    }
  }

  /// The entity or the words that a value without a normal form stands for, folded for comparison.
  public static func name(of value: Value) -> String {
    value.entity ?? Slug.make(value.name ?? value.text) ?? value.text.lowercased()
  }

  /// True when the two may be held against each other at all: litres do not dispute dollars.
  public func isComparable(with other: Comparison) -> Bool {
    guard place == nil && other.place == nil || (place ?? "").isExactly(other.place ?? "") else { return false }
    if name != nil || other.name != nil { return name != nil && other.name != nil }
    return kind == other.kind && (unit == other.unit || ExactConversion(from: other.unit, to: unit) != nil)
      && (low == nil && high == nil) == (other.low == nil && other.high == nil)
  }

  /// True when both can be the same value, within the precision that was written.
  public func agrees(with other: Comparison) -> Bool {
    guard isComparable(with: other) else { return false }
    if let name, let otherName = other.name { return name.isExactly(otherName) }
    if low == nil, high == nil, other.low == nil, other.high == nil { return daysAgree(with: other) }
    let isConverted = unit != other.unit
    let bounds = isConverted ? other.bounds(in: unit) : (low: other.low, high: other.high, step: other.step)
    let coarsest = max(isConverted ? roundedStep : step, bounds.step) / 2
    let leastHigh = min(high ?? .infinity, bounds.high ?? .infinity)
    let greatestLow = max(low ?? -.infinity, bounds.low ?? -.infinity)
    let gap = greatestLow - leastHigh
    if gap <= 0 { return true }
    // Decimal fractions are not exact in binary: a gap of one part in 10^12 is no gap.
    let noise = max(greatestLow.magnitude, leastHigh.magnitude) * 1e-12
    if gap <= noise { return true }
    return approximate || other.approximate ? gap <= coarsest + noise : gap < coarsest - noise
  }

  /// What the value may be in another unit, where the conversion is exact; else as it is.
  private func bounds(in wanted: String?) -> (low: Double?, high: Double?, step: Double) {
    guard let conversion = ExactConversion(from: unit, to: wanted) else { return (low, high, step) }
    // Whoever converts rounds: zeros at the end of "16,600 square miles" were not written as measured.
    return (low.map(conversion.convert), high.map(conversion.convert), roundedStep * conversion.slope)
  }

  /// How much room the value leaves, to find the most exact of those that agree; infinite for "at least" and the like.
  public var width: Double {
    if let start, let end { return Double(end.daysSince1970 - start.daysSince1970) }
    guard let low, let high else { return .infinity }
    return high - low + (approximate ? 2 : 1) * step
  }

  /// Dates agree when one lies within the other: 2012 and 14 September 2012 do.
  private func daysAgree(with other: Comparison) -> Bool {
    guard let start, let end, let otherStart = other.start, let otherEnd = other.end else {
      return start == other.start && end == other.end
    }
    return (start <= otherStart && otherEnd <= end) || (otherStart <= start && end <= otherEnd)
  }
}
