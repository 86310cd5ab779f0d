extension RankedThings {
  private static let longestPhrase = 24

  /// What a mention is called whose head is a node; nil for a phrase that is too long.
  static func call(_ link: RankedMentions.Link, _ node: Int, _ graph: SentenceGraph) -> Call? {
    var call = Call(text: "", place: link.place)
    if link.form == .name, !link.place.isList {
      call.text = graph.words(graph.nameNodes(node))
      call.kind = graph[node].name
      call.isName = true
    } else {
      let phrase = graph.phrase(node, keepsConjuncts: link.place.isList)
      guard phrase.nodes.count <= longestPhrase else { return nil }
      call.text = link.place.isList ? graph.words(phrase) : graph.name(phrase)
      call.isPlural = link.place.isList || graph[node].tag == "NNS"
      call.kind = SentenceFacts.isPerson(graph[node].lemma.lowercased()) ? .person : nil
    }
    return call
  }
}
