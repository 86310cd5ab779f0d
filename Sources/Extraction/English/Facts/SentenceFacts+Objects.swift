import Language
import Model
import Values

/// What the objects of facts are, who says them and how sure they are.
extension SentenceFacts {
  func object(_ draft: Draft, _ references: References) -> Value? {
    let node = draft.object
    let word = graph[node]
    let isBetween = draft.preposition == "between"
    let phrase =
      draft.objectNodes.map { Phrase(head: node, nodes: $0) } ?? graph.phrase(node, keepsConjuncts: isBetween)
    guard phrase.nodes.count <= (draft.rule == .speech ? 60 : 24), !phrase.nodes.isEmpty else { return nil }
    let text =
      draft.objectNodes == nil && !isBetween && !word.isValue && draft.rule != .apposition && draft.rule != .title
      ? graph.words(wholePhrase(node, of: draft)) : graph.words(phrase)
    // "regulates how water is distributed": what it regulates stands behind the word.
    if ["how", "why", "what", "where", "when", "whether"].contains(word.lower), draft.objectNodes == nil { return nil }
    // "one of the crew" says something.
    if ["one", "ones", "each"].contains(word.lower), graph.child(of: node, "nmod") == nil { return nil }
    if draft.rule == .speech { return Value(text: text, name: text, kind: .text) }
    if word.isValue, var value = word.value?.value {
      value.text = text
      if value.kind == .number, let unit = draft.unitNode.flatMap({ graph[$0].value?.value?.unit }) {
        (value.kind, value.unit) = (.quantity, unit)
      }
      // "£4.70 per child"
      if value.kind == .money || value.kind == .quantity, let unit = value.unit, !unit.contains("/"),
        let each = graph.children(of: node, "nmod").first(where: { $0 > node && graph.preposition(of: $0) == "per" }),
        each == node + 2, graph[each].partOfSpeech == .noun
      {
        value.text = graph.words(phrase.nodes.filter { $0 <= node } + [node + 1, each])
        value.unit = unit + "/" + graph[each].lemma.lowercased()
      }
      return value
    }
    if word.isDate, let days = word.value.flatMap({ qualifiers.days($0) }) {
      return Value(text: text, kind: .date, start: days.start, end: days.end)
    }
    if word.isDate { return Value(text: text, name: text, kind: .text) }
    if draft.objectNodes == nil, let shared = sharedNoun(node) {
      return Value(text: text, name: graph.name(phrase) + " " + shared, kind: .text)
    }
    if word.partOfSpeech == .pronoun, draft.objectNodes == nil, phrase.nodes.count == 1 {
      guard let referent = referent(ofPronoun: node, references) else { return nil }
      return Value(
        text: text,
        name: referent.name,
        entity: references.slug(of: referent) ?? referent.slug,
        kind: referent.slug == nil ? .text : .entity
      )
    }
    // "sold the company"
    if draft.objectNodes == nil, isDescription(node), let referent = description(node, references),
      let entity = references.slug(of: referent) ?? referent.slug
    {
      return Value(text: text, name: referent.name, entity: entity, kind: .entity)
    }
    if let inner = innerValue(node, phrase), var value = graph[inner].value?.value {
      value.text = text
      value.name = graph.name(phrase)
      return value
    }
    let name = graph.name(phrase)
    guard !name.isEmpty else { return nil }
    if word.nameIndex != nil, !isBetween {
      let named = graph.words(graph.nameNodes(node))
      let referent = references.referent(named)
      return Value(
        text: text,
        name: referent?.name ?? named,
        entity: references.slug(ofName: named) ?? Slug.make(named),
        kind: .entity
      )
    }
    if let named = descriptionOfName(node) ?? nameBeside(node) {
      return Value(text: text, name: named, entity: references.slug(ofName: named) ?? Slug.make(named), kind: .entity)
    }
    if word.partOfSpeech == .name, !KeyWords.isGeneric(name), !KeyWords.isDate(name) {
      return Value(text: text, name: name, entity: references.slug(ofName: name) ?? Slug.make(name), kind: .entity)
    }
    return Value(text: text, name: name, kind: .text)
  }

  /// Nouns of which the last of a list gives the others theirs: "printing, radio and television equipment".
  private static let classNouns: Set<String> = [
    "equipment", "machinery", "festival", "industry", "product", "service", "market", "company", "minister", "ministry",
    "programme", "program", "policy", "area", "sector", "system", "good", "station", "department", "school", "team",
    "game",
    "network", "price", "export", "import", "rate", "tax", "supply", "worker", "fund", "plant", "project",
    "course",
    "student", "event", "show", "exhibition", "centre", "center", "office", "facility", "infrastructure", "line",
  ]

  /// The noun that a bare member of a list shares with the last one: "equipment" of "printing, radio and television equipment". Nil where
  /// it has one of its own.
  private func sharedNoun(_ node: Int) -> String? {
    var at = node
    for _ in 0..<6 {
      guard graph[at].tag == "NN" || graph[at].tag == "VBG", !graph[at].isValue,
        graph.children(of: at, "det", "nmod", "compound", "acl", "nummod").isEmpty, at + 2 < graph.nodes.count
      else { return nil }
      at += 1
      if graph[at].lower == "," { at += 1 }
      guard ["and", "or"].contains(graph[at].lower) else { continue }
      let last = at + 2
      guard last < graph.nodes.count, graph[last].isNominal, Self.classNouns.contains(graph[last].lemma.lowercased()),
        graph[at + 1].head == last, graph[at + 1].relation == "compound",
        // "crude oil and oil products": what is repeated is not shared.
        graph[at + 1].lower != graph[node].lower
      else { return nil }
      return graph[last].form
    }
    return nil
  }

  /// The object with all that is said in it, but for the clause that the fact itself is of: "Babbage, whom she met".
  private func wholePhrase(_ node: Int, of draft: Draft) -> [Int] {
    let whole = graph.wholePhrase(node)
    guard let clause = draft.clause, let own = clause.governors.first ?? Optional(clause.predicate),
      graph[own].relation == "acl", graph[own].head == node
    else { return whole }
    let under = Set(graph.subtree(own))
    let rest = whole.filter { !under.contains($0) && !($0 == own - 1 && graph[$0].isPunctuation) }
    return rest.isEmpty ? whole : rest
  }

  /// The value that a phrase is about: "a population of 139,000", "a mass of about 125 GeV", "99 cases".
  func innerValue(_ node: Int, _ phrase: Phrase) -> Int? {
    let values = phrase.nodes.filter { graph[$0].isValue && !graph[$0].isDate }
    guard values.count == 1, let value = values.first else { return nil }
    if graph[value].head == node, graph[value].relation == "nummod" { return value }
    // "some 47 billion more"
    if graph[value].head == node, graph[value].relation == "obl", value < node, graph.preposition(of: value) == nil {
      return value
    }
    guard graph[value].head == node,
      graph[value].relation == "nmod" || graph[value].relation == "compound" || graph[value].relation == "amod"
        || graph[value].relation == "acl"
    else { return nil }
    // "a volcano on Luzon about 90 km north of Manila" is no 90 km.
    if graph[value].relation == "nmod", value > node, graph.preposition(of: value) == nil,
      graph[value].value?.value?.unit == "year" || graph.children(of: node, "nmod").contains(where: { $0 < value })
    {
      return nil
    }
    return value
  }

  func attribution(_ source: Source, _ references: References) -> Fact.Attribution? {
    guard let node = source.node else {
      return source.words.map { Fact.Attribution(source: $0, verb: source.verb) }
    }
    let word = graph[node]
    if word.partOfSpeech == .pronoun {
      guard let referent = referent(ofPronoun: node, references) else { return nil }
      return Fact.Attribution(source: referent.name, verb: source.verb)
    }
    if word.nameIndex != nil {
      let named = graph.words(graph.nameNodes(node))
      return Fact.Attribution(source: references.referent(named)?.name ?? named, verb: source.verb)
    }
    if let named = descriptionOfName(node) ?? nameBeside(node) {
      return Fact.Attribution(source: references.referent(named)?.name ?? named, verb: source.verb)
    }
    let phrase = graph.phrase(node)
    if phrase.nodes.allSatisfy({ $0 == node || graph[$0].relation == "det" }),
      let referent = description(node, references) ?? references.referent(graph.name(phrase))
    {
      return Fact.Attribution(source: referent.name, verb: source.verb)
    }
    return Fact.Attribution(source: graph.name(phrase), verb: source.verb)
  }
}
