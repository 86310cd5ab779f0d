import Language
import Model
import Values

/// Time, attribution and modality, where the sentence as a whole gives them.
struct Qualifiers {
  let sentence: SentenceText
  let chunks: [Chunk]
  /// The year of a date that lacks one.
  let year: Int?

  /// Verbs of saying and thinking.
  static let saying: Set<String> = [
    "say", "tell", "add", "note", "warn", "state", "explain", "argue", "claim", "suggest", "announce", "report",
    "estimate", "believe",
    "think", "expect", "predict", "forecast", "confirm", "deny", "conclude", "indicate", "show", "find", "stress",
    "propose", "wish", "hope",
  ]

  /// When the clause holds: a date on its right, or right before its subject, or at the head of the sentence.
  func time(of clause: Clause, dates: [Int]) -> Interval? {
    for at in dates + leading(clause) {
      if let interval = interval(at) { return interval }
    }
    return nil
  }

  private func interval(_ at: Int) -> Interval? {
    guard let chunk = chunks[safe: at], let span = sentence.span(chunk.tokens.lowerBound),
      var interval = span.interval(year: year)
    else {
      return nil
    }
    // "of 2012" and "for 2007" in the middle of a phrase say what is spoken of, which is when it holds as well.
    interval.text = sentence.plain(span.outer)
    return interval
  }

  private func leading(_ clause: Clause) -> [Int] {
    var result: [Int] = []
    var at = clause.start - 1
    while at >= 0, [.comma, .adverb, .date, .preposition, .conjunction, .parenthesis].contains(chunks[at].kind) {
      if chunks[at].kind == .date { result.append(at) }
      at -= 1
    }
    // "In 2019, according to …, exports rose": the first date, before any predicate.
    for index in chunks.indices.prefix(4) {
      if chunks[index].kind == .predicate { break }
      if chunks[index].kind == .date { result.append(index) }
    }
    return result
  }

  /// "According to X": who is named.
  func accordingTo() -> Range<Int>? {
    for at in chunks.indices.dropLast(2)
    where chunks[at].kind == .preposition && sentence.lower(chunks[at].tokens.lowerBound) == "according" {
      guard chunks[at + 1].kind == .preposition, chunks[at + 2].kind == .noun else { return nil }
      var last = at + 2
      while last + 2 < chunks.count, chunks[last + 1].kind == .preposition, chunks[last + 2].kind == .noun,
        sentence.lower(chunks[last + 1].tokens.lowerBound) == "of"
      {
        last += 2
      }
      return (at + 2)..<(last + 1)
    }
    return nil
  }

  /// Whether a clause is only somebody's saying of another: "he noted that …", "…, she said".
  func isSaying(_ clause: Clause, clauses: [Clause]) -> Bool {
    guard let predicate = chunks[safe: clause.verb]?.predicate, Self.saying.contains(predicate.lemma),
      !predicate.isPassive
    else { return false }
    let isReport = ["say", "tell", "add", "note", "warn", "state"].contains(predicate.lemma)
    if isReport, let first = clause.rest.first, [.preposition, .date].contains(chunks[first].kind) { return true }
    if clause.rest.isEmpty || clause.rest.allSatisfy({ [.adverb, .quote, .comma, .date].contains(chunks[$0].kind) }) {
      return clauses.contains { $0.verb != clause.verb }
    }
    guard let next = chunks[safe: clause.rest.upperBound] else { return false }
    return next.kind == .subordinator && sentence.lower(next.tokens.lowerBound) == "that"
  }

  /// Clauses of condition and question state nothing.
  func isHypothetical(_ clause: Clause) -> Bool {
    guard let before = chunks[safe: clause.start - 1], before.kind == .subordinator else { return false }
    return ["if", "unless", "whether", "how", "why", "when", "where"].contains(sentence.lower(before.tokens.lowerBound))
  }
}
