/// Takes off a name what does not tell its bearer from another, until nothing changes.
///
/// At least one word always stays.
struct NameStripper {
  private(set) var tokens: [NameToken]
  let kind: NameKind
  private(set) var legalForms: [String] = []
  private(set) var generation: GenerationMark?

  init(tokens: [NameToken], kind: NameKind) {
    self.tokens = tokens
    self.kind = kind
  }

  mutating func run() {
    if kind == .person { putGivenNamesFirst() }
    var before: [NameToken] = []
    while before != tokens {
      before = tokens
      removeArticles()
      switch kind {
      case .person: stripPerson()
      case .organisation: stripOrganisation()
      case .other: stripShip()
      case .place: break
      }
    }
  }

  // MARK: - Persons

  /// `Family, Given` becomes `Given Family`. Parts that hold only degrees or a mark of generation do not count as
  /// parts.
  private mutating func putGivenNamesFirst() {
    var parts: [[NameToken]] = []
    for token in tokens {
      if parts.isEmpty || token.startsPart { parts.append([]) }
      parts[parts.count - 1].append(token)
    }
    guard parts.count > 1 else { return markCapitals() }
    let isAddition = parts.map(isAddition)
    let names = parts.indices.filter { !isAddition[$0] }
    guard names.count == 2, let family = names.first, let given = names.last else { return }
    let additions = parts.indices.filter { isAddition[$0] }.flatMap { parts[$0] }
    var first = parts[family]
    // `Dr. Weber, Anna`: a title before the family name is in the way once given names come first.
    while first.count > 1, PersonWords.titles.contains(first[0].text), !PersonWords.nobleTitles.contains(first[0].text)
    {
      first.removeFirst()
    }
    for index in first.indices { first[index].isFamily = true }
    tokens = parts[given] + first + additions
  }

  private static let filial: Set<String> = ["bin", "bint", "ibn"]

  /// `LAVROV Sergey`: capitals mark the family name. The order stays as it is written, since `KIM Jong Un` is no other.
  private mutating func markCapitals() {
    // `bin Salman Mohammed`: no given name begins so.
    if tokens.count == 3, Self.filial.contains(tokens[0].text) {
      for index in 0..<2 { tokens[index].isFamily = true }
      return
    }
    func isShouted(_ token: NameToken) -> Bool { token.isCapitals && token.scalars.count > 1 }
    let family = tokens.prefix(while: isShouted).count
    guard family > 0, family < tokens.count, !tokens.dropFirst(family).contains(where: isShouted) else { return }
    for index in 0..<family { tokens[index].isFamily = true }
  }

  private func isAddition(_ part: [NameToken]) -> Bool {
    let texts = part.map(\.text)
    return texts.allSatisfy { PersonWords.degrees.contains($0) || PersonWords.generations[$0] != nil }
      || PersonWords.degrees.contains(texts.joined(separator: " "))
      || part.count == 1 && part[0].isCapitals && part[0].scalars.count > 1 && Numerals.roman(part[0].scalars) != nil
  }

  private mutating func stripPerson() {
    // Marks first: what else goes may depend on how many words are left without them.
    while tokens.count > 1, let last = tokens.last, let mark = PersonWords.generations[last.text] {
      generation = generation ?? mark
      tokens.removeLast()
    }
    while tokens.count > 2, let last = tokens.last {
      let pair = tokens[tokens.count - 2].text + " " + last.text
      if tokens.count > 3, PersonWords.degrees.contains(pair) {
        tokens.removeLast(2)
      } else if PersonWords.degrees.contains(last.text) {
        tokens.removeLast()
      } else {
        break
      }
    }
    var start = 0
    while start < tokens.count - 1 {
      let text = tokens[start].text
      if PersonWords.nobleTitles.contains(text) {
        guard tokens.count - start > 2 else { break }
      } else if !PersonWords.titles.contains(text) {
        break
      }
      start += 1
    }
    tokens.removeFirst(start)
  }

  // MARK: - Organisations

  private mutating func stripOrganisation() {
    spellOutCountry()
    // A slice, so that a name of many forms takes no more than its length.
    var rest = tokens[...]
    while let found = LegalForms.atEnd(of: rest) {
      note(found.code)
      rest.removeLast(found.count)
    }
    while let found = LegalForms.atStart(of: rest) {
      note(found.code)
      rest.removeFirst(found.count)
    }
    tokens = Array(rest)
    cutAffixes(at: tokens.count - 1)
    if tokens.count > 1 { cutAffixes(at: 0) }
  }

  /// Countries that names begin with and that are often written short: the `U.S. Department of State`.
  private static let countries = [
    "us": ["united", "states"], "usa": ["united", "states"], "uk": ["united", "kingdom"],
  ]

  private mutating func spellOutCountry() {
    guard tokens.count > 1, let first = tokens.first, first.isAbbreviation, let words = Self.countries[first.text]
    else {
      return
    }
    let spelled = words.map { word in
      var token = first
      token.scalars = Array(word.unicodeScalars)
      token.native = token.scalars
      (token.isCapitals, token.isAbbreviation, token.isDotted) = (false, false, false)
      return token
    }
    tokens.replaceSubrange(0..<1, with: spelled)
  }

  private mutating func note(_ code: String?) {
    if let code, !legalForms.contains(code) { legalForms.append(code) }
  }

  private mutating func cutAffixes(at index: Int) {
    guard tokens.indices.contains(index), tokens[index].scalars.contains(where: { !$0.isASCII }) else { return }
    var rest = tokens[index].scalars[...]
    while let cut = LegalForms.cutAffix(rest) {
      note(cut.code)
      rest = cut.rest
    }
    guard rest.count < tokens[index].scalars.count else { return }
    tokens[index].scalars = Array(rest)
    tokens[index].native = tokens[index].scalars
  }

  // MARK: - Ships

  /// `MV`, the prefix of merchant ships. Other prefixes are abbreviations of much else.
  private mutating func stripShip() {
    while tokens.count > 1, tokens[0].text == "mv", tokens[0].isAbbreviation { tokens.removeFirst() }
  }

  // MARK: - Articles

  private static let leadingArticles: Set<String> = ["der", "die", "das", "het", "les"]

  /// `the` goes anywhere, other articles at the start of an organisation. `La`, `El` and `Los` stay: they are parts
  /// of the names of towns.
  private mutating func removeArticles() {
    let the = Array("the".unicodeScalars)
    let kept = tokens.filter { $0.scalars != the }
    if !kept.isEmpty { tokens = kept }
    guard kind == .organisation, tokens.count > 1, Self.leadingArticles.contains(tokens[0].text),
      !Self.leadingArticles.contains(tokens[1].text)
    else { return }
    tokens.removeFirst()
  }
}
