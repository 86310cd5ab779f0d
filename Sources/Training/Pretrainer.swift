import CKernels
import Foundation
import Language

/// Teaches the input and the lower layers what words stand beside each other, on plain text without annotation: from the words before it each
/// word is told, and from the words after it, against a sample of others (Bengio & Senécal 2008; two directions after Peters et al. 2018).
final class Pretrainer {
  struct Recipe {
    var batchWords = 3000
    var samples = 1200
    var rate: Float = 3e-3
    var warmup = 200
    var wordDropout: Float = 0.15
    var seed: UInt64 = 11
    /// How many forms have a row of their own at most, those of the treebanks aside.
    var vocabulary = 30000
    /// How often each is in the text at least.
    var minimum = 5
  }

  private let stack: LayerStack
  private let norms: [LayerNorm]
  private let outputs: [Parameter]
  private let biases: [Parameter]
  private let corpus: PretrainingCorpus
  private let recipe: Recipe
  private let report: (String) -> Void
  private var random: SeededRandom
  private let half = Matrix()
  private let hidden = Matrix()
  private let sampled = Matrix()
  private let scores = Matrix()
  private let hiddenSlope = Matrix()
  private let halfSlope = Matrix()
  private let sampledSlope = Matrix()
  private let biasSums = Matrix()

  init(_ corpus: PretrainingCorpus, shape: NetworkShape, recipe: Recipe, report: @escaping (String) -> Void) {
    self.corpus = corpus
    self.recipe = recipe
    self.report = report
    random = SeededRandom(seed: recipe.seed)
    let width = shape.vectorWidth
    let input = InputLayer(
      words: corpus.vocabulary.count + 1,
      pieces: 1 << shape.pieceBits,
      gazetteer: 1,
      width: width,
      wordDropout: recipe.wordDropout,
      pieceDropout: 0.1,
      random: &random
    )
    var layers: [RecurrentLayer] = []
    for index in 0..<min(2, shape.layers) {
      layers.append(
        RecurrentLayer(
          "layer\(index)",
          from: width,
          width: shape.width,
          dropout: 0.1,
          keepsApart: index > 0,
          random: &random
        )
      )
    }
    stack = LayerStack(input, layers)
    norms = (0..<2).map { LayerNorm("output\($0)", width: shape.width) }
    var outputs: [Parameter] = []
    var biases: [Parameter] = []
    for direction in 0..<2 {
      let output = Parameter(
        "output\(direction)",
        rows: corpus.vocabulary.count + 1,
        columns: shape.width,
        isTable: true
      )
      output.normal(&random, deviation: 0.05)
      outputs.append(output)
      let bias = Parameter("outputBias\(direction)", rows: corpus.vocabulary.count + 1, columns: 1, isTable: true)
      for (row, frequency) in corpus.frequencies.enumerated() { bias.value[row] = log(frequency) }
      biases.append(bias)
    }
    self.outputs = outputs
    self.biases = biases
  }

  private var parameters: [Parameter] {
    stack.parameters + norms.flatMap(\.parameters) + outputs + biases
  }

  /// Goes through about so many words.
  func train(words: Int) {
    let all = parameters
    var optimiser = Optimiser()
    optimiser.beta2 = 0.98
    optimiser.weightDecay = 0.01
    optimiser.clip = 1
    var seen = 0
    var sum: Float = 0
    var count: Float = 0
    let clock = ContinuousClock()
    let start = clock.now
    var order = corpus.order(&random)
    var next = 0
    while seen < words {
      var sentences: [EncodedSentence] = []
      var size = 0
      while size < recipe.batchWords {
        if next >= order.count {
          order = corpus.order(&random)
          next = 0
        }
        let sentence = corpus.sentence(order[next])
        next += 1
        size += sentence.count
        sentences.append(sentence)
      }
      let done = Float(seen) / Float(words)
      optimiser.rate = recipe.rate * min(1, Float(optimiser.steps + 1) / Float(recipe.warmup)) * max(0.02, 1 - done)
      sum += step(Batch(sentences))
      count += 1
      optimiser.step(all)
      seen += size
      if optimiser.steps.isMultiple(of: 200) {
        report(
          String(
            format: "pretraining: %.1f of %.1f million words  loss %.3f  %d s",
            Double(seen) / 1e6,
            Double(words) / 1e6,
            sum / count / 2,
            (clock.now - start).components.seconds
          )
        )
        sum = 0
        count = 0
      }
    }
  }

  private func step(_ batch: Batch) -> Float {
    let all = stack.forward(batch, random: &random)
    let vectors = all[all.count - 1]
    let words = batch.labels(\.words)
    let negatives = corpus.sample(recipe.samples, random: &random)
    var loss: Float = 0
    for direction in 0..<2 { loss += predict(direction, vectors, batch, words, negatives) }
    stack.backward()
    return loss
  }

  /// The loss of telling each word's neighbour in one direction; its gradient goes to the top layer's slope.
  private func predict(_ direction: Int, _ vectors: Matrix, _ batch: Batch, _ words: [Int], _ negatives: [Int]) -> Float
  {
    let width = vectors.columns / 2
    let output = outputs[direction]
    let bias = biases[direction]
    var rows: [Int] = []
    var targets: [Int] = []
    for range in batch.ranges {
      for row in range {
        let neighbour = direction == 0 ? row + 1 : row - 1
        if range.contains(neighbour) {
          rows.append(row)
          targets.append(words[neighbour])
        }
      }
    }
    half.reshape(rows.count, width)
    for (index, row) in rows.enumerated() { half[index].update(from: vectors[row] + direction * width, count: width) }
    let h = norms[direction].forward(half)
    sampled.reshape(negatives.count, width)
    for (index, word) in negatives.enumerated() {
      sampled[index].update(from: output.value + word * width, count: width)
    }
    // Column 0 is the right word, the others are the sample.
    scores.reshape(rows.count, negatives.count + 1)
    multiply(MatrixView(h), MatrixView(sampled).transposed, into: MatrixView(scores).columns(1..<(negatives.count + 1)))
    var negativePlaces: [Int: [Int]] = [:]
    for (column, word) in negatives.enumerated() { negativePlaces[word, default: []].append(column) }
    let offsets = negatives.map { bias.value[$0] - corpus.logExpected($0, of: negatives.count) }
    for (index, target) in targets.enumerated() {
      let row = scores[index]
      let mine = h[index]
      let theirs = output.value + target * width
      var product: Float = 0
      for column in 0..<width { product += mine[column] * theirs[column] }
      row[0] = product + bias.value[target] - corpus.logExpected(target, of: negatives.count)
      for column in 0..<negatives.count {
        row[column + 1] += offsets[column]
      }
      if let same = negativePlaces[target] {
        for column in same { row[column + 1] = -1e4 }
      }
    }
    let loss = Softmax.lossAndSlope(
      scores,
      labels: [Int](repeating: 0, count: rows.count),
      weight: 1 / Float(max(rows.count, 1))
    )
    let back = MatrixView(scores).columns(1..<(negatives.count + 1))
    hiddenSlope.reshape(rows.count, width)
    multiply(back, MatrixView(sampled), into: MatrixView(hiddenSlope))
    sampledSlope.reshape(negatives.count, width)
    multiply(back.transposed, MatrixView(h), into: MatrixView(sampledSlope))
    for (index, target) in targets.enumerated() {
      let slope = scores[index][0]
      let mine = hiddenSlope[index]
      let theirs = output.value + target * width
      let theirSlope = output.gradient + target * width
      let h = h[index]
      for column in 0..<width {
        mine[column] += slope * theirs[column]
        theirSlope[column] += slope * h[column]
      }
      output.touch(target)
      bias.gradient[target] += slope
      bias.touch(target)
    }
    // The sums of the columns, row by row as they lie in memory.
    biasSums.reshape(1, negatives.count + 1)
    biasSums.zero()
    for row in 0..<rows.count {
      let from = scores[row]
      let to = biasSums.values
      for column in 0...negatives.count { to[column] += from[column] }
    }
    for (index, word) in negatives.enumerated() {
      let to = output.gradient + word * width
      let from = sampledSlope[index]
      for column in 0..<width { to[column] += from[column] }
      output.touch(word)
      bias.gradient[word] += biasSums.values[index + 1]
      bias.touch(word)
    }
    halfSlope.reshape(rows.count, width)
    halfSlope.zero()
    norms[direction].backward(hiddenSlope, addingTo: halfSlope)
    let top = stack.slopes[stack.slopes.count - 1]
    for (index, row) in rows.enumerated() {
      let to = top[row] + direction * width
      let from = halfSlope[index]
      for column in 0..<width { to[column] += from[column] }
    }
    return loss
  }

  /// What was learnt, by the names of the parameters.
  func learnt() -> PretrainedParameters {
    var values: [String: [Float]] = [:]
    for parameter in stack.parameters
    where parameter.name != "source" && parameter.name != "gazetteer" {
      values[parameter.name] = Array(UnsafeBufferPointer(start: parameter.value, count: parameter.count))
    }
    return PretrainedParameters(vocabulary: corpus.vocabulary, values: values)
  }
}
