import Language

/// What a token is in its sentence.
enum Tag: Equatable {
  case determiner, preposition, pronoun, possessive, conjunction, subordinator, relative, adverb, negation
  case auxiliary, modal
  /// A verb that may stand as a predicate by itself: "reached", "rises".
  case finite
  /// A participle or an infinitive that leans on an auxiliary, a modal or "to".
  case dependent
  /// A participle on its own: "built by", "covering".
  case participle, gerund
  /// "to" before an infinitive.
  case to
  case noun, name
  case value, date, identifier
  case comma, semicolon, colon, dash, open, close, quote, other
}

/// Gives each token its tag, by closed lists and by the words on either side.
struct Tagger {
  let sentence: SentenceText
  /// Whether the first word was a name elsewhere in the document.
  private let firstIsName: Bool
  private(set) var tags: [Tag] = []

  init(_ sentence: SentenceText, firstIsName: Bool) {
    self.sentence = sentence
    self.firstIsName = firstIsName
    tags.reserveCapacity(sentence.tokens.count)
    for index in sentence.tokens.indices { tags.append(tag(index)) }
    demoteParticiples()
  }

  private func tag(_ index: Int) -> Tag {
    let token = sentence.tokens[index]
    switch token.kind {
    case .value:
      guard let span = sentence.span(index) else { return .other }
      if case .identifier = span.content { return .identifier }
      return span.isDate ? .date : .value
    case .punctuation: return mark(index, token)
    case .word: return word(index, token)
    }
  }

  private func mark(_ index: Int, _ token: Token) -> Tag {
    switch token.lower {
    case ",": .comma
    case ";": .semicolon
    case ":": .colon
    case "–", "—", "-": .dash
    case "(", "[": .open
    case ")", "]": .close
    case "\"", "“", "”", "‘", "’", "'", "«", "»": .quote
    default: .other
    }
  }

  private func word(_ index: Int, _ token: Token) -> Tag {
    let word = token.lower
    let before = last(before: index)
    if word == "i.e." || word == "e.g." || word == "viz." { return .dash }
    // In the middle of a sentence a capital makes a name of anything but "I".
    if token.isCapitalised, index > 0, tags.last != .quote, word != "i" {
      if tags.last == .name || !Lexicon.pronouns.contains(word) { return .name }
    }
    switch Lexicon.wordClass(word) {
    case .determiner:
      if word == "that" || word == "this" || word == "these" || word == "those" {
        return demonstrative(index, word, before)
      }
      return .determiner
    case .preposition:
      if word == "to", let next = sentence.tokens[safe: index + 1], !next.isCapitalised, next.kind == .word,
        isBase(next.lower) || (tags.last == .auxiliary && Lexicon.wordClass(next.lower) == .open)
      {
        return .to
      }
      return .preposition
    case .pronoun: return .pronoun
    case .possessive: return tags.last == .name || tags.last == .noun ? .possessive : word == "'s" ? .other : .quote
    case .auxiliary: return .auxiliary
    case .modal: return .modal
    case .conjunction: return .conjunction
    case .subordinator: return subordinator(index, word)
    case .relative: return demonstrative(index, word, before)
    case .adverb: return .adverb
    case .negation: return .negation
    case .verb(let reading): return verb(index, token, reading, before)
    case .participleLike: return pastForm(index, before)
    case .open where before == .to && tags.last == .to: return .dependent
    case .open: return token.isCapitalised && index == 0 && opensName(index) ? .name : .noun
    }
  }

  /// The first word is a name when nothing says that its capital is the sentence's.
  private func opensName(_ index: Int) -> Bool {
    if firstIsName { return true }
    guard let next = sentence.tokens[safe: index + 1] else { return false }
    if next.isCapitalised || Places.country(sentence.lower(index)) != nil { return true }
    switch Lexicon.wordClass(next.lower) {
    case .possessive, .auxiliary, .modal:
      return !sentence.lower(index).hasSuffix("s") || next.lower.hasSuffix("s") && next.lower.count == 2
    case .verb(let reading): return reading.form == .past || reading.form == .third
    default: return next.lower == "," && sentence.lower(index).utf8.contains { $0 >= 0x80 }
    }
  }

  private func demonstrative(_ index: Int, _ word: String, _ before: Tag?) -> Tag {
    guard word == "that" else { return Lexicon.determiners.contains(word) ? .determiner : .relative }
    // "that of Japan" is a pronoun; "noted that Japan" joins clauses; "a wave that" is relative.
    if sentence.lower(index + 1) == "of" || before == .preposition { return .pronoun }
    if before == .noun || before == .name || before == .close || before == .value { return .relative }
    return .subordinator
  }

  private func subordinator(_ index: Int, _ word: String) -> Tag {
    // Before a name or a number these are prepositions: "after the war", "since 2010", "as a layman".
    let isPreposition = ["after", "before", "since", "until", "as", "than"].contains(word)
    guard isPreposition else { return .subordinator }
    for next in (index + 1)..<min(index + 7, max(index + 1, sentence.tokens.count)) {
      guard let token = sentence.tokens[safe: next], token.kind == .word else { break }
      switch Lexicon.wordClass(token.lower) {
      case .auxiliary, .modal: return .subordinator
      case .verb(let reading)
      where !reading.isAlsoNoun && next > index + 1 && (reading.form == .past || reading.form == .third):
        return .subordinator
      case .pronoun:
        return token.lower == "it" || token.lower == "he" || token.lower == "she" || token.lower == "they"
          ? .subordinator : .preposition
      default: continue
      }
    }
    return .preposition
  }

  private func isBase(_ word: String) -> Bool {
    if word == "be" || word == "have" || word == "do" || word == "go" { return true }
    guard let reading = Verbs.reading(word) else { return false }
    return reading.form == .base
  }

  private func verb(_ index: Int, _ token: Token, _ reading: Verbs.Reading, _ before: Tag?) -> Tag {
    switch reading.form {
    case .gerund: return before == .auxiliary ? .dependent : before == .determiner ? .noun : .gerund
    case .participle:
      return before == .auxiliary ? .dependent : before == .determiner || before == .preposition ? .noun : .participle
    case .pastOrParticiple: return pastForm(index, before)
    case .past: return before == .determiner || before == .preposition || before == .possessive ? .noun : .finite
    case .base:
      if before == .modal || before == .to { return .dependent }
      if before == .auxiliary, ["run", "come", "become", "overcome"].contains(reading.lemma) { return .dependent }
      if before == .auxiliary, ["do", "does", "did"].contains(sentence.lower(previousWord(index))) {
        return .dependent
      }
      // "Dams hold back sediment and block the path": a second predicate.
      if before == .conjunction, tags.contains(.finite), isDeterminer(index + 1) { return .finite }
      guard before == .noun || before == .name || before == .pronoun || before == .relative, index > 0 else {
        return .noun
      }
      let subject = sentence.lower(index - 1)
      let isPlural =
        subject.hasSuffix("s") || ["they", "we", "you", "i", "people", "which", "that", "who"].contains(subject)
      return isPlural && (!reading.isAlsoNoun || begins(after: index)) ? .finite : .noun
    case .third:
      guard let before,
        [.noun, .name, .pronoun, .relative, .close, .value, .date, .comma, .quote].contains(before)
          || (before == .conjunction && (!reading.isAlsoNoun || tags.contains(.finite)))
      else { return .noun }
      if before == .comma && reading.isAlsoNoun { return .noun }
      // "exports rose 0.8% and imports 1.4%": what would be the object is the second clause's value.
      if before == .conjunction, reading.isAlsoNoun, sentence.tokens[safe: index + 1]?.kind == .value { return .noun }
      // "the other member states of"; "allow stronger tests".
      let leans: [Tag?] = [.dependent, .finite, .preposition]
      if reading.isAlsoNoun,
        sentence.lower(index + 1) == "of" || (before == .noun && leans.contains(tags[safe: index - 2]))
      {
        return .noun
      }
      // "Japan exports cars", but "Japan exports rose".
      return !reading.isAlsoNoun || ((begins(after: index) || before == .name) && !finiteFollows(index))
        ? .finite : .noun
    }
  }

  private func isDeterminer(_ index: Int) -> Bool {
    Lexicon.wordClass(sentence.lower(index)) == .determiner
  }

  /// Whether a phrase begins after a token, as it does after a predicate.
  private func begins(after index: Int) -> Bool {
    guard let next = sentence.tokens[safe: index + 1] else { return true }
    if next.kind == .value { return true }
    switch Lexicon.wordClass(next.lower) {
    case .determiner, .preposition, .pronoun, .adverb, .negation, .subordinator, .relative: return true
    default: return next.isCapitalised
    }
  }

  private func pastForm(_ index: Int, _ before: Tag?) -> Tag {
    guard let before else { return .participle }
    // "; unprocessed palladium": an adjective at the head of a member of a list.
    if before == .semicolon || sentence.lower(index).hasPrefix("un"), let next = sentence.tokens[safe: index + 1],
      next.kind == .word,
      Lexicon.wordClass(next.lower) == .open
    {
      return .noun
    }
    switch before {
    case .auxiliary: return .dependent
    case .determiner, .possessive, .preposition: return .noun
    case .noun, .name, .pronoun, .relative, .close, .value, .date, .conjunction, .comma, .quote, .dash:
      guard before != .pronoun, before != .relative else { return .finite }
      // "a Norseman called Ingólfr", "a plan named after": a name that is given, not a call that is made.
      let isNaming = ["called", "named", "dubbed"].contains(sentence.lower(index))
      if isNaming, let next = sentence.tokens[safe: index + 1], next.isCapitalised || next.lower == "after" {
        return .participle
      }
      return sentence.lower(index + 1) == "by" ? .participle : .finite
    default: return .participle
    }
  }

  /// Whether a sure predicate follows before the clause ends.
  private func finiteFollows(_ index: Int) -> Bool {
    for next in (index + 1)..<min(index + 12, max(index + 1, sentence.tokens.count)) {
      let token = sentence.tokens[next]
      if token.kind == .punctuation { return false }
      switch Lexicon.wordClass(token.lower) {
      case .auxiliary, .modal: return true
      case .verb(let reading) where !reading.isAlsoNoun && [.past, .third, .pastOrParticiple].contains(reading.form):
        return true
      case .relative, .subordinator, .conjunction: return false
      default: continue
      }
    }
    return false
  }

  /// The tag before, adverbs and negations passed over.
  private func last(before index: Int) -> Tag? {
    var at = index - 1
    while at >= 0, tags[at] == .adverb || tags[at] == .negation { at -= 1 }
    return at >= 0 ? tags[at] : nil
  }

  private func previousWord(_ index: Int) -> Int {
    var at = index - 1
    while at > 0, tags[at] == .adverb || tags[at] == .negation { at -= 1 }
    return at
  }

  /// Of two predicates with nothing between them that parts clauses, the first was a participle: "the plane operated from Berlin landed".
  private mutating func demoteParticiples() {
    var open: Int?
    for index in tags.indices {
      switch tags[index] {
      case .comma, .semicolon, .colon, .dash, .conjunction, .relative, .subordinator, .open, .close, .quote, .pronoun,
        .to:
        open = nil
      case .finite, .auxiliary, .modal:
        if tags[index] != .finite, index > 0, tags[index - 1] == .auxiliary || tags[index - 1] == .modal { continue }
        if let first = open, index > first + 1 { tags[first] = .participle }
        let isSaying = Qualifiers.saying.contains(Lemmas.verb(sentence.lower(index)))
        open = tags[index] == .finite && sentence.lower(index).hasSuffix("ed") && !isSaying ? index : nil
      default: continue
      }
    }
  }
}
