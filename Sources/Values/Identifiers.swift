extension Scanner {
  /// The end of an identifier at an offset: what holds digits that are no number. Nil where there is none.
  func identifier(_ start: Int) -> Int? {
    switch byte(start) {
    case UInt8(ascii: "["): return citation(start)
    case UInt8(ascii: "h"), UInt8(ascii: "w"):
      guard matches("http://", at: start) || matches("https://", at: start) || matches("www.", at: start) else {
        return nil
      }
      return address(start)
    case UInt8(ascii: "I"):
      return matches("ISSN", at: start) ? serial(start + 4) : matches("ISBN", at: start) ? serial(start + 4) : nil
    case UInt8(ascii: "d"), UInt8(ascii: "D"):
      return matches("doi:", at: start) || matches("DOI", at: start) ? doi(start + 3) : nil
    case UInt8(ascii: "p"):
      guard matches("pp. ", at: start) || matches("p. ", at: start) else { return nil }
      return pages(start + (byte(start + 1) == UInt8(ascii: "p") ? 4 : 3))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return digitsOfNoNumber(start)
    default: return nil
    }
  }

  /// "[3]", "[1, 2]", "[4–7]".
  private func citation(_ start: Int) -> Int? {
    var at = start + 1
    guard isDigit(at) else { return nil }
    while at - start < 40 {
      if isDigit(at) || byte(at) == UInt8(ascii: ",") || byte(at) == UInt8(ascii: ";") || byte(at) == 0x20 {
        at += 1
      } else if dashWidth(at) > 0 {
        at += dashWidth(at)
      } else {
        break
      }
    }
    return byte(at) == UInt8(ascii: "]") ? at + 1 : nil
  }

  private func address(_ start: Int) -> Int {
    var at = start
    while byte(at) > 0x20, byte(at) != UInt8(ascii: ")"), byte(at) != UInt8(ascii: ">") { at += 1 }
    while at > start, [UInt8(ascii: "."), UInt8(ascii: ",")].contains(byte(at - 1)) { at -= 1 }
    return at
  }

  private func doi(_ start: Int) -> Int? {
    var at = start
    if byte(at) == UInt8(ascii: ":") { at += 1 }
    at = skipSpace(at)
    return matches("10.", at: at) ? address(at) : nil
  }

  /// The number of an ISSN or ISBN after its name; the words between ("(print)", ":") are passed over.
  private func serial(_ start: Int) -> Int? {
    var at = skipSpace(start)
    if byte(at) == UInt8(ascii: ":") { at = skipSpace(at + 1) }
    guard isDigit(at) else { return nil }
    return serialNumber(at)
  }

  /// "2618-7159", "0031-900X", "978-3-16-148410-0".
  func serialNumber(_ start: Int) -> Int? {
    var at = start
    var dashes = 0
    while at - start < 40 {
      if isDigit(at) || byte(at) == UInt8(ascii: "X") {
        at += 1
      } else if dashWidth(at) > 0, isDigit(at + dashWidth(at)) {
        at += dashWidth(at)
        dashes += 1
      } else {
        break
      }
    }
    return dashes > 0 && !isWordByte(at) ? at : nil
  }

  private func pages(_ start: Int) -> Int? {
    guard let first = digits(start, atMost: 6) else { return nil }
    let dash = dashWidth(first.end)
    if dash > 0, let last = digits(first.end + dash, atMost: 6) { return last.end }
    return first.end
  }

  /// Times of day, coordinates, fractions, versions, names that begin with a digit, runs of digits too long for a number.
  private func digitsOfNoNumber(_ start: Int) -> Int? {
    let first = run(start)
    let end = start + first
    if first > Self.longestWord {
      var at = end
      while isDigit(at) { at += 1 }
      return at
    }
    switch byte(end) {
    case UInt8(ascii: ":"), UInt8(ascii: "/"):
      let separator = byte(end)
      var at = end
      while byte(at) == separator, isDigit(at + 1), at - start < 40 { at += 1 + run(at + 1) }
      // "2010/11" is a year's range, which dates have taken already.
      return at > end ? at : nil
    case 0xC2 where matches("°", at: end) && isDigit(end + 2):
      var at = end
      while at - start < 40,
        isDigit(at) || byte(at) == 0xC2 || byte(at) == 0xB0 || byte(at) == 0xE2 || byte(at) == 0x80 || byte(at) == 0xB2
          || byte(at) == 0xB3 || byte(at) == UInt8(ascii: ".")
      { at += 1 }
      return at
    case UInt8(ascii: "."):
      let second = run(end + 1)
      guard second > 0, byte(end + 1 + second) == UInt8(ascii: "."), isDigit(end + 2 + second) else { return nil }
      // "1.280.000" is a number where its groups are of three.
      if second == 3, run(end + 2 + second) == 3 { return nil }
      var at = end
      while byte(at) == UInt8(ascii: "."), isDigit(at + 1), at - start < 40 { at += 1 + run(at + 1) }
      return at
    default:
      // "061102": a number does not begin with a zero that stands before other digits.
      if first > 1, byte(start) == UInt8(ascii: "0") { return end }
      if dashWidth(end) == 3 || dashWidth(end) == 1, first == 4, run(end + dashWidth(end)) == 4,
        byte(start) > UInt8(ascii: "2")
      {
        return serialNumber(start)
      }
      return nil
    }
  }
}
