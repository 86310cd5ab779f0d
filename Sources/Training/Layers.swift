import CKernels
import Foundation

/// y = x·W + b.
final class Linear {
  let weight: Parameter
  let bias: Parameter
  let output = Matrix()
  private var input: MatrixView?

  init(_ name: String, from inputs: Int, to outputs: Int, random: inout SeededRandom) {
    weight = Parameter(name + ".weight", rows: inputs, columns: outputs)
    bias = Parameter(name + ".bias", rows: 1, columns: outputs)
    weight.glorot(&random)
  }

  var parameters: [Parameter] { [weight, bias] }

  @discardableResult
  func forward(_ x: MatrixView) -> Matrix {
    input = x
    output.reshape(x.rows, weight.columns)
    for row in 0..<x.rows { output[row].update(from: bias.value, count: weight.columns) }
    multiply(x, weight.view, into: MatrixView(output), adding: true)
    return output
  }

  /// Takes the gradient of the output, and adds that of the input to `slope`.
  func backward(_ outputSlope: Matrix, addingTo slope: MatrixView?) {
    guard let input else { return }
    multiply(input.transposed, MatrixView(outputSlope), into: weight.gradientView, adding: true)
    for row in 0..<outputSlope.rows {
      let from = outputSlope[row]
      for column in 0..<weight.columns { bias.gradient[column] += from[column] }
    }
    if let slope { multiply(MatrixView(outputSlope), weight.view.transposed, into: slope, adding: true) }
  }
}

/// Sets each number to 0 with some probability, and scales the others so that their sum stays.
final class Dropout {
  private let mask = Matrix()
  private let probability: Float

  init(_ probability: Float) { self.probability = probability }

  func forward(_ x: Matrix, random: inout SeededRandom) {
    guard probability > 0 else { return }
    mask.reshape(x.rows, x.columns)
    let keep = 1 / (1 - probability)
    let threshold = UInt32(Double(probability) * 65536)
    var index = 0
    while index < x.count {
      var bits = random.next()
      for _ in 0..<4 where index < x.count {
        mask.values[index] = UInt32(bits & 0xFFFF) < threshold ? 0 : keep
        bits >>= 16
        index += 1
      }
    }
    backward(x)
  }

  /// The same numbers are dropped from the gradient.
  func backward(_ slope: Matrix) {
    guard probability > 0 else { return }
    for index in 0..<slope.count { slope.values[index] *= mask.values[index] }
  }
}

/// max(x, x/10) in place.
enum LeakyRectifier {
  static let leak: Float = 0.1

  static func forward(_ x: Matrix) {
    for index in 0..<x.count where x.values[index] < 0 { x.values[index] *= leak }
  }

  /// `output` is what ``forward(_:)`` left.
  static func backward(_ slope: Matrix, output: Matrix) {
    for index in 0..<slope.count where output.values[index] < 0 { slope.values[index] *= leak }
  }
}

/// Softmax and cross entropy against one label a row.
enum Softmax {
  /// Turns scores into the gradient of the loss, and returns the loss. A row with a label below 0 has none.
  /// - Parameter weight: what each row counts.
  static func lossAndSlope(_ scores: Matrix, labels: [Int], weight: Float) -> Float {
    var loss: Float = 0
    let columns = scores.columns
    for row in 0..<scores.rows {
      let at = scores[row]
      let label = labels[row]
      if label < 0 {
        at.update(repeating: 0, count: columns)
        continue
      }
      var highest = at[0]
      for column in 1..<max(columns, 1) { highest = max(highest, at[column]) }
      for column in 0..<columns { at[column] -= highest }
      let goal = at[label]
      courant_exp(at, columns)
      var sum: Float = 0
      for column in 0..<columns { sum += at[column] }
      loss += (Float(log(Double(sum))) - goal) * weight
      let scale = weight / sum
      for column in 0..<columns { at[column] = at[column] * scale }
      at[label] -= weight
    }
    return loss
  }
}
