import Language

extension SentenceGraph {
  /// No name has more words.
  static let longestName = 16

  /// The nodes of a name, given one of it: what the name recogniser found, and the capitalised words that the tree ties to it
  /// without a gap ("Keflavík International Airport", "People's Republic of China").
  func nameNodes(_ node: Int) -> [Int] {
    let head = head(ofName: node)
    var range = nodes[node].nameIndex.map { names[$0].nodes } ?? (head..<(head + 1))
    if nodes[node].name == .person {
      // "Ingrid" and "Dahl", of which the recogniser knew one.
      while range.upperBound < nodes.count, range.count < 4, nodes[range.upperBound].relation == "flat",
        nodes[range.upperBound].head.map(range.contains) ?? false, nodes[range.upperBound].name == nil
      { range = range.lowerBound..<(range.upperBound + 1) }
      return Array(range)
    }
    guard range.count < Self.longestName else { return Array(range) }
    let own = phrase(head)
    while range.lowerBound > 0, range.count < Self.longestName, isNamePart(range.lowerBound - 1, own) {
      range = (range.lowerBound - 1)..<range.upperBound
    }
    while range.upperBound < nodes.count, range.count < Self.longestName {
      if isNamePart(range.upperBound, own) {
        range = range.lowerBound..<(range.upperBound + 1)
      } else if range.upperBound + 1 < nodes.count, ["of", "for"].contains(nodes[range.upperBound].lower),
        own.contains(range.upperBound), isNamePart(range.upperBound + 1, own)
      {
        range = range.lowerBound..<(range.upperBound + 2)
      } else {
        break
      }
    }
    return Array(range)
  }

  private func isNamePart(_ node: Int, _ own: Phrase) -> Bool {
    // "Voyager 1"
    if own.contains(node), nodes[node].isValue, nodes[node].form.utf8.count <= 2,
      nodes[node].form.allSatisfy(\.isNumber), node > 0,
      nodes[node - 1].partOfSpeech == .name
    {
      return true
    }
    return own.contains(node) && !nodes[node].isValue && nodes[node].partOfSpeech == .name
      && nodes[node].name != .person && nodes[node].form.first?.isUppercase ?? false
  }
}
