import Language
import Model
import Values

/// A noun phrase, and what can be told of it.
struct Phrase: Equatable {
  /// The tokens with determiners, as they stand.
  var tokens: Range<Int>
  /// The tokens without leading determiners.
  var bare: Range<Int>
  /// The value that is all of the phrase, or heads it ("139,000 inhabitants of the city").
  var value: ValueSpan?
  var isPronoun = false
}

/// Reads phrases off chunks.
struct PhraseReader {
  let sentence: SentenceText
  let tags: [Tag]
  let chunks: [Chunk]

  /// The phrase of some chunks, trailing brackets left out.
  func phrase(_ range: Range<Int>) -> Phrase? {
    guard let first = chunks[safe: range.lowerBound], let last = chunks[safe: range.upperBound - 1] else { return nil }
    let tokens = first.tokens.lowerBound..<last.tokens.upperBound
    var start = tokens.lowerBound
    while start < tokens.upperBound - 1, tags[start] == .determiner || tags[start] == .adverb, !keeps(start) {
      start += 1
    }
    let span = sentence.span(start)
    return Phrase(
      tokens: tokens,
      bare: start..<tokens.upperBound,
      value: span?.value != nil ? span : nil,
      isPronoun: first.kind == .pronoun
    )
  }

  /// Determiners that say how much, and whose, are part of the name.
  private func keeps(_ token: Int) -> Bool {
    !["the", "a", "an", "this", "that", "these", "those", "such"].contains(sentence.lower(token))
  }

  /// The proper name that a phrase is: all of it but determiners and titles is capitalised, or holds a capital.
  func entity(_ tokens: Range<Int>) -> String? {
    guard !tokens.isEmpty else { return nil }
    var names = 0
    for token in tokens {
      switch tags[token] {
      case .name: names += 1
      case .determiner, .possessive: if token != tokens.lowerBound { return nil }
      case .preposition:
        guard ["of", "for", "in", "on", "de", "and"].contains(sentence.lower(token)), token > tokens.lowerBound,
          tags[token - 1] == .name
        else {
          return nil
        }
      case .conjunction: return nil
      case .value where token > tokens.lowerBound && tags[token - 1] == .name: break  // "Voyager 2"
      default: return nil
      }
    }
    guard names > 0, tags[tokens.upperBound - 1] != .preposition else { return nil }
    if tokens.count == 1, Places.demonym(sentence.lower(tokens.lowerBound)) != nil { return nil }
    return Slug.make(sentence.text(tokens))
  }

  /// Splits "Japan's share" and "the share of Japan" alike into whose it is and what it is.
  func possession(_ bare: Range<Int>) -> (owner: Range<Int>, attribute: String)? {
    if let clitic = bare.first(where: { tags[$0] == .possessive }), clitic > bare.lowerBound,
      clitic + 1 < bare.upperBound
    {
      let owner = bare.lowerBound..<clitic
      guard entity(owner) != nil else { return nil }
      return (owner, sentence.text((clitic + 1)..<bare.upperBound))
    }
    guard let of = bare.first(where: { sentence.lower($0) == "of" && tags[$0] == .preposition }), of > bare.lowerBound
    else { return nil }
    // The head must be a plain noun: "University of Iceland" is a name.
    guard !(bare.lowerBound..<of).contains(where: { tags[$0] == .name || tags[$0] == .value }) else { return nil }
    var owner = (of + 1)..<(of + 1)
    if owner.lowerBound < bare.upperBound, tags[owner.lowerBound] == .determiner { owner = (of + 2)..<(of + 2) }
    while owner.upperBound < bare.upperBound,
      tags[owner.upperBound] == .name || (tags[owner.upperBound] == .value && !owner.isEmpty)
    {
      owner = owner.lowerBound..<(owner.upperBound + 1)
    }
    guard entity(owner) != nil else { return nil }
    var attribute = sentence.text(bare.lowerBound..<of)
    if owner.upperBound < bare.upperBound { attribute += " " + sentence.text(owner.upperBound..<bare.upperBound) }
    return (owner, attribute)
  }

  /// Titles after which one name is enough to be a person's.
  private static let forms: Set<String> = [
    "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof.", "professor", "president", "minister", "chancellor", "king",
    "queen", "sir",
    "lord", "lady",
  ]

  /// The name after a title: "Japanese Prime Minister Shinzo Abe" is Shinzo Abe.
  func personName(_ tokens: Range<Int>) -> Range<Int>? {
    guard
      let title = tokens.last(where: {
        Resolution.titles.contains(sentence.lower($0)) && sentence.tokens[$0].isCapitalised
      }),
      title + 1 < tokens.upperBound, (title + 1..<tokens.upperBound).allSatisfy({ tags[$0] == .name }),
      tokens.upperBound - title <= 5,
      tokens.upperBound - title > 2 || Self.forms.contains(sentence.lower(title))
    else { return nil }
    return (title + 1)..<tokens.upperBound
  }
}
