import Language
import Model
import Values

/// What a fact is about, in one spelling for the many ways to say it.
struct FactKeys {
  let graph: SentenceGraph

  /// Verbs that do no more than tie a value to what it is the value of.
  static let valueVerbs: Set<String> = [
    "be", "reach", "amount", "total", "stand", "account", "exceed", "average", "equal", "rise", "fall", "grow", "climb",
    "drop", "decline", "increase", "decrease", "come", "narrow", "widen", "shrink", "number", "hit", "surpass",
    "be aged",
  ]
  static let changes: Set<String> = [
    "rise", "fall", "grow", "climb", "drop", "decline", "increase", "decrease", "narrow", "widen", "shrink", "slip",
    "jump", "contract", "dip", "tumble", "plunge", "slump", "slide", "sink", "weaken", "ease", "dwindle", "soar",
    "surge",
    "advance", "expand", "strengthen", "gain",
  ]
  /// Adjectives after a measure, and what they measure.
  private static let dimensions = [
    "high": "height", "tall": "height", "long": "length", "wide": "width", "deep": "depth", "thick": "thickness",
    "across": "diameter", "old": "age",
  ]
  /// Counted nouns that tell the attribute of whoever has so many of them.
  private static let counts = [
    "person": "population", "inhabitant": "population", "resident": "population", "citizen": "population",
    "employee": "employees",
  ]
  /// Verbs of going down: what they say of a change is negative.
  static let falls: Set<String> = [
    "fall", "drop", "decline", "decrease", "narrow", "shrink", "slip", "contract", "dip", "tumble", "plunge", "slump",
    "slide", "sink", "weaken", "ease", "dwindle",
  ]

  /// What a fact is about, and how far that can be known elsewhere.
  struct Identity {
    var key: Key
    var scope: Fact.Scope
    var about: Fact.Side = .subject
  }

  /// What a fact is about.
  /// - Parameters:
  ///   - entity: the slug of the subject where it is an entity with a name.
  ///   - name: what a pronoun that is the subject stands for, or the name beside a description; nil without one.
  ///   - owner: the slug of whom the subject belongs to.
  ///   - ownerNode: the words that say so, which then are no part of the attribute.
  ///   - isDated: whether an earlier amount says of when it is, and so needs no key of its own.
  ///   - slug: resolves a name to the slug of its entity; nil if it names none.
  func identity(
    _ draft: Draft,
    entity: String?,
    name: String?,
    owner: String?,
    ownerNode: Int? = nil,
    value: Value,
    isDated: Bool,
    slug: (String) -> String?
  ) -> Identity {
    let isValue = value.kind.isTyped && value.kind != .date
    let isAgency = entity.map(KeyWords.agencies.contains) ?? false
    let measured = measured(draft, value, isAgency: isAgency)
    // "fell below 12%" tells a level, and "fell by 12%" a change.
    let isLevel =
      isValue && Self.changes.contains(draft.lemma) && draft.preposition == nil
      && ["below ", "above ", "beneath "].contains { value.text.lowercased().hasPrefix($0) }
    let tie = measured ?? (isLevel ? "" : tie(draft, isValue: isValue, isDated: isDated, slug))
    if let entity {
      if let inverse = inverse(draft, entity, value, slug) { return inverse }
      if isValue, draft.lemma == "have" || draft.lemma == "be", let unit = value.unit, let count = Self.counts[unit] {
        return Identity(key: Key(entity: entity, attribute: count), scope: .named)
      }
      return Identity(key: Key(entity: entity, attribute: tie.isEmpty ? "is" : tie), scope: .named)
    }
    let parts: (attribute: String, owner: String?)
    let isPronoun = graph[draft.subject].partOfSpeech == .pronoun
    if draft.subjectNodes == nil, isPronoun || name != nil {
      parts = (KeyWords.trimmed(name ?? ""), nil)
    } else if let nodes = draft.subjectNodes {
      let isClause = graph[draft.subject].relation == "csubj" || graph[draft.subject].partOfSpeech == .verb
      parts = (isClause ? gerund(nodes) : KeyWords.trimmed(draft.subjectText ?? graph.words(nodes)), nil)
    } else {
      parts = attribute(draft.subject, without: ownerNode, slug)
    }
    if let owner = owner ?? parts.owner {
      // "Its headquarters are in Innsbruck": the same as "is based in".
      let isSeat = Self.seats.contains(parts.attribute) && ["is-in", "is-at"].contains(tie)
      let attribute = tie.isEmpty ? parts.attribute : isSeat ? Self.seat : parts.attribute + " " + tie
      return Identity(key: Key(entity: owner, attribute: attribute), scope: .anchored)
    }
    return Identity(key: Key(entity: parts.attribute, attribute: tie.isEmpty ? "is" : tie), scope: .local)
  }

  /// A clause that is the subject, where it begins with what it is about: "Building a professional website".
  private func gerund(_ nodes: [Int]) -> String {
    guard let first = nodes.first, graph[first].tag == "VBG", nodes.count <= 12 else { return "" }
    return graph.words(nodes.filter { ![.determiner, .pronoun].contains(graph[$0].partOfSpeech) })
  }

  /// What is said of somebody who is the object: "GitHub was bought by Microsoft" is about what Microsoft bought, and "Reykjavík is the
  /// capital of Iceland" about the capital of Iceland.
  private func inverse(_ draft: Draft, _ entity: String, _ value: Value, _ slug: (String) -> String?) -> Identity? {
    if isPassive(draft), draft.preposition == "by", let agent = value.entity, agent != entity {
      return Identity(key: Key(entity: agent, attribute: draft.lemma), scope: .named, about: .object)
    }
    guard [.copula, .apposition, .title].contains(draft.rule), draft.lemma == "be", draft.preposition == nil,
      value.entity == nil || draft.rule == .title, !value.kind.isTyped,
      ["NN", "NNP"].contains(graph[draft.object].tag)
    else { return nil }
    let definite =
      graph.children(of: draft.object, "det").contains { graph[$0].lower == "the" }
      || graph.child(of: draft.object, "nmod", subtype: "poss") != nil
      || (draft.rule == .title && graph.children(of: draft.object, "det").isEmpty)
      // "Henrike Altmüller, head of the office,"
      || (draft.rule == .apposition && graph.children(of: draft.object, "det").isEmpty
        && SentenceFacts.offices.contains(graph[draft.object].lower))
    guard definite else { return nil }
    let parts = attribute(draft.object, slug)
    guard let owner = parts.owner, owner != entity, !parts.attribute.isEmpty else { return nil }
    // "the Finnish company" is no company of Finland's; "the Finnish president" is its president.
    let isOfPlace = graph.children(of: draft.object, "amod").contains { Places.demonym(graph[$0].lower) == owner }
    if isOfPlace, !SentenceFacts.offices.contains(graph[draft.object].lower) { return nil }
    return Identity(key: Key(entity: owner, attribute: parts.attribute), scope: .named, about: .object)
  }

  /// Whether the subject undergoes what the verb says.
  private func isPassive(_ draft: Draft) -> Bool {
    guard let clause = draft.clause, clause.kind == .verbal, clause.isPassive else { return false }
    return draft.rule != .passiveAlone && draft.lemma != "be"
  }

  /// The verb of a fact, as it stands in a key: what somebody does, or `be paid` for what is done to him.
  private func deed(_ draft: Draft) -> String {
    // Dates of life in brackets say what "was born" says.
    if draft.rule == .lifeDates, draft.lemma == "bear" { return "be born" }
    if Self.winning.contains(draft.lemma), draft.preposition == nil, isAward(draft.object) { return "win" }
    guard isPassive(draft), let clause = draft.clause else { return draft.lemma }
    if Self.eitherWay.contains(draft.lemma), draft.preposition != "by" { return draft.lemma }
    let particle = graph.particle(of: clause.predicate).map { " " + graph[$0].lower } ?? ""
    return "be " + graph[clause.predicate].lower + particle
  }

  private static let seat = "headquarters in"
  private static let seats: Set<String> = ["headquarters", "head office", "headquarter", "seat"]

  /// What things do by themselves as well as by somebody's hand: "opened in 1893", "was opened in 1893".
  private static let eitherWay: Set<String> = ["open", "close", "reopen"]
  /// Ways to say that somebody has won.
  private static let winning: Set<String> = ["receive", "get", "earn", "award", "give", "win"]

  private func isAward(_ node: Int) -> Bool {
    let last = graph[node].nameIndex.map { graph.names[$0].nodes.upperBound - 1 } ?? node
    return graph[node].isNominal && SentenceGraph.awards.contains(graph[last].lower)
  }

  /// The attribute that a relation adds; empty where it only ties a value.
  private func tie(_ draft: Draft, isValue: Bool, isDated: Bool, _ slug: (String) -> String?) -> String {
    if draft.rule == .comparison, draft.lemma == "be" { return isDated ? "" : "before" }
    if draft.rule == .range { return "range" }
    if draft.lemma == "be" || draft.lemma == "be aged" { return draft.preposition.map { "is-" + $0 } ?? "" }
    // "came to 231 million" gives a value. "came from 18 points down" does not.
    let isOther = draft.lemma == "come" && draft.preposition != nil && draft.preposition != "to"
    if isValue, !isOther, Self.valueVerbs.contains(draft.lemma) || Self.changes.contains(draft.lemma) {
      guard Self.changes.contains(draft.lemma) else { return "" }
      switch draft.preposition {
      // "rose to 5%", "fell below 12%"
      case "to", "below", "under", "beneath", "above", "over", "past", "beyond": return ""
      case "from": return isDated ? "" : "before"
      case nil, "by", "of", "a": return "change"
      case let preposition?: return deed(draft) + "-" + preposition
      }
    }
    if isPassive(draft), ["base", "headquarter"].contains(draft.lemma), graph[draft.subject].name != .person,
      graph[draft.subject].tag != "NNS", ["in", "at"].contains(draft.preposition ?? "")
    {
      return Self.seat
    }
    // "has its headquarters in Wetzlar"
    if draft.lemma == "have", draft.preposition == "in", let verb = draft.clause?.predicate,
      graph.children(of: verb, "obj").contains(where: { Self.seats.contains(graph[$0].lower) })
    {
      return Self.seat
    }
    let deed = deed(draft)
    // "beat Chelsea 3-1": the score is that of one game.
    if graph[draft.object].isScore, let verb = draft.clause?.predicate,
      let whom = graph.children(of: verb, "obj").first(where: { !graph[$0].isValue && !graph[$0].isScore })
    {
      let parts = [deed, words(graph.nameBesideDescription(whom) ?? whom, slug), draft.preposition ?? ""]
      return parts.filter { !$0.isEmpty }.joined(separator: "-")
    }
    guard let preposition = draft.preposition else { return isValue ? deed + restriction(draft, slug) : deed }
    if graph[draft.object].isDate { return deed }
    // "acquired Nordvik for 640 million": what was paid for one firm is not what was paid for another.
    if isValue, draft.rule == .objectOblique, let verb = draft.clause?.predicate,
      let object = graph.children(of: verb, "obj").first(where: { !graph[$0].isValue })
    {
      let words = words(object, slug)
      return words.isEmpty ? deed + "-" + preposition : deed + "-" + words + "-" + preposition
    }
    return deed + "-" + preposition
  }

  /// Prepositions of what an amount of a deed is limited to: watches exported "to Japan" are no more than a part of those exported.
  private static let limiting: Set<String> = [
    "to", "from", "for", "with", "against", "of", "on", "into", "under", "between",
  ]

  /// What an amount that somebody exported, paid or won is limited to: "to Japan", "of cod", "gold" of "four gold medals".
  private func restriction(_ draft: Draft, _ slug: (String) -> String?) -> String {
    guard let clause = draft.clause, clause.kind == .verbal else { return "" }
    var parts: [String] = []
    for child in graph.children(of: draft.object, "nmod")
    where child > draft.object && !graph[child].isDate && !graph[child].isValue {
      if graph.preposition(of: child) == "of" { parts.append("of-" + words(child, slug)) }
    }
    parts += kinds(of: draft.object)
    // "fined Lars Eide 500 francs"
    if let whom = graph.children(of: clause.predicate, "iobj", "obj").first(where: {
      $0 > clause.predicate && $0 < draft.object && !graph[$0].isValue
        && (graph[$0].relation == "iobj" || SentenceGraph.giving.contains(draft.lemma))
    }),
      graph[whom].partOfSpeech != .pronoun
    {
      parts.append(words(whom, slug))
    }
    for child in graph.children(of: clause.predicate, "obl") + graph.children(of: draft.object, "nmod") {
      guard child != draft.object, child > clause.predicate, !graph[child].isValue,
        let preposition = graph.preposition(of: child),
        preposition != "of", Self.limiting.contains(preposition)
      else { continue }
      // "paid 3 billion euros for the company", "exported 1.2 million tonnes to Japan"
      parts.append(preposition + "-" + words(child, slug))
    }
    return parts.filter { !$0.hasSuffix("-") }.prefix(3).map { "-" + $0 }.joined()
  }

  /// A phrase as a part of a key; of a name whom it means, so that a surname is the full name.
  private func words(_ node: Int, _ slug: (String) -> String?) -> String {
    if graph[node].nameIndex != nil, let known = slug(graph.words(graph.nameNodes(node))) { return known }
    let phrase = graph.phrase(node)
    guard phrase.nodes.count <= 12 else { return "" }
    return Slug.make(graph.name(phrase)) ?? ""
  }

  /// The words between a number and what it counts: "gold" of "four gold medals".
  private func kinds(of node: Int) -> [String] {
    guard let value = graph[node].value?.value, value.kind == .quantity, let unit = value.unit,
      unit.allSatisfy({ $0.isLetter || $0 == " " })
    else { return [] }
    let words = graph[node].form.lowercased().split(separator: " ").map(String.init)
    guard words.count > 2, let last = words.last, last.hasPrefix(unit.prefix(3)) else { return [] }
    guard
      let number = words.lastIndex(where: { word in
        word.contains(where: \.isNumber) || Self.numberWords.contains(word)
      })
    else { return [] }
    return words[(number + 1)...].dropLast().filter {
      !Self.plain.contains($0) && $0.allSatisfy { $0.isLetter || $0 == "-" }
    }
  }

  private static let numberWords: Set<String> = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "hundred",
    "thousand", "million", "billion", "trillion", "several", "few",
  ]
  /// Words beside a number that single nothing out.
  private static let plain: Set<String> = [
    "new", "more", "other", "further", "additional", "total", "different", "of", "the", "large", "small", "big",
  ]

  /// "has a population of 139,000", "is 8,849 m high": the attribute that the object names.
  private func measured(_ draft: Draft, _ value: Value, isAgency: Bool) -> String? {
    let object = draft.object
    // "reported a net profit of €3.2m": the same as "its net profit was €3.2m".
    if !isAgency, Self.reporting.contains(draft.lemma), draft.preposition == nil, !isPassive(draft),
      let result = result(object), isOf(result, value)
    {
      switch draft.lemma {
      case "pay": if result.hasSuffix("dividend") { return result }
      case "propose", "recommend": return "proposed-" + result
      default: return result
      }
    }
    if ["have", "reach", "record"].contains(draft.lemma), !graph[object].isValue, value.kind.isTyped {
      return noun(object)
    }
    if graph[object].isValue, draft.preposition == nil, !isPassive(draft) {
      // "weighs 6,237 kg", "employs 240 people": the same as "its weight is", "has 240 employees".
      if draft.lemma == "weigh", value.kind == .quantity { return "weight" }
      if ["cover", "occupy"].contains(draft.lemma), Self.areas.contains(value.unit ?? "") { return "area" }
      if draft.lemma == "employ", ["person", "employee", "worker"].contains(value.unit ?? "") { return "employees" }
    }
    guard graph[object].isValue, ["be", "stand", "measure", "lie"].contains(draft.lemma) else { return nil }
    let near = [graph[object].head].compactMap { $0 } + [object + 1]
    for node in near where node < graph.nodes.count {
      if let dimension = Self.dimensions[graph[node].lower] { return dimension }
    }
    return nil
  }

  /// Verbs by which a company has a result.
  static let reporting: Set<String> = [
    "report", "post", "make", "book", "suffer", "incur", "record", "deliver", "achieve", "generate", "announce", "earn",
    "have", "see", "declare", "pay", "propose", "recommend",
  ]

  /// Whether a value can be that of a result: a loss of 34 seats is no company's.
  private func isOf(_ result: String, _ value: Value) -> Bool {
    switch value.kind {
    case .money: true
    case .percent: ["margin", "rate", "equity"].contains { result.hasSuffix($0) }
    case .number, .quantity:
      ["employees", "headcount", "volume", "orders", "order-intake"].contains { result.hasSuffix($0) }
    default: false
    }
  }

  private static let periods: Set<String> = ["half", "month", "period", "quarter", "share", "year"]

  /// The result of a company that a noun stands for, as a part of a key; nil for any other noun.
  func result(_ node: Int) -> String? {
    guard graph[node].isNominal, !graph[node].isValue else { return nil }
    // "revenue from advertising", "sales of its drug": a part of it, and not all.
    for child in graph.children(of: node, "nmod") {
      if graph[child].subtype == "poss" ? graph[child].tag == "PRP$" : graph[child].isValue { continue }
      guard graph[child].isDate || Self.periods.contains(graph[child].lemma.lowercased()) else { return nil }
    }
    let words = (modifiers(of: node) + [node]).map { graph[$0].lower }.joined(separator: " ")
    return Slug.make(words).flatMap { KeyWords.results.contains($0) ? $0 : nil }
  }

  private static let areas: Set<String> = ["km²", "ha", "m²", "acre", "mi²", "ft²"]

  /// What stands before a noun and tells which it is: "net" of "net profit".
  private func modifiers(of node: Int) -> [Int] {
    graph.children(of: node, "compound", "amod").filter { $0 < node && !KeyWords.clutter.contains(graph[$0].lower) }
  }

  private func noun(_ node: Int) -> String {
    (modifiers(of: node) + [node]).map { $0 == node ? graph[$0].lemma.lowercased() : graph[$0].lower }.joined(
      separator: " "
    )
  }
}
