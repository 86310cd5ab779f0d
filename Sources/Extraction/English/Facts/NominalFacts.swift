import Language
import Model
import Values

/// Turns what noun phrases say on the side into facts: appositions, titles before names, brackets, ages and dates of life.
struct NominalFacts {
  let graph: SentenceGraph
  let qualifiers: Qualifiers
  private(set) var drafts: [Draft] = []

  init(_ graph: SentenceGraph, _ qualifiers: Qualifiers) {
    self.graph = graph
    self.qualifiers = qualifiers
    for node in graph.nodes.indices {
      if graph[node].relation == "appos" { readApposition(node) }
      if graph[node].relation == "nmod" || graph[node].relation == "acl" || graph[node].relation == "obl" {
        readLocation(node)
      }
      readDimension(node)
      readAmong(node)
      readPlace(node)
      readOwner(node)
      if graph[node].isValue { readBracket(node) }
      if graph[node].lower == "up" || graph[node].lower == "down" { readMove(node) }
      if graph[node].isValue, !graph[node].isDate { readSecond(node) }
      if graph[node].relation == "nmod" || graph[node].relation == "obl" { readWith(node) }
      if graph[node].relation == "nmod", graph[node].isValue, !graph[node].isDate { readMeasure(node) }
    }
    for name in graph.names where name.kind == .person {
      readTitle(name.nodes)
      readAgeBehind(name.nodes)
      readOffices(name.nodes)
    }
  }

  mutating func add(
    _ subject: Int,
    _ relation: String,
    _ object: Int,
    lemma: String = "be",
    preposition: String? = nil,
    objectNodes: [Int]? = nil,
    subjectNodes: [Int]? = nil,
    time: Interval? = nil,
    rule: Rule
  ) {
    drafts.append(
      Draft(
        subject: subject,
        subjectNodes: subjectNodes,
        relation: relation,
        lemma: lemma,
        preposition: preposition,
        object: object,
        objectNodes: objectNodes,
        time: time,
        modality: rule == .apposition || rule == .title
          ? qualifiers.modality(ofDescription: object) ?? .asserted : .asserted,
        rule: rule
      )
    )
  }

  // MARK: Appositions

  func isName(_ node: Int) -> Bool {
    // "the Highways Officer" is an office, whatever its capital says.
    graph[node].name != nil
      || (graph[node].partOfSpeech == .name && !graph[node].isValue
        && !SentenceFacts.offices.contains(graph[node].lower))
  }

  private mutating func readApposition(_ node: Int) {
    guard var head = graph[node].head, graph[head].isNominal, graph[head].partOfSpeech != .pronoun else { return }
    // "within 1.6 light-years of Gliese 445, a star": of what, not of the amount.
    if graph[head].isValue, !graph[node].isValue,
      let of = graph.children(of: head, "nmod").first(where: { graph.preposition(of: $0) == "of" && $0 < node })
    {
      head = of
    }
    // "met at Höfði, a house": of the name right before the comma, wherever the parser hung it.
    let first = graph.start(node)
    if graph[first].lower == ",", first >= 1, graph[first - 1].partOfSpeech == .name, let near = phraseBefore(first),
      near != head,
      graph[near].partOfSpeech == .name, graph[near].nameIndex == nil || graph[near].nameIndex != graph[head].nameIndex,
      near > head, !isWithinName(near, head)
    {
      head = near
    }
    let isBracketed = graph.isBracketed(node) && !graph.isBracketed(head)
    if graph[node].isValue {
      if isBracketed { return }
      // "The speed of the brightest knot, 0.8c, implies": of the speed.
      while graph[head].relation == "nmod", graph[head].partOfSpeech == .noun, graph.preposition(of: head) == "of",
        let of = graph[head].head, of < head, graph[of].partOfSpeech == .noun, graph[of].tag == "NN"
      { head = of }
      readAge(head, node)
      return
    }
    if isBracketed {
      // "(LIGO)" names the same thing shorter.
      return
    }
    guard !graph[head].isValue, !opensWithAside(node) else { return }
    // "was born in Lund, the son of a smith" describes the person, not the town.
    if graph[head].name == .place, graph[node].partOfSpeech == .noun,
      SentenceFacts.isPerson(graph[node].lemma.lowercased())
    {
      guard let person = personBefore(head) else { return }
      head = person
    }
    // "three areas in which Japan could share its experience with Russia: medicine and food": of the areas, not of Russia.
    if graph.isSetOff(node, by: [":"]), graph.counted(head) == nil {
      return
    }
    guard !["one", "another", "both", "each"].contains(graph[head].lower) else { return }
    if isListMember(node, of: head) { return }
    // "called the vote a fraud": what somebody calls it.
    if !graph.isSetOff(node), graph[head].relation == "obj", let verb = graph[head].head,
      ClauseFacts.naming.contains(graph[verb].lemma)
    {
      return
    }
    // "Ingólfr Arnarson" is one name; "Asia for 22%" has no verb and is no apposition.
    if !graph.isSetOff(node), graph[node].partOfSpeech == .name, graph[head].partOfSpeech == .name { return }
    if node + 2 < graph.nodes.count, graph[node + 1].partOfSpeech == .adposition, graph[node + 2].isValue,
      !graph[node + 2].isDate
    {
      return
    }
    for member in graph.members(node) where graph[member].isNominal && graph[member].partOfSpeech != .pronoun {
      // "the poet Lord Byron and his wife": another person.
      if member != node, let owner = graph.child(of: member, "nmod", subtype: "poss"), graph[owner].tag == "PRP$" {
        continue
      }
      switch (isName(head), isName(member)) {
      case (true, true):
        if graph[head].name == .place, graph[member].name == .place { continue }
        // Persons beside each other are a list.
        if graph[head].name == .person, graph[member].name == .person { continue }
        if graph[member].name != nil, graph[member].name != graph[head].name { continue }
        add(head, "is", member, rule: .apposition)
      case (true, false):
        add(head, "is", member, rule: .apposition)
      case (false, true):
        // "a textbook, The Thermodynamics": what is named is the subject; of "five other theorists" it is one theorist.
        let isCounted = graph.counted(head) != nil
        let kind = graph.phrase(head).nodes.filter {
          graph[$0].relation != "nummod" && !["other", "further", "more", "the"].contains(graph[$0].lower)
        }
        add(member, "is", head, objectNodes: isCounted ? kind : nil, rule: .apposition)
      case (false, false):
        add(head, "is", member, rule: .apposition)
      }
    }
  }

  /// "the Minamata Convention on Mercury, a treaty": the town of a convention is a part of its name.
  private func isWithinName(_ near: Int, _ head: Int) -> Bool {
    graph[near].relation == "nmod" && graph[near].head == head && isName(head)
      && graph.children(of: head, "det", "compound").contains { $0 < head }
      && ["on", "of", "for"].contains(graph.preposition(of: near))
  }

  private static let asides: Set<String> = [
    "particularly", "especially", "notably", "mainly", "mostly", "chiefly", "including", "primarily", "namely", "such",
  ]

  /// "younger demographics, particularly Gen Z": some of them, and not what they are.
  private func opensWithAside(_ node: Int) -> Bool {
    let first = graph.start(node)
    return (first..<min(first + 2, graph.nodes.count)).contains { Self.asides.contains(graph[$0].lower) }
  }

  /// The person that the clause around a place is about.
  private func personBefore(_ place: Int) -> Int? {
    var at = place
    for _ in 0..<8 {
      guard let head = graph[at].head else { return nil }
      at = head
      if let subject = graph.child(of: at, "nsubj") {
        return graph[subject].name == .person && subject < place ? subject : nil
      }
    }
    return nil
  }

  /// "projects, the restoration of buildings, the renewal of the centre and …": of a list, though the parser has no conjunction before the last.
  private func isListMember(_ node: Int, of head: Int) -> Bool {
    guard !isName(head), !isName(node) else { return false }
    // "the curriculum, its position and its aims"
    if let possessive = graph.child(of: node, "nmod", subtype: "poss"), graph[possessive].tag == "PRP$" { return true }
    let isBare = graph.children(of: node, "det", "nmod", "acl", "nummod", "amod").isEmpty
    if isBare, graph[node].partOfSpeech == .noun { return true }
    // A list of three or more, each behind a comma.
    let others = graph.children(of: head, "appos") + graph.children(of: node, "appos")
    return others.contains { $0 > node && !isName($0) && !graph[$0].isValue && !graph.isBracketed($0) }
      && (graph.children(of: node, "conj") + others.flatMap { graph.children(of: $0, "conj") }).contains {
        graph.child(of: $0, "cc") != nil
      }
  }

  /// "Peter Higgs, 83, …"
  private mutating func readAge(_ head: Int, _ node: Int) {
    guard let value = graph[node].value?.value, value.kind != .date else { return }
    if value.kind == .number {
      guard graph[head].name == .person, let number = value.number, number > 0, number < 120 else { return }
      add(head, "is", node, lemma: "be aged", rule: .age)
    } else if graph.isSetOff(node), !graph[head].isValue,
      // "net sales of €3.2m, up 4%": by how much they rose.
      !graph.children(of: node, "advmod", "amod", "case").contains(where: {
        ["up", "down", "higher", "lower"].contains(graph[$0].lower)
      })
    {
      // "the evacuation radius, 10 km at first, was widened"
      add(head, "is", node, rule: .age)
    }
  }

  /// "Peter Higgs, 83, was there", however the tree has it.
  private mutating func readAgeBehind(_ name: Range<Int>) {
    let node = name.upperBound + 1
    guard node + 1 < graph.nodes.count, graph[name.upperBound].lower == ",",
      [",", ".", ")"].contains(graph[node + 1].lower),
      !drafts.contains(where: { $0.object == node })
    else { return }
    readAge(graph.head(ofName: name.lowerBound), node)
  }

  // MARK: Titles

  private static let honorifics: Set<String> = [
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "sir", "lord", "lady", "dame", "the", "st",
    "st.", "late", "cllr", "cllr.",
  ]

  /// "Japanese Prime Minister Shinzo Abe"
  private mutating func readTitle(_ name: Range<Int>) {
    let first = name.lowerBound
    var start = first
    var hasNoun = false
    while start > 0 {
      let word = graph[start - 1]
      guard !word.isValue, word.name != .person else { break }
      let isPart: Bool
      switch word.partOfSpeech {
      case .noun, .name:
        isPart = true
        if !Self.honorifics.contains(word.lower), word.name == nil || word.partOfSpeech == .noun { hasNoun = true }
        if word.lower.hasSuffix("-general") { hasNoun = true }
      case .adjective, .determiner:
        isPart = true
        // "chief executive Priya Castellane", however the parser reads it.
        if SentenceFacts.offices.contains(word.lower), start == first { hasNoun = true }
      case .punctuation: isPart = word.lower == "-"
      case .pronoun: isPart = word.tag == "PRP$"
      case .particle, .adposition: isPart = word.lower == "'s" || word.lower == "’s"
      default: isPart = false
      }
      guard isPart, first - start < 8 else { break }
      start -= 1
      if word.partOfSpeech == .determiner || word.tag == "PRP$" { break }
    }
    guard hasNoun, start < first else { return }
    // The last word before the name has to be what the person is.
    let last = graph[first - 1]
    guard
      last.partOfSpeech == .noun || (last.partOfSpeech == .name && last.name == nil)
        || SentenceFacts.offices.contains(last.lower)
    else { return }
    if Self.honorifics.contains(last.lower) { return }
    // "But in fact Debbie started it": no part of the phrase that the name is the head of.
    let head = graph.head(ofName: first)
    guard
      graph[first - 1].head.map(name.contains) ?? false || graph[head].head == first - 1
        || graph[first - 1].head == graph[head].head && graph.children(of: first - 1, "case").isEmpty
    else { return }
    let words = Array(start..<first)
    guard words.contains(where: { !Self.honorifics.contains(graph[$0].lower) }) else { return }
    add(graph.head(ofName: first), "is", first - 1, objectNodes: words, subjectNodes: Array(name), rule: .title)
  }

  // MARK: Changes and second readings

  /// "net sales of 51.1 billion, up 24% from 41.1 billion"
  private mutating func readMove(_ node: Int) {
    guard node + 1 < graph.nodes.count, graph[node + 1].isValue, !graph[node + 1].isDate,
      graph[node].relation != "compound",
      graph.isSetOff(node) || graph.follows(node, mark: ","), let owner = moved(node)
    else { return }
    let words =
      graph.children(of: owner, "nmod").contains { child in graph.subtree(child).contains { graph[$0].isValue } }
      ? (graph.children(of: owner, "compound", "amod").filter { $0 < owner } + [owner]) : nil
    add(
      owner,
      graph[node].form,
      node + 1,
      lemma: graph[node].lower == "up" ? "rise" : "fall",
      objectNodes: [node + 1],
      subjectNodes: words,
      rule: .change
    )
    guard node + 3 < graph.nodes.count, graph[node + 2].lower == "from", graph[node + 3].isValue,
      !graph[node + 3].isDate
    else { return }
    add(
      owner,
      graph[node].form + " from",
      node + 3,
      lemma: graph[node].lower == "up" ? "rise" : "fall",
      preposition: "from",
      objectNodes: [node + 3],
      subjectNodes: words,
      rule: .change
    )
  }

  /// What went up or down: the noun whose amount stands before, or the subject of the clause.
  private func moved(_ node: Int) -> Int? {
    var at = node - 1
    while at > 0, graph[at].isPunctuation { at -= 1 }
    guard at >= 0 else { return nil }
    var top = at
    for _ in 0..<12 {
      guard let head = graph[top].head, head < node, graph[head].isNominal,
        ["nmod", "nummod", "compound", "appos"].contains(graph[top].relation)
      else { break }
      top = head
    }
    if graph[top].isValue, let head = graph[top].head, let subject = graph.child(of: head, "nsubj") { return subject }
    if graph[top].isNominal, !graph[top].isValue { return top }
    return nil
  }

  /// "€777 billion, i.e. 58.5% of the total", "€266.2 billion, or some 7.7% of GDP": the same amount said otherwise.
  private mutating func readSecond(_ node: Int) {
    guard node >= 2 else { return }
    var at = node - 1
    var isSecond = false
    while at > 0, node - at <= 4 {
      let word = graph[at].lower
      if word == "i.e." || word == "ie" || (word == "or" && graph.follows(at, mark: ",")) { isSecond = true }
      if !(word == "i.e." || word == "or" || graph[at].isPunctuation || graph[at].partOfSpeech == .adverb) { break }
      at -= 1
    }
    guard isSecond else { return }
    // The amount before, and the clause that states it.
    var first = at
    for _ in 0..<8 {
      if graph[first].isValue, !graph[first].isDate { break }
      guard let head = graph[first].head, head < node else { return }
      first = head
    }
    guard graph[first].isValue, let verb = graph[first].head, let subject = graph.child(of: verb, "nsubj") else {
      return
    }
    let preposition = graph.preposition(of: first)
    add(
      subject,
      ([graph[verb].form] + (preposition.map { [$0] } ?? [])).joined(separator: " "),
      node,
      lemma: graph[verb].lemma,
      preposition: preposition,
      rule: .change
    )
  }

  // MARK: Brackets

  /// "Alfred Wegener (1880 – 1930)", "Mount Esja (914 m)", "The Thermodynamics of the Atmosphere (1911)".
  private mutating func readBracket(_ node: Int) {
    guard graph.follows(node, mark: "("), node + 1 < graph.nodes.count,
      [")", ";", ",", "each"].contains(graph[node + 1].lower) || isDash(node + 1), node >= 2
    else { return }
    guard let owner = phraseBefore(node - 1) else { return }
    let phrase = graph[owner]
    guard let value = graph[node].value?.value else { return }
    if value.kind == .date {
      if phrase.name == .person, let start = value.start {
        if isDash(node + 1), let second = graph.nodes.indices.dropFirst(node + 2).first, graph[second].isDate {
          add(
            owner,
            "was born on",
            node,
            lemma: "bear",
            preposition: "on",
            time: graph[node].value.flatMap(qualifiers.interval),
            rule: .lifeDates
          )
          add(
            owner,
            "died on",
            second,
            lemma: "die",
            preposition: "on",
            time: graph[second].value.flatMap(qualifiers.interval),
            rule: .lifeDates
          )
        } else if start.year != value.end?.year {
          return
        }
      }
      return
    }
    guard phrase.isNominal, !phrase.isValue, value.kind == .quantity || value.kind == .money || value.kind == .percent
    else { return }
    if graph[node + 1].lower == ")" {
      add(owner, "is", node, rule: .parenthesis)
    } else if graph[node + 1].lower == "each" {
      // "the Philippines and Pakistan (6% each)"
      var owners = [owner]
      if graph[owner].relation == "conj", let head = graph[owner].head { owners.append(head) }
      for one in owners.sorted() { add(one, "is", node, rule: .parenthesis) }
    }
  }

  private func isDash(_ node: Int) -> Bool {
    node < graph.nodes.count && ["–", "-", "—"].contains(graph[node].lower)
  }

  /// The head of the noun phrase that ends before a node.
  func phraseBefore(_ node: Int) -> Int? {
    var at = node - 1
    guard at >= 0 else { return nil }
    for _ in 0..<16 {
      guard let head = graph[at].head, head < node, graph[head].isNominal, graph[at].relation != "conj",
        graph[at].relation != "appos"
      else { break }
      // "the population of Graz (300,000)": what stands next to the bracket.
      if graph[at].relation == "nmod", graph[at].name != nil || graph[at].partOfSpeech == .name { break }
      at = head
    }
    return graph[at].isNominal ? at : nil
  }
}
