import Model

/// Why a document states nothing, in one line for people.
struct NoFacts {
  /// How many sentences were read.
  var sentences = 0
  /// How many facts were found and left out, because the rules are not sure enough of them.
  var unsure = 0
  /// The sentences that gave none, as far as they are kept.
  private(set) var others: [Sentence] = []

  /// A sentence gave no fact.
  mutating func note(_ sentence: Evidence) {
    guard others.count < Sentence.maximumCount else { return }
    let text = Sentence.cut(sentence.text)
    // Nobody can look for what has no word.
    guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }),
      !text.utf8.contains(0)
    else { return }
    others.append(Sentence(start: sentence.start, text: text))
  }

  /// The reason, for a text of which no fact was found.
  func reason(_ text: TextDocument) -> String {
    let body = text.prose(in: EnglishReading.tag)
    if let language = text.language, language != EnglishReading.tag, body.isEmpty {
      return "it is in another language than English, the only one that is read: \(language)"
    }
    let skipped = text.skipped(reading: EnglishReading.tag)
    if body.isEmpty {
      return skipped.isEmpty
        ? "it has only headings and short lines, and no sentence"
        : "it has no sentence: \(SkippedLines.list(skipped))"
    }
    if sentences == 0 { return "it has no sentence" }
    let count = "no facts in \(sentences) sentence\(sentences == 1 ? "" : "s")"
    let rest = skipped.isEmpty ? "" : "; not read: \(SkippedLines.list(skipped))"
    return (unsure == 0 ? count : "\(count) but \(unsure) below the least confidence") + rest
  }
}
