import Language
import Model

/// A run of tokens that hangs together.
struct Chunk: Equatable {
  enum Kind: Equatable {
    /// A noun phrase without what follows its head; a value is one too.
    case noun
    case pronoun
    case predicate
    case preposition
    case date
    /// "to" and an infinitive.
    case infinitive
    case participle, gerund
    case adverb
    case comma, semicolon, colon, dash, conjunction, subordinator, relative
    /// Brackets with all that is in them.
    case parenthesis
    case quote
    case other
  }

  var kind: Kind
  var tokens: Range<Int>
  var predicate: Predicate?
}

/// A verb with its auxiliaries.
struct Predicate: Equatable {
  /// The main verb's dictionary form; "be" and "have" where they stand alone.
  var lemma: String
  var isCopula = false
  var isPassive = false
  var isNegative = false
  var modality = Fact.Modality.asserted
  /// Whether the table knows the verb.
  var isKnown = true
}

/// Joins tagged tokens to chunks, in one pass.
struct Chunker {
  let sentence: SentenceText
  let tags: [Tag]
  private(set) var chunks: [Chunk] = []

  init(_ sentence: SentenceText, _ tags: [Tag]) {
    self.sentence = sentence
    self.tags = tags
    var at = 0
    while at < tags.count {
      let chunk = chunk(at)
      // Citations and quotation marks are passed over as if they were not there.
      if chunk.kind != .other { chunks.append(chunk) }
      at = max(chunk.tokens.upperBound, at + 1)
    }
  }

  private func chunk(_ at: Int) -> Chunk {
    switch tags[at] {
    case .auxiliary, .modal, .finite: return predicate(at)
    case .determiner, .noun, .name, .value, .possessive: return noun(at)
    case .pronoun:
      return Chunk(kind: .pronoun, tokens: at..<(at + 1))
    case .open: return parenthesis(at)
    case .to:
      var end = at + 1
      while end < tags.count, tags[end] == .adverb || sentence.lower(end) == "be" || tags[end] == .dependent {
        end += 1
      }
      return Chunk(kind: .infinitive, tokens: at..<max(end, min(at + 2, tags.count)))
    case .date: return single(.date, at)
    case .preposition: return single(.preposition, at)
    case .participle:
      // "built by": a passive without its auxiliary.
      let word = sentence.lower(at)
      let predicate = Predicate(lemma: Lemmas.verb(word), isPassive: true, isKnown: Verbs.reading(word) != nil)
      return Chunk(kind: .participle, tokens: at..<(at + 1), predicate: predicate)
    case .dependent: return single(.participle, at)
    case .gerund: return single(.gerund, at)
    case .adverb, .negation:
      // "and mutually beneficial cooperation": the adverb belongs to the adjective.
      let joins = at > 0 && [.conjunction, .preposition, .comma].contains(tags[at - 1]) && tags[safe: at + 1] == .noun
      return joins && sentence.lower(at).hasSuffix("ly") ? noun(at) : single(.adverb, at)
    case .comma: return single(.comma, at)
    case .semicolon: return single(.semicolon, at)
    case .colon: return single(.colon, at)
    case .dash: return single(.dash, at)
    case .conjunction: return single(.conjunction, at)
    case .subordinator: return single(.subordinator, at)
    case .relative: return single(.relative, at)
    case .quote, .identifier, .close, .other: return single(.other, at)
    }
  }

  private func single(_ kind: Chunk.Kind, _ at: Int) -> Chunk { Chunk(kind: kind, tokens: at..<(at + 1)) }

  private func parenthesis(_ at: Int) -> Chunk {
    var depth = 0
    var end = at
    while end < tags.count {
      if tags[end] == .open { depth += 1 }
      if tags[end] == .close { depth -= 1 }
      end += 1
      if depth == 0 { return Chunk(kind: .parenthesis, tokens: at..<end) }
    }
    // Never closed: the bracket stands alone.
    return single(.other, at)
  }

  private func noun(_ start: Int) -> Chunk {
    var end = start
    while end < tags.count {
      switch tags[end] {
      case .determiner:
        guard end == start || tags[end - 1] == .determiner else { return Chunk(kind: .noun, tokens: start..<end) }
      case .noun, .possessive: break
      case .name:
        // "of Russia Japan's share": two countries that touch are two phrases.
        if end > start, Places.country(sentence.lower(end)) != nil, Places.country(sentence.lower(end - 1)) != nil {
          return Chunk(kind: .noun, tokens: start..<end)
        }
      case .value: break
      case .date:
        // "the 2012 election"
        guard end > start, tags[end - 1] == .determiner, end + 1 < tags.count, tags[end + 1] == .noun else {
          return Chunk(kind: .noun, tokens: start..<end)
        }
      case .adverb where end == start: break
      case .adverb:
        guard tags[end - 1] == .determiner || tags[end - 1] == .possessive, end + 1 < tags.count,
          tags[end + 1] == .noun || tags[end + 1] == .name
        else { return Chunk(kind: .noun, tokens: start..<max(end, start + 1)) }
      case .quote:
        guard end > start, end + 1 < tags.count, tags[end + 1] == .name,
          tags[end - 1] == .determiner || tags[end - 1] == .noun
        else {
          return Chunk(kind: .noun, tokens: start..<end)
        }
      default: return Chunk(kind: .noun, tokens: start..<max(end, start + 1))
      }
      end += 1
    }
    return Chunk(kind: .noun, tokens: start..<end)
  }

  private func predicate(_ start: Int) -> Chunk {
    var end = start
    var result = Predicate(lemma: "")
    var auxiliary = ""
    var last = start
    var isDone = false
    while end < tags.count, !isDone {
      let word = sentence.lower(end)
      switch tags[end] {
      case .modal:
        guard end == start || auxiliary.isEmpty else { isDone = true; continue }
        result.modality = Lexicon.modals[word].flatMap(Fact.Modality.init(rawValue:)) ?? .asserted
        if word == "cannot" { result.isNegative = true }
        auxiliary = word
        last = end
      case .auxiliary:
        auxiliary = word
        result.lemma = Lemmas.verb(word)
        last = end
      case .negation:
        result.isNegative = true
      case .adverb:
        break
      case .dependent:
        result.lemma = Lemmas.verb(word)
        if word == "be" || word == "have" {
          auxiliary = word
        } else {
          result.isPassive =
            ["is", "are", "was", "were", "be", "been", "being"].contains(auxiliary) && !word.hasSuffix("ing")
          isDone = true
        }
        last = end
      case .finite:
        guard auxiliary.isEmpty else { isDone = true; continue }
        result.lemma = Lemmas.verb(word)
        result.isKnown = Verbs.reading(word) != nil
        last = end
        isDone = true
      default:
        isDone = true
        continue
      }
      end += 1
    }
    result.isCopula = result.lemma == "be"
    // "never imported": the negation stands before.
    var before = start - 1
    while before >= 0, tags[before] == .adverb { before -= 1 }
    if tags[safe: before] == .negation { result.isNegative = true }
    if tags[safe: last + 1] == .negation, result.isCopula { result.isNegative = true }
    return Chunk(kind: .predicate, tokens: start..<(last + 1), predicate: result)
  }
}
