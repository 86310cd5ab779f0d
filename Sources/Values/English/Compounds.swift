/// Amounts of two units: "5 ft 2 in", "2 hours and 5 minutes", "3 dollars 50 cents".
extension Scanner {
  /// Takes the smaller units that follow a larger one; the sum is in the smallest.
  func join(_ part: inout Part) {
    for _ in 0..<3 {
      guard let term = part.term, part.power == nil, part.number.quotient == nil || part.joined != nil,
        let next = smaller(part.end, than: term), let sum = sum(part, next)
      else { return }
      part.joined = sum
      part.unit = next.term.symbol
      part.term = next.term
      part.end = next.end
    }
  }

  private func sum(_ part: Part, _ next: (value: Double, term: UnitTerms.Term, end: Int)) -> Double? {
    guard let term = part.term, part.value >= 0, part.value == part.value.rounded() else { return nil }
    let larger = Unit(UnitTerms(list: [term]))
    let lesser = Unit(UnitTerms(list: [next.term]))
    guard larger.dimension != nil, let whole = larger.convert(part.value, to: lesser),
      let one = larger.convert(1, to: lesser), one > 1, next.value < one
    else { return nil }
    return whole + next.value
  }

  private func smaller(_ at: Int, than term: UnitTerms.Term) -> (value: Double, term: UnitTerms.Term, end: Int)? {
    let dimension = lexicon.units[term.unit].dimension
    guard dimension != Dimension.none, dimension != nil else { return nil }
    var start = skipSpace(at)
    if has(",", start) { start = skipSpace(start + 1) }
    if let link = word(start), link.is(.and) { start = skipSpace(link.end) }
    guard isDigit(start) || (word(start).map { info($0).small > 0 } ?? false),
      let number = number(start) ?? numberWords(start), number.quotient == nil, number.value < 10_000
    else { return nil }
    // "in" is no unit but after feet.
    let next = skipSpace(number.end)
    if term.symbol == "ft", matches("in", at: next), !isWordByte(next + 2), let inch = lexicon.inch {
      return (number.value, inch, has(".", next + 2) && !isUpper(skipSpace(next + 3)) ? next + 3 : next + 2)
    }
    guard let unit = unit(number.end), unit.terms.list.count == 1, unit.terms.list[0].exponent == 1,
      unit.terms.lead.isEmpty, unit.terms.list[0].unit != term.unit || unit.terms.list[0].prefix != term.prefix,
      lexicon.units[unit.terms.list[0].unit].dimension == dimension
    else { return nil }
    return (number.value, unit.terms.list[0], unit.end)
  }

  /// "3 dollars 50 cents", "3 dollars and 50 cents".
  func joinMinor(_ part: inout Part) {
    guard part.power == nil, part.number.quotient == nil, part.number.decimal.exponent == 0 else { return }
    var start = skipSpace(part.end)
    if let link = word(start), link.is(.and) { start = skipSpace(link.end) }
    guard start > part.end, let number = number(start) ?? numberWords(start), number.quotient == nil,
      number.value < 100,
      let minor = currencyAfter(number.end), minor.places == 2,
      minor.code == part.unit || (minor.code == "USD" && part.unit?.hasSuffix("D") == true)
        || (minor.code == "USD" && part.unit == "EUR")
    else { return }
    part.number.decimal = part.number.decimal.plus(number.decimal.scaled(by: -2))
    part.end = minor.end
  }
}
