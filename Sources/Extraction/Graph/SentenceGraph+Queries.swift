import Language

extension SentenceGraph {
  subscript(_ node: Int) -> Node { nodes[node] }

  /// The nodes that depend on a node by one of some relations.
  func children(of node: Int, _ relations: String...) -> [Int] {
    children[node].filter { relations.contains(nodes[$0].relation) }
  }

  /// The first node that depends on a node by a relation.
  func child(of node: Int, _ relation: String) -> Int? {
    children[node].first { nodes[$0].relation == relation }
  }

  func child(of node: Int, _ relation: String, subtype: String) -> Int? {
    children[node].first { nodes[$0].relation == relation && nodes[$0].subtype == subtype }
  }

  /// The node of a name that the others depend on; the node itself where it is of no name.
  func head(ofName node: Int) -> Int {
    guard let index = nodes[node].nameIndex else { return node }
    return top(of: names[index].nodes) ?? node
  }

  /// The first of some nodes that hangs on none of them.
  func top(of range: Range<Int>) -> Int? {
    range.first { node in nodes[node].head.map { !range.contains($0) } ?? true }
  }

  /// A node and everything under it, without what a filter leaves out, in the order of the text.
  func subtree(_ node: Int, where isKept: (Int) -> Bool = { _ in true }) -> [Int] {
    var result: [Int] = []
    var stack = [node]
    while let next = stack.popLast() {
      result.append(next)
      for child in children[next] where isKept(child) { stack.append(child) }
    }
    return inOrder(result)
  }

  /// Sorts nodes into the order of the text; none occurs twice. Many nodes are marked by place instead, which is linear: a deep tree
  /// has many long subtrees.
  func inOrder(_ some: [Int]) -> [Int] {
    guard some.count > 16, let first = some.min(), let last = some.max() else { return some.sorted() }
    var isThere = [Bool](repeating: false, count: last - first + 1)
    for node in some { isThere[node - first] = true }
    return isThere.indices.lazy.filter { isThere[$0] }.map { $0 + first }
  }

  /// The prepositions of a noun phrase: "out of" for "out of Africa".
  func preposition(of node: Int) -> String? {
    let cases = children(of: node, "case").filter {
      nodes[$0].lower != "'s" && nodes[$0].lower != "’s" && nodes[$0].lower != "'" && nodes[$0].lower != "’"
    }
    guard let first = cases.first else { return nil }
    return words(subtree(first)).lowercased()
  }

  /// The words of some nodes: the text's own where they stand side by side, otherwise with one space between.
  func words(_ nodes: [Int]) -> String {
    guard var last = nodes.first else { return "" }
    var result: [UInt8] = []
    append(self.nodes[last].range, to: &result)
    for node in nodes.dropFirst() {
      if node == last + 1 {
        append(self.nodes[last].range.upperBound..<self.nodes[node].range.lowerBound, to: &result)
      } else if result.last != 0x20, ![",", ";", ":", ".", ")"].contains(self.nodes[node].lower) {
        result.append(0x20)
      }
      append(self.nodes[node].range, to: &result)
      last = node
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Adds a range of the text, each run of white space as one space.
  private func append(_ range: Range<Int>, to result: inout [UInt8]) {
    for byte in text[range] {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if result.last != 0x20 { result.append(0x20) }
      } else {
        result.append(byte)
      }
    }
  }

  /// The words of a range of the text, each run of white space as one space.
  func plain(_ range: Range<Int>) -> String {
    var result: [UInt8] = []
    append(range.clamped(to: 0..<text.count), to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a mark stands right before a node.
  func follows(_ node: Int, mark: String) -> Bool { node > 0 && nodes[node - 1].lower == mark }

  /// Whether a node stands in brackets that open inside this sentence.
  func isBracketed(_ node: Int) -> Bool { bracketed[node] }

  private static let partingMarks: Set<String> = [",", "(", "–", "—", ";", ":"]

  /// Whether a phrase is parted from what it belongs to by a comma, a bracket or the like before it.
  func isSetOff(_ node: Int) -> Bool { isSetOff(node, by: Self.partingMarks) }

  /// Whether a phrase begins with one of some marks, or behind it.
  func isSetOff(_ node: Int, by marks: Set<String>) -> Bool {
    let first = start(node)
    return marks.contains(nodes[first].lower) || (first > 0 && marks.contains(nodes[first - 1].lower))
  }

  /// The first node of a subtree.
  func start(_ node: Int) -> Int { starts[node] }
}
