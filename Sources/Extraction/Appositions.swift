import Language
import Model

/// What a noun phrase says by standing beside a name: "Peter Higgs, a British theorist," and "the British theorist Peter Higgs".
struct Apposition: Equatable {
  /// Token ranges.
  var name: Range<Int>
  var description: Range<Int>
}

struct AppositionFinder {
  let sentence: SentenceText
  let tags: [Tag]
  let chunks: [Chunk]
  let phrases: PhraseReader

  func appositions() -> [Apposition] {
    chunks.indices.flatMap { [after($0), before($0)].compactMap { $0 } }
  }

  /// "NAVTEQ, a supplier of digital maps,": a name, a comma, a phrase with its article, and then a mark or the end.
  private func after(_ at: Int) -> Apposition? {
    guard chunks[at].kind == .noun, let name = name(chunks[at].tokens) else { return nil }
    var next = at + 1
    if chunks[safe: next]?.kind == .parenthesis { next += 1 }
    guard chunks[safe: next]?.kind == .comma, let described = chunks[safe: next + 1], described.kind == .noun,
      ["a", "an", "the"].contains(sentence.lower(described.tokens.lowerBound)), described.tokens.count > 1,
      tags[described.tokens.upperBound - 1] == .noun
    else { return nil }
    // "Born in Berlin, the youngest of five": after a preposition the phrase may belong to what stands before.
    if at > 0, chunks[at - 1].kind == .preposition {
      let isName = at > 1 && tags[chunks[at - 2].tokens.upperBound - 1] == .name
      guard sentence.lower(described.tokens.lowerBound) != "the", !isName else { return nil }
    }
    var last = next + 1
    while chunks[safe: last + 1]?.kind == .preposition, chunks[safe: last + 2]?.kind == .noun { last += 2 }
    // A list of names goes on with a noun or "and"; a clause with its predicate.
    guard let following = chunks[safe: last + 1] else {
      return Apposition(name: name, description: tokens(next + 1, last))
    }
    switch following.kind {
    case .semicolon, .dash, .colon, .relative, .participle: break
    case .comma:
      // "Germany, the Netherlands and …" is a list, and so is what ends in ", and".
      guard let beyond = chunks[safe: last + 2], beyond.kind != .conjunction else { return nil }
    default: return nil
    }
    return Apposition(name: name, description: tokens(next + 1, last))
  }

  /// Nouns that say what a name after them is. An adjective there would say nothing: "the outer Solar System".
  private static func isRole(_ word: String) -> Bool {
    if roles.contains(word) { return true }
    guard word.utf8.count > 5, !notRoles.contains(word) else { return false }
    return ["ist", "er", "or", "man", "woman", "ian"].contains { word.hasSuffix($0) }
  }

  private static let roles: Set<String> = [
    "city", "town", "village", "river", "lake", "mountain", "island", "company", "agency", "moon", "planet", "star",
    "station", "port", "poet",
    "king", "queen", "chemist", "athlete", "architect", "scientist", "novelist", "group", "firm", "bank", "capital",
    "province", "state",
    "probe", "spacecraft", "satellite", "rover", "ship", "airline", "newspaper", "journal", "student", "pilot", "chief",
    "president",
    "minister", "constellation", "volcano", "glacier", "bay", "region", "county", "district", "engineer", "nurse",
    "doctor", "hero",
  ]
  private static let notRoles: Set<String> = [
    "former", "latter", "greater", "larger", "smaller", "earlier", "younger", "bigger", "higher", "longer", "shorter",
    "junior", "senior",
    "interior", "exterior", "superior", "proper", "popular", "russian", "italian", "european", "indian", "austrian",
    "norwegian", "egyptian",
  ]

  private func tokens(_ first: Int, _ last: Int) -> Range<Int> {
    chunks[first].tokens.lowerBound..<chunks[last].tokens.upperBound
  }

  /// "the Danish writer Ludvig Mylius-Erichsen", "Prime Minister Shinzo Abe".
  private func before(_ at: Int) -> Apposition? {
    chunks[at].kind == .noun ? described(chunks[at].tokens) : nil
  }

  /// The name that ends a noun phrase, and the words before it that say who or what that is.
  func described(_ chunk: Range<Int>) -> Apposition? {
    let bare = (tags[chunk.lowerBound] == .determiner ? chunk.lowerBound + 1 : chunk.lowerBound)..<chunk.upperBound
    if let person = phrases.personName(bare), person.lowerBound > bare.lowerBound,
      !["dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof.", "sir"].contains(sentence.lower(person.lowerBound - 1))
    {
      return Apposition(name: person, description: bare.lowerBound..<person.lowerBound)
    }
    guard sentence.lower(chunk.lowerBound) == "the" else { return nil }
    var first = chunk.upperBound
    while first > bare.lowerBound, tags[first - 1] == .name { first -= 1 }
    guard first < chunk.upperBound, first > bare.lowerBound,
      (bare.lowerBound..<first).allSatisfy({ tags[$0] == .noun || Places.demonym(sentence.lower($0)) != nil }),
      tags[first - 1] == .noun, Self.isRole(sentence.lower(first - 1)), tags[safe: chunk.upperBound] != .dash
    else { return nil }
    return Apposition(name: first..<chunk.upperBound, description: chunk.lowerBound..<first)
  }

  /// A name of any length, or the name that ends a phrase with a title.
  private func name(_ tokens: Range<Int>) -> Range<Int>? {
    var start = tokens.lowerBound
    if tags[start] == .determiner { start += 1 }
    let bare = start..<tokens.upperBound
    if let person = phrases.personName(bare) { return person }
    return phrases.entity(bare) != nil ? bare : nil
  }
}
