import Model

/// A worker asks whether the aggregator wants the facts of a revision, before it extracts them.
public struct Offer: MessageBody, Hashable {
  public static let kind = MessageKind.offer

  /// Intake's name of the work: `<intake>-<counter>`. A batch of an earlier job of the same intake changes nothing.
  public var job: String
  public var uri: String
  public var digest: Digest
  public var extractor: String
  /// Null for ``JobAction/extract``.
  public var action: JobAction?
  /// As the job had it.
  public var seal: Seal?

  public init(job: String, uri: String, digest: Digest, extractor: String, action: JobAction? = nil, seal: Seal? = nil)
  {
    self.job = job
    self.uri = uri
    self.digest = digest
    self.extractor = extractor
    self.action = action
    self.seal = seal
  }
}

/// The aggregator takes the next part of the revision's batch: one message of so many bytes at most.
public struct Credit: MessageBody, Hashable {
  public static let kind = MessageKind.credit

  public var uri: String
  public var digest: Digest
  public var bytes: Int
  /// How many chunks of the batch it holds already; null for none.
  public var chunk: Int?
  /// True where it takes sentences beside facts; null where it would take them for bad facts.
  public var sentences: Bool?

  public init(uri: String, digest: Digest, bytes: Int, chunk: Int? = nil, sentences: Bool? = nil) {
    self.uri = uri
    self.digest = digest
    self.bytes = bytes
    self.chunk = chunk
    self.sentences = sentences
  }
}

/// A part of a batch that is too large for one message: whole lines, which the aggregator puts aside until the batch itself comes.
public struct Chunk: MessageBody, Hashable {
  public static let kind = MessageKind.chunk

  public var job: String
  public var uri: String
  public var digest: Digest
  /// 0 for the first.
  public var index: Int
  /// Null for ``JobAction/extract``.
  public var action: JobAction?
  /// As the job had it.
  public var seal: Seal?

  public init(job: String, uri: String, digest: Digest, index: Int, action: JobAction? = nil, seal: Seal? = nil) {
    self.job = job
    self.uri = uri
    self.digest = digest
    self.index = index
    self.action = action
    self.seal = seal
  }
}

/// All facts of one revision, and its other sentences; they are the chunks before it and then the attachment, one JSON object a line.
public struct Batch: MessageBody, Hashable {
  public static let kind = MessageKind.batch

  public var job: String
  public var document: Document
  /// What it is: `text/html`; null where that is not said.
  public var mediaType: String?
  public var extractor: String
  /// How many of the lines of chunks and attachment are facts.
  public var facts: Int
  /// How many of them are sentences, each a ``SentenceLine``; null for none.
  public var sentences: Int?
  /// How many chunks come before the attachment; null for none.
  public var chunks: Int?
  /// Null for ``JobAction/extract``.
  public var action: JobAction?
  /// Why there is no fact, in one line; null where there is one.
  public var reason: String?
  /// The lines that are no prose and were not read; null for none.
  public var skipped: [SkippedLines]?
  /// By which near copies of the text are known; null for a short text.
  public var fingerprint: Fingerprint?
  /// As the job had it.
  public var seal: Seal?

  public init(
    job: String,
    document: Document,
    mediaType: String? = nil,
    extractor: String,
    facts: Int,
    sentences: Int? = nil,
    chunks: Int? = nil,
    action: JobAction? = nil,
    reason: String? = nil,
    skipped: [SkippedLines]? = nil,
    fingerprint: Fingerprint? = nil,
    seal: Seal? = nil
  ) {
    self.mediaType = mediaType
    self.skipped = skipped
    self.fingerprint = fingerprint
    self.sentences = sentences
    self.job = job
    self.document = document
    self.extractor = extractor
    self.facts = facts
    self.chunks = chunks
    self.action = action
    self.reason = reason
    self.seal = seal
  }
}

/// The batch is committed: its events are in the journal.
public struct Ack: MessageBody, Hashable {
  public static let kind = MessageKind.ack

  public var uri: String
  public var digest: Digest
  /// True when the revision was committed before; nothing has changed.
  public var duplicate: Bool
  /// How many facts were asserted and retracted.
  public var asserted: Int
  public var retracted: Int
  /// Proof that what became of the job is in the journal, for intake; null where no job was acknowledged.
  public var seal: Seal?

  public init(uri: String, digest: Digest, duplicate: Bool, asserted: Int, retracted: Int, seal: Seal? = nil) {
    self.uri = uri
    self.digest = digest
    self.duplicate = duplicate
    self.asserted = asserted
    self.retracted = retracted
    self.seal = seal
  }
}

/// The batch will never be taken.
public struct Reject: MessageBody, Hashable {
  public static let kind = MessageKind.reject

  /// Null when the batch could not be read so far.
  public var uri: String?
  public var digest: Digest?
  public var reason: String

  public init(uri: String?, digest: Digest?, reason: String) {
    self.uri = uri
    self.digest = digest
    self.reason = reason.cut(to: String.longestQuoted)
  }
}

/// Intake tells the aggregator that it has given a document up, so that the journal knows.
public struct SetAside: MessageBody, Hashable {
  public static let kind = MessageKind.setAside

  public var job: String
  public var document: Document
  public var reason: String
  public var attempts: Int
  /// Of the worker that failed last; null where none had it.
  public var extractor: String?
  /// Why the document cannot be read, for programs, as in ``ReadError/Code``; null where it could be, or was not tried.
  public var code: String?
  /// Proof that this is of intake.
  public var seal: Seal?

  public init(
    job: String,
    document: Document,
    reason: String,
    attempts: Int,
    extractor: String? = nil,
    code: String? = nil,
    seal: Seal? = nil
  ) {
    self.code = code
    self.job = job
    self.document = document
    self.reason = reason
    self.attempts = attempts
    self.extractor = extractor
    self.seal = seal
  }
}

/// Intake tells the aggregator that nobody waits for a document any longer that was set aside. The answer is an ``Ack`` with the
/// digest of no bytes.
public struct DropFailure: MessageBody, Hashable {
  public static let kind = MessageKind.dropFailure

  public var uri: String
  /// Proof that this is of intake.
  public var seal: Seal?

  public init(uri: String, seal: Seal? = nil) {
    self.uri = uri
    self.seal = seal
  }
}
