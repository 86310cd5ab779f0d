/// Phone numbers, e-mail addresses, network addresses.
extension Scanner {
  /// "+1 541-754-3010", "+44 (0)113 4960009", "(541) 754-3010", "541-754-3010", "0800 123 456 78" after "Tel".
  func phone(_ start: Int, isNamed: Bool) -> Int? {
    let first = byte(start)
    var at = start
    let isBracketed = first == UInt8(ascii: "(")
    if isBracketed { at += 1 }
    let isInternational = has("+", at)
    if isInternational { at += 1 }
    guard isDigit(at), !isWordByte(start - 1), !has("-", start - 1), !has("$", start - 1) else { return nil }
    var groups: (count: Int, digits: Int, first: Int, last: Int) = (0, 0, 0, 0)
    var hyphens = 0
    var last = at
    while last - start < 32, groups.count < 8 {
      let count = run(at)
      guard count > 0, count <= 12 else { break }
      groups.count += 1
      groups.digits += count
      if groups.count == 1 { groups.first = count }
      groups.last = count
      at += count
      last = has(")", at) && isBracketed && groups.count == 1 ? at + 1 : at
      guard let next = phoneSeparator(at, isFree: isInternational || isBracketed || isNamed) else { break }
      if has("-", at) { hyphens += 1 }
      at = next
    }
    // "203-4036x470": an extension.
    if groups.digits >= 7, has("x", last), isDigit(last + 1) { last += 1 + run(last + 1) }
    guard (7...15).contains(groups.digits), !isWordByte(last) else { return nil }
    if isNamed { return last }
    if isInternational { return groups.count >= 2 || groups.digits >= 9 ? last : nil }
    // "541-754-3010" and "1-541-754-3010"; "203 000 349" is a number.
    if groups.count == 3, hyphens == 2, groups.first == 3, groups.last == 4, groups.digits == 10 { return last }
    if groups.count == 4, groups.first == 1, groups.last == 4, hyphens >= 2, groups.digits == 11 { return last }
    let isArea = isBracketed && groups.count >= 2 && (2...5).contains(groups.first) && groups.digits >= 8
    return isArea ? last : nil
  }

  /// After what stands between two groups of a phone number, where a digit follows.
  private func phoneSeparator(_ at: Int, isFree: Bool) -> Int? {
    var next = at
    while next - at < 4 {
      if has("-", next) || has(" ", next) || (isFree && (has("(", next) || has(")", next) || has("/", next))) {
        next += 1
      } else if has(".", next), isDigit(next + 1), isFree || run(next + 1) >= 3 {
        next += 1
      } else if matches("\u{A0}", at: next) {
        next += 2
      } else {
        break
      }
    }
    guard isDigit(next), next > at else { return nil }
    return isFree || next - at == 1 ? next : nil
  }

  /// "255.255.255.255": four numbers up to 255.
  func networkAddress(_ start: Int) -> Int? {
    var at = start
    for group in 0..<4 {
      guard let number = digits(at, atMost: 3), number.number <= 255 else { return nil }
      at = number.end
      guard group < 3 else { break }
      guard has(".", at) else { return nil }
      at += 1
    }
    return isWordByte(at) || (has(".", at) && isDigit(at + 1)) ? nil : at
  }

  /// "1::1", "2001:db8::12": groups of hexadecimal digits, two colons among them.
  func hexAddress(_ start: Int) -> Int? {
    var at = start
    while at - start < 40,
      isDigit(at) || has(":", at) || (byte(at) | 0x20 >= UInt8(ascii: "a") && byte(at) | 0x20 <= UInt8(ascii: "f"))
    {
      at += 1
    }
    return isWordByte(at) ? nil : at
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
    var label = 0
    while end - at < 128, isASCIILetter(end) || isDigit(end) || has("-", end) || (has(".", end) && isWordByte(end + 1))
    {
      label = has(".", end) ? 0 : isASCIILetter(end) ? label + 1 : 0
      if has(".", end) { points += 1 }
      end += 1
    }
    // The last part of a domain has two letters or more.
    return points > 0 && label > 1 ? end : nil
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
