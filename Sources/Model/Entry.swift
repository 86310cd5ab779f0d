/// The current state of one key at one valid time.
public struct Entry: Sendable, Hashable, Codable {
  /// What the sources make of the key together.
  public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
    /// One origin states it, in however many documents.
    case single
    /// Two independent origins or more state the same.
    case corroborated
    /// Documents, or speakers, state values that cannot both be true; all stand.
    case disputed
    /// Nobody states it any longer.
    case withdrawn
  }

  public var key: Key
  /// When it holds; null where the documents give no time.
  public var time: Interval?
  /// The URI of the document that a local subject belongs to: nothing in another one corroborates or disputes it. Null for what is
  /// named or anchored, which all documents share.
  public var document: String?
  public var status: Status
  /// True when the key can have one true value at a time; else its values are members of a set.
  public var functional: Bool
  /// In the order in which they were first stated; at most ``maximumValues`` are listed.
  public var values: [EntryValue]
  /// How many values there are, listed or not.
  public var valueCount: Int
  /// The last event that changed the entry.
  public var sequence: UInt64

  public static let maximumValues = 1000

  public init(
    key: Key,
    time: Interval?,
    document: String? = nil,
    status: Status,
    functional: Bool,
    values: [EntryValue],
    sequence: UInt64
  ) {
    self.key = key
    self.time = time
    self.document = document
    self.status = status
    self.functional = functional
    self.values = values
    self.valueCount = values.count
    self.sequence = sequence
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try container.encode(time, forKey: .time)
    try container.encode(document, forKey: .document)
    try container.encode(status, forKey: .status)
    try container.encode(functional, forKey: .functional)
    try container.encode(values, forKey: .values)
    try container.encode(valueCount, forKey: .valueCount)
    try container.encode(sequence, forKey: .sequence)
  }
}

/// One value of an entry, with everyone who states it.
public struct EntryValue: Sendable, Hashable, Codable {
  /// The value in the most exact wording, of several as exact the first.
  public var value: Value
  public var relation: String
  public var polarity: Fact.Polarity
  public var modality: Fact.Modality
  /// Whom the documents report as saying it; null where they say it themselves.
  public var speaker: String?
  /// `single`, or `corroborated` when two origins or more state it; `disputed` when another value stands against it.
  public var status: Entry.Status
  /// The documents that state it, in the order in which they did; at most ``maximumSources`` are listed.
  public var sources: [Source]
  /// How many facts state it, listed or not.
  public var sourceCount: Int
  /// How many independent origins these have: copies, near copies, sentences repeated word for word and what one speaker said have one.
  public var originCount: Int

  public static let maximumSources = 20

  public init(
    value: Value,
    relation: String,
    polarity: Fact.Polarity,
    modality: Fact.Modality,
    speaker: String? = nil,
    status: Entry.Status,
    sources: [Source],
    sourceCount: Int,
    originCount: Int
  ) {
    self.value = value
    self.relation = relation
    self.polarity = polarity
    self.modality = modality
    self.speaker = speaker
    self.status = status
    self.sources = sources
    self.sourceCount = sourceCount
    self.originCount = originCount
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(relation, forKey: .relation)
    try container.encode(polarity, forKey: .polarity)
    try container.encode(modality, forKey: .modality)
    try container.encode(speaker, forKey: .speaker)
    try container.encode(status, forKey: .status)
    try container.encode(sources, forKey: .sources)
    try container.encode(sourceCount, forKey: .sourceCount)
    try container.encode(originCount, forKey: .originCount)
  }
}

/// One fact that states a value: where, in which words, and since which event.
public struct Source: Sendable, Hashable, Codable {
  public var fact: FactID
  /// The event that asserted it.
  public var sequence: UInt64
  public var document: Document
  public var evidence: Evidence
  public var attribution: Fact.Attribution?
  public var confidence: Double
  /// The event that first stated the value among the sources of the same origin.
  public var origin: UInt64
  /// How much the document counts as a source: 1, unless a review says otherwise; 0 for one that does not count.
  public var weight: Double

  public init(
    fact: FactID,
    sequence: UInt64,
    document: Document,
    evidence: Evidence,
    attribution: Fact.Attribution?,
    confidence: Double,
    origin: UInt64,
    weight: Double = 1
  ) {
    self.fact = fact
    self.sequence = sequence
    self.document = document
    self.evidence = evidence
    self.attribution = attribution
    self.confidence = confidence
    self.origin = origin
    self.weight = weight
  }

  /// Reads sources of protocol 1.1, too, which lack `weight`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fact = try container.decode(FactID.self, forKey: .fact)
    sequence = try container.decode(UInt64.self, forKey: .sequence)
    document = try container.decode(Document.self, forKey: .document)
    evidence = try container.decode(Evidence.self, forKey: .evidence)
    attribution = try container.decodeIfPresent(Fact.Attribution.self, forKey: .attribution)
    confidence = try container.decode(Double.self, forKey: .confidence)
    origin = try container.decode(UInt64.self, forKey: .origin)
    weight = try container.decodeIfPresent(Double.self, forKey: .weight) ?? 1
  }

  private enum CodingKeys: String, CodingKey {
    case fact, sequence, document, evidence, attribution, confidence, origin, weight
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fact, forKey: .fact)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(document, forKey: .document)
    try container.encode(evidence, forKey: .evidence)
    try container.encode(attribution, forKey: .attribution)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(origin, forKey: .origin)
    try container.encode(weight, forKey: .weight)
  }
}
