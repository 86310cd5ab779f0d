import Model
import Wire
import ZeroMQ

/// Questions to the aggregator. Calls block, and belong to one thread.
public final class Query {
  let connection: Connection
  private var requests: UInt64 = 0
  /// How long an answer is waited for.
  let patience: Duration

  /// - Parameters:
  ///   - endpoint: the aggregator's `query` socket.
  ///   - keys: what a TCP endpoint wants.
  ///   - patience: how long an answer is waited for.
  package init(
    _ context: Context,
    to endpoint: String,
    keys: CurveClient? = nil,
    patience: Duration = Connection.patience
  ) throws {
    connection = try Connection(context, to: endpoint, keys: keys)
    self.patience = patience
  }

  func ask(_ body: some MessageBody) throws -> Packet {
    try connection.ask(body, patience: patience)
  }

  func next() -> UInt64 {
    requests += 1
    return requests
  }

  /// The entries of a key, or of every key that begins so, page by page.
  /// - Parameters:
  ///   - sequence: as the journal stood after this event; nil for now.
  ///   - time: as the journal stood at this time; nil for now.
  ///   - days: only what holds on one of these days; nil for all.
  ///   - each: is given one entry after the other.
  public func get(
    _ key: String,
    asOf sequence: UInt64? = nil,
    asOf time: Timestamp? = nil,
    in days: ClosedRange<Day>? = nil,
    each: (Entry) throws -> Void
  ) throws {
    var after: String?
    var moment = sequence
    repeat {
      let request = GetRequest(
        request: next(),
        key: key,
        after: after,
        sequence: moment,
        time: time,
        at: days?.lowerBound,
        until: days?.upperBound
      )
      let packet = try ask(request)
      let reply: EntriesReply = try connection.read(packet)
      // Every page is of the moment of the first.
      moment = reply.cursor.sequence
      for entry in try lines(of: packet, as: Entry.self) { try each(entry) }
      after = reply.next
    } while after != nil
  }

  /// Every event of a key, oldest first.
  /// - Returns: where the journal begins, when it was trimmed and the key has had events before; nil when all were given.
  public func history(of key: Key, each: (Event) throws -> Void) throws -> Cursor? {
    var after: Cursor?
    var oldest: Cursor?
    var more = true
    while more {
      let packet = try ask(HistoryRequest(request: next(), key: key, after: after))
      let reply: EventsReply = try connection.read(packet)
      for event in try lines(of: packet, as: Event.self) { try each(event) }
      if after == nil { oldest = reply.oldest }
      after = reply.cursor
      more = reply.more
    }
    return oldest
  }

  /// The last event that was recorded by a time.
  public func sequence(at time: Timestamp) throws -> UInt64 {
    // No key begins so: the answer is the moment alone.
    let reply: EntriesReply = try connection.read(try ask(GetRequest(request: next(), key: "@", time: time)))
    return reply.cursor.sequence
  }

  /// The place after an event, with its check.
  public func cursor(at sequence: UInt64) throws -> Cursor {
    let reply: EntriesReply = try connection.read(try ask(GetRequest(request: next(), key: "@", sequence: sequence)))
    return reply.cursor
  }

  /// The last event of the journal.
  public func head() throws -> Cursor {
    // A snapshot of nothing is of the moment all the same.
    let reply: EntriesReply = try connection.read(try ask(SnapshotRequest(request: next(), prefixes: [])))
    return reply.cursor
  }

  /// The documents that were set aside.
  public func failures() throws -> FailureList {
    try connection.read(try ask(FailuresRequest(request: next())))
  }

  /// The documents that state something and whose URIs begin so, in the order of their URIs.
  public func documents(prefix: String, each: (KnownDocument) throws -> Void) throws {
    var after: String?
    repeat {
      let list: DocumentList = try connection.read(
        try ask(DocumentsRequest(request: next(), prefix: prefix, after: after))
      )
      for document in list.documents { try each(document) }
      after = list.next
    } while after != nil
  }

  /// How the aggregator is.
  public func status() throws -> StatusReport {
    try connection.read(try ask(StatusRequest(request: next())))
  }

  func lines<T: Decodable>(of packet: Packet, as type: T.Type) throws -> [T] {
    do {
      return try JSONLines.decode(type, from: try packet.attachment())
    } catch {
      throw ClientError.badAnswer("\(error)")
    }
  }
}
