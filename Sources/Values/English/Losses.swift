import Model

/// Losses, as accountants write them.
extension Scanner {
  /// "(3.1)%", "$(1,234)", "£(3.1)m": a loss, as accountants write it. "(3.1%)" is none.
  func bracketedLoss(_ at: Int) -> ValueSpan? {
    var code: String?
    var open = at
    while open < at + 4, byte(open) > 0x20, !has("(", open) { open += 1 }
    guard has("(", open), isDigit(open + 1) else { return nil }
    if open > at {
      guard lexicon.beginsSymbol[Int(byte(at))], let symbol = currencySymbol(at), symbol.end == open else { return nil }
      code = symbol.code
    } else {
      // Most brackets hold more than a number.
      var close = open + 1
      while close < open + 16, byte(close) > 0x20, !isASCIILetter(close), !has(")", close) { close += 1 }
      guard has(")", close), has("%", skipSpace(close + 1)) else { return nil }
    }
    guard let number = number(open + 1), number.quotient == nil, !number.decimal.isNegative else {
      return nil
    }
    var value = Value(text: "", kind: .percent, number: -number.value, unit: "%")
    guard let code else {
      let sign = skipSpace(number.end + 1)
      guard has(")", number.end), has("%", sign) else { return nil }
      return ValueSpan(range: at..<(sign + 1), content: .value(value))
    }
    var part = Part(number: number, end: number.end)
    if !has(")", part.end) { takeScale(&part, isMoney: true) }
    guard has(")", part.end) else { return nil }
    part.end += 1
    if part.power == nil { takeScale(&part, isMoney: true) }
    value.kind = .money
    value.number = -part.value
    value.unit = code.isEmpty ? nil : code
    return ValueSpan(range: at..<part.end, content: .value(value))
  }
}
