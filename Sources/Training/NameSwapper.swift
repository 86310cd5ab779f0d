/// Puts other names of the same kind and build in the place of names, so that what is around a name is learnt, and what is in it, but not which
/// name stood where (mention replacement, Dai & Adel 2020).
struct NameSwapper {
  /// What two names must share to be swapped: kind, parts of speech, and the tree inside.
  private struct Build: Hashable {
    var labels: [Int]
    var upos: [Int]
    /// For each word how far its head is from the name's beginning; nil where it lies outside.
    var heads: [Int?]
    /// Relations of the words whose heads are inside.
    var relations: [Int?]
  }

  private struct Name {
    var sentence: Int
    var range: Range<Int>
  }

  private let sentences: [EncodedSentence]
  private let names: [[(range: Range<Int>, build: Int)]]
  private let builds: [[Name]]
  private let probability: Float

  /// - Parameter probability: how often a name is swapped.
  init(_ sentences: [EncodedSentence], probability: Float) {
    var numbers: [Build: Int] = [:]
    var builds: [[Name]] = []
    var names: [[(range: Range<Int>, build: Int)]] = []
    for (index, sentence) in sentences.enumerated() {
      var own: [(range: Range<Int>, build: Int)] = []
      for range in Self.names(sentence) {
        let build = Self.build(sentence, range)
        let number = numbers[build] ?? builds.count
        if number == builds.count {
          numbers[build] = number
          builds.append([])
        }
        builds[number].append(Name(sentence: index, range: range))
        own.append((range, number))
      }
      names.append(own)
    }
    self.sentences = sentences
    self.names = names
    self.builds = builds
    self.probability = probability
  }

  /// The sentences, some of their names swapped.
  func swapped(_ random: inout SeededRandom) -> [EncodedSentence] {
    guard probability > 0 else { return sentences }
    var result = sentences
    for index in sentences.indices {
      for name in names[index] where random.unit() < probability {
        let others = builds[name.build]
        let other = others[Int(random.next() % UInt64(others.count))]
        let from = sentences[other.sentence]
        for (to, at) in zip(name.range, other.range) {
          result[index].words[to] = from.words[at]
          result[index].pieces[to] = from.pieces[at]
          result[index].gazetteer[to] = from.gazetteer[at]
          result[index].xpos[to] = from.xpos[at]
        }
      }
    }
    return result
  }

  /// The names of a sentence: labels are `O`, then `B-` and `I-` of each kind.
  private static func names(_ sentence: EncodedSentence) -> [Range<Int>] {
    var names: [Range<Int>] = []
    var at = 0
    while at < sentence.count {
      var end = at + 1
      if sentence.names[at] > 0 {
        while end < sentence.count, sentence.names[end] > 0, sentence.names[end].isMultiple(of: 2) { end += 1 }
        names.append(at..<end)
      }
      at = end
    }
    return names
  }

  private static func build(_ sentence: EncodedSentence, _ range: Range<Int>) -> Build {
    let heads = range.map { range.contains(sentence.heads[$0] - 1) ? sentence.heads[$0] - 1 - range.lowerBound : nil }
    return Build(
      labels: Array(sentence.names[range]),
      upos: Array(sentence.upos[range]),
      heads: heads,
      relations: zip(range, heads).map { $1 == nil ? nil : sentence.relations[$0] }
    )
  }
}
