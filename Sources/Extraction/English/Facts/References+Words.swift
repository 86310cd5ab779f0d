import Language
import Model

/// The nouns by which references recognise names and descriptions.
extension References {
  /// Nouns that stand for an organisation or the like, with one spelling for those that have two.
  static func role(_ noun: String) -> String? {
    switch noun {
    case "organization", "organisation": "organisation"
    case "company", "firm", "group", "bank", "agency", "manufacturer", "corporation", "university", "institute",
      "ministry", "museum", "convention", "treaty", "committee", "commission", "council", "court", "academy",
      "association", "foundation", "office", "authority", "programme", "program", "observatory", "school", "college",
      "hospital", "union", "party", "fund", "board", "department", "airport", "airline", "club", "society", "service",
      "bridge", "tower", "railway", "agreement", "protocol", "mission", "telescope", "expedition":
      noun
    default: nil
    }
  }

  /// Nouns that any company may go by.
  static let commercial: Set<String> = [
    "company", "firm", "group", "bank", "manufacturer", "corporation", "airline",
  ]

  static let titles: [String: Gender] = [
    "mr": .male, "mr.": .male, "sir": .male, "lord": .male, "king": .male, "prince": .male, "mrs": .female,
    "mrs.": .female, "ms": .female, "ms.": .female, "miss": .female, "lady": .female, "dame": .female,
    "queen": .female, "princess": .female, "actress": .female, "spokeswoman": .female, "chairwoman": .female,
    "spokesman": .male, "chairman": .male, "businessman": .male, "businesswoman": .female,
  ]

  static let attributes: Set<String> = [
    "population", "area", "revenue", "revenues", "profit", "profits", "loss", "sales", "income", "turnover", "length",
    "height",
    "depth", "width", "size", "share", "price", "value", "cost", "budget", "debt", "output", "production", "earnings",
    "margin",
    "name", "shares", "weight", "age", "temperature", "capacity", "workforce", "headquarters",
  ]

  /// Whether a name ends, or begins before "of", with what something has: "Nokia's revenue", "population of Tromsø".
  static func isAttribute(_ name: String) -> Bool {
    let words = name.lowercased().split(separator: " ").map(String.init)
    let head = words.firstIndex(of: "of").map { $0 > 0 ? words[$0 - 1] : "" } ?? words.last ?? ""
    return attributes.contains(head)
  }

  /// Nouns of which nothing is learnt: they tell too little to be said again for a name.
  static let general: Set<String> = [
    "part", "one", "member", "person", "man", "woman", "case", "example", "result", "number", "name", "thing", "kind",
    "type", "form", "place", "way", "time", "year", "day", "source", "cause", "reason", "author", "son", "daughter",
    "brother", "sister", "father", "mother", "friend", "leader", "head", "end", "beginning", "share", "increase",
  ]

  /// Words of companies' names that nobody says who speaks of them: "Tarnholm" is Tarnholm Group, but "Ford" is no Ford Foundation.
  static let businesses: Set<String> = [
    "group", "company", "corporation", "airlines", "airways", "bank", "club",
  ]

  /// Whether a word makes a name that of an institution, and not of a business.
  static func isBody(_ word: Substring) -> Bool {
    let word = word.lowercased()
    return SentenceGraph.bodies.contains(word) && !businesses.contains(word)
  }
}
