import Language
import Values

/// Where things are, whose they are, and what they measure, as noun phrases tell it.
extension NominalFacts {
  // MARK: Places on the side

  /// "the University of Graz, in Austria", "Kumamoto in Japan", "Hanford, Washington": where something with a name is.
  mutating func readPlace(_ node: Int) {
    guard let head = graph[node].head, head < node, graph[node].name == .place, graph[head].name != nil,
      graph[head].name != .person, graph[node].nameIndex != graph[head].nameIndex,
      graph.child(of: node, "conj") == nil, graph.child(of: node, "cc") == nil
    else { return }
    let isBehindComma =
      graph.preposition(of: node) == nil && graph[head].name == .place && graph.follows(graph.start(node), mark: ",")
      || graph[graph.start(node)].lower == ","
    if graph.preposition(of: node) == "in" {
      guard graph[node].relation == "nmod" else { return }
    } else {
      // A list of places would be one by conjunctions.
      guard isBehindComma, graph.preposition(of: node) == nil, graph[head].name == .place,
        ["appos", "nmod"].contains(graph[node].relation), graph.child(of: head, "conj") == nil,
        graph[head].relation != "conj" || graph.child(of: node, "punct") != nil
      else { return }
    }
    add(head, "is in", node, preposition: "in", rule: .location)
  }

  /// "The WHO's End TB Strategy": whose something with a name is.
  mutating func readOwner(_ node: Int) {
    guard graph[node].relation == "nmod", graph[node].subtype == "poss", let head = graph[node].head,
      graph[node].name != nil, graph[head].partOfSpeech == .name, graph[head].name != .person,
      graph[head].nameIndex == nil || graph[head].nameIndex != graph[node].nameIndex
    else { return }
    let nodes = graph.nameNodes(head).filter { $0 > node && graph[$0].lower != "'s" && graph[$0].lower != "’s" }
    guard !nodes.isEmpty else { return }
    add(node, "has", head, lemma: "have", objectNodes: nodes, rule: .possession)
  }

  /// "Virgo, near Pisa in Italy,"
  mutating func readLocation(_ node: Int) {
    guard graph[node].relation == "nmod", let head = graph[node].head, isName(head), node > head,
      let preposition = graph.preposition(of: node),
      ["near", "outside"].contains(preposition),
      graph.follows(graph.start(node), mark: ",") || graph.follows(graph.start(node), mark: "("),
      isName(node)
    else { return }
    add(head, "is " + preposition, node, preposition: preposition, rule: .location)
  }

  // MARK: What something has

  /// "a national total of 364,134", "a committee of 15 members": the amount of what a noun phrase names.
  mutating func readMeasure(_ node: Int) {
    guard graph.preposition(of: node) == "of", let head = graph[node].head, head < node, !graph[head].isValue,
      graph[head].partOfSpeech == .noun, graph[node].form.contains(where: \.isNumber),
      !graph.isSetOff(node), graph[head].tag == "NN",
      !["level", "equivalent", "pair", "series"].contains(graph[head].lower)
    else { return }
    add(
      head,
      "of",
      node,
      preposition: "of",
      subjectNodes: graph.phrase(head).nodes.filter { $0 <= head },
      rule: .measure
    )
  }

  /// "a church with a 74.5-metre tower"
  mutating func readWith(_ node: Int) {
    guard graph[node].relation == "nmod", let head = graph[node].head, graph.preposition(of: node) == "with",
      graph[head].name != nil || graph[head].partOfSpeech == .noun,
      graph.members(node).contains(where: { member in
        graph[member].isValue
          || graph.children(of: member, "nummod", "compound", "amod").contains {
            graph[$0].isValue && !graph[$0].isDate
          }
      })
    else { return }
    for member in graph.members(node) where !graph[member].isDate {
      add(head, "has", member, lemma: "have", rule: .possession)
    }
  }
}
