/// Whom or what facts are about, as far as the state knows it.
public struct KnownEntity: Sendable, Hashable, Codable {
  /// The slug that its keys begin with.
  public var entity: String
  /// What the documents call it; left out for a plain description, which is no entity of its own.
  public var name: String?
  /// What the operator says it is; left out where nothing is said.
  public var kind: EntityAliases.Kind?
  /// Other names under which documents speak of it.
  public var aliases: [String]
  /// How many facts that stand are about it; counted up to ``maximumFacts``.
  public var facts: Int
  /// How many facts that stand have it as the value of something else, and how many it is reported as saying; counted alike.
  public var asObject: Int
  public var asSpeaker: Int
  /// What it is known by everywhere, such as `ISO:NO`, `GN:3143244` (GeoNames) or `Q1065` (Wikidata); left out where the table of
  /// well-known names does not have it.
  public var id: String?

  public static let maximumFacts = 1000

  public init(
    entity: String,
    name: String?,
    kind: EntityAliases.Kind? = nil,
    aliases: [String],
    facts: Int,
    asObject: Int = 0,
    asSpeaker: Int = 0,
    id: String? = nil
  ) {
    self.entity = entity
    self.name = name
    self.kind = kind
    self.aliases = aliases
    self.facts = facts
    self.asObject = asObject
    self.asSpeaker = asSpeaker
    self.id = id
  }

  /// True where no fact that stands has anything to do with it.
  public var isEmpty: Bool { facts == 0 && asObject == 0 && asSpeaker == 0 }

  /// Reads what daemons of protocol 1.0 have written, too, which count the facts about it alone.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      entity: try container.decode(String.self, forKey: .entity),
      name: try container.decodeIfPresent(String.self, forKey: .name),
      kind: try container.decodeIfPresent(EntityAliases.Kind.self, forKey: .kind),
      aliases: try container.decode([String].self, forKey: .aliases),
      facts: try container.decode(Int.self, forKey: .facts),
      asObject: try container.decodeIfPresent(Int.self, forKey: .asObject) ?? 0,
      asSpeaker: try container.decodeIfPresent(Int.self, forKey: .asSpeaker) ?? 0,
      id: try container.decodeIfPresent(String.self, forKey: .id)
    )
  }

  private enum CodingKeys: String, CodingKey {
    case entity, name, kind, aliases, facts, asObject, asSpeaker, id
  }
}

/// Who has a name that everybody knows.
public struct KnownIdentity: Sendable, Hashable {
  /// Such as `ISO:NO`.
  public var id: String
  /// The slug that its keys begin with.
  public var slug: String
  public var name: String

  public init(id: String, slug: String, name: String) {
    self.id = id
    self.slug = slug
    self.name = name
  }
}

/// One revision of a document, as the state knows it.
public struct KnownRevision: Sendable, Hashable, Codable {
  public var digest: Digest
  public var title: String?
  public var date: Day?
  /// Name and version of the extractor that read it.
  public var extractor: String
  /// How many facts it states.
  public var facts: Int
  /// The event that accepted it.
  public var sequence: UInt64
  /// When that event was recorded; left out where the journal was trimmed beyond it.
  public var recorded: Timestamp?
  /// The event after which its facts, and no other's, stood; left out where that can no longer be told.
  public var moment: UInt64?
  /// Whether it stands now.
  public var stands: Bool
  /// Why it states nothing; left out where it does, and where the journal was trimmed beyond the event.
  public var reason: String?
  /// The lines that were not read; left out where all were, and where the journal was trimmed beyond the event.
  public var skipped: [SkippedLines]?

  public init(
    digest: Digest,
    title: String?,
    date: Day?,
    extractor: String,
    facts: Int,
    sequence: UInt64,
    recorded: Timestamp?,
    moment: UInt64?,
    stands: Bool,
    reason: String? = nil,
    skipped: [SkippedLines]? = nil
  ) {
    self.digest = digest
    self.title = title
    self.date = date
    self.extractor = extractor
    self.facts = facts
    self.sequence = sequence
    self.recorded = recorded
    self.moment = moment
    self.stands = stands
    self.reason = reason
    self.skipped = skipped
  }
}
