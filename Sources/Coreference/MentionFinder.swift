/// Finds the phrases of a sentence that may refer to something.
struct MentionFinder {
  let language: any CoreferenceLanguage

  /// The mentions of a sentence, by their first words, longer ones first.
  func mentions(_ sentence: CoreferenceSentence, _ tree: SentenceTree, index: Int) -> [Mention] {
    let names = Self.nameHeads(sentence, tree)
    var found: [Mention] = []
    for at in sentence.tokens.indices where isHead(sentence, tree, at, names) {
      found.append(
        Mention(
          sentence: index,
          head: at,
          tokens: span(sentence, tree, at, whole: false),
          form: form(sentence, tree, at, names)
        )
      )
      if tree.children[at].contains(where: { isJoined(sentence, $0, to: at) }) {
        found.append(
          Mention(
            sentence: index,
            head: at,
            tokens: span(sentence, tree, at, whole: true),
            form: form(sentence, tree, at, names) == .name ? .name : .bare,
            isCoordination: true
          )
        )
      }
    }
    return found.sorted(by: Self.precedes)
  }

  /// The mention that some words are, whatever the tree makes of them.
  func mention(_ sentence: CoreferenceSentence, _ tree: SentenceTree, index: Int, tokens: Range<Int>) -> Mention {
    let head = tokens.first { !tokens.contains(tree.heads[$0]) } ?? tokens.lowerBound
    let isCoordination = tree.children[head].contains { tokens.contains($0) && isJoined(sentence, $0, to: head) }
    let form = form(sentence, tree, head, Self.nameHeads(sentence, tree))
    return Mention(
      sentence: index,
      head: head,
      tokens: tokens,
      form: isCoordination && form != .name ? .bare : form,
      isCoordination: isCoordination
    )
  }

  /// The order of mentions in one sentence.
  static func precedes(_ one: Mention, _ other: Mention) -> Bool {
    (one.tokens.lowerBound, -one.tokens.upperBound, one.head, one.isCoordination ? 0 : 1)
      < (other.tokens.lowerBound, -other.tokens.upperBound, other.head, other.isCoordination ? 0 : 1)
  }

  /// For each word the name that it belongs to (its place in the list), or -1; and whether it heads it.
  struct NameHeads {
    var names: [Int]
    var heads: [Bool]
  }

  static func nameHeads(_ sentence: CoreferenceSentence, _ tree: SentenceTree) -> NameHeads {
    var result = NameHeads(
      names: Array(repeating: -1, count: sentence.tokens.count),
      heads: Array(repeating: false, count: sentence.tokens.count)
    )
    for (number, name) in sentence.names.enumerated() {
      let tokens = name.tokens.clamped(to: 0..<sentence.tokens.count)
      for token in tokens { result.names[token] = number }
      if let head = tokens.first(where: { !tokens.contains(tree.heads[$0]) }) { result.heads[head] = true }
    }
    return result
  }

  private func isJoined(_ sentence: CoreferenceSentence, _ child: Int, to head: Int) -> Bool {
    guard SentenceTree.base(sentence.tokens[child].relation) == "conj", child > head else { return false }
    switch sentence.tokens[child].upos {
    case "NOUN", "PROPN", "PRON", "NUM", "X": return true
    default: return false
    }
  }

  private func isHead(_ sentence: CoreferenceSentence, _ tree: SentenceTree, _ at: Int, _ names: NameHeads) -> Bool {
    let token = sentence.tokens[at]
    let relation = SentenceTree.base(token.relation)
    switch relation {
    case "flat", "fixed", "goeswith", "punct", "case", "mark", "cc", "aux", "cop", "discourse", "reparandum":
      return false
    default: break
    }
    if names.names[at] >= 0, !names.heads[at], token.upos != "PRON" {
      // "the Netherlands" of "the University of the Netherlands", but not "York" of "New York".
      return token.upos == "PROPN" && relation == "nmod"
        && tree.children[at].contains { ["det", "case"].contains(sentence.tokens[$0].relation) }
    }
    switch token.upos {
    case "PRON":
      guard let pronoun = language.pronoun(WordHash.lowered(token.form)) else { return false }
      return pronoun.series != .relative && !(relation == "expl" && pronoun.base == "there")
    case "DET": return relation != "det" && language.pronoun(WordHash.lowered(token.form))?.series == .demonstrative
    case "NOUN": return true
    case "PROPN":
      guard relation == "compound", tree.heads[at] >= 0, names.names[at] < 0 else { return true }
      return sentence.tokens[tree.heads[at]].upos != "PROPN"
    case "NUM":
      switch relation {
      case "nummod", "compound", "advmod", "amod": return names.heads[at]
      default: return true
      }
    default: return names.heads[at] && token.upos != "ADJ"
    }
  }

  private func form(_ sentence: CoreferenceSentence, _ tree: SentenceTree, _ at: Int, _ names: NameHeads)
    -> Mention.Form
  {
    let token = sentence.tokens[at]
    switch token.upos {
    case "PRON", "DET":
      return language.pronoun(WordHash.lowered(token.form))?.series == .demonstrative ? .demonstrative : .pronoun
    case "NUM": return .number
    default: break
    }
    if token.upos == "PROPN" || names.heads[at] { return .name }
    guard token.upos == "NOUN" || token.upos == "X" else { return .clause }
    var result = Mention.Form.bare
    for child in tree.children[at] {
      switch SentenceTree.base(sentence.tokens[child].relation) {
      case "det":
        switch language.determiner(WordHash.lowered(sentence.tokens[child].form)) {
        case .definite: result = .definite
        case .demonstrative: result = .pointed
        case .indefinite: result = .indefinite
        default: result = .quantified
        }
      case "nmod" where sentence.tokens[child].relation == "nmod:poss": return .possessed
      case "nummod" where result == .bare: result = .quantified
      default: break
      }
    }
    return result
  }

  /// The words of a mention: what depends on its head, without what joins it to the rest of the sentence.
  /// - Parameter whole: whether the other members of a coordination belong to it.
  func span(_ sentence: CoreferenceSentence, _ tree: SentenceTree, _ head: Int, whole: Bool) -> Range<Int> {
    let tokens = sentence.tokens
    let isPredicate = tree.children[head].contains { tokens[$0].relation == "cop" }
    var first = head
    var last = head
    for child in tree.children[head] {
      switch SentenceTree.base(tokens[child].relation) {
      case "cc":
        guard whole, child > head else { continue }
      case "conj":
        guard whole else { continue }
      case "case":
        // The mark of a possessor belongs to it.
        guard child > head, tokens[child].xpos == "POS" else { continue }
      case "mark", "appos", "parataxis", "punct", "discourse", "vocative", "dislocated", "list", "cop", "aux", "expl",
        "reparandum", "orphan":
        continue
      case "nsubj", "csubj", "advcl", "ccomp", "xcomp", "obl", "obj", "iobj":
        if isPredicate { continue }
      case "advmod":
        if isPredicate, !(child == head - 1 && child > 0) { continue }
      default: break
      }
      // References in square brackets do not belong to what they stand behind.
      let start = tree.extents[child].lowerBound
      if start > head, tokens[start].form == "[" || tokens[start - 1].form == "[" { continue }
      first = min(first, start)
      last = max(last, tree.extents[child].upperBound)
    }
    // Quotation marks, commas and prepositions at the ends say nothing.
    while first < head, ["PUNCT", "ADP", "CCONJ"].contains(tokens[first].upos) { first += 1 }
    while last > head, tokens[last].upos == "PUNCT" { last -= 1 }
    return closed(first..<(last + 1), tokens)
  }

  /// Takes in the mark that closes a bracket or a quotation which the words open.
  private func closed(_ range: Range<Int>, _ tokens: [CoreferenceToken]) -> Range<Int> {
    guard range.upperBound < tokens.count else { return range }
    let open: String
    switch tokens[range.upperBound].form {
    case ")": open = "("
    case "”": open = "“"
    case "\"":
      let marks = range.reduce(0) { $0 + (tokens[$1].form == "\"" ? 1 : 0) }
      return marks.isMultiple(of: 2) ? range : range.lowerBound..<(range.upperBound + 1)
    default: return range
    }
    let close = tokens[range.upperBound].form
    let depth = range.reduce(0) { $0 + (tokens[$1].form == open ? 1 : tokens[$1].form == close ? -1 : 0) }
    return depth > 0 ? range.lowerBound..<(range.upperBound + 1) : range
  }
}
