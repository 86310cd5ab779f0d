import Language
import Model

/// Who was spoken of last, and what the document is about.
struct Resolution {
  struct Named: Equatable {
    var name: String
    var slug: String
  }

  private(set) var person: Named?
  private(set) var thing: Named?
  private var mentions: [String: Int] = [:]
  /// Persons known by a title before their name, or because they spoke.
  private var persons: Set<String> = []

  static let titles: Set<String> = [
    "president", "minister", "chancellor", "king", "queen", "professor", "prof.", "dr.", "mr", "mr.", "mrs", "mrs.",
    "ms", "ms.", "sir",
    "lord", "lady", "general", "director", "director-general", "secretary", "senator", "chairman", "chief", "executive",
    "astronomer",
    "prime", "deputy", "governor", "mayor", "economist", "theorist", "explorer", "ambassador", "spokeswoman",
    "spokesman",
  ]

  mutating func mention(_ slug: String) { mentions[slug, default: 0] += 1 }

  /// Whether a slug has been seen as a name.
  func knows(_ slug: String) -> Bool { mentions[slug] != nil }

  mutating func name(person name: String, _ slug: String) {
    persons.insert(slug)
    person = Named(name: name, slug: slug)
  }

  mutating func name(subject name: String, _ slug: String) {
    if persons.contains(slug) {
      person = Named(name: name, slug: slug)
    } else {
      thing = Named(name: name, slug: slug)
    }
  }

  /// Something without a name was spoken of: "it" no longer is what was named before.
  mutating func forgetThing() { thing = nil }

  func isPerson(_ slug: String) -> Bool { persons.contains(slug) }

  /// What a pronoun stands for; nil where that would be a guess.
  func named(_ pronoun: String) -> Named? {
    switch pronoun {
    case "he", "she": person
    case "it": thing
    default: nil
    }
  }

  /// The entities that are mentioned most, at most two of them, in the order of the alphabet.
  func context() -> [String] {
    let often = mentions.filter { $0.value >= 2 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return often.prefix(2).map(\.key).sorted()
  }
}
