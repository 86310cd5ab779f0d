import Foundation

/// Sums over all sequences of labels that a sentence can have, forward and backward (Rabiner 1989), as logarithms.
package struct LabelSums {
  /// The logarithm of the sum over all sequences.
  package let total: Double
  private let scores: [Double]
  private let worth: [[Double]]
  private let labels: Int
  private let before: [Double]
  private let after: [Double]

  /// - Parameters:
  ///   - scores: of each word's labels, a row for each word.
  ///   - worth: what it is worth that one label follows another, by the label before.
  package init(_ scores: [Double], _ worth: [[Double]], _ labels: Int) {
    let count = scores.count / labels
    var before = scores
    var after = [Double](repeating: 0, count: scores.count)
    var terms = [Double](repeating: 0, count: labels)
    for word in 1..<max(count, 1) {
      for label in 0..<labels {
        for other in 0..<labels { terms[other] = before[(word - 1) * labels + other] + worth[other][label] }
        before[word * labels + label] += Self.logSum(terms)
      }
    }
    for word in stride(from: count - 2, through: 0, by: -1) {
      for label in 0..<labels {
        for other in 0..<labels {
          let next = (word + 1) * labels + other
          terms[other] = worth[label][other] + scores[next] + after[next]
        }
        after[word * labels + label] = Self.logSum(terms)
      }
    }
    total = Self.logSum(Array(before[((count - 1) * labels)...]))
    self.scores = scores
    self.worth = worth
    self.labels = labels
    self.before = before
    self.after = after
  }

  /// How probable a label of a word is, numbered through.
  package func share(_ index: Int) -> Double { exp(before[index] + after[index] - total) }

  /// How probable two labels that follow each other are.
  package func share(_ word: Int, _ first: Int, _ second: Int) -> Double {
    let index = word * labels + second
    return exp(before[(word - 1) * labels + first] + worth[first][second] + scores[index] + after[index] - total)
  }

  private static func logSum(_ terms: [Double]) -> Double {
    var highest = terms[0]
    for term in terms where term > highest { highest = term }
    var sum = 0.0
    for term in terms { sum += exp(term - highest) }
    return highest + log(sum)
  }
}
