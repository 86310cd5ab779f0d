/// The input and the recurrent layers over it, which training and pretraining share.
final class LayerStack {
  private let input: InputLayer
  private let layers: [RecurrentLayer]
  /// For the input and each layer, the gradient of what it gave; heads add theirs between ``forward(_:random:)`` and ``backward()``.
  let slopes: [Matrix]

  init(_ input: InputLayer, _ layers: [RecurrentLayer]) {
    self.input = input
    self.layers = layers
    slopes = (0...layers.count).map { _ in Matrix() }
  }

  var parameters: [Parameter] { input.parameters + layers.flatMap(\.parameters) }

  /// The words' vectors after the input and after each layer; the gradients are 0 after.
  func forward(_ batch: Batch, random: inout SeededRandom) -> [Matrix] {
    var all = [input.forward(batch, random: &random)]
    for layer in layers { all.append(layer.forward(all[all.count - 1], sentences: batch.ranges, random: &random)) }
    for (slope, matrix) in zip(slopes, all) { slope.clear(like: matrix) }
    return all
  }

  /// Takes the gradients down through the layers to the input.
  func backward() {
    for index in layers.indices.reversed() { layers[index].backward(slopes[index + 1], addingTo: slopes[index]) }
    input.backward(slopes[0])
  }
}
