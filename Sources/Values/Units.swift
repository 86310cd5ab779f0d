/// Units of measure: symbols as written, and names in words, each with its standard symbol (after UCUM, in its printed forms).
enum Units {
  /// Exact, with regard to case.
  static let symbols: [String: String] = {
    var table: [String: String] = [:]
    let own = [
      "%", "‰", "mm", "cm", "m", "km", "nm", "µm", "mi", "ft", "yd", "AU", "ly", "pc", "kpc", "Mpc", "Gpc", "m²", "km²",
      "cm²", "mm²",
      "ha", "m³", "km³", "cm³", "l", "L", "ml", "mL", "hl", "g", "kg", "mg", "µg", "ng", "t", "kt", "Mt", "Gt", "lb",
      "oz", "s", "ms",
      "ns", "µs", "min", "h", "Hz", "kHz", "MHz", "GHz", "THz", "m/s", "km/h", "km/s", "mph", "m/s²", "m³/s", "m³/h",
      "l/s", "N", "kN", "MN",
      "Pa", "hPa",
      "kPa", "MPa", "GPa", "bar", "mbar", "atm", "J", "kJ", "MJ", "GJ", "TJ", "PJ", "EJ", "cal", "kcal", "W", "kW",
      "MW", "GW",
      "TW", "Wh", "kWh", "MWh", "GWh", "TWh", "kWp", "MWp", "eV", "keV", "MeV", "GeV", "TeV", "V", "kV", "mV", "mA",
      "Ω", "kΩ", "F",
      "T", "K", "°C", "°F", "°", "mol", "mmol", "ppm", "ppb", "dB", "lx", "lm", "cd", "Bq", "Sv", "mSv", "Gy", "bit",
      "kB", "MB",
      "GB", "TB", "PB", "Mbit/s", "Gbit/s", "kg/m³", "g/cm³", "mg/l", "mg/L", "µg/m³", "g/l", "mg/kg", "g/km", "kWh/m²",
      "W/m²",
      "σ", "mmHg", "t/ha", "TEU", "MMBtu", "Btu", "pH", "bbl", "boe", "toe", "Mtoe", "rpm", "kg/ha", "mg/dl", "mg/dL",
    ]
    for unit in own { table[unit] = unit }
    let spelled = [
      "μm": "µm", "μg": "µg", "μs": "µs", "μg/m³": "µg/m³", "m3/s": "m³/s", "km2": "km²", "m2": "m²", "m3": "m³",
      "km3": "km³",
      "cm2": "cm²",
      "cm3": "cm³", "sq km": "km²", "kph": "km/h", "kmh": "km/h", "hr": "h", "hrs": "h", "mins": "min", "secs": "s",
      "sec": "s",
      "kms": "km", "kgs": "kg", "tonnes": "t", "lbs": "lb", "ºC": "°C", "℃": "°C", "mi²": "mi²", "g/cm3": "g/cm³",
      "kg/m3": "kg/m³",
      "pc.": "pc", "pct": "%", "percent": "%", "p.p.": "percentage point", "pp": "percentage point", "m/s2": "m/s²",
      "mt": "t",
      "bpd": "bbl/day", "b/d": "bbl/day", "mb/d": "Mbbl/day", "bcm": "billion m³",
    ]
    table.merge(spelled) { _, new in new }
    return table
  }()

  /// In lower case, words parted by one space, in the singular; the plural is made by rule.
  static let names: [String: String] = {
    let singular = [
      "percent": "%", "per cent": "%", "percentage point": "percentage point", "basis point": "basis point",
      "millimetre": "mm", "centimetre": "cm", "metre": "m", "kilometre": "km", "nanometre": "nm", "micrometre": "µm",
      "mile": "mi",
      "yard": "yd", "nautical mile": "nmi", "inch": "in", "light year": "ly", "parsec": "pc", "megaparsec": "Mpc",
      "kiloparsec": "kpc", "astronomical unit": "AU", "square metre": "m²", "square kilometre": "km²",
      "square mile": "mi²",
      "square foot": "ft²", "hectare": "ha", "acre": "acre", "cubic metre": "m³", "cubic kilometre": "km³",
      "cubic centimetre": "cm³", "cubic foot": "ft³", "litre": "l", "gallon": "gal", "barrel": "bbl", "gram": "g",
      "kilogram": "kg", "milligram": "mg", "microgram": "µg", "tonne": "t", "metric ton": "t", "ton": "ton",
      "kilotonne": "kt",
      "megatonne": "Mt", "gigatonne": "Gt", "ounce": "oz", "second": "s", "millisecond": "ms", "microsecond": "µs",
      "nanosecond": "ns", "minute": "min", "hour": "h", "day": "day", "week": "week", "month": "month", "year": "year",
      "decade": "decade", "century": "century", "hertz": "Hz", "kilohertz": "kHz", "megahertz": "MHz",
      "gigahertz": "GHz",
      "kilometre per hour": "km/h", "kilometre an hour": "km/h", "mile per hour": "mph", "metre per second": "m/s",
      "kilometre per second": "km/s", "newton": "N", "pascal": "Pa", "hectopascal": "hPa", "kilopascal": "kPa",
      "megapascal": "MPa", "joule": "J", "kilojoule": "kJ", "megajoule": "MJ", "calorie": "cal", "kilocalorie": "kcal",
      "watt": "W",
      "kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "terawatt": "TW", "watt hour": "Wh", "kilowatt hour": "kWh",
      "megawatt hour": "MWh", "gigawatt hour": "GWh", "terawatt hour": "TWh", "electronvolt": "eV",
      "kiloelectronvolt": "keV",
      "megaelectronvolt": "MeV", "gigaelectronvolt": "GeV", "teraelectronvolt": "TeV", "volt": "V", "kilovolt": "kV",
      "ampere": "A",
      "ohm": "Ω", "tesla": "T", "kelvin": "K", "degree celsius": "°C", "degree fahrenheit": "°F",
      "degree centigrade": "°C",
      "degree": "°", "mole": "mol", "part per million": "ppm", "part per billion": "ppb", "decibel": "dB",
      "lumen": "lm",
      "becquerel": "Bq", "sievert": "Sv", "byte": "B", "kilobyte": "kB", "megabyte": "MB", "gigabyte": "GB",
      "terabyte": "TB",
      "solar mass": "solar mass", "sigma": "sigma", "foot": "ft", "tonne of oil equivalent": "toe",
      "barrel per day": "bbl/day",
      "barrel a day": "bbl/day", "carat": "ct", "knot": "kn",
    ]
    var table: [String: String] = [:]
    for (name, symbol) in singular {
      // American spelling, and the plural of the first noun that can take one.
      for spelling in Set([name, americanised(name)]) {
        table[spelling] = symbol
        table[plural(spelling)] = symbol
      }
    }
    table["feet"] = "ft"
    table["square feet"] = "ft²"
    table["cubic feet"] = "ft³"
    return table
  }()

  /// Units that time is counted in.
  static let ofTime: Set<String> = [
    "s", "ms", "µs", "ns", "min", "h", "day", "week", "month", "year", "decade", "century",
  ]

  private static func americanised(_ name: String) -> String {
    name.split(separator: " ").map { word in
      word.hasSuffix("metre") || word.hasSuffix("litre") ? String(word.dropLast(2)) + "er" : String(word)
    }.joined(separator: " ")
  }

  private static func plural(_ name: String) -> String {
    var words = name.split(separator: " ").map(String.init)
    let bound =
      words.firstIndex { ["per", "an", "a", "of", "celsius", "fahrenheit", "centigrade"].contains($0) } ?? words.count
    guard bound > 0 else { return name }
    let noun = words[bound - 1]
    words[bound - 1] =
      noun.hasSuffix("y") && noun != "day"
      ? String(noun.dropLast()) + "ies" : noun.hasSuffix("s") || noun.hasSuffix("ch") ? noun + "es" : noun + "s"
    return words.joined(separator: " ")
  }
}

extension Scanner {
  /// The unit after a number, a space or a hyphen between or neither.
  func unit(_ at: Int) -> (unit: String, end: Int)? {
    var start = skipSpace(at)
    if byte(at) == UInt8(ascii: "-") { start = at + 1 }
    guard var found = unitName(start) ?? unitSymbol(start) else { return nil }
    // "4 W a year", "6.3 billion barrels per day".
    if let link = nextWord(found.end), link.text == "per" || link.text == "a" || link.text == "an" {
      if let period = nextWord(link.end),
        ["year", "day", "hour", "second", "minute", "month", "week", "capita"].contains(period.text),
        !Units.ofTime.contains(found.unit), found.unit != "%"
      {
        found = (found.unit + "/" + (Units.names[period.text].map { $0 } ?? period.text), period.end)
      }
    }
    return found
  }

  private func unitName(_ start: Int) -> (unit: String, end: Int)? {
    guard let first = word(start) else { return nil }
    var name = first.text
    var end = first.end
    var best = Units.names[name].map { ($0, end) }
    for _ in 0..<3 {
      let next = byte(end) == UInt8(ascii: "-") ? end + 1 : skipSpace(end)
      guard next > end, let word = word(next) else { break }
      name += " " + word.text
      end = word.end
      if let symbol = Units.names[name] { best = (symbol, end) }
    }
    // "second" is an ordinal more often than a time after a number: "2 second places" does not occur in prose that means seconds.
    return best.map { (unit: $0.0, end: $0.1) }
  }

  private func unitSymbol(_ start: Int) -> (unit: String, end: Int)? {
    var end = start
    while end - start < 16 {
      let byte = byte(end)
      if byte <= 0x20 || ",;:()[]\"".utf8.contains(byte) || dashWidth(end) > 0 || spaceWidth(end) > 0 { break }
      end += 1
    }
    while end > start, byte(end - 1) == UInt8(ascii: ".") { end -= 1 }
    while end > start, matches("\u{2019}", at: end - 3) || matches("\u{201D}", at: end - 3) { end -= 3 }
    guard end > start else { return nil }
    let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    return Units.symbols[text].map { ($0, end) }
  }
}
