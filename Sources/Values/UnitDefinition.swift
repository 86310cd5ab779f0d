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

  /// Reads a line of ``UnitData``.
  init(_ line: Substring) throws(UnitLineError) {
    let fields = line.fields("|")
    guard fields.count == 6 else { throw UnitLineError(reason: "has \(fields.count) fields, want 6") }
    symbol = String(fields[0])
    guard !symbol.isEmpty else { throw UnitLineError(reason: "has no symbol") }
    var number = fields[1]
    isExact = !number.hasPrefix("~")
    if !isExact { number = number.dropFirst() }
    let parts = number.fields("@", keepingEmpty: false)
    let ratio = parts.first.flatMap { Ratio($0) }
    guard (1...2).contains(parts.count), let approximate = ratio?.double ?? Double(parts[0]), approximate > 0,
      approximate.isFinite
    else { throw UnitLineError(reason: "has the factor \"\(fields[1])\", want a number above 0") }
    factor = ratio
    inexactFactor = approximate
    guard let offset = parts.count > 1 ? Ratio(parts[1]) : .zero else {
      throw UnitLineError(reason: "has the offset \"\(parts[1])\", want a number")
    }
    self.offset = offset
    dimension = Dimension(fields[2])
    guard dimension != nil && !fields[2].isEmpty || fields[2] == "-" else {
      throw UnitLineError(reason: "has the dimension \"\(fields[2])\", want letters of base quantities, 1 or -")
    }
    isReadBare = !fields[3].hasPrefix("!")
    prefixes = String(fields[3].drop { $0 == "!" })
    if let letter = prefixes.first(where: { letter in !UnitPrefix.all.contains { $0.symbol == String(letter) } }) {
      throw UnitLineError(reason: "has the prefix \"\(letter)\", which there is not")
    }
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
