import Corpora

/// Sentences that models have labelled, with what is not certain enough to learn from left out.
struct SilverTreebank {
  static let idPrefix = "silver-"
  /// Labels that are less probable are not learnt, in percent.
  static let leastProbable = 50
  /// The same for names, in which even several models together are less good.
  static let leastProbableName = 80

  /// How probable the labels of a word are, in percent.
  struct Certainty {
    var tag: Int
    var head: Int
    var relation: Int
    var name: Int
  }

  /// The sentences by the treebank that they are to be read as.
  let parts: [Treebank]

  init(contentsOf path: String) throws(CorpusError) {
    var all = try Treebank(conllu: String(decoding: XZ.read(path), as: UTF8.self), file: path)
    for index in all.sentences.indices {
      all.sentences[index].hasNames = true
      for word in all.sentences[index].words.indices {
        let note = all.sentences[index].words[word].notes.split(separator: "|").first { $0.hasPrefix("Name=") }
        all.sentences[index].words[word].name = note.map { String($0.dropFirst(5)) } ?? "O"
      }
    }
    parts = (0..<2).map { number in
      Treebank(sentences: all.sentences.filter { $0.id.hasPrefix("\(Self.idPrefix)\(number)-") })
    }
  }

  /// What a word's last column says of its labels; nil where people gave them.
  static func certainty(_ word: Treebank.Word) -> Certainty? {
    guard let note = word.notes.split(separator: "|").first(where: { $0.hasPrefix("Sure=") }) else { return nil }
    let numbers = note.dropFirst(5).split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    return Certainty(tag: numbers[0], head: numbers[1], relation: numbers[2], name: numbers[3])
  }
}

extension EncodedSentence {
  /// Takes away the labels of silver words that are not certain enough.
  mutating func dropUncertain(_ words: [Treebank.Word]) {
    for (index, word) in words.enumerated() {
      guard let certainty = SilverTreebank.certainty(word) else { continue }
      let least = SilverTreebank.leastProbable
      if certainty.tag < least {
        upos[index] = -1
        xpos[index] = -1
      }
      if certainty.head < least { heads[index] = -1 }
      if min(certainty.head, certainty.relation) < least { relations[index] = -1 }
      if certainty.name < SilverTreebank.leastProbableName { names[index] = -1 }
    }
  }
}
