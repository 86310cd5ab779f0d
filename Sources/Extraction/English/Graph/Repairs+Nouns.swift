import Language

/// Mends what hangs on nouns: members of a list taken for appositions, what is of the one taken for what is of the other.
extension SentenceGraph {
  /// "aluminum, platinum and ferrous alloys": the adjective is of the last alone.
  mutating func mendMixedList(_ node: Int) -> Bool {
    guard nodes[node].relation == "conj", nodes[node].partOfSpeech == .noun, let top = nodes[node].head,
      nodes[top].isNominal, let adjective = child(of: node, "amod"), adjective + 1 == node,
      let conjunction = child(of: adjective, "cc"), conjunction + 1 == adjective,
      let member = child(of: node, "compound"), member + 1 == conjunction, nodes[member].tag == "NN",
      children[member].isEmpty
    else { return false }
    attach(conjunction, to: node, "cc")
    return attach(member, to: top, "conj")
  }

  /// "children under five years of age": how old they are, and nothing of its own.
  mutating func mendAgeLimit(_ node: Int) -> Bool {
    guard ["obj", "obl"].contains(nodes[node].relation), let value = nodes[node].value?.value, value.unit == "year",
      let verb = nodes[node].head, node > 1, case let noun = start(node) - 1, noun > verb, nodes[noun].head == verb,
      nodes[noun].relation == "obj", nodes[noun].partOfSpeech == .noun, !nodes[noun].isValue,
      ["under", "over", "below", "above", "aged"].contains(where: { nodes[node].lower.hasPrefix($0 + " ") })
        || ["under", "over", "below", "above"].contains(preposition(of: node) ?? "")
    else { return false }
    return attach(node, to: noun, "nmod")
  }

  /// "Statistics Iceland", "Statistics Norway": offices, and no countries.
  mutating func mendStatistics(_ node: Int) -> Bool {
    let country = node + 1
    guard nodes[node].form == "Statistics", country < nodes.count, Places.isCountry(nodes[country].lower),
      nodes[country].head != node || nodes[node].head != nil, nodes[node].head != country,
      !["appos", "flat"].contains(nodes[node].relation) || nodes[node].head != country
    else { return false }
    let verb = nodes[country].head == node ? nodes[node].head : nodes[country].head
    guard let verb else { return false }
    if nodes[country].head == node {
      nodes[country].head = nodes[node].head
      nodes[country].relation = nodes[node].relation
      nodes[country].subtype = nodes[node].subtype
    }
    // "In March 2024 Statistics Iceland": the date that hung on the first word is the verb's.
    let date = children[node].first { $0 < node && nodes[$0].isDate }
    for child in children[node] where child != country {
      if let date, child != date, nodes[child].relation == "case" {
        nodes[child].head = date
      } else if child == date {
        nodes[child].head = verb
        nodes[child].relation = "obl"
      } else {
        nodes[child].head = country
      }
    }
    nodes[node].head = country
    nodes[node].relation = "flat"
    nodes[node].subtype = ""
    return true
  }

  /// "The house cost a million pounds": the only verb of the sentence, which was read as a noun.
  mutating func mendCost(_ node: Int) -> Bool {
    guard nodes[node].lower == "cost", nodes[node].partOfSpeech == .noun, nodes[node].relation == "root",
      node + 1 < nodes.count, nodes[node + 1].isValue, !nodes[node + 1].isDate, nodes[node + 1].head == node,
      let subject = children(of: node, "compound").last(where: { $0 == node - 1 }),
      !nodes.contains(where: { $0.partOfSpeech == .verb || $0.partOfSpeech == .auxiliary })
    else { return false }
    nodes[node].partOfSpeech = .verb
    nodes[node].tag = "VBD"
    for child in children[node] where child < subject { attach(child, to: subject, nodes[child].relation) }
    nodes[subject].relation = "nsubj"
    nodes[node + 1].relation = "obj"
    return true
  }

  /// "have 4,000 and 9,000 people": two amounts, and not one that another counts.
  mutating func mendAmounts(_ node: Int) -> Bool {
    guard nodes[node].isValue, !nodes[node].isDate, let amount = nodes[node].head, amount > node, nodes[amount].isValue,
      !nodes[amount].isDate, ["nummod", "compound", "nmod"].contains(nodes[node].relation),
      preposition(of: node) == nil,
      let conjunction = (node + 1..<amount).first(where: { ["and", "or", "&"].contains(nodes[$0].lower) }),
      (node + 1..<amount).allSatisfy({ $0 == conjunction || nodes[$0].isPunctuation || nodes[$0].isValue })
    else { return false }
    nodes[node].head = nodes[amount].head
    nodes[node].relation = nodes[amount].relation
    nodes[node].subtype = nodes[amount].subtype
    for child in children[amount] where child < node { nodes[child].head = node }
    nodes[conjunction].head = amount
    nodes[conjunction].relation = "cc"
    nodes[amount].head = node
    nodes[amount].relation = "conj"
    nodes[amount].subtype = ""
    return true
  }

  /// "five other theorists": the number counts what follows it, and is no member of the list.
  mutating func mendCount(_ node: Int) -> Bool {
    guard nodes[node].relation == "conj", nodes[node].tag == "CD", let head = nodes[node].head else { return false }
    let noun = children(of: head, "conj").first { $0 > node }
    guard let noun, nodes[noun].tag == "NNS", start(noun) == node + 1, child(of: noun, "cc") == nil,
      children(of: node, "conj").isEmpty, attach(node, to: noun, "nummod")
    else { return false }
    for conjunction in children(of: node, "cc") { attach(conjunction, to: noun, "cc") }
    return true
  }

  /// "Exports rose 3% to 5 billion euros and imports 4%": a noun in a verb's form, with an amount right behind it and no past.
  mutating func mendNounVerb(_ node: Int) -> Bool {
    guard nodes[node].relation == "conj", nodes[node].tag == "VBZ", let verb = nodes[node].head,
      nodes[verb].tag == "VBD",
      FactKeys.valueVerbs.contains(nodes[verb].lemma), node + 1 < nodes.count, nodes[node + 1].isValue,
      children(of: node, "nsubj", "aux", "advmod").isEmpty
    else { return false }
    nodes[node].partOfSpeech = .noun
    nodes[node].tag = "NNS"
    return true
  }

  /// "crude oil; black coal": behind a semicolon stands the next of a list.
  mutating func mendSemicolonList(_ node: Int) -> Bool {
    guard ["appos", "list", "parataxis"].contains(nodes[node].relation), let head = nodes[node].head,
      nodes[head].isNominal, isSetOff(node, by: [";"]),
      children(of: node, "nsubj", "cop", "aux", "mark", "expl").isEmpty
    else { return false }
    if nodes[node].isNominal { return attach(node, to: head, "conj") }
    // "pumping and cooling equipment": nobody pumps it.
    guard nodes[node].tag == "VBG", let thing = child(of: node, "obj"), thing > node,
      children(of: thing, "det").isEmpty,
      attach(thing, to: head, "conj")
    else { return false }
    nodes[node].partOfSpeech = .noun
    for child in children(of: node, "conj") where nodes[child].tag == "VBG" { nodes[child].partOfSpeech = .noun }
    return attach(node, to: thing, "compound")
  }

  /// "crude oil and oil products": two things, and not the products of "oil and oil".
  mutating func mendTwins(_ node: Int) -> Bool {
    guard nodes[node].relation == "compound", node + 3 < nodes.count, let head = nodes[node].head, head == node + 3,
      nodes[node + 1].relation == "cc", nodes[node + 2].lower == nodes[node].lower,
      [node, head].contains(nodes[node + 2].head), [node, node + 2, head].contains(nodes[node + 1].head)
    else { return false }
    for child in children[head] where child != node { nodes[child].head = node }
    nodes[node].head = nodes[head].head
    nodes[node].relation = nodes[head].relation
    nodes[node].subtype = nodes[head].subtype
    nodes[head].head = node
    nodes[head].relation = "conj"
    nodes[head].subtype = ""
    nodes[node + 1].head = head
    nodes[node + 2].head = head
    nodes[node + 2].relation = "compound"
    return true
  }

  /// "to former U.S. Attorney Todd Graves": the preposition is of the whole phrase, and not of its first words.
  mutating func mendCase(_ node: Int) -> Bool {
    guard nodes[node].relation == "case", let word = nodes[node].head, word > node,
      nodes[word].relation == "compound" || (nodes[word].relation == "nmod" && nodes[word].subtype == "desc"),
      let top = nodes[word].head, top > word, ["obl", "nmod"].contains(nodes[top].relation),
      ["", "agent"].contains(nodes[top].subtype),
      preposition(of: top) == nil, start(top) >= node - 1
    else { return false }
    return attach(node, to: top, "case")
  }
}
