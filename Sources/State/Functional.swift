import Model

/// Which facts give their key the one value that it can have at a time.
public enum Functional {
  /// Attributes of which there is one at a time although their values are names.
  private static let attributes: Set<String> = [
    "capital", "currency", "birthplace", "issn", "isbn", "doi", "headquarters",
  ]

  /// Offices that one person holds at a time. They change hands, so only documents that name the time can contradict each other.
  private static let offices: Set<String> = [
    "prime-minister", "president", "chancellor", "king", "queen", "mayor", "governor", "ceo", "chief-executive",
    "chief-executive-officer", "chairman", "chairwoman", "owner",
  ]

  /// What happens once to whom it happens to, so that it has one date.
  private static let once: Set<String> = [
    "be-born", "die", "be-founded", "be-established", "be-built", "be-completed", "be-launched", "be-abolished",
    "be-dissolved", "be-inaugurated", "be-discovered", "be-created", "be-cast", "birth", "death", "birth-date",
    "date-of-birth",
    "death-date", "date-of-death", "founded", "born", "open",
  ]

  /// What opens again and again.
  private static let recurring: Set<String> = [
    "exhibition", "fair", "festival", "games", "season", "conference", "session", "tournament", "congress", "summit",
    "market", "show", "trial", "hearing", "convention", "biennale", "olympics", "championship", "championships", "cup",
    "school", "parliament", "pool", "resort",
  ]

  /// Verbs whose amount is a property of the subject, and not of one of several deeds.
  private static let measures: Set<String> = [
    "be", "have", "weigh", "measure", "cost", "cover", "span", "contain", "employ", "comprise", "house", "kill",
    "injure", "wound", "die", "number", "seat", "last", "hold", "include", "consist", "carry", "displace", "destroy",
    "damage",
  ]

  /// The attributes of changes: by how much something rose, and from what.
  private static let changes = ["change", "before"]

  /// True when another value of the fact's key and time cannot hold beside the fact's own.
  ///
  /// A quantity that belongs to its subject has one value; an amount that the subject once paid, won or visited has as many as there were
  /// occasions, unless the fact says when. A change is of some time, and one without it is compared with nothing.
  public static func holds(for fact: Fact) -> Bool {
    let (attribute, value) = (fact.key.attribute, fact.value)
    guard value.kind.isTyped else {
      return attributes.contains(attribute) || (offices.contains(attribute) && fact.time?.end != nil)
    }
    if value.kind == .date { return isOnce(fact) }
    if changes.contains(where: fact.key.attributeEnds(in:)) { return fact.time != nil }
    guard let lemma = Slug.make(fact.relation.lemma), isDeed(lemma, attribute) else { return true }
    return fact.time != nil || measures.contains(lemma)
  }

  /// True when a fact gives the date of what happens once.
  public static func isOnce(_ fact: Fact) -> Bool {
    guard fact.value.kind == .date, once.contains(where: { isDeed($0, fact.key.attribute) }) else { return false }
    guard isDeed("open", fact.key.attribute) else { return true }
    let last = (fact.subject.name ?? fact.subject.text).split(separator: " ").last?.lowercased() ?? ""
    return fact.subject.entity != nil && !recurring.contains(last)
  }

  /// True when a fact tells where something happened that happens once: when it was is no other birth.
  public static func isOncePlace(_ fact: Fact) -> Bool {
    fact.value.kind != .date && ["be-born-in", "be-born-at", "die-in", "die-at"].contains(fact.key.attribute)
  }

  /// True when an attribute is of what the subject does, with or without a preposition.
  private static func isDeed(_ lemma: String, _ attribute: String) -> Bool {
    attribute == lemma || attribute.hasPrefix(lemma + "-")
  }

  /// All that decides, for the version of the fold.
  static var rules: [String] {
    [attributes, offices, once, measures, recurring, Set(changes)].map { $0.sorted().joined(separator: " ") }
  }
}
