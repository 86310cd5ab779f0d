import Language
import Model

/// What was spoken of so far: it tells what a pronoun, a surname or "the company" stands for.
struct References {
  /// Something with a name, or a description that a pronoun can stand for.
  struct Referent: Equatable {
    var name: String
    var slug: String?
    var kind: NameKind?
    var isPlural = false
  }

  /// Full names by the slug of the name itself, and of a person's last word and an organisation's initials.
  private var known: [String: Referent] = [:]
  /// The person that a clause was about last, and the one that was mentioned last.
  private var subjectPerson: Referent?
  private var lastPerson: Referent?
  private var lastThing: Referent?
  /// The organisation that was spoken of most; of those that were spoken of as often, the first in the alphabet.
  private var mainOrganisation: Referent?
  private var lastGroup: Referent?
  private var mentions: [String: Int] = [:]

  // MARK: Hearing

  /// Takes note of a name.
  mutating func hear(_ name: String, _ kind: NameKind) -> Referent {
    guard let slug = Slug.make(name) else { return Referent(name: name, kind: kind) }
    // What a short form stands for is what it is, whatever the recogniser takes it for.
    if let full = known[slug], full.kind == kind || full.kind == nil || full.slug != slug {
      count(full)
      remember(full)
      return full
    }
    let referent = Referent(name: name, slug: slug, kind: kind)
    known[slug] = referent
    let words = name.split(separator: " ")
    if words.count > 1 {
      switch kind {
      case .person:
        if let last = words.last, let part = Slug.make(String(last)) { known[part] = known[part] ?? referent }
      case .organisation, .place:
        let initials = String(words.filter { $0.first?.isUppercase ?? false }.compactMap(\.first))
        if initials.count > 1, let part = Slug.make(initials) { known[part] = known[part] ?? referent }
      }
    }
    count(referent)
    remember(referent)
    return referent
  }

  /// Takes note that a short form in brackets stands for a name.
  mutating func alias(_ short: String, for name: String) {
    guard let slug = Slug.make(short), let full = Slug.make(name), let referent = known[full] else { return }
    known[slug] = referent
  }

  private mutating func count(_ referent: Referent) {
    if let slug = referent.slug { mentions[slug, default: 0] += 1 }
  }

  private mutating func remember(_ referent: Referent) {
    switch referent.kind {
    case .person: lastPerson = referent
    case .organisation:
      if isSpokenOfMore(referent, mainOrganisation) { mainOrganisation = referent }
    case .place, nil: break
    }
  }

  private func isSpokenOfMore(_ referent: Referent, _ other: Referent?) -> Bool {
    guard let other else { return true }
    func count(_ referent: Referent) -> Int { referent.slug.flatMap { mentions[$0] } ?? 0 }
    return (count(other), referent.name) < (count(referent), other.name)
  }

  /// Takes note of what a clause was about.
  mutating func spoke(of referent: Referent) {
    if referent.kind == .person {
      subjectPerson = referent
    } else if referent.isPlural {
      lastGroup = referent
    } else {
      lastThing = referent
    }
  }

  // MARK: Telling

  /// The referent of a name that was heard.
  func referent(_ name: String) -> Referent? { Slug.make(name).flatMap { known[$0] } }

  /// What a pronoun stands for; nil where that would be a guess.
  func referent(ofPronoun pronoun: String) -> Referent? {
    switch pronoun {
    case "he", "she", "him", "her", "his", "hers": subjectPerson ?? lastPerson
    case "it", "its", "this": lastThing
    case "they", "them", "their", "these": lastGroup ?? nil
    default: nil
    }
  }

  /// What "the company" stands for.
  func referent(ofRole noun: String) -> Referent? {
    switch noun {
    case "company", "firm", "group", "bank", "agency", "organisation", "organization", "manufacturer", "corporation":
      mainOrganisation
    default: nil
    }
  }

  /// The entities that are mentioned most, at most two of them, in the order of the alphabet.
  func context() -> [String] {
    let often = mentions.filter { $0.value >= 2 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return often.prefix(2).map(\.key).sorted()
  }
}
