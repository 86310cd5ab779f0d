/// Tags, parses and finds names in tokens that are given: what the trainer and the evaluation measure.
public struct TokenReader {
  /// What was told of one word.
  public struct Reading: Sendable, Hashable {
    public var upos: String
    public var xpos: String
    /// The place of the head, from 1; 0 for the root.
    public var head: Int
    public var relation: String
    public var name: String
    /// The dictionary form.
    public var lemma: String

    public init(upos: String, xpos: String, head: Int, relation: String, name: String, lemma: String = "_") {
      self.upos = upos
      self.xpos = xpos
      self.head = head
      self.relation = relation
      self.name = name
      self.lemma = lemma
    }
  }

  private let model: LanguageModel
  private let run: NetworkRun

  public init(_ model: LanguageModel) {
    self.model = model
    run = NetworkRun(model.network, model.rules)
  }

  /// Reads the words of some sentences.
  public func read(_ sentences: [[String]], treebank: Int = 0) -> [[Reading]] {
    var bytes: [UInt8] = []
    var words: [Range<Int>] = []
    var ranges: [Range<Int>] = []
    for sentence in sentences {
      let first = words.count
      for word in sentence {
        let start = bytes.count
        bytes += Array(word.utf8)
        words.append(start..<bytes.count)
        bytes.append(0x20)
      }
      ranges.append(first..<words.count)
    }
    let readings = bytes.withUnsafeBytes {
      run.read($0, words: words, marks: model.marks($0, words, ranges), sentences: ranges, treebank: treebank)
    }
    let labels = model.labels
    return zip(sentences, ranges).map { forms, range in
      zip(forms, readings[range]).map { form, reading in
        Reading(
          upos: labels.upos[Int(reading.upos)],
          xpos: labels.xpos[Int(reading.xpos)],
          head: Int(reading.head),
          relation: labels.relations[Int(reading.relation)],
          name: labels.names[Int(reading.name)],
          lemma: model.lemmatizer.lemma(
            form,
            upos: reading.upos,
            inflection: model.rules.inflection(
              PartOfSpeech(rawValue: labels.upos[Int(reading.upos)]),
              labels.xpos[Int(reading.xpos)]
            )
          )
        )
      }
    }
  }
}
