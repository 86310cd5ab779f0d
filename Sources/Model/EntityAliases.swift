/// Whom names mean, as the operator says: canonical names, other names for them, and where one name may stand for another.
public struct EntityAliases: Sendable, Hashable {
  /// Somebody or something that has one name here, whatever documents call it.
  public struct Entity: Sendable, Hashable {
    /// What its keys begin with.
    public var slug: String
    public var name: String
    public var kind: Kind?
    public var aliases: [Alias]
    public var metonyms: [Metonym]

    public init(slug: String, name: String, kind: Kind? = nil, aliases: [Alias] = [], metonyms: [Metonym] = []) {
      self.slug = slug
      self.name = name
      self.kind = kind
      self.aliases = aliases
      self.metonyms = metonyms
    }
  }

  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case person, organization, place, event, product, work, other
  }

  /// Another name that always means the entity.
  public struct Alias: Sendable, Hashable {
    public var name: String
    /// The language of the documents in which it does, such as `en`; nil for every one.
    public var language: String?

    public init(name: String, language: String? = nil) {
      self.name = name
      self.language = language
    }
  }

  /// The name of something else, which means the entity in some places: "Tokyo said" is the government of Japan.
  public struct Metonym: Sendable, Hashable {
    public var name: String
    public var language: String?
    /// Where it may stand; never empty.
    public var roles: Set<Role>
    /// Lemmas of the relations, and for a source verbs, with which it does; never empty.
    public var relations: Set<String>

    public init(name: String, language: String? = nil, roles: Set<Role>, relations: Set<String>) {
      self.name = name
      self.language = language
      self.roles = roles
      self.relations = relations
    }
  }

  /// A place in a fact where a name can be.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case subject, object, source
  }

  /// How many entities there may be.
  public static let limit = 100_000

  public let entities: [Entity]
  /// Eight hexadecimal digits that are others when anything here is; empty for no entities.
  public let version: String
  private let places: [Name: Int]
  private let metonyms: [Name: [(entity: Int, rule: Metonym)]]

  /// A name as it is looked up: its slug, and a language or none.
  private struct Name: Hashable {
    var slug: String
    var language: String?
  }

  /// What two entities cannot both be called.
  public struct Clash: Error, Sendable, Equatable {
    public var name: String
    public var entity: String
    public var other: String
  }

  /// Nobody.
  public static let none = EntityAliases()

  private init() {
    (entities, version, places, metonyms) = ([], "", [:], [:])
  }

  /// - Throws: ``Clash`` when a name means two entities in one language.
  public init(_ entities: [Entity]) throws(Clash) {
    var places: [Name: Int] = [:]
    var metonyms: [Name: [(entity: Int, rule: Metonym)]] = [:]
    for (index, entity) in entities.enumerated() {
      let own = [Alias(name: entity.slug), Alias(name: entity.name)]
      for alias in own + entity.aliases {
        guard let slug = Slug.make(alias.name) else { continue }
        let name = Name(slug: slug, language: alias.language)
        if let other = places[name], other != index {
          throw Clash(name: alias.name, entity: entity.slug, other: entities[other].slug)
        }
        places[name] = index
      }
      for rule in entity.metonyms {
        guard let slug = Slug.make(rule.name) else { continue }
        metonyms[Name(slug: slug, language: rule.language), default: []].append((index, rule))
      }
    }
    self.entities = entities
    self.places = places
    self.metonyms = metonyms
    version = Self.version(of: entities)
  }

  private static func version(of entities: [Entity]) -> String {
    guard !entities.isEmpty else { return "" }
    var text = ""
    func add(_ field: String) { text += "\(field.utf8.count):\(field)" }
    for entity in entities.sorted(by: { $0.slug < $1.slug }) {
      for field in [entity.slug, entity.name, entity.kind?.rawValue ?? ""] { add(field) }
      for alias in entity.aliases { add("alias \(alias.language ?? "") \(alias.name)") }
      for rule in entity.metonyms {
        add("metonym \(rule.language ?? "") \(rule.name)")
        add(rule.roles.map(\.rawValue).sorted().joined(separator: ","))
        add(rule.relations.sorted().joined(separator: ","))
      }
    }
    return String(Digest(of: Array(text.utf8)).description.split(separator: ":").last?.prefix(8) ?? "")
  }

  /// The name of an extractor whose facts have been resolved by these: what was read with others is worth reading anew.
  public func extractor(_ extractor: String) -> String {
    entities.isEmpty ? extractor : "\(extractor)+aliases.\(version)"
  }

  /// Whom a slug always means, in documents of a language.
  public func entity(slug: String, language: String?) -> Entity? {
    (language.flatMap { places[Name(slug: slug, language: $0)] } ?? places[Name(slug: slug)]).map { entities[$0] }
  }

  /// Whom a slug means in one place of a fact: by a rule for that place, or as it always does.
  func entity(slug: String, language: String?, as role: Role, with relation: String) -> Entity? {
    let rules =
      (language.flatMap { metonyms[Name(slug: slug, language: $0)] } ?? []) + (metonyms[Name(slug: slug)] ?? [])
    if let found = rules.first(where: { $0.rule.roles.contains(role) && $0.rule.relations.contains(relation) }) {
      return entities[found.entity]
    }
    return entity(slug: slug, language: language)
  }

  public static func == (one: EntityAliases, other: EntityAliases) -> Bool { one.entities == other.entities }

  public func hash(into hasher: inout Hasher) { hasher.combine(entities) }
}
