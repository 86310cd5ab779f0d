import Model

/// An amount: a number, or a range of two, with what it counts.
struct Amount {
  var low: Double
  var high: Double?
  var kind: Value.Kind
  var unit: String?
  var end: Int
  /// False for a lone number in words, which is an amount only where something is counted.
  var isSure = true
}

extension Scanner {
  /// The amount at an offset. Inside "between", the two ends are parted by "and".
  func amount(_ start: Int, between: Bool = false) -> Amount? {
    guard let first = part(start) else { return nil }
    guard let link = rangeLink(first.end, between: between), let second = part(link.end) else {
      return between ? nil : finish(first)
    }
    let scale = first.scale ?? (first.number.value < second.number.value ? second.scale : nil) ?? 1
    let low = scaled(first.number.value, by: scale)
    let high = scaled(second.number.value, by: second.scale ?? 1)
    // A hyphen parts the ends of a range only where something follows that says so: "747-400" is a name.
    let hasUnit = second.kind != .number
    let agrees =
      first.kind == .number || second.kind == .number || (first.kind == second.kind && first.unit == second.unit)
    // "between 2010 and 2015" is a time.
    let isTime = between && !hasUnit && isYear(first.number) && isYear(second.number)
    guard low < high, agrees, !isTime, hasUnit || first.kind != .number || !link.isHyphen || between else {
      return between ? nil : link.isHyphen && !hasUnit && first.kind == .number ? nil : finish(first)
    }
    return Amount(
      low: low,
      high: high,
      kind: second.kind == .number ? first.kind : second.kind,
      unit: second.unit ?? first.unit,
      end: second.end
    )
  }

  /// The number that is written, and not one beside it: 16.9 times 10⁹ in binary is 16899999999.999998.
  private func scaled(_ number: Double, by factor: Double) -> Double {
    var exponent = 0
    var rest = factor
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    guard rest == 1, exponent > 0, let exact = Double("\(number)e\(exponent)") else { return number * factor }
    return exact
  }

  private func finish(_ part: Part) -> Amount {
    var amount = Amount(
      low: scaled(part.number.value, by: part.scale ?? 1),
      high: nil,
      kind: part.kind,
      unit: part.unit,
      end: part.end
    )
    amount.isSure = part.number.width > 0 || part.kind != .number || part.number.value >= 1000
    return amount
  }

  /// One number with its scale and unit.
  private struct Part {
    var number: WrittenNumber
    var scale: Double?
    var kind: Value.Kind
    var unit: String?
    var end: Int
  }

  private func part(_ start: Int) -> Part? {
    var at = start
    var currency: String?
    if let before = currencyBefore(start) {
      currency = before.code
      at = before.end
    }
    guard let number = number(at) ?? (currency == nil ? numberWords(at) : nil) else { return nil }
    var part = Part(number: number, scale: nil, kind: .number, unit: nil, end: number.end)
    if let scale = scale(part.end, money: currency != nil) {
      part.scale = scale.factor
      part.end = scale.end
    }
    if let currency {
      part.kind = .money
      part.unit = currency
    } else if let after = currencyAfter(part.end) {
      part.kind = .money
      part.unit = after.code
      part.end = after.end
    } else if let unit = unit(part.end) {
      part.kind = unit.unit == "%" ? .percent : .quantity
      part.unit = unit.unit
      part.end = unit.end
    } else if let noun = countedNoun(part.end),
      !(number.isPlain && number.width == 4 && part.scale == nil && isYear(number))
    {
      part.kind = .quantity
      part.unit = noun.unit
      part.end = noun.end
    }
    return part
  }

  func isYear(_ number: WrittenNumber) -> Bool {
    number.isPlain && number.width == 4 && number.value >= 1000 && number.value < 2100
  }

  /// A scale after a number: "million", "bn", and after money "m", "k".
  private func scale(_ at: Int, money: Bool) -> (factor: Double, end: Int)? {
    let start = byte(at) == UInt8(ascii: "-") ? at + 1 : skipSpace(at)
    guard let word = word(start), !isWordByte(word.end) else { return nil }
    if word.text != "dozen", let factor = NumberWords.scales[word.text] ?? NumberWords.shortScales[word.text] {
      return (factor, word.end)
    }
    // "5 m $" is five million dollars too, but so seldom that the metre keeps it.
    guard money, let factor = NumberWords.moneyScales[word.text] else { return nil }
    return (factor, word.end)
  }

  private func rangeLink(_ at: Int, between: Bool) -> (end: Int, isHyphen: Bool)? {
    if between {
      guard let word = nextWord(at), word.text == "and" else { return nil }
      return (skipSpace(word.end), false)
    }
    let dash = skipSpace(at)
    let width = dashWidth(dash)
    if width > 0, isDigit(dash + width) || currencyBefore(dash + width) != nil, width == 3 || dash == at {
      return (dash + width, width == 1)
    }
    guard let word = nextWord(at), word.text == "to" else { return nil }
    let end = skipSpace(word.end)
    return isDigit(end) || currencyBefore(end) != nil ? (end, false) : nil
  }

  /// The noun that is counted: the next word in the plural, or the one after it. The unit is the noun in the singular.
  private func countedNoun(_ at: Int) -> (unit: String, end: Int)? {
    guard let first = nextWord(at), !Nouns.never.contains(first.text) else { return nil }
    if first.text == "times" { return nil }
    if let unit = Nouns.singular(first.text), !isUpper(first.start) {
      return isWordByte(first.end) ? nil : (unit, first.end)
    }
    guard byte(first.end) == 0x20, let second = nextWord(first.end), !Nouns.never.contains(second.text),
      !isUpper(second.start),
      !isWordByte(second.end), !Nouns.mayBeVerb(first.text), let unit = Nouns.singular(second.text)
    else { return nil }
    return (unit, second.end)
  }
}

/// Which words can be what a number counts.
enum Nouns {
  static let irregular = [
    "people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman", "lives": "life",
    "wives": "wife",
    "species": "species", "aircraft": "aircraft", "spacecraft": "spacecraft", "series": "series", "crew": "crew",
    "feet": "ft",
    "homes": "home", "mice": "mouse", "teeth": "tooth", "criteria": "criterion", "phenomena": "phenomenon",
    "halves": "half",
  ]
  /// Words that end as a plural does and are none, and words that end the search.
  static let never: Set<String> = [
    "was", "is", "has", "its", "his", "hers", "this", "thus", "as", "us", "does", "goes", "says", "across", "versus",
    "plus", "less",
    "yes", "perhaps", "whereas", "towards", "afterwards", "besides", "always", "and", "or", "but", "of", "in", "to",
    "from", "for", "by",
    "with", "at", "on", "per", "than", "the", "a", "an", "that", "which", "who", "were", "are", "had", "have", "will",
    "after", "before",
    "when", "while", "since", "until", "about", "more", "most", "some", "not", "only", "also", "when", "where", "into",
    "over", "under",
    "between", "against", "during", "each", "then", "it", "he", "she", "they", "be", "been", "can", "could", "may",
    "ago", "later",
    "earlier", "above", "below", "times", "sometimes", "he", "followed", "respectively", "others", "another", "other",
  ]

  /// A verb between a number and a plural would be read as an adjective.
  static func mayBeVerb(_ word: String) -> Bool {
    word.hasSuffix("ed") || word.hasSuffix("ing") || word.hasSuffix("ly")
  }

  /// The singular of a plural; nil for a word that is no plural.
  static func singular(_ word: String) -> String? {
    if let known = irregular[word] { return known }
    guard word.utf8.count >= 4, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"), !word.hasSuffix("is")
    else { return nil }
    if word.hasSuffix("ies"), word.utf8.count > 5 { return String(word.dropLast(3)) + "y" }
    for ending in ["sses", "shes", "ches", "xes", "zes"] where word.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }
}
