import Model

/// What a subscriber does with what it receives: the protocol's logic, with no socket in it.
///
/// Live messages are lossy, so the subscription takes one at once only when it is the very next of the whole journal. Everything else
/// (a hole, a filtered stream in which holes cannot be seen, a progress message ahead of the cursor) is healed by one and the same
/// request, `catch-up`, whose answer moves the cursor. So every event is delivered in journal order, once.
public struct Subscription: Sendable {
  /// Where to begin.
  public enum Start: Sendable, Hashable {
    /// With the entries as they are now, then every later event.
    case snapshot
    /// With the events after a cursor.
    case after(Cursor)
    /// With the first event of the journal; where it was trimmed, with the oldest that is kept, and a notice.
    case beginning
  }

  /// What the owner of the sockets is to do.
  public enum Action: Sendable {
    /// Send this request to the `query` socket.
    case ask(Packet)
    /// Entries of a snapshot, one JSON object a line.
    case entries([UInt8])
    /// The snapshot is complete as of this cursor.
    case snapshotComplete(Cursor)
    /// One event, in the order of the journal.
    case event(sequence: UInt64, json: [UInt8])
    /// Everything up to this cursor has been delivered.
    case reached(Cursor)
    /// Something that the user must hear of.
    case notice(String)
    /// The request can never be answered.
    case fail(String)
  }

  private enum Phase: Hashable {
    /// Nothing was heard from the aggregator yet.
    case waiting
    case snapshot(at: Cursor?, after: String?)
    case following(Cursor)
  }

  private let prefixes: [String]
  private let start: Start
  private var phase = Phase.waiting
  /// True while the first events are asked for, wherever the journal begins.
  private var isAtBeginning = false
  /// The request that no answer came to yet.
  private var outstanding: UInt64?
  /// Whether the journal has answered to the cursor, so that it was once the one that the cursor is of.
  private var isAnswered = false
  private var requests: UInt64 = 0
  /// The newest sequence that was heard of.
  private var head: UInt64 = 0
  /// Events that came while a request was out, in order, as long as they follow each other.
  private var held: [(sequence: UInt64, json: [UInt8])] = []
  private var heldBytes = 0

  /// The most that is held while a request is out; what comes beyond it is caught up.
  public static let maximumHeldBytes = 8 << 20

  /// - Parameter prefixes: beginnings of topics; "" for all.
  public init(prefixes: [String], start: Start) {
    self.prefixes = prefixes.isEmpty ? [""] : prefixes
    self.start = start
  }

  /// The beginnings of topics to subscribe the socket to.
  public var topics: [String] { prefixes + (prefixes.contains("") ? [] : [Topic.progress]) }

  /// A question as large as any that it asks, beside what it costs to go on with the next page.
  public var largestQuestion: Packet {
    get throws {
      try Packet(SnapshotRequest(request: .max, prefixes: prefixes, after: String(repeating: "-", count: 1024)))
    }
  }

  /// Where the subscription is; nil before the first snapshot is complete.
  public var cursor: Cursor? {
    if case .following(let cursor) = phase { cursor } else { nil }
  }

  /// True when every sequence is expected to come by, so that a hole shows.
  private var seesAll: Bool { prefixes.contains("") }

  /// Takes one message of the `updates` socket.
  public mutating func receive(_ update: Update) -> [Action] {
    switch update {
    case .progress(let head): receive(progress: head)
    case .event(let sequence, let epoch, let json): receive(event: json, at: Cursor(epoch: epoch, sequence: sequence))
    }
  }

  private mutating func receive(progress: Cursor) -> [Action] {
    switch phase {
    case .waiting:
      head = progress.sequence
      return begin(progress.epoch)
    case .snapshot(let at, let after):
      head = max(head, progress.sequence)
      // The answer to the last question was lost: the same page again.
      return outstanding == nil ? [askForSnapshot(at: at, after: after)] : []
    case .following(let cursor):
      guard cursor.epoch == progress.epoch else { return restart(ofAnotherJournal) }
      // The same place with another past: a journal that was put back, and has gone on differently up to here.
      if cursor.sequence == progress.sequence, let check = cursor.check, let told = progress.check, check != told {
        return restart("the journal was put back to an earlier state, and has gone on from there")
      }
      head = max(head, progress.sequence)
      // A head before the cursor is an old message, or a journal that was put back: the answer tells which.
      if outstanding == nil, head > cursor.sequence || progress.sequence < cursor.sequence { return [catchUp(cursor)] }
      return cursor.sequence == head ? [.reached(cursor)] : []
    }
  }

  private mutating func receive(event json: [UInt8], at place: Cursor) -> [Action] {
    guard case .following(let cursor) = phase else { return [] }
    guard cursor.epoch == place.epoch else { return restart(ofAnotherJournal) }
    head = max(head, place.sequence)
    guard place.sequence > cursor.sequence else { return [] }
    if outstanding != nil {
      hold(json, place.sequence)
      return []
    }
    if seesAll, place.sequence - 1 == cursor.sequence {
      phase = .following(cursor.advanced(to: place.sequence, by: json))
      return [.event(sequence: place.sequence, json: json)]
    }
    return [catchUp(cursor)]
  }

  /// Takes one answer of the `query` socket.
  /// - Throws: ``WireError`` when it is not an answer that the protocol knows.
  public mutating func receive(reply packet: Packet) throws(WireError) -> [Action] {
    switch packet.header.kind {
    case .entries:
      let reply: EntriesReply = try packet.decode()
      guard answers(reply.request), case .snapshot = phase else { return [] }
      let entries = try packet.attachment()
      var actions: [Action] = entries.isEmpty ? [] : [.entries(entries)]
      if let next = reply.next {
        phase = .snapshot(at: reply.cursor, after: next)
        actions.append(askForSnapshot(at: reply.cursor, after: next))
      } else {
        phase = .following(reply.cursor)
        isAnswered = true
        actions.append(.snapshotComplete(reply.cursor))
        actions += goOn(from: reply.cursor, more: head > reply.cursor.sequence)
      }
      return actions
    case .events:
      let reply: EventsReply = try packet.decode()
      guard answers(reply.request), case .following = phase else { return [] }
      var actions: [Action] = []
      let attachment = try packet.attachment()
      for line in JSONLines.lines(of: attachment) {
        let json = Array(line)
        actions.append(.event(sequence: try EventSequence.read(json), json: json))
      }
      phase = .following(reply.cursor)
      isAnswered = true
      isAtBeginning = false
      return actions + goOn(from: reply.cursor, more: reply.more)
    case .tooOld:
      let reply: TooOld = try packet.decode()
      guard answers(reply.request) else { return [] }
      if isAtBeginning, case .following = phase {
        phase = .following(reply.oldest)
        let first = "beginning with event \(reply.oldest.sequence &+ 1), the oldest that is kept"
        return [.notice("the journal no longer goes back to its first event: \(first)"), catchUp(reply.oldest)]
      }
      return restart("the journal no longer goes back to the cursor; it begins after \(reply.oldest)")
    case .epochChanged:
      let reply: EpochChanged = try packet.decode()
      guard answers(reply.request) else { return [] }
      return restart(ofAnotherJournal)
    case .busy:
      let reply: Busy = try packet.decode()
      // The next progress message asks again.
      if let request = reply.request { _ = answers(request) }
      return []
    case .refused:
      let reply: Refused = try packet.decode()
      guard reply.request == nil || reply.request == outstanding else { return [] }
      return [.fail(reply.reason)]
    default:
      throw WireError("an answer of kind \(packet.header.kind)")
    }
  }

  /// Says that no answer came in time: the request is put again when the aggregator is next heard of.
  public mutating func requestTimedOut() {
    guard outstanding != nil else { return }
    outstanding = nil
    dropHeld()
  }

  /// True while an answer is awaited.
  public var isAsking: Bool { outstanding != nil }

  private mutating func begin(_ epoch: Epoch) -> [Action] {
    switch start {
    case .snapshot:
      phase = .snapshot(at: nil, after: nil)
      return [askForSnapshot(at: nil, after: nil)]
    case .after(let cursor):
      phase = .following(cursor)
      return [catchUp(cursor)]
    case .beginning:
      let cursor = Cursor(epoch: epoch, sequence: 0)
      isAtBeginning = true
      phase = .following(cursor)
      return [catchUp(cursor)]
    }
  }

  /// Takes a new snapshot, and says why.
  /// Why the journal is not the one that the cursor is of; the same words whichever message tells first.
  private var ofAnotherJournal: String {
    isAnswered ? "another journal took the place of this one" : "the cursor is of another journal"
  }

  private mutating func restart(_ why: String) -> [Action] {
    // What was heard of the other journal's end says nothing of this one's.
    head = 0
    outstanding = nil
    isAtBeginning = false
    dropHeld()
    phase = .snapshot(at: nil, after: nil)
    return [.notice("\(why): taking a new snapshot"), askForSnapshot(at: nil, after: nil)]
  }

  /// After an answer: asks for more, or takes what came meanwhile.
  private mutating func goOn(from cursor: Cursor, more: Bool) -> [Action] {
    if more {
      dropHeld()
      return [catchUp(cursor)]
    }
    var cursor = cursor
    var actions: [Action] = []
    for (sequence, json) in held where sequence > cursor.sequence {
      guard seesAll, sequence - 1 == cursor.sequence else { break }
      cursor = cursor.advanced(to: sequence, by: json)
      actions.append(.event(sequence: sequence, json: json))
    }
    dropHeld()
    phase = .following(cursor)
    actions.append(head > cursor.sequence ? catchUp(cursor) : .reached(cursor))
    return actions
  }

  private mutating func hold(_ json: [UInt8], _ sequence: UInt64) {
    guard seesAll else { return }
    if let last = held.last, sequence == 0 || sequence - 1 != last.sequence { return }
    guard heldBytes + json.count <= Self.maximumHeldBytes else { return }
    held.append((sequence, json))
    heldBytes += json.count
  }

  private mutating func dropHeld() {
    held.removeAll()
    heldBytes = 0
  }

  private mutating func answers(_ request: UInt64) -> Bool {
    guard request == outstanding else { return false }
    outstanding = nil
    return true
  }

  private mutating func catchUp(_ cursor: Cursor) -> Action {
    ask(CatchUpRequest(request: nextRequest(), prefixes: prefixes, after: cursor))
  }

  private mutating func askForSnapshot(at cursor: Cursor?, after: String?) -> Action {
    ask(SnapshotRequest(request: nextRequest(), prefixes: prefixes, at: cursor, after: after))
  }

  private mutating func nextRequest() -> UInt64 {
    requests += 1
    outstanding = requests
    return requests
  }

  private func ask(_ body: some MessageBody) -> Action {
    do {
      return .ask(try Packet(body))
    } catch {
      return .fail("the request cannot be written: \(error)")
    }
  }
}

/// The sequence of an event, without building all of it.
enum EventSequence {
  private struct Probe: DirectlyRead {
    var sequence: String

    enum CodingKeys: CodingKey { case sequence }

    init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
      try json.expect("{\"specversion\":\"1.0\",\"id\":")
      try json.skipString()
      try json.expect(",\"source\":")
      try json.skipString()
      try json.expect(",\"type\":")
      try json.skipString()
      try json.expect(",\"subject\":")
      try json.skipString()
      try json.expect(",\"time\":")
      try json.skipString()
      sequence = try json.field(",\"datacontenttype\":\"application/json\",\"sequence\":")
      try json.expect(",\"effect\":")
      try json.skipString()
      try json.expect(",\"data\":")
      try json.skipValue()
      try json.close()
    }
  }

  static func read(_ json: [UInt8]) throws(WireError) -> UInt64 {
    do {
      let probe = try JSON.decode(Probe.self, from: json)
      guard let sequence = UInt64(probe.sequence) else {
        throw WireError("an event's sequence is \"\(probe.sequence)\"")
      }
      return sequence
    } catch {
      throw WireError("an event that cannot be read: \(error)")
    }
  }
}
