/// The mentions of a document with what features see of them.
package struct DocumentMentions: Sendable {
  package private(set) var mentions: [MentionTraits] = []
  /// For each mention the earlier ones, latest first, that share a word with it that may name the same thing: a few beyond the window.
  private(set) var akin: [[Int]] = []

  private let finder: MentionFinder
  private let maker: TraitsMaker
  private let language: any CoreferenceLanguage
  /// Whether a quotation is open where the last sentence ends.
  private var isOpen = false
  /// The latest mentions that have a word, or something like it, in common.
  private var numbersOf: [UInt64: [Int]] = [:]

  /// A document without any sentence yet.
  /// - Parameter gender: which gender a first name tells.
  init(language: any CoreferenceLanguage, gender: @escaping @Sendable (String) -> GrammaticalGender) {
    self.language = language
    finder = MentionFinder(language: language)
    maker = TraitsMaker(language: language, gender: gender)
  }

  /// - Parameters:
  ///   - gender: which gender a first name tells.
  ///   - given: the words of the mentions of each sentence; nil where they are to be found.
  package init(
    _ sentences: [CoreferenceSentence],
    language: any CoreferenceLanguage,
    gender: @escaping @Sendable (String) -> GrammaticalGender,
    given: [[Range<Int>]]? = nil
  ) {
    self.init(language: language, gender: gender)
    append(sentences[...], from: 0, given: given)
  }

  /// Takes the mentions of the sentences that come next.
  /// - Parameters:
  ///   - start: the number of the first.
  ///   - given: the words of the mentions of each sentence; nil where they are to be found.
  mutating func append(_ sentences: ArraySlice<CoreferenceSentence>, from start: Int, given: [[Range<Int>]]? = nil) {
    for (place, sentence) in sentences.enumerated() {
      let index = start + place
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
        let spans = (place < given.count ? given[place] : []).map { $0.clamped(to: 0..<sentence.tokens.count) }
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
    for number in akin.count..<mentions.count {
      let traits = mentions[number]
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
        for other in numbersOf[key, default: []].suffix(3).reversed() where !near.contains(other) { near.append(other) }
        // The list is cut now and then, so that what it costs does not grow with the document.
        numbersOf[key, default: []].append(number)
        if let count = numbersOf[key]?.count, count > 32 { numbersOf[key]?.removeFirst(24) }
      }
      akin.append(Array(near.sorted(by: >).prefix(Self.akinLimit)))
    }
  }

  /// Of the earlier mentions that a mention may go back to those that hardly anything but a pronoun and a phrase with "the" goes back
  /// beyond: what shares a word with it, and what the tree says is the same.
  func likelyCandidates(of number: Int) -> [Int] {
    let traits = mentions[number]
    switch traits.mentionClass {
    case .person, .it, .they, .definite: return candidates(of: number)
    // Who "I" is, the one who speaks tells, and "this" is mostly a whole sentence.
    case .speaker, .demonstrative: return []
    case .name, .other: break
    }
    // A mention that has a word twice is akin to itself.
    var result = akin[number].filter { $0 < number }
    var at = number - 1
    while at >= 0, mentions[at].mention.sentence == traits.mention.sentence {
      if mentions[at].mention.head == traits.equal || mentions[at].equal == traits.mention.head, !result.contains(at) {
        result.append(at)
      }
      at -= 1
    }
    return result.sorted(by: >)
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
