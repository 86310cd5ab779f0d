/// The mentions of a document with what features see of them.
package struct DocumentMentions: Sendable {
  package private(set) var mentions: [MentionTraits] = []
  /// For each mention the earlier ones, latest first, that share a word with it that may name the same thing: a few beyond the window.
  private(set) var akin: [[Int]] = []

  /// - Parameters:
  ///   - gender: which gender a first name tells.
  ///   - given: the words of the mentions of each sentence; nil where they are to be found.
  package init(
    _ sentences: [CoreferenceSentence],
    language: any CoreferenceLanguage,
    gender: @escaping @Sendable (String) -> GrammaticalGender,
    given: [[Range<Int>]]? = nil
  ) {
    let finder = MentionFinder(language: language)
    let maker = TraitsMaker(language: language, gender: gender)
    var isOpen = false
    for (index, sentence) in sentences.enumerated() {
      if sentence.startsParagraph { isOpen = false }
      let tree = SentenceTree(sentence.tokens)
      let words = sentence.tokens.map { token in
        WordTraits(
          form: WordHash.of(token.form),
          lemma: WordHash.of(token.lemma),
          isEmpty: language.isEmpty(WordHash.lowered(token.form))
        )
      }
      let names = MentionFinder.nameHeads(sentence, tree)
      var quoted: [Bool] = []
      for token in sentence.tokens {
        switch token.form {
        case "\"", "``", "''": isOpen.toggle()
        case "“": isOpen = true
        case "”": isOpen = false
        default: break
        }
        quoted.append(isOpen)
      }
      let found: [Mention]
      if let given {
        let spans = (index < given.count ? given[index] : []).map { $0.clamped(to: 0..<sentence.tokens.count) }
        found = spans.filter { !$0.isEmpty }.map { finder.mention(sentence, tree, index: index, tokens: $0) }
          .sorted(by: MentionFinder.precedes)
      } else {
        found = finder.mentions(sentence, tree, index: index)
      }
      var hasSubject = false
      for (place, mention) in found.enumerated() {
        var traits = maker.traits(mention, sentence, tree, words, names)
        traits.place = place
        traits.inQuotes = quoted[mention.head]
        if traits.role == 1, !hasSubject {
          traits.isFirstSubject = true
          hasSubject = true
        }
        mentions.append(traits)
      }
    }
    findAkin()
  }

  private static let akinLimit = 6

  private mutating func findAkin() {
    var index: [UInt64: [Int]] = [:]
    for (number, traits) in mentions.enumerated() {
      guard !traits.isPronoun else {
        akin.append([])
        continue
      }
      var keys = [traits.lemma, WordHash.join(3, traits.wording)]
      for word in traits.nameWords { keys.append(WordHash.join(4, word)) }
      if traits.initials != 0 { keys.append(WordHash.join(5, traits.initials)) }
      if traits.acronym != 0 { keys.append(WordHash.join(5, traits.acronym)) }
      var near: [Int] = []
      for key in keys {
        for other in index[key, default: []].suffix(3).reversed() where !near.contains(other) { near.append(other) }
        // The list is cut now and then, so that what it costs does not grow with the document.
        index[key, default: []].append(number)
        if let count = index[key]?.count, count > 32 { index[key]?.removeFirst(24) }
      }
      akin.append(Array(near.sorted(by: >).prefix(Self.akinLimit)))
    }
  }

  static let windowMentions = 60
  /// What is no pronoun goes back further by its words alone.
  static let windowPhrases = 25
  static let windowSentences = 8

  /// The earlier mentions that a mention may go back to, latest first.
  package func candidates(of number: Int) -> [Int] {
    let traits = mentions[number]
    let first = max(0, number - (traits.isPronoun ? Self.windowMentions : Self.windowPhrases))
    var result: [Int] = []
    var at = number - 1
    while at >= first, traits.mention.sentence - mentions[at].mention.sentence <= Self.windowSentences {
      result.append(at)
      at -= 1
    }
    for other in akin[number] where other <= at { result.append(other) }
    return result
  }
}
