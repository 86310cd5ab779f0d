import Language
import Model
import Values

/// Reads the objects of a clause.
struct ObjectReader {
  let sentence: SentenceText
  let chunks: [Chunk]
  let phrases: PhraseReader

  /// Verbs that make one predicate with the infinitive after them, and how they colour it.
  private static let chains: [String: Fact.Modality] = [
    "be": .planned, "plan": .planned, "intend": .planned, "expect": .planned, "aim": .planned, "want": .desired,
    "wish": .desired,
    "hope": .desired, "seek": .desired, "need": .required, "have": .required, "begin": .asserted, "continue": .asserted,
    "agree": .asserted,
    "decide": .asserted, "start": .asserted, "help": .asserted, "propose": .planned,
  ]
  /// Verbs of change, whose new value stands after "to", whose old one after "from", whose step after "by".
  static let changes: Set<String> = [
    "rise", "fall", "grow", "increase", "decrease", "decline", "drop", "climb", "shrink", "jump", "surge", "slump",
    "slip", "narrow",
    "widen", "expand", "reduce", "cut", "raise", "improve", "double", "edge", "lower", "recover",
  ]

  func right(of clause: Clause) -> Right? {
    guard let verb = chunks[safe: clause.verb], let predicate = verb.predicate, !predicate.lemma.isEmpty else {
      return nil
    }
    var right = Right(
      verbText: sentence.text(verb.tokens),
      lemma: predicate.lemma,
      modality: predicate.modality,
      isNegative: predicate.isNegative
    )
    var at = clause.rest.lowerBound
    let end = clause.rest.upperBound
    if at < end, chunks[at].kind == .infinitive {
      guard let modality = Self.chains[predicate.lemma] else { return nil }
      right.modality = modality == .asserted ? right.modality : modality
      right.verbText = sentence.text(verb.tokens.lowerBound..<chunks[at].tokens.upperBound)
      right.lemma = Lemmas.verb(sentence.lower(chunks[at].tokens.upperBound - 1))
      at += 1
    }
    if at + 1 < end, right.lemma == "be", let modality = readiness(at) {
      // "is ready to advance X": one predicate.
      if modality != .asserted { right.modality = modality }
      right.verbText = sentence.text(verb.tokens.lowerBound..<chunks[at + 1].tokens.upperBound)
      right.lemma = Lemmas.verb(sentence.lower(chunks[at + 1].tokens.upperBound - 1))
      at += 2
    }
    if at + 1 < end, right.lemma == "be", isLink(at) {
      // "is home to X", "was due to Y"
      right.verbText = sentence.text(verb.tokens.lowerBound..<chunks[at].tokens.upperBound)
      right.lemma += " " + sentence.lower(chunks[at].tokens.lowerBound)
      at += 1
    }
    at = idiom(&right, verb, at, end)
    while at < end {
      switch chunks[at].kind {
      case .adverb, .parenthesis, .quote: at += 1
      case .date:
        right.dates.append(at)
        at += 1
      case .noun, .pronoun:
        // "lends the city its backdrop": the second of the two is what is given.
        if right.direct.count == 1, right.phrases.isEmpty,
          chunks[at - 1].kind == .noun || chunks[at - 1].kind == .pronoun,
          ["give", "lend", "grant", "award", "offer", "teach", "send", "pay", "cost", "bring", "allow"].contains(
            right.lemma
          )
        {
          right.direct = []
        }
        guard right.direct.isEmpty, right.phrases.isEmpty else { return right }
        // "expects GDP to grow": what follows is a clause of its own.
        if at + 1 < end, chunks[at + 1].kind == .infinitive, right.lemma != "be" { return nil }
        let list = list(at, end, isComplement: right.lemma == "be")
        right.direct = list.members
        at = list.end
      case .preposition where chunks[safe: at + 1]?.kind == .date && at + 1 < end:
        right.dates.append(at + 1)
        at += 2
      case .preposition:
        guard at + 1 < end, chunks[at + 1].kind == .noun || chunks[at + 1].kind == .pronoun else { return right }
        let list = list(
          at + 1,
          end,
          isComplement: false,
          isPair: sentence.lower(chunks[at].tokens.lowerBound) == "between"
        )
        right.phrases.append((at, list.members))
        at = list.end
      default: return right
      }
    }
    return right
  }

  /// The modality of "able to", "likely to", "due to" and their like; nil for anything else.
  private func readiness(_ at: Int) -> Fact.Modality? {
    guard chunks[at].kind == .noun, chunks[at].tokens.count == 1, chunks[at + 1].kind == .infinitive else { return nil }
    switch sentence.lower(chunks[at].tokens.lowerBound) {
    case "ready", "willing", "prepared", "keen", "free": return .asserted
    case "able", "likely", "unlikely": return .possible
    case "due", "set", "bound": return .planned
    case "necessary", "obliged", "required": return .required
    default: return nil
    }
  }

  /// An adjective that says something only with its preposition.
  private func isLink(_ at: Int) -> Bool {
    chunks[at].kind == .noun && chunks[at].tokens.count == 1 && chunks[at + 1].kind == .preposition
      && [
        "subject", "due", "home", "equal", "similar", "consistent", "responsible", "famous", "native", "close", "rich",
        "free", "identical",
        "equivalent", "available", "party", "dependent", "independent", "part", "visible", "capable", "host",
      ].contains(sentence.lower(chunks[at].tokens.lowerBound))
  }

  /// Takes "into force", "part", "place" into the predicate: alone they are no object.
  private func idiom(_ right: inout Right, _ verb: Chunk, _ start: Int, _ end: Int) -> Int {
    guard start < end else { return start }
    let first = sentence.lower(chunks[start].tokens.lowerBound)
    if chunks[start].kind == .preposition, first == "into" || first == "in", start + 1 < end,
      chunks[start + 1].tokens.count == 1,
      ["force", "effect", "operation", "service", "use"].contains(sentence.lower(chunks[start + 1].tokens.lowerBound))
    {
      right.verbText = sentence.text(verb.tokens.lowerBound..<chunks[start + 1].tokens.upperBound)
      right.lemma += " into " + sentence.lower(chunks[start + 1].tokens.lowerBound)
      return start + 2
    }
    if chunks[start].kind == .noun, chunks[start].tokens.count == 1,
      ["place", "part", "way", "effect", "office"].contains(first),
      ["take", "give", "have"].contains(right.lemma)
    {
      right.verbText = sentence.text(verb.tokens.lowerBound..<chunks[start].tokens.upperBound)
      right.lemma += " " + first
      return start + 1
    }
    return start
  }

  /// The members of a list of noun phrases, as ranges of chunks; one member where there is no list.
  private func list(_ start: Int, _ end: Int, isComplement: Bool, isPair: Bool = false) -> (
    members: [Range<Int>], end: Int
  ) {
    var members: [Range<Int>] = []
    var joined = false
    var at = start
    var firstEnd = start + 1
    while at < end, chunks[at].kind == .noun || chunks[at].kind == .pronoun {
      var last = at + 1
      while last + 1 < end, chunks[last].kind == .preposition, chunks[last + 1].kind == .noun,
        isComplement && sentence.lower(chunks[last].tokens.lowerBound) != "to"
          || sentence.lower(chunks[last].tokens.lowerBound) == "of"
      {
        last += 2
      }
      members.append(at..<last)
      if members.count == 1 { firstEnd = last }
      at = last
      var next = at
      while next < end, chunks[next].kind == .parenthesis { next += 1 }
      var separators = 0
      var hasConjunction = false
      let separator = next
      while next < end, separators < 3, [.comma, .semicolon, .conjunction].contains(chunks[next].kind) {
        if chunks[next].kind == .conjunction { hasConjunction = true }
        next += 1
        separators += 1
      }
      guard separators > 0, next < end, chunks[next].kind == .noun else { break }
      // "languages, and his wife": a comma before the "and" of two parts clauses more often than members.
      if members.count == 1, separators > 1, chunks[separator].kind == .comma { break }
      // "bilateral and international cooperation": two adjectives to one noun.
      if hasConjunction, chunks[at - 1].tokens.count == 1, isAdjective(chunks[at - 1].tokens.lowerBound),
        chunks[next].tokens.count > 1
      {
        members[members.count - 1] = members[members.count - 1].lowerBound..<(next + 1)
        if members.count == 1 { firstEnd = next + 1 }
        at = next + 1
        break
      }
      joined = joined || hasConjunction || chunks[next - 1].kind == .semicolon
      at = next
    }
    if members.count > 1, isPair { return ([start..<at], at) }
    // Two phrases with a comma between and no "and" are an apposition.
    guard members.count > 1, joined else { return (Array(members.prefix(1)), firstEnd) }
    // "a project of NASA, the Space Agency and …": the names belong to the "of", and what is shared cannot be told.
    if let first = phrases.phrase(members[0]), let second = phrases.phrase(members[1]), members[0].count > 1,
      phrases.entity(first.bare) == nil, phrases.entity(second.bare) != nil
    {
      return (Array(members.prefix(1)), at)
    }
    return (members, at)
  }

  private func isAdjective(_ token: Int) -> Bool {
    let word = sentence.lower(token)
    return ["al", "ic", "ive", "ous", "ary", "able", "ible", "ful", "less", "ian", "ese", "ish"].contains {
      word.hasSuffix($0)
    }
  }

  /// The facts of a clause, less their subject.
  func findings(of right: Right, isPassive: Bool) -> [Finding] {
    var result: [Finding] = []
    let isList = right.direct.count > 1
    for member in right.direct {
      guard let phrase = phrases.phrase(member), !isOfTime(phrase) else { continue }
      result.append(Finding(relation: right.verbText, object: phrase, isOfList: isList))
    }
    guard right.lemma != "do" else { return [] }
    let isChange = Self.changes.contains(right.lemma)
    for (index, (at, members)) in right.phrases.enumerated() {
      let preposition = sentence.lower(chunks[at].tokens.lowerBound)
      let isValue = members.contains { phrases.phrase($0)?.value != nil }
      let agent = preposition == "by" || preposition == "from"
      let wanted =
        isPassive
        ? index == 0 || (index == 1 && (agent || (preposition == "at" && isValue)))
        : (isChange && isValue && right.direct.allSatisfy { phrases.phrase($0)?.value != nil })
          || (right.direct.isEmpty && index == 0)
      guard wanted,
        !["like", "despite", "including", "except", "besides", "according", "without", "during", "about"].contains(
          preposition
        )
      else { continue }
      for member in members {
        guard let phrase = phrases.phrase(member), !isOfTime(phrase) else { continue }
        result.append(
          Finding(
            relation: right.verbText + " " + preposition,
            preposition: preposition,
            object: phrase,
            isOfList: members.count > 1
          )
        )
      }
    }
    if right.direct.isEmpty, right.lemma != "be", isPassive || right.phrases.isEmpty || Self.dated.contains(right.lemma)
    {
      for at in right.dates.prefix(1) { if let finding = dateFinding(right, at) { result.append(finding) } }
    }
    return result
  }

  /// Where it happened: the country after "in", when something else is the object. Of other names nothing says that they are places.
  func place(in right: Right) -> String? {
    guard !right.direct.isEmpty, right.lemma != "be", right.lemma != "have" else { return nil }
    for (at, members) in right.phrases where sentence.lower(chunks[at].tokens.lowerBound) == "in" && members.count == 1
    {
      guard let phrase = phrases.phrase(members[0]), let last = phrase.bare.last,
        Places.country(sentence.lower(last)) != nil
      else { continue }
      return sentence.text(phrase.bare)
    }
    return nil
  }

  /// "any time", "Wednesday", "a year earlier": when, and not what.
  private func isOfTime(_ phrase: Phrase) -> Bool {
    guard phrase.value == nil, let last = phrase.bare.last else { return false }
    if Self.times.contains(sentence.lower(last))
      || ["earlier", "later", "ago", "afterwards"].contains(sentence.lower(last))
    {
      return true
    }
    let after = sentence.lower(last + 1)
    return after == "earlier" || after == "later" || after == "ago" || after == "before"
  }

  private static let times: Set<String> = [
    "time", "year", "month", "week", "day", "moment", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday",
    "times", "years", "morning", "evening", "quarter", "period", "century", "today", "yesterday",
  ]

  private static let dated: Set<String> = [
    "open", "begin", "start", "die", "enter", "end", "close", "land", "launch", "arrive", "bear",
  ]

  private func dateFinding(_ right: Right, _ at: Int) -> Finding? {
    let tokens = chunks[at].tokens
    guard let span = sentence.span(tokens.lowerBound), let value = span.value, value.start != nil else { return nil }
    let before = tokens.lowerBound - 1
    let preposition = chunks[safe: at - 1]?.kind == .preposition ? sentence.lower(before) : nil
    return Finding(
      relation: preposition.map { right.verbText + " " + $0 } ?? right.verbText,
      preposition: preposition,
      object: Phrase(tokens: tokens, bare: tokens, value: span),
      date: span
    )
  }
}
