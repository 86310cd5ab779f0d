/// Phone numbers, e-mail addresses, network addresses.
extension Scanner {
  /// "+1 541-754-3010", "(541) 754-3010", "541-754-3010", "0800 123 456 78" after "Tel".
  func phone(_ start: Int, isNamed: Bool) -> Int? {
    var at = start
    let isInternational = has("+", at)
    if isInternational { at += 1 }
    var isBracketed = false
    if has("(", at), isDigit(at + 1) || has("+", at + 1) {
      isBracketed = true
      at += has("+", at + 1) ? 2 : 1
    }
    guard isDigit(at) else { return nil }
    var digits = 0
    var groups = 0
    var hyphens = 0
    var spaces = 0
    var last = at
    var sizes: (first: Int, last: Int) = (0, 0)
    while last - start < 32, groups < 8 {
      let count = run(at)
      guard count > 0, count <= 12 else { break }
      digits += count
      groups += 1
      if groups == 1 { sizes.first = count }
      sizes.last = count
      at += count
      if has(")", at), isBracketed { at += 1 }
      last = at
      if has("-", at) || (has(".", at) && hyphens + spaces == 0 && run(at + 1) >= 3) {
        hyphens += 1
        at += 1
      } else if has(" ", at) || matches("\u{A0}", at: at) {
        spaces += 1
        at += has(" ", at) ? 1 : 2
      } else if !isBracketed || groups > 1 {
        break
      }
      if has("(", at), isDigit(at + 1) {
        at += 1
        isBracketed = true
      }
      guard isDigit(at) else { break }
    }
    guard (7...15).contains(digits), !isWordByte(last), !isWordByte(start - 1), !has("-", start - 1),
      !has("$", start - 1)
    else { return nil }
    if isNamed { return last }
    if isInternational { return groups >= 2 || digits >= 9 ? last : nil }
    // "541-754-3010", "754-3010"; "203 000 349" is a number.
    if groups == 3, hyphens == 2, sizes.first == 3, sizes.last == 4, digits == 10 { return last }
    if groups == 4, sizes.first == 1, sizes.last == 4, hyphens >= 2, digits == 11 { return last }
    if has("(", start), groups >= 2, sizes.first >= 2, sizes.first <= 5, digits >= 8, hyphens + spaces >= 1 {
      return last
    }
    return nil
  }

  /// The e-mail address that a word begins; the at sign stands within 64 bytes.
  func email(_ start: Int) -> Int? {
    var at = start
    while at - start < 64,
      isASCIILetter(at) || isDigit(at) || has(".", at) || has("_", at) || has("-", at) || has("+", at)
    { at += 1 }
    guard at > start, has("@", at), isASCIILetter(at + 1) || isDigit(at + 1) else { return nil }
    var end = at + 1
    var points = 0
    while end - at < 128, isASCIILetter(end) || isDigit(end) || has("-", end) || (has(".", end) && isWordByte(end + 1))
    {
      if has(".", end) { points += 1 }
      end += 1
    }
    return points > 0 ? end : nil
  }

  /// "64°08′ N", "21°56′31″ W": degrees, as a quantity.
  func coordinate(_ start: Int) -> (degrees: Double, end: Int)? {
    guard let degrees = digits(start, atMost: 3), matches("°", at: degrees.end) else { return nil }
    var end = degrees.end + 2
    guard let minutes = number(skipSpace(end)), minutes.width <= 2, minutes.quotient == nil, minutes.value < 60 else {
      return nil
    }
    end = minutes.end
    guard let mark = prime(end) else { return nil }
    end = mark
    var total = Double(degrees.number) + minutes.value / 60
    if let seconds = number(skipSpace(end)), seconds.width <= 2, seconds.quotient == nil, seconds.value < 60,
      let mark = doublePrime(seconds.end)
    {
      total += seconds.value / 3600
      end = mark
    }
    let side = skipSpace(end)
    if !isWordByte(side + 1) {
      if has("N", side) || has("E", side) { return (total, side + 1) }
      if has("S", side) || has("W", side) { return (-total, side + 1) }
    }
    return (total, end)
  }

  private func prime(_ at: Int) -> Int? {
    if matches("′", at: at) || matches("’", at: at) { return at + 3 }
    return has("'", at) ? at + 1 : nil
  }

  private func doublePrime(_ at: Int) -> Int? {
    if matches("″", at: at) || matches("”", at: at) { return at + 3 }
    return has("\"", at) ? at + 1 : nil
  }
}
