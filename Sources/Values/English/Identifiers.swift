/// What holds digits that are no number: identifiers, addresses, citations, references.
extension Scanner {
  typealias Found = (kind: ValueSpan.Identifier, end: Int)

  /// The identifier that begins with a word.
  func identifier(_ first: Word) -> Found? {
    switch first.keyword {
    case .issn: return serial(first.end).map { (.issn, $0) }
    case .isbn: return serial(first.end).map { (.isbn, $0) }
    case .doi: return doi(first.end).map { (.doi, $0) }
    case .http, .https: return matches("://", at: first.end) ? (.url, addressEnd(first.start)) : nil
    case .www: return has(".", first.end) ? (.url, addressEnd(first.start)) : nil
    case .arxiv, .pmid:
      let start = skipSpace(has(":", first.end) ? first.end + 1 : first.end)
      return isDigit(start) ? (.arxiv, addressEnd(start)) : nil
    case .p, .pp: return has(".", first.end) ? pages(first.end + 1).map { (.pages, $0) } : nil
    case .v, .ver, .version: return version(first)
    case .tel, .telephone, .phone, .fax:
      var start = skipSpace(first.end)
      // "phone number is 223-4567", "telephone no. 35831647"
      if let number = word(start), number.isOne(of: .number, .no) {
        start = skipSpace(number.end)
        if let verb = word(start), matchesWord("is", verb) { start = skipSpace(verb.end) }
      }
      if has(":", start) || has(".", start) { start = skipSpace(start + 1) }
      guard let end = phone(start, isNamed: true) else { return nil }
      return (.phone, end)
    default: return info(first).flags.contains(.reference) ? reference(first) : nil
    }
  }

  /// The identifier that begins with a digit.
  func identifierOfDigits(_ start: Int) -> Found? {
    let first = run(start)
    let end = start + first
    if first > Self.longestWord {
      var at = end
      while isDigit(at) { at += 1 }
      return (.code, at)
    }
    if let phone = phone(start, isNamed: false) { return (.phone, phone) }
    if matches("10.", at: start), first == 2, let slash = doiSlash(start) { return (.doi, addressEnd(slash)) }
    // "061102": a number does not begin with a zero that stands before other digits.
    if first > 1, has("0", start), !has(":", end), !has("/", end),
      !((has(".", end) || has(",", end)) && isDigit(end + 1))
    {
      var at = end
      while at - start < 40, dashWidth(at) > 0, isDigit(at + dashWidth(at)) {
        at += dashWidth(at) + run(at + dashWidth(at))
      }
      return (.code, at)
    }
    switch byte(end) {
    case UInt8(ascii: ":"), UInt8(ascii: "/"):
      let separator = byte(end)
      if separator == UInt8(ascii: ":"), has(":", end + 1), let address = hexAddress(start) {
        return (.address, address)
      }
      var at = end
      while byte(at) == separator, isDigit(at + 1), at - start < 40 { at += 1 + run(at + 1) }
      return at > end ? (.code, at) : nil
    case UInt8(ascii: "."):
      let second = run(end + 1)
      guard second > 0, has(".", end + 1 + second), isDigit(end + 2 + second) else { return nil }
      if let address = networkAddress(start) { return (.address, address) }
      // "1.280.000" is a number where its groups are of three.
      if second == 3, run(end + 2 + second) == 3, first <= 3 { return nil }
      var at = end
      while has(".", at), isDigit(at + 1), at - start < 40 { at += 1 + run(at + 1) }
      return (.version, at)
    case UInt8(ascii: "@"): return email(start).map { (.email, $0) }
    default:
      let dash = dashWidth(end)
      if dash > 0, first == 4, run(end + dash) == 4,
        byte(start) > UInt8(ascii: "2") || (byte(end + dash) == UInt8(ascii: "0"))
      {
        return serialNumber(start).map { (.code, $0) }
      }
      // "978-3-16-148410-0": three hyphens or more.
      if dash > 0, let serial = serialNumber(start), dashes(start..<serial) >= 3 { return (.code, serial) }
      return nil
    }
  }

  /// "3-1", "6–4": points of two sides, the larger number first, which no range has. Not "50-50", "777-300" and "218–201 BC".
  /// - Returns: one past its end.
  func score(_ start: Int) -> Int? {
    guard let first = digits(start, atMost: 3), case let dash = dashWidth(first.end), dash > 0,
      let second = digits(first.end + dash, atMost: 3), first.number >= second.number,
      !isWordByte(second.end), dashWidth(second.end) == 0, !has("%", second.end), !has("/", second.end),
      !((has(".", second.end) || has(",", second.end)) && isDigit(second.end + 1)),
      first.number < 50 || first.number != second.number, first.number < 200
    else { return nil }
    let next = skipSpace(second.end)
    let isTime = (["BC", "BCE", "AD", "am", "pm", "a.m", "p.m"] as [StaticString]).contains {
      matches($0, at: next) && !isWordByte(next + $0.utf8CodeUnitCount)
    }
    return isTime ? nil : second.end
  }

  /// "31 votes to 28", "5 votes against 2": how a motion went.
  /// - Returns: one past its end.
  func ballot(_ start: Int) -> Int? {
    guard let first = digits(start, atMost: 4), let votes = word(skipSpace(first.end)),
      matchesWord("votes", votes) || matchesWord("vote", votes), let to = word(skipSpace(votes.end)),
      matchesWord("to", to) || matchesWord("against", to), let second = digits(skipSpace(to.end), atMost: 4),
      !isWordByte(second.end), !has("%", second.end),
      !((has(".", second.end) || has(",", second.end)) && isDigit(second.end + 1))
    else { return nil }
    // "20 votes to 3 candidates" is something else.
    guard let next = word(skipSpace(second.end)) else { return second.end }
    let isApart =
      (["on", "in", "at", "and", "after", "with", "during", "before", "when", "but", "while"] as [StaticString])
      .contains { matchesWord($0, next) }
    return isApart ? second.end : nil
  }

  /// "CVE-2024-31497": capitals, and behind each of two hyphens or more a number.
  /// - Returns: one past its end.
  func numberedCode(_ word: Word) -> Int? {
    guard has("-", word.end), word.end - word.start >= 2, (word.start..<word.end).allSatisfy({ isUpper($0) }) else {
      return nil
    }
    var at = word.end
    var parts = 0
    while at - word.start < 40, has("-", at), isDigit(at + 1) {
      at += 1 + run(at + 1)
      parts += 1
    }
    return parts >= 2 && !isWordByte(at) ? at : nil
  }

  private func dashes(_ range: Range<Int>) -> Int { range.reduce(0) { $0 + (dashWidth($1) > 0 ? 1 : 0) } }

  /// "[3]", "[1, 2]", "[4–7]".
  func citation(_ start: Int) -> Found? {
    var at = start + 1
    guard isDigit(at) else { return nil }
    while at - start < 60 {
      if isDigit(at) || has(",", at) || has(";", at) || has(" ", at) {
        at += 1
      } else if dashWidth(at) > 0 {
        at += dashWidth(at)
      } else {
        break
      }
    }
    return has("]", at) ? (.citation, at + 1) : nil
  }

  private func addressEnd(_ start: Int) -> Int {
    var at = start
    while byte(at) > 0x20, !has(")", at), !has(">", at), !has("\"", at), !has("<", at), spaceWidth(at) == 0 {
      at += 1
      while byte(at) & 0xC0 == 0x80 { at += 1 }
    }
    while at > start,
      [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":")].contains(byte(at - 1))
    { at -= 1 }
    return at
  }

  private func doi(_ start: Int) -> Int? {
    var at = start
    if has(":", at) { at += 1 }
    at = skipSpace(at)
    return matches("10.", at: at) ? addressEnd(at) : nil
  }

  /// "10.1000/182": a registrant of four digits or more, and a stroke.
  private func doiSlash(_ start: Int) -> Int? {
    let registrant = run(start + 3)
    return registrant >= 4 && has("/", start + 3 + registrant) ? start + 4 + registrant : nil
  }

  /// The number of an ISSN or ISBN after its name, a colon or "(print)" between.
  private func serial(_ start: Int) -> Int? {
    var at = skipSpace(start)
    if has("-", at), isDigit(at + 1), has("1", at + 1) {
      // "ISBN-13:"
      at = skipSpace(at + 3)
    }
    if has("(", at) {
      var close = at
      while close - at < 16, byte(close) > 0, !has(")", close) { close += 1 }
      guard has(")", close) else { return nil }
      at = skipSpace(close + 1)
    }
    if has(":", at) { at = skipSpace(at + 1) }
    guard isDigit(at) else { return nil }
    return serialNumber(at) ?? (run(at) >= 8 && !isWordByte(at + run(at)) ? at + run(at) : nil)
  }

  /// "2618-7159", "0031-900X", "978-3-16-148410-0", "978 3 16 148410 0".
  func serialNumber(_ start: Int) -> Int? {
    var at = start
    var dashes = 0
    while at - start < 40 {
      if isDigit(at) || (has("X", at) && !isWordByte(at + 1)) {
        at += 1
      } else if dashWidth(at) > 0, isDigit(at + dashWidth(at)) || has("X", at + dashWidth(at)) {
        at += dashWidth(at)
        dashes += 1
      } else {
        break
      }
    }
    return dashes > 0 && !isWordByte(at) ? at : nil
  }

  private func pages(_ at: Int) -> Int? {
    guard let first = digits(skipSpace(at), atMost: 6) else { return nil }
    let dash = dashWidth(first.end)
    if dash > 0, let last = digits(first.end + dash, atMost: 6) { return last.end }
    return isWordByte(first.end) ? nil : first.end
  }

  private func version(_ first: Word) -> Found? {
    let start = first.is(.v) ? (has(".", first.end) ? first.end + 1 : first.end) : skipSpace(first.end)
    guard isDigit(start) else { return nil }
    var at = start + run(start)
    while has(".", at), isDigit(at + 1), at - start < 40 { at += 1 + run(at + 1) }
    return isWordByte(at) || has("%", at) ? nil : (.version, at)
  }

  /// "Figure 3", "Sections 4.1–4.3", "Articles 5 to 7", "No. 10", "Table 2a".
  private func reference(_ first: Word) -> Found? {
    let isShort = has(".", first.end)
    let start = skipSpace(isShort ? first.end + 1 : first.end)
    // "no 5" is a denial and "rules 5" nothing; a capital or a point shows that a number is meant, and so do some words.
    guard start > first.end, isDigit(start), isShort || isUpper(first.start) || isNumbered(first),
      var end = referenceNumber(start)
    else { return nil }
    for _ in 0..<8 {
      var next = skipSpace(end)
      let dash = dashWidth(end)
      if dash > 0 {
        next = end + dash
      } else if has(",", end) {
        next = skipSpace(end + 1)
      } else if let link = nextWord(end), link.isOne(of: .and, .to, .or) {
        next = skipSpace(link.end)
      } else {
        break
      }
      guard has("s", first.end - 1) || dash > 0, isDigit(next), let more = referenceNumber(next) else { break }
      end = more
    }
    // "at stage 5 km" is no number of a stage.
    return unit(end) == nil ? (.reference, end) : nil
  }

  private func isNumbered(_ word: Word) -> Bool {
    for name in [
      "section", "sections", "chapter", "chapters", "article", "articles", "page", "pages", "paragraph", "paragraphs",
      "figure",
      "figures", "table", "tables", "fig", "figs", "eq", "equation", "equations", "appendix", "annex", "clause",
      "issue", "volume", "vol", "column", "line", "phase", "type",
      "stage", "grade", "category", "level", "tier",
    ] as [StaticString] where matchesWord(name, word) { return true }
    return false
  }

  /// A number of a section; not one with a unit, a scale or a separator of thousands.
  private func referenceNumber(_ start: Int) -> Int? {
    guard run(start) <= 6 else { return nil }
    var at = start + run(start)
    while has(".", at), isDigit(at + 1), at - start < 20 { at += 1 + run(at + 1) }
    if has(",", at), run(at + 1) == 3, at - start <= 3 { return nil }
    if isASCIILetter(at), !isWordByte(at + 1) { at += 1 }
    while has("(", at), isWordByte(at + 1), has(")", at + 2) { at += 3 }
    guard !isWordByte(at), !has("%", skipSpace(at)) else { return nil }
    if let word = nextWord(at), info(word).scale > 2 { return nil }
    return at
  }
}
