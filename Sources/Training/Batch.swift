import Language

/// A sentence as numbers.
struct EncodedSentence {
  /// Where it came from, for the evaluation.
  var index: Int
  var words: [Int]
  /// For each word, the rows of its pieces.
  var pieces: [[Int32]]
  /// For each word, the rows of what the gazetteers say.
  var gazetteer: [[Int32]]
  /// Labels, -1 where there is none.
  var upos: [Int]
  var xpos: [Int]
  /// Head from 1, 0 for the root; -1 where the sentence has no tree.
  var heads: [Int]
  var relations: [Int]
  var names: [Int]
  /// Which treebank it is of.
  var source: Int

  var count: Int { words.count }
}

/// Sentences laid end to end.
struct Batch {
  var sentences: [EncodedSentence]
  /// The rows of each sentence.
  var ranges: [Range<Int>] = []
  var rows = 0

  init(_ sentences: [EncodedSentence]) {
    self.sentences = sentences
    for sentence in sentences {
      ranges.append(rows..<(rows + sentence.count))
      rows += sentence.count
    }
  }

  func labels(_ path: KeyPath<EncodedSentence, [Int]>) -> [Int] {
    sentences.flatMap { $0[keyPath: path] }
  }

  /// Cuts sentences into batches of about as many words each, sentences of a length together, in a random order.
  static func shuffled(_ sentences: [EncodedSentence], words: Int, random: inout SeededRandom) -> [Batch] {
    let keyed = sentences.map { (key: Float($0.count) + random.unit() * 8, sentence: $0) }.sorted { $0.key < $1.key }
    var batches: [Batch] = []
    var current: [EncodedSentence] = []
    var count = 0
    for entry in keyed {
      current.append(entry.sentence)
      count += entry.sentence.count
      if count >= words {
        batches.append(Batch(current))
        current = []
        count = 0
      }
    }
    if !current.isEmpty { batches.append(Batch(current)) }
    batches.shuffle(using: &random)
    return batches
  }
}
