/// What a text is known by: its words, and the runs of one to four letters in them, each as a hash. The same for learning and for telling.
enum TextFeatures {
  /// Longer words are those of scripts without spaces, or none; their beginning tells enough.
  private static let longestWord = 48

  /// Calls a function with each feature of a text.
  /// - Parameter bytes: in UTF-8.
  static func forEach(in bytes: some Collection<UInt8>, _ body: (UInt64) -> Void) {
    var word: [Unicode.Scalar] = []
    func close() {
      guard !word.isEmpty else { return }
      features(of: word, body)
      word.removeAll(keepingCapacity: true)
    }
    func take(_ scalar: Unicode.Scalar) {
      if word.count < longestWord { word.append(scalar) }
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      // Most letters are of ASCII, and need no table.
      switch scalar.value {
      case 0x61...0x7A: take(scalar)
      case 0x41...0x5A: take(Unicode.Scalar(UInt8(scalar.value) | 0x20))
      case 0..<0x80: close()
      default:
        let properties = scalar.properties
        guard
          properties.isAlphabetic || properties.generalCategory == .nonspacingMark
            || properties.generalCategory == .spacingMark
        else {
          close()
          continue
        }
        properties.lowercaseMapping.unicodeScalars.forEach(take)
      }
    }
    close()
  }

  private static func features(of word: [Unicode.Scalar], _ body: (UInt64) -> Void) {
    // A word and a run of the same letters are two features.
    body(word.reduce(mix(1, 0x23)) { mix($0, $1.value) })
    let space: UInt32 = 0x20
    for first in 0...(word.count + 1) {
      var hash: UInt64 = 2
      for last in first..<min(first + 4, word.count + 2) {
        let letter = last == 0 || last == word.count + 1 ? space : word[last - 1].value
        hash = mix(hash, letter)
        // A space alone says nothing.
        if first == last, letter == space { continue }
        body(hash)
      }
    }
  }

  /// FNV-1a, of which each letter is one step.
  private static func mix(_ hash: UInt64, _ letter: UInt32) -> UInt64 {
    var result = hash
    for shift in stride(from: 0, to: 32, by: 8) {
      result = (result ^ UInt64(letter >> UInt32(shift) & 0xFF)) &* 0x0000_0100_0000_01B3
    }
    return result ^ result >> 29
  }
}
