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
    // "St. Oswald's School" is one name, and the saint has no school.
    let saint = graph.nameNodes(node).first.map { graph[$0].lower }
    if let saint, ["st", "st.", "saint", "ss", "sts"].contains(saint) { return }
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

  /// "The summit, 1,745 m high before the eruption, collapsed", "deposits up to 200 m thick": a measure right behind its noun.
  mutating func readDimension(_ node: Int) {
    guard node >= 2, node + 1 < graph.nodes.count, SentenceGraph.lengths.contains(graph[node + 1].lower),
      graph[node].value?.value?.kind == .quantity
    else { return }
    let isSetOff = graph.follows(node, mark: ",") || graph.follows(node, mark: "(")
    guard let owner = phraseBefore(isSetOff ? node - 1 : node), graph[owner].partOfSpeech == .noun || isSetOff,
      !graph[owner].isValue, isSetOff || owner == node - 1
    else { return }
    let subject = isSetOff ? nil : graph.phrase(owner).nodes.filter { $0 <= owner }
    add(owner, "is", node, objectNodes: [node, node + 1], subjectNodes: subject, rule: .age)
  }

  /// Whether a noun is where or how something is done, by a subject in the plural.
  private func isOblique(_ node: Int) -> Bool {
    guard graph[node].relation == "obl", let verb = graph[node].head, let subject = graph.child(of: verb, "nsubj")
    else {
      return false
    }
    return graph[subject].tag == "NNS" || graph.children(of: subject, "amod").contains { graph[$0].lower == "many" }
  }

  /// "listed products, among them batteries and cosmetics, have to go": some of what the noun names.
  mutating func readAmong(_ node: Int) {
    guard node >= 2, node + 2 < graph.nodes.count, graph[node].lower == "among", graph.follows(node, mark: ","),
      ["them", "which", "whom"].contains(graph[node + 1].lower), var owner = phraseBefore(node - 1)
    else { return }
    // "Many species live in it, among them trout": of the species.
    if graph[owner].partOfSpeech == .pronoun
      || graph[owner].tag == "NN" && graph[node + 1].lower == "them" && isOblique(owner)
    {
      guard let verb = graph[owner].head, let subject = graph.child(of: verb, "nsubj") else { return }
      owner = subject
    }
    // "412 turbines with a capacity of 1.9 GW, among them 36 of the new type": of the many, and not of the one.
    for _ in 0..<4 where graph[owner].tag == "NN" || graph[owner].isValue && graph[owner].relation == "nmod" {
      guard let head = graph[owner].head, head < owner, graph[head].isNominal else { break }
      owner = head
    }
    var at = node + 2
    var members: [(head: Int, words: [Int])] = []
    while at < graph.nodes.count, members.count < 16 {
      let first = at
      while at < graph.nodes.count, ![",", "and", ";", "."].contains(graph[at].lower),
        graph[at].partOfSpeech != .auxiliary,
        !["VBD", "VBZ", "VBP"].contains(graph[at].tag)
      { at += 1 }
      let words = first..<at
      if words.contains(where: { graph[$0].tag.hasPrefix("W") }) { break }
      guard
        let head = words.first(where: { word in
          graph[word].isNominal && !(graph[word].head.map { words.contains($0) } ?? false)
        })
      else { break }
      members.append((head, Array(words)))
      guard at < graph.nodes.count, graph[at].lower == "," || graph[at].lower == "and" else { break }
      let isLast = graph[at].lower == "and"
      at += 1
      if at < graph.nodes.count, graph[at].lower == "and" { at += 1 }
      // Behind the comma after the last member the sentence goes on.
      if !isLast, at < graph.nodes.count, !graph[at].isNominal, graph[at].partOfSpeech != .determiner,
        graph[at].partOfSpeech != .adjective
      {
        break
      }
    }
    for member in members where member.head != owner {
      add(
        member.head,
        members.count > 1 ? "are among" : "is among",
        owner,
        preposition: "among",
        subjectNodes: member.words,
        rule: .location
      )
    }
  }

  /// "Olli-Pekka Kallasvuo, President and CEO, described": offices behind a name.
  mutating func readOffices(_ name: Range<Int>) {
    var at = name.upperBound
    guard at < graph.nodes.count, graph[at].lower == "," else { return }
    let first = at + 1
    at = first
    while at < graph.nodes.count, at - first < 10, graph[at].lower != "," {
      guard graph[at].name == nil,
        [.noun, .name, .conjunction, .adposition, .determiner, .adjective].contains(graph[at].partOfSpeech)
      else { return }
      at += 1
    }
    let words = first..<at
    guard at < graph.nodes.count, !words.isEmpty, words.contains(where: { graph[$0].lower == "and" }),
      graph[first].form.first?.isUppercase ?? false, graph[first].partOfSpeech != .adposition
    else { return }
    let person = graph.head(ofName: name.lowerBound)
    guard !drafts.contains(where: { $0.rule == .apposition && $0.subject == person }) else { return }
    for part in words.split(whereSeparator: { graph[$0].lower == "and" }) {
      guard let last = part.first(where: { graph[$0].partOfSpeech == .adposition }).map({ $0 - 1 }) ?? part.last else {
        continue
      }
      add(person, "is", last, objectNodes: Array(part), subjectNodes: Array(name), rule: .title)
    }
  }

  // MARK: What something has

  /// "a national total of 364,134", "a committee of 15 members": the amount of what a noun phrase names.
  mutating func readMeasure(_ node: Int) {
    guard graph.preposition(of: node) == "of", let head = graph[node].head, head < node, !graph[head].isValue,
      graph[head].partOfSpeech == .noun, graph[node].form.contains(where: \.isNumber),
      !graph.isSetOff(node), graph[head].tag == "NN",
      !["level", "equivalent", "pair", "series", "age"].contains(graph[head].lower)
    else { return }
    // "the benefit of these 483 photos" counts no benefit.
    if graph.child(of: node, "det") != nil { return }
    // "an area of 68,000 km²" says nothing of whose it is.
    let words = graph.children[head].filter { $0 < head && graph[$0].relation != "case" }
    if words.allSatisfy({ ["a", "an"].contains(graph[$0].lower) }), !words.isEmpty { return }
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
