/// Reads the data into tables.
struct LexiconBuilder {
  var words = ByteTable(capacity: 2048)
  var infos: [WordInfo] = []
  var singulars: [Int: String] = [:]
  var units: [UnitDefinition] = []
  var unitSymbols = ByteTable(capacity: 512)
  var unitSymbolMeanings: [Int32] = []
  var composedSymbols: [String] = []
  var unitNames = PhraseTable(capacity: 1024)
  var currencies: [Lexicon.Currency] = []
  var currencyNames = PhraseTable(capacity: 1024)
  var currencySymbols: [(symbol: [UInt8], currency: Int)] = []
  var countries: [Int: (shared: Int, code: String)] = [:]
  /// The number of the first word that is only marked.
  var firstMark = 0
  var modifiers = PhraseTable(capacity: 256)
  /// What is wrong with the data: a bad entry is left out, and of doubled ones the last counts.
  private(set) var faults: [LexiconFault] = []
  /// What each table has said so far.
  private var said: Set<[UInt8]> = []

  let language: any LexiconLanguage

  init(_ language: any LexiconLanguage) {
    self.language = language
    for keyword in language.keywords { _ = id(keyword) }
  }

  /// The number of a word; a new one where it was not there. All letters are folded by one bit, as the scanner folds them.
  mutating func id(_ word: some StringProtocol) -> Int {
    let id = words.insert(word.utf8.map { $0 | 0x20 })
    if id == infos.count { infos.append(WordInfo()) }
    return id
  }

  /// Says that an entry cannot be used.
  mutating func fault(_ table: String, _ entry: some StringProtocol, _ reason: String) {
    faults.append(LexiconFault(table: table, entry: String(entry), reason: reason))
  }

  /// Remembers what a table says, and that it said so before.
  /// - Parameter entry: as it is written, where it is more than the name.
  mutating func note(_ name: some StringProtocol, in table: String, _ entry: Substring? = nil) {
    // By bytes: the ohm sign and the letter omega are two symbols.
    guard !said.insert(Array(table.utf8) + [0] + Array(name.utf8)).inserted else { return }
    fault(table, entry ?? Substring(name), entry == nil ? "is there twice" : "says \"\(name)\" again")
  }

  /// Reads entries of a word and a number.
  mutating func each(_ table: String, _ data: StaticString, _ body: (inout WordInfo, Int) -> Void) {
    for entry in data.parts("|") {
      let parts = entry.fields(" ", keepingEmpty: false)
      guard parts.count == 2, let number = Int8(parts[1]).map(Int.init) else {
        fault(table, entry, "want a word and a number from -128 to 127")
        continue
      }
      note(parts[0], in: table, entry)
      body(&infos[id(parts[0])], number)
    }
  }

  /// The numbers of a phrase's words.
  mutating func phrase(_ text: some StringProtocol) -> [Int] {
    Substring(text).utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }.map { id(Substring($0)) }
  }
}
