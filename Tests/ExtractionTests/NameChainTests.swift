import Foundation
import Testing

@testable import Training

/// The loss of a sequence of labels against all sequences, one by one.
@Suite struct NameChainTests {
  private static let labels = 3  // O, B, I

  /// The loss by summing over every sequence in which `I` follows `B` or `I`.
  private static func loss(_ scores: [[Double]], _ worth: (Int, Int) -> Double, _ golden: [Int]) -> Double {
    var all = 0.0
    var right = 0.0
    for number in 0..<Int(pow(3.0, Double(scores.count))) {
      var rest = number
      let path = scores.map { _ in
        defer { rest /= 3 }
        return rest % 3
      }
      guard path[0] != 2, !zip(path, path.dropFirst()).contains(where: { $0 == 0 && $1 == 2 }) else { continue }
      let own = zip(scores, path).reduce(0) { $0 + $1.0[$1.1] }
      let value = exp(zip(path, path.dropFirst()).reduce(own) { $0 + worth($1.0, $1.1) })
      all += value
      if zip(golden, path).allSatisfy({ $0 < 0 || $0 == $1 }) { right += value }
    }
    return log(all) - log(right)
  }

  @Test(arguments: [[0, 1, 2, 0], [1, 2, 2, 1], [0, -1, 2, -1]])
  func isWhatAllSequencesSay(_ golden: [Int]) {
    let chain = NameChain(labels: Self.labels)
    for index in 0..<9 { chain.transitions.value[index] = Float(index) * 0.1 - 0.3 }
    let plain: [[Double]] = [[0, 0.5, 1], [1.5, 0, 0.5], [1, 1.5, 0], [0.5, 1, 1.5]]
    func matrix(_ numbers: [[Double]]) -> Matrix {
      let matrix = Matrix(rows: 4, columns: 3)
      for (index, value) in numbers.joined().enumerated() { matrix.values[index] = Float(value) }
      return matrix
    }
    func worth(_ before: Int, _ label: Int) -> Double { Double(chain.transitions.value[before * 3 + label]) }
    let slope = matrix(plain)
    let loss = chain.lossAndSlope(slope, sentences: [0..<4], golden: golden, weight: 1)
    let expected = Self.loss(plain, worth, golden)
    #expect(abs(Double(loss) - expected) < 1e-4)
    for word in 0..<4 {
      for label in 0..<3 {
        var moved = plain
        moved[word][label] += 1e-4
        let change = (Self.loss(moved, worth, golden) - expected) / 1e-4
        #expect(abs(Double(slope[word][label]) - change) < 1e-3)
      }
    }
    for index in 0..<9 {
      func moved(_ before: Int, _ label: Int) -> Double {
        worth(before, label) + (before * 3 + label == index ? 1e-4 : 0)
      }
      let change = (Self.loss(plain, moved, golden) - expected) / 1e-4
      #expect(abs(Double(chain.transitions.gradient[index]) - change) < 1e-3)
    }
  }
}
