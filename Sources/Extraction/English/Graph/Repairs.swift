import Language
import Values

/// Mends what parsers often get wrong and what words and marks alone can tell.
extension SentenceGraph {
  /// "Mount" and "Everest", each the subject of one verb, are one name.
  mutating func joinSplitNames() {
    for node in nodes.indices.dropLast() {
      let next = node + 1
      guard nodes[node].partOfSpeech == .name, nodes[next].partOfSpeech == .name, let head = nodes[node].head,
        head == nodes[next].head,
        head != next, nodes[node].relation == nodes[next].relation,
        ["nsubj", "obj", "obl", "nmod"].contains(nodes[node].relation)
      else { continue }
      nodes[node].head = next
      nodes[node].relation = "compound"
    }
  }

  private static let behindHyphen: Set<String> = ["general", "elect", "designate", "chief"]

  /// "Secretary-General": one word, of which the second is the head.
  mutating func joinTitles() {
    guard nodes.count > 2 else { return }
    for node in nodes.indices.dropLast(2) {
      let (hyphen, second) = (node + 1, node + 2)
      guard nodes[hyphen].lower == "-", Self.behindHyphen.contains(nodes[second].lower),
        SentenceFacts.offices.contains(nodes[node].lower) || nodes[node].lower == "attorney",
        nodes[node].range.upperBound == nodes[hyphen].range.lowerBound,
        nodes[hyphen].range.upperBound == nodes[second].range.lowerBound
      else { continue }
      if nodes[second].head == node || nodes[second].head == hyphen {
        nodes[second].head = nodes[node].head
        nodes[second].relation = nodes[node].relation
        nodes[second].subtype = nodes[node].subtype
      }
      for other in nodes.indices where nodes[other].head == node && other != second { nodes[other].head = second }
      for (part, relation) in [(node, "compound"), (hyphen, "punct")] where nodes[second].head != part {
        nodes[part].head = second
        nodes[part].relation = relation
        nodes[part].subtype = ""
      }
    }
  }

  /// "Town 1", "Level 4": a capitalised word and the number behind it are one name.
  mutating func joinNumbers() {
    for node in nodes.indices.dropLast()
    where nodes[node].form.first?.isUppercase ?? false || Self.numbered.contains(nodes[node].form) {
      let next = node + 1
      guard nodes[node].partOfSpeech == .noun || nodes[node].partOfSpeech == .name, !nodes[node].isValue,
        // Of parties, teams and peoples there is no second or third.
        nodes[node].tag != "NNS", nodes[node].tag != "NNPS",
        nodes[next].value?.value?.kind == .number, nodes[next].form.utf8.count <= 3,
        nodes[next].form.allSatisfy(\.isNumber),
        nodes[next].head == node || (nodes[next].head != nil && nodes[next].head == nodes[node].head)
          || isBeforeItsVerb(next),
        nodes[node].head != next
      else { continue }
      nodes[next].head = node
      nodes[next].relation = "flat"
      nodes[next].value = nil
      nodes[node].partOfSpeech = .name
    }
  }

  /// "The city of Utrem plans": a name behind "of" that the parser has as a part of the verb belongs to the noun before it.
  mutating func attachNames() {
    for node in nodes.indices.dropFirst(2) where nodes[node].relation == "compound" && nodes[node - 1].lower == "of" {
      guard let verb = nodes[node].head, nodes[verb].tag.hasPrefix("V"), node < verb, nodes[node - 1].head == node,
        nodes[node - 2].isNominal
      else { continue }
      nodes[node].head = node - 2
      nodes[node].relation = "nmod"
    }
  }

  /// Verbs with two objects of which the second is the amount.
  static let giving: Set<String> = [
    "award", "charge", "cost", "fine", "give", "grant", "lend", "offer", "owe", "pay",
  ]

  /// "fined Lars Eide 500 francs", "paid the contractor £40,000": the amount is the verb's, and the noun names whom it goes to or is
  /// taken from.
  mutating func partAmounts() {
    for node in nodes.indices where nodes[node].isValue && !nodes[node].isDate {
      guard ["list", "appos"].contains(nodes[node].relation), let name = nodes[node].head, name < node,
        nodes[name].relation == "obj", !nodes[name].isValue, let verb = nodes[name].head,
        Self.giving.contains(nodes[verb].lemma)
      else { continue }
      // "paid a fine, a record £3m": what stands behind a comma is the same again.
      var first = node
      while first - 1 > name, nodes[first - 1].head == node, !nodes[first - 1].isPunctuation { first -= 1 }
      guard first - 1 >= name, !nodes[first - 1].isPunctuation else { continue }
      nodes[name].relation = "iobj"
      nodes[node].head = verb
      nodes[node].relation = "obj"
    }
    for node in nodes.indices where nodes[node].isValue && !nodes[node].isDate && nodes[node].relation == "obj" {
      guard let verb = nodes[node].head, verb < node, Self.giving.contains(nodes[verb].lemma) else { continue }
      // "owed Orbit Marine €3m": a name that the parser has as a part of the amount.
      var first = node
      while first - 1 > verb, nodes[first - 1].partOfSpeech == .name, nodes[first - 1].head == node,
        nodes[first - 1].relation == "compound"
      { first -= 1 }
      guard first < node else { continue }
      for part in first..<node - 1 { nodes[part].head = node - 1 }
      nodes[node - 1].head = verb
      nodes[node - 1].relation = "iobj"
    }
  }

  /// Verbs of games.
  static let playing: Set<String> = [
    "beat", "crush", "defeat", "down", "draw", "edge", "eliminate", "hammer", "knock", "lead", "lose", "oust",
    "overcome",
    "sweep", "thrash", "tie", "trail", "win",
  ]

  /// The name that follows a description: "Brianna Stokes" of "world number one Brianna Stokes". Nil without one, and for a name.
  func nameBesideDescription(_ node: Int) -> Int? {
    guard nodes[node].name == nil else { return nil }
    return children(of: node, "appos", "flat").first { nodes[$0].name != nil && $0 > node }
  }

  /// "knocked out Brianna Stokes 6-4", "approved the plan by 5 votes to 0": the score is the verb's, and no part of the name or the plan.
  mutating func partScores() {
    for score in nodes.indices
    where nodes[score].isScore && !["compound", "amod", "nummod"].contains(nodes[score].relation) {
      var at = score
      for _ in 0..<4 {
        guard let head = nodes[at].head else { break }
        at = head
        guard nodes[at].partOfSpeech == .verb else { continue }
        let preposition = nodes.first { $0.head == score && $0.relation == "case" }?.lower
        let isOfVerb = preposition == nil ? Self.playing.contains(nodes[at].lemma) : preposition == "by"
        if at < score, isOfVerb, nodes[score].head != at {
          attach(score, to: at, "obl")
        }
        break
      }
    }
  }

  /// "Brunswijk Pumps' revenue": what has the mark of an owner is one.
  mutating func joinOwners() {
    for mark in nodes.indices where nodes[mark].tag == "POS" && nodes[mark].relation == "case" {
      guard let owner = nodes[mark].head, owner < mark, nodes[owner].relation == "compound",
        let noun = nodes[owner].head, noun > mark
      else { continue }
      nodes[owner].relation = "nmod"
      nodes[owner].subtype = "poss"
    }
  }

  /// Nouns that a number singles one out of: "beta 2 reads".
  private static let numbered: Set<String> = [
    "beta", "build", "chapter", "gate", "generation", "level", "line", "model", "phase", "platform", "reactor",
    "release", "runway", "section", "step", "type", "unit", "version", "ward", "zone",
  ]

  /// "GCC 9 produces": a bare number that the parser has as a part of the verb behind it.
  private func isBeforeItsVerb(_ number: Int) -> Bool {
    let verb = number + 1
    return verb < nodes.count && nodes[number].head == verb && ["VBZ", "VBP", "VBD", "MD"].contains(nodes[verb].tag)
      && ["compound", "nsubj", "nummod", "dep", "advmod"].contains(nodes[number].relation)
  }

  /// "in all at least 60,000 had been moved": the two words are an adverb.
  mutating func mendInAll() {
    for node in nodes.indices.dropLast() where nodes[node].lower == "in" && nodes[node].relation == "case" {
      guard ["all", "total"].contains(nodes[node + 1].lower), nodes[node + 1].head == nodes[node].head,
        let head = nodes[node].head, nodes[head].isValue
      else { continue }
      nodes[node].relation = "advmod"
      nodes[node + 1].relation = "advmod"
    }
  }

  /// Gives what stands behind a comma to what it stands next to.
  mutating func repairAttachments() {
    for node in nodes.indices {
      if TreeRepair.ofSubjects.contains(where: { mend($0, node) }) { linkChildren() }
      if TreeRepair.ofPhrases.contains(where: { mend($0, node) }) { linkChildren() }
    }
  }

  /// Hangs a node on another; not on one that is under it, which would leave a circle that no walk through the tree comes out of.
  /// - Returns: whether it was done.
  @discardableResult mutating func attach(_ node: Int, to head: Int, _ relation: String) -> Bool {
    guard !isUnder(head, node) else { return false }
    nodes[node].head = head
    nodes[node].relation = relation
    nodes[node].subtype = ""
    return true
  }

  /// Whether a node is another one, or hangs on it however far down.
  private func isUnder(_ node: Int, _ top: Int) -> Bool {
    var at = node
    while at != top {
      guard let head = nodes[at].head else { return false }
      at = head
    }
    return true
  }

  /// Whether a comma parts a phrase from what is before it.
  func isBehindComma(_ first: Int) -> Bool {
    let comma = nodes[first].lower == "," ? first : first - 1
    return comma > 0 && nodes[comma].lower == ","
  }

  /// "energy minister Rita Vald told", "software maker Orbit bought": one subject and not two, whose head is the name.
  mutating func mendTitle(_ node: Int) -> Bool {
    if mendLabel(node) { return true }
    guard nodes[node].partOfSpeech == .name, !nodes[node].isValue, start(node) > 0, case let label = start(node) - 1,
      nodes[label].partOfSpeech == .noun, !nodes[label].isValue, nodes[label].name == nil,
      nodes[label].tag == "NN", isCapital(start(node))
    else { return false }
    let isTwin =
      nodes[node].relation == "nsubj" && nodes[label].relation == "nsubj" && nodes[node].head == nodes[label].head
    let isPart =
      nodes[node].relation == "flat" && nodes[node].head == label && nodes[label].relation == "nsubj"
    let isFirm = Self.firms.contains(nodes[label].lemma.lowercased())
    guard isTwin && (nodes[node].name == .person || isFirm) || isPart && isFirm else { return false }
    if isPart {
      guard let verb = nodes[label].head else { return false }
      attach(node, to: verb, "nsubj")
    }
    attach(label, to: node, "nmod")
    nodes[label].subtype = "desc"
    if isFirm, nodes[node].name == nil || nodes[node].name == .place && !Places.isCountry(nodes[node].lower) {
      addName(.organisation, start(node)..<(node + 1))
    }
    return true
  }

  /// "Parent company Delta Holdings": a small word before the capitals is no part of the name.
  private mutating func mendLabel(_ node: Int) -> Bool {
    guard nodes[node].isNominal, isCapital(node), node > 1,
      let label = children(of: node, "compound").last(where: {
        Self.firms.contains(nodes[$0].lower) && nodes[$0].form == nodes[$0].lower
      }), (label + 1...node).allSatisfy({ isCapital($0) && !nodes[$0].isValue })
    else { return false }
    for child in children[node] where child < label && nodes[child].relation != "punct" {
      nodes[child].head = label
    }
    attach(label, to: node, "nmod")
    nodes[label].subtype = "desc"
    nodes[node].partOfSpeech = .name
    if nodes[node].name == nil { addName(.organisation, label + 1..<node + 1) }
    return true
  }

  /// What names of firms and other bodies are introduced by: "the Dutch brewer Heineken".
  private static let firms: Set<String> = [
    "airline", "bank", "brand", "brewer", "broadcaster", "broker", "builder", "carmaker", "carrier", "chain", "charity",
    "chipmaker", "club", "company", "consultancy", "contractor", "cooperative", "designer", "developer", "distributor",
    "drugmaker", "exporter", "farmer", "firm", "giant", "grocer", "group", "importer", "insurer", "label", "lender",
    "maker",
    "manufacturer", "miner", "newspaper", "operator", "party", "platform", "producer", "provider", "publisher",
    "refiner", "retailer", "rival", "service", "shipbuilder", "shipyard", "start-up", "startup", "steelmaker", "studio",
    "subsidiary", "supermarket", "supplier", "team", "telecom", "think-tank", "union", "utility", "watchdog", "yard",
  ]

  /// Words behind a length that say which it is.
  static let lengths: Set<String> = ["high", "tall", "long", "wide", "deep", "thick", "across"]

  /// "a caldera 2.5 km across", "a ridge 300 m high": the measure is of the noun right before it.
  mutating func mendDimension(_ node: Int) -> Bool {
    guard node > 0, node + 1 < nodes.count, let value = nodes[node].value?.value, value.kind == .quantity,
      Self.lengths.contains(nodes[node + 1].lower) || ["apart", "square"].contains(nodes[node + 1].lower),
      nodes[node - 1].partOfSpeech == .noun, !nodes[node - 1].isValue, nodes[node].head != node - 1
    else { return false }
    guard !isUnder(node - 1, node + 1), attach(node, to: node - 1, "amod") else { return false }
    nodes[node + 1].head = node
    nodes[node + 1].relation = "advmod"
    return true
  }

  /// "puts the surplus, which takes in services, at 266 billion": behind the comma that ends a relative clause the main one goes on.
  mutating func mendClosing(_ node: Int) -> Bool {
    // Of a list without prepositions no member has one: "services and transfers, at 266 billion".
    let isOdd = nodes[node].relation == "conj" && nodes[node].head.map { preposition(of: $0) == nil } == true
    guard nodes[node].relation == "obl" || isOdd, let inner = nodes[node].head, inner < node,
      preposition(of: node) != nil,
      isSetOff(node, by: [","]), !nodes[node].isDate
    else { return false }
    var clause = isOdd && nodes[inner].relation == "obj" ? nodes[inner].head ?? inner : inner
    for _ in 0..<4 where nodes[clause].relation == "conj" || nodes[clause].relation == "ccomp" {
      clause = nodes[clause].head ?? clause
    }
    guard nodes[clause].relation == "acl", nodes[clause].subtype == "relcl", let antecedent = nodes[clause].head,
      isSetOff(clause)
    else { return false }
    var at = antecedent
    for _ in 0..<6 {
      guard let head = nodes[at].head, head < node else { return false }
      at = head
      guard nodes[at].partOfSpeech == .verb else { continue }
      guard at < antecedent else { return false }
      return attach(node, to: at, "obl")
    }
    return false
  }

  /// "expects the analyses to be published": the infinitive is of the verb.
  mutating func mendInfinitive(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].partOfSpeech == .verb, let object = nodes[node].head,
      nodes[object].relation == "obj", let verb = nodes[object].head, verb < object,
      ["expect", "want", "forecast", "predict", "estimate", "urge", "ask", "order", "require", "cause", "enable"]
        .contains(
          nodes[verb].lemma
        ),
      isInfinitive(node)
    else { return false }
    return attach(node, to: verb, "xcomp")
  }

  /// "left the base, a site near the summit, on 10 June": the date behind the comma is of the verb.
  mutating func mendDate(_ node: Int) -> Bool {
    guard nodes[node].isDate, let head = nodes[node].head, nodes[head].isNominal || nodes[head].isDate,
      ["nmod", "obl", "conj"].contains(nodes[node].relation), let word = preposition(of: node),
      ["on", "in", "until", "since", "at", "from", "by"].contains(word), isBehindComma(start(node)),
      !isBracketed(node), child(of: head, "cop") == nil
    else { return false }
    var at = head
    for _ in 0..<12 {
      guard let next = nodes[at].head else { return false }
      at = next
      if nodes[at].partOfSpeech == .verb || child(of: at, "cop") != nil { break }
    }
    guard nodes[at].partOfSpeech == .verb, at < node else { return false }
    return attach(node, to: at, "obl")
  }
}
