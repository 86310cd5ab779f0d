/// What reading text has to be told of English.
package struct EnglishRules: LanguageRules {
  package init() {}

  package func isNamePrefix(_ letter: UInt8) -> Bool {
    [UInt8(ascii: "O"), UInt8(ascii: "D"), UInt8(ascii: "L"), UInt8(ascii: "M")].contains(letter)
  }

  package func isContracted(_ letter: UInt8) -> Bool { letter | 0x20 == UInt8(ascii: "n") }

  package func standsBeforeNumber(_ word: String) -> Bool { Self.beforeNumber.contains(word) }

  package func isNumberSign(_ word: String) -> Bool { Self.numbers.contains(word) }

  package func opensSentence(_ word: String) -> Bool { Self.openings.contains(word) }

  package func isHalfOfDay(_ word: String) -> Bool {
    ["a.m.", "p.m.", "a.m", "p.m", "am.", "pm."].contains(word)
  }

  package func isDay(_ word: String) -> Bool { Self.days.contains(word) }

  package func withoutTitles(_ name: AnalysedName, _ tokens: [AnalysedToken]) -> AnalysedName {
    Titles.without(name, tokens)
  }

  package func isFinite(_ tag: String) -> Bool { ["VBD", "VBZ", "VBP", "MD"].contains(tag) }

  package func inflection(_ partOfSpeech: PartOfSpeech?, _ tag: String) -> Lemmatizer.Inflection? {
    switch (partOfSpeech, tag) {
    case (.verb, _): .verb
    case (.noun, "NNS"): .plural
    case (.noun, "NN"): .singular
    default: nil
    }
  }

  package func lemma(_ form: String, _ inflection: Lemmatizer.Inflection, isKnown: (String) -> Bool) -> String? {
    switch inflection {
    case .verb: EnglishVerbForms.lemma(form, isKnown: isKnown)
    case .plural: EnglishNounForms.lemma(form, isKnown: isKnown)
    case .singular: form
    }
  }

  /// The words that end a person's name: an "of" after two capitalised words. What follows is where the person is from, while a name
  /// such as Joan of Arc has one word before.
  package func nameEnds(_ bytes: UnsafeRawBufferPointer, _ words: [Range<Int>], _ range: Range<Int>) -> [Int] {
    func isCapital(_ word: Range<Int>) -> Bool { bytes[word].first.map { (0x41...0x5A).contains($0) } ?? false }
    return range.dropFirst(2).filter {
      bytes[words[$0]].elementsEqual("of".utf8) && isCapital(words[$0 - 1]) && isCapital(words[$0 - 2])
    }
  }

  /// Abbreviations before a number: "No. 2", "Vol. 3".
  private static let beforeNumber: Set<String> = [
    "no", "no.", "nos", "nos.", "vol", "vol.", "fig", "fig.", "pp", "pp.", "art", "art.", "sec", "sec.", "ch", "ch.",
  ]

  private static let numbers: Set<String> = ["No", "Nos", "No.", "Nos."]

  /// Words that open a sentence after a letter that ends one: "They chose Plan B. The plan failed."
  private static let openings: Set<String> = [
    "a", "after", "all", "although", "an", "and", "as", "at", "because", "before", "both", "but", "by", "during",
    "each",
    "every", "for", "from", "he", "her", "here", "his", "how", "however", "i", "if", "in", "it", "its", "many", "most",
    "my", "no", "not", "of", "on", "one", "or", "our", "several", "she", "since", "so", "some", "that", "the", "their",
    "then", "there", "these", "they", "this", "those", "to", "under", "until", "we", "what", "when", "where", "which",
    "while", "who", "why", "with", "you", "your",
  ]
  private static let days: Set<String> = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}
