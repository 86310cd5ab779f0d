import Keys
import Logging
import Model
import Store
import Wire
import ZeroMQ

/// A thread that answers questions from snapshots of the database, beside the writer.
struct QueryAnswerer: Sendable {
  let store: Store
  let tasks: QuestionQueue
  let notes: Mailbox<AggregatorNote>
  let counters: AggregatorCounters
  let jobKey: JobKey
  let staging: Staging
  let subscribers: SubscriberTable
  /// By whose names facts are kept now.
  let aliases: @Sendable () -> EntityAliases
  /// Who has a name that everybody knows, by its slug.
  let identify: @Sendable (String) -> KnownIdentity?
  let logger: Logger

  /// Works until the queue has ended.
  func run() {
    while !tasks.hasEnded {
      guard let task = tasks.take(waitingUpTo: .seconds(1)) else { continue }
      notes.postAlways(.answer(to: task.peer, on: task.socket, answer(task.packet, from: task.peer)))
    }
  }

  /// The answer to one question; a bad question is refused with the reason.
  func answer(_ packet: Packet, from peer: Frame) -> Packet {
    do {
      return try answerOrThrow(packet, from: peer)
    } catch let error as WireError {
      counters.countMalformed()
      return refusal(packet, .malformed, error.description)
    } catch let error as StoreError {
      if case .tooOld(let oldest) = error.code { return tooOld(packet, oldest, error.description) }
      logger.error("cannot answer a query: \(error)")
      return refusal(packet, .storage, error.description)
    } catch {
      logger.error("cannot answer a query: \(error)")
      return refusal(packet, .unknown, "\(error)")
    }
  }

  /// The journal was trimmed beyond what was asked for.
  private func tooOld(_ packet: Packet, _ oldest: UInt64, _ reason: String) -> Packet {
    do {
      let kept = try store.oldest()
      let cursor = kept.sequence == oldest ? kept : Cursor(epoch: store.epoch, sequence: oldest)
      let reply = TooOld(request: packet.requestNumber ?? 0, oldest: cursor, reason: reason)
      return try Packet(reply, epoch: store.epoch)
    } catch {
      return refusal(packet, .unknown, reason)
    }
  }

  private func refusal(_ packet: Packet, _ code: Refused.Code, _ reason: String) -> Packet {
    do {
      return try Packet(Refused(request: packet.requestNumber, code: code, reason: reason), epoch: store.epoch)
    } catch {
      return Packet(header: Header(.refused, epoch: store.epoch), body: Array("{}".utf8))
    }
  }

  private func answerOrThrow(_ packet: Packet, from peer: Frame) throws -> Packet {
    switch packet.header.kind {
    case .offer: try answer(offer: packet.decode(), from: peer)
    case .snapshot: try answer(snapshot: packet.decode())
    case .get: try answer(get: packet.decode())
    case .catchUp: try answer(catchUp: packet.decode())
    case .history: try answer(history: packet.decode())
    case .failures: try answer(failures: packet.decode())
    case .documents: try answer(documents: packet.decode())
    case .facts: try answer(facts: packet.decode())
    case .search: try answer(search: packet.decode())
    case .entities: try answer(entities: packet.decode())
    case .keys: try answer(keys: packet.decode())
    case .revisions: try answer(revisions: packet.decode())
    case .subscribers: try answer(subscribers: packet.decode())
    case .reviews: try answer(reviews: packet.decode())
    case .about: try answer(about: packet.decode())
    case .status: try answer(status: packet.decode())
    default: throw WireError("\(packet.header.kind) is no question")
    }
  }

  private func answer(offer: Offer, from peer: Frame) throws -> Packet {
    let isDuplicate = try store.has(
      uri: offer.uri,
      digest: offer.digest,
      extractor: aliases().extractor(offer.extractor),
      job: offer.job,
      action: offer.action ?? .extract
    )
    if isDuplicate {
      counters.countDuplicate()
      let seal = jobKey.seal(.done, jobKey.job(offer.job, offer.uri, offer.digest, offer.action))
      let ack = Ack(uri: offer.uri, digest: offer.digest, duplicate: true, asserted: 0, retracted: 0, seal: seal)
      return try Packet(ack, epoch: store.epoch)
    }
    let chunks = staging.chunks(of: offer.job, from: peer)
    let credit = Credit(
      uri: offer.uri,
      digest: offer.digest,
      bytes: counters.creditBytes,
      chunk: chunks == 0 ? nil : chunks,
      sentences: true
    )
    return try Packet(credit, epoch: store.epoch)
  }

  func check(_ prefixes: [String]) throws {
    if let fault = MessageLimits.fault(ofPrefixes: prefixes) { throw WireError(fault) }
  }

  private func answer(snapshot request: SnapshotRequest) throws -> Packet {
    try check(request.prefixes)
    if let cursor = request.at, try isForeign(cursor) {
      return try Packet(EpochChanged(request: request.request, epoch: store.epoch), epoch: store.epoch)
    }
    let page = try store.entries(prefixes: request.prefixes, at: request.at?.sequence, after: request.after)
    if request.after == nil { counters.metrics.snapshots.increment() }
    return try reply(page, request: request.request)
  }

  private func answer(get request: GetRequest) throws -> Packet {
    var moment = request.sequence
    if moment == nil, let time = request.time { moment = try store.sequence(at: time) }
    let head = try store.head().sequence
    if let moment, moment > head { throw WireError("event \(moment) is not there yet: the journal ends at \(head)") }
    let days = try days(request.at, request.until)
    if let key = Key(request.key),
      let page = try store.entries(of: key, at: moment, after: request.after, in: days)
    {
      return try reply(page, request: request.request)
    }
    let page = try store.entries(
      prefixes: [request.key],
      at: moment,
      after: request.after,
      withdrawn: true,
      in: days
    )
    return try reply(page, request: request.request)
  }

  private func days(_ first: Day?, _ last: Day?) throws -> ClosedRange<Day>? {
    guard let first else {
      guard last == nil else { throw WireError("until without at: want both, or at alone") }
      return nil
    }
    guard first <= last ?? first else { throw WireError("until is before at") }
    return first...(last ?? first)
  }

  /// True for a cursor of another journal, or of another past of this one.
  func isForeign(_ cursor: Cursor) throws -> Bool {
    try store.isForeign(cursor)
  }

  private func reply(_ page: Store.EntryPage, request: UInt64) throws -> Packet {
    try Packet(
      EntriesReply(request: request, cursor: page.cursor, next: page.next),
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(try page.entries.map { try JSON.encode($0) })]
    )
  }

  private func answer(catchUp request: CatchUpRequest) throws -> Packet {
    try check(request.prefixes)
    if try isForeign(request.after) {
      return try Packet(EpochChanged(request: request.request, epoch: store.epoch), epoch: store.epoch)
    }
    let page = try store.events(after: request.after.sequence, prefixes: request.prefixes)
    counters.metrics.count(catchUp: page)
    return try reply(page, request: request.request)
  }

  private func answer(history request: HistoryRequest) throws -> Packet {
    if let after = request.after, try isForeign(after) {
      return try Packet(EpochChanged(request: request.request, epoch: store.epoch), epoch: store.epoch)
    }
    return try reply(
      try store.history(of: request.key, after: request.after?.sequence),
      request: request.request
    )
  }

  private func reply(_ page: EventPage, request: UInt64) throws -> Packet {
    try Packet(
      EventsReply(request: request, cursor: page.cursor, more: page.more, oldest: page.oldest),
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(page.events.map(\.json))]
    )
  }

  private func answer(failures request: FailuresRequest) throws -> Packet {
    let (list, total) = try store.failures()
    return try Packet(FailureList(request: request.request, failures: list, total: total), epoch: store.epoch)
  }

  private func answer(documents request: DocumentsRequest) throws -> Packet {
    let (list, next) = try store.documents(prefix: request.prefix, after: request.after)
    return try Packet(DocumentList(request: request.request, documents: list, next: next), epoch: store.epoch)
  }

  private func answer(status request: StatusRequest) throws -> Packet {
    var counts = try store.counts().merging(counters.counts) { $1 }
    if let lag = counts["searchLag"] { counts["searchLagSeconds"] = store.searchReport.secondsBehind(lag: lag) }
    return try Packet(counters.report(request: request.request, counts: counts), epoch: store.epoch)
  }
}
