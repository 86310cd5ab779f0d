import Language
import Model

/// A predicate with the chunks on either side that belong to it.
struct Clause {
  /// Index of the predicate's chunk.
  var verb: Int
  /// The chunks of the subject: a noun phrase and its prepositional phrases.
  var subject: Range<Int>
  /// The chunks after the predicate, up to where the clause ends.
  var rest: Range<Int>
  /// Whether the subject was taken over from the clause before, or from what a relative pronoun stands for.
  var isShared = false
  /// The chunk at which the clause begins.
  var start: Int
}

/// Finds the clauses of a sentence: for each predicate, the subject to its left and what belongs to it on its right.
struct ClauseFinder {
  let sentence: SentenceText
  let chunks: [Chunk]
  private var found: [Clause] = []

  init(_ sentence: SentenceText, _ chunks: [Chunk]) {
    self.sentence = sentence
    self.chunks = chunks
  }

  func clauses() -> [Clause] {
    var copy = self
    for index in chunks.indices {
      if chunks[index].kind == .predicate { copy.add(index) }
      if chunks[index].kind == .participle { copy.add(participle: index) }
    }
    return copy.found
  }

  private mutating func add(_ verb: Int) {
    var at = verb - 1
    while at >= 0, chunks[at].kind == .adverb || chunks[at].kind == .parenthesis { at -= 1 }
    guard at >= 0 else { return }
    let rest = (verb + 1)..<end(after: verb)
    switch chunks[at].kind {
    case .noun, .pronoun:
      guard let subject = subject(endingAt: at), begins(subject.lowerBound) else { return }
      found.append(Clause(verb: verb, subject: subject, rest: rest, start: subject.lowerBound))
    case .relative:
      guard sentence.lower(chunks[at].tokens.lowerBound) != "whose",
        sentence.lower(chunks[at].tokens.lowerBound) != "where"
      else { return }
      var head = at - 1
      while head >= 0, chunks[head].kind == .comma || chunks[head].kind == .parenthesis { head -= 1 }
      guard head >= 0, chunks[head].kind == .noun, let subject = antecedent(endingAt: head) else { return }
      found.append(Clause(verb: verb, subject: subject, rest: rest, isShared: true, start: at))
    case .conjunction, .comma:
      if chunks[at].kind == .comma, let subject = subjectBeforeInsertion(at) {
        found.append(Clause(verb: verb, subject: subject, rest: rest, start: subject.lowerBound))
      } else if chunks[at].kind == .conjunction, let last = found.last, last.verb < at, !crossesClause(last.verb, at) {
        found.append(Clause(verb: verb, subject: last.subject, rest: rest, isShared: true, start: at + 1))
      }
    default: return
    }
  }

  /// "the church, designed by Guðjón Samúelsson": what the participle is said of stands right before it.
  private mutating func add(participle verb: Int) {
    guard let lemma = chunks[verb].predicate?.lemma, lemma != "know",
      lemma != sentence.lower(chunks[verb].tokens.lowerBound), let next = chunks[safe: verb + 1],
      next.kind == .preposition || next.kind == .date,
      verb > 0
    else { return }
    var head = verb - 1
    while head > 0, chunks[head].kind == .parenthesis || chunks[head].kind == .adverb { head -= 1 }
    let isParted = chunks[head].kind == .comma && head > 0
    if isParted { head -= 1 }
    while head > 0, chunks[head].kind == .parenthesis { head -= 1 }
    guard chunks[head].kind == .noun, var subject = antecedent(endingAt: head) else { return }
    if isParted, let before = chunks[safe: head - 1], before.kind == .preposition || before.kind == .conjunction {
      // "designed by Guðjón, begun in 1945": the second is said of what the first was said of.
      guard let last = found.last, chunks[last.verb].kind == .participle, last.rest.contains(head) else { return }
      subject = last.subject
    }
    found.append(
      Clause(verb: verb, subject: subject, rest: (verb + 1)..<end(after: verb), isShared: true, start: verb)
    )
  }

  /// The noun phrase that ends at a chunk, with "of …" and other phrases between it and its head.
  private func subject(endingAt last: Int) -> Range<Int>? {
    var first = last
    while true {
      if first >= 2, chunks[first - 1].kind == .preposition,
        [.noun, .parenthesis, .pronoun].contains(chunks[first - 2].kind)
      {
        first -= 2
        if chunks[first].kind == .parenthesis {
          guard first >= 1, chunks[first - 1].kind == .noun else { return nil }
          first -= 1
        }
      } else if first >= 2, chunks[first - 1].kind == .conjunction, chunks[first - 2].kind == .noun,
        sentence.lower(chunks[first - 1].tokens.lowerBound) == "and"
      {
        first -= 2
      } else if first >= 1, chunks[first - 1].kind == .preposition {
        // "In Germany exports rose": the phrase is an adverbial, and the subject is missing or cannot be told from it.
        return nil
      } else {
        return first..<(last + 1)
      }
    }
  }

  /// Whether a subject may begin here: at the sentence's start, after a mark, a conjunction, an adverbial.
  private func begins(_ first: Int) -> Bool {
    guard first > 0 else { return true }
    switch chunks[first - 1].kind {
    case .comma, .semicolon, .colon, .dash, .conjunction, .subordinator, .date, .adverb, .relative, .quote,
      .parenthesis, .noun:
      return true
    case .predicate: return true
    default: return false
    }
  }

  /// What a relative pronoun stands for: the noun phrase before it, without its prepositional phrases unless they are "of …".
  private func antecedent(endingAt last: Int) -> Range<Int>? {
    var first = last
    while first >= 2, chunks[first - 1].kind == .preposition, chunks[first - 2].kind == .noun,
      sentence.lower(chunks[first - 1].tokens.lowerBound) == "of"
    {
      first -= 2
    }
    return beforeApposition(first..<(last + 1))
  }

  /// "Kallasvuo, President and CEO, who": the name that an apposition without a determiner stands to, or the phrase itself.
  private func beforeApposition(_ phrase: Range<Int>) -> Range<Int> {
    var first = phrase.lowerBound
    while first >= 2, chunks[first - 1].kind == .conjunction, chunks[first - 2].kind == .noun { first -= 2 }
    guard first >= 2, chunks[first - 1].kind == .comma, chunks[first - 2].kind == .noun,
      sentence.tokens[chunks[first - 2].tokens.lowerBound].isCapitalised,
      first == 2 || [.comma, .semicolon, .dash, .date].contains(chunks[first - 3].kind)
    else { return phrase }
    return (first - 2)..<(first - 1)
  }

  /// "Reykjavík, the capital of Iceland, lies": the subject before an insertion between two commas.
  private func subjectBeforeInsertion(_ comma: Int) -> Range<Int>? {
    var at = comma - 1
    var verbs = 0
    while at > 0, chunks[at].kind != .comma {
      if chunks[at].kind == .semicolon || chunks[at].kind == .colon || chunks[at].kind == .dash { return nil }
      if chunks[at].kind == .predicate { verbs += 1 }
      at -= 1
    }
    guard at > 0, at + 1 < comma, chunks[at].kind == .comma else { return nil }
    let opener = chunks[at + 1]
    let isRelative = opener.kind == .relative
    let isPhrase = opener.kind == .noun || opener.kind == .participle || opener.kind == .preposition
    guard isRelative ? verbs <= 1 : (isPhrase && verbs == 0) else { return nil }
    var last = at - 1
    while last >= 0, chunks[last].kind == .parenthesis { last -= 1 }
    guard last >= 0, chunks[last].kind == .noun, let found = subject(endingAt: last),
      found.lowerBound == 0 || begins(found.lowerBound)
    else { return nil }
    let subject = beforeApposition(found)
    // A list of subjects, or an object of the clause before, is no subject with an insertion.
    let before = subject.lowerBound - 1
    if before >= 0, [.predicate, .adverb, .noun].contains(chunks[before].kind) { return nil }
    return subject
  }

  private func crossesClause(_ from: Int, _ to: Int) -> Bool {
    for index in from..<to {
      switch chunks[index].kind {
      case .semicolon, .colon, .dash, .relative, .subordinator: return true
      default: continue
      }
    }
    return false
  }

  /// Where the clause of a predicate ends.
  private func end(after verb: Int) -> Int {
    var at = verb + 1
    while at < chunks.count {
      switch chunks[at].kind {
      case .colon, .dash, .relative, .subordinator, .predicate: return trimmed(verb, at)
      case .conjunction where sentence.lower(chunks[at].tokens.lowerBound) == "but": return at
      case .semicolon:
        if predicateFollows(at) { return at }
      case .comma, .conjunction:
        var next = at + 1
        if chunks[at].kind == .comma, next < chunks.count, chunks[next].kind == .conjunction { next += 1 }
        guard next < chunks.count else { return at }
        switch chunks[next].kind {
        case .noun, .pronoun:
          if clauseBegins(next) { return at }
        case .date where chunks[at].kind == .conjunction: break
        case .preposition where chunks[at].kind == .comma: return at
        case .preposition: break
        default: return at
        }
      default: break
      }
      at += 1
    }
    return at
  }

  /// A predicate that follows at once took its subject from the end of what was read; give it back.
  private func trimmed(_ verb: Int, _ stop: Int) -> Int {
    guard stop < chunks.count, chunks[stop].kind == .predicate else { return stop }
    var at = stop - 1
    while at > verb, chunks[at].kind == .adverb { at -= 1 }
    return at > verb && (chunks[at].kind == .noun || chunks[at].kind == .pronoun) ? at : stop
  }

  /// Whether a noun phrase is the subject of a clause of its own.
  private func clauseBegins(_ start: Int) -> Bool {
    var at = start
    while at < chunks.count {
      switch chunks[at].kind {
      case .predicate: return true
      case .noun, .pronoun, .preposition, .adverb, .parenthesis, .date: at += 1
      case .conjunction where at > start: at += 1
      default: return false
      }
    }
    return false
  }

  private func predicateFollows(_ semicolon: Int) -> Bool {
    var at = semicolon + 1
    while at < chunks.count, chunks[at].kind != .semicolon {
      if chunks[at].kind == .predicate { return true }
      at += 1
    }
    return false
  }
}
