/// What the graph of a sentence has to be told of a language.
protocol GraphLanguage: Sendable {
  /// Completes the words and names of a sentence, before anything is known of what depends on what.
  func completeWords(_ graph: inout SentenceGraph)
  /// Puts together what the tree has parted, and mends it; there are no circles in it, and the children are not linked yet.
  func mend(_ graph: inout SentenceGraph)
  /// Mends one thing at a node.
  /// - Returns: whether something was done.
  func mend(_ graph: inout SentenceGraph, _ repair: TreeRepair, _ node: Int) -> Bool
}
