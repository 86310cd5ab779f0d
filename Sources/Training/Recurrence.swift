import CKernels

/// A layer that reads each sentence from both ends, after the Simple Recurrent Unit of Lei et al. (2018): its products are one matrix
/// product for all words of a batch, and only sums and gates run along the sentence.
///
/// What it does to a word is said at `courant_recurrence`; u = dropout(x)·W + b, and the skip is x itself, or x·S where the widths differ.
final class RecurrentLayer {
  let width: Int
  let output = Matrix()
  private let gates: Linear
  private let narrowing: Parameter?
  /// Weights of the state before in the gates: for each direction those of forget and of reset.
  private let peephole: Parameter
  private let dropout: Dropout
  private let dropped = Matrix()
  private let skip = Matrix()
  private let states = Matrix()
  private let slope = Matrix()
  private let skipSlope = Matrix()
  private let droppedSlope = Matrix()
  private var input: Matrix?
  private var sentences: [Range<Int>] = []

  /// Whether each direction sees only its own half of the layer below, as a language model must, which would otherwise see
  /// the word that it has to tell.
  private let keepsApart: Bool

  /// - Parameter width: of one direction; the output has both.
  init(
    _ name: String,
    from inputs: Int,
    width: Int,
    dropout: Float,
    keepsApart: Bool = false,
    random: inout SeededRandom
  ) {
    self.width = width
    self.keepsApart = keepsApart
    self.dropout = Dropout(dropout)
    gates = Linear(name + ".gates", from: inputs, to: width * 6, random: &random)
    gates.weight.normal(&random, deviation: (1 / Float(inputs)).squareRoot())
    peephole = Parameter(name + ".peephole", rows: 2, columns: width * 2)
    for index in 0..<peephole.count { peephole.value[index] = random.symmetric(0.5) }
    if keepsApart {
      for index in 0..<gates.weight.count { gates.weight.value[index] *= Float(2).squareRoot() }
    }
    if inputs == width * 2 {
      narrowing = nil
    } else {
      narrowing = Parameter(name + ".skip", rows: inputs, columns: width * 2)
      narrowing?.glorot(&random)
    }
    if keepsApart { part(gates.weight.value) }
  }

  /// Makes 0 what leads from one direction to the other.
  private func part(_ weights: UnsafeMutablePointer<Float>) {
    for row in 0..<(width * 2) {
      let other = row < width ? width * 3 : 0
      (weights + row * width * 6 + other).update(repeating: 0, count: width * 3)
    }
  }

  var parameters: [Parameter] { gates.parameters + [peephole] + (narrowing.map { [$0] } ?? []) }

  func forward(_ x: Matrix, sentences: [Range<Int>], random: inout SeededRandom) -> Matrix {
    self.sentences = sentences
    input = x
    dropped.reshape(x.rows, x.columns)
    dropped.values.update(from: x.values, count: x.count)
    dropout.forward(dropped, random: &random)
    let gate = gates.forward(MatrixView(dropped))
    var skipped = x
    if let narrowing {
      skip.reshape(x.rows, width * 2)
      multiply(MatrixView(x), narrowing.view, into: MatrixView(skip))
      skipped = skip
    }
    output.reshape(x.rows, width * 2)
    states.reshape(x.rows, width * 2)
    for sentence in sentences {
      for direction in 0..<2 {
        let row = direction == 0 ? sentence.lowerBound : sentence.upperBound - 1
        let sign = direction == 0 ? 1 : -1
        courant_recurrence(
          sentence.count,
          width,
          gate[row] + direction * width * 3,
          sign * gate.columns,
          skipped[row] + direction * width,
          sign * skipped.columns,
          peephole.value + direction * width * 2,
          peephole.value + direction * width * 2 + width,
          states[row] + direction * width,
          sign * states.columns,
          output[row] + direction * width,
          sign * output.columns
        )
      }
    }
    return output
  }

  /// Takes the gradient of the output, and adds that of the input to `inputSlope`.
  func backward(_ outputSlope: Matrix, addingTo inputSlope: Matrix) {
    guard let input else { return }
    let gate = gates.output
    let skipped = narrowing == nil ? input : skip
    slope.reshape(gate.rows, gate.columns)
    skipSlope.reshape(input.rows, width * 2)
    var carried = [Float](repeating: 0, count: width)
    for sentence in sentences {
      for direction in 0..<2 {
        for index in 0..<width { carried[index] = 0 }
        let weights = peephole.value + direction * width * 2
        let weightSlopes = peephole.gradient + direction * width * 2
        for step in (0..<sentence.count).reversed() {
          let row = direction == 0 ? sentence.lowerBound + step : sentence.upperBound - 1 - step
          let before = step > 0 ? states[direction == 0 ? row - 1 : row + 1] + direction * width : nil
          let u = gate[row] + direction * width * 3
          let back = slope[row] + direction * width * 3
          let state = states[row] + direction * width
          let side = skipped[row] + direction * width
          let sideSlope = skipSlope[row] + direction * width
          let out = outputSlope[row] + direction * width
          carried.withUnsafeMutableBufferPointer { carried in
            for index in 0..<width {
              let forget = u[width + index]
              let reset = u[2 * width + index]
              let last = before?[index] ?? 0
              let stateSlope = carried[index] + out[index] * reset
              sideSlope[index] = out[index] * (1 - reset)
              let resetSlope = out[index] * (state[index] - side[index]) * reset * (1 - reset)
              let forgetSlope = stateSlope * (last - u[index]) * forget * (1 - forget)
              back[index] = stateSlope * (1 - forget)
              back[width + index] = forgetSlope
              back[2 * width + index] = resetSlope
              weightSlopes[index] += forgetSlope * last
              weightSlopes[width + index] += resetSlope * last
              carried[index] = stateSlope * forget + forgetSlope * weights[index] + resetSlope * weights[width + index]
            }
          }
        }
      }
    }
    droppedSlope.clear(like: input)
    gates.backward(slope, addingTo: MatrixView(droppedSlope))
    if keepsApart { part(gates.weight.gradient) }
    dropout.backward(droppedSlope)
    for index in 0..<inputSlope.count { inputSlope.values[index] += droppedSlope.values[index] }
    if let narrowing {
      multiply(MatrixView(input).transposed, MatrixView(skipSlope), into: narrowing.gradientView, adding: true)
      multiply(MatrixView(skipSlope), narrowing.view.transposed, into: MatrixView(inputSlope), adding: true)
    } else {
      for index in 0..<inputSlope.count { inputSlope.values[index] += skipSlope.values[index] }
    }
  }
}
