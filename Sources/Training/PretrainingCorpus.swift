import Corpora
import Foundation
import Language

/// Plain text as numbers, each word by its type so that much of it fits in memory.
struct PretrainingCorpus {
  private(set) var vocabulary: [UInt64: Int] = [:]
  /// The share of each row of the vocabulary; row 0 is all other words.
  private(set) var frequencies: [Float] = []
  private var sentences: [Range<Int>] = []
  private var words: [Int32] = []
  private var types: [(row: Int, pieces: [Int32])] = []
  private var cumulative: [Float] = []
  private var logShares: [Float] = []

  /// - Parameters:
  ///   - text: sentences as words.
  ///   - treebanks: whose sentences are added, several times over, and whose forms all have rows.
  init(
    _ text: [[Substring]],
    treebanks: [Treebank],
    repeats: Int = 4,
    shape: NetworkShape,
    recipe: Pretrainer.Recipe
  ) {
    var features = WordFeatures(tableBits: shape.pieceBits)
    defer { features.deallocate() }
    var typeOf: [Substring: Int32] = [:]
    var forms: [UInt64] = []
    var counts: [UInt64: Int] = [:]
    var inTreebanks: [UInt64: Int] = [:]
    func add(_ word: Substring) -> Int32 {
      if let known = typeOf[word] { return known }
      Array(word.utf8).withUnsafeBytes { features.read($0) }
      let type = Int32(types.count)
      typeOf[word] = type
      forms.append(features.form)
      types.append((0, (0..<features.pieceCount).map { features.pieces[$0] }))
      return type
    }
    for sentence in text {
      let start = words.count
      for word in sentence { words.append(add(word)) }
      sentences.append(start..<words.count)
    }
    for sentence in treebanks.flatMap(\.sentences) {
      for turn in 0..<repeats {
        let start = words.count
        for word in sentence.words {
          let type = add(word.form[...])
          words.append(type)
          if turn == 0 { inTreebanks[forms[Int(type)], default: 0] += 1 }
        }
        sentences.append(start..<words.count)
      }
    }
    for word in words { counts[forms[Int(word)], default: 0] += 1 }
    for (form, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let isFrequent = vocabulary.count < recipe.vocabulary && count >= recipe.minimum
      if isFrequent || inTreebanks[form, default: 0] >= 2 { vocabulary[form] = vocabulary.count + 1 }
    }
    for type in types.indices { types[type].row = vocabulary[forms[type]] ?? 0 }
    var numbers = [Double](repeating: 1, count: vocabulary.count + 1)
    for (form, count) in counts { numbers[vocabulary[form] ?? 0] += Double(count) }
    let total = numbers.reduce(0, +)
    frequencies = numbers.map { Float($0 / total) }
    let damped = numbers.map { pow($0, 0.75) }
    let whole = damped.reduce(0, +)
    var sum = 0.0
    for number in damped {
      sum += number / whole
      cumulative.append(Float(sum))
      logShares.append(Float(log(number / whole)))
    }
  }

  var wordCount: Int { words.count }

  /// The sentences in a random order.
  func order(_ random: inout SeededRandom) -> [Int] { Array(sentences.indices).shuffled(using: &random) }

  func sentence(_ index: Int) -> EncodedSentence {
    let range = sentences[index]
    return EncodedSentence(
      index: index,
      words: range.map { types[Int(words[$0])].row },
      pieces: range.map { types[Int(words[$0])].pieces },
      gazetteer: [[Int32]](repeating: [], count: range.count),
      upos: [],
      xpos: [],
      heads: [],
      relations: [],
      names: [],
      source: 3
    )
  }

  /// Rows of the vocabulary, by their damped share.
  func sample(_ count: Int, random: inout SeededRandom) -> [Int] {
    (0..<count).map { _ in
      let goal = random.unit()
      var low = 0
      var high = cumulative.count - 1
      while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] < goal { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The logarithm of how often a row is expected in a sample.
  func logExpected(_ row: Int, of count: Int) -> Float { logShares[row] + Float(log(Double(count))) }
}
