import Foundation

/// How sure a fact is, by what it was made of: the probability that a careful reader would call it right.
///
/// A logistic regression over what stands below; `courant-eval confidence` trains it and prints ``weights``.
package struct Confidence: Sendable, Hashable {
  /// What is true of the fact, by the names that the weights have.
  package var marks: [String]
  /// Whether the fact is about a pronoun that stands for nothing known: right it may be, but nobody learns from it.
  package var isBare = false
  /// The most that such a fact has; less than what is asked for by default.
  private static let bareLimit = 0.45

  package init(marks: [String], isBare: Bool = false) {
    self.marks = marks
    self.isBare = isBare
  }

  /// 0.01 to 0.99, in steps of a hundredth.
  package var value: Double {
    let sum = marks.reduce(Self.weights["", default: 0]) { $0 + Self.weights[$1, default: 0] }
    let trained = 1 / (1 + exp(-sum))
    let probability = isBare ? min(trained, Self.bareLimit) : trained
    return (max(0.01, min(0.99, probability)) * 100).rounded() / 100
  }
}

extension Confidence {
  /// Steps of a count or of a margin, each a mark of its own: more than 20 words, more than 30.
  static func steps(_ name: String, _ number: Int, _ bounds: [Int]) -> [String] {
    bounds.filter { number > $0 }.map { "\(name)>\($0)" }
  }
}
