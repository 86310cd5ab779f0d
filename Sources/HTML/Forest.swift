import Glibc

/// Boosted decision trees: each leads a row of features to a leaf, and the values of the leaves add up to a log-odds.
///
/// The trees are not gone down one by one, since no processor can foretell where a row turns. All conditions on one feature stand together
/// instead, the least threshold first: from those that a row does not meet, each takes the leaves from its tree that cannot be reached
/// then, and of what is left the first leaf is the row's (QuickScorer; Lucchese and others, SIGIR 2015).
struct Forest: Sendable {
  /// An inner node: a row reaches the leaves that are lost only where its feature is at most the threshold.
  private struct Condition {
    var threshold: Float
    /// The leaves of the tree that are left where it is not.
    var left: UInt32
    var tree: Int32
  }

  private let conditions: [Condition]
  /// The conditions of each feature.
  private let ranges: [Range<Int>]
  /// The leaves of each tree, from the left to the right.
  private let leaves: [Float]
  private let starts: [Int]

  /// The trees that the training script wrote.
  static let trained = Forest(ForestData.text)

  /// - Parameter text: trees parted by semicolons: of each the nodes as "feature threshold below above", a bar, and the
  ///   leaves; a branch that leads to the leaf n is -n, from 1. What is no tree is left out.
  init(_ text: String) {
    var conditions = [[Condition]](repeating: [], count: Features.width)
    var (leaves, starts): ([Float], [Int]) = ([], [])
    for part in text.split(separator: ";") {
      guard let tree = Self.tree(part, number: starts.count) else { continue }
      starts.append(leaves.count)
      for (feature, condition) in tree.conditions { conditions[feature].append(condition) }
      leaves += tree.leaves
    }
    var ranges: [Range<Int>] = []
    for conditions in conditions {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<(start + conditions.count))
    }
    self.conditions = conditions.flatMap { $0.sorted { $0.threshold < $1.threshold } }
    (self.ranges, self.leaves, self.starts) = (ranges, leaves, starts)
  }

  /// Reads one tree. Returns nil if a branch leads nowhere or a feature does not exist.
  private static func tree(_ text: Substring, number: Int) -> (conditions: [(Int, Condition)], leaves: [Float])? {
    let halves = text.split(separator: "|").map { $0.split(whereSeparator: \.isWhitespace) }
    guard halves.count == 2, !halves[0].isEmpty, halves[0].count % 4 == 0 else { return nil }
    let numbers = halves[0].compactMap { Float($0) }
    let values = halves[1].compactMap { Float($0) }
    let nodes = numbers.count / 4
    guard numbers.count == halves[0].count, values.count == halves[1].count, values.count == nodes + 1,
      values.count <= UInt32.bitWidth, !numbers.contains(where: \.isNaN)
    else { return nil }
    var (conditions, leaves): ([(Int, Condition)], [Float]) = ([], [])
    /// Adds what a branch leads to; which leaves these are.
    func add(_ branch: Int, after node: Int) -> Range<Int>? {
      guard leaves.count < values.count else { return nil }
      if branch < 0 {
        guard -branch <= values.count else { return nil }
        leaves.append(values[-branch - 1])
        return (leaves.count - 1)..<leaves.count
      }
      guard branch > node, branch < nodes, let feature = Int(halves[0][branch * 4]),
        (0..<Features.width).contains(feature), let under = Int(halves[0][branch * 4 + 2]),
        let over = Int(halves[0][branch * 4 + 3]), let below = add(under, after: branch),
        let above = add(over, after: branch)
      else { return nil }
      let lost = below.reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
      let condition = Condition(
        threshold: numbers[branch * 4 + 1],
        left: ~lost,
        tree: Int32(truncatingIfNeeded: number)
      )
      conditions.append((feature, condition))
      return below.lowerBound..<above.upperBound
    }
    guard add(0, after: -1) != nil, leaves.count == values.count else { return nil }
    return (conditions, leaves)
  }

  /// How many trees there are.
  var count: Int { starts.count }

  /// The probability that the trees give to a row.
  func probability(_ row: [Float]) -> Float {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: starts.count) { left in
      left.initialize(repeating: .max)
      conditions.withUnsafeBufferPointer { conditions in
        for (value, range) in zip(row, ranges) {
          for at in range {
            if value <= conditions[at].threshold { break }
            left[Int(conditions[at].tree)] &= conditions[at].left
          }
        }
      }
      // In the order of the trees, so that the sum is the same to the last bit.
      var sum: Float = 0
      for (tree, start) in starts.enumerated() { sum += leaves[start + left[tree].trailingZeroBitCount] }
      return 1 / (1 + expf(-sum))
    }
  }
}
