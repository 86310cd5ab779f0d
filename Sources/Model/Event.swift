/// One entry of the journal: a CloudEvents 1.0 JSON object.
///
/// `source` and `id` name what happened once and for all; `sequence` and `effect` are extension attributes.
public struct Event: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case factAsserted = "fact.asserted"
    case factRetracted = "fact.retracted"
    case documentAccepted = "document.accepted"
    case documentRevised = "document.revised"
    case documentWithdrawn = "document.withdrawn"
    case documentFailed = "document.failed"
    case entityJoined = "entity.joined"
    case entitySplit = "entity.split"
    case sourceWeighed = "source.weighed"
    case reviewUndone = "review.undone"

    /// True for the kinds whose data is a fact.
    public var isFact: Bool { self == .factAsserted || self == .factRetracted }

    /// True for the kinds whose data is a review.
    public var isReview: Bool {
      switch self {
      case .entityJoined, .entitySplit, .sourceWeighed, .reviewUndone: true
      default: false
      }
    }

    /// The kind of the event that records a review.
    public init(_ kind: Review.Kind) {
      self =
        switch kind {
        case .same: .entityJoined
        case .apart: .entitySplit
        case .weigh: .sourceWeighed
        case .undo: .reviewUndone
        }
    }
  }

  /// What an event did to the state.
  public enum Effect: String, Sendable, Hashable, Codable, CaseIterable {
    /// A value that nobody had stated.
    case new
    /// Another origin states a value that stood already.
    case corroborates
    /// Another document repeats a value from an origin that states it already, or one that nobody states of his own knowledge.
    case repeats
    /// A value that cannot be true beside one that stood already.
    case disputes
    /// A document states a new value in place of its own earlier one.
    case supersedes
    /// A value that nobody states any longer.
    case withdraws
    /// The state is as it was.
    case none
  }

  public enum Payload: Sendable, Hashable {
    case fact(Fact)
    case document(DocumentReport)
    case review(Review)
  }

  @ExactText public var id: String
  /// The URI of the document that it comes from; of a review ``Review/uri``.
  @ExactText public var source: String
  public var kind: Kind
  /// The key of a fact, or the URI of a document; of a review ``Review/uri``.
  @ExactText public var subject: String
  public var time: Timestamp
  public var sequence: UInt64
  public var effect: Effect
  public var data: Payload

  public init(
    id: String,
    source: String,
    kind: Kind,
    subject: String,
    time: Timestamp,
    sequence: UInt64,
    effect: Effect,
    data: Payload
  ) {
    self.id = id
    self.source = source
    self.kind = kind
    self.subject = subject
    self.time = time
    self.sequence = sequence
    self.effect = effect
    self.data = data
  }

  /// The fact that the event is about; nil where it is about none.
  ///
  /// It is the event's id up to a full stop. The data of a snapshot's fact hashes to another where its evidence has moved.
  public var fact: FactID? { kind.isFact ? FactID(Substring(id.utf8.prefix { $0 != UInt8(ascii: ".") })) : nil }

  fileprivate enum CodingKeys: String, CodingKey {
    case specversion, id, source, type, subject, time, datacontenttype, sequence, effect, data
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(String.self, forKey: .specversion)
    guard version == "1.0" else {
      throw DecodingError.dataCorruptedError(
        forKey: .specversion,
        in: container,
        debugDescription: "specversion is \"\(version)\", want \"1.0\""
      )
    }
    id = try container.decode(String.self, forKey: .id)
    source = try container.decode(String.self, forKey: .source)
    kind = try container.decode(Kind.self, forKey: .type)
    subject = try container.decode(String.self, forKey: .subject)
    time = try container.decode(Timestamp.self, forKey: .time)
    effect = try container.decode(Effect.self, forKey: .effect)
    let written = try container.decode(String.self, forKey: .sequence)
    guard written.utf8.count == 20, let number = UInt64(written) else {
      throw DecodingError.dataCorruptedError(
        forKey: .sequence,
        in: container,
        debugDescription: "sequence is \"\(written)\", want 20 digits"
      )
    }
    sequence = number
    data =
      kind.isFact
      ? .fact(try container.decode(Fact.self, forKey: .data))
      : kind.isReview
        ? .review(try container.decode(Review.self, forKey: .data))
        : .document(try container.decode(DocumentReport.self, forKey: .data))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try envelope.encode(into: &container)
    switch data {
    case .fact(let fact): try container.encode(fact, forKey: .data)
    case .document(let report): try container.encode(report, forKey: .data)
    case .review(let review): try container.encode(review, forKey: .data)
    }
  }
}

extension Event {
  /// The JSON of an event whose data is at hand as JSON already: the same bytes as encoding the whole event would give.
  public static func json(
    id: String,
    source: String,
    kind: Kind,
    subject: String,
    time: Timestamp,
    sequence: UInt64,
    effect: Effect,
    data: [UInt8]
  ) throws -> [UInt8] {
    let envelope = Envelope(
      id: id,
      source: source,
      kind: kind,
      subject: subject,
      time: time,
      sequence: sequence,
      effect: effect
    )
    var json = JSONWriter(capacity: 512 + data.count)
    envelope.write(to: &json)
    json.write(literal: ",\"data\":")
    json.write(json: data)
    json.close()
    return json.bytes
  }

  /// Everything but the data.
  private struct Envelope: DirectlyWritten {
    var id: String
    var source: String
    var kind: Kind
    var subject: String
    var time: Timestamp
    var sequence: UInt64
    var effect: Effect

    func write(to json: inout JSONWriter) {
      json.field("{\"specversion\":", "1.0")
      json.field(",\"id\":", id)
      json.field(",\"source\":", source)
      json.field(",\"type\":", kind.rawValue)
      json.field(",\"subject\":", subject)
      json.field(",\"time\":", time.description)
      json.field(",\"datacontenttype\":", "application/json")
      json.field(",\"sequence\":", padded(sequence, to: 20))
      json.field(",\"effect\":", effect.rawValue)
    }

    func encode(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
      try container.encode("1.0", forKey: .specversion)
      try container.encode(id, forKey: .id)
      try container.encode(source, forKey: .source)
      try container.encode(kind, forKey: .type)
      try container.encode(subject, forKey: .subject)
      try container.encode(time, forKey: .time)
      try container.encode("application/json", forKey: .datacontenttype)
      try container.encode(padded(sequence, to: 20), forKey: .sequence)
      try container.encode(effect, forKey: .effect)
    }
  }

  private var envelope: Envelope {
    Envelope(id: id, source: source, kind: kind, subject: subject, time: time, sequence: sequence, effect: effect)
  }
}

/// The data of the events about documents: what became of one revision.
public struct DocumentReport: Sendable, Hashable, Codable {
  public var document: Document
  /// What it is: `text/html`; null where that was not said.
  public var mediaType: String?
  /// How many facts the revision states; null where it was not extracted.
  public var facts: Int?
  /// Name and version of the extractor; null where none came to its end.
  public var extractor: String?
  /// Why the document was set aside, or why its revision states nothing, or nothing but what it says of itself; null elsewhere.
  public var reason: String?
  /// Of a document that was set aside: why, for programs, as in ``ReadError/Code`` and ``FailureCode``; null elsewhere.
  public var code: String?
  /// How often it was tried.
  public var attempts: Int?
  /// By which near copies of the text are known; null for a short text, and where it was not extracted.
  public var fingerprint: Fingerprint?
  /// The lines that are no prose and were not read; null where there are none, and where it was not extracted.
  public var skipped: [SkippedLines]?
  /// Of a revision: how far the evidence moved of the facts that it still states in the same words; null where none did.
  public var moved: EvidenceMoves?

  public init(
    document: Document,
    mediaType: String? = nil,
    facts: Int? = nil,
    extractor: String? = nil,
    reason: String? = nil,
    code: String? = nil,
    attempts: Int? = nil,
    fingerprint: Fingerprint? = nil,
    skipped: [SkippedLines]? = nil,
    moved: EvidenceMoves? = nil
  ) {
    self.document = document
    self.mediaType = mediaType
    self.code = code
    self.facts = facts
    self.fingerprint = fingerprint
    self.skipped = skipped
    self.moved = moved
    self.extractor = extractor
    self.reason = reason
    self.attempts = attempts
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(document, forKey: .document)
    try container.encode(mediaType, forKey: .mediaType)
    try container.encode(facts, forKey: .facts)
    try container.encode(extractor, forKey: .extractor)
    try container.encode(reason, forKey: .reason)
    try container.encode(code, forKey: .code)
    try container.encode(attempts, forKey: .attempts)
    try container.encode(fingerprint, forKey: .fingerprint)
    try container.encode(skipped, forKey: .skipped)
    try container.encode(moved, forKey: .moved)
  }
}
