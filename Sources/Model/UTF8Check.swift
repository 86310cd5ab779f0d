/// Strict UTF-8 (RFC 3629, the table of Unicode 15 §3.9): no overlong forms, no surrogates, nothing above U+10FFFF.
package enum UTF8Check {
  /// The offset of the first byte that no well-formed text could have there; nil when all is well.
  package static func firstBadByte(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    let end = bytes.count
    while at < end {
      if at + 8 <= end, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
        at += 8
        continue
      }
      let lead = bytes[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      guard let (length, second) = shape(of: lead) else { return at }
      var offset = 1
      while offset < length {
        guard at + offset < end else { return at }
        let allowed = offset == 1 ? second : 0x80...0xBF
        guard allowed.contains(bytes[at + offset]) else { return allowed == second && offset == 1 ? at : at + offset }
        offset += 1
      }
      at += length
    }
    return nil
  }

  /// How many bytes a sequence has that begins with `lead`, and which may come second.
  private static func shape(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
