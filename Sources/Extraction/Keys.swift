import Language
import Model

/// What a fact is about, in one spelling for the many ways to say it.
struct KeyMaker {
  let sentence: SentenceText
  let tags: [Tag]
  let phrases: PhraseReader

  /// Verbs that do no more than tie a value to what it is the value of.
  static let valueVerbs: Set<String> = [
    "be", "reach", "amount", "total", "stand", "account", "exceed", "average", "equal", "rise", "fall", "grow", "climb",
    "drop", "decline",
    "increase", "decrease", "come", "narrow", "widen", "shrink", "number", "hit",
  ]
  /// Adjectives after a measure, and what they measure.
  static let dimensions = [
    "high": "height", "tall": "height", "long": "length", "wide": "width", "deep": "depth", "thick": "thickness",
    "across": "diameter",
  ]
  /// Counted nouns that tell the attribute of whoever has so many of them.
  private static let counts = [
    "person": "population", "inhabitant": "population", "resident": "population", "citizen": "population",
  ]
  /// Adjectives that single out nothing.
  private static let clutter: Set<String> = [
    "main", "principal", "total", "overall", "current", "chief", "key", "major", "estimated", "official", "annual",
  ]

  /// Whether the entity of a subject's key is a name ("Japan's share", "Russian exports"), which needs no context to be read under.
  func isNamed(_ subject: Phrase, entity: String?) -> Bool {
    if entity != nil || phrases.possession(subject.bare) != nil { return true }
    let token = demonym(subject.bare)
    return Places.demonym(sentence.lower(token)) != nil && isOfCountry(subject.bare, token)
  }

  /// The key of a subject, a relation and an object; `entity` is the slug of a named subject.
  func key(
    subject: Phrase,
    entity: String?,
    right: Right,
    finding: Finding,
    value: Value,
    lead: String?
  ) -> Key {
    let isValue = value.kind.isTyped && value.kind != .date
    let tie = tie(right, finding, isValue: isValue)
    if entity == nil, phrases.possession(subject.bare) == nil, let noun = measured(right, finding) {
      return Key(entity: attribute(sentence.text(subject.bare)), attribute: noun)
    }
    if entity == nil, let parts = phrases.possession(subject.bare), let owner = owner(parts.owner) {
      var attribute = attribute(parts.attribute)
      // "Russia's exports to Japan are oil" is about what Russia exports; an amount is one of the exports to Japan alone.
      if !isValue, attribute.hasPrefix("export ") || attribute.hasPrefix("import ") {
        attribute = String(attribute.prefix(6))
      }
      return Key(entity: owner, attribute: tie.isEmpty ? attribute : attribute + "-" + tie)
    }
    if let entity {
      if let noun = measured(right, finding) { return Key(entity: entity, attribute: noun) }
      if isValue, right.lemma == "have" || right.lemma == "be", let unit = value.unit, let count = Self.counts[unit] {
        return Key(entity: entity, attribute: count)
      }
      return Key(entity: entity, attribute: lead ?? (tie.isEmpty ? "is" : tie))
    }
    let bare = subject.bare
    let ofCountry = demonym(bare)
    if let owner = Places.demonym(sentence.lower(ofCountry)), isOfCountry(bare, ofCountry) {
      let noun = attribute(sentence.text((demonym(bare) + 1)..<head(bare)))
      return Key(entity: owner, attribute: tie.isEmpty ? noun : noun + "-" + tie)
    }
    return Key(entity: attribute(sentence.text(bare)), attribute: tie.isEmpty ? "is" : tie)
  }

  /// "Main Russian exports to Japan": what a country has, and not "her American counterpart", a person with a passport.
  private func isOfCountry(_ bare: Range<Int>, _ token: Int) -> Bool {
    let head = head(bare)
    guard token + 1 < head, !bare.contains(where: { tags[$0] == .possessive }) else { return false }
    return (token + 1..<head).allSatisfy { tags[$0] == .noun }
      && (bare.lowerBound..<token).allSatisfy { Self.clutter.contains(sentence.lower($0)) }
  }

  /// The attribute that a relation adds; empty where it only ties a value.
  private func tie(_ right: Right, _ finding: Finding, isValue: Bool) -> String {
    if right.lemma == "be" { return finding.preposition.map { "is-" + $0 } ?? "" }
    if isValue, Self.valueVerbs.contains(right.lemma) {
      guard ObjectReader.changes.contains(right.lemma) else { return "" }
      switch finding.preposition {
      case "to": return ""
      case "from": return "before"
      default: return "change"
      }
    }
    let verb = right.lemma
    guard let preposition = finding.preposition, preposition != "by" || !finding.isOfList else { return verb }
    return finding.date != nil ? verb : verb + "-" + preposition
  }

  /// "has a population of 139,000", "is 8,849 m high", "has a height of": the attribute that the object names.
  private func measured(_ right: Right, _ finding: Finding) -> String? {
    let object = finding.object
    if right.lemma == "have" || right.lemma == "reach" || right.lemma == "record", object.value == nil {
      guard let of = object.bare.first(where: { sentence.lower($0) == "of" }), sentence.span(of + 1)?.value != nil,
        of > object.bare.lowerBound
      else { return nil }
      return attribute(sentence.text(object.bare.lowerBound..<of))
    }
    guard object.value != nil, right.lemma == "be" || right.lemma == "stand" || right.lemma == "measure" else {
      return nil
    }
    // "is about 50 km from the city"
    if let from = object.bare.first(where: { sentence.lower($0) == "from" }), from + 1 < object.bare.upperBound {
      return "distance-from-" + attribute(sentence.text((from + 1)..<object.bare.upperBound))
    }
    for token in object.bare.lowerBound..<min(object.bare.upperBound + 1, sentence.tokens.count) {
      if let dimension = Self.dimensions[sentence.lower(token)] { return dimension }
    }
    return nil
  }

  private func owner(_ tokens: Range<Int>) -> String? {
    phrases.entity(tokens)
  }

  /// A noun phrase as an attribute: its head in the singular, without adjectives that single out nothing.
  private func attribute(_ text: String) -> String {
    var words = text.split(separator: " ").map { $0.lowercased() }
    while words.count > 1, let first = words.first, Self.clutter.contains(first) || Lexicon.determiners.contains(first)
    { words.removeFirst() }
    while words.count > 1, ["of", "the", "a", "an"].contains(words[0]) { words.removeFirst() }
    let head = words.firstIndex { Lexicon.prepositions.contains($0) } ?? words.count
    if head > 0 { words[head - 1] = Lemmas.noun(words[head - 1]) }
    return words.filter { !["the", "a", "an"].contains($0) }.joined(separator: " ")
  }

  private func demonym(_ bare: Range<Int>) -> Int {
    bare.first { Places.demonym(sentence.lower($0)) != nil } ?? bare.lowerBound
  }

  /// One past the head of a noun phrase: where its first preposition stands.
  private func head(_ bare: Range<Int>) -> Int {
    bare.first { tags[$0] == .preposition } ?? bare.upperBound
  }
}
