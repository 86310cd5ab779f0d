import Foundation

/// Trains the confidence of facts: a logistic regression with ridge, by Newton's steps taken one coordinate at a time.
public struct ConfidenceTrainer {
  public struct Example: Sendable {
    /// What is true of the fact.
    public var marks: [String]
    public var isRight: Bool
    /// Which document it is from: a document is judged by weights that others gave.
    public var document: Int

    public init(marks: [String], isRight: Bool, document: Int) {
      self.marks = marks
      self.isRight = isRight
      self.document = document
    }
  }

  /// The weight of each mark; that of "" is every fact's.
  public let weights: [String: Double]

  /// - Parameter ridge: how much a weight has to earn to leave zero.
  public init(_ examples: [Example], ridge: Double = 12, rounds: Int = 60) {
    let names = Set(examples.flatMap(\.marks)).sorted()
    var weights = Dictionary(uniqueKeysWithValues: names.map { ($0, 0.0) })
    weights[""] = 0
    var users: [String: [Int]] = ["": Array(examples.indices)]
    for (index, example) in examples.enumerated() {
      for mark in Set(example.marks) { users[mark, default: []].append(index) }
    }
    var sums = [Double](repeating: 0, count: examples.count)
    for _ in 0..<rounds {
      for name in [""] + names {
        var slope = name.isEmpty ? 0 : -ridge * weights[name, default: 0]
        var curve = name.isEmpty ? 1e-6 : ridge
        for index in users[name, default: []] {
          let probability = 1 / (1 + exp(-sums[index]))
          slope += (examples[index].isRight ? 1 : 0) - probability
          curve += probability * (1 - probability)
        }
        let step = max(-1, min(1, slope / curve))
        weights[name, default: 0] += step
        for index in users[name, default: []] { sums[index] += step }
      }
    }
    self.weights = weights
  }

  public func probability(_ marks: [String]) -> Double {
    let sum = Set(marks).reduce(weights["", default: 0]) { $0 + weights[$1, default: 0] }
    return 1 / (1 + exp(-sum))
  }

  /// Each example's probability by weights that were trained without its document.
  public static func held(_ examples: [Example], ridge: Double = 12) -> [Double] {
    var result = [Double](repeating: 0, count: examples.count)
    for document in Set(examples.map(\.document)) {
      let trainer = ConfidenceTrainer(examples.filter { $0.document != document }, ridge: ridge)
      for (index, example) in examples.enumerated() where example.document == document {
        result[index] = trainer.probability(example.marks)
      }
    }
    return result
  }

  /// The area under the receiver operating characteristic: how often a right fact has a higher probability than a wrong one; 0.5 for chance.
  public static func area(_ examples: [Example], _ probabilities: [Double]) -> Double {
    let all = zip(examples, probabilities)
    let right = all.filter(\.0.isRight).map(\.1)
    let wrong = all.filter { !$0.0.isRight }.map(\.1)
    guard !right.isEmpty, !wrong.isEmpty else { return 0.5 }
    let wins = right.reduce(0.0) { sum, one in
      sum + wrong.reduce(0.0) { $0 + (one > $1 ? 1 : one == $1 ? 0.5 : 0) }
    }
    return wins / Double(right.count * wrong.count)
  }

  /// How far probabilities are from the share of right facts, over ten bins of equal width, by the facts in them (Guo et al. 2017).
  public static func calibrationError(_ examples: [Example], _ probabilities: [Double]) -> Double {
    var bins = [(count: Int, right: Int, sum: Double)](repeating: (0, 0, 0), count: 10)
    for (example, probability) in zip(examples, probabilities) {
      let bin = min(9, Int(probability * 10))
      bins[bin].count += 1
      bins[bin].right += example.isRight ? 1 : 0
      bins[bin].sum += probability
    }
    return bins.reduce(0) { $0 + abs($1.sum - Double($1.right)) } / Double(max(examples.count, 1))
  }
}
