import Corpora
import Language

/// Turns annotated sentences into numbers.
struct SentenceEncoder {
  let labels: LabelSets
  /// The row of each form that is frequent enough; row 0 is for all others.
  private(set) var vocabulary: [UInt64: Int] = [:]
  private let pieceBits: Int
  private let firstClass: Int
  private let classes: WordClasses
  private let numbers: (upos: [String: Int], xpos: [String: Int], relations: [String: Int], names: [String: Int])

  /// - Parameters:
  ///   - minimum: how often a form must be there to have a row of its own.
  ///   - classes: of words; their rows come after those of the lists.
  ///   - vocabulary: the rows that pretraining gave to forms, if there was any.
  init(
    _ treebanks: [Treebank],
    shape: NetworkShape,
    classes: WordClasses,
    vocabulary pretrained: [UInt64: Int]?,
    minimum: Int = 2
  ) {
    self.classes = classes
    firstClass = shape.gazetteerRows
    pieceBits = shape.pieceBits
    let words = treebanks.lazy.flatMap(\.sentences).flatMap(\.words)
    labels = LabelSets(
      upos: Set(words.map(\.upos)).sorted(),
      xpos: Set(words.map(\.xpos)).sorted(),
      relations: Set(words.map(\.relation)).sorted(),
      names: ["O"] + ["PER", "LOC", "ORG"].flatMap { ["B-\($0)", "I-\($0)"] }
    )
    func number(_ labels: [String]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    }
    numbers = (number(labels.upos), number(labels.xpos), number(labels.relations), number(labels.names))
    if let pretrained {
      vocabulary = pretrained
      return
    }
    var counts: [UInt64: Int] = [:]
    var features = WordFeatures(tableBits: pieceBits)
    defer { features.deallocate() }
    for word in words {
      Array(word.form.utf8).withUnsafeBytes { features.read($0) }
      counts[features.form, default: 0] += 1
    }
    for (form, _) in counts.filter({ $0.value >= minimum }).sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      vocabulary[form] = vocabulary.count + 1
    }
  }

  /// For each word the rows of the lists that it stands on.
  private static func rows(_ sentence: Treebank.Sentence, _ gazetteer: Gazetteer) -> [[Int32]] {
    var bytes: [UInt8] = []
    var words: [Range<Int>] = []
    for word in sentence.words {
      let start = bytes.count
      bytes += Array(word.form.utf8)
      words.append(start..<bytes.count)
    }
    return bytes.withUnsafeBytes { gazetteer.marks($0, words) }.map { marks in
      (0..<64).filter { marks & (1 << UInt64($0)) != 0 }.map { Int32($0) }
    }
  }

  func encode(_ treebank: Treebank, source: Int, gazetteer: Gazetteer) -> [EncodedSentence] {
    var features = WordFeatures(tableBits: pieceBits)
    defer { features.deallocate() }
    return treebank.sentences.enumerated().map { index, sentence in
      var encoded = EncodedSentence(
        index: index,
        words: [],
        pieces: [],
        gazetteer: Self.rows(sentence, gazetteer),
        upos: sentence.words.map { numbers.upos[$0.upos] ?? -1 },
        xpos: sentence.words.map { numbers.xpos[$0.xpos] ?? -1 },
        heads: sentence.words.map(\.head),
        relations: sentence.words.map { numbers.relations[$0.relation] ?? -1 },
        names: sentence.words.map { sentence.hasNames ? numbers.names[$0.name] ?? 0 : -1 },
        source: source
      )
      for word in sentence.words {
        Array(word.form.utf8).withUnsafeBytes { features.read($0) }
        encoded.words.append(vocabulary[features.form] ?? 0)
        if let set = classes.words[features.form] {
          encoded.gazetteer[encoded.words.count - 1] += classes.sets[set].map { Int32(firstClass + $0) }
        }
        encoded.pieces.append((0..<features.pieceCount).map { features.pieces[$0] })
      }
      encoded.dropUncertain(sentence.words)
      return encoded
    }
  }
}
