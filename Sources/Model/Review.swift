/// A person's decision about who is who, about a source, or about another decision: the data of the events about reviews.
///
/// In JSON every field is present, `null` where the kind of review has no use for it.
public struct Review: Sendable, Hashable, Codable {
  /// What is decided.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Several names mean one entity.
    case same
    /// A name means somebody else in every document.
    case apart
    /// How much documents count as sources.
    case weigh
    /// An earlier review no longer holds.
    case undo
  }

  public var kind: Kind
  /// Of `same` the names, two or more; of `apart` the one. Empty otherwise.
  public var names: [Name]
  /// Of `same`: the slug under which the facts of all the names stand from now on. Null in a request, where the aggregator chooses.
  public var into: String?
  /// Of `weigh`: how the URIs of the documents begin.
  public var source: ExactText?
  /// Of `weigh`: 1 for a source like any other, 0 for one that does not count, and what lies between. Null for 1.
  public var weight: Double?
  /// Of `undo`: the event of the review that no longer holds.
  public var undoes: UInt64?
  /// Why, in the words of whoever decided.
  public var reason: String?
  /// Who decided: the name of a key over TCP, ``Review/evidence`` where documents did; null on the machine itself.
  public var by: String?

  /// A name: in every document, or in one.
  public struct Name: Sendable, Hashable, Codable {
    /// The slug.
    @ExactText public var entity: String
    /// The URI of the one document in which it is meant; null for the entity that all documents share.
    public var document: ExactText?

    public init(_ entity: String, in document: String? = nil) {
      self.entity = entity
      self.document = document.map { ExactText($0) }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(entity, forKey: .entity)
      try container.encode(document, forKey: .document)
    }
  }

  /// How many names one review may join, and how long a reason may be, in bytes.
  public static let maximumNames = 100
  public static let maximumReason = 1000

  /// The URI that the events about reviews name as their source.
  public static let uri = "courant:reviews"
  /// What stands for whoever decided where the evidence did; no key has such a name.
  public static let evidence = "courant:evidence"

  public init(
    _ kind: Kind,
    names: [Name] = [],
    into: String? = nil,
    source: String? = nil,
    weight: Double? = nil,
    undoes: UInt64? = nil,
    reason: String? = nil,
    by: String? = nil
  ) {
    self.kind = kind
    self.names = names
    self.into = into
    self.source = source.map { ExactText($0) }
    self.weight = weight
    self.undoes = undoes
    self.reason = reason
    self.by = by
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(names, forKey: .names)
    try container.encode(into, forKey: .into)
    try container.encode(source, forKey: .source)
    try container.encode(weight, forKey: .weight)
    try container.encode(undoes, forKey: .undoes)
    try container.encode(reason, forKey: .reason)
    try container.encode(by, forKey: .by)
  }
}

/// A review as the journal knows it.
public struct KnownReview: Sendable, Hashable, Codable {
  /// The event that records it.
  public var sequence: UInt64
  public var recorded: Timestamp
  /// False for one that was undone.
  public var holds: Bool
  public var review: Review

  public init(sequence: UInt64, recorded: Timestamp, holds: Bool, review: Review) {
    self.sequence = sequence
    self.recorded = recorded
    self.holds = holds
    self.review = review
  }
}
