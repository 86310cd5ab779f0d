import Language
import Model

/// What of somebody a fact is about: a noun phrase as an attribute.
extension FactKeys {
  /// A noun phrase as an attribute, and the slug of whom it belongs to: "Japan's share in X", "the share of Japan in X",
  /// "Russian exports". All that restricts it stays.
  func attribute(
    _ node: Int,
    without ownerNode: Int? = nil,
    _ slug: (String) -> String?
  ) -> (attribute: String, owner: String?) {
    // "Forty percent of voters": of the voters.
    if graph[node].isValue, let kind = graph[node].value?.value?.kind, [.percent, .money, .number].contains(kind) {
      let whole = graph.children(of: node, "nmod").first { $0 > node && graph.preposition(of: $0) == "of" }
      return (whole.map { attribute($0, slug).attribute } ?? "", nil)
    }
    var owner: String?
    var before = [String]()
    var after = [String]()
    var suffix = [String]()
    var bytes = 0
    func words(_ child: Int, _ phrase: ([Int]) -> String) -> String? {
      // What is longer than a key may be is not looked at: chains of phrases have thousands of words.
      let nodes = graph.phrase(child).nodes
      guard bytes <= 2 * Key.maximumSlugLength, nodes.count <= 2 * Key.maximumSlugLength else { return nil }
      let text = phrase(nodes)
      bytes += text.utf8.count
      return text
    }
    for child in graph.children[node] where child != ownerNode {
      let word = graph[child]
      switch word.relation {
      case "nmod" where word.subtype == "poss":
        if owner == nil { owner = name(child, slug) }
      case "nmod":
        guard let preposition = graph.preposition(of: child) else { continue }
        if preposition == "of", owner == nil, let name = name(child, slug) {
          owner = name
        } else if let whole = antecedent(ofThat: child, beside: node) {
          // "Russia's share in that of Japan", after "the external trade of Russia".
          after.append(preposition + " " + whole)
        } else if owner == nil, let name = ownerBeside(node, child, preposition, slug) {
          owner = name
        } else if !word.isDate, let text = words(child, { name(of: child, $0) }) {
          // Within a name the preposition is a part of it.
          after.append(text.lowercased().hasPrefix(preposition + " ") ? text : preposition + " " + text)
        }
      case "flat", "compound", "nummod", "amod":
        if child > node {
          // "Model S", "Article 50"
          if child <= node + 2, !word.isDate || word.value?.value?.start == nil { suffix.append(word.lower) }
          continue
        }
        guard !KeyWords.clutter.contains(word.lower) else { continue }
        // "my favorite Greek flavors" are not Greece's.
        let isOwned = graph.child(of: node, "nmod", subtype: "poss") != nil
        if let country = Places.demonym(word.lower), owner == nil, !isOwned {
          owner = country
        } else if !word.isDate || word.value?.value?.start == nil, let text = words(child, { graph.words($0) }) {
          before.append(text)
        }
      default: break
      }
    }
    // "profit before tax", however the parser has it.
    if node + 2 < graph.nodes.count, ["before", "after"].contains(graph[node + 1].lower),
      ["tax", "taxes", "interest"].contains(graph[node + 2].lower), after.isEmpty
    {
      after.append(graph[node + 1].lower + " " + graph[node + 2].lower)
    }
    // What is spoken of in the plural in business stays so.
    let isFixed =
      graph[node].partOfSpeech == .name
      || ["sales", "earnings", "goods", "services", "revenues"].contains(graph[node].lower)
    let head = isFixed ? graph[node].lower : graph[node].lemma.lowercased()
    return (KeyWords.trimmed((before + [head] + suffix + after).joined(separator: " ")), owner)
  }

  /// A phrase as a part of an attribute, without the pronouns in it: "the last of her songs".
  private func name(of head: Int, _ nodes: [Int]) -> String {
    graph.name(Phrase(head: head, nodes: nodes.filter { !graph[$0].tag.hasPrefix("PRP") }))
  }

  /// What "that of Japan" is: the noun before it of which something like "of Russia" is said too, and whose.
  private func antecedent(ofThat node: Int, beside head: Int) -> String? {
    guard ["that", "those"].contains(graph[node].lower),
      let owner = graph.children(of: node, "nmod").first(where: { graph.preposition(of: $0) == "of" })
    else { return nil }
    for noun in stride(from: node - 1, through: 0, by: -1) where graph[noun].partOfSpeech == .noun {
      guard !graph[noun].isValue, graph[noun].lemma != graph[head].lemma,
        graph.children(of: noun, "nmod").contains(where: { graph.preposition(of: $0) == "of" })
      else { continue }
      let words = graph.children(of: noun, "compound", "amod").filter { $0 < noun } + [noun]
      return graph.words(words) + " of " + graph.name(graph.phrase(owner))
    }
    return nil
  }

  /// Whose something is that stands "in" a place or "at" a company: "turnout in Chile", "profit at Ericsson". Only statistics of
  /// places and results of companies count: what a company sells "in Europe" does not belong to Europe.
  private func ownerBeside(
    _ node: Int,
    _ child: Int,
    _ preposition: String,
    _ slug: (String) -> String?
  ) -> String? {
    let head = graph[node].lemma.lowercased()
    switch (preposition, graph[child].name) {
    case ("in", .place) where KeyWords.statistics.contains(head) || isStatistic(node): return name(child, slug)
    case ("at", _) where KeyWords.results.contains(head) || KeyWords.flows.contains(head): return name(child, slug)
    default: return nil
    }
  }

  /// "retail sales", "the unemployment rate": what only a country or a region has, told by two words.
  private func isStatistic(_ node: Int) -> Bool {
    graph.children(of: node, "compound", "amod").contains {
      KeyWords.statisticPairs.contains(graph[$0].lower + " " + graph[node].lower)
    }
  }

  /// The slug of a name's entity, or of the country that an adjective belongs to; nil for common words.
  func name(_ node: Int, _ slug: (String) -> String?) -> String? {
    let word = graph[node]
    guard word.name != nil || word.partOfSpeech == .name, graph.phrase(node).nodes.count <= 24 else { return nil }
    if let country = Places.demonym(word.lower) { return country }
    return slug(word.nameIndex == nil ? graph.name(graph.phrase(node)) : graph.words(graph.nameNodes(node)))
  }
}
