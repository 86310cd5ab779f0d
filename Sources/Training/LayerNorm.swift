/// Brings each row to mean 0 and variance 1, then scales and shifts each column (Ba et al. 2016).
final class LayerNorm {
  let scale: Parameter
  let shift: Parameter
  let output = Matrix()
  private let normal = Matrix()
  private var deviations: [Float] = []

  init(_ name: String, width: Int) {
    scale = Parameter(name + ".scale", rows: 1, columns: width)
    shift = Parameter(name + ".shift", rows: 1, columns: width)
    scale.fill(1)
  }

  var parameters: [Parameter] { [scale, shift] }

  func forward(_ x: Matrix) -> Matrix {
    output.reshape(x.rows, x.columns)
    normal.reshape(x.rows, x.columns)
    deviations = Array(repeating: 0, count: x.rows)
    let width = Float(x.columns)
    for row in 0..<x.rows {
      let from = x[row]
      var sum: Float = 0
      for column in 0..<x.columns { sum += from[column] }
      let mean = sum / width
      var squares: Float = 0
      for column in 0..<x.columns { squares += (from[column] - mean) * (from[column] - mean) }
      let inverse = 1 / (squares / width + 1e-5).squareRoot()
      deviations[row] = inverse
      let middle = normal[row]
      let out = output[row]
      for column in 0..<x.columns {
        middle[column] = (from[column] - mean) * inverse
        out[column] = middle[column] * scale.value[column] + shift.value[column]
      }
    }
    return output
  }

  func backward(_ slope: Matrix, addingTo inputSlope: Matrix) {
    let width = Float(slope.columns)
    for row in 0..<slope.rows {
      let out = slope[row]
      let middle = normal[row]
      var sum: Float = 0
      var product: Float = 0
      for column in 0..<slope.columns {
        scale.gradient[column] += out[column] * middle[column]
        shift.gradient[column] += out[column]
        let scaled = out[column] * scale.value[column]
        sum += scaled
        product += scaled * middle[column]
      }
      let to = inputSlope[row]
      let inverse = deviations[row]
      for column in 0..<slope.columns {
        let scaled = out[column] * scale.value[column]
        to[column] += inverse * (scaled - sum / width - middle[column] * product / width)
      }
    }
  }
}
