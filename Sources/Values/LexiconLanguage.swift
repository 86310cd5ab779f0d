/// What the tables of words have to be told of a language.
protocol LexiconLanguage: Sendable {
  /// The words that its grammars name; the number of a word in the lexicon is its place here.
  var keywords: [String] { get }
  /// The plural of a unit's or a currency's name: "kilometres per hour".
  func plural(_ name: String) -> String
  /// A name in each of its spellings, its own among them: "metre", "meter".
  func spellings(_ name: String) -> Set<String>
  /// Reads all tables, those of units and currencies with its words between them.
  func fill(_ builder: inout LexiconBuilder)
}
