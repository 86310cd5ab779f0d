/// What reading text has to be told of a language beside what its model learnt. Words are given in lower case, but where it is said otherwise.
package protocol LanguageRules: Sendable {
  /// A capital letter that begins a name with an apostrophe behind it: "O’Hara", "D’Arcy".
  func isNamePrefix(_ letter: UInt8) -> Bool
  /// A letter before an apostrophe that begins a word of its own, though only letters stand before it: "do|n't".
  func isContracted(_ letter: UInt8) -> Bool
  /// Abbreviations that stand before a number: "no.", "vol.".
  func standsBeforeNumber(_ word: String) -> Bool
  /// A sign before a number as it is written: "No" of "Regulation (EC) No 1102/2008".
  func isNumberSign(_ word: String) -> Bool
  /// Words that open a sentence after a letter that ends one: "They chose Plan B. The plan failed."
  func opensSentence(_ word: String) -> Bool
  /// "a.m.", which ends no sentence before a day of the week.
  func isHalfOfDay(_ word: String) -> Bool
  /// A day of the week as it is written.
  func isDay(_ word: String) -> Bool
  /// The words of a text that end a person's name before them, by their numbers: "of" in "Shinzo Abe of Japan".
  func nameEnds(_ bytes: UnsafeRawBufferPointer, _ words: [Range<Int>], _ range: Range<Int>) -> [Int]
  /// A name without the titles and common nouns around it; one word of it stays always.
  func withoutTitles(_ name: AnalysedName, _ tokens: [AnalysedToken]) -> AnalysedName
  /// Whether a part of speech of the model's own is that of a finite verb.
  func isFinite(_ tag: String) -> Bool
  /// What the spelling of a word's forms goes by; nil for a word whose forms have no rules.
  func inflection(_ partOfSpeech: PartOfSpeech?, _ tag: String) -> Lemmatizer.Inflection?
  /// The dictionary form of a verb or a plural by rules of spelling; nil where these tell nothing.
  /// - Parameter isKnown: whether the treebanks have a word as a dictionary form.
  func lemma(_ form: String, _ inflection: Lemmatizer.Inflection, isKnown: (String) -> Bool) -> String?
}
