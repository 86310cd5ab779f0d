/// How one word of a name matches one of the other.
struct UnitMatch {
  /// Mistakes of typing that are forgiven.
  var edits = 0
  /// Letters that are compared, of the shorter word.
  var letters = 0
  /// Words that are fully there on both sides.
  var fullWords = 0
  /// Initials that stand for a name.
  var initials = 0
  /// The difference may also be one of meaning: Angelo, Angela.
  var isDoubtful = false

  /// The match of two words, or nil if they contradict each other.
  static func between(_ a: NameUnit, _ b: NameUnit, kind: NameKind) -> UnitMatch? {
    switch (a.role, b.role) {
    case (.exact, _), (_, .exact):
      guard hasSameBytes(a.text, b.text) || a.role == b.role && hasSameBytes(a.identity, b.identity) else { return nil }
      return UnitMatch(letters: a.scalars.count, fullWords: kind == .person ? 0 : 1)
    case (.initial, .initial):
      return a.scalars == b.scalars ? UnitMatch(letters: 1) : nil
    case (.initial, .word), (.initial, .particle):
      return b.scalars.starts(with: a.scalars) ? UnitMatch(letters: 1, initials: 1) : nil
    case (.word, .initial), (.particle, .initial):
      return a.scalars.starts(with: b.scalars) ? UnitMatch(letters: 1, initials: 1) : nil
    case (.particle, .particle):
      return a.identity == b.identity ? UnitMatch(letters: min(a.scalars.count, b.scalars.count)) : nil
    case (.word, .word), (.word, .particle), (.particle, .word):
      return words(a, b, kind: kind)
    }
  }

  private static func words(_ a: NameUnit, _ b: NameUnit, kind: NameKind) -> UnitMatch? {
    let letters = min(a.scalars.count, b.scalars.count)
    if a.scalars == b.scalars || !a.variants.isDisjoint(with: b.variants) || a.native == b.native {
      return UnitMatch(letters: letters, fullWords: 1)
    }
    guard letters >= 4 else { return nil }
    if kind == .person, areOfTwoSexes(a.scalars, b.scalars) {
      return UnitMatch(edits: 1, letters: letters, fullWords: 1, isDoubtful: true)
    }
    if a.key == b.key { return UnitMatch(letters: letters, fullWords: 1) }
    if GivenNames.areDistinct(a.text, b.text) { return nil }
    guard let edits = edits(a, b, limit: limit(letters, kind)) else { return nil }
    return UnitMatch(edits: edits, letters: letters, fullWords: 1)
  }

  /// Typing mistakes that a word of so many letters may have.
  private static func limit(_ letters: Int, _ kind: NameKind) -> Int {
    switch kind {
    case .place: letters < 6 ? 0 : 1
    case .person, .organisation, .other: letters < 4 ? 0 : letters < 9 ? 1 : 2
    }
  }

  private static func edits(_ a: NameUnit, _ b: NameUnit, limit: Int) -> Int? {
    if a.native.contains(where: NameUnit.isIdeograph) || b.native.contains(where: NameUnit.isIdeograph) { return nil }
    // One letter of Cyrillic may be two of Latin, so a mistake is counted in the script that it was made in as well.
    return [(a.scalars, b.scalars), (a.key, b.key), (a.native, b.native)]
      .compactMap { EditDistance.between($0.0, $0.1, limit: limit) }
      .min()
  }

  /// Whether two names differ as the names of men and women do: Mario and Maria, Daniel and Daniela, Ivanov and
  /// Ivanova.
  private static func areOfTwoSexes(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
    var same = 0
    while same < a.count, same < b.count, a[same] == b[same] { same += 1 }
    let rests = [a.dropFirst(same), b.dropFirst(same)].map { String(String.UnicodeScalarView($0)) }
    return maleEndings.contains(rests[0]) && femaleEndings.contains(rests[1])
      || maleEndings.contains(rests[1]) && femaleEndings.contains(rests[0])
  }

  private static let maleEndings: Set<String> = ["", "o", "e", "i", "y", "iy", "ii", "yy", "us"]
  private static let femaleEndings: Set<String> = ["a", "aya", "aia", "aja"]

  /// The match of words written as one on one side: `SergeiLavrov`. One mistake is forgiven in long ones.
  static func joined(_ parts: ArraySlice<NameUnit>, _ whole: NameUnit) -> UnitMatch? {
    guard whole.role == .word, parts.allSatisfy({ $0.role == .word || $0.role == .particle }) else { return nil }
    let scalars = parts.flatMap(\.scalars)
    let limit = min(scalars.count, whole.scalars.count) >= 8 && !scalars.contains(where: NameUnit.isIdeograph) ? 1 : 0
    let words = max(1, parts.count { $0.role == .word })
    if let edits = EditDistance.between(scalars, whole.scalars, limit: limit) {
      return UnitMatch(edits: edits, letters: whole.scalars.count, fullWords: words)
    }
    guard limit > 0, SpellingKey.of(scalars) == whole.key else { return nil }
    return UnitMatch(letters: whole.scalars.count, fullWords: words)
  }
}
