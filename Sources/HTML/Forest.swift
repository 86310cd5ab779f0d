import Glibc

/// Boosted decision trees: each leads a row of features to a leaf, and the values of the leaves add up to a log-odds.
struct Forest: Sendable {
  /// An inner node: a row goes one way where its feature is at most the threshold, else the other. A branch leads to a
  /// node from 0 on, or to a leaf as the complement of its index.
  private struct Node {
    var threshold: Float
    var feature: Int16
    var below: Int16
    var above: Int16
  }

  private let nodes: [Node]
  private let leaves: [Float]
  private let roots: [Int16]

  /// The trees that the training script wrote.
  static let trained = Forest(ForestData.text)

  /// - Parameter text: trees parted by semicolons: of each the nodes as "feature threshold below above", a bar, and the
  ///   leaves; a branch that leads to the leaf n is -n, from 1.
  init(_ text: String) {
    var (nodes, leaves, roots): ([Node], [Float], [Int16]) = ([], [], [])
    for tree in text.split(separator: ";") {
      let halves = tree.split(separator: "|").map { $0.split(whereSeparator: \.isWhitespace) }
      guard halves.count == 2, Self.isSound(halves[0], halves[1]) else { continue }
      let (numbers, values) = (halves[0], halves[1])
      let (node, leaf) = (Int16(nodes.count), Int16(leaves.count))
      roots.append(node)
      for at in stride(from: 0, to: numbers.count - 3, by: 4) {
        let branches = [at + 2, at + 3].map { place in
          let branch = Int16(numbers[place]) ?? 0
          return branch >= 0 ? branch + node : branch - leaf
        }
        nodes.append(
          Node(
            threshold: Float(numbers[at + 1]) ?? 0,
            feature: Int16(numbers[at]) ?? 0,
            below: branches[0],
            above: branches[1]
          )
        )
      }
      leaves += values.map { Float($0) ?? 0 }
    }
    (self.nodes, self.leaves, self.roots) = (nodes, leaves, roots)
  }

  /// Whether each branch of a tree leads to a node further on, or to a leaf, and each feature is one.
  private static func isSound(_ numbers: [Substring], _ values: [Substring]) -> Bool {
    guard !numbers.isEmpty, numbers.count % 4 == 0, values.allSatisfy({ Float($0) != nil }) else { return false }
    return stride(from: 0, to: numbers.count, by: 4).allSatisfy { at in
      guard let feature = Int(numbers[at]), (0..<Features.width).contains(feature), Float(numbers[at + 1]) != nil else {
        return false
      }
      return [at + 2, at + 3].allSatisfy { place in
        guard let branch = Int(numbers[place]) else { return false }
        return branch < 0 ? -branch <= values.count : branch > at / 4 && branch < numbers.count / 4
      }
    }
  }

  /// How many trees there are.
  var count: Int { roots.count }

  /// The probability that the trees give to a row.
  func probability(_ row: [Float]) -> Float {
    row.withUnsafeBufferPointer { row in
      nodes.withUnsafeBufferPointer { nodes in
        var sum: Float = 0
        for root in roots {
          var at = root
          repeat {
            let node = nodes[Int(at)]
            at = row[Int(node.feature)] <= node.threshold ? node.below : node.above
          } while at >= 0
          sum += leaves[Int(~at)]
        }
        return 1 / (1 + expf(-sum))
      }
    }
  }
}
