/// What features see of a mention. Numbers are hashes of words, or raw values of enumerations.
package struct MentionTraits {
  package var mention: Mention
  /// The sort of mention for the weights: a pronoun is one for itself.
  var type: UInt64 = 0
  /// The coarse sort, for the other side of a pair.
  var coarse: UInt64 = 0
  var isPronoun = false
  var pronoun: UInt64 = 0
  var pronounForm: UInt8 = 0
  /// 0 for all but personal pronouns.
  var person: UInt8 = 0
  var number = GrammaticalNumber.unknown
  var gender = GrammaticalGender.unknown
  var noun = NounKind.other
  /// The raw value of a name's kind; 0 without a name.
  var nameKind: UInt8 = 0
  /// What it is, as one number: of pronouns, name kinds and noun kinds.
  var category: UInt64 = 0
  var role: UInt8 = 0
  var relation: UInt64 = 0
  var lemma: UInt64 = 0
  var form: UInt64 = 0
  /// The hash of its words that say something.
  var wording: UInt64 = 0
  /// Its words that say something but for the head, sorted.
  var modifiers: [UInt64] = []
  /// The words of a name in their order.
  var nameWords: [UInt64] = []
  /// The initials of a name of several words, and the form of one that may be such.
  var initials: UInt64 = 0
  var acronym: UInt64 = 0
  var governor = -1
  var governorLemma: UInt64 = 0
  var clause = 0
  var firstWord: UInt64 = 0
  var wordBefore: UInt64 = 0
  var wordAfter: UInt64 = 0
  var wordsCount = 0
  var isPostmodified = false
  /// The heads of the phrases that hold it, nearest first, a few.
  var holders: [Int] = []
  /// What it is said to be the same as by the tree: the subject of a predicate, the noun of an apposition; -1 for nothing.
  var equal = -1
  var inQuotes = false
  /// Its place among the mentions of its sentence, and whether it is the first subject of it.
  var place = 0
  var isFirstSubject = false
  var hasClauseBelow = false
}

/// What features see of a word.
struct WordTraits {
  var form: UInt64
  var lemma: UInt64
  /// Whether it says nothing of what a phrase refers to.
  var isEmpty: Bool
}

/// Makes traits of mentions.
struct TraitsMaker {
  /// So many words of a phrase are looked at.
  private static let longest = 40

  let language: any CoreferenceLanguage
  /// Which gender a first name tells.
  let gender: @Sendable (String) -> GrammaticalGender

  private struct Role {
    static let subject: UInt8 = 1, object: UInt8 = 2, oblique: UInt8 = 3, possessor: UInt8 = 4, modifier: UInt8 = 5
    static let apposition: UInt8 = 6, member: UInt8 = 7, root: UInt8 = 8, compound: UInt8 = 9, other: UInt8 = 10
  }

  func traits(
    _ mention: Mention,
    _ sentence: CoreferenceSentence,
    _ tree: SentenceTree,
    _ words: [WordTraits],
    _ names: MentionFinder.NameHeads
  ) -> MentionTraits {
    var traits = MentionTraits(mention: mention)
    let tokens = sentence.tokens
    let head = tokens[mention.head]
    let lowered = WordHash.lowered(head.form)
    let lemma = WordHash.lowered(head.lemma)
    traits.lemma = words[mention.head].lemma
    traits.form = words[mention.head].form
    traits.number = mention.isCoordination ? .plural : language.number(head)
    traits.wordsCount = mention.tokens.count
    let entry = mention.isCoordination || !["PRON", "DET"].contains(head.upos) ? nil : language.pronoun(lowered)
    if let entry {
      traits.isPronoun = entry.series != .indefinite
      traits.pronoun = WordHash.of(entry.base)
      traits.pronounForm = head.relation == "nmod:poss" ? PronounEntry.Case.possessive.rawValue : entry.form.rawValue
      traits.person = entry.series == .personal ? entry.person : 0
      traits.number = entry.number
      traits.gender = entry.gender
      traits.category = WordHash.join(1, traits.pronoun)
      traits.type = WordHash.join(2, traits.pronoun)
      traits.coarse = Self.coarse(entry)
    } else {
      describe(&traits, sentence, names, lemma)
    }
    place(&traits, tokens, tree, words)
    var wording: UInt64 = 7
    // Of a long phrase the first words will do.
    for at in mention.tokens.prefix(Self.longest) where !words[at].isEmpty {
      wording = WordHash.join(wording, words[at].form)
      if at != mention.head, traits.modifiers.count < 12 { traits.modifiers.append(words[at].lemma) }
    }
    traits.wording = wording
    traits.modifiers.sort()
    return traits
  }

  private func describe(
    _ traits: inout MentionTraits,
    _ sentence: CoreferenceSentence,
    _ names: MentionFinder.NameHeads,
    _ lemma: String
  ) {
    let mention = traits.mention
    let tokens = sentence.tokens
    traits.type = UInt64(mention.form.rawValue) + (mention.isCoordination ? 40 : 0)
    traits.coarse = mention.isCoordination ? 19 : UInt64(mention.form.rawValue)
    if mention.isCoordination {
      traits.category = 60
      return
    }
    if mention.form == .name {
      var range = mention.head..<(mention.head + 1)
      if names.names[mention.head] >= 0 {
        let name = sentence.names[names.names[mention.head]]
        range = name.tokens.clamped(to: 0..<tokens.count)
        traits.nameKind = name.kind.rawValue
      } else {
        while range.lowerBound > mention.tokens.lowerBound, tokens[range.lowerBound - 1].upos == "PROPN" {
          range = (range.lowerBound - 1)..<range.upperBound
        }
        while range.upperBound < mention.tokens.upperBound, tokens[range.upperBound].upos == "PROPN" {
          range = range.lowerBound..<(range.upperBound + 1)
        }
      }
      traits.nameWords = range.prefix(8).filter { !language.isEmpty(WordHash.lowered(tokens[$0].form)) }
        .map { WordHash.of(tokens[$0].form) }
      let initials = range.compactMap { tokens[$0].form.utf8.first }.filter { $0 >= 0x41 && $0 <= 0x5A }
      if initials.count > 1 { traits.initials = WordHash.of(String(decoding: initials, as: UTF8.self)) }
      if range.count == 1, let word = range.first {
        let letters = tokens[word].form.utf8.filter { $0 != 0x2E }
        if letters.count > 1, letters.count < 8, letters.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) {
          traits.acronym = WordHash.of(String(decoding: letters, as: UTF8.self))
        }
      }
      if traits.nameKind == CoreferenceName.Kind.person.rawValue || traits.nameKind == 0 {
        var told = GrammaticalGender.unknown
        for at in mention.tokens.lowerBound...max(mention.tokens.lowerBound, range.lowerBound) where told == .unknown {
          told = language.gender(ofTitle: WordHash.lowered(tokens[at].form))
        }
        if told == .unknown, traits.nameKind != 0, let first = range.first { told = gender(tokens[first].form) }
        traits.gender = told
      } else {
        traits.gender = .neuter
      }
      traits.noun = language.kind(ofNoun: lemma)
      traits.category = 30 + UInt64(traits.nameKind) * 4 + UInt64(traits.gender.rawValue)
      return
    }
    traits.noun = language.kind(ofNoun: lemma)
    switch traits.noun {
    case .female: traits.gender = .female
    case .male: traits.gender = .male
    case .people: traits.number = .plural
    default: break
    }
    switch mention.form {
    case .number: traits.category = 70
    case .clause: traits.category = 71
    default: traits.category = 50 + UInt64(traits.noun.rawValue)
    }
    for at in mention.tokens where tokens[at].upos == "PROPN" && traits.nameWords.count < 4 {
      traits.nameWords.append(WordHash.of(tokens[at].form))
    }
  }

  private func place(
    _ traits: inout MentionTraits,
    _ tokens: [CoreferenceToken],
    _ tree: SentenceTree,
    _ words: [WordTraits]
  ) {
    let mention = traits.mention
    let head = mention.head
    let relation = tokens[head].relation
    traits.role = Self.role(relation)
    traits.relation = WordHash.of(relation)
    traits.governor = tree.heads[head]
    var up = tree.heads[head]
    // A member of a coordination has the role of the whole.
    if traits.role == Role.member, up >= 0 {
      traits.governor = tree.heads[up]
      if Self.role(tokens[up].relation) == Role.subject { traits.role = Role.subject }
    }
    if traits.governor >= 0 { traits.governorLemma = words[traits.governor].lemma }
    traits.clause = up >= 0 ? tree.clauses[up] : head
    while up >= 0, traits.holders.count < 6 {
      traits.holders.append(up)
      up = tree.heads[up]
    }
    traits.firstWord = words[mention.tokens.lowerBound].form
    traits.wordBefore = mention.tokens.lowerBound > 0 ? words[mention.tokens.lowerBound - 1].form : 1
    traits.wordAfter = mention.tokens.upperBound < words.count ? words[mention.tokens.upperBound].form : 2
    for child in tree.children[head] {
      switch SentenceTree.base(tokens[child].relation) {
      case "acl": traits.isPostmodified = true
      case "nmod" where child > head: traits.isPostmodified = true
      case "nsubj" where tree.children[head].contains { tokens[$0].relation == "cop" } && !mention.isCoordination:
        traits.equal = child
      default: break
      }
    }
    if relation == "appos" { traits.equal = tree.heads[head] }
    if traits.governor >= 0 {
      traits.hasClauseBelow = tree.children[traits.governor].contains { child in
        child > head && ["csubj", "ccomp", "xcomp", "advcl", "acl"].contains(SentenceTree.base(tokens[child].relation))
      }
    }
  }

  private static func coarse(_ pronoun: PronounEntry) -> UInt64 {
    if pronoun.series != .personal { return 20 + UInt64(pronoun.series.rawValue) }
    if pronoun.person < 3 { return 24 }
    return pronoun.gender == .neuter ? 26 : pronoun.number == .plural ? 27 : 25
  }

  private static func role(_ relation: String) -> UInt8 {
    if relation == "nmod:poss" { return Role.possessor }
    return switch SentenceTree.base(relation) {
    case "nsubj", "csubj", "expl": Role.subject
    case "obj", "iobj": Role.object
    case "obl": Role.oblique
    case "nmod": Role.modifier
    case "appos": Role.apposition
    case "conj": Role.member
    case "root": Role.root
    case "compound": Role.compound
    default: Role.other
    }
  }
}
