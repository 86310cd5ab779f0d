/// The words of a text, whatever their case, also those of two parts with a hyphen; but not those that the end of a line parts.
struct TextWords {
  private var words = HashNumbers()

  init(_ text: [UInt8]) {
    text.withUnsafeBytes { add($0) }
  }

  func contains(_ word: [UInt8]) -> Bool {
    words.contains(Self.hash(word))
  }

  /// Whether a word is there that has two parts with a hyphen.
  func contains(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    words.contains(Self.joined(Self.hash(first), Self.hash(second)))
  }

  private mutating func add(_ text: UnsafeRawBufferPointer) {
    // Most words have stood there a short while before, and need not be looked for among all.
    var recent = [UInt64](repeating: 0, count: 4096)
    var last: (hash: UInt64, end: Int) = (0, -1)
    var at = 0
    while at < text.count {
      guard text[at].isLetter else {
        at += 1
        continue
      }
      let start = at
      let hash = Self.hash(text, &at)
      let isParted = at + 1 < text.count && text[at] == UInt8(ascii: "-") && text[at + 1] <= 0x20
      if !isParted, !Self.isRest(text, start) {
        let slot = Int(truncatingIfNeeded: hash & 4095)
        if recent[slot] != hash {
          recent[slot] = hash
          _ = words.insert(hash)
        }
        if last.end + 1 == start, last.end >= 0, text[last.end] == UInt8(ascii: "-") {
          _ = words.insert(Self.joined(last.hash, hash))
        }
      }
      last = (hash, at)
    }
  }

  /// Whether a word may be the second part of one, after a hyphen and white space.
  private static func isRest(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    guard start > 1, text[start - 1] <= 0x20 else { return false }
    var at = start - 1
    while at > 0, start - at < 80, text[at] <= 0x20 { at -= 1 }
    return text[at] == UInt8(ascii: "-")
  }

  private static func hash(_ word: [UInt8]) -> UInt64 {
    word.withUnsafeBytes { bytes in
      var at = 0
      return hash(bytes, &at)
    }
  }

  private static func joined(_ first: UInt64, _ second: UInt64) -> UInt64 { mixed(~first, second) }

  private static func mixed(_ hash: UInt64, _ bytes: UInt64) -> UInt64 {
    let product = (hash ^ bytes) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  /// The hash of the letters from an offset on, which is put behind them.
  private static func hash(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> UInt64 {
    var hash: UInt64 = 0
    while true {
      let bytes = text.eightBytes(at: at, before: text.count)
      // The upper bit of each byte of `letters` tells whether it is one: beyond ASCII, or in lower case from "a" on and not from "{" on.
      let low = (bytes | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
      let letters =
        ((low &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(low &+ 0x0505_0505_0505_0505) | bytes) & 0x8080_8080_8080_8080
      let count = (letters ^ 0x8080_8080_8080_8080).trailingZeroBitCount / 8
      at += count
      let kept = (1 << UInt64(count * 8)) &- 1 as UInt64
      hash = mixed(hash, (bytes | 0x2020_2020_2020_2020) & kept)
      if count < 8 { return hash }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes from an offset on, the first the lowest; 0 for those that would stand at `end` or behind it, which is no more than there are.
  func eightBytes(at start: Int, before end: Int) -> UInt64 {
    if start + 8 <= end { return UInt64(littleEndian: loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
    return (start..<Swift.max(start, end)).reversed().reduce(0) { $0 << 8 | UInt64(self[$1]) }
  }
}
