import Model

/// One thing for the writer to do.
public enum StoreRequest: Sendable {
  case batch(FactBatch)
  case setAside(job: String, document: Document, reason: String, attempts: Int)
}

/// All facts of one revision, to be applied together.
public struct FactBatch: Sendable {
  /// Intake's name of the work: `<intake>-<counter>`.
  public var job: String
  public var document: Document
  public var extractor: String
  /// Each fact beside its JSON, which is kept.
  public var facts: [(fact: Fact, json: [UInt8])]

  public init(job: String, document: Document, extractor: String, facts: [(fact: Fact, json: [UInt8])]) {
    self.job = job
    self.document = document
    self.extractor = extractor
    self.facts = facts
  }
}

/// What became of a request.
public struct Applied: Sendable {
  /// True when the revision was applied before; nothing has changed.
  public var duplicate = false
  public var asserted = 0
  public var retracted = 0
  /// The events that were written, in the order of the journal.
  public var events: [JournalEvent] = []
}

/// An event as it is published: topic, place and JSON.
public struct JournalEvent: Sendable {
  public var topic: String
  public var sequence: UInt64
  public var json: [UInt8]

  public init(topic: String, sequence: UInt64, json: [UInt8]) {
    self.topic = topic
    self.sequence = sequence
    self.json = json
  }
}
