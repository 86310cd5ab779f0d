/// What a unit measures, as exponents of the base quantities.
public struct Dimension: Sendable, Hashable {
  /// Length, mass, time, current, temperature, amount, luminous intensity, information, plane angle; the rest is free.
  private(set) var exponents: SIMD16<Int8>

  /// A plain number, such as a share.
  public static let none = Dimension(exponents: .zero)

  private static let letters = Array("LMTIKNJBA".utf8)

  private init(exponents: SIMD16<Int8>) {
    self.exponents = exponents
  }

  /// Reads `L2MT-3`; nil for anything else.
  init?(_ text: Substring) {
    self = .none
    if text == "1" { return }
    var bytes = Array(text.utf8)[...]
    while let letter = bytes.popFirst() {
      guard let index = Self.letters.firstIndex(of: letter) else { return nil }
      let sign: Int8 = bytes.first == UInt8(ascii: "-") ? -1 : 1
      if sign < 0 { bytes = bytes.dropFirst() }
      guard let digit = bytes.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else {
        exponents[index] = sign
        continue
      }
      exponents[index] = sign * Int8(digit - UInt8(ascii: "0"))
      bytes = bytes.dropFirst()
    }
  }

  func times(_ other: Dimension, power: Int) -> Dimension {
    Dimension(exponents: exponents &+ other.exponents &* Int8(clamping: power))
  }

  /// Whether it is a span of time.
  public var isTime: Bool { self == Self.time }
  private static let time = Dimension("T") ?? .none
}
