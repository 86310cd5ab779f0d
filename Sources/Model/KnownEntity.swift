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

  public static let maximumFacts = 1000

  public init(entity: String, name: String?, kind: EntityAliases.Kind? = nil, aliases: [String], facts: Int) {
    self.entity = entity
    self.name = name
    self.kind = kind
    self.aliases = aliases
    self.facts = facts
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
    reason: String? = nil
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
  }
}
