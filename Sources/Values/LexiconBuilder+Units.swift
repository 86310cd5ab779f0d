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

  /// A name with its plural, and both in their other spellings.
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
    let plural = parts.count > 1 ? String(parts[1]) : language.plural(singular)
    for name in [singular, plural] {
      for spelling in language.spellings(name) { unitNames.insert(phrase(spelling), unit) }
    }
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
    let plurals =
      parts.count > 1 ? parts[1].fields("/", keepingEmpty: false).map(String.init) : [language.plural(singular)]
    for name in [singular] + plurals { currencyNames.insert(phrase(name), payload) }
  }
}
