/// A sentence's tree, made sound: heads that are out of range or go in a circle become roots.
struct SentenceTree {
  /// For each word its head; -1 for a root.
  private(set) var heads: [Int]
  private(set) var children: [[Int]]
  /// For each word the first and last word of all that depends on it.
  private(set) var extents: [ClosedRange<Int>]
  /// For each word the nearest word at or above it that heads a clause.
  private(set) var clauses: [Int]

  init(_ tokens: [CoreferenceToken]) {
    let count = tokens.count
    heads = tokens.enumerated().map { index, token in
      guard let head = token.head, head >= 0, head < count, head != index else { return -1 }
      return head
    }
    // 0: not seen, 1: on the way up, 2: leads to a root.
    var state = [UInt8](repeating: 0, count: count)
    // Heads before their dependents.
    var order: [Int] = []
    order.reserveCapacity(count)
    var path: [Int] = []
    for start in 0..<count where state[start] == 0 {
      var at = start
      while at >= 0, state[at] == 0 {
        state[at] = 1
        path.append(at)
        at = heads[at]
      }
      if at >= 0, state[at] == 1, let last = path.last { heads[last] = -1 }
      while let last = path.popLast() {
        state[last] = 2
        order.append(last)
      }
    }
    children = Array(repeating: [], count: count)
    for index in 0..<count where heads[index] >= 0 { children[heads[index]].append(index) }
    extents = (0..<count).map { $0...$0 }
    clauses = Array(0..<count)
    for index in order {
      let head = heads[index]
      clauses[index] = head < 0 || Self.opensClause(tokens[index].relation) ? index : clauses[head]
    }
    for index in order.reversed() where heads[index] >= 0 {
      let head = heads[index]
      extents[head] =
        min(
          extents[head].lowerBound,
          extents[index].lowerBound
        )...max(
          extents[head].upperBound,
          extents[index].upperBound
        )
    }
  }

  static func base(_ relation: String) -> Substring { Substring(relation.utf8.prefix { $0 != 0x3A }) }

  private static func opensClause(_ relation: String) -> Bool {
    switch base(relation) {
    case "acl", "advcl", "ccomp", "csubj", "parataxis", "root": true
    default: false
    }
  }
}
