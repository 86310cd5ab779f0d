extension LexiconBuilder {
  mutating func addUnits() {
    for data in [UnitData.physics, UnitData.others] {
      for line in data.parts("\n") {
        guard let unit = UnitDefinition(line) else { continue }
        units.append(unit)
        for symbol in [Substring(unit.symbol)] + unit.aliases { addSymbol(symbol, Int32(units.count - 1)) }
        for name in unit.names { addName(name, units.count - 1) }
      }
    }
    for line in UnitData.composed.parts("\n") {
      let parts = line.fields("|", keepingEmpty: false)
      guard parts.count == 2 else { continue }
      composedSymbols.append(String(parts[1]))
      addSymbol(parts[0], -Int32(composedSymbols.count))
    }
  }

  private mutating func addSymbol(_ symbol: Substring, _ meaning: Int32) {
    let entry = unitSymbols.insert(Array(symbol.utf8))
    if entry == unitSymbolMeanings.count {
      unitSymbolMeanings.append(meaning)
    } else {
      unitSymbolMeanings[entry] = meaning
    }
  }

  /// A name with its plural, and both in American spelling.
  private mutating func addName(_ entry: Substring, _ unit: Int) {
    let parts = entry.fields(":", keepingEmpty: false)
    guard let singular = parts.first.map(String.init) else { return }
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
      guard fields.count >= 2 else { continue }
      let index = currencies.count
      codes[fields[0]] = index
      let minor = fields.count > 2 ? fields[2].fields(",", keepingEmpty: false) : []
      currencies.append(Lexicon.Currency(code: String(fields[0]), places: minor.first.flatMap { Int($0) } ?? 0))
      let code = id(fields[0].lowercased())
      infos[code].currency = Int16(index)
      for name in fields[1].fields(",", keepingEmpty: false) { addCurrencyName(name, index * 2) }
      for name in minor.dropFirst() { addCurrencyName(name, index * 2 + 1) }
    }
    if let yuan = codes["CNY"] { infos[id("rmb")].currency = Int16(yuan) }
    for word in CurrencyData.words.parts(" ") { infos[id(word.lowercased())].flags.insert(.alsoWord) }
    for entry in CurrencyData.symbols.parts("|") {
      guard let space = entry.lastIndex(of: " "), let index = codes[entry[entry.index(after: space)...]] else {
        continue
      }
      currencySymbols.append((Array(entry[..<space].utf8), index))
    }
  }

  /// A name whose payload is twice the currency's number, and one more for a minor unit.
  private mutating func addCurrencyName(_ entry: Substring, _ payload: Int) {
    let parts = entry.fields(":", keepingEmpty: false)
    guard let singular = parts.first.map(String.init) else { return }
    let plurals = parts.count > 1 ? parts[1].fields("/", keepingEmpty: false).map(String.init) : [Self.plural(singular)]
    for name in [singular] + plurals { currencyNames.insert(phrase(name), payload) }
  }
}
