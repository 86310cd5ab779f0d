/// What a number counts, where it is no unit of measure.
extension Scanner {
  /// The noun that is counted: the next word in the plural, or the one after it. The unit is the noun in the singular.
  ///
  /// - Parameter start: where the number begins.
  func countedNoun(_ part: Part, _ start: Int) -> (unit: String, end: Int)? {
    let at = part.end
    guard let first = nextWord(at), !isWordByte(first.end) else { return nil }
    if info(first).flags.contains(.never) {
      // "40 more ships". "Five other theorists" is left to the words, for it stands for those that are named beside it.
      guard first.is(.more), part.number.value > 1, let second = nextWord(first.end), isNoun(second),
        let unit = singular(second)
      else { return nil }
      return rated(unit, second.end)
    }
    let isOne = part.number.value == 1 && part.power == nil && part.factor == 1 && part.number.quotient == nil
    if isOne {
      // "one event per 203 000 years"; but "one of them", "one day".
      guard !isUpper(first.start) else { return nil }
      guard part.number.width == 0 else { return part.number.isPlain ? one(first, start) : nil }
      guard let rate = rate(first.end) else { return nil }
      return (text(first.start..<first.end) + (rate.unit.hasPrefix("/") ? "" : " ") + rate.unit, rate.end)
    }
    // "70 Parties"; but "5 James Street".
    if let unit = singular(first), !isUpper(first.start) || !isUpper(skipSpace(first.end)) {
      if isDeed(first, start) { return nil }
      return rated(unit, first.end)
    }
    return modified(first)
  }

  /// "GCC 9 produces warnings", "Beta 2 follows the first": the number belongs to the name before it, and the word behind it is a verb.
  private func isDeed(_ word: Word, _ start: Int) -> Bool {
    guard has("s", word.end - 1) else { return false }
    let next = nextWord(word.end)
    let hasObject =
      next.map {
        $0.isOne(of: .the, .a, .an, .its, .their, .this, .that) || info($0).flags.contains(.label)
          || !isUpper($0.start) && singular($0) != nil
      } ?? false
    var isNamed = false
    eachWord(before: start, atMost: 1) { before in
      let flags = info(before).flags
      isNamed =
        before.end == start - 1 && hasObject
        && (isUpper(before.start) && !flags.contains(.never) || flags.contains(.label))
      return false
    }
    return isNamed
  }

  /// "four German editions", "40 new large ships", "12 high-speed trains": what is counted, behind one to three modifiers.
  ///
  /// The one before the noun may be any word but a verb; those before it have to look like adjectives.
  private func modified(_ first: Word) -> (unit: String, end: Int)? {
    var word = first
    for count in 0..<3 {
      var isStrong = info(word).flags.contains(.adjective) && !isUpper(word.start)
      var end = word.end
      if has("-", end), isASCIILetter(end + 1), !isUpper(word.start), info(word).small < 20 {
        end = plainWord(end + 1, limit: Self.longestWord).end
        isStrong = true
      }
      guard has(" ", end), info(word).small < 0 || isStrong, let next = nextWord(end), !isWordByte(next.end),
        !info(next).flags.contains(.never)
      else { return nil }
      // "40 mostly empty flats"
      if !isStrong, endsAsModifier(word) {
        guard has("y", end - 1), info(next).flags.contains(.adjective) else { return nil }
        isStrong = true
      }
      if !isUpper(next.start), let unit = singular(next) { return rated(unit, next.end) }
      // "12 old Soviet tanks"; but "5 people Kent met".
      guard isStrong || (isUpper(word.start) && count > 0), !isUpper(next.start) || count == 0 else { return nil }
      word = next
    }
    return nil
  }

  private func isNoun(_ word: Word) -> Bool {
    !info(word).flags.contains(.never) && !isUpper(word.start) && !isWordByte(word.end)
  }

  /// "1 boat", "1 new boat": the noun in the singular, where its phrase ends behind it; but "day 1 began", "Group 1 teams".
  private func one(_ first: Word, _ start: Int) -> (unit: String, end: Int)? {
    var isName = false
    eachWord(before: start, atMost: 1) { word in
      let isBeside = word.end == start - 1
      let flags = info(word).flags
      let isCapital = isUpper(word.start) && !flags.contains(.never)
      isName = isBeside && (isCapital || flags.isOverlapping([.label, .numbered, .reference]))
      return false
    }
    guard !isName else { return nil }
    if endsNoun(first.end) {
      guard isSingular(first) else { return nil }
      return rated(text(first.start..<first.end), first.end)
    }
    guard info(first).flags.contains(.adjective), let second = nextWord(first.end), isNoun(second),
      endsNoun(second.end),
      isSingular(second)
    else { return nil }
    return rated(text(second.start..<second.end), second.end)
  }

  private func isSingular(_ word: Word) -> Bool {
    word.end - word.start > 2 && singular(word) == nil && !endsAsModifier(word)
      && info(word).flags.intersection([.adjective, .never]).isEmpty && info(word).small < 0 && info(word).scale == 0
  }

  /// Whether a noun that ends here can be the last of its phrase.
  private func endsNoun(_ at: Int) -> Bool {
    if isPhraseEnd(at) || divisor(at, isMoney: false) != nil { return true }
    // "1 boat capsized"
    guard has(" ", at), let next = nextWord(at) else { return false }
    return has("e", next.end - 2) && has("d", next.end - 1)
  }

  private func rated(_ unit: String, _ end: Int) -> (unit: String, end: Int) {
    if let rate = divisor(end, isMoney: false) { return (unit + rate.unit, rate.end) }
    guard has("p", end + 1), let rate = rate(end) else { return (unit, end) }
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
