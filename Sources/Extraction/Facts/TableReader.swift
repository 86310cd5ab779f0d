import Model
import Values

/// What a header says: a time, or an attribute with its unit.
struct TableHeader {
  var words: String
  var unit: String?
  /// The time that the words are, from end to end.
  var time: Interval?
  /// The time that stands behind the words, "Population 2024", and what they are without it.
  var dated: (words: String, time: Interval)?

  /// As an attribute, which has no time in its name.
  var attribute: TableHeader {
    guard let dated else { return self }
    var header = self
    header.words = dated.words
    return header
  }
}

/// Reads what stands in the headers and the cells of tables.
struct TableReader {
  let style: NumberStyle
  let words: TableFacts.Words

  /// What the words of a header say.
  func read(_ text: String) -> TableHeader {
    let words = withoutException(text)
    // "GDP (US$ bn)", "Area [km²]", "Cargo, million tonnes", "Share in %", "2024 (EUR m)"
    for (open, close) in [("(", ")"), ("[", "]")] where words.hasSuffix(close) {
      guard let at = words.lastIndex(of: Character(open)), at > words.startIndex else { continue }
      let rest = String(words[..<at].reversed().drop(while: \.isWhitespace).reversed())
      let inside = String(words[words.index(after: at)...].dropLast())
      // "Population (2024)"
      if let own = time(inside), time(rest) == nil { return TableHeader(words: words, dated: (rest, own)) }
      return TableHeader(words: rest, unit: inside, time: time(rest), dated: dated(rest))
    }
    if let time = time(words) { return TableHeader(words: words, time: time) }
    if let comma = words.range(of: ", "), isUnit(words[comma.upperBound...]) {
      let rest = String(words[..<comma.lowerBound])
      return TableHeader(words: rest, unit: String(words[comma.upperBound...]), dated: dated(rest))
    }
    return TableHeader(words: words, dated: dated(words))
  }

  /// An attribute without the time that stands behind it: "Unemployment rate 2024", "Population in June 2025".
  private func dated(_ words: String) -> (words: String, time: Interval)? {
    let parts = words.split(separator: " ")
    for count in [3, 2, 1] where parts.count > count {
      guard let own = time(parts.suffix(count).joined(separator: " ")) else { continue }
      var rest = parts.dropLast(count)
      if let last = rest.last, self.words.before.contains(last.lowercased()) { rest = rest.dropLast() }
      guard rest.contains(where: { $0.contains(where: \.isLetter) }) else { return nil }
      return (rest.joined(separator: " "), own)
    }
    return nil
  }

  private func withoutException(_ words: String) -> String {
    let parts = words.split(separator: " ")
    guard let at = parts.firstIndex(where: { self.words.exceptions.contains($0.lowercased()) }), at > 0 else {
      return words
    }
    let closing = words.hasSuffix(")") && words.contains("(") ? ")" : ""
    let kept = parts[..<at].joined(separator: " ")
    return (kept.hasSuffix(",") ? String(kept.dropLast()) : kept) + closing
  }

  /// The time that words are from end to end.
  func time(_ words: String) -> Interval? {
    let spans = Values.find(in: Array(words.utf8), style: style)
    guard let date = spans.first, spans.count == 1, date.isDate, date.range == 0..<words.utf8.count,
      let interval = date.interval(year: nil), interval.start != nil
    else { return nil }
    return interval
  }

  /// Whether words make a number a value of some unit.
  func isUnit(_ words: Substring) -> Bool {
    value("12", unit: String(words)).map { $0.unit != nil } ?? false
  }

  // MARK: Values

  /// The value of a number with a unit, which may be less than nothing.
  func signed(_ number: String, unit: String) -> Value? {
    let digits = number.drop { "-−–".contains($0) }
    guard digits.count < number.count else { return value(number, unit: unit) }
    guard var value = value(String(digits), unit: unit) else { return nil }
    value.number = value.number.map { -$0 }
    return value
  }

  /// The value of a number with a unit: behind it, or around it as in "US$ bn".
  func value(_ number: String, unit: String) -> Value? {
    if let scale = scale(unit), var value = whole(number), let own = value.number {
      value.number = own * scale
      return value
    }
    let parts = unit.split(separator: " ", maxSplits: 1).map(String.init)
    var forms = ["\(number) \(unit)", "\(number)\(unit)", "\(unit)\(number)"]
    // "£m", "NOKm", "US$bn"
    if parts.count == 1, let small = unit.lastIndex(where: { !$0.isLowercase }),
      small < unit.index(before: unit.endIndex)
    {
      let multiplier = unit[unit.index(after: small)...]
      forms += ["\(unit[...small])\(number)\(multiplier)", "\(unit[...small]) \(number)\(multiplier)"]
    }
    if parts.count == 2 { forms += ["\(parts[0])\(number) \(parts[1])", "\(number) \(parts[1]) \(parts[0])"] }
    return forms.lazy.compactMap { whole($0) }.first { $0.kind != .number && $0.kind != .date }
  }

  /// How many a word of a number is, in the plural or behind another word. Nil for other units.
  func scale(_ unit: String) -> Double? {
    let parts = unit.split(separator: " ")
    guard var word = parts.last.map(String.init),
      parts.count == 1 || parts.count == 2 && words.before.contains(String(parts[0]))
    else { return nil }
    for _ in 0..<2 {
      if let value = whole("1 \(word)"), value.kind == .number, let number = value.number, number > 1 { return number }
      guard word.hasSuffix("s") else { return nil }
      word.removeLast()
    }
    return nil
  }

  /// The one value that a text is from end to end.
  func whole(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    let spans = Values.find(in: bytes, style: style, extras: [.loneWords])
    guard spans.count == 1, spans[0].range == 0..<bytes.count, let value = spans[0].value else { return nil }
    switch value.kind {
    case .money, .percent, .quantity, .number, .duration, .date: return value
    default: return nil
    }
  }
}
