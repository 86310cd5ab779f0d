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
  /// Which side of the fact the key is about; the other side is the value that the fact states of it.
  public var about: Side
  /// When the fact holds, where the document says so.
  public var time: Interval?
  /// Where the fact holds, in the document's words.
  public var place: String?
  /// Slugs of the entities the document is about, for people who read a fact with a local subject; no part of its identity.
  public var context: [String]
  public var attribution: Attribution?
  public var polarity: Polarity
  public var modality: Modality
  public var evidence: Evidence
  /// The language of the evidence, as a BCP 47 tag; null where it was not told.
  public var language: String?
  /// How sure the extractor is, 0 to 1.
  public var confidence: Double
  public var document: Document
  /// Name and version of the extractor, such as `courant-en/1.0.0`.
  public var extractor: String
  /// What a review has changed of who the fact is about, as it was read; null where none has.
  public var original: Original?

  public init(
    subject: Subject,
    relation: Relation,
    object: Value,
    key: Key,
    about: Side = .subject,
    time: Interval? = nil,
    place: String? = nil,
    context: [String] = [],
    attribution: Attribution? = nil,
    polarity: Polarity = .positive,
    modality: Modality = .asserted,
    evidence: Evidence,
    language: String? = nil,
    confidence: Double,
    document: Document,
    extractor: String,
    original: Original? = nil
  ) {
    self.subject = subject
    self.relation = relation
    self.object = object
    self.key = key
    self.about = about
    self.time = time
    self.place = place
    self.context = context
    self.attribution = attribution
    self.polarity = polarity
    self.modality = modality
    self.evidence = evidence
    self.language = language
    self.confidence = confidence
    self.document = document
    self.extractor = extractor
    self.original = original
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(subject, forKey: .subject)
    try container.encode(relation, forKey: .relation)
    try container.encode(object, forKey: .object)
    try container.encode(key, forKey: .key)
    try container.encode(about, forKey: .about)
    try container.encode(time, forKey: .time)
    try container.encode(place, forKey: .place)
    try container.encode(context, forKey: .context)
    try container.encode(attribution, forKey: .attribution)
    try container.encode(polarity, forKey: .polarity)
    try container.encode(modality, forKey: .modality)
    try container.encode(evidence, forKey: .evidence)
    try container.encode(language, forKey: .language)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(document, forKey: .document)
    try container.encode(extractor, forKey: .extractor)
    try container.encode(original, forKey: .original)
  }

  private enum CodingKeys: String, CodingKey {
    case subject, relation, object, key, about, time, place, context, attribution, polarity, modality, evidence
    case language, confidence, document, extractor, original
  }

  /// Reads facts of earlier protocols, too, which lack `about`, `original` or `language`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    subject = try container.decode(Subject.self, forKey: .subject)
    relation = try container.decode(Relation.self, forKey: .relation)
    object = try container.decode(Value.self, forKey: .object)
    key = try container.decode(Key.self, forKey: .key)
    about = try container.decodeIfPresent(Side.self, forKey: .about) ?? .subject
    time = try container.decodeIfPresent(Interval.self, forKey: .time)
    place = try container.decodeIfPresent(String.self, forKey: .place)
    context = try container.decode([String].self, forKey: .context)
    attribution = try container.decodeIfPresent(Attribution.self, forKey: .attribution)
    polarity = try container.decode(Polarity.self, forKey: .polarity)
    modality = try container.decode(Modality.self, forKey: .modality)
    evidence = try container.decode(Evidence.self, forKey: .evidence)
    language = try container.decodeIfPresent(String.self, forKey: .language)
    confidence = try container.decode(Double.self, forKey: .confidence)
    document = try container.decode(Document.self, forKey: .document)
    extractor = try container.decode(String.self, forKey: .extractor)
    original = try container.decodeIfPresent(Original.self, forKey: .original)
  }

  /// The value that the fact states of its key: the object, or the subject where the key is about the object
  /// ("Reykjavík is the capital of Iceland" states Reykjavík of `iceland/capital`).
  public var value: Value {
    switch about {
    case .subject: object
    case .object:
      Value(
        text: subject.text,
        name: subject.name,
        entity: subject.entity,
        kind: subject.entity == nil ? .text : .entity
      )
    }
  }
}

extension Fact {
  /// A side of a fact.
  public enum Side: String, Sendable, Hashable, Codable {
    case subject, object
  }

  /// How far what a fact is about can be known outside its document.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    /// An entity with an identity across documents: Heineken.
    case named
    /// A part, attribute or role of a named one: Heineken's net income.
    case anchored
    /// Known in its document alone: the tunnel.
    case local
  }

  /// Who or what the fact is about.
  public struct Subject: Sendable, Hashable, Codable {
    /// The wording of the evidence.
    public var text: String
    /// What the wording resolves to: a pronoun becomes the name it stands for, determiners go.
    public var name: String?
    /// The slug of a known or named entity; null for a plain description.
    public var entity: String?
    /// Whether the key of the fact means the same in every document.
    public var scope: Scope

    /// - Parameter scope: nil for ``Scope/named`` where there is an entity, and else for ``Scope/local``.
    public init(text: String, name: String?, entity: String?, scope: Scope? = nil) {
      self.text = text
      self.name = name
      self.entity = entity
      self.scope = scope ?? (entity == nil ? .local : .named)
    }

    private enum CodingKeys: String, CodingKey {
      case text, name, entity, scope
    }

    /// Reads subjects of protocol 1.0, too, which lack `scope`.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        text: try container.decode(String.self, forKey: .text),
        name: try container.decodeIfPresent(String.self, forKey: .name),
        entity: try container.decodeIfPresent(String.self, forKey: .entity),
        scope: try container.decodeIfPresent(Scope.self, forKey: .scope)
      )
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
      try container.encode(name, forKey: .name)
      try container.encode(entity, forKey: .entity)
      try container.encode(scope, forKey: .scope)
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

  /// Who a fact was about before a review joined or split the entity.
  public struct Original: Sendable, Hashable, Codable {
    /// The key.
    public var key: Key
    /// The scope and the entity of the subject.
    public var scope: Scope
    public var subject: String?
    /// The entity of the object.
    public var object: String?

    /// As a fact has it now.
    public init(of fact: Fact) {
      key = fact.key
      scope = fact.subject.scope
      subject = fact.subject.entity
      object = fact.object.entity
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(key, forKey: .key)
      try container.encode(scope, forKey: .scope)
      try container.encode(subject, forKey: .subject)
      try container.encode(object, forKey: .object)
    }
  }

  /// The fact as its document states it: what reviews have changed is taken back.
  public var asRead: Fact {
    guard let original else { return self }
    var fact = self
    fact.key = original.key
    fact.subject.scope = original.scope
    fact.subject.entity = original.subject
    fact.object.entity = original.object
    fact.original = nil
    return fact
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
