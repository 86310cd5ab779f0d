import Language
import Values

/// What the graph of a sentence has to be told of English.
struct EnglishGraph: GraphLanguage {
  func completeWords(_ graph: inout SentenceGraph) { graph.completeWords() }

  func mend(_ graph: inout SentenceGraph) {
    graph.joinSplitNames()
    graph.joinTitles()
    graph.joinNumbers()
    graph.attachNames()
    graph.joinOwners()
    graph.partAmounts()
    graph.partScores()
    graph.mendInAll()
    graph.linkChildren()
    graph.mendPredicates()
    graph.repairAttachments()
  }

  func mend(_ graph: inout SentenceGraph, _ repair: TreeRepair, _ node: Int) -> Bool { graph.apply(repair, node) }
}

extension SentenceGraph {
  init(
    _ sentence: AnalysedSentence,
    values: ArraySlice<ValueSpan>,
    text: [UInt8],
    without: Set<TreeRepair> = []
  ) {
    self.init(sentence, values: values, text: text, language: EnglishGraph(), without: without)
  }

  fileprivate mutating func completeWords() {
    // "The mine is deep" is nobody's.
    for node in nodes.indices.dropFirst() where nodes[node].lower == "mine" && nodes[node].partOfSpeech == .pronoun {
      guard nodes[node - 1].partOfSpeech == .determiner || nodes[node - 1].partOfSpeech == .adjective else { continue }
      nodes[node].partOfSpeech = .noun
      nodes[node].tag = "NN"
      nodes[node].lemma = "mine"
    }
    completeNames()
    // A country that the recogniser missed is one all the same.
    for node in nodes.indices
    where nodes[node].partOfSpeech == .name && nodes[node].name == nil && Places.isCountry(nodes[node].lower) {
      nodes[node].name = .place
      nodes[node].nameIndex = names.count
      names.append((.place, node..<(node + 1)))
    }
  }

  /// "It was on 6 January 1912, at a meeting in Frankfurt, that he argued": what the sentence puts before a clause.
  func cleft(_ node: Int) -> Int? {
    guard ["acl", "advcl", "ccomp", "csubj"].contains(nodes[node].relation),
      children(of: node, "mark").contains(where: { nodes[$0].lower == "that" }) || child(of: node, "nsubj") != nil
    else { return nil }
    var at = node
    for _ in 0..<6 {
      guard let head = nodes[at].head, head < node else { return nil }
      at = head
      guard child(of: at, "cop") != nil else { continue }
      return children(of: at, "nsubj", "expl").contains { nodes[$0].lower == "it" } ? at : nil
    }
    return nil
  }

  /// "to sell", "due to open": whether "to" stands with a predicate.
  func isInfinitive(_ node: Int) -> Bool {
    children(of: node, "mark").contains {
      nodes[$0].lower == "to" || nodes[$0].lower == "due" && nodes[node].tag == "VB"
    }
  }
}
