import Model

/// What a value may be at most, in a few bytes: of many values that are compared with one, most are ruled out by it.
///
/// Two values agree only if each ``mayAgree(with:)`` the other; whether they do, ``Comparison/agrees(with:)`` says.
public struct Reach: Sendable {
  private enum Form: UInt8, Sendable {
    case number, days, words
  }

  private let form: Form
  /// Of the unit, or of the words.
  private let hash: Int
  /// With room for the precision that was written.
  private let least: Double
  private let most: Double

  public init(_ comparison: Comparison) {
    if let name = comparison.name {
      form = .words
      hash = name.hashValue
      (least, most) = (0, 0)
    } else if comparison.low != nil || comparison.high != nil {
      form = .number
      hash = comparison.unit.hashValue
      let room = max(comparison.step, comparison.roundedStep)
      // Beyond what is taken for noise.
      least = comparison.low.map { $0 - room - $0.magnitude * 1e-9 } ?? -.infinity
      most = comparison.high.map { $0 + room + $0.magnitude * 1e-9 } ?? .infinity
    } else {
      form = .days
      hash = comparison.unit.hashValue
      least = comparison.start.map { Double($0.daysSince1970) } ?? -.infinity
      most = comparison.end.map { Double($0.daysSince1970) } ?? .infinity
    }
  }

  /// False only where the two values do not agree.
  public func mayAgree(with other: Reach) -> Bool {
    guard form == other.form else { return false }
    guard form != .words else { return hash == other.hash }
    // In another unit the numbers are others.
    return hash != other.hash || (least <= other.most && other.least <= most)
  }
}
