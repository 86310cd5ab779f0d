/// Tells one label a word, straight from the word's vector or by way of a layer of its own.
final class LabelHead {
  private let middle: Linear?
  /// For labels that are told as sequences.
  private let chain: NameChain?
  private let last: Linear
  private let dropout: Dropout
  private let inputDropout: Dropout
  private let input = Matrix()
  private let inputSlope = Matrix()
  private let middleSlope = Matrix()
  private let path: KeyPath<EncodedSentence, [Int]>

  init(
    _ name: String,
    from inputs: Int,
    through width: Int? = nil,
    to labels: Int,
    dropout: Float,
    inputDropout: Float = 0,
    isChain: Bool = false,
    path: KeyPath<EncodedSentence, [Int]>,
    random: inout SeededRandom
  ) {
    middle = width.map { Linear(name + ".middle", from: inputs, to: $0, random: &random) }
    last = Linear(name, from: width ?? inputs, to: labels, random: &random)
    chain = isChain ? NameChain(labels: labels) : nil
    self.dropout = Dropout(dropout)
    self.inputDropout = Dropout(inputDropout)
    self.path = path
  }

  var parameters: [Parameter] {
    (middle?.parameters ?? []) + last.parameters + (chain.map { [$0.transitions] } ?? [])
  }

  /// The loss over a batch; adds the gradient of the words' vectors to `slope`.
  func train(_ x: Matrix, _ batch: Batch, weight: Float, random: inout SeededRandom, addingTo slope: Matrix) -> Float {
    let labels = batch.labels(path)
    guard let middle else {
      let score = last.forward(MatrixView(x))
      let loss = Softmax.lossAndSlope(score, labels: labels, weight: weight)
      last.backward(score, addingTo: MatrixView(slope))
      return loss
    }
    input.reshape(x.rows, x.columns)
    input.values.update(from: x.values, count: x.count)
    inputDropout.forward(input, random: &random)
    let hidden = middle.forward(MatrixView(input))
    LeakyRectifier.forward(hidden)
    dropout.forward(hidden, random: &random)
    let score = last.forward(MatrixView(hidden))
    let loss =
      chain?.lossAndSlope(score, sentences: batch.ranges, golden: labels, weight: weight)
      ?? Softmax.lossAndSlope(score, labels: labels, weight: weight)
    middleSlope.clear(like: hidden)
    last.backward(score, addingTo: MatrixView(middleSlope))
    dropout.backward(middleSlope)
    LeakyRectifier.backward(middleSlope, output: hidden)
    inputSlope.clear(like: input)
    middle.backward(middleSlope, addingTo: MatrixView(inputSlope))
    inputDropout.backward(inputSlope)
    for index in 0..<slope.count { slope.values[index] += inputSlope.values[index] }
    return loss
  }
}
