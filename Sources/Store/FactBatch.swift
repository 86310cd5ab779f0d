import Glibc
import Model

/// One thing for the writer to do.
public enum StoreRequest: Sendable {
  case batch(FactBatch)
  case setAside(
    job: String,
    document: Document,
    reason: String,
    attempts: Int,
    extractor: String? = nil,
    code: String? = nil
  )
  /// Nobody waits any longer for a document that was set aside.
  case dropFailure(uri: String)
  /// A person has decided.
  case review(Review)
}

/// All facts of one revision, and the sentences that gave none, to be applied together.
public struct FactBatch: Sendable {
  /// The most facts that a batch may have.
  public static let maximumFacts = 1_000_000
  /// How long a reason may be, in bytes.
  public static let maximumReason = 500
  /// How many reasons there may be for which lines were not read; more are cut.
  public static let maximumSkipped = 20

  /// Intake's name of the work: `<intake>-<counter>`.
  public var job: String
  public var document: Document
  /// What it is: `text/html`; nil where that is not known.
  public var mediaType: String?
  public var extractor: String
  public var action: JobAction
  /// Why there is no fact; longer than ``maximumReason`` bytes it is cut.
  public var reason: String?
  /// The lines that were not read, as far as ``maximumSkipped`` goes.
  public var skipped: [SkippedLines]
  /// By which near copies of the text are known; nil for a short text.
  public var fingerprint: Fingerprint?
  /// How many facts there are said to be.
  public var count: Int
  /// How many sentences that gave none.
  public var sentences: Int
  public var lines: FactLines
  /// By whose names the facts are kept.
  public var aliases: EntityAliases

  /// - Parameter extractor: as the worker named it; it is kept with the version of the aliases.
  public init(
    job: String,
    document: Document,
    mediaType: String? = nil,
    extractor: String,
    action: JobAction = .extract,
    reason: String? = nil,
    skipped: [SkippedLines] = [],
    fingerprint: Fingerprint? = nil,
    count: Int,
    sentences: Int = 0,
    lines: FactLines,
    aliases: EntityAliases = .none
  ) {
    self.job = job
    self.document = document
    self.mediaType = mediaType.map { String(decoding: $0.utf8.prefix(Self.maximumReason), as: UTF8.self) }
    self.extractor = aliases.extractor(extractor)
    self.action = action
    self.reason = reason.map { String(decoding: $0.utf8.prefix(Self.maximumReason), as: UTF8.self) }
    self.skipped = skipped.prefix(Self.maximumSkipped).map { lines in
      SkippedLines(
        reason: String(decoding: lines.reason.utf8.prefix(Self.maximumReason), as: UTF8.self),
        lines: lines.lines
      )
    }
    self.fingerprint = fingerprint
    self.count = count
    self.sentences = sentences
    self.lines = lines
    self.aliases = aliases
  }
}

/// The facts and sentences of a batch, one JSON object a line: those put aside in a file, and after them those in memory.
public struct FactLines: Sendable {
  public var file: String?
  public var bytes: [UInt8]

  public init(file: String? = nil, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// Gives the lines one after the other, empty ones left out; one is in memory at a time.
  /// - Throws: what `body` throws; ``StoreError`` when the file cannot be read.
  func forEach(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
    if let file { try Self.forEachLine(of: file, body) }
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if end > rest.startIndex { try body(rest[..<end]) }
      rest = rest[(end + 1)...]
    }
    if !rest.isEmpty { try body(rest) }
  }

  private static func forEachLine(of path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let file = fopen(path, "re") else {
      throw StoreError(.unreadable, "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while true {
      let length = getline(&line, &capacity, file)
      guard length >= 0, let line else { break }
      let bytes = UnsafeRawBufferPointer(start: line, count: length)
      let content = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : Array(bytes)
      if !content.isEmpty { try body(content[...]) }
    }
    guard ferror(file) == 0 else { throw StoreError(.unreadable, "\(path): cannot be read") }
  }
}

/// What became of a request.
public struct Applied: Sendable {
  /// True when the revision was applied before; nothing has changed.
  public var duplicate = false
  public var asserted = 0
  public var retracted = 0
  /// How many of the asserted facts dispute what another document states.
  public var disputes = 0
  /// Of a review that joins: the slug under which the facts stand now.
  public var into: String?
  /// Of a review of a source: how many documents that state something begin so.
  public var documents = 0
  /// The events that were written, in the order of the journal; none where they are too many to be held in memory.
  public var events: [JournalEvent] = []
  /// The last event that was written; 0 when none was.
  public var last: UInt64 = 0
  /// The check of the journal up to it.
  public var check: ChainCheck?
  /// How many events were written.
  public var written = 0

  /// The most bytes of events that are held.
  static let maximumBytes = 4 << 20
  private var bytes = 0
  private var isWhole = true

  mutating func append(_ event: JournalEvent, check: ChainCheck?) {
    last = event.sequence
    self.check = check
    written += 1
    guard isWhole else { return }
    bytes += event.json.count
    if bytes > Self.maximumBytes {
      isWhole = false
      events = []
    } else {
      events.append(event)
    }
  }
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
