import Language

/// Learns a yes or no by mistakes, and keeps the average of its weights (Collins 2002).
struct Perceptron {
  private var weights: [Float]
  private var sums: [Float]
  private var step: Float = 1
  private let mask: UInt64

  init(bits: Int) {
    weights = Array(repeating: 0, count: 1 << bits)
    sums = weights
    mask = UInt64(weights.count - 1)
  }

  /// Decides, and where the decision is wrong or near, learns.
  mutating func learn(_ features: FeatureList, isTrue: Bool, margin: Float = 1) {
    var score: Float = 0
    for index in 0..<features.count { score += weights[Int(features.hashes[index] & mask)] }
    step += 1
    let goal: Float = isTrue ? 1 : -1
    guard score * goal < margin else { return }
    for index in 0..<features.count {
      weights[Int(features.hashes[index] & mask)] += goal
      sums[Int(features.hashes[index] & mask)] += goal * step
    }
  }

  /// The averaged weights as small integers.
  func averaged() -> [Int16] {
    let average = weights.indices.map { weights[$0] - sums[$0] / step }
    let highest = average.reduce(1e-6) { max($0, abs($1)) }
    return average.map { Int16(($0 / highest * 32000).rounded()) }
  }
}
