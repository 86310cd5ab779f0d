/// Numbers as names write them: digits, words, ordinals, Roman numbers.
enum Numerals {
  /// The value of a Roman number up to 39, written with the letters i, v and x in lower case; nil for anything else.
  static func roman(_ scalars: [Unicode.Scalar]) -> Int? {
    guard (1...7).contains(scalars.count) else { return nil }
    let text = String(String.UnicodeScalarView(scalars))
    return romans[text]
  }

  private static let romans: [String: Int] = {
    let units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    var romans: [String: Int] = [:]
    for value in 1...39 { romans[String(repeating: "x", count: value / 10) + units[value % 10]] = value }
    return romans
  }()

  /// The value of digits, with or without the ending of an ordinal: `44`, `1st`. Nil from a thousand million on.
  static func digits(_ text: String) -> Int? {
    var stem = text[...]
    for ending in ["st", "nd", "rd", "th"] where stem.count > 2 && stem.hasSuffix(ending) {
      stem = stem.dropLast(2)
      break
    }
    guard !stem.isEmpty, stem.utf8.count <= 9, stem.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    // 007 is not 7.
    if stem.utf8.count > 1, stem.utf8.first == 48 { return nil }
    return Int(stem)
  }

  /// The value of the word or of two words at an index (`forty four`), and how many words it takes.
  static func words(_ texts: [String], at index: Int) -> (value: Int, count: Int)? {
    if let value = units[texts[index]] ?? ordinals[texts[index]] { return (value, 1) }
    guard let ten = tens[texts[index]] else { return nil }
    if index + 1 < texts.count, let unit = units[texts[index + 1]] ?? ordinals[texts[index + 1]], unit < 10 {
      return (ten + unit, 2)
    }
    return (ten, 1)
  }

  /// The value of one word that is an ordinal.
  static func ordinal(_ text: String) -> Int? { ordinals[text] }

  private static let units: [String: Int] = numbered([
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ])

  private static let ordinals: [String: Int] = numbered([
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
  ])

  private static let tens: [String: Int] = [
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
  ]

  private static func numbered(_ words: [String]) -> [String: Int] {
    Dictionary(words.enumerated().map { ($1, $0) }) { first, _ in first }
  }
}
