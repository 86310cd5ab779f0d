/// What an entity is in what is known of it.
public enum EntityRole: String, Sendable, Hashable, Codable, CaseIterable {
  /// The fact is about the entity itself.
  case subject
  /// The fact is about a part, an attribute or a role of it.
  case part
  /// It is the value that the fact states of something else.
  case object
  /// It is reported as saying it.
  case speaker
  /// A document speaks of it by one of its names, in whatever sentence.
  case mention
}

/// A fact in which an entity has a role.
public struct EntityFact: Sendable, Hashable, Codable {
  public var role: EntityRole
  /// The event that first stated the value; it tells the values of an entry apart.
  public var since: UInt64
  /// How many facts state the value, and how many independent origins they have.
  public var sourceCount: Int
  public var originCount: Int
  public var found: StatedFact

  public init(role: EntityRole, since: UInt64, sourceCount: Int, originCount: Int, found: StatedFact) {
    self.role = role
    self.since = since
    self.sourceCount = sourceCount
    self.originCount = originCount
    self.found = found
  }

  /// The JSON of one whose fact is at hand as JSON already: the same bytes as encoding the whole would give.
  public static func json(
    role: EntityRole,
    since: UInt64,
    sourceCount: Int,
    originCount: Int,
    found: [UInt8]
  ) -> [UInt8] {
    let head =
      "{\"role\":\"\(role.rawValue)\",\"since\":\(since),\"sourceCount\":\(sourceCount),\"originCount\":\(originCount)"
    return Array(head.utf8) + Array(",\"found\":".utf8) + found + [UInt8(ascii: "}")]
  }
}

/// A document that speaks of an entity.
public struct EntityMention: Sendable, Hashable, Codable {
  /// Always ``EntityRole/mention``.
  public var role: EntityRole
  public var document: Document
  /// The event that accepted the revision which stands.
  public var sequence: UInt64
  /// In how many of its sentences.
  public var sentences: Int

  public init(document: Document, sequence: UInt64, sentences: Int) {
    role = .mention
    self.document = document
    self.sequence = sequence
    self.sentences = sentences
  }
}

/// One thing that is known of an entity; in JSON told apart by `role`.
public enum EntityLine: Sendable, Hashable, Codable {
  case fact(EntityFact)
  case mention(EntityMention)

  public var role: EntityRole {
    switch self {
    case .fact(let fact): fact.role
    case .mention: .mention
    }
  }

  private enum CodingKeys: CodingKey {
    case role
  }

  public init(from decoder: any Decoder) throws {
    let role = try decoder.container(keyedBy: CodingKeys.self).decode(EntityRole.self, forKey: .role)
    self = role == .mention ? .mention(try EntityMention(from: decoder)) : .fact(try EntityFact(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .fact(let fact): try fact.encode(to: encoder)
    case .mention(let mention): try mention.encode(to: encoder)
    }
  }
}
