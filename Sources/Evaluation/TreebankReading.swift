import Corpora
import Language

extension Treebank {
  /// What a model reads in these words, with the names of each document made to agree, as they are where text is read.
  /// - Parameter source: as which of the treebanks it reads.
  public func read(by model: LanguageModel, as source: Int) -> [[TokenReader.Reading]] {
    var readings = TokenReader(model).read(sentences.map { $0.words.map(\.form) }, treebank: source)
    var start = 0
    while start < readings.count {
      var end = start + 1
      while end < readings.count, !sentences[end].startsDocument { end += 1 }
      settleNames(&readings, start..<end)
      start = end
    }
    return readings
  }

  private func settleNames(_ readings: inout [[TokenReader.Reading]], _ document: Range<Int>) {
    var named = document.map { index -> DocumentNames.Sentence in
      let labels = TreebankScores.names(readings[index].map(\.name))
      let names = labels.compactMap { label -> AnalysedName? in
        guard let kind = NameKind(rawValue: String(label.kind)) else { return nil }
        return AnalysedName(kind: kind, tokens: label.range)
      }
      return DocumentNames.Sentence(
        words: sentences[index].words.map(\.form),
        names: names.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
      )
    }
    var names = DocumentNames()
    names.settle(&named)
    for (index, sentence) in zip(document, named) {
      for token in readings[index].indices { readings[index][token].name = "O" }
      for name in sentence.names {
        for token in name.tokens {
          readings[index][token].name = (token == name.tokens.lowerBound ? "B-" : "I-") + name.kind.rawValue
        }
      }
    }
  }
}
