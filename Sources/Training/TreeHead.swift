import Language

/// Finds the head of each word and tells the relation, after Dozat & Manning's deep biaffine attention (2017): a word as a dependent meets each
/// word as a head in one product, the head's own weight and the distance are added, and the relation is told from the sum of both.
final class TreeHead {
  private let dependents: Linear
  private let heads: Linear
  private let root: Parameter
  private let product: Parameter
  private let headWeight: Parameter
  private let distance: Parameter
  private let relationDependents: Linear
  private let relationHeads: Parameter
  private let relationRoot: Parameter
  private let relations: Linear
  private let dropouts: [Dropout]

  private let turned = Matrix()
  private let turnedSlope = Matrix()
  private let dependentSlope = Matrix()
  private let headSlope = Matrix()
  private let headSums = Matrix()
  private let pairs = Matrix()
  private let pairSlope = Matrix()
  private let headSide = Matrix()
  private let headSideSlope = Matrix()
  private var scores: [Matrix] = []

  init(_ shape: NetworkShape, relations count: Int, dropout: Float, random: inout SeededRandom) {
    let width = shape.topWidth
    dependents = Linear("tree.dependents", from: width, to: shape.arcWidth, random: &random)
    heads = Linear("tree.heads", from: width, to: shape.arcWidth, random: &random)
    root = Parameter("tree.root", rows: 1, columns: shape.arcWidth)
    root.normal(&random, deviation: 0.3)
    product = Parameter("tree.product", rows: shape.arcWidth, columns: shape.arcWidth)
    for index in 0..<shape.arcWidth {
      product.value[index * shape.arcWidth + index] = 0.6 / Float(shape.arcWidth).squareRoot()
    }
    headWeight = Parameter("tree.headWeight", rows: 1, columns: shape.arcWidth)
    distance = Parameter("tree.distance", rows: 1, columns: 2 * NetworkShape.distanceLimit + 1)
    relationDependents = Linear("tree.relationDependents", from: width, to: shape.relationWidth, random: &random)
    relationHeads = Parameter("tree.relationHeads", rows: width, columns: shape.relationWidth)
    relationHeads.glorot(&random)
    relationRoot = Parameter("tree.relationRoot", rows: 1, columns: shape.relationWidth)
    relations = Linear("tree.relations", from: shape.relationWidth, to: count, random: &random)
    dropouts = (0..<3).map { _ in Dropout(dropout) }
  }

  var parameters: [Parameter] {
    dependents.parameters + heads.parameters + [root, product, headWeight, distance] + relationDependents.parameters
      + [relationHeads, relationRoot] + relations.parameters
  }

  /// The loss of heads and relations over a batch; adds the gradient of the words' vectors to `slope`.
  func train(
    _ x: Matrix,
    _ batch: Batch,
    weights: (arcs: Float, relations: Float),
    random: inout SeededRandom,
    addingTo slope: Matrix
  ) -> (arcs: Float, relations: Float) {
    let golden = batch.labels(\.heads)
    return (
      trainArcs(x, batch, golden, weights.arcs, &random, slope),
      trainRelations(x, batch, golden, weights.relations, &random, slope)
    )
  }

  private func trainArcs(
    _ x: Matrix,
    _ batch: Batch,
    _ golden: [Int],
    _ weight: Float,
    _ random: inout SeededRandom,
    _ slope: Matrix
  ) -> Float {
    let width = product.columns
    let dependent = dependents.forward(MatrixView(x))
    LeakyRectifier.forward(dependent)
    dropouts[0].forward(dependent, random: &random)
    let head = heads.forward(MatrixView(x))
    LeakyRectifier.forward(head)
    dropouts[1].forward(head, random: &random)
    turned.reshape(x.rows, width)
    multiply(MatrixView(dependent), product.view, into: MatrixView(turned))

    turnedSlope.reshape(x.rows, width)
    headSlope.reshape(x.rows, width)
    headSlope.zero()
    while scores.count < batch.ranges.count { scores.append(Matrix()) }
    var loss: Float = 0
    let limit = NetworkShape.distanceLimit
    for (range, score) in zip(batch.ranges, scores) {
      let count = range.count
      guard golden[range].contains(where: { $0 >= 0 }) else {
        for row in range { turnedSlope[row].update(repeating: 0, count: width) }
        continue
      }
      // Column 0 is the root, column j + 1 the word j.
      score.reshape(count, count + 1)
      let sentenceTurned = MatrixView(turned).rows(range)
      let sentenceHeads = MatrixView(head).rows(range)
      var wordScores = MatrixView(score)
      wordScores = wordScores.columns(1..<(count + 1))
      multiply(sentenceTurned, sentenceHeads.transposed, into: wordScores)
      var own = [Float](repeating: 0, count: count + 1)
      for column in 0..<width { own[0] += root.value[column] * headWeight.value[column] }
      for j in 0..<count {
        let at = head[range.lowerBound + j]
        for column in 0..<width { own[j + 1] += at[column] * headWeight.value[column] }
      }
      for i in 0..<count {
        let at = score[i]
        let mine = turned[range.lowerBound + i]
        var rootScore: Float = 0
        for column in 0..<width { rootScore += mine[column] * root.value[column] }
        at[0] = rootScore + own[0]
        for j in 0..<count { at[j + 1] += own[j + 1] + distance.value[min(max(j - i, -limit), limit) + limit] }
        at[i + 1] = -1e9
      }
      loss += Softmax.lossAndSlope(score, labels: Array(golden[range]), weight: weight)

      multiply(wordScores, sentenceHeads, into: MatrixView(turnedSlope).rows(range))
      multiply(wordScores.transposed, sentenceTurned, into: MatrixView(headSlope).rows(range), adding: true)
      var sums = [Float](repeating: 0, count: count + 1)
      for i in 0..<count {
        let at = score[i]
        let mine = turned[range.lowerBound + i]
        let back = turnedSlope[range.lowerBound + i]
        for column in 0..<width {
          back[column] += at[0] * root.value[column]
          root.gradient[column] += at[0] * mine[column]
        }
        for j in 0...count { sums[j] += at[j] }
        for j in 0..<count { distance.gradient[min(max(j - i, -limit), limit) + limit] += at[j + 1] }
      }
      for column in 0..<width {
        headWeight.gradient[column] += sums[0] * root.value[column]
        root.gradient[column] += sums[0] * headWeight.value[column]
      }
      for j in 0..<count {
        let at = head[range.lowerBound + j]
        let back = headSlope[range.lowerBound + j]
        for column in 0..<width {
          headWeight.gradient[column] += sums[j + 1] * at[column]
          back[column] += sums[j + 1] * headWeight.value[column]
        }
      }
    }
    dependentSlope.reshape(x.rows, width)
    multiply(MatrixView(turnedSlope), product.view.transposed, into: MatrixView(dependentSlope))
    multiply(MatrixView(dependent).transposed, MatrixView(turnedSlope), into: product.gradientView, adding: true)
    finish(dependentSlope, dropouts[0], dependents, slope)
    finish(headSlope, dropouts[1], heads, slope)
    return loss
  }

  private func finish(_ layerSlope: Matrix, _ dropout: Dropout, _ layer: Linear, _ slope: Matrix) {
    dropout.backward(layerSlope)
    LeakyRectifier.backward(layerSlope, output: layer.output)
    layer.backward(layerSlope, addingTo: MatrixView(slope))
  }

  private func trainRelations(
    _ x: Matrix,
    _ batch: Batch,
    _ golden: [Int],
    _ weight: Float,
    _ random: inout SeededRandom,
    _ slope: Matrix
  ) -> Float {
    let width = relationHeads.columns
    let dependent = relationDependents.forward(MatrixView(x))
    headSide.reshape(x.rows, width)
    multiply(MatrixView(x), relationHeads.view, into: MatrixView(headSide))
    pairs.reshape(x.rows, width)
    func headRow(_ range: Range<Int>, _ row: Int) -> Int? {
      golden[row] > 0 ? range.lowerBound + golden[row] - 1 : nil
    }
    for range in batch.ranges {
      for row in range {
        let from = headRow(range, row).map { headSide[$0] } ?? relationRoot.value
        let own = dependent[row]
        let to = pairs[row]
        for column in 0..<width { to[column] = own[column] + from[column] }
      }
    }
    LeakyRectifier.forward(pairs)
    dropouts[2].forward(pairs, random: &random)
    let score = relations.forward(MatrixView(pairs))
    let loss = Softmax.lossAndSlope(score, labels: batch.labels(\.relations), weight: weight)
    pairSlope.reshape(x.rows, width)
    pairSlope.zero()
    relations.backward(score, addingTo: MatrixView(pairSlope))
    dropouts[2].backward(pairSlope)
    LeakyRectifier.backward(pairSlope, output: pairs)
    headSideSlope.reshape(x.rows, width)
    headSideSlope.zero()
    for range in batch.ranges {
      for row in range {
        let to = headRow(range, row).map { headSideSlope[$0] } ?? relationRoot.gradient
        let from = pairSlope[row]
        for column in 0..<width { to[column] += from[column] }
      }
    }
    relationDependents.backward(pairSlope, addingTo: MatrixView(slope))
    multiply(MatrixView(headSideSlope), relationHeads.view.transposed, into: MatrixView(slope), adding: true)
    multiply(MatrixView(x).transposed, MatrixView(headSideSlope), into: relationHeads.gradientView, adding: true)
    return loss
  }
}
