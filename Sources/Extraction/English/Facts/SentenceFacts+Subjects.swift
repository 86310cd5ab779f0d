import Language
import Model
import Values

/// What the subjects of facts stand for.
extension SentenceFacts {
  struct Statement: Hashable {
    var subject: String?
    var lemma: String
    var object: String
    var time: Interval?
  }

  struct Subject {
    var fact: Fact.Subject
    /// The slug of whom it belongs to.
    var owner: String?
    /// The words that say so, where they are a description: "the company" of "net profit of the company".
    var ownerNode: Int?
    /// Who that is, for an "its" that comes later.
    var possessor: References.Owner?
    var isPerson = false
    /// Whether a name stands beside the words that describe whom it is: "city manager Paula Reyes".
    var isNamed = false
  }

  /// "Sigurlaug Ketilsdóttir", where the tagger sees a noun: several words that all have capitals.
  private func isTitled(_ whole: Phrase) -> Bool {
    // "The Karvesh Tunnel"
    let phrase = Phrase(
      head: whole.head,
      nodes: whole.nodes.first.map { graph[$0].lower == "the" } == true ? Array(whole.nodes.dropFirst()) : whole.nodes
    )
    return (2...8).contains(phrase.nodes.count)
      && phrase.nodes.allSatisfy { node in
        graph[node].form.first?.isUppercase == true && graph[node].partOfSpeech != .determiner
          && graph[node].partOfSpeech != .pronoun && !graph[node].isValue
          && ["compound", "flat", "amod"].contains(graph[node].relation) || node == phrase.head
      } && graph[phrase.head].form.first?.isUppercase == true
  }

  /// "Hallgrímskirkja was designed by": a word that nobody knows, and that the document always writes with a capital.
  private func isNameInDocument(_ node: Int, _ references: References) -> Bool {
    let word = graph[node]
    guard word.tag == "NNP" || word.tag == "NN" && word.form.utf8.contains(where: { $0 >= 0x80 }),
      word.form.first?.isUppercase ?? false
    else { return false }
    return references.words.isName(word.form)
  }

  /// - Parameter speaker: who says it in the first person.
  func subject(_ draft: Draft, _ references: References, speaker: Fact.Attribution?) -> Subject? {
    let node = draft.subject
    let word = graph[node]
    if let nodes = draft.subjectNodes {
      // "against net debt of 6 million" is about the debt of another time.
      if let first = nodes.first, graph[first].partOfSpeech == .adposition { return nil }
      let text = draft.subjectText ?? graph.words(nodes)
      let referent = references.referent(text)
      // "net sales" of "Orbit reported net sales of €3m, up from €2m" are Orbit's.
      if referent == nil, let owner = draft.owner, owner != node, let slug = slug(ofOwner: owner, draft, references) {
        return Subject(
          fact: Fact.Subject(text: text, name: slug.name + "'s " + text, entity: nil),
          owner: slug.slug
        )
      }
      return Subject(
        fact: Fact.Subject(
          text: text,
          name: referent?.name ?? text,
          entity: referent.flatMap { references.slug(of: $0) }
        ),
        isPerson: word.name == .person
      )
    }
    if word.partOfSpeech == .pronoun || (word.partOfSpeech == .determiner && !word.isValue) {
      if let speaker, let first = firstPerson(word, speaker, references) { return first }
      return pronoun(node, references)
    }
    // "Of the 230 members" is no subject; "a version of the language, which is called" has one.
    if word.isDate || (word.relation == "nsubj" && graph.preposition(of: node) == "of") { return nil }
    var phrase = graph.phrase(node)
    // A participle is said of the noun, and no part of what it is said of.
    if let predicate = draft.clause?.predicate, graph[predicate].head == node, graph[predicate].relation == "acl" {
      let own = Set(graph.subtree(predicate))
      phrase.nodes.removeAll { own.contains($0) }
    }
    guard phrase.nodes.count <= 16, let first = phrase.nodes.first,
      graph[first].partOfSpeech != .adposition || first == node
    else { return nil }
    // "the cause of which"
    if phrase.nodes.contains(where: { graph[$0].tag.hasPrefix("W") }), draft.owner == nil { return nil }
    if let clause = restriction(phrase), clause.last.map({ $0 < draft.clause?.predicate ?? 0 }) == true {
      phrase.nodes += clause
    }
    let text = graph.words(phrase)
    var name = graph.name(phrase)
    if let owner = draft.owner {
      let ownerName = graph.name(graph.phrase(owner))
      let rest = phrase.nodes.filter { graph[$0].lower != "whose" }
      return Subject(
        fact: Fact.Subject(text: text, name: ownerName + "'s " + graph.words(rest), entity: nil),
        owner: Slug.make(ownerName)
      )
    }
    // "an airline" refers to nothing mentioned before.
    if phrase.nodes.allSatisfy({ $0 == node || ["the", "this", "that", "these", "those"].contains(graph[$0].lower) }),
      phrase.nodes.count == 2, let referent = description(node, references)
    {
      return Subject(fact: Fact.Subject(text: text, name: referent.name, entity: references.slug(of: referent)))
    }
    if phrase.nodes.count == 2, let referent = references.referent(ofOrder: word.lower) {
      return Subject(fact: Fact.Subject(text: text, name: referent.name, entity: references.slug(of: referent)))
    }
    if let place = namedPlace(node) {
      let referent = references.referent(place)
      return Subject(
        fact: Fact.Subject(text: text, name: referent?.name ?? place, entity: references.slug(ofName: place))
      )
    }
    // "about 100,000 Greeks" are nobody by that name.
    let isCounted = phrase.nodes.contains {
      graph[$0].isValue || graph[$0].partOfSpeech == .numeral && graph[$0].nameIndex == nil
    }
    if word.nameIndex != nil, !word.isValue {
      // "the British theorist Peter Higgs" is Peter Higgs.
      let named = graph.words(graph.nameNodes(node))
      let referent = references.referent(named)
      return Subject(
        fact: Fact.Subject(text: text, name: referent?.name ?? named, entity: references.slug(ofName: named)),
        isPerson: word.name == .person
      )
    }
    // "the Highways Officer, Mrs Lorna Bisset, reported"
    if word.partOfSpeech == .name, Self.offices.contains(word.lower), let named = nameBeside(node) {
      let referent = references.referent(named)
      return Subject(
        fact: Fact.Subject(text: text, name: referent?.name ?? named, entity: references.slug(ofName: named)),
        isPerson: true
      )
    }
    if word.partOfSpeech == .name && !isCounted || isTitled(phrase)
      || phrase.nodes.count == 1 && isNameInDocument(node, references)
    {
      let referent = references.referent(name)
      // The first word of a sentence has its capital from there.
      let isOpening =
        node == 0 && phrase.nodes.count == 1 && referent == nil && !references.isKnown(name)
        && !isNameInDocument(node, references)
      return Subject(
        fact: Fact.Subject(
          text: text,
          name: referent?.name ?? name,
          entity: isOpening ? nil : references.slug(ofName: name)
        )
      )
    }
    if isNamedEvent(node, phrase, references) {
      return Subject(fact: Fact.Subject(text: text, name: name, entity: Slug.make(name)))
    }
    if let named = descriptionOfName(node) ?? nameBeside(node) {
      let referent = references.referent(named)
      return Subject(
        fact: Fact.Subject(text: text, name: referent?.name ?? named, entity: references.slug(ofName: named)),
        isPerson: Self.offices.contains(word.lower),
        isNamed: true
      )
    }
    if let title = titleBehind(node) {
      return Subject(fact: Fact.Subject(text: text, name: title, entity: references.slug(ofName: title)))
    }
    var owner: String?
    // "his book", "its share"
    if let possessive = graph.child(of: node, "nmod", subtype: "poss"), graph[possessive].tag == "PRP$",
      let referent = referent(ofPronoun: possessive, references)
    {
      owner = references.slug(of: referent)
      name = referent.name + "'s " + graph.words(phrase.nodes.filter { $0 != possessive })
    }
    var ownerNode: Int?
    if owner == nil, let described = describedOwner(node), let referent = told(described),
      let slug = references.slug(of: referent)
    {
      (owner, ownerNode) = (slug, described)
      let own = Set(graph.phrase(described).nodes)
      name = referent.name + "'s " + graph.name(Phrase(head: node, nodes: phrase.nodes.filter { !own.contains($0) }))
    }
    return Subject(
      fact: Fact.Subject(text: text, name: name, entity: nil),
      owner: owner,
      ownerNode: ownerNode,
      possessor: possessor(node, references),
      isPerson: Self.isPerson(word.lemma.lowercased())
    )
  }

  /// Whom an owner's words stand for, where they stand for something with a name.
  private func slug(ofOwner node: Int, _ draft: Draft, _ references: References) -> (name: String, slug: String)? {
    let owner = Draft(subject: node, relation: "", lemma: "", object: node, clause: draft.clause, rule: .object)
    guard let subject = subject(owner, references, speaker: nil)?.fact, let slug = subject.entity,
      !KeyWords.agencies.contains(slug)
    else { return nil }
    return (subject.name ?? subject.text, slug)
  }

  /// "Customers who expose the port": a clause that picks out some of many. It follows a plural without an article. Nil without one.
  private func restriction(_ phrase: Phrase) -> [Int]? {
    guard graph[phrase.head].tag == "NNS", graph.child(of: phrase.head, "det") == nil, !graph[phrase.head].isValue,
      let verb = graph.children(of: phrase.head, "acl").first(where: { graph[$0].subtype == "relcl" }),
      let last = phrase.nodes.last, case let clause = graph.subtree(verb), clause.first == last + 1, clause.count <= 12,
      ["who", "that"].contains(graph[last + 1].lower)
    else { return nil }
    return clause
  }

  private static let events: Set<String> = [
    "avalanche", "earthquake", "eruption", "explosion", "fire", "flood", "landslide", "massacre", "mudslide", "quake",
    "shipwreck", "tsunami",
  ]

  /// "the Sarvan earthquake": a place that has had one that is called after it. Places that everybody knows have had more than one.
  private func isNamedEvent(_ node: Int, _ phrase: Phrase, _ references: References) -> Bool {
    guard Self.events.contains(graph[node].lower), graph.child(of: node, "det").map({ graph[$0].lower }) == "the",
      let place = graph.children(of: node, "compound").last, graph[place].form.first?.isUppercase ?? false,
      graph[place].name != .person, Places.demonym(graph[place].lower) == nil, !Places.isCountry(graph[place].lower)
    else { return false }
    return phrase.nodes.allSatisfy {
      $0 == node || graph[$0].relation == "det" || graph[$0].form.first?.isUppercase ?? false
    }
      && !references.isKnown(graph.words(graph.nameNodes(place)))
  }

  /// "net profit of the company", "the university's budget": the description of whom something belongs to.
  func describedOwner(_ node: Int) -> Int? {
    (graph.children(of: node, "nmod")).first { child in
      (graph[child].subtype == "poss" || graph.preposition(of: child) == "of" && child > node) && isDescription(child)
    }
  }

  /// Whose something is by its own words: "Russia's main exports", "its share".
  func possessor(_ node: Int, _ references: References) -> References.Owner? {
    guard
      let owner = graph.child(of: node, "nmod", subtype: "poss")
        ?? graph.children(of: node, "nmod").first(where: { graph.preposition(of: $0) == "of" && graph[$0].name != nil })
    else { return nil }
    if graph[owner].tag == "PRP$" {
      return self.referent(ofPronoun: owner, references).map { References.Owner(name: $0.name, slug: $0.slug) }
    }
    guard graph[owner].name != nil || graph[owner].partOfSpeech == .name else { return nil }
    let name = graph.name(graph.phrase(owner))
    let referent = references.referent(name)
    return References.Owner(name: referent?.name ?? name, slug: references.slug(ofName: name))
  }

  private static let settlements: Set<String> = ["city", "town", "village", "hamlet", "island", "port", "kingdom"]

  /// "the city of Utrem" is Utrem. A province may have the name of its capital.
  private func namedPlace(_ node: Int) -> String? {
    guard Self.settlements.contains(graph[node].form), graph.children(of: node, "amod", "compound", "nummod").isEmpty,
      graph.child(of: node, "det").map({ graph[$0].lower }) == "the"
    else { return nil }
    let child = graph.children(of: node, "nmod").first { graph.preposition(of: $0) == "of" && $0 == node + 2 }
    guard let child = child ?? graph.children(of: node, "nmod").first(where: { graph.preposition(of: $0) == "of" }),
      graph[child].nameIndex != nil || graph[child].partOfSpeech == .name
    else { return nil }
    return graph.words(graph.nameNodes(child))
  }

  /// "His book The Origin of Continents and Oceans": the title right behind what it is the title of.
  func titleBehind(_ node: Int) -> String? {
    guard graph[node].partOfSpeech == .noun, !graph[node].isValue else { return nil }
    return graph.children(of: node, "appos").first { child in
      guard !graph.isSetOff(child), !graph.isBracketed(child), graph.start(child) == node + 1 else { return false }
      return graph[graph.start(child)].form.first?.isUppercase ?? false
    }.map { graph.words(graph.phrase($0, keepsConjuncts: true)) }
  }

  /// "her American counterpart, Joseph Incandela,": the name beside a description of a person.
  func nameBeside(_ node: Int) -> String? {
    guard graph[node].tag != "NNS", !graph[node].isValue,
      graph[node].partOfSpeech == .noun || Self.offices.contains(graph[node].lower)
    else { return nil }
    return graph.children(of: node, "appos").first { child in
      if graph[child].name == .person { return true }
      // "The largest plant, Laukna Solar Park,": a description and the name of the same thing.
      return graph[child].partOfSpeech == .name && graph.isSetOff(child) && !graph.isBracketed(child)
        && graph.children(of: child, "det", "conj", "case").isEmpty && graph.child(of: node, "det") != nil
        || Self.offices.contains(graph[node].lower) && graph[child].partOfSpeech == .name
    }.map { graph[$0].name == nil ? graph.name(graph.phrase($0)) : graph.words(graph.nameNodes($0)) }
  }

  static let offices: Set<String> = [
    "officer", "director", "minister", "president", "chairman", "chairwoman", "chair", "spokesman", "spokeswoman",
    "spokesperson", "professor", "judge", "manager", "head", "chief", "secretary", "ambassador", "mayor", "governor",
    "founder", "owner", "author", "editor", "captain", "coach", "leader", "senator", "deputy", "analyst", "economist",
    "biologist", "chemist", "physicist", "astronomer", "engineer", "architect", "teacher", "lawyer", "doctor", "wife",
    "husband", "son", "daughter", "brother", "sister", "father", "mother", "colleague", "counterpart", "successor",
    "predecessor", "treasurer", "commissioner", "executive",
  ]

  private static let people: Set<String> = [
    "person", "man", "woman", "boy", "girl", "child", "baby", "patient", "student", "pupil", "victim", "witness",
    "worker",
    "member", "resident", "citizen", "official", "officer", "soldier", "player", "singer", "writer", "poet", "painter",
    "composer", "scientist", "researcher", "farmer", "fisherman", "sailor", "driver", "pilot", "nurse", "reporter",
    "journalist", "critic", "activist", "suspect", "defendant", "plaintiff", "prosecutor", "thief", "robber", "winner",
    "runner", "swimmer", "striker", "goalkeeper", "midfielder", "defender", "candidate", "politician", "king", "queen",
    "prince", "princess", "emperor", "bishop", "pope", "priest", "spokesman", "spokeswoman", "spokesperson", "uncle",
    "aunt",
    "cousin", "nephew", "niece", "parent", "grandfather", "grandmother", "friend", "neighbour", "neighbor", "teenager",
  ]

  /// Whether a noun is what somebody is.
  static func isPerson(_ noun: String) -> Bool {
    offices.contains(noun) && noun != "head" && noun != "chair" || people.contains(noun)
  }

  /// "the mountaineer Heinrich Harrer" where the tree has the description as the head.
  func descriptionOfName(_ node: Int) -> String? {
    guard graph[node].tag != "NNS" else { return nil }
    for child in graph.children(of: node, "appos", "flat", "nmod") {
      guard child > node, !graph.isSetOff(child), graph.start(child) <= node + 1 || graph[child].relation == "flat",
        graph.preposition(of: child) == nil,
        graph[child].name == .person, let index = graph[child].nameIndex
      else { continue }
      return graph.words(Array(graph.names[index].nodes))
    }
    return nil
  }

  /// "I" is who speaks; so is "we" where that is more than a person.
  private func firstPerson(_ word: Node, _ speaker: Fact.Attribution, _ references: References) -> Subject? {
    guard ["i", "we"].contains(word.lower) else { return nil }
    let referent = references.referent(speaker.source)
    if word.lower == "we" {
      guard let kind = referent?.kind, kind != .person else { return nil }
    }
    return Subject(
      fact: Fact.Subject(
        text: word.form,
        name: speaker.source,
        entity: referent.flatMap { references.slug(of: $0) }
      ),
      isPerson: word.lower == "i"
    )
  }

  func pronoun(_ node: Int, _ references: References) -> Subject? {
    let word = graph[node]
    guard
      !["there", "what", "who", "which", "that", "i", "you", "me", "one", "all", "both", "some", "we", "us"].contains(
        word.lower
      ) || !graph.children[node].isEmpty
    else {
      if ["we", "i", "all", "both", "some", "one"].contains(word.lower), !graph.children[node].isEmpty { return nil }
      return ["we", "i", "both"].contains(word.lower)
        ? Subject(fact: Fact.Subject(text: word.form, name: word.form, entity: nil)) : nil
    }
    let phrase = graph.phrase(node)
    let text = graph.words(phrase)
    if phrase.nodes.count > 1 { return Subject(fact: Fact.Subject(text: text, name: graph.name(phrase), entity: nil)) }
    guard let referent = referent(ofPronoun: node, references) else {
      return ["he", "she", "it", "they", "this", "these", "neither", "each"].contains(word.lower)
        ? Subject(fact: Fact.Subject(text: text, name: text, entity: nil)) : nil
    }
    return Subject(
      fact: Fact.Subject(text: text, name: referent.name, entity: references.slug(of: referent)),
      isPerson: referent.kind == .person
    )
  }
}
