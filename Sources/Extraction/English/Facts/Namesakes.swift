import Model

/// Tells apart people who have a common name: in another document John Smith is the same only if something besides the name says so.
///
/// What says so here is the organisation that he works for, or the place that he holds an office of. His slug has it, too:
/// `john-smith-nokia`. Where a document names none, he stays known in that document alone.
struct Namesakes {
  private let references: References

  init(_ references: References) {
    self.references = references
  }

  /// Verbs of having a post with somebody.
  private static let serving: Set<String> = [
    "work", "join", "lead", "head", "run", "found", "chair", "manage", "direct",
  ]
  /// Verbs of giving somebody a post.
  private static let hiring: Set<String> = ["appoint", "name", "hire", "elect", "promote"]

  /// Posts that one person of a name has with an organisation; a customer or critic of it can be anybody.
  private static let posts: Set<String> = [
    "executive", "director", "chairman", "chairwoman", "chair", "president", "head", "founder", "co-founder",
    "cofounder", "ceo", "cfo", "officer", "manager", "spokesman", "spokeswoman", "spokesperson", "editor", "professor",
    "dean", "rector", "secretary", "treasurer", "commissioner", "coach", "captain", "owner", "leader", "chief",
    "curator", "conductor", "economist", "analyst", "partner", "lecturer", "researcher", "scientist",
  ]
  /// Offices of a place.
  private static let offices: Set<String> = [
    "mayor", "governor", "minister", "premier", "chancellor", "president", "ambassador", "bishop", "archbishop",
    "senator", "sheriff",
  ]

  /// Gives each common name of the document the slug of the one person that it can mean there.
  func tellApart(_ facts: inout [Fact]) {
    var people: Set<ExactText> = []
    for index in facts.indices {
      guard let slug = person(facts[index].subject), facts[index].about == .subject else { continue }
      people.insert(ExactText(slug))
      // "Mr Smith" is the one whose whole name was given.
      if slug.split(separator: "-").contains(where: { facts[index].key.entity.isExactly($0) }) {
        facts[index].key = Key(entity: slug, attribute: facts[index].key.attribute)
      }
    }
    guard !people.isEmpty else { return }
    var ties: [ExactText: String] = [:]
    for fact in facts {
      guard fact.polarity == .positive, fact.modality == .asserted, let (person, tie) = tie(fact),
        people.contains(ExactText(person)), ties[ExactText(person)] == nil
      else { continue }
      ties[ExactText(person)] = tie
    }
    for index in facts.indices { apply(ties, to: &facts[index]) }
  }

  /// The slug of a common full name; nil for anything else.
  private func person(_ subject: Fact.Subject) -> String? {
    guard subject.scope == .local, subject.entity == nil else { return nil }
    return subject.name.flatMap(person)
  }

  private func person(_ object: Value) -> String? {
    guard !object.kind.isTyped, let slug = person(object.name ?? object.text),
      object.entity.map({ $0.isExactly(slug) }) ?? true
    else { return nil }
    return slug
  }

  private func person(_ name: String) -> String? {
    guard name.utf8.contains(UInt8(ascii: " ")), let slug = Slug.make(name),
      let referent = references.referent(name), referent.kind == .person, referent.name.isExactly(name),
      references.slug(of: referent) == nil
    else { return nil }
    return slug
  }

  /// Whom a fact ties to what.
  private func tie(_ fact: Fact) -> (person: String, to: String)? {
    if let person = person(fact.subject) {
      if Self.serving.contains(fact.relation.lemma), let to = fact.object.entity { return (person, to) }
      if fact.relation.lemma == "be", let to = post(fact.object.text) { return (person, to) }
      return nil
    }
    // "The mayor of Bergen is John Smith", "Nokia named John Smith".
    guard let person = person(fact.object) else { return nil }
    if Self.hiring.contains(fact.relation.lemma), let to = fact.subject.entity { return (person, to) }
    return fact.relation.lemma == "be" ? post(fact.subject.text).map { (person, $0) } : nil
  }

  /// With whom a post is: "chief executive of Nokia", "Nokia's chief executive", "a spokeswoman for the European Commission".
  private func post(_ text: String) -> String? {
    let words = text.split(separator: " ")
    guard words.count <= 16 else { return nil }
    for (index, word) in words.enumerated().dropFirst() where ["of", "for", "at"].contains(word) {
      let head = words[index - 1].lowercased()
      let name = words[(index + 1)...].drop { ["the", "a", "an"].contains($0.lowercased()) }.joined(separator: " ")
      guard let to = tie(name, head) else { continue }
      return to
    }
    let owner = words.firstIndex { $0.hasSuffix("'s") || $0.hasSuffix("’s") }
    guard let owner, let head = words.last?.lowercased() else { return nil }
    let name = words[...owner].drop { ["the", "a", "an"].contains($0.lowercased()) }.joined(separator: " ")
    return tie(String(name.dropLast(2)), head)
  }

  private func tie(_ name: String, _ head: String) -> String? {
    guard !name.isEmpty, let slug = Slug.make(name) else { return nil }
    let known = references.everybody.entity(slug: slug)?.kind
    let referent = references.referent(name)
    let isOrganisation = known == .organisation || referent?.kind == .organisation
    let isPlace = known == .country || known == .city || referent?.kind == .place
    guard isOrganisation && Self.posts.contains(head) || isPlace && Self.offices.contains(head) else { return nil }
    return references.slug(ofName: name)
  }

  private func apply(_ ties: [ExactText: String], to fact: inout Fact) {
    func slug(_ person: String) -> String? { ties[ExactText(person)].flatMap { Slug.make("\(person) \($0)") } }
    let subject = person(fact.subject)
    if fact.about == .subject, let person = subject, fact.key.entity.isExactly(person), let slug = slug(person) {
      fact.key = Key(entity: slug, attribute: fact.key.attribute)
      fact.subject.entity = slug
      fact.subject.scope = .named
    } else if fact.about == .object, let person = subject, let slug = slug(person) {
      fact.subject.entity = slug
    }
    if let slug = person(fact.object).flatMap(slug) { fact.object.entity = slug }
  }
}
