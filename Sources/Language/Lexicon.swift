/// What a word is by itself, as far as a closed list can tell.
public enum WordClass: Sendable, Hashable {
  case determiner, preposition, pronoun, possessive, auxiliary, modal, conjunction, subordinator, relative, adverb,
    negation
  /// A form of a verb from the table; what it is in its sentence the neighbours decide.
  case verb(Verbs.Reading)
  /// A word that ends in "-ed" and is not in the table.
  case participleLike
  /// A noun, an adjective, a name: everything else.
  case open
}

/// The words of closed classes.
public enum Lexicon {
  /// Articles, demonstratives, possessive pronouns, and words of quantity before a noun.
  public static let determiners: Set<String> = [
    "the", "a", "an", "this", "that", "these", "those", "each", "every", "all", "both", "some", "any", "no", "another",
    "such", "most",
    "many", "several", "few", "much", "its", "his", "her", "their", "our", "my", "your", "more", "less",
  ]
  /// Prepositions of one word.
  public static let prepositions: Set<String> = [
    "of", "in", "on", "at", "to", "from", "by", "with", "for", "into", "onto", "through", "between", "among", "against",
    "under", "over",
    "across", "within", "without", "along", "near", "beyond", "towards", "toward", "upon", "via", "per", "despite",
    "like", "around",
    "about", "beneath", "behind", "above", "below", "beside", "besides", "inside", "outside", "off", "throughout",
    "alongside",
    "according", "during", "amid", "atop", "aboard", "versus", "including", "concerning", "regarding", "except",
  ]
  /// Words that stand for a noun phrase.
  public static let pronouns: Set<String> = [
    "i", "you", "he", "she", "it", "we", "they", "me", "him", "us", "them", "himself", "herself", "itself",
    "themselves", "one", "ones",
    "none", "others", "something", "anything", "nothing", "everything", "someone", "everyone", "nobody", "here",
    "there", "who", "whom",
    "what", "neither", "either", "hers", "theirs", "ours", "mine", "yours",
  ]
  /// Forms of be, have and do.
  public static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did",
  ]
  /// Modal verbs, each with what it makes of its clause: a case of the model's modality.
  public static let modals: [String: String] = [
    "will": "planned", "shall": "planned", "may": "possible", "might": "possible", "could": "possible",
    "can": "possible",
    "must": "required", "should": "required", "would": "conditional", "cannot": "possible",
  ]
  /// Words that join equals.
  public static let conjunctions: Set<String> = ["and", "or", "but", "nor", "yet"]
  /// Words that begin a clause that hangs on another.
  public static let subordinators: Set<String> = [
    "because", "although", "though", "if", "unless", "while", "whereas", "when", "where", "whether", "since", "until",
    "once", "after",
    "before", "so", "as", "than", "how", "why",
  ]
  /// Pronouns that begin a relative clause.
  public static let relatives: Set<String> = ["which", "who", "that", "whom", "whose", "where"]
  /// Adverbs that do not end in "-ly".
  public static let adverbs: Set<String> = [
    "also", "still", "now", "then", "already", "only", "just", "even", "once", "later", "soon", "again", "first",
    "thus", "therefore",
    "however", "further", "ever", "always", "often", "sometimes", "usually", "mainly", "largely", "mostly",
    "especially", "instead",
    "meanwhile", "today", "yesterday", "moreover", "furthermore", "nevertheless", "nonetheless", "alone", "together",
    "together",
    "respectively", "too", "very", "quite", "rather", "almost", "nearly", "roughly", "currently", "previously",
    "formerly", "there",
    "ago", "abroad", "away", "up", "down", "out", "back", "apart", "ahead", "else", "well", "far", "long",
    "yet", "hence",
  ]
  /// Words that turn a clause to its contrary.
  public static let negations: Set<String> = ["not", "n't", "never", "hardly", "scarcely"]

  /// The class of a word in lower case.
  public static func wordClass(_ word: String) -> WordClass {
    if let known = closed[word] { return known }
    if let reading = Verbs.reading(word) { return .verb(reading) }
    if word.hasSuffix("ly"), word.utf8.count > 4, !notAdverbs.contains(word) { return .adverb }
    if word.hasSuffix("ed"), word.utf8.count > 4, !notParticiples.contains(word) { return .participleLike }
    return .open
  }

  private static let notAdverbs: Set<String> = [
    "italy", "july", "family", "supply", "monthly", "daily", "weekly", "quarterly", "early", "assembly", "butterfly",
    "anomaly", "reply",
    "monopoly", "likely", "friendly", "elderly", "costly", "ally", "lily", "sicily", "only", "yearly",
  ]
  private static let notParticiples: Set<String> = [
    "united", "hundred", "speed", "breed", "indeed", "sacred", "exceed", "proceed", "succeed",
  ]

  private static let closed: [String: WordClass] = {
    var table: [String: WordClass] = [:]
    func put(_ words: some Sequence<String>, _ wordClass: WordClass) {
      for word in words where table[word] == nil { table[word] = wordClass }
    }
    put(["'s", "\u{2019}s", "'", "\u{2019}"], .possessive)
    put(negations, .negation)
    put(auxiliaries, .auxiliary)
    put(modals.keys.sorted(), .modal)
    put(conjunctions, .conjunction)
    put(prepositions, .preposition)
    put(relatives, .relative)
    put(determiners, .determiner)
    put(pronouns, .pronoun)
    put(subordinators, .subordinator)
    put(adverbs, .adverb)
    return table
  }()
}
