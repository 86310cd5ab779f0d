import Model

/// Whether a text says which characters it is: fonts without a map of their glyphs print well, and read as nonsense.
struct Legibility {
  /// Characters of all kinds, and those that nothing says the meaning of.
  private var characters = 0
  private var unknown = 0
  /// Characters that are numbers of glyphs.
  private var numbers = 0
  fileprivate var numbered = Tally()
  /// Words of fonts that do not say which characters their glyphs are, and of the others.
  fileprivate var unmapped = Tally()
  fileprivate var mapped = Tally()

  fileprivate struct Tally {
    /// Words of three or more letters from A to Z.
    var words = 0
    /// Of them, those that no language writes: `AeKnapai`, `Hanorosas:t`, `xzvtq`.
    var odd = 0
    /// Of all words, those that every text has.
    var common = 0
  }

  /// Words that are in every text of some length in the languages that are written with these letters.
  fileprivate static let common: Set<[UInt8]> = Set(
    """
    the of and to in is that for on with as by at from this be are or an it was not you we have all
    de la el los las en que un una por con para del se le les des et du est dans pour une sur au aux il elle ce
    der die das und ist von zu mit den dem ein eine auf nicht sich im für als auch
    di il che per non una della dei gli nel con sono alla do da em os um uma não com ao dos
    het een van te dat op zijn met voor niet og det er som på av til en att i är för med den och inte
    i w z na nie się do to jest a v je se že ve s o si za és az hogy nem ja ei on että oli
    ve bir bu için ile da de yang dan di ini untuk pada dengan
    """.split { $0.isWhitespace }.map { Array($0.utf8) }
  )

  mutating func count(_ words: [Word]) {
    for word in words {
      let letters = LineText.letters(word.text)
      characters += word.text.count
      unknown += Self.unknown(in: word.text) * 3
      if word.isNumbered {
        numbers += word.text.count
        if numbered.words < 5000 { numbered.add(word.text) }
      }
      guard letters > 0 else { continue }
      var tally = word.isMapped ? mapped : unmapped
      // A few thousand words tell as much as all.
      guard tally.words < 5000 else { continue }
      tally.add(word.text)
      if word.isMapped { mapped = tally } else { unmapped = tally }
    }
  }

  private static func unknown(in text: [UInt8]) -> Int {
    guard text.contains(where: { $0 >= 0xEE || $0 < 9 }) else { return 0 }
    return String(decoding: text, as: UTF8.self).unicodeScalars.count { Characters.isUnknown($0.value) }
  }

  /// - Throws: ``ReadError`` when the text cannot be what is on the pages.
  func check() throws(ReadError) {
    let isUnknown = unknown * 10 > characters * 3 && unknown > 30
    // Some programs number glyphs by their characters; then words are what words are.
    let isNumbers = numbers * 3 > characters && numbered.common * 20 <= numbered.words
    let isNonsense = unmapped.isNonsense(odd: 25, least: 12) || mapped.isNonsense(odd: 50, least: 40)
    let most = unmapped.words > mapped.words / 2 ? unmapped : mapped
    guard isUnknown || isNumbers || isNonsense && most.isNonsense(odd: 20, least: 12) else { return }
    throw ReadError(
      .unreadableText,
      "unreadable text: its fonts do not say which characters they are; "
        + "recognize it with ocrmypdf --force-ocr and send that"
    )
  }
}

extension Legibility.Tally {
  fileprivate mutating func add(_ text: [UInt8]) {
    if Legibility.isCommon(text) {
      common += 1
      words += 1
      return
    }
    guard let isOdd = Legibility.isOdd(text) else { return }
    words += 1
    if isOdd { odd += 1 }
  }

  /// - Parameters:
  ///   - odd: from how many in a hundred on words are too odd for any language.
  ///   - least: of fewer words nothing is said.
  fileprivate func isNonsense(odd share: Int, least: Int) -> Bool {
    guard words >= least else { return false }
    return odd * 100 > words * share || words >= 200 && common * 200 < words && odd * 12 > words
  }
}

extension Legibility {
  fileprivate static func isCommon(_ text: [UInt8]) -> Bool {
    text.count <= 6
      && common.contains(text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 })
  }

  /// Whether a word is one that no language writes; nil for what is no word of Latin letters.
  fileprivate static func isOdd(_ text: [UInt8]) -> Bool? {
    func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    func isVowel(_ byte: UInt8) -> Bool { "aeiouyAEIOUY".utf8.contains(byte) }
    // Marks about it are none of it.
    let core = text.drop { $0 < 0x80 && !isSmall($0) && !isCapital($0) }
      .reversed().drop { $0 < 0x80 && !isSmall($0) && !isCapital($0) }.reversed()
    let word = Array(core)
    let letters = word.count { isSmall($0) || isCapital($0) }
    guard letters >= 3, letters * 2 >= word.count, word.count <= 30 else { return nil }
    // Addresses and names of things have signs in them.
    if word.contains(UInt8(ascii: "@")) || word.contains(UInt8(ascii: "/")) || word.contains(UInt8(ascii: "_")) {
      return nil
    }
    var turns = 0
    var signs = 0
    for (a, b) in zip(word, word.dropFirst()) {
      if isSmall(a), isCapital(b) { turns += 1 }
      if isSmall(a) || isCapital(a), b < 0x80, !isSmall(b), !isCapital(b), !"-'.,&".utf8.contains(b) { signs += 1 }
    }
    if turns > 0 || signs > 0 { return true }
    let isAbbreviation = word.allSatisfy { !isSmall($0) }
    return !isAbbreviation && letters >= 4 && word.allSatisfy { $0 < 0x80 } && !word.contains(where: isVowel)
  }
}
