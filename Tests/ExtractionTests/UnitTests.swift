import Testing

@testable import Values

@Suite struct UnitTests {
  @Test(arguments: [
    (100.0, "°F", "°C", 37.77777777777778), (-40, "°C", "°F", -40), (0, "°C", "K", 273.15), (300, "K", "°C", 26.85),
    (5, "km", "m", 5000), (1, "mi", "km", 1.609344), (60, "mph", "km/h", 96.56064), (36, "km/h", "m/s", 10),
    (6, "ft", "in", 72), (1, "lb", "kg", 0.45359237), (1, "lb", "oz", 16), (2.5, "t", "kg", 2500),
    (1, "kWh", "MJ", 3.6), (1, "cal", "J", 4.184), (1, "bar", "hPa", 1000), (1, "atm", "Pa", 101_325),
    (760, "Torr", "atm", 1), (1, "g/cm³", "kg/m³", 1000), (12, "µg/m³", "mg/m³", 0.012), (1, "bbl", "l", 158.987294928),
    (1, "gal", "l", 3.785411784), (1, "ha", "m²", 10_000), (640, "acre", "mi²", 1),
    (1, "ly", "km", 9_460_730_472_580.8),
    (1, "day", "h", 24), (2, "year", "month", 24), (1, "week", "day", 7), (3, "GB", "MB", 3000),
    (1, "GiB", "B", 1_073_741_824),
    (50, "%", "‰", 500), (25, "basis point", "percentage point", 0.25), (1, "eV", "J", 1.602176634e-19),
    (1, "kn", "km/h", 1.852),
    (180, "°", "turn", 0.5), (8, "J/(kg·K)", "kJ/(kg·K)", 0.008), (1, "kWh/(m²·year)", "Wh/(m²·year)", 1000),
    (1, "m/s²", "km/h²", 12_960),
  ])
  func converts(_ number: Double, _ from: String, _ to: String, _ expected: Double) {
    #expect(Values.convert(number, from: from, to: to) == expected)
  }

  @Test(arguments: [("kg", "m"), ("kg", "person"), ("pH", "m"), ("W", "Wh"), ("nonsense", "m"), ("m", "")])
  func refusesWhatDoesNotMeasureTheSame(_ from: String, _ to: String) {
    #expect(Values.convert(1, from: from, to: to) == nil)
  }

  @Test func convertsMeasuredFactorsNearly() throws {
    let kilograms = try #require(Values.convert(1, from: "solar mass", to: "kg"))
    #expect(abs(kilograms / 1.98841e30 - 1) < 1e-9)
    #expect(Unit("solar mass")?.factor == nil)
    #expect(Values.convert(.infinity, from: "m", to: "km") == nil)
  }

  @Test(arguments: [
    "m", "km²", "kg/m³", "W/m²", "kWh/(m²·year)", "J/(kg·K)", "µg/m³", "mph", "bbl/day", "m³/s", "%", "°C", "GeV", "MΩ",
    "1/s", "percentage point",
  ])
  func readsTheSymbolsThatItWrites(_ symbol: String) throws {
    #expect(try #require(Unit(symbol)).symbol == symbol)
  }

  @Test func hasManyUnits() {
    #expect(Unit.count >= 300)
  }

  @Test func knowsWhatComposedSymbolsStandFor() {
    #expect(Lexicon.shared.composedSymbols.count > 20)
    for symbol in Lexicon.shared.composedSymbols {
      let words = symbol.split(separator: " ", maxSplits: 1)
      let unit = words.count == 2 && words[0].hasSuffix("illion") ? String(words[1]) : symbol
      // Inches are read where they can be nothing else, and "in" by itself is none.
      if unit.hasPrefix("in") { continue }
      #expect(Unit(unit) != nil, "\(symbol)")
    }
  }

  /// Back and forth gives the number again, for units of every dimension.
  @Test(arguments: [
    ("ft", "m"), ("°F", "K"), ("psi", "kPa"), ("hp", "kW"), ("acre", "ha"), ("st", "kg"), ("nmi", "mi"), ("Btu", "kJ"),
  ])
  func goesBack(_ one: String, _ other: String) throws {
    for number in [0.0, 1, 12.5, -3, 1e6, 0.001] {
      let there = try #require(Values.convert(number, from: one, to: other))
      let back = try #require(Values.convert(there, from: other, to: one))
      #expect(abs(back - number) <= abs(number) * 1e-12 + 1e-9)
    }
  }
}
