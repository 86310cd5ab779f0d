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

  /// Below this share of small words of English a text is hardly English; real texts have a third.
  private static let leastEnglish = 0.12
  /// Fewer words say nothing of their language.
  private static let fewestWords = 20
  /// Words that no English text does without.
  private static let smallWords: Set<String> = [
    "the", "of", "and", "to", "in", "a", "is", "was", "were", "are", "that", "for", "it", "on", "as", "with", "by",
    "at",
    "from", "be", "has", "have", "had", "which", "or", "an", "but", "not", "this", "its", "their", "will", "been",
    "they",
    "he", "she", "his", "her", "we", "you", "i",
  ]

  /// The reason, for a text of which no fact was found.
  func reason(_ text: TextDocument) -> String {
    let body = text.blocks.filter(\.kind.isProse)
    if !Self.isEnglish(text, body.isEmpty ? text.blocks : body) {
      return "it seems not to be in English, the only language that is read"
    }
    let skipped = text.skipped
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

  /// Whether a text may well be English: most of its letters are Latin, and it has small words enough.
  private static func isEnglish(_ text: TextDocument, _ blocks: [TextDocument.Block]) -> Bool {
    var (latin, other, words, small) = (0, 0, 0, 0)
    for block in blocks {
      for word in text.text(in: block.range).lowercased().split(whereSeparator: { !$0.isLetter }) {
        words += 1
        if smallWords.contains(String(word)) { small += 1 }
        for scalar in word.unicodeScalars {
          // Latin with its accents ends here.
          if scalar.value < 0x250 { latin += 1 } else { other += 1 }
        }
      }
      // Enough to tell.
      if words > 5000 { break }
    }
    if other > latin { return false }
    return words < fewestWords || Double(small) >= leastEnglish * Double(words)
  }
}

extension TextDocument {
  /// The lines that were not read, as reports have them.
  var skipped: [SkippedLines] {
    omissions.map { SkippedLines(reason: $0.reason.rawValue, lines: $0.lines) }
  }
}
