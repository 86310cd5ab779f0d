import Corpora
import Language

/// How well text is read from its bytes on: tokens, sentences, tags and trees, after the shared task of CoNLL 2018 (Zeman et al. 2018).
public struct RawTextScores: Codable, Sendable, Hashable {
  public var tokens = Match()
  public var sentences = Match()
  /// Words whose place is right and the part of speech too, and so on; out of all words there are and all that were found.
  public var upos = Match()
  public var xpos = Match()
  public var lemmas = Match()
  public var unlabelled = Match()
  public var labelled = Match()

  public struct Match: Codable, Sendable, Hashable {
    public var found = 0
    public var there = 0
    public var right = 0

    public var f1: Double { found + there == 0 ? 0 : 200 * Double(right) / Double(found + there) }
  }

  public init(_ model: LanguageModel, on treebank: Treebank, treebank source: Int) {
    let analyser = Analyser(model, treebank: source)
    for paragraph in RawText(treebank).paragraphs {
      let analysed = paragraph.bytes.withUnsafeBytes { analyser.analyse($0, blocks: [0..<paragraph.bytes.count])[0] }
      compare(analysed, paragraph, treebank)
    }
  }

  private mutating func compare(_ analysed: [AnalysedSentence], _ paragraph: RawText.Paragraph, _ treebank: Treebank) {
    var gold: [Range<Int>: (word: Treebank.Word, head: Range<Int>?)] = [:]
    var goldSentences: Set<Range<Int>> = []
    for (range, index) in zip(paragraph.sentences, paragraph.indices) {
      let words = treebank.sentences[index].words
      if let first = paragraph.words[range].compactMap({ $0 }).first,
        let last = paragraph.words[range].compactMap({ $0 }).last
      {
        goldSentences.insert(first.lowerBound..<last.upperBound)
      }
      for (offset, word) in words.enumerated() {
        guard let place = paragraph.words[range.lowerBound + offset] else { continue }
        gold[place] = (word, word.head == 0 ? 0..<0 : paragraph.words[range.lowerBound + word.head - 1])
      }
    }
    sentences.there += goldSentences.count
    let there = paragraph.words.count
    for path in [\RawTextScores.tokens, \.upos, \.xpos, \.lemmas, \.unlabelled, \.labelled] {
      self[keyPath: path].there += there
    }
    for sentence in analysed {
      sentences.found += 1
      if goldSentences.contains(sentence.range) { sentences.right += 1 }
      for path in [\RawTextScores.tokens, \.upos, \.xpos, \.lemmas, \.unlabelled, \.labelled] {
        self[keyPath: path].found += sentence.tokens.count
      }
      for token in sentence.tokens {
        guard let (word, head) = gold[token.range] else { continue }
        tokens.right += 1
        if word.upos == token.partOfSpeech.rawValue { upos.right += 1 }
        if word.xpos == token.tag { xpos.right += 1 }
        if word.lemma == token.lemma { lemmas.right += 1 }
        let found = token.head.map { sentence.tokens[$0].range } ?? 0..<0
        guard found == head else { continue }
        unlabelled.right += 1
        if word.relation.prefix(while: { $0 != ":" }) == token.relation.prefix(while: { $0 != ":" }) {
          labelled.right += 1
        }
      }
    }
  }
}
