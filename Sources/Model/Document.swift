/// A document as a fact refers to it: one input, at one revision.
public struct Document: Sendable, Hashable, Codable {
  @ExactText public var uri: String
  /// The revision: `sha256:` and the SHA-256 of the document's bytes in lower-case hexadecimal.
  public var digest: Digest
  public var title: String?
  /// The day the document states as its own.
  public var date: Day?
  /// The language of most of it, as a BCP 47 tag; null where it was not told.
  public var language: String?

  public init(uri: String, digest: Digest, title: String? = nil, date: Day? = nil, language: String? = nil) {
    self.uri = uri
    self.digest = digest
    self.title = title
    self.date = date
    self.language = language
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(uri, forKey: .uri)
    try container.encode(digest, forKey: .digest)
    try container.encode(title, forKey: .title)
    try container.encode(date, forKey: .date)
    try container.encode(language, forKey: .language)
  }
}

/// What is to be done about a document.
public enum JobAction: String, Sendable, Hashable, Codable {
  /// Find the facts of a revision: what is done unless something else is said.
  case extract
  /// Find the facts of the revision that stands anew; another revision that stands by then is left alone.
  case reprocess
  /// Take everything back that the document states.
  case withdraw
}

/// A document as the journal knows it now: the revision that stands, and who read it.
public struct KnownDocument: Sendable, Hashable, Codable {
  @ExactText public var uri: String
  public var digest: Digest
  public var extractor: String
  /// How many facts it states.
  public var facts: Int
  public var title: String?
  /// The day the document states as its own.
  public var date: Day?
  /// Its language, as a BCP 47 tag; left out where it was not told.
  public var language: String?
  /// What it is: `text/html`; left out where an earlier version took it.
  public var mediaType: String?
  /// The event that accepted the revision.
  public var sequence: UInt64
  /// Why it states nothing; left out where it does, and where the journal was trimmed beyond the event.
  public var reason: String?
  /// The lines that were not read; left out where all were, and where the journal was trimmed beyond the event.
  public var skipped: [SkippedLines]?

  public init(
    uri: String,
    digest: Digest,
    extractor: String,
    facts: Int,
    title: String? = nil,
    date: Day? = nil,
    language: String? = nil,
    mediaType: String? = nil,
    sequence: UInt64,
    reason: String? = nil,
    skipped: [SkippedLines]? = nil
  ) {
    self.language = language
    self.mediaType = mediaType
    self.uri = uri
    self.digest = digest
    self.extractor = extractor
    self.facts = facts
    self.title = title
    self.date = date
    self.sequence = sequence
    self.reason = reason
    self.skipped = skipped
  }
}

/// One content of a document, as intake takes it in and hands it to a worker.
public struct Revision: Sendable, Hashable, Codable {
  @ExactText public var uri: String
  public var digest: Digest
  /// Such as `text/plain`; decides which reader reads it.
  public var mediaType: String
  /// The size of the content in bytes.
  public var size: Int
  /// When intake accepted it.
  public var received: Timestamp
  /// Nil for ``JobAction/extract``.
  public var action: JobAction?

  public init(
    uri: String,
    digest: Digest,
    mediaType: String,
    size: Int,
    received: Timestamp,
    action: JobAction? = nil
  ) {
    self.uri = uri
    self.digest = digest
    self.mediaType = mediaType
    self.size = size
    self.received = received
    self.action = action
  }
}
