/// Hashes of words and features. They are written into model files, so they never change.
package enum WordHash {
  /// The hash of a word's bytes, ASCII letters in lower case (FNV-1a, mixed).
  package static func of(_ text: some StringProtocol) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 {
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      hash = (hash ^ UInt64(lower)) &* 0x0000_0100_0000_01B3
    }
    return mix(hash)
  }

  @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
    mixed ^= mixed >> 32
    return mixed
  }

  @inline(__always)
  package static func join(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix((first ^ second &* 0x9E37_79B9_7F4A_7C15) &+ 0x1000_0000_01B3)
  }

  /// A word in lower case; letters beyond ASCII stay as they are.
  package static func lowered(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return text }
    return String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
