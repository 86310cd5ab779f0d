/// Whether the letters of one name are the first letters of the words of another: `IBM` of `International Business
/// Machines`.
///
/// It says that a text may define the acronym, not that it does: many names share their first letters. Every word
/// gives its letter, in order; small words (of, and, the) and legal forms may be left out. At least two letters, and
/// capitals.
/// - Parameters:
///   - short: as it is written; full stops are ignored.
///   - long: the name in full.
public func isAcronym(_ short: String, of long: String) -> Bool {
  guard short.utf8.count <= 64, long.utf8.count <= NormalName.longestCompared else { return false }
  let marks: Set<Unicode.Scalar> = [".", "&", "-", "/", " "]
  let written = short.unicodeScalars.filter { !marks.contains($0) }
  let capitals = written.filter(\.properties.isUppercase).count
  guard capitals >= 2, capitals * 2 > written.count else { return false }
  let letters = Transliteration.latin(written.flatMap(Folding.folded))
  let tokens = NameToken.all(of: long, kind: .other)
  guard tokens.count > 1 else { return false }
  // Legal forms may take part: TSMC is the Taiwan Semiconductor Manufacturing Company.
  var strip = NameStripper(tokens: tokens, kind: .organisation)
  strip.run()
  return spells(letters, tokens) || spells(letters, strip.tokens)
}

private let smallWords: Set<String> = [
  "of", "and", "the", "for", "in", "on", "to", "at", "by", "a", "an", "de", "del", "della", "di", "des", "du", "la",
  "le",
  "les", "et", "und", "der", "die", "das", "fur", "van", "von", "y", "e", "da", "do", "i", "v",
]

private func spells(_ letters: [Unicode.Scalar], _ tokens: [NameToken]) -> Bool {
  // The letters that may have been used up after each word.
  var used: Set<Int> = [0]
  for token in tokens {
    var next: Set<Int> = smallWords.contains(token.text) ? used : []
    for count in used where count < letters.count && token.scalars.first == letters[count] { next.insert(count + 1) }
    used = next
    if used.isEmpty { return false }
  }
  return used.contains(letters.count)
}
