/// Sentences that are too many for each epoch: they come part by part in a random order, and again when all have come.
struct SilverParts {
  private var sentences: [EncodedSentence]
  private let words: Int
  private var next: Int

  /// - Parameter words: about how many words a part has.
  init(_ sentences: [EncodedSentence], words: Int) {
    self.sentences = sentences
    self.words = words
    next = sentences.count
  }

  /// The next part; empty where there are no sentences.
  mutating func next(_ random: inout SeededRandom) -> [EncodedSentence] {
    var part: [EncodedSentence] = []
    var count = 0
    while count < words, !sentences.isEmpty {
      if next >= sentences.count {
        // What was learnt whole in this part does not come a second time.
        if part.count >= sentences.count { break }
        sentences.shuffle(using: &random)
        next = 0
      }
      part.append(sentences[next])
      count += sentences[next].count
      next += 1
    }
    return part
  }
}
