import Corpora
import Evaluation
import Foundation
import Language

/// Trains everything that the model of English has, from the files that `docs/training.md` names.
///
/// The same files, settings and machine give the same model, bit for bit: all chance comes from one seed and all sums run in one order.
public struct Trainer {
  /// The treebanks, by the names of their files without `.conllu.xz`, with the names in IOB2 where there are some.
  static let treebanks = [("en_ewt-train", "uner_ewt-train"), ("en_gum-train", nil)]
  static let development = ("en_ewt-dev", "uner_ewt-dev")
  static let nameKinds: Set<String> = ["PER", "LOC", "ORG"]

  private let data: String
  private let report: (String) -> Void
  private let shape: NetworkShape

  /// - Parameters:
  ///   - data: the folder of the treebanks.
  ///   - shape: the sizes of the network.
  ///   - report: takes a line of progress.
  public init(data: String, shape: NetworkShape = NetworkShape(), report: @escaping (String) -> Void) {
    self.data = data
    self.shape = shape
    self.report = report
  }

  // MARK: Plain text

  /// Learns from plain text, a paragraph a line, and writes what was learnt.
  /// - Parameter words: how many words to go through.
  public func pretrain(text path: String, words: Int, seed: UInt64, to output: String) throws {
    let treebanks = try trainingTreebanks()
    var writer = ModelWriter()
    var segmentation = SegmentationTrainer(treebanks, seed: 1)
    segmentation.train(into: &writer)
    let sentences = try sentences(path, Segmenter(ModelFile(bytes: writer.finish()), rules: EnglishRules()))
    var recipe = Pretrainer.Recipe()
    recipe.seed = seed
    let corpus = PretrainingCorpus(sentences, treebanks: treebanks, shape: shape, recipe: recipe)
    report("\(corpus.wordCount) words of plain text, \(corpus.vocabulary.count) forms")
    let pretrainer = Pretrainer(corpus, shape: shape, recipe: recipe, report: report)
    pretrainer.train(words: words)
    try pretrainer.learnt().write(to: output)
  }

  /// The sentences of a text of 4 to 60 words, as words.
  private func sentences(_ path: String, _ segmenter: Segmenter) throws(CorpusError) -> [[Substring]] {
    let bytes = try XZ.read(path)
    var sentences: [[Substring]] = []
    bytes.withUnsafeBytes { bytes in
      var start = 0
      for end in bytes.indices where bytes[end] == 0x0A {
        let segments = segmenter.segment(bytes, in: start..<end)
        for sentence in segments.sentences where (4...60).contains(sentence.count) {
          sentences.append(
            segments.tokens[sentence].map {
              Substring(decoding: UnsafeRawBufferPointer(rebasing: bytes[$0]), as: UTF8.self)
            }
          )
        }
        start = end + 1
      }
    }
    return sentences
  }

  // MARK: The model

  /// What a model is trained with.
  public struct Settings: Sendable {
    /// How many times to go through the treebanks.
    public var epochs = 16
    public var seed: UInt64 = 1
    /// Words a step.
    public var batchWords = 1500
    /// Lists of names, a list and a name a line.
    public var gazetteers: String
    /// What ``pretrain(text:words:seed:to:)`` wrote; nil to begin from nothing.
    public var pretrained: String?
    /// Sentences that ``SilverLabeller`` wrote, to learn from besides; nil for none.
    public var silver: String?
    /// The day for the model card.
    public var date: String

    public init(gazetteers: String, pretrained: String?, date: String) {
      self.gazetteers = gazetteers
      self.pretrained = pretrained
      self.date = date
    }
  }

  /// Trains a model.
  /// - Returns: the model file, and its card in Markdown.
  public func train(_ settings: Settings) throws -> (model: [UInt8], card: String) {
    let training = try trainingTreebanks()
    let development = try development()
    report("\(training.reduce(0) { $0 + $1.wordCount }) words to train on, \(development.wordCount) to develop on")
    var writer = ModelWriter()
    let lists = try GazetteerLists(contentsOf: settings.gazetteers, shape: shape)
    lists.add(to: &writer)
    var recipe = Network.Recipe()
    recipe.epochs = settings.epochs
    recipe.seed = settings.seed
    recipe.batchWords = settings.batchWords
    if shape.upperWidth != nil { recipe.rate = 2e-3 }
    let silver = try settings.silver.map { try SilverTreebank(contentsOf: $0).parts } ?? []
    report("\(silver.reduce(0) { $0 + $1.wordCount }) words that models have labelled")
    let trainer = NetworkTrainer(
      training: training,
      merged: training.map { $0.withMergedValues() },
      silver: silver + silver.map { $0.withMergedValues() },
      development: development,
      shape: shape,
      recipe: recipe,
      pretrained: try settings.pretrained.map { try PretrainedParameters(contentsOf: $0) },
      gazetteer: try Gazetteer(ModelFile(bytes: writer.finish())),
      classes: lists.classes,
      report: report
    )
    // Of its own seed, so that one can try seeds of the network with sentences and words the same.
    var segmentation = SegmentationTrainer(training, seed: 1)
    segmentation.train(into: &writer)
    LemmaTrainer(training, labels: trainer.labels).train(into: &writer)
    var (model, scores) = try trainer.train(into: writer)
    let card = ModelCard(settings: settings, recipe: recipe, shape: shape, scores: scores).text
    model.add("card", text: card)
    return (model.finish(), card)
  }

  /// The part of the treebanks that is not trained on, with its names.
  public func development() throws(CorpusError) -> Treebank {
    try treebank(Self.development.0, names: Self.development.1)
  }

  private func trainingTreebanks() throws(CorpusError) -> [Treebank] {
    var treebanks: [Treebank] = []
    for (name, names) in Self.treebanks {
      var treebank = try treebank(name, names: names)
      if names == nil { treebank.takeNamesFromMentions() }
      treebanks.append(treebank)
    }
    return treebanks
  }

  private func treebank(_ name: String, names: String?) throws(CorpusError) -> Treebank {
    let file = try file(name + ".conllu")
    var treebank = try Treebank(conllu: String(decoding: XZ.read(file), as: UTF8.self), file: file)
    if let names {
      let file = try self.file(names + ".iob2")
      try treebank.takeNames(iob2: String(decoding: XZ.read(file), as: UTF8.self), file: file, kinds: Self.nameKinds)
    }
    return treebank
  }

  /// A file of the data, compressed or not.
  private func file(_ name: String) throws(CorpusError) -> String {
    for candidate in [data + "/" + name, data + "/" + name + ".xz"]
    where FileManager.default.fileExists(atPath: candidate) {
      return candidate
    }
    throw CorpusError("\(data): has neither \(name) nor \(name).xz")
  }
}
