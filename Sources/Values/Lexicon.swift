/// Every table of words, built once from the data, flat and only read thereafter.
final class Lexicon: Sendable {
  /// What is wrong with the data; a debug build does not go on with it, and a test says in which line it is.
  let faults: [LexiconFault]
  let words: ByteTable
  let infos: [WordInfo]
  let singulars: [Int: String]

  let units: [UnitDefinition]
  /// Symbols, and ``composed`` ones after them.
  let unitSymbols: ByteTable
  /// For each entry of ``unitSymbols``: a unit's number, or -1 less the number of a composed symbol.
  let unitSymbolMeanings: [Int32]
  let composedSymbols: [String]
  let unitNames: PhraseTable
  let unitCount: Int
  /// What "pc" stands for, but among stars.
  let percent: UnitTerms.Term?
  /// "in", which is a unit only after feet.
  let inch: UnitTerms.Term?

  let currencies: [Currency]
  let currencyNames: PhraseTable
  /// Symbols of money by their first byte.
  let currencySymbols: [[(symbol: [UInt8], currency: Int)]]
  /// The number of the first word that is only marked, and begins nothing.
  let firstMark: Int
  /// Words of a country, by their number: which of the currencies that share a name is its.
  let countries: [Int: (shared: Int, code: String)]
  /// Whether a currency's symbol begins with a byte.
  let beginsSymbol: [Bool]

  let modifiers: PhraseTable

  struct Currency: Sendable {
    var code: String
    /// How many places the minor unit is shifted.
    var places: Int
  }

  init(_ language: any LexiconLanguage) {
    var builder = LexiconBuilder(language)
    language.fill(&builder)
    faults = builder.faults
    assert(builder.faults.isEmpty, builder.faults.map(\.description).joined(separator: "\n"))
    words = builder.words
    infos = builder.infos
    singulars = builder.singulars
    units = builder.units
    unitSymbols = builder.unitSymbols
    unitSymbolMeanings = builder.unitSymbolMeanings
    composedSymbols = builder.composedSymbols
    unitNames = builder.unitNames
    unitCount = units.reduce(0) { $0 + $1.prefixes.count + ($1.isReadBare ? 1 : 0) }
    inch = units.firstIndex { $0.symbol == "in" }.map { UnitTerms.Term(unit: $0, prefix: 0, exponent: 1, symbol: "in") }
    percent = units.firstIndex { $0.symbol == "%" }.map {
      UnitTerms.Term(unit: $0, prefix: 0, exponent: 1, symbol: "%")
    }
    currencies = builder.currencies
    countries = builder.countries
    firstMark = builder.firstMark
    currencyNames = builder.currencyNames
    var begins = Array(repeating: false, count: 256)
    var byByte: [[(symbol: [UInt8], currency: Int)]] = Array(repeating: [], count: 256)
    for entry in builder.currencySymbols {
      guard let first = entry.symbol.first else { continue }
      begins[Int(first)] = true
      byByte[Int(first)].append(entry)
    }
    currencySymbols = byByte
    beginsSymbol = begins
    modifiers = builder.modifiers
  }

  /// Calls a function with what reads some bytes by these tables.
  func withScanner<Result>(
    _ bytes: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    _ style: NumberStyle,
    _ body: (Scanner) -> Result
  ) -> Result {
    words.pointers { words in
      infos.withUnsafeBufferPointer { infos in
        body(Scanner(bytes: bytes, range: range, style: style, words: words, infos: infos, lexicon: self))
      }
    }
  }
}

extension StaticString {
  /// Its parts between separators, empty ones left out.
  func parts(_ separator: Unicode.Scalar) -> [Substring] {
    Substring("\(self)").fields(separator, keepingEmpty: false)
  }
}

extension Substring {
  /// Its parts between separators; by bytes, which is many times faster than by characters.
  func fields(_ separator: Unicode.Scalar, keepingEmpty: Bool = true) -> [Substring] {
    utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: !keepingEmpty).map { Substring($0) }
  }
}
