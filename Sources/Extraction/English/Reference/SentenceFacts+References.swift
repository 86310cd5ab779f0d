import Coreference
import Language
import Model

/// What pronouns and descriptions stand for.
extension SentenceFacts {
  /// What a pronoun or a description stands for, as far as that was decided.
  func told(_ node: Int) -> References.Referent? { pronouns[node] ?? nil }

  func place(_ node: Int, isList: Bool = false) -> RankedMentions.Place {
    RankedMentions.Place(start: graph[node].range.lowerBound, isList: isList)
  }

  /// What a pronoun stands for by the rules.
  func rule(_ node: Int, _ references: References) -> References.Referent? {
    // "It is known that": nothing.
    if graph[node].relation == "expl" { return nil }
    return sayer(node, references) ?? references.referent(ofPronoun: graph[node].lower)
  }

  /// "NorLine said it had offered a rise", "Priya Menon said she would go": who says it, where nothing but the name stands before.
  private func sayer(_ node: Int, _ references: References) -> References.Referent? {
    guard graph[node].relation == "nsubj", let verb = graph[node].head, graph[verb].relation == "ccomp",
      let saying = graph[verb].head, Attributions.saying.contains(graph[saying].lemma),
      let subject = graph.child(of: saying, "nsubj"), subject < node, graph[subject].nameIndex != nil,
      var referent = references.referent(graph.words(graph.nameNodes(subject)))
    else { return nil }
    let isPerson = referent.kind == .person
    switch graph[node].lower {
    case "it": guard !isPerson else { return nil }
    case "he", "she":
      let other: Gender = graph[node].lower == "he" ? .female : .male
      guard isPerson, referent.gender != other else { return nil }
    default: return nil
    }
    referent.isSure = true
    return referent
  }

  /// What a pronoun stands for.
  func referent(ofPronoun node: Int, _ references: References) -> References.Referent? {
    if let told = pronouns[node] { return told }
    return decision(node, rule: rule(node, references), references)
  }

  /// What a description stands for that has but its article.
  func description(_ node: Int, _ references: References) -> References.Referent? {
    if let told = pronouns[node] { return told }
    return decision(node, rule: references.referent(ofRole: graph[node].lower), references)
  }

  /// Decides what a pronoun or a description stands for, which later facts of the sentence then take as given.
  /// - Parameter rule: what the rules say.
  mutating func decide(_ node: Int, rule: References.Referent?, _ references: inout References) {
    let told = decision(node, rule: rule, references)
    pronouns[node] = .some(told)
    sureness[node] = references.ranked.link(at: graph[node].range.lowerBound)?.probability
    references.ranked.decide(graph[node].range.lowerBound, told)
    learn(node, told, rule, &references)
    guard references.ranked.isMeasured else { return }
    let link = references.ranked.link(at: graph[node].range.lowerBound)
    decisions.append(
      ReferenceDecision(
        start: graph[node].range.lowerBound,
        sort: link?.sort ?? .other,
        taken: ReferenceDecision.Place(told.flatMap { references.place(of: $0) }),
        name: told?.name,
        isNamed: told?.slug != nil
      )
    )
  }

  /// Takes note of somebody's gender, where the rules and the model agree on whom a pronoun stands for.
  private func learn(
    _ node: Int,
    _ told: References.Referent?,
    _ rule: References.Referent?,
    _ references: inout References
  ) {
    guard let told, told.kind == .person, told.gender == nil, told == rule,
      let gender = Self.gender(ofPronoun: graph[node].lower),
      let link = references.ranked.link(at: graph[node].range.lowerBound),
      isSame(told, ranked(link, references), link, references)
    else { return }
    references.learn(gender, of: told)
  }

  private static func gender(ofPronoun pronoun: String) -> Gender? {
    switch pronoun {
    case "he", "him", "his": .male
    case "she", "her", "hers": .female
    default: nil
    }
  }

  /// Decides what the sentence's pronouns and descriptions stand for that no fact asks for.
  mutating func decideAll(before limit: Int, _ references: inout References) {
    guard limit > decidedNodes else { return }
    defer { decidedNodes = limit }
    for node in decidedNodes..<min(limit, graph.nodes.count) where pronouns[node] == nil {
      guard let link = references.ranked.link(at: graph[node].range.lowerBound) else { continue }
      switch link.sort {
      case .person, .it, .they: decide(node, rule: rule(node, references), &references)
      case .definite where references.ranked.isMeasured:
        decide(
          node,
          rule: isDescription(node) ? references.referent(ofRole: graph[node].lower) : nil,
          &references
        )
      default: break
      }
    }
  }

  /// How sure the model has to be. Each was measured on two halves of GUM's training part, by a model that had learnt from the other half.
  private enum Threshold {
    /// He and she, where the rules take somebody else. Below it the rules are right more often.
    static let person: Float = 0.85
    /// "It" and "they", where the rules take the same.
    static let agreed: Float = 0.1
    /// The same within a clause that is part of another.
    static let local: Float = 0.5
    /// Where they take something else, or nothing.
    static let it: Float = 0.7
    static let they: Float = 0.8
    /// Below it the model knows nothing, and what the rules take for a subject's "it" stands.
    static let nothing: Float = 0.2
    /// A phrase with "the", where the rules take the same.
    static let description: Float = 0.2
    /// The same where the rules know nothing, and the noun is said of names of one kind.
    static let alone: Float = 0.6
    /// Where the model names another thing, the rules are not believed.
    static let contradiction: Float = 0.5
  }

  /// What a noun that nothing was called by can stand for.
  private static func kind(ofRole noun: String) -> NameKind? {
    switch noun {
    case "town", "city", "village", "municipality", "country", "island", "port", "region": .place
    case "company", "firm", "airline", "carrier", "bank", "retailer", "manufacturer", "brewer", "insurer", "producer",
      "club", "university", "museum", "charity", "institute", "agency", "foundation", "institution", "organisation",
      "organization":
      .organisation
    default: nil
    }
  }

  /// What a pronoun or a description stands for by the rules and the model together: nil where they do not know.
  private func decision(_ node: Int, rule: References.Referent?, _ references: References) -> References.Referent? {
    if isImpersonal(node) { return nil }
    guard let link = references.ranked.link(at: graph[node].range.lowerBound) else { return rule }
    let ranked = ranked(link, references)
    let agrees = rule.map { isSame($0, ranked, link, references) } ?? false
    switch link.sort {
    case .person:
      let wanted = Self.gender(ofPronoun: graph[node].lower)
      return person(link, rule, ranked, agrees, wanted).flatMap { isSomebody($0, references) ? $0 : nil }
    case .it, .they: return thing(node, link, rule, ranked, agrees)
    case .definite: return described(node, link, rule, ranked, agrees, references)
    case .speaker, .demonstrative, .name, .other: return rule
    }
  }

  private static let impersonal: Set<String> = [
    "agree", "announce", "decide", "note", "propose", "recommend", "report", "resolve", "say", "suggest",
  ]

  /// "It was resolved, by three votes to one, to sell the depot": nothing was.
  private func isImpersonal(_ node: Int) -> Bool {
    guard graph[node].lower == "it", graph[node].relation == "nsubj", graph[node].subtype == "pass",
      let verb = graph[node].head, Self.impersonal.contains(graph[verb].lemma)
    else { return false }
    return graph.children[verb].contains {
      $0 > verb && ["ccomp", "csubj", "xcomp", "advcl"].contains(graph[$0].relation)
    }
  }

  /// Whether "she" can be who bears a name: no company, no park and no country.
  private func isSomebody(_ referent: References.Referent, _ references: References) -> Bool {
    guard referent.kind != .person, let slug = referent.slug else { return true }
    let words = referent.name.split(separator: " ").map(String.init)
    return !SentenceGraph.isNoPersonsName(words) && references.everybody.entity(slug: slug) == nil
  }

  private func isSame(
    _ rule: References.Referent,
    _ ranked: References.Referent?,
    _ link: RankedMentions.Link,
    _ references: References
  ) -> Bool {
    guard let ranked else { return false }
    if let slug = rule.slug, let other = ranked.slug, slug.isExactly(other) { return true }
    return rule.name.isExactly(ranked.name)
      || references.place(of: rule).map { references.ranked.isSame(link, $0) } ?? false
  }

  private func person(
    _ link: RankedMentions.Link,
    _ rule: References.Referent?,
    _ ranked: References.Referent?,
    _ agrees: Bool,
    _ wanted: Gender?
  ) -> References.Referent? {
    if let rule, rule.isSure { return rule }
    guard let ranked, link.isLinked, ranked.kind == .person || ranked.kind == nil else { return rule }
    // "Mary Berg married Edward Hale. He died": not she, whatever the model makes of it.
    if let wanted, let gender = ranked.gender, gender != wanted { return rule }
    if rule == nil || agrees { return ranked }
    return link.probability > Threshold.person && ranked.slug != nil ? ranked : rule
  }

  private func thing(
    _ node: Int,
    _ link: RankedMentions.Link,
    _ rule: References.Referent?,
    _ ranked: References.Referent?,
    _ agrees: Bool
  ) -> References.Referent? {
    let probability = link.probability
    if agrees {
      guard probability > (isLocalPronoun(node) ? Threshold.local : Threshold.agreed) else { return nil }
      // A name says more than a description.
      return rule?.slug == nil && ranked?.slug != nil ? ranked : rule
    }
    if isLocalPronoun(node) { return nil }
    if let rule, rule.isSure, graph[node].relation == "nsubj" { return rule }
    switch link.sort {
    case .it:
      // A ship is easily taken for a person, but not for one with a first name.
      if let ranked, ranked.kind != .person || ranked.gender == nil, probability > Threshold.it { return ranked }
      return graph[node].relation == "nsubj" && probability < Threshold.nothing ? rule : nil
    default: return probability > Threshold.they ? ranked : nil
    }
  }

  private func described(
    _ node: Int,
    _ link: RankedMentions.Link,
    _ rule: References.Referent?,
    _ ranked: References.Referent?,
    _ agrees: Bool,
    _ references: References
  ) -> References.Referent? {
    guard let rule else {
      // "The town was founded in 1842", of a place that nothing has called a town.
      guard let ranked, ranked.slug != nil, link.isLinked, link.probability > Threshold.alone,
        let kind = Self.kind(ofRole: graph[node].lower), ranked.kind == kind
      else { return nil }
      return ranked
    }
    if agrees { return link.probability > Threshold.description ? rule : nil }
    // One of several banks.
    if references.isAmbiguous(role: graph[node].lower) { return nil }
    return ranked?.slug != nil && link.probability > Threshold.contradiction ? nil : rule
  }

  /// What the model tells that a mention stands for: by its name where it has one.
  private func ranked(_ link: RankedMentions.Link, _ references: References) -> References.Referent? {
    if let decided = references.ranked.decided(link) { return decided }
    guard let call = references.ranked.call(link, same: { references.referent($0)?.name ?? $0 }) else { return nil }
    guard call.isName else {
      return References.Referent(name: call.text, kind: call.kind, isPlural: call.isPlural, place: call.place)
    }
    var referent =
      references.referent(call.text)
      ?? References.Referent(name: call.text, slug: Slug.make(call.text), kind: call.kind)
    referent.place = call.place
    return referent
  }
}
