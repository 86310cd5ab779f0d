import Foundation

/// SplitMix64: the same seed gives the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in 0..<1.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Uniform between -bound and bound.
  mutating func symmetric(_ bound: Float) -> Float { (unit() * 2 - 1) * bound }

  /// Normal, by Box and Muller's method.
  mutating func normal(_ deviation: Float) -> Float {
    let radius = (-2 * log(Double(max(unit(), 1e-7)))).squareRoot()
    return Float(radius * cos(2 * .pi * Double(unit()))) * deviation
  }
}
