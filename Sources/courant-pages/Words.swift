import Model
/// Counts words as the benchmark does: runs of `\w`, lower-cased.
enum Words {
  static func count(_ text: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    var word = String.UnicodeScalarView()
    func end() {
      if !word.isEmpty { counts[String(word), default: 0] += 1 }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in text.lowercased().unicodeScalars {
      let isWord =
        scalar == "_"
        || {
          switch scalar.properties.generalCategory {
          case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
          default: false
          }
        }()
      if isWord { word.append(scalar) } else { end() }
    }
    end()
    return counts
  }

  /// F1 over the two multisets.
  static func score(_ read: [String: Int], _ truth: [String: Int]) -> Double {
    let common = read.reduce(0) { $0 + min($1.value, truth[$1.key] ?? 0) }
    let sizes = read.values.reduce(0, +) + truth.values.reduce(0, +)
    return sizes == 0 ? 1 : 2 * Double(common) / Double(sizes)
  }

  /// Lower case, white space collapsed.
  static func flat(_ text: String) -> String {
    text.lowercased().singleSpaced
  }

  /// The words alone: quotes, dashes and marks of lists do not count.
  static func plain(_ text: String) -> String {
    let scalars = text.lowercased().unicodeScalars.map { scalar -> Character in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? Character(scalar) : " "
    }
    return String(scalars).split(separator: " ").joined(separator: " ")
  }
}
