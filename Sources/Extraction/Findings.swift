import Language
import Model
import Values

/// One relation and one object, of one clause.
struct Finding {
  /// The relation's wording: the predicate, and the preposition that leads to the object.
  var relation: String
  /// The preposition, where there is one.
  var preposition: String?
  /// The object's tokens, determiners included.
  var object: Phrase
  /// The date that is the object.
  var date: ValueSpan?
  var isOfList = false
}

/// What stands on the right of a predicate.
struct Right {
  var verbText: String
  var lemma: String
  var modality: Fact.Modality
  var isNegative: Bool
  var direct: [Range<Int>] = []
  var phrases: [(preposition: Int, members: [Range<Int>])] = []
  var dates: [Int] = []
}

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
    while at < end {
      switch chunks[at].kind {
      case .adverb, .parenthesis, .quote: at += 1
      case .date:
        right.dates.append(at)
        at += 1
      case .noun, .pronoun:
        guard right.direct.isEmpty, right.phrases.isEmpty else { return right }
        let list = list(at, end, isComplement: right.lemma == "be")
        right.direct = list.members
        at = list.end
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
        isComplement || sentence.lower(chunks[last].tokens.lowerBound) == "of"
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
      while next < end, separators < 3, [.comma, .semicolon, .conjunction].contains(chunks[next].kind) {
        if chunks[next].kind == .conjunction { hasConjunction = true }
        next += 1
        separators += 1
      }
      guard separators > 0, next < end, chunks[next].kind == .noun else { break }
      joined = joined || hasConjunction || chunks[next - 1].kind == .semicolon
      at = next
    }
    if members.count > 1, isPair { return ([start..<at], at) }
    // Two phrases with a comma between and no "and" are an apposition.
    guard members.count > 1, joined else { return (Array(members.prefix(1)), firstEnd) }
    return (members, at)
  }

  /// The facts of a clause, less their subject.
  func findings(of right: Right, isPassive: Bool) -> [Finding] {
    var result: [Finding] = []
    let isList = right.direct.count > 1
    for member in right.direct {
      guard let phrase = phrases.phrase(member) else { continue }
      result.append(Finding(relation: right.verbText, object: phrase, isOfList: isList))
    }
    let isChange = Self.changes.contains(right.lemma)
    for (index, (at, members)) in right.phrases.enumerated() {
      let preposition = sentence.lower(chunks[at].tokens.lowerBound)
      let isValue = members.contains { phrases.phrase($0)?.value != nil }
      let wanted = isPassive ? index < 2 : (isChange && isValue) || (right.direct.isEmpty && index == 0)
      guard wanted,
        !["like", "despite", "including", "except", "besides", "according", "without", "during", "about"].contains(
          preposition
        )
      else { continue }
      for member in members {
        guard let phrase = phrases.phrase(member) else { continue }
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
