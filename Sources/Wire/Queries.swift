import Model

/// Asks for the entries under some prefixes, a page at a time, all of the same moment.
public struct SnapshotRequest: MessageBody, Hashable {
  public static let kind = MessageKind.snapshot

  public var request: UInt64
  /// Beginnings of keys; "" for all.
  public var prefixes: [String]
  /// Null on the first page; then the cursor of the first page, so that every page is of the same moment.
  public var at: Cursor?
  /// Null on the first page; then `next` of the last.
  public var after: String?

  public init(request: UInt64, prefixes: [String], at: Cursor? = nil, after: String? = nil) {
    self.request = request
    self.prefixes = prefixes
    self.at = at
    self.after = after
  }
}

/// Asks for the entries of one key, or, when it is no key that is known, of every key that begins so.
public struct GetRequest: MessageBody, Hashable {
  public static let kind = MessageKind.get

  public var request: UInt64
  /// A key, or how keys begin.
  public var key: String
  /// Null on the first page; then `next` of the last.
  public var after: String?
  /// As the journal stood after this event; null for now.
  public var sequence: UInt64?
  /// As the journal stood at this time, by the clock of those who wrote it; null for now.
  public var time: Timestamp?
  /// Only what holds on this day; what is stated without a time holds on any. Null for all.
  public var at: Day?
  /// Only what holds on a day from `at` to this one; null for the one day.
  public var until: Day?

  public init(
    request: UInt64,
    key: String,
    after: String? = nil,
    sequence: UInt64? = nil,
    time: Timestamp? = nil,
    at: Day? = nil,
    until: Day? = nil
  ) {
    self.request = request
    self.key = key
    self.after = after
    self.sequence = sequence
    self.time = time
    self.at = at
    self.until = until
  }
}

/// One page of entries; the entries are the attachment, one JSON object a line.
public struct EntriesReply: MessageBody, Hashable {
  public static let kind = MessageKind.entries

  public var request: UInt64
  /// The moment that the entries are of.
  public var cursor: Cursor
  /// Where the next page begins; null on the last.
  public var next: String?

  public init(request: UInt64, cursor: Cursor, next: String?) {
    self.request = request
    self.cursor = cursor
    self.next = next
  }
}

/// Asks for the events after a cursor.
public struct CatchUpRequest: MessageBody, Hashable {
  public static let kind = MessageKind.catchUp

  public var request: UInt64
  /// Beginnings of topics; "" for all.
  public var prefixes: [String]
  public var after: Cursor

  public init(request: UInt64, prefixes: [String], after: Cursor) {
    self.request = request
    self.prefixes = prefixes
    self.after = after
  }
}

/// Asks for every event of one key, oldest first.
public struct HistoryRequest: MessageBody, Hashable {
  public static let kind = MessageKind.history

  public var request: UInt64
  public var key: Key
  /// Null on the first page; then the cursor of the last.
  public var after: Cursor?

  public init(request: UInt64, key: Key, after: Cursor? = nil) {
    self.request = request
    self.key = key
    self.after = after
  }
}

/// Some events in the order of the journal; they are the attachment, one JSON object a line.
public struct EventsReply: MessageBody, Hashable {
  public static let kind = MessageKind.events

  public var request: UInt64
  /// How far the journal was looked through; the next request goes on from here, though no event was found.
  public var cursor: Cursor
  /// True when the journal goes on after the cursor.
  public var more: Bool
  /// In a history, the cursor at which the journal begins, where the key has had events before; else null.
  public var oldest: Cursor?

  public init(request: UInt64, cursor: Cursor, more: Bool, oldest: Cursor? = nil) {
    self.request = request
    self.cursor = cursor
    self.more = more
    self.oldest = oldest
  }
}

/// The journal no longer goes back to what was asked for: a subscriber takes a snapshot.
public struct TooOld: MessageBody, Hashable {
  public static let kind = MessageKind.tooOld

  public var request: UInt64
  /// The oldest cursor that can still be asked for, and caught up from.
  public var oldest: Cursor
  /// One line for people.
  public var reason: String?

  public init(request: UInt64, oldest: Cursor, reason: String? = nil) {
    self.request = request
    self.oldest = oldest
    self.reason = reason
  }
}

/// The cursor is of another journal: take a snapshot.
public struct EpochChanged: MessageBody, Hashable {
  public static let kind = MessageKind.epochChanged

  public var request: UInt64
  public var epoch: Epoch

  public init(request: UInt64, epoch: Epoch) {
    self.request = request
    self.epoch = epoch
  }
}

/// Asks for the documents that were set aside.
public struct FailuresRequest: MessageBody, Hashable {
  public static let kind = MessageKind.failures

  public var request: UInt64

  public init(request: UInt64) {
    self.request = request
  }
}

/// The documents that were set aside, the newest last.
public struct FailureList: MessageBody, Hashable {
  public static let kind = MessageKind.failureList

  public var request: UInt64
  public var failures: [Failure]
  /// How many there are, listed or not.
  public var total: Int

  public init(request: UInt64, failures: [Failure], total: Int) {
    self.request = request
    self.failures = failures
    self.total = total
  }
}
