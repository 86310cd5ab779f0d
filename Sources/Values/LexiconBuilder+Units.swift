extension LexiconBuilder {
  /// Reads the units.
  mutating func addUnits() {
    addUnits("UnitData.physics", UnitData.physics)
    addUnits("UnitData.others", UnitData.others)
    addComposed("UnitData.composed", UnitData.composed)
  }

  mutating func addUnits(_ table: String, _ data: StaticString) {
    for line in data.parts("\n") {
      let unit: UnitDefinition
      do throws(UnitLineError) {
        unit = try UnitDefinition(line)
      } catch {
        fault(table, line, error.reason)
        continue
      }
      units.append(unit)
      for symbol in [Substring(unit.symbol)] + unit.aliases { addSymbol(symbol, Int32(units.count - 1), line) }
      for name in unit.names { addName(name, units.count - 1, line) }
    }
  }

  /// Symbols that stand for several.
  mutating func addComposed(_ table: String, _ data: StaticString) {
    for line in data.parts("\n") {
      let parts = line.fields("|", keepingEmpty: false)
      guard parts.count == 2 else {
        fault(table, line, "has \(parts.count) fields, want a symbol and what it stands for")
        continue
      }
      composedSymbols.append(String(parts[1]))
      addSymbol(parts[0], -Int32(composedSymbols.count), line)
    }
  }

  private mutating func addSymbol(_ symbol: Substring, _ meaning: Int32, _ line: Substring) {
    note(symbol, in: "the symbols of UnitData", line)
    let entry = unitSymbols.insert(Array(symbol.utf8))
    if entry == unitSymbolMeanings.count {
      unitSymbolMeanings.append(meaning)
    } else {
      unitSymbolMeanings[entry] = meaning
    }
  }

  /// A name with its plural, and both in American spelling.
  private mutating func addName(_ entry: Substring, _ unit: Int, _ line: Substring) {
    let parts = entry.fields(":", keepingEmpty: false)
    guard let singular = parts.first.map(String.init), parts.count <= 2 else {
      return fault(
        "the names of UnitData",
        line,
        "has the name \"\(entry)\", want a singular and, after one :, a plural"
      )
    }
    note(singular, in: "the names of UnitData", line)
    let plural = parts.count > 1 ? String(parts[1]) : Self.plural(singular)
    for name in [singular, plural] {
      for spelling in Set([name, Self.americanised(name)]) { unitNames.insert(phrase(spelling), unit) }
    }
  }

  private static func americanised(_ name: String) -> String {
    name.split(separator: " ").map { word in
      for (british, american) in [("metre", "meter"), ("litre", "liter"), ("metres", "meters"), ("litres", "liters")]
      where word.hasSuffix(british) {
        return word.dropLast(british.utf8.count) + american
      }
      return word == "gramme" ? "gram" : String(word)
    }.joined(separator: " ")
  }

  /// The plural of the noun that can take one: the last before "per", "of" and their like.
  static func plural(_ name: String) -> String {
    var words = name.split(separator: " ").map(String.init)
    let bound =
      words.firstIndex {
        ["per", "an", "a", "of", "celsius", "fahrenheit", "centigrade", "rankine", "brix", "c", "f", "peak"].contains(
          $0
        )
      } ?? words.count
    guard bound > 0 else { return name }
    let noun = words[bound - 1]
    if noun.hasSuffix("y"), !noun.hasSuffix("ay"), !noun.hasSuffix("ey"), !noun.hasSuffix("oy") {
      words[bound - 1] = String(noun.dropLast()) + "ies"
    } else if noun.hasSuffix("s") || noun.hasSuffix("ch") || noun.hasSuffix("x") || noun.hasSuffix("sh") {
      words[bound - 1] = noun + "es"
    } else {
      words[bound - 1] = noun + "s"
    }
    return words.joined(separator: " ")
  }

  mutating func addCurrencies() {
    var codes: [Substring: Int] = [:]
    for line in CurrencyData.table.parts("\n") {
      let fields = line.fields("|")
      guard (2...3).contains(fields.count), fields[0].utf8.count == 3 else {
        fault("CurrencyData.table", line, "want a code of three letters, names and minor units")
        continue
      }
      note(fields[0], in: "CurrencyData.table", line)
      let index = currencies.count
      codes[fields[0]] = index
      let minor = fields.count > 2 ? fields[2].fields(",", keepingEmpty: false) : []
      let places = minor.first.flatMap { Int($0) }
      if !minor.isEmpty, places == nil {
        fault("CurrencyData.table", line, "has the places \"\(minor[0])\", want a number")
      }
      currencies.append(Lexicon.Currency(code: String(fields[0]), places: places ?? 0))
      let code = id(fields[0].lowercased())
      infos[code].currency = Int16(index)
      for name in fields[1].fields(",", keepingEmpty: false) { addCurrencyName(name, index * 2, line) }
      for name in minor.dropFirst() { addCurrencyName(name, index * 2 + 1, line) }
    }
    if let yuan = codes["CNY"] { infos[id("rmb")].currency = Int16(yuan) }
    for word in CurrencyData.words.parts(" ") {
      note(word, in: "CurrencyData.words")
      infos[id(word.lowercased())].flags.insert(.alsoWord)
    }
    for entry in CurrencyData.symbols.parts("|") {
      guard let space = entry.lastIndex(of: " "), let index = codes[entry[entry.index(after: space)...]] else {
        fault("CurrencyData.symbols", entry, "want a symbol and the code of a currency")
        continue
      }
      note(entry[..<space], in: "CurrencyData.symbols", entry)
      currencySymbols.append((Array(entry[..<space].utf8), index))
    }
  }

  /// A name whose payload is twice the currency's number, and one more for a minor unit.
  private mutating func addCurrencyName(_ entry: Substring, _ payload: Int, _ line: Substring) {
    let parts = entry.fields(":", keepingEmpty: false)
    guard let singular = parts.first.map(String.init), parts.count <= 2 else {
      return fault("CurrencyData.table", line, "has the name \"\(entry)\", want a singular and, after one :, plurals")
    }
    note(singular, in: "the names of CurrencyData", line)
    let plurals = parts.count > 1 ? parts[1].fields("/", keepingEmpty: false).map(String.init) : [Self.plural(singular)]
    for name in [singular] + plurals { currencyNames.insert(phrase(name), payload) }
  }
}
