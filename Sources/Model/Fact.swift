/// One atomic proposition that a document states: who or what, in which relation, to what, and everything it needs to be true.
///
/// This is the data of a `fact.asserted` event. In JSON every field is present, `null` where it has nothing to say,
/// in the order in which the properties stand here.
public struct Fact: Sendable, Hashable, Codable {
  public var subject: Subject
  public var relation: Relation
  public var object: Value
  /// What the fact is about: `entity/attribute`.
  public var key: Key
  /// When the fact holds, where the document says so.
  public var time: Interval?
  /// Where the fact holds, in the document's words.
  public var place: String?
  /// Slugs of the entities the document is about, which an unresolved subject ("the trade volume") is to be read under.
  public var context: [String]
  public var attribution: Attribution?
  public var polarity: Polarity
  public var modality: Modality
  public var evidence: Evidence
  /// How sure the extractor is, 0 to 1.
  public var confidence: Double
  public var document: Document
  /// Name and version of the extractor, such as `courant-en/1.0.0`.
  public var extractor: String

  public init(
    subject: Subject,
    relation: Relation,
    object: Value,
    key: Key,
    time: Interval? = nil,
    place: String? = nil,
    context: [String] = [],
    attribution: Attribution? = nil,
    polarity: Polarity = .positive,
    modality: Modality = .asserted,
    evidence: Evidence,
    confidence: Double,
    document: Document,
    extractor: String
  ) {
    self.subject = subject
    self.relation = relation
    self.object = object
    self.key = key
    self.time = time
    self.place = place
    self.context = context
    self.attribution = attribution
    self.polarity = polarity
    self.modality = modality
    self.evidence = evidence
    self.confidence = confidence
    self.document = document
    self.extractor = extractor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(subject, forKey: .subject)
    try container.encode(relation, forKey: .relation)
    try container.encode(object, forKey: .object)
    try container.encode(key, forKey: .key)
    try container.encode(time, forKey: .time)
    try container.encode(place, forKey: .place)
    try container.encode(context, forKey: .context)
    try container.encode(attribution, forKey: .attribution)
    try container.encode(polarity, forKey: .polarity)
    try container.encode(modality, forKey: .modality)
    try container.encode(evidence, forKey: .evidence)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(document, forKey: .document)
    try container.encode(extractor, forKey: .extractor)
  }
}

extension Fact {
  /// Who or what the fact is about.
  public struct Subject: Sendable, Hashable, Codable {
    /// The wording of the evidence.
    public var text: String
    /// What the wording resolves to: a pronoun becomes the name it stands for, determiners go.
    public var name: String?
    /// The slug of a known or named entity; null for a plain description.
    public var entity: String?

    public init(text: String, name: String?, entity: String?) {
      self.text = text
      self.name = name
      self.entity = entity
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
      try container.encode(name, forKey: .name)
      try container.encode(entity, forKey: .entity)
    }
  }

  /// How subject and object hang together.
  public struct Relation: Sendable, Hashable, Codable {
    public var text: String
    /// The dictionary form: "reached" is `reach`.
    public var lemma: String

    public init(text: String, lemma: String) {
      self.text = text
      self.lemma = lemma
    }
  }

  /// Who is reported as saying it, and with which verb.
  public struct Attribution: Sendable, Hashable, Codable {
    public var source: String
    public var verb: String

    public init(source: String, verb: String) {
      self.source = source
      self.verb = verb
    }
  }

  public enum Polarity: String, Sendable, Hashable, Codable {
    case positive, negative
  }

  /// How the document holds the fact to be true.
  public enum Modality: String, Sendable, Hashable, Codable, CaseIterable {
    case asserted, possible, planned, required, conditional, desired
  }
}
