import Language

/// Widens names that the recogniser cut: a first name that it does not know, parts behind hyphens, a saint's.
extension SentenceGraph {
  /// Brings in the words that belong to a name whichever kind it is of.
  /// - Returns: whether a name has changed.
  mutating func widenNames() -> Bool {
    var hasChanged = false
    for index in names.indices {
      let wide = widened(index)
      guard wide != names[index].nodes, wide.count <= Self.longestName,
        !names.indices.contains(where: {
          $0 != index && names[$0].nodes.overlaps(wide) && !contains(wide, names[$0].nodes)
        })
      else { continue }
      names[index].nodes = wide
      hasChanged = true
    }
    guard hasChanged else { return false }
    // What a wider name has taken in is no name of its own.
    let all = names
    names = all.filter { name in
      !all.contains { $0.nodes != name.nodes && contains($0.nodes, name.nodes) }
    }
    return true
  }

  private func contains(_ outer: Range<Int>, _ inner: Range<Int>) -> Bool {
    outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound
  }

  private mutating func widened(_ index: Int) -> Range<Int> {
    var range = names[index].nodes
    let kind = names[index].kind
    // "Anna Berg-Holm", "Sea-Air-Space Museum"
    while let next = behindHyphen(range.upperBound) { range = range.lowerBound..<next }
    while let before = beforeHyphen(range.lowerBound) { range = before..<range.upperBound }
    if range.lowerBound > 0, isSaint(range.lowerBound - 1) { range = (range.lowerBound - 1)..<range.upperBound }
    if isSaint(range.lowerBound) {
      // "St. John's has": the town, where nothing follows that the saint could own.
      let mark = range.upperBound
      if mark + 1 < nodes.count, ["'s", "’s"].contains(nodes[mark].lower), !isCapital(mark + 1),
        !nodes[mark + 1].isNominal,
        nodes[mark + 1].partOfSpeech != .adjective
      {
        names[index].kind = .place
        range = range.lowerBound..<(mark + 1)
      }
    }
    if kind == .person { range = withLastName(withFirstName(range)) } else { range = withSize(range) }
    return range
  }

  private func isSaint(_ node: Int) -> Bool { ["st.", "st", "saint"].contains(nodes[node].lower) && isCapital(node) }

  /// "Jorvik Haldane", of which the recogniser knew the second: a capitalised word right before it that is part of it in the tree, and
  /// says neither what somebody is nor where.
  private func withFirstName(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while range.lowerBound > 0, range.count < 4 {
      let node = range.lowerBound - 1
      let word = nodes[node]
      guard word.partOfSpeech == .name, word.tag == "NNP", word.name == nil || word.name == .person, isCapital(node),
        word.form.utf8.count > 1, word.form.contains(where: \.isLowercase) || isInitial(word.form),
        word.head.map(range.contains) ?? false
          || (word.head == nodes[range.lowerBound].head && word.relation == nodes[range.lowerBound].relation),
        !Titles.isTitle(word.lower), !SentenceFacts.offices.contains(word.lower), !Self.bodies.contains(word.lower),
        !Self.placesBefore.contains(word.lower), !Places.isCountry(word.lower), Places.demonym(word.lower) == nil,
        !["Mr", "Mrs", "Ms", "Dr"].contains(word.form)
      else { break }
      range = node..<range.upperBound
    }
    return range
  }

  /// "Maeve O’Dowd", of which the recogniser knew the first.
  private func withLastName(_ range: Range<Int>) -> Range<Int> {
    let next = range.upperBound
    guard range.count < 3, next < nodes.count, isCapital(next), nodes[next].tag == "NNP", nodes[next].name == nil,
      nodes[next].form.contains(where: \.isLowercase),
      nodes[next - 1].head == next || nodes[next].head.map(range.contains) ?? false,
      ["compound", "flat"].contains(nodes[next - 1].head == next ? nodes[next - 1].relation : nodes[next].relation),
      !Self.bodies.contains(nodes[next].lower), !Self.placesBehind.contains(nodes[next].lower),
      !CompanyNames.hasLegalForm(nodes[next].form)
    else { return range }
    return range.lowerBound..<(next + 1)
  }

  private static let sizes: Set<String> = [
    "big", "giant", "grand", "great", "greater", "large", "lesser", "little", "long", "old", "royal", "small", "super",
    "very",
  ]

  /// "the Large Hadron Collider", of which the recogniser knew the last two: what has a capital within a sentence belongs to the name.
  private func withSize(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while range.lowerBound > 1, range.count < Self.longestName, Self.sizes.contains(nodes[range.lowerBound - 1].lower),
      nodes[range.lowerBound - 1].form != nodes[range.lowerBound - 1].lower, nodes[range.lowerBound - 1].name == nil
    { range = (range.lowerBound - 1)..<range.upperBound }
    return range
  }

  private func isInitial(_ form: String) -> Bool {
    form.utf8.count <= 5 && form.first?.isUppercase == true && form.contains(".")
  }

  /// The end of what a hyphen without spaces ties to what ends before a node.
  private mutating func behindHyphen(_ end: Int) -> Int? {
    guard end + 1 < nodes.count, isHyphen(end), nodes[end].range.upperBound == nodes[end + 1].range.lowerBound else {
      return nil
    }
    // "Delta-9"
    let form = nodes[end + 1].form
    if form.utf8.count <= 3, form.allSatisfy(\.isNumber), !nodes[end + 1].isDate {
      nodes[end + 1].value = nil
      return end + 2
    }
    return form.first?.isUppercase == true && !nodes[end + 1].isValue ? end + 2 : nil
  }

  private func beforeHyphen(_ start: Int) -> Int? {
    guard start > 1, isHyphen(start - 1), nodes[start - 2].form.first?.isUppercase == true, !nodes[start - 2].isValue,
      nodes[start - 1].range.upperBound == nodes[start].range.lowerBound
    else { return nil }
    return start - 2
  }

  private func isHyphen(_ node: Int) -> Bool {
    node > 0 && nodes[node].lower == "-" && nodes[node - 1].range.upperBound == nodes[node].range.lowerBound
  }
}
