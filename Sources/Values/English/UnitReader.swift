extension Scanner {
  /// The unit that begins at an offset: a name or symbol, with what it is multiplied and divided by.
  func measure(_ start: Int) -> (terms: UnitTerms, end: Int)? {
    guard let first = unitFactor(start, isFirst: true) else { return nil }
    var terms = first.terms
    var end = first.end
    var isBelow = false
    while terms.list.count < 6 {
      if has("/", end), let next = below(end + 1) {
        append(next.terms, to: &terms, sign: -1)
        end = next.end
        isBelow = true
      } else if let dot = dotWidth(end), let next = unitFactor(end + dot, isFirst: false) {
        append(next.terms, to: &terms, sign: isBelow && next.terms.list.allSatisfy { $0.exponent > 0 } ? -1 : 1)
        end = next.end
      } else if let next = joined(end) {
        append(next.terms, to: &terms, sign: 1)
        end = next.end
      } else if let next = per(end, terms) {
        append(next.terms, to: &terms, sign: -1)
        end = next.end
      } else {
        break
      }
    }
    return (terms, end)
  }

  /// The unit after a number; white space, a hyphen or nothing stands between.
  func unit(_ at: Int) -> (terms: UnitTerms, end: Int)? {
    var start = skipSpace(at)
    if has("-", at) { start = at + 1 }
    if start == at, isUpper(at), !isWordByte(at + 1), !has("W", at), !has("V", at), !has("J", at) {
      // "3D", "5G", "4K" are names.
      return nil
    }
    // "20 {kg}" and "20 (kg)" do not occur in prose; "5 in 2012" does, and "in" is no unit there.
    return measure(start)
  }

  private func append(_ more: UnitTerms, to terms: inout UnitTerms, sign: Int) {
    for term in more.list {
      var term = term
      term.exponent *= sign
      terms.list.append(term)
    }
    if terms.lead.isEmpty { terms.lead = more.lead }
  }

  /// What stands under a stroke: one factor, or several in parentheses.
  private func below(_ start: Int) -> (terms: UnitTerms, end: Int)? {
    guard has("(", start) else { return unitFactor(start, isFirst: false) }
    guard let first = unitFactor(start + 1, isFirst: false) else { return nil }
    var terms = first.terms
    var end = first.end
    while terms.list.count < 5, !has(")", end) {
      guard let next = unitFactor(dotWidth(end).map { end + $0 } ?? skipSpace(end), isFirst: false) else { return nil }
      append(next.terms, to: &terms, sign: 1)
      end = next.end
    }
    return has(")", end) ? (terms, end + 1) : nil
  }

  /// "·", "⋅", "*", and a point between letters.
  private func dotWidth(_ at: Int) -> Int? {
    if matches("·", at: at) { return 2 }
    if matches("⋅", at: at) { return 3 }
    if has("*", at) { return 1 }
    return has(".", at) && isASCIILetter(at + 1) && !isUpper(at + 1) && isASCIILetter(at - 1) && !has(" ", at + 2)
      ? 1 : nil
  }

  /// "m⁻³" after a space, and "kg" before such a one.
  private func joined(_ at: Int) -> (terms: UnitTerms, end: Int)? {
    guard spaceWidth(at) > 0, let next = symbolFactor(skipSpace(at), isFirst: false) else { return nil }
    if next.terms.list.allSatisfy({ $0.exponent < 0 }) { return next }
    guard next.terms.list.count == 1, spaceWidth(next.end) > 0,
      let after = symbolFactor(skipSpace(next.end), isFirst: false), after.terms.list.allSatisfy({ $0.exponent < 0 })
    else { return nil }
    return next
  }

  /// "per second squared", "a year", "per cubic metre".
  private func per(_ at: Int, _ terms: UnitTerms) -> (terms: UnitTerms, end: Int)? {
    guard let link = joinedWord(at), terms.list.allSatisfy({ lexicon.units[$0.unit].dimension != Dimension.none })
    else { return nil }
    let start = has("-", link.end) ? link.end + 1 : skipSpace(link.end)
    guard start > link.end else { return nil }
    if link.is(.per) { return unitFactor(start, isFirst: false) }
    guard link.isOne(of: .a, .an, .each, .every), let next = nameFactor(start), next.terms.list.count == 1 else {
      return nil
    }
    if isBegun(next.end) { return nil }
    let isTime = lexicon.units[next.terms.list[0].unit].dimension?.isTime == true
    let isOfTime = terms.list.contains { lexicon.units[$0.unit].dimension?.isTime == true }
    return isTime && !isOfTime ? next : nil
  }

  private func unitFactor(_ start: Int, isFirst: Bool) -> (terms: UnitTerms, end: Int)? {
    nameFactor(start) ?? symbolFactor(start, isFirst: isFirst)
  }

  // MARK: Names

  /// "square kilometres", "seconds squared", "kilowatt-hours".
  private func nameFactor(_ start: Int) -> (terms: UnitTerms, end: Int)? {
    guard var first = word(start) else { return nil }
    var exponent = 1
    if first.isOne(of: .square, .sq) { exponent = 2 }
    if first.isOne(of: .cubic, .cu) { exponent = 3 }
    if exponent > 1 {
      guard let next = joinedWord(has(".", first.end) ? first.end + 1 : first.end) else { return nil }
      first = next
    }
    guard var named = named(first) else { return nil }
    if let after = nextWord(named.end), exponent == 1, after.isOne(of: .squared, .cubed) {
      exponent = after.is(.squared) ? 2 : 3
      named.end = after.end
    }
    named.term.exponent = exponent
    return (UnitTerms(list: [named.term]), named.end)
  }

  private func named(_ first: Word) -> (term: UnitTerms.Term, end: Int)? {
    if let found = longest(lexicon.unitNames, from: first) {
      let unit = lexicon.units[found.payload]
      return (UnitTerms.Term(unit: found.payload, prefix: 0, exponent: 1, symbol: unit.symbol), found.end)
    }
    guard first.id < 0, first.end - first.start >= 7 else { return nil }
    for prefix in UnitPrefix.all where startsWith(prefix.name, first.start) {
      let rest = plainWord(first.start + prefix.name.utf8.count, limit: Self.longestWord)
      guard rest.end > rest.start, let found = longest(lexicon.unitNames, from: rest) else { continue }
      let unit = lexicon.units[found.payload]
      guard unit.prefixes.contains(prefix.symbol) else { continue }
      let symbol = prefix.symbol + unit.symbol
      return (UnitTerms.Term(unit: found.payload, prefix: prefix.power, exponent: 1, symbol: symbol), found.end)
    }
    return nil
  }

  /// Whether a word begins so, whatever its case.
  private func startsWith(_ text: String, _ at: Int) -> Bool {
    var at = at
    for byte in text.utf8 {
      if self.byte(at) | 0x20 != byte { return false }
      at += 1
    }
    return isASCIILetter(at)
  }

  // MARK: Symbols

  private func symbolFactor(_ start: Int, isFirst: Bool) -> (terms: UnitTerms, end: Int)? {
    var end = start
    while end - start < 12 {
      let width = symbolWidth(end)
      if width == 0 { break }
      end += width
    }
    guard end > start else { return nil }
    if let composed = composed(start, end) { return composed }
    guard let atom = atom(start, end) else { return nil }
    var term = atom
    if let exponent = exponent(end, isFirst: isFirst) {
      term.exponent = exponent.number
      end = exponent.end
    }
    guard !isWordByte(end) else { return nil }
    if term.symbol == "°", let scale = temperatureScale(end) { return scale }
    return (UnitTerms(list: [term]), end)
  }

  /// "100° Celsius"
  private func temperatureScale(_ at: Int) -> (terms: UnitTerms, end: Int)? {
    guard let word = nextWord(at), let found = longest(lexicon.unitNames, from: word),
      ["°C", "°F"].contains(lexicon.units[found.payload].symbol)
    else { return nil }
    let unit = lexicon.units[found.payload]
    return (
      UnitTerms(list: [UnitTerms.Term(unit: found.payload, prefix: 0, exponent: 1, symbol: unit.symbol)]), found.end
    )
  }

  /// How many bytes one character has that symbols are made of.
  private func symbolWidth(_ at: Int) -> Int {
    if isASCIILetter(at) || has("%", at) { return 1 }
    switch byte(at) {
    case 0xC2: return byte(at + 1) == 0xB0 || byte(at + 1) == 0xB5 || byte(at + 1) == 0xBA ? 2 : 0
    case 0xC3: return byte(at + 1) == 0x85 ? 2 : 0
    case 0xCE: return byte(at + 1) == 0xA9 || byte(at + 1) == 0xBC ? 2 : 0
    case 0xCF: return byte(at + 1) == 0x83 ? 2 : 0
    case 0xE2:
      let pair = UInt16(byte(at + 1)) << 8 | UInt16(byte(at + 2))
      switch pair {
      // ′ ″ ‰ ℃ ℉ Ω ℓ ☉ ⊙ ⊕
      case 0x80B2, 0x80B3, 0x80B0, 0x8483, 0x8489, 0x84A6, 0x8493, 0x9889, 0x8A99, 0x8A95: return 3
      default: return 0
      }
    default: return 0
    }
  }

  /// A symbol that stands for several, or is written with a stroke, a point or a space: "kph", "b/d", "mm Hg".
  private func composed(_ start: Int, _ end: Int) -> (terms: UnitTerms, end: Int)? {
    var longer = end
    if has("/", end) || has(".", end) {
      longer += 1
      while longer - start < 8, isASCIILetter(longer) || has(".", longer) { longer += 1 }
    } else if has(" ", end), isASCIILetter(end + 1) {
      longer += 1
      while longer - start < 8, isASCIILetter(longer) { longer += 1 }
    }
    for end in longer > end ? [longer, end] : [end] where !isWordByte(end) {
      guard let meaning = meaning(start, end) else { continue }
      if meaning >= 0 {
        guard end == longer, longer > start, symbolWidth(end - 1) == 0 || end != longer || hasGap(start, end) else {
          continue
        }
        let unit = lexicon.units[meaning]
        return (UnitTerms(list: [UnitTerms.Term(unit: meaning, prefix: 0, exponent: 1, symbol: unit.symbol)]), end)
      }
      return reread(lexicon.composedSymbols[-1 - meaning]).map { ($0, end) }
    }
    return nil
  }

  private func hasGap(_ start: Int, _ end: Int) -> Bool {
    (start..<end).contains { has(" ", $0) || has("/", $0) || has(".", $0) }
  }

  /// The terms of a symbol that the table spells out.
  private func reread(_ symbol: String) -> UnitTerms? {
    var text = symbol[...]
    var lead = ""
    if let space = text.firstIndex(of: " "), text[..<space].hasSuffix("illion") {
      lead = String(text[..<space])
      text = text[text.index(after: space)...]
    }
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
      let scanner = Scanner(
        bytes: bytes,
        range: 0..<bytes.count,
        style: style,
        words: words,
        infos: infos,
        lexicon: lexicon
      )
      guard var terms = scanner.plainMeasure() else { return nil }
      terms.lead = lead
      return terms
    }
  }

  /// A whole range of symbols with strokes, none of them composed.
  private func plainMeasure() -> UnitTerms? {
    var terms = UnitTerms()
    var at = 0
    var sign = 1
    while at < range.upperBound {
      var end = at
      while symbolWidth(end) > 0 { end += symbolWidth(end) }
      guard end > at, var term = atom(at, end) else { return nil }
      if let exponent = exponent(end, isFirst: true) {
        term.exponent = exponent.number
        end = exponent.end
      }
      term.exponent *= sign
      terms.list.append(term)
      sign = -1
      at = end + 1
    }
    return terms
  }

  /// One symbol with its prefix, or without.
  private func atom(_ start: Int, _ end: Int) -> UnitTerms.Term? {
    if let meaning = meaning(start, end), meaning >= 0 {
      let unit = lexicon.units[meaning]
      if unit.isReadBare { return UnitTerms.Term(unit: meaning, prefix: 0, exponent: 1, symbol: unit.symbol) }
    }
    for prefix in UnitPrefix.all {
      let width = prefixWidth(prefix, start)
      guard width > 0, start + width < end, let meaning = meaning(start + width, end), meaning >= 0 else { continue }
      let unit = lexicon.units[meaning]
      guard unit.prefixes.contains(prefix.symbol) else { continue }
      let written = String(decoding: bytes[(start + width)..<end], as: UTF8.self)
      let symbol = prefix.symbol + (written == "yr" ? "yr" : unit.symbol)
      return UnitTerms.Term(unit: meaning, prefix: prefix.power, exponent: 1, symbol: symbol)
    }
    return nil
  }

  private func prefixWidth(_ prefix: UnitPrefix, _ at: Int) -> Int {
    if prefix.symbol == "µ" { return matches("µ", at: at) || matches("\u{3BC}", at: at) ? 2 : 0 }
    return byte(at) == prefix.symbol.utf8.first ? 1 : 0
  }

  private func meaning(_ start: Int, _ end: Int) -> Int? {
    guard end - start <= 12 else { return nil }
    var hash: UInt64 = 0
    for at in start..<end { hash = ByteTable.add(byte(at), to: hash) }
    let entry = lexicon.unitSymbols.pointers {
      $0.find(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), hash: ByteTable.finish(hash))
    }
    return entry >= 0 ? Int(lexicon.unitSymbolMeanings[entry]) : nil
  }

  /// "²", "⁻³", "^2", "2" as in "km2", and "-1" as in "m s-1".
  private func exponent(_ at: Int, isFirst: Bool) -> (number: Int, end: Int)? {
    if let written = superscript(at), (-9...9).contains(written.number), written.number != 0 { return written }
    if has("^", at) {
      let negative = dashWidth(at + 1)
      guard let number = digits(at + 1 + negative, atMost: 1), number.number > 0 else { return nil }
      return (negative > 0 ? -number.number : number.number, number.end)
    }
    if isDigit(at), !isWordByte(at + 1), has("2", at) || has("3", at) {
      return (Int(byte(at) - UInt8(ascii: "0")), at + 1)
    }
    let dash = dashWidth(at)
    if !isFirst, dash > 0, isDigit(at + dash), !isWordByte(at + dash + 1), let number = digits(at + dash, atMost: 1),
      (1...4).contains(number.number)
    {
      return (-number.number, number.end)
    }
    return nil
  }
}
