extension StringProtocol {
  /// With one space for each run of white space, and none at the ends.
  package var singleSpaced: String {
    // Where all is ASCII there is no need to find out where its characters end.
    guard utf8.allSatisfy({ $0 < 0x80 }) else { return split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var isAfterSpace = false
    for byte in utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        isAfterSpace = !bytes.isEmpty
      } else {
        if isAfterSpace { bytes.append(0x20) }
        isAfterSpace = false
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Without white space at either end.
  package var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
