/// What a number counts, where it is no unit of measure.
extension Scanner {
  /// The noun that is counted: the next word in the plural, or the one after it. The unit is the noun in the singular.
  func countedNoun(_ part: Part) -> (unit: String, end: Int)? {
    let at = part.end
    guard let first = nextWord(at), !info(first).flags.contains(.never), !isWordByte(first.end) else { return nil }
    let isOne = part.number.value == 1 && part.power == nil && part.factor == 1 && part.number.quotient == nil
    if isOne {
      // "one event per 203 000 years"; but "one of them", "one day".
      guard part.number.width == 0, !isUpper(first.start), let rate = rate(first.end) else { return nil }
      return (text(first.start..<first.end) + (rate.unit.hasPrefix("/") ? "" : " ") + rate.unit, rate.end)
    }
    // "70 Parties"; but "5 James Street".
    if let unit = singular(first), !isUpper(first.start) || !isUpper(skipSpace(first.end)) {
      return rated(unit, first.end)
    }
    guard has(" ", first.end), !endsAsModifier(first), info(first).small < 0, let second = nextWord(first.end),
      !info(second).flags.contains(.never), !isUpper(second.start), !isWordByte(second.end), let unit = singular(second)
    else { return nil }
    return rated(unit, second.end)
  }

  private func rated(_ unit: String, _ end: Int) -> (unit: String, end: Int) {
    guard let rate = rate(end) else { return (unit, end) }
    return (unit + (rate.unit.hasPrefix("/") ? "" : " ") + rate.unit, rate.end)
  }

  /// "per 100,000 population", "per square kilometre", "per day".
  func rate(_ at: Int) -> (unit: String, end: Int)? {
    guard let per = nextWord(at), per.is(.per) else { return nil }
    let start = skipSpace(per.end)
    if isDigit(start), let number = number(start), number.quotient == nil, number.value >= 10 {
      let count = number.value < 1e15 ? String(Int64(number.value)) : "\(number.value)"
      if let unit = unit(number.end) { return ("per \(count) \(unit.terms.symbol)", unit.end) }
      guard let noun = nextWord(number.end), !isWordByte(noun.end), !info(noun).flags.contains(.never) else {
        return ("per \(count)", number.end)
      }
      if let second = nextWord(noun.end), let unit = singular(second), singular(noun) == nil,
        !info(second).flags.contains(.never)
      {
        return ("per \(count) \(text(noun.start..<noun.end)) \(unit)", second.end)
      }
      return ("per \(count) \(singular(noun) ?? text(noun.start..<noun.end))", noun.end)
    }
    guard let unit = measure(start) else { return nil }
    return ("/" + unit.terms.symbol, unit.end)
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: self.range)], as: UTF8.self)
  }

  /// A verb or adverb between a number and a plural would be read as an adjective.
  private func endsAsModifier(_ word: Word) -> Bool {
    let end = word.end
    return (has("e", end - 2) && has("d", end - 1)) || (has("i", end - 3) && has("n", end - 2) && has("g", end - 1))
      || (has("l", end - 2) && has("y", end - 1))
  }

  /// The singular of a plural, in lower case; nil for a word that is no plural.
  func singular(_ word: Word) -> String? {
    if info(word).flags.contains(.irregular) { return lexicon.singulars[word.id] }
    let count = word.end - word.start
    let end = word.end
    guard count >= 4, has("s", end - 1), !has("s", end - 2), !has("u", end - 2), !has("i", end - 2) else { return nil }
    let stem = lower(word.start..<(end - 1))
    if has("e", end - 2) {
      if has("i", end - 3), count > 5 { return String(stem.dropLast(2)) + "y" }
      let before = byte(end - 3)
      let isHissing =
        (has("s", end - 3) && has("s", end - 4)) || (has("h", end - 3) && (has("s", end - 4) || has("c", end - 4)))
        || before == UInt8(ascii: "x") || (before == UInt8(ascii: "z") && has("z", end - 4))
      if isHissing { return String(stem.dropLast()) }
    }
    return stem
  }

  private func lower(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
