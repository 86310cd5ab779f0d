extension String {
  /// The text, or of a longer one the beginning and how long it is: for lines that repeat what somebody has sent.
  /// - Parameter limit: in bytes of UTF-8.
  public func cut(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: limit)
    // Not amid a character.
    while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return "\(self[..<end])… (\(utf8.count) bytes)"
  }

  /// How much a line repeats of a text from outside, in bytes.
  public static let longestQuoted = 1000
}
