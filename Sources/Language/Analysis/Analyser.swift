/// Reads text: sentences, words, parts of speech, dictionary forms, trees and names.
///
/// One belongs to one thread; the model is shared.
public final class Analyser {
  private let model: LanguageModel
  private let segmenter: Segmenter
  private let run: NetworkRun
  private let partsOfSpeech: [PartOfSpeech]
  private let names: [NameKind?]
  /// As which of the treebanks text is read: edited prose is nearer to the second.
  private let treebank: Int

  public init(_ model: LanguageModel, treebank: Int = 1) {
    self.model = model
    self.treebank = treebank
    segmenter = Segmenter(model)
    run = NetworkRun(model.network, model.rules)
    partsOfSpeech = model.labels.upos.map { PartOfSpeech(rawValue: $0) ?? .other }
    names = model.labels.names.map { NameKind(rawValue: String($0.dropFirst(2))) }
  }

  /// Reads some blocks of a text; no sentence crosses from one to the next.
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - blocks: ranges of it, in order.
  ///   - standIns: what is one word, or has no end of a sentence in it, in order and without overlap.
  /// - Returns: for each block its sentences.
  public func analyse(
    _ bytes: UnsafeRawBufferPointer,
    blocks: [Range<Int>],
    standIns: [StandIn] = []
  ) -> [[AnalysedSentence]] {
    var words: [Range<Int>] = []
    var sentences: [Range<Int>] = []
    var counts: [Int] = []
    var forms: [String?] = []
    var next = 0
    for block in blocks {
      while next < standIns.count, standIns[next].range.upperBound <= block.lowerBound { next += 1 }
      var last = next
      while last < standIns.count, standIns[last].range.lowerBound < block.upperBound { last += 1 }
      let segments = segmenter.segment(bytes, in: block, standIns: standIns[next..<last])
      forms += segments.forms
      let first = words.count
      words += segments.tokens
      sentences += segments.sentences.map { ($0.lowerBound + first)..<($0.upperBound + first) }
      counts.append(segments.sentences.count)
    }
    let marks = model.marks(bytes, words, sentences)
    let readings = run.read(bytes, words: words, forms: forms, marks: marks, sentences: sentences, treebank: treebank)
    var result: [[AnalysedSentence]] = []
    next = 0
    for count in counts {
      result.append(sentences[next..<(next + count)].map { sentence(bytes, words, readings, $0) })
      next += count
    }
    return result
  }

  private func sentence(
    _ bytes: UnsafeRawBufferPointer,
    _ words: [Range<Int>],
    _ readings: [WordReading],
    _ range: Range<Int>
  ) -> AnalysedSentence {
    var tokens: [AnalysedToken] = []
    tokens.reserveCapacity(range.count)
    for word in range {
      let reading = readings[word]
      let form = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[words[word]]), as: UTF8.self)
      tokens.append(
        AnalysedToken(
          range: words[word],
          form: form,
          lemma: model.lemmatizer.lemma(
            form,
            upos: reading.upos,
            inflection: model.rules.inflection(
              partsOfSpeech[Int(reading.upos)],
              model.labels.xpos[Int(reading.xpos)]
            )
          ),
          partOfSpeech: partsOfSpeech[Int(reading.upos)],
          tag: model.labels.xpos[Int(reading.xpos)],
          head: reading.head == 0 ? nil : Int(reading.head) - 1,
          relation: model.labels.relations[Int(reading.relation)],
          margin: reading.headMargin
        )
      )
    }
    return AnalysedSentence(
      tokens: tokens,
      names: names(readings[range].map(\.name)).map { model.rules.withoutTitles($0, tokens) },
      isCut: range.count >= Segmenter.longestSentence
    )
  }

  private func names(_ labels: [UInt8]) -> [AnalysedName] {
    var result: [AnalysedName] = []
    var at = 0
    while at < labels.count {
      guard let kind = names[Int(labels[at])] else {
        at += 1
        continue
      }
      var end = at + 1
      // `I-` of a kind is the label after its `B-`.
      let inside = labels[at].isMultiple(of: 2) ? labels[at] : labels[at] + 1
      while end < labels.count, labels[end] == inside { end += 1 }
      result.append(AnalysedName(kind: kind, tokens: at..<end))
      at = end
    }
    return result
  }
}
