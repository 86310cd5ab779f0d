import Model
import Names

/// Who somebody is in every document.
extension References {
  /// The slug of the entity that a name stands for; nil where another document that has the name may well mean another.
  func slug(ofName name: String) -> String? {
    // A name has fewer bytes; a chain of names may have thousands.
    guard name.utf8.count <= 256 else { return nil }
    return slug(of: referent(name) ?? Referent(name: name, slug: Slug.make(name)))
  }

  /// Whether everybody knows a name.
  func isKnown(_ name: String) -> Bool { Slug.make(name).map { everybody.entity(slug: $0) != nil } ?? false }

  /// The slug of the entity that a referent is; nil for a description, and for a name that more than one thing has.
  ///
  /// Titles, legal forms and other names that everybody knows make no other entity.
  func slug(of referent: Referent) -> String? {
    identities.slug(of: referent) { resolve($0) }
  }

  private static let pronouns: Set<String> = ["us", "it", "we", "he", "she", "who", "me", "you", "they"]

  /// Titles before a name that was not recognised as somebody's: "Professor Aino Merivale".
  private static let forms: Set<String> = ["professor", "dr", "mr", "mrs", "ms", "sir", "dame"]
  /// What a state calls itself beside its name.
  private static let states = ["republic-of-", "kingdom-of-", "federal-republic-of-"]

  private func resolve(_ said: Referent) -> String? {
    var referent = said
    let parts = said.name.split(separator: " ")
    if parts.count > 2, Self.forms.contains(parts[0].lowercased().filter { $0 != "." }) {
      referent.name = parts.dropFirst().joined(separator: " ")
      referent.slug = Slug.make(referent.name)
    }
    if let slug = said.slug, everybody.entity(slug: slug) == nil,
      let state = Self.states.first(where: { slug.hasPrefix($0) })
    {
      referent.slug = String(slug.dropFirst(state.utf8.count))
      referent.name = parts.drop { $0 != "of" }.dropFirst().joined(separator: " ")
    }
    guard let slug = referent.slug, !KeyWords.isGeneric(referent.name), !KeyWords.isAmbiguous(referent.name) else {
      return nil
    }
    if KeyWords.isDate(referent.name) { return nil }
    // "What Makes Us Great": only in capitals is it a country.
    if Self.pronouns.contains(slug), referent.name != referent.name.uppercased() { return nil }
    // A letter names nothing.
    guard slug.unicodeScalars.count > 1 else { return nil }
    if let known = known(slug, as: referent) { return known }
    if KeyWords.results.contains(slug) { return nil }
    switch referent.kind {
    case .person where !CompanyNames.hasLegalForm(referent.name):
      let name = NormalName(referent.name, kind: .person)
      // A surname or a first name alone; what is neither is hardly a person.
      if name.words.count == 1 { return people.isName(name.words[0]) || isFirstName(referent.name) ? nil : slug }
      return people.isCommon(name.words) ? nil : name.slug
    case .person, .organisation:
      let name = NormalName(referent.name, kind: .organisation).slug
      return known(name, as: referent) ?? name
    case .place: return slug
    case nil:
      if CompanyNames.hasLegalForm(referent.name) { return NormalName(referent.name, kind: .organisation).slug }
      let words = slug.split(separator: "-").map(String.init)
      if words.count == 1, people.isName(slug) { return nil }
      return people.isCommon(words) ? nil : slug
    }
  }

  /// The slug of the organisation that a report is about: the one in its title, or the one that it names far more often than any other.
  /// Nil if no one stands out.
  func reporter(title: String?) -> String? {
    // "Nestlé is the largest food company. The company bought …": what descriptions stand for counts with them.
    let slugs = Set(mentions.keys).union(described.keys)
    let organisations = slugs.compactMap { slug -> (referent: Referent, count: Int)? in
      let referent = known[slug] ?? described[slug]?.referent
      guard let referent, referent.slug == slug,
        referent.kind == .organisation || everybody.entity(slug: slug)?.kind == .organisation
      else { return nil }
      return (referent, mentions[slug, default: 0] + (described[slug]?.count ?? 0))
    }.sorted { ($1.count, $0.referent.name) < ($0.count, $1.referent.name) }
    if let title, let named = reporter(title: title, of: organisations) { return named }
    guard let first = organisations.first, first.count >= 2,
      organisations.dropFirst().allSatisfy({ $0.count * 3 <= first.count })
    else { return nil }
    return slug(of: first.referent)
  }

  /// What a company's report of results is called, and of which time it is.
  private static let reports: Set<String> = ["results", "earnings"]
  private static let updates: Set<String> = ["report", "update", "statement", "review"]
  private static let periods: Set<String> = [
    "interim", "quarter", "quarterly", "half-year", "half-yearly", "full-year", "annual", "year-end", "q1", "q2", "q3",
    "q4",
    "h1", "h2", "trading",
  ]

  /// The only company that a title names, where the text names no other more often: of a report of results, or one that the text names at
  /// least twice.
  private func reporter(title: String, of organisations: [(referent: Referent, count: Int)]) -> String? {
    let most = organisations.first?.count ?? 0
    var found: [(slug: String, name: String, count: Int)] = []
    for (referent, count) in organisations where Self.names(title, referent.name) {
      guard let slug = company(named: referent.name), !found.contains(where: { $0.slug == slug }) else { continue }
      found.append((slug, referent.name, count))
    }
    // "Orbit Foods" and not also "Orbit".
    let names = found.map(\.name)
    found.removeAll { one in names.contains { $0.utf8.count > one.name.utf8.count && $0.utf8.contains(one.name.utf8) } }
    guard found.count == 1, let only = found.first, only.count == most else { return nil }
    let words = Set(
      title.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        .flatMap { [String($0)] + $0.split(separator: "-").map(String.init) }
    )
    // "Orbit sues its bank over results" reports no results.
    let isReport =
      !words.isDisjoint(with: Self.reports) && !words.contains("over")
      || !words.isDisjoint(with: Self.updates) && !words.isDisjoint(with: Self.periods)
    return isReport || only.count >= 2 ? only.slug : nil
  }

  /// Whether a title has a name in it, in whole words and as it is written, with or without its legal form.
  private static func names(_ title: String, _ name: String) -> Bool {
    func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber && $0 != "&" } }
    var wanted = words(name)
    if wanted.count > 1, CompanyNames.hasLegalForm(name) { wanted.removeLast() }
    return !wanted.isEmpty && words(title).contains(wanted)
  }

  /// The slug of the entity that everybody knows by a name, where it can be what the text speaks of.
  private func known(_ slug: String, as referent: Referent) -> String? {
    guard let entity = everybody.entity(slug: slug) else { return nil }
    let agrees =
      switch (entity.kind, referent.kind) {
      // A single word may be a moon as well as a company; in capitals it is an abbreviation.
      case (.organisation, nil), (.product, nil):
        referent.name.contains(" ") || referent.name == referent.name.uppercased()
      case (_, nil), (.country, .place?), (.city, .place?), (.country, .organisation?), (.organisation, .organisation?),
        (.product, .organisation?):
        true
      // A single word is easily taken for a person.
      case (.country, .person?), (.city, .person?): !referent.name.contains(" ") && !isFirstName(referent.name)
      default: false
      }
    return agrees ? entity.slug : nil
  }
}

/// Remembers who referents are in every document: a text names the same few again and again, and several rules ask for each of them.
///
/// It belongs to one document on one thread.
final class IdentityMemory {
  private struct Name: Hashable {
    var name: String
    var slug: String?
    var kind: String?
  }

  private var slugs: [Name: String?] = [:]
  private static let maximum = 4096

  func slug(of referent: References.Referent, _ resolve: (References.Referent) -> String?) -> String? {
    let name = Name(name: referent.name, slug: referent.slug, kind: referent.kind?.rawValue)
    if let known = slugs[name] { return known }
    if slugs.count >= Self.maximum { slugs.removeAll(keepingCapacity: true) }
    let slug = resolve(referent)
    slugs[name] = .some(slug)
    return slug
  }
}
