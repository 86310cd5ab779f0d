/// What a text is known by: its words, and the runs of one to four letters in them, each as a hash. The same for learning and for telling.
enum TextFeatures {
  /// Longer words are those of scripts without spaces, or none; their beginning tells enough.
  private static let longestWord = 48
  private static let space: UInt32 = 0x20

  /// Calls a function with each feature of a text.
  /// - Parameter bytes: UTF-8. An invalid byte ends a word.
  @inline(__always) static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
    // A word's letters, with a space on either side.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: longestWord + 2) { word in
      word[0] = space
      var count = 0
      var at = 0
      // One past the end closes the last word.
      while at <= bytes.count {
        let byte = at < bytes.count ? bytes[at] : 0
        at += 1
        // Most letters are of ASCII, and need no table.
        if (byte | 0x20) &- 0x61 < 26 {
          add(UInt32(byte | 0x20), to: word, &count)
        } else if byte >= 0x80, let scalar = scalar(bytes, &at), isOfWord(scalar) {
          for letter in scalar.properties.lowercaseMapping.unicodeScalars { add(letter.value, to: word, &count) }
        } else if count > 0 {
          word[count + 1] = space
          features(of: word, count, body)
          count = 0
        }
      }
    }
  }

  @inline(__always) private static func add(
    _ letter: UInt32,
    to word: UnsafeMutableBufferPointer<UInt32>,
    _ count: inout Int
  ) {
    guard count < longestWord else { return }
    count += 1
    word[count] = letter
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isAlphabetic || properties.generalCategory == .nonspacingMark
      || properties.generalCategory == .spacingMark
  }

  /// Decodes the non-ASCII character whose first byte is before `at`, and moves `at` behind it. Returns nil for invalid UTF-8, and
  /// leaves `at` unchanged.
  private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Unicode.Scalar? {
    let lead = bytes[at - 1]
    let count = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0
    guard count > 0, at + count <= bytes.count else { return nil }
    var value = UInt32(lead) & (0x3F >> UInt32(count))
    for byte in bytes[at..<(at + count)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    at += count
    return scalar
  }

  @inline(__always) private static func features(
    of word: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int,
    _ body: (UInt64) -> Void
  ) {
    // A word and a run of the same letters are two features.
    var whole = mix(1, 0x23)
    for at in 1...count { whole = mix(whole, word[at]) }
    body(whole)
    for first in 0...(count + 1) {
      var hash: UInt64 = 2
      for last in first..<min(first + 4, count + 2) {
        hash = mix(hash, word[last])
        // A space alone says nothing.
        if first == last, first == 0 || first == count + 1 { continue }
        body(hash)
      }
    }
  }

  /// FNV-1a over the four bytes of a letter, the least first. Of a zero byte no more is left than the multiplication.
  @inline(__always) private static func mix(_ hash: UInt64, _ letter: UInt32) -> UInt64 {
    let prime: UInt64 = 0x0000_0100_0000_01B3
    var result = (hash ^ UInt64(letter & 0xFF)) &* prime
    if letter < 0x100 {
      result = result &* (prime &* prime &* prime)
    } else {
      for shift in [8, 16, 24] as [UInt32] { result = (result ^ UInt64(letter >> shift & 0xFF)) &* prime }
    }
    return result ^ result >> 29
  }
}
