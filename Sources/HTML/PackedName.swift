/// A name of up to 16 bytes in two words, so that it is compared and hashed without a string. No longer name is known.
struct PackedName: Sendable, Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var count: UInt8 = 0

  init() {}

  init(_ name: String) {
    for byte in name.utf8 { append(byte) }
  }

  /// Adds a byte in lower case.
  mutating func append(_ byte: UInt8) {
    let lower = UInt64(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
    if count < 8 {
      low |= lower << (UInt64(count) * 8)
    } else if count < 16 {
      high |= lower << (UInt64(count - 8) * 8)
    }
    if count < 17 { count += 1 }
  }

  /// Where a table looks first.
  var slot: Int {
    let mixed = (low ^ (high &* 31)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40)
  }
}
