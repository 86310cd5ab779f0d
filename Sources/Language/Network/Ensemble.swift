import CKernels
import Foundation

/// Several models that read together: what they say is the mean of the probabilities that each gives. It is how text is labelled
/// that others learn from (Zhou & Li 2005; Hinton et al. 2015). One belongs to one thread.
public final class Ensemble {
  /// What is told of one word, and how probable each part of it is.
  public struct Reading: Sendable, Hashable {
    public var upos: String
    public var xpos: String
    /// The place of the head, from 1; 0 for the root.
    public var head: Int
    public var relation: String
    public var name: String
    public var tagProbability: Float
    public var headProbability: Float
    public var relationProbability: Float
    public var nameProbability: Float
  }

  private let models: [LanguageModel]
  private let runs: [NetworkRun]
  private let labels: LabelSets

  /// - Returns: nil where there is no model, or where not all have the same labels.
  public init?(_ models: [LanguageModel]) {
    guard let labels = models.first?.labels, models.allSatisfy({ $0.labels == labels }) else { return nil }
    self.models = models
    self.labels = labels
    runs = models.map { NetworkRun($0.network, $0.rules) }
  }

  /// Reads one sentence.
  /// - Parameter words: each word's place in `bytes`; at least one.
  public func read(_ bytes: UnsafeRawBufferPointer, words: [Range<Int>], treebank: Int) -> [Reading] {
    let sentence = 0..<words.count
    let share = 1 / Float(models.count)
    var upos = Probabilities(rows: words.count, columns: labels.upos.count)
    var xpos = Probabilities(rows: words.count, columns: labels.xpos.count)
    var names = Probabilities(rows: words.count, columns: labels.names.count)
    var arcs = Probabilities(rows: words.count, columns: words.count + 1)
    var relations = Probabilities(rows: words.count, columns: labels.relations.count)
    for (model, run) in zip(models, runs) {
      let marks = model.marks(bytes, words, [sentence])
      run.reserve(words.count)
      run.input(bytes, words, [], marks, sentence, treebank)
      let top = run.layers([sentence], sentence) { vectors in
        run.normalise(vectors, run.network.tagNorm, words.count)
        run.applyToNormal(run.network.upos.weight, run.network.upos.bias, run[.wide])
        upos.add(run[.wide], share)
        run.applyToNormal(run.network.xpos.weight, run.network.xpos.bias, run[.wide])
        xpos.add(run[.wide], share)
      }
      run.normalise(top, run.network.topNorm, words.count)
      run.nameScores(words.count)
      let sums = LabelSums(
        NamePath.starting(run[.wide], words: words.count, labels: labels.names.count),
        NamePath.worth(run.network.nameTransitions?.values, labels: labels.names.count),
        labels.names.count
      )
      names.add(share) { Float(sums.share($0)) }
      run.arcVectors(words.count)
      run.arcs(words.count, run[.wide], run[.narrow])
      arcs.add(run[.scores], share)
    }
    let heads = TreeDecoder.heads(arcs.logarithms, count: words.count)
    for run in runs {
      run.relationScores([sentence], sentence) { heads[$0] }
      relations.add(run[.wide], share)
    }
    let path = NamePath.best(names.logarithms, words: words.count, labels: labels.names.count)
    return sentence.map { word in
      let tag = upos.best(word)
      let fine = xpos.best(word)
      let relation = relations.best(word)
      return Reading(
        upos: labels.upos[tag],
        xpos: labels.xpos[fine],
        head: heads[word],
        relation: labels.relations[relation],
        name: labels.names[path[word]],
        tagProbability: min(upos[word, tag], xpos[word, fine]),
        headProbability: arcs[word, heads[word]],
        relationProbability: relations[word, relation],
        nameProbability: names[word, path[word]]
      )
    }
  }
}

/// Rows of probabilities, summed over models.
private struct Probabilities {
  private let columns: Int
  private var values: [Float]

  init(rows: Int, columns: Int) {
    self.columns = columns
    values = Array(repeating: 0, count: rows * columns)
  }

  subscript(row: Int, column: Int) -> Float { values[row * columns + column] }

  /// Adds a share of what scores are as probabilities; the scores are gone after.
  mutating func add(_ scores: UnsafeMutablePointer<Float>, _ share: Float) {
    for start in stride(from: 0, to: values.count, by: columns) {
      let row = scores + start
      var highest = row[0]
      for column in 1..<max(columns, 1) { highest = max(highest, row[column]) }
      for column in 0..<columns { row[column] -= highest }
      courant_exp(row, columns)
      var sum: Float = 0
      for column in 0..<columns { sum += row[column] }
      for column in 0..<columns { values[start + column] += share * row[column] / sum }
    }
  }

  /// Adds a share of probabilities, numbered through.
  mutating func add(_ share: Float, _ probability: (Int) -> Float) {
    for index in values.indices { values[index] += share * probability(index) }
  }

  func best(_ row: Int) -> Int {
    var best = 0
    for column in 1..<max(columns, 1) where self[row, column] > self[row, best] { best = column }
    return best
  }

  var logarithms: [Float] { values.map { Float(log(Double(max($0, 1e-30)))) } }
}
