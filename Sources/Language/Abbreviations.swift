/// Words whose point ends no sentence.
enum Abbreviations {
  /// In lower case, without the last point. A sentence never ends after them.
  static let always: Set<String> = [
    "dr", "mr", "mrs", "ms", "prof", "st", "gen", "col", "capt", "lt", "sgt", "rev", "hon", "gov", "sen", "rep", "pres",
    "e.g", "i.e",
    "cf", "vs", "viz", "vol", "vols", "no", "nos", "fig", "figs", "sec", "ch", "ed", "eds", "pp", "p", "approx", "ca",
    "c", "al", "art",
    "messrs", "mt", "ft", "op", "resp", "incl", "dept", "univ",
  ]
  /// A sentence may end after them: it does so where a word follows that sentences begin with.
  static let sometimes: Set<String> = [
    "u.s", "u.k", "u.n", "e.u", "u.s.s.r", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "bros", "a.m", "p.m", "ph.d",
    "d.c", "b.c",
    "a.d", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "est", "plc",
  ]
  /// Words that begin a sentence far more often than they go on one with a capital.
  static let starters: Set<String> = [
    "the", "a", "an", "it", "its", "he", "she", "they", "we", "i", "in", "on", "at", "this", "that", "these", "those",
    "there", "but",
    "and", "however", "for", "from", "by", "as", "if", "when", "while", "after", "before", "since", "his", "her",
    "their", "our", "with",
    "to", "although", "both", "according", "about", "some", "many", "most", "all", "no", "not", "one", "two", "such",
    "under", "during",
  ]

  /// Whether the point after a word belongs to it.
  static func keepsPoint(_ text: TextBytes, _ word: Range<Int>) -> Bool {
    guard word.count <= 8 else { return false }
    let name = text.text(word).lowercased()
    if always.contains(name) {
      // "no" and "art" are words too: as abbreviations a number or a capital follows.
      return text.spaceWidth(word.upperBound + 1) > 0 && name != "no" && name != "art" && name != "fig"
    }
    if sometimes.contains(name), name.contains(".") { return true }
    // "U." of "U.S.": single letters, each with its point.
    guard name.utf8.count == 1 || (name.contains(".") && name.utf8.count <= 7) else { return false }
    let last = word.upperBound - 1
    guard last == word.lowerBound || text.byte(last - 1) == UInt8(ascii: ".") else { return false }
    return text.isWordByte(word.upperBound + 1) || text.isUpper(last)
  }
}
