import Language

/// Finds the verb of a sentence that the parser read without one.
extension SentenceGraph {
  mutating func mendPredicates() {
    for node in nodes.indices where nodes[node].head == nil {
      if TreeRepair.ofRoots.contains(where: { mend($0, node) }) {
        linkChildren()
        return
      }
    }
  }

  /// "Ofwat fined Thames Water £3.2m": a verb between two names, that the parser took for a participle of the second.
  mutating func mendHiddenVerb(_ root: Int) -> Bool {
    guard nodes[root].isValue, !nodes[root].isDate, children(of: root, "cop", "nsubj", "case").isEmpty,
      let verb = (1..<max(root, 1)).first(where: { ["VBN", "VBD"].contains(nodes[$0].tag) }),
      Self.giving.contains(nodes[verb].lemma), let whom = nodes[verb].head, children[verb].isEmpty,
      ["amod", "compound", "acl"].contains(nodes[verb].relation), whom > verb, nodes[whom].head == root || whom == root,
      (0..<verb).allSatisfy({ nodes[$0].form.first?.isUppercase ?? false })
    else { return false }
    // Whom it is taken from ends right before the amount.
    let first = start(root) < verb ? verb + 1 : start(root)
    let object = whom == root ? (first..<root).last { nodes[$0].head == root && nodes[$0].isNominal } : whom
    guard let object, object > verb, object < root, nodes[object].form.first?.isUppercase ?? false
    else { return false }
    let subject = verb - 1
    nodes[verb].head = nil
    nodes[verb].relation = "root"
    nodes[verb].tag = "VBD"
    nodes[verb].partOfSpeech = .verb
    nodes[subject].head = verb
    nodes[subject].relation = "nsubj"
    nodes[subject].subtype = ""
    if nodes[subject].partOfSpeech != .noun { nodes[subject].partOfSpeech = .name }
    for node in 0..<subject { attach(node, to: subject, nodes[node].relation == "det" ? "det" : "compound") }
    for node in verb + 1..<object where nodes[node].head == root { attach(node, to: object, nodes[node].relation) }
    nodes[object].head = verb
    nodes[object].relation = "iobj"
    nodes[object].subtype = ""
    for child in children[root] where child > root {
      attach(child, to: verb, nodes[child].relation == "nmod" ? "obl" : nodes[child].relation)
    }
    nodes[root].head = verb
    nodes[root].relation = "obj"
    nodes[root].subtype = ""
    return true
  }

  /// "Mains cost between €14 and €19": what has a subject and an amount for its object is a verb, whatever its tag says.
  mutating func mendNounWithArguments(_ root: Int) -> Bool {
    guard nodes[root].partOfSpeech == .noun, !nodes[root].isValue, nodes[root].form == nodes[root].lower,
      children(of: root, "cop", "det", "amod", "case", "aux").isEmpty,
      children(of: root, "nsubj").contains(where: { $0 < root }),
      let amount = children[root].first(where: { $0 > root && nodes[$0].isValue && !nodes[$0].isDate }),
      start(amount) == root + 1
    else { return false }
    nodes[root].partOfSpeech = .verb
    nodes[root].tag = nodes[root].tag == "NNS" ? "VBZ" : "VBP"
    if nodes[amount].relation != "obl" { nodes[amount].relation = "obj" }
    return true
  }

  /// "Rooms at the Almirall, which reopened in 2022, start at €85": the verb behind what is said of the noun on the side.
  mutating func mendLateVerb(_ root: Int) -> Bool {
    guard nodes[root].isNominal, !nodes[root].isValue, children(of: root, "cop", "nsubj", "case").isEmpty,
      children(of: root, "acl", "appos").contains(where: { isSetOff($0) }),
      let verb = children(of: root, "parataxis", "acl", "advcl", "conj").last(where: { child in
        child > root && nodes[child].partOfSpeech == .verb && ["VB", "VBP", "VBZ", "VBD"].contains(nodes[child].tag)
          && children(of: child, "nsubj", "csubj", "expl", "mark", "cc", "aux").isEmpty
          && !children[child].contains { nodes[$0].isRelative }
      }), nodes[start(verb)].lower == "," || start(verb) > 0 && nodes[start(verb) - 1].lower == ","
    else { return false }
    nodes[verb].head = nil
    nodes[verb].relation = "root"
    if nodes[verb].tag == "VB" { nodes[verb].tag = "VBP" }
    nodes[root].head = verb
    nodes[root].relation = "nsubj"
    return true
  }

  /// "Export inspections in the week totalled 372,000 tonnes": nobody is told to export.
  mutating func mendImperative(_ root: Int) -> Bool {
    guard root == 0, nodes[root].tag == "VB", let object = child(of: root, "obj"), object > root,
      nodes[object].partOfSpeech == .noun, children(of: object, "det").isEmpty,
      children(of: root, "nsubj", "aux", "xcomp", "conj").isEmpty,
      let verb = children(of: root, "advcl", "parataxis", "ccomp", "dep").first(where: { child in
        child > object && ["VBN", "VBD"].contains(nodes[child].tag)
          && children(of: child, "nsubj", "aux", "mark").isEmpty && !isSetOff(child)
          && children[child].contains { $0 > child && nodes[$0].isValue && !nodes[$0].isDate }
      }), start(verb) == verb
    else { return false }
    nodes[verb].head = nil
    nodes[verb].relation = "root"
    nodes[verb].tag = "VBD"
    nodes[object].head = verb
    nodes[object].relation = "nsubj"
    nodes[root].head = object
    nodes[root].relation = "compound"
    nodes[root].partOfSpeech = .noun
    nodes[root].tag = "NN"
    for child in children[root] where child != object && child != verb {
      nodes[child].head = verb
      nodes[child].subtype = ""
    }
    return true
  }
}
