/// Finds the best tree for what each arc is worth: each circle becomes one node, and is opened again when no circle is left.
///
/// The time grows with the square of the nodes, whatever the scores: a circle of k nodes costs k steps for each node outside it, and
/// circles have fewer than twice as many members as there are nodes. What a node outside likes best stays the best: where it was in
/// the circle, it is now the circle.
struct Contraction {
  /// A circle that became one node, under the number of its first.
  private struct Circle {
    var nodes: [Int]
    /// The head of each in the circle.
    var heads: [Int]
    var outside: [Int]
    /// For each node outside, the member that an arc from it goes to, and the member that an arc to it comes from.
    var entries: [Int]
    var exits: [Int]
  }

  private let count: Int
  /// What the arc from one node to another is worth, a row for each that it goes to. Node 0 is the root of all.
  private var worth: [Float]

  /// - Parameter count: how many nodes there are with the root. No arc is worth anything yet.
  init(count: Int) {
    self.count = count
    worth = Array(repeating: -.infinity, count: count * count)
  }

  subscript(_ node: Int, _ head: Int) -> Float {
    get { worth[node * count + head] }
    set { worth[node * count + head] = newValue }
  }

  /// The head of each node; that of the root says nothing.
  mutating func tree() -> [Int] {
    var nodes = Array(0..<count)
    var heads = nodes.map { best($0, of: nodes) }
    var circles: [Circle] = []
    var seen = [Int](repeating: -1, count: count)
    while let circle = circle(heads, nodes, &seen) {
      nodes = merge(circle, nodes, &heads, &circles)
    }
    for circle in circles.reversed() { open(circle, &heads) }
    return heads
  }

  /// The first of the best heads of a node.
  private func best(_ node: Int, of nodes: [Int]) -> Int {
    guard node != 0 else { return 0 }
    var best = 0
    for head in nodes where head != node && self[node, head] > self[node, best] { best = head }
    return best
  }

  /// Makes a circle one node, and returns the nodes that are left.
  private mutating func merge(
    _ circle: [Int],
    _ nodes: [Int],
    _ heads: inout [Int],
    _ circles: inout [Circle]
  ) -> [Int] {
    let merged = circle[0]
    var inside = [Bool](repeating: false, count: count)
    for member in circle { inside[member] = true }
    let outside = nodes.filter { !inside[$0] }
    var entries = [Int](repeating: merged, count: outside.count)
    var exits = entries
    for (index, node) in outside.enumerated() {
      var into = -Float.infinity
      var out = -Float.infinity
      for member in circle {
        // At the price of the arc that the member has now.
        let price = self[member, node] - self[member, heads[member]]
        if price > into {
          into = price
          entries[index] = member
        }
        if node != 0, self[node, member] > out {
          out = self[node, member]
          exits[index] = member
        }
      }
      // From now on the arcs of the first member are those of the circle.
      self[merged, node] = into
      if node != 0 { self[node, merged] = out }
    }
    circles.append(
      Circle(nodes: circle, heads: circle.map { heads[$0] }, outside: outside, entries: entries, exits: exits)
    )
    for node in outside where inside[heads[node]] { heads[node] = merged }
    let left = outside + [merged]
    heads[merged] = best(merged, of: left)
    return left
  }

  /// Puts the circle's nodes in the place of the one node that they became.
  private func open(_ circle: Circle, _ heads: inout [Int]) {
    let merged = circle.nodes[0]
    let head = heads[merged]
    var entry = merged
    for (index, node) in circle.outside.enumerated() {
      if node == head { entry = circle.entries[index] }
      if node != 0, heads[node] == merged { heads[node] = circle.exits[index] }
    }
    for (index, node) in circle.nodes.enumerated() { heads[node] = circle.heads[index] }
    heads[entry] = head
  }

  /// The first circle that walks from the nodes come upon.
  private func circle(_ heads: [Int], _ nodes: [Int], _ seen: inout [Int]) -> [Int]? {
    for node in nodes { seen[node] = -1 }
    for start in nodes where seen[start] < 0 {
      var at = start
      while at != 0, seen[at] < 0 {
        seen[at] = start
        at = heads[at]
      }
      guard at != 0, seen[at] == start else { continue }
      var circle = [at]
      var next = heads[at]
      while next != at {
        circle.append(next)
        next = heads[next]
      }
      return circle
    }
    return nil
  }
}
