/// One unit of the table.
struct UnitDefinition: Sendable {
  let symbol: String
  let factor: Ratio?
  /// Where the factor is too large or too small for a ratio, or measured.
  let inexactFactor: Double
  let isExact: Bool
  let offset: Ratio
  /// Nil for what converts into nothing else.
  let dimension: Dimension?
  /// The letters of the prefixes that occur with it.
  let prefixes: String
  /// Whether the symbol stands for the unit without a prefix too.
  let isReadBare: Bool
  let names: [Substring]
  let aliases: [Substring]

  /// Reads a line of ``UnitData``; nil for one that is not of its form.
  init?(_ line: Substring) {
    let fields = line.fields("|")
    guard fields.count == 6 else { return nil }
    symbol = String(fields[0])
    var number = fields[1]
    isExact = !number.hasPrefix("~")
    if !isExact { number = number.dropFirst() }
    let parts = number.fields("@", keepingEmpty: false)
    guard let first = parts.first else { return nil }
    factor = Ratio(first)
    inexactFactor = factor?.double ?? Double(first) ?? 1
    offset = parts.count > 1 ? Ratio(parts[1]) ?? .zero : .zero
    dimension = Dimension(fields[2])
    isReadBare = !fields[3].hasPrefix("!")
    prefixes = String(fields[3].drop { $0 == "!" })
    names = fields[4].fields(",", keepingEmpty: false)
    aliases = fields[5].fields(",", keepingEmpty: false)
  }
}

/// The decimal prefixes.
struct UnitPrefix: Sendable {
  let symbol: String
  let name: String
  let power: Int

  static let all: [UnitPrefix] = [
    UnitPrefix(symbol: "k", name: "kilo", power: 3), UnitPrefix(symbol: "M", name: "mega", power: 6),
    UnitPrefix(symbol: "G", name: "giga", power: 9), UnitPrefix(symbol: "T", name: "tera", power: 12),
    UnitPrefix(symbol: "P", name: "peta", power: 15), UnitPrefix(symbol: "E", name: "exa", power: 18),
    UnitPrefix(symbol: "h", name: "hecto", power: 2), UnitPrefix(symbol: "d", name: "deci", power: -1),
    UnitPrefix(symbol: "c", name: "centi", power: -2), UnitPrefix(symbol: "m", name: "milli", power: -3),
    UnitPrefix(symbol: "µ", name: "micro", power: -6), UnitPrefix(symbol: "n", name: "nano", power: -9),
    UnitPrefix(symbol: "p", name: "pico", power: -12), UnitPrefix(symbol: "f", name: "femto", power: -15),
  ]
}
