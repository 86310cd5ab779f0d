/// Money in its surroundings.
extension Scanner {
  struct WrittenCurrency {
    var code: String
    /// Where what comes after it begins.
    var end: Int
    /// How many places a minor unit is shifted: 2 for cents.
    var places = 0
    /// The code as a unit; nil where the name is that of several currencies ("kr") and nothing tells which.
    var unit: String? { code.isEmpty ? nil : code }
    /// A scale written together with it: "MUSD".
    var power = 0
  }

  /// A currency's symbol or code that stands before its number; `end` is where the number begins.
  func currencyBefore(_ start: Int) -> WrittenCurrency? {
    if lexicon.beginsSymbol[Int(byte(start))] {
      for (symbol, index) in lexicon.currencySymbols[Int(byte(start))] where matches(symbol, at: start) {
        let end = skipSpace(start + symbol.count)
        let isNumber =
          isDigit(end) || (has(".", end) && isDigit(end + 1)) || (dashWidth(end) > 0 && isDigit(end + dashWidth(end)))
        // "$10" and "$ 10", but "kr 10" only with letters that end there.
        guard isNumber, !(isLetter(start) && isWordByte(start - 1)) else { continue }
        return WrittenCurrency(code: code(index, start), end: end)
      }
    }
    if let code = codeAndDollar(start) { return code }
    guard let code = currencyCode(start) else { return nil }
    let end = skipSpace(code.end)
    return isDigit(end) || (has(".", end) && isDigit(end + 1)) ? WrittenCurrency(code: code.code, end: end) : nil
  }

  /// A currency's symbol, whatever stands behind it.
  func currencySymbol(_ start: Int) -> WrittenCurrency? {
    for (symbol, index) in lexicon.currencySymbols[Int(byte(start))] where matches(symbol, at: start) {
      return WrittenCurrency(code: code(index, start), end: start + symbol.count)
    }
    return nil
  }

  /// The code of a currency; empty where its name is that of several, and no country nearby says which.
  private func code(_ index: Int, _ at: Int) -> String {
    let code = lexicon.currencies[index].code
    return code.utf8.last == UInt8(ascii: "?") ? currency(index, near: at) : code
  }

  /// "NZD$15", "mxn$ 15": the sign makes a code of three letters, whatever their case.
  private func codeAndDollar(_ start: Int) -> WrittenCurrency? {
    guard isASCIILetter(start), has("$", start + 3), !isWordByte(start - 1) else { return nil }
    let word = plainWord(start, limit: 3)
    let end = skipSpace(start + 4)
    guard word.end == start + 3, info(word).currency >= 0, isDigit(end) else { return nil }
    return WrittenCurrency(code: lexicon.currencies[Int(info(word).currency)].code, end: end)
  }

  /// A currency's symbol, code or name that stands after its number. `isScaled` tells that "million" or the like stands between.
  func currencyAfter(_ at: Int, isScaled: Bool = false) -> WrittenCurrency? {
    let start = has("-", at) ? at + 1 : skipSpace(at)
    if lexicon.beginsSymbol[Int(byte(start))] {
      for (symbol, index) in lexicon.currencySymbols[Int(byte(start))] where matches(symbol, at: start) {
        let end = start + symbol.count
        // "1 $ 10" is ten dollars, and "5 S$" is not "5 S".
        // But "20M€ 5" ends where the sign does.
        let isClosed = start == at && !isDigit(end)
        guard isClosed || !isDigit(skipSpace(end)), !(isASCIILetter(end - 1) && isWordByte(end)) else { continue }
        return WrittenCurrency(code: code(index, start), end: end)
      }
    }
    if start == at, has("p", at), !isWordByte(at + 1), !has("/", at + 1), isPence(at) {
      return WrittenCurrency(code: "GBP", end: at + 1, places: 2)
    }
    if matches("¢", at: start) { return WrittenCurrency(code: "USD", end: start + 2, places: 2) }
    if let code = currencyCode(start), !isDigit(code.end) { return WrittenCurrency(code: code.code, end: code.end) }
    if let power = Self.scaleOfCode(byte(start)),
      let code = currencyCode(start + 1, isPrefixed: true), start > at
    {
      return WrittenCurrency(code: code.code, end: code.end, power: power)
    }
    guard start > at, let first = word(start) else { return nil }
    // "40 usd": of the great currencies in small letters too.
    if info(first).currency >= 0, info(first).currency < 8, !isWordByte(first.end),
      byte(first.start) == byte(first.start) | 0x20
    {
      return WrittenCurrency(code: lexicon.currencies[Int(info(first).currency)].code, end: first.end)
    }
    if let found = longest(lexicon.currencyNames, from: first) {
      let currency = lexicon.currencies[found.payload / 2]
      return WrittenCurrency(
        code: code(found.payload / 2, start),
        end: found.end,
        places: found.payload.isMultiple(of: 2) ? 0 : currency.places
      )
    }
    // Millions of pounds are money more often than weight.
    if isScaled, let unit = longest(lexicon.unitNames, from: first), lexicon.units[unit.payload].symbol == "lb" {
      return WrittenCurrency(code: "GBP", end: unit.end)
    }
    return nil
  }

  /// "412.5p", but neither "1080p" nor "P".
  private func isPence(_ at: Int) -> Bool {
    var start = at
    while start > range.lowerBound, at - start < 8, isDigit(start - 1) || has(".", start - 1) || has(",", start - 1) {
      start -= 1
    }
    guard start < at, isDigit(at - 1) else { return false }
    for lines in ["240", "360", "480", "540", "576", "720", "1080", "1440", "2160", "4320"] as [StaticString]
    where lines.utf8CodeUnitCount == at - start && matches(lines, at: start) { return false }
    return true
  }

  /// The scale that a letter before a code is: "MUSD", "kEUR", "TEUR".
  private static func scaleOfCode(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "M"), UInt8(ascii: "m"): 6
    case UInt8(ascii: "k"), UInt8(ascii: "K"), UInt8(ascii: "T"): 3
    default: nil
    }
  }

  private func currencyCode(_ start: Int, isPrefixed: Bool = false) -> (code: String, end: Int)? {
    guard isUpper(start), isUpper(start + 1), isUpper(start + 2), !isLetter(start + 3),
      isPrefixed || !isWordByte(start - 1) || isDigit(start - 1)
    else { return nil }
    let word = plainWord(start, limit: 3)
    let info = info(word)
    guard info.currency >= 0 else { return nil }
    if info.flags.contains(.alsoWord), !isLargeAmount(near: start) { return nil }
    return (lexicon.currencies[Int(info.currency)].code, word.end)
  }

  /// Whether the number on either side of a code has a separator or a scale, which "ALL 5" and "TOP 10" have not.
  private func isLargeAmount(near start: Int) -> Bool {
    let at = skipSpace(start + 3)
    if isDigit(at) {
      let end = at + run(at)
      return has(",", end) || has(".", end) || (nextWord(end).map { info($0).scale > 0 } ?? false)
    }
    guard has(" ", start - 1) else { return false }
    var before = start - 2
    while before > start - 12, isDigit(before) { before -= 1 }
    return has(",", before) || has(".", before) || isASCIILetter(before)
  }
}
