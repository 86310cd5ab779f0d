import Synchronization
import Values

/// A conversion between two units that loses nothing: 5 km are 5000 m, and 1 h is 3600 s, but a pound is no amount of dollars.
struct ExactConversion: Sendable {
  private let from: Unit
  private let to: Unit
  /// How many of the one unit go into the other.
  let slope: Double

  private static let known = Mutex<[[String]: ExactConversion?]>([:])
  private static let maximumKnown = 4096

  /// Nil where one of the units is not known, they measure different things, or a factor between them is rounded or measured.
  init?(from: String?, to: String?) {
    guard let from, let to else { return nil }
    if let known = Self.known.withLock({ $0[[from, to]] }) {
      guard let known else { return nil }
      self = known
      return
    }
    let made = ExactConversion(symbols: from, to)
    Self.known.withLock { known in
      if known.count >= Self.maximumKnown { known.removeAll() }
      known[[from, to]] = .some(made)
    }
    guard let made else { return nil }
    self = made
  }

  private init?(symbols from: String, _ to: String) {
    guard let from = Unit(from), let to = Unit(to), let dimension = from.dimension, dimension == to.dimension,
      from.factor != nil, to.factor != nil, let one = from.convert(1, to: to), let zero = from.convert(0, to: to),
      one > zero
    else { return nil }
    (self.from, self.to, slope) = (from, to, one - zero)
  }

  func convert(_ number: Double) -> Double {
    from.convert(number, to: to) ?? number * slope
  }
}
