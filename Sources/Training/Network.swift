import Language

/// The network that tags, parses and finds names, while it is trained: layers that all tasks share, and a head for each.
final class Network {
  struct Recipe: Codable, Sendable {
    var epochs = 12
    /// Words a batch.
    var batchWords = 1500
    var rate: Float = 2.5e-3
    var warmup = 100
    var weightDecay: Float = 0.01
    var layerDropout: Float = 0.12
    var headDropout: Float = 0.18
    var wordDropout: Float = 0.25
    var pieceDropout: Float = 0.1
    /// Of a word's form and its pieces together, so that only the lists and the words around it are left.
    var bothDropout: Float = 0.12
    /// Of each mark of a list.
    var gazetteerDropout: Float = 0.2
    /// Of the vectors that names are told from, and of the layer that they are told through.
    var nameDropout: Float = 0.4
    /// How often another name of the same build stands in the place of one.
    var nameSwaps: Float = 0.3
    /// Of an epoch's words that models have labelled, how many there are to each of a treebank.
    var silverShare: Float = 1
    var weights = Weights()
    var seed: UInt64 = 1

    /// How much each task counts.
    struct Weights: Codable, Sendable {
      var upos: Float = 0.3
      var xpos: Float = 0.3
      var arcs: Float = 1
      var relations: Float = 1
      var names: Float = 0.7
    }
  }

  struct Losses {
    var upos: Float = 0
    var xpos: Float = 0
    var arcs: Float = 0
    var relations: Float = 0
    var names: Float = 0
  }

  let shape: NetworkShape
  let recipe: Recipe
  private let stack: LayerStack
  private let tagNorm: LayerNorm
  private let topNorm: LayerNorm
  private let tagDropout: Dropout
  private let topDropout: Dropout
  private let upos: LabelHead
  private let xpos: LabelHead
  private let names: LabelHead
  private let tree: TreeHead
  private let tagVectors = Matrix()
  private let tagSlope = Matrix()
  private let topVectors = Matrix()
  private let topSlope = Matrix()
  private var random: SeededRandom

  init(shape: NetworkShape, vocabulary: Int, classes: Int, labels: LabelSets, recipe: Recipe) {
    self.shape = shape
    self.recipe = recipe
    random = SeededRandom(seed: recipe.seed)
    let width = shape.vectorWidth
    let input = InputLayer(
      words: vocabulary,
      pieces: 1 << shape.pieceBits,
      gazetteer: shape.gazetteerRows + classes,
      width: width,
      wordDropout: recipe.wordDropout,
      pieceDropout: recipe.pieceDropout,
      bothDropout: recipe.bothDropout,
      gazetteerDropout: recipe.gazetteerDropout,
      random: &random
    )
    var layers: [RecurrentLayer] = []
    for index in 0..<shape.layers {
      layers.append(
        RecurrentLayer(
          "layer\(index)",
          from: shape.vectorWidth(after: index),
          width: shape.width(ofLayer: index),
          dropout: recipe.layerDropout,
          random: &random
        )
      )
    }
    stack = LayerStack(input, layers)
    let tagWidth = shape.vectorWidth(after: shape.tagLayer)
    tagNorm = LayerNorm("tagNorm", width: tagWidth)
    topNorm = LayerNorm("topNorm", width: shape.topWidth)
    tagDropout = Dropout(recipe.headDropout)
    topDropout = Dropout(recipe.headDropout)
    upos = LabelHead("upos", from: tagWidth, to: labels.upos.count, dropout: 0, path: \.upos, random: &random)
    xpos = LabelHead("xpos", from: tagWidth, to: labels.xpos.count, dropout: 0, path: \.xpos, random: &random)
    names = LabelHead(
      "names",
      from: shape.topWidth,
      through: shape.nameWidth,
      to: labels.names.count,
      dropout: recipe.nameDropout,
      inputDropout: recipe.nameDropout,
      isChain: true,
      path: \.names,
      random: &random
    )
    tree = TreeHead(shape, relations: labels.relations.count, dropout: recipe.headDropout, random: &random)
  }

  /// Takes over what was learnt before, where a parameter has the same size; of the lists, whose table has the classes behind it, as many
  /// as there are.
  func take(_ pretrained: PretrainedParameters) {
    for parameter in parameters {
      guard let values = pretrained.values[parameter.name],
        values.count == parameter.count
          || (parameter.name == "gazetteer" && values.count == shape.gazetteerRows * parameter.columns)
      else { continue }
      for index in values.indices { parameter.value[index] = values[index] }
    }
  }

  var parameters: [Parameter] {
    stack.parameters + tagNorm.parameters + topNorm.parameters + upos.parameters
      + xpos.parameters + names.parameters + tree.parameters
  }

  /// One pass forward and back over a batch; the gradients add up in the parameters.
  func train(_ batch: Batch) -> Losses {
    let all = stack.forward(batch, random: &random)
    var losses = Losses()
    let weights = recipe.weights
    let share = 1 / Float(batch.rows)

    copy(tagNorm.forward(all[shape.tagLayer]), to: tagVectors)
    tagDropout.forward(tagVectors, random: &random)
    tagSlope.clear(like: tagVectors)
    losses.upos = upos.train(tagVectors, batch, weight: weights.upos * share, random: &random, addingTo: tagSlope)
    losses.xpos = xpos.train(tagVectors, batch, weight: weights.xpos * share, random: &random, addingTo: tagSlope)
    tagDropout.backward(tagSlope)
    tagNorm.backward(tagSlope, addingTo: stack.slopes[shape.tagLayer])

    let top = topNorm.forward(all[shape.layers])
    copy(top, to: topVectors)
    topDropout.forward(topVectors, random: &random)
    topSlope.clear(like: topVectors)
    (losses.arcs, losses.relations) = tree.train(
      topVectors,
      batch,
      weights: (weights.arcs * share, weights.relations * share),
      random: &random,
      addingTo: topSlope
    )
    topDropout.backward(topSlope)
    // Names have a dropout of their own, stronger than that of trees.
    losses.names = names.train(top, batch, weight: weights.names * share, random: &random, addingTo: topSlope)
    topNorm.backward(topSlope, addingTo: stack.slopes[shape.layers])

    stack.backward()
    return losses
  }

  private func copy(_ from: Matrix, to: Matrix) {
    to.reshape(from.rows, from.columns)
    to.values.update(from: from.values, count: from.count)
  }
}
