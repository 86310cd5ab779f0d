/// A word with one spelling for the sounds that transliterations spell in several ways.
///
/// `Friedrych` and `Friedrich`, `Zelenskyy` and `Zelensky`, `Müller` and `Mueller` have one key. `j` and `i` at the
/// start of a word stay apart (Jan, Ian), and so do words that are too short for that much freedom (Lee, Li).
enum SpellingKey {
  static func of(_ word: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard word.count > 3, word.allSatisfy(\.isASCII) else { return word }
    var text = word.map { UInt8(truncatingIfNeeded: $0.value) }
    for rule in rules { text = replace(rule.from, with: rule.to, in: text) }
    var key: [UInt8] = []
    for (index, letter) in text.enumerated() {
      let plain: UInt8 =
        switch letter {
        case UInt8(ascii: "y"): index == 0 ? UInt8(ascii: "j") : UInt8(ascii: "i")
        case UInt8(ascii: "j"): index == 0 ? letter : UInt8(ascii: "i")
        case UInt8(ascii: "w"): UInt8(ascii: "v")
        case UInt8(ascii: "q"): UInt8(ascii: "k")
        default: letter
        }
      if key.last != plain { key.append(plain) }
    }
    return key.map { Unicode.Scalar($0) }
  }

  private static let rules: [(from: [UInt8], to: [UInt8])] = [
    ("tch", "ch"), ("sch", "sh"), ("dzh", "dj"), ("ck", "k"), ("ph", "f"), ("kh", "h"), ("ks", "x"), ("ae", "a"),
    ("oe", "o"), ("ue", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ye", "e"), ("ie", "e"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private static func replace(_ from: [UInt8], with to: [UInt8], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index...].starts(with: from) {
        result += to
        index += from.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }
}
