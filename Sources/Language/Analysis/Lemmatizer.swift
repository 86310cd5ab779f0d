/// Finds a word's dictionary form: by a table of words that the treebanks have, otherwise by the longest ending that they have.
///
/// What is found is how to change the word in lower case: how many bytes to take off its end and what to put there.
package struct Lemmatizer: Sendable {
  /// The longest ending that is looked up, in bytes.
  package static let longestEnding = 6

  private let words: HashTable
  private let endings: HashTable
  private let changes: [Change]
  private let rules: any LanguageRules

  /// What rules of spelling a word's forms have.
  package enum Inflection: Sendable {
    case verb, plural, singular
  }

  /// How a word becomes its dictionary form.
  struct Change: Sendable, Hashable {
    var cut: Int
    var addition: String
    /// Whether the form keeps its capitals, as names do.
    var keepsCase: Bool

    /// Written as `cut`, `+` or `=` for a form that keeps its capitals, and the addition.
    var description: String { "\(cut)\(keepsCase ? "=" : "+")\(addition)" }

    init?(_ text: Substring) {
      guard let sign = text.firstIndex(where: { $0 == "+" || $0 == "=" }), let cut = Int(text[..<sign]), cut >= 0 else {
        return nil
      }
      self.cut = cut
      keepsCase = text[sign] == "="
      addition = String(text[text.index(after: sign)...])
    }
  }

  init(_ file: ModelFile, _ rules: any LanguageRules) throws(ModelFileError) {
    self.rules = rules
    words = try HashTable(file, "lemmas.words")
    endings = try HashTable(file, "lemmas.endings")
    let lines = try file.text("lemmas.changes").split(separator: "\n")
    changes = lines.compactMap { Change($0) }
    guard changes.count == lines.count, words.highestValue < changes.count, endings.highestValue < changes.count else {
      throw ModelFileError(file.path, "is damaged: section lemmas.changes does not fit its tables")
    }
  }

  /// The dictionary form of a word.
  /// - Parameters:
  ///   - upos: the number of its part of speech.
  ///   - inflection: what its forms have rules of spelling as.
  func lemma(_ word: String, upos: UInt8, inflection: Inflection? = nil) -> String {
    let lower = word.lowercased()
    if let inflection, words.value(Self.key(lower, upos)) == nil {
      if let known = rules.lemma(lower, inflection, isKnown: { isBase($0, upos) }) { return known }
    }
    guard let change = change(lower, upos) else { return lower }
    let form = change.keepsCase ? word : lower
    if change.cut == 0, change.addition.isEmpty { return form }
    let bytes = Array(form.utf8)
    guard change.cut <= bytes.count else { return form }
    // A cut in the middle of a character would leave half of it.
    let kept = bytes.count - change.cut
    guard kept == bytes.count || bytes[kept] & 0xC0 != 0x80 else { return form }
    return String(decoding: bytes[..<kept], as: UTF8.self) + change.addition
  }

  /// Whether the treebanks have a word, in lower case, as a part of speech.
  func isKnown(_ word: String, upos: UInt8) -> Bool { words.value(Self.key(word, upos)) != nil }

  /// Whether a word is its own dictionary form, as the treebanks have it.
  private func isBase(_ word: String, _ upos: UInt8) -> Bool {
    words.value(Self.key(word, upos)).map { changes[$0].cut == 0 && changes[$0].addition.isEmpty } ?? false
  }

  private func change(_ lower: String, _ upos: UInt8) -> Change? {
    if let found = words.value(Self.key(lower, upos)) { return changes[found] }
    let bytes = Array(lower.utf8)
    for length in stride(from: min(Self.longestEnding, bytes.count), through: 0, by: -1) {
      let ending = String(decoding: bytes[(bytes.count - length)...], as: UTF8.self)
      if let found = endings.value(Self.key(ending, upos)) { return changes[found] }
    }
    return nil
  }

  /// The hash under which a word or an ending stands with its part of speech.
  package static func key(_ text: String, _ upos: UInt8) -> UInt64 {
    Hash.mix(Hash.of(text) &+ UInt64(upos) &* 0x9E37_79B9_7F4A_7C15)
  }
}
