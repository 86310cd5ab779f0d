/// A product of powers of units, in the order in which it was written.
struct UnitTerms: Sendable {
  struct Term: Sendable {
    /// Index into the table.
    var unit: Int
    /// Power of ten.
    var prefix: Int
    var exponent: Int
    /// The symbol with its prefix.
    var symbol: String
  }

  var list: [Term] = []
  /// A word before it that the symbol has kept: "billion m³".
  var lead = ""

  /// `kg/m³`: what is multiplied, and after a stroke what is divided by.
  var symbol: String {
    if list.count == 1, list[0].exponent == 1, lead.isEmpty { return list[0].symbol }
    let above = list.filter { $0.exponent > 0 }.map(Self.power)
    let below = list.filter { $0.exponent < 0 }.map(Self.power)
    var text = above.isEmpty ? "1" : above.joined(separator: "·")
    if below.count == 1 { text += "/" + below[0] }
    if below.count > 1 { text += "/(" + below.joined(separator: "·") + ")" }
    if text == "mi/h" { text = "mph" }
    if above.isEmpty, below == ["s"] { return "1/s" }
    return lead.isEmpty ? text : lead + " " + text
  }

  private static func power(_ term: Term) -> String {
    switch term.exponent.magnitude {
    case 1: term.symbol
    case 2: term.symbol + "²"
    case 3: term.symbol + "³"
    case 4: term.symbol + "⁴"
    default: term.symbol + "^\(term.exponent.magnitude)"
    }
  }
}
