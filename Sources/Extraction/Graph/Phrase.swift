/// A noun phrase, or a predicate's complement, as a fact takes it.
struct Phrase: Hashable {
  /// The node that the others depend on.
  var head: Int
  /// Its nodes, in the order of the text.
  var nodes: [Int]

  func contains(_ node: Int) -> Bool {
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low] == node
  }
}
