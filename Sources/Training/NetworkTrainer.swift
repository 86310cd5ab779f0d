import Corpora
import Evaluation
import Foundation
import Language

/// Trains the network on treebanks and keeps the best state that it had on the development part.
final class NetworkTrainer {
  private let network: Network
  private let encoder: SentenceEncoder
  private let sentences: [EncodedSentence]
  private let classes: WordClasses
  private let swapper: NameSwapper
  /// Sentences that models have labelled; each epoch takes some of them.
  private let silver: [EncodedSentence]
  private let development: Treebank
  private let report: (String) -> Void

  init(
    training: [Treebank],
    merged: [Treebank],
    silver: [Treebank] = [],
    development: Treebank,
    shape: NetworkShape,
    recipe: Network.Recipe,
    pretrained: PretrainedParameters?,
    gazetteer: Gazetteer,
    classes: WordClasses,
    report: @escaping (String) -> Void
  ) {
    self.classes = classes
    encoder = SentenceEncoder(training, shape: shape, classes: classes, vocabulary: pretrained?.vocabulary)
    let encoder = encoder
    sentences =
      training.enumerated().flatMap { encoder.encode($1, source: $0, gazetteer: gazetteer) }
      + merged.enumerated().flatMap { encoder.encode($1, source: $0, gazetteer: gazetteer) }
    swapper = NameSwapper(sentences, probability: recipe.nameSwaps)
    self.silver = silver.enumerated().flatMap { encoder.encode($1, source: $0 % 2, gazetteer: gazetteer) }
    network = Network(
      shape: shape,
      vocabulary: encoder.vocabulary.count + 1,
      classes: classes.count,
      labels: encoder.labels,
      recipe: recipe
    )
    if let pretrained { network.take(pretrained) }
    self.development = development
    self.report = report
  }

  /// What labels there are.
  var labels: LabelSets { encoder.labels }

  /// Trains, and gives the sections of the model.
  func train(into writer: ModelWriter) throws -> (model: ModelWriter, scores: TreebankScores) {
    let recipe = network.recipe
    let parameters = network.parameters
    var optimiser = Optimiser()
    optimiser.weightDecay = recipe.weightDecay
    optimiser.beta2 = 0.95
    var random = SeededRandom(seed: recipe.seed &+ 1)
    var silverParts = SilverParts(silver, words: Int(recipe.silverShare * Float(sentences.reduce(0) { $0 + $1.count })))
    let perEpoch = self.batches(&random, &silverParts).count
    let total = perEpoch * recipe.epochs
    var best: (value: Double, model: ModelWriter, scores: TreebankScores)?
    let clock = ContinuousClock()
    let start = clock.now
    for epoch in 1...recipe.epochs {
      var sum = Network.Losses()
      let batches = self.batches(&random, &silverParts)
      for batch in batches {
        let step = Float(optimiser.steps)
        optimiser.rate =
          recipe.rate * min(1, (step + 1) / Float(recipe.warmup)) * max(0.01, 1 - step / Float(total))
        let losses = network.train(batch)
        optimiser.step(parameters)
        sum.upos += losses.upos
        sum.xpos += losses.xpos
        sum.arcs += losses.arcs
        sum.relations += losses.relations
        sum.names += losses.names
      }
      let count = Float(batches.count)
      var line = "epoch \(epoch) of \(recipe.epochs)  loss"
      for (name, loss) in [
        ("tags", sum.upos + sum.xpos), ("heads", sum.arcs), ("relations", sum.relations), ("names", sum.names),
      ] { line += String(format: "  %@ %.3f", name, loss / count) }
      if epoch.isMultiple(of: 3) || epoch == recipe.epochs {
        var candidate = writer
        try export(optimiser, to: &candidate)
        let model = try LanguageModel(bytes: candidate.finish())
        let scores = TreebankScores(model, on: development, source: 0)
        line += String(
          format: "  dev  UPOS %.2f  XPOS %.2f  UAS %.2f  LAS %.2f  names %.2f",
          scores.uposAccuracy,
          scores.xposAccuracy,
          scores.unlabelledAttachment,
          scores.labelledAttachment,
          scores.nameF1
        )
        let value = scores.labelledAttachment + scores.uposAccuracy / 2 + scores.nameF1 / 4
        if value > best?.value ?? 0 { best = (value, candidate, scores) }
      }
      line += "  \((clock.now - start).components.seconds) s"
      report(line)
    }
    guard let best else { throw CorpusError("there was nothing to train on") }
    return (best.model, best.scores)
  }

  /// An epoch: all sentences of the treebanks, and the next part of what models have labelled.
  private func batches(_ random: inout SeededRandom, _ parts: inout SilverParts) -> [Batch] {
    var batches = Batch.shuffled(swapper.swapped(&random), words: network.recipe.batchWords, random: &random)
    let part = parts.next(&random)
    guard !part.isEmpty else { return batches }
    batches += Batch.shuffled(part, words: network.recipe.batchWords, random: &random)
    return batches.shuffled(using: &random)
  }

  private func export(_ optimiser: Optimiser, to writer: inout ModelWriter) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    writer.add("shape", bytes: Array(try encoder.encode(network.shape)))
    writer.add("labels", bytes: Array(try encoder.encode(self.encoder.labels)))
    writer.addTable("vocabulary", self.encoder.vocabulary.sorted { $0.value < $1.value }.map { ($0.key, $0.value) })
    for parameter in network.parameters {
      let values = parameter.averaged(optimiser)
      if parameter.name == "gazetteer" {
        let lists = network.shape.gazetteerRows * parameter.columns
        writer.addRows(parameter.name, Array(values[..<lists]), columns: parameter.columns)
        classes.add(rows: values[lists...], columns: parameter.columns, to: &writer)
      } else if parameter.isTable, parameter.name != "source" {
        writer.addRows(parameter.name, values, columns: parameter.columns)
      } else {
        writer.add(parameter.name, numbers: values, rows: parameter.rows, columns: parameter.columns)
      }
    }
  }
}
