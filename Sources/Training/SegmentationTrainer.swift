import Corpora
import Language

/// Trains where tokens and sentences end.
struct SegmentationTrainer {
  private let paragraphs: [RawText.Paragraph]
  private var random: SeededRandom

  init(_ treebanks: [Treebank], seed: UInt64) {
    paragraphs = treebanks.flatMap { RawText($0).paragraphs }
    random = SeededRandom(seed: seed)
  }

  /// Trains, and adds the sections to a model.
  mutating func train(into writer: inout ModelWriter, epochs: Int = 6) {
    var tokens = Perceptron(bits: 17)
    var sentences = Perceptron(bits: 18)
    let features = FeatureList()
    for epoch in 0..<epochs {
      for paragraph in paragraphs.shuffled(using: &random) {
        // Half of the time with lines of a page's width, as many texts have them.
        let bytes = epoch.isMultiple(of: 2) ? paragraph.bytes : wrapped(paragraph)
        bytes.withUnsafeBytes { bytes in
          let text = TextBytes(bytes: bytes, range: 0..<bytes.count)
          learnTokens(text, paragraph, features, &tokens)
          learnSentences(text, paragraph, features, &sentences)
        }
      }
    }
    writer.add("segmentation.tokens", numbers: tokens.averaged())
    writer.add("segmentation.sentences", numbers: sentences.averaged())
    writer.addTable("segmentation.splits", splits())
  }

  private mutating func wrapped(_ paragraph: RawText.Paragraph) -> [UInt8] {
    var bytes = paragraph.bytes
    let width = 40 + Int(random.next() % 60)
    var line = 0
    for at in bytes.indices {
      line += 1
      if bytes[at] == 0x20, line >= width {
        bytes[at] = 0x0A
        line = 0
      }
    }
    return bytes
  }

  private func learnTokens(
    _ text: TextBytes,
    _ paragraph: RawText.Paragraph,
    _ features: FeatureList,
    _ perceptron: inout Perceptron
  ) {
    let starts = Set(paragraph.words.compactMap { $0?.lowerBound })
    let boundaries = TokenBoundaries(text: text, rules: EnglishRules())
    Segmenter.runs(text) { run in
      var last = run.lowerBound
      boundaries.candidates(run) { at in
        boundaries.features(at, in: run, last: last, into: features)
        perceptron.learn(features, isTrue: starts.contains(at))
        if starts.contains(at) { last = at }
      }
    }
  }

  private func learnSentences(
    _ text: TextBytes,
    _ paragraph: RawText.Paragraph,
    _ features: FeatureList,
    _ perceptron: inout Perceptron
  ) {
    let boundaries = SentenceBoundaries(text: text, rules: EnglishRules())
    var views: [SentenceBoundaries.View] = []
    var ends: Set<Int> = []
    var last = 0
    for sentence in paragraph.sentences {
      for word in paragraph.words[sentence] {
        guard let word else { continue }
        views.append(boundaries.view(word, after: last))
        last = word.upperBound
      }
      ends.insert(views.count - 1)
    }
    var start = 0
    var nesting = Segmenter.Nesting()
    for at in views.indices.dropLast() {
      nesting.read(views[at])
      if boundaries.isCandidate(views, at) {
        boundaries.features(
          views,
          at,
          start: start,
          depth: nesting.depth,
          isQuoted: nesting.isQuoted,
          into: features
        )
        perceptron.learn(features, isTrue: ends.contains(at))
      }
      if ends.contains(at) {
        start = at + 1
        nesting = Segmenter.Nesting()
      }
    }
  }

  /// Words of letters alone that are parted more often than not, and after how many bytes.
  private func splits() -> [(hash: UInt64, value: Int)] {
    var parted: [UInt64: [Int: Int]] = [:]
    var whole: [UInt64: Int] = [:]
    for paragraph in paragraphs {
      paragraph.bytes.withUnsafeBytes { bytes in
        let text = TextBytes(bytes: bytes, range: 0..<bytes.count)
        func isLetters(_ range: Range<Int>) -> Bool {
          range.allSatisfy { (bytes[$0] | 0x20 >= 0x61 && bytes[$0] | 0x20 <= 0x7A) || bytes[$0] >= 0xC3 }
        }
        for (index, word) in paragraph.words.enumerated() {
          guard let word, isLetters(word) else { continue }
          if index + 1 < paragraph.words.count, let next = paragraph.words[index + 1],
            next.lowerBound == word.upperBound, isLetters(next)
          {
            parted[TokenBoundaries.hash(text, word.lowerBound..<next.upperBound), default: [:]][
              word.count,
              default: 0
            ] += 1
          } else {
            whole[TokenBoundaries.hash(text, word), default: 0] += 1
          }
        }
      }
    }
    var entries: [(hash: UInt64, value: Int)] = []
    for (hash, places) in parted.sorted(by: { $0.key < $1.key }) {
      guard let most = places.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value > 1,
        most.value > whole[hash] ?? 0
      else { continue }
      entries.append((hash, most.key))
    }
    return entries
  }
}
