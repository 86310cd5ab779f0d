import Corpora
import Values

extension Treebank {
  /// The sentences that have dates and amounts of several words, each of these as one word under the form that stands in for it: what the parser
  /// meets when values were found before.
  func withMergedValues() -> Treebank {
    Treebank(sentences: sentences.compactMap(Self.merged))
  }

  private static func merged(_ sentence: Sentence) -> Sentence? {
    let bytes = Array(sentence.text.utf8)
    let spans = bytes.withUnsafeBytes { Values.find(in: $0, range: 0..<bytes.count, style: .decimalPoint) }
    var owner = [Int?](repeating: nil, count: sentence.words.count)
    var isMerged = false
    for (number, span) in spans.enumerated() where span.standIn != nil {
      let own = sentence.words.indices.filter { index in
        sentence.words[index].range.map {
          $0.lowerBound < span.range.upperBound && span.range.lowerBound < $0.upperBound
        } ?? false
      }
      guard own.count > 1, let first = own.first, let last = own.last, last - first + 1 == own.count,
        sentence.words[first].range?.lowerBound == span.range.lowerBound,
        sentence.words[last].range?.upperBound == span.range.upperBound,
        own.filter({ !own.contains(sentence.words[$0].head - 1) }).count == 1
      else { continue }
      for word in own { owner[word] = number }
      isMerged = true
    }
    guard isMerged else { return nil }
    var result = sentence
    result.words = []
    var place = [Int](repeating: 0, count: sentence.words.count)
    for (index, word) in sentence.words.enumerated() {
      if let number = owner[index] {
        let isTop = word.head == 0 || owner[word.head - 1] != number
        if index == 0 || owner[index - 1] != number { result.words.append(word) }
        if isTop {
          result.words[result.words.count - 1] = word
          result.words[result.words.count - 1].form = spans[number].standIn ?? word.form
          result.words[result.words.count - 1].name = "O"
        }
        place[index] = result.words.count
      } else {
        result.words.append(word)
        place[index] = result.words.count
      }
    }
    for index in result.words.indices where result.words[index].head > 0 {
      result.words[index].head = place[result.words[index].head - 1]
    }
    result.id += "-merged"
    return result
  }
}
