import Model
import Wire

extension FuzzTarget {
  static func packet(_ bytes: [UInt8]) {
    let frames = FrameInput.split(bytes)
    do {
      let packet = try Packet(frames: frames)
      precondition(packet.frames == frames, "the frames are not those that were read")
      _ = packet.requestNumber
      try decode(packet)
      for attachment in packet.attachments { _ = try JSONLines.decode(Fact.self, from: attachment) }
    } catch let error as WireError {
      check(message: error.description)
    } catch {
      preconditionFailure("what was read cannot be written: \(error)")
    }
    do {
      _ = try Update(frames: frames)
    } catch {
      check(message: error.description)
    }
  }

  private static func decode(_ packet: Packet) throws {
    switch packet.header.kind {
    case .event, .progress: break
    case .submit: try goAround(packet, Submit.self)
    case .receipt: try goAround(packet, Receipt.self)
    case .withdraw: try goAround(packet, Withdraw.self)
    case .reprocess: try goAround(packet, Reprocess.self)
    case .failedDocument: try goAround(packet, FailedDocument.self)
    case .failedReport: try goAround(packet, FailedReport.self)
    case .ready: try goAround(packet, Ready.self)
    case .job: try goAround(packet, Job.self)
    case .done: try goAround(packet, Done.self)
    case .failed: try goAround(packet, Failed.self)
    case .working: try goAround(packet, Working.self)
    case .offer: try goAround(packet, Offer.self)
    case .credit: try goAround(packet, Credit.self)
    case .batch: try goAround(packet, Batch.self)
    case .ack: try goAround(packet, Ack.self)
    case .reject: try goAround(packet, Reject.self)
    case .setAside: try goAround(packet, SetAside.self)
    case .chunk: try goAround(packet, Chunk.self)
    case .dropFailure: try goAround(packet, DropFailure.self)
    case .snapshot: try goAround(packet, SnapshotRequest.self)
    case .catchUp: try goAround(packet, CatchUpRequest.self)
    case .get: try goAround(packet, GetRequest.self)
    case .history: try goAround(packet, HistoryRequest.self)
    case .failures: try goAround(packet, FailuresRequest.self)
    case .documents: try goAround(packet, DocumentsRequest.self)
    case .entries: try goAround(packet, EntriesReply.self)
    case .events: try goAround(packet, EventsReply.self)
    case .failureList: try goAround(packet, FailureList.self)
    case .tooOld: try goAround(packet, TooOld.self)
    case .epochChanged: try goAround(packet, EpochChanged.self)
    case .documentList: try goAround(packet, DocumentList.self)
    case .status: try goAround(packet, StatusRequest.self)
    case .statusReport: try goAround(packet, StatusReport.self)
    case .text: try goAround(packet, TextRequest.self)
    case .textReport: try goAround(packet, TextReport.self)
    case .refusedFiles: try goAround(packet, RefusedFilesRequest.self)
    case .refusedFileList: try goAround(packet, RefusedFileList.self)
    case .facts: try goAround(packet, FactsRequest.self)
    case .search: try goAround(packet, SearchRequest.self)
    case .entities: try goAround(packet, EntitiesRequest.self)
    case .keys: try goAround(packet, KeysRequest.self)
    case .revisions: try goAround(packet, RevisionsRequest.self)
    case .position: try goAround(packet, Position.self)
    case .subscribers: try goAround(packet, SubscribersRequest.self)
    case .about: try goAround(packet, AboutRequest.self)
    case .aboutList: try goAround(packet, AboutList.self)
    case .factList: try goAround(packet, FactList.self)
    case .foundList: try goAround(packet, FoundList.self)
    case .entityList: try goAround(packet, EntityList.self)
    case .keyList: try goAround(packet, KeyList.self)
    case .revisionList: try goAround(packet, RevisionList.self)
    case .subscriberList: try goAround(packet, SubscriberList.self)
    case .review: try goAround(packet, ReviewRequest.self)
    case .reviewed: try goAround(packet, Reviewed.self)
    case .reviews: try goAround(packet, ReviewsRequest.self)
    case .reviewList: try goAround(packet, ReviewList.self)
    case .member: try goAround(packet, Member.self)
    case .memberTaken: try goAround(packet, MemberTaken.self)
    case .refused: try goAround(packet, Refused.self)
    case .busy: try goAround(packet, Busy.self)
    }
  }

  /// What was read, written and read again is the same.
  private static func goAround<Body: MessageBody & Equatable>(_ packet: Packet, _ type: Body.Type) throws {
    let body: Body = try packet.decode()
    let written = try Packet(body)
    let again: Body
    do {
      again = try written.decode()
    } catch {
      preconditionFailure("what was written cannot be read: \(error)")
    }
    precondition(again == body, "what was read again is another body")
    let bytes = try Packet(again).body
    precondition(bytes == written.body, "the same body is written in two ways")
  }

  static func lines(_ bytes: [UInt8]) {
    goAround(bytes, Fact.self)
    goAround(bytes, Entry.self)
    goAround(bytes, Event.self)
    goAround(bytes, EntityLine.self)
    goAround(bytes, SentenceLine.self)
    goAround(bytes, FoundSentence.self)
  }

  private static func goAround<Value: Codable & Equatable>(_ bytes: [UInt8], _ type: Value.Type) {
    do {
      for value in try JSONLines.decode(Value.self, from: bytes) {
        let written = try JSON.encode(value)
        precondition(!written.contains(UInt8(ascii: "\n")), "a value on two lines")
        let again = try JSON.decode(Value.self, from: written)
        precondition(again == value, "what was read again is another value")
        if let fact = value as? Fact { _ = fact.id }
      }
    } catch let error as WireError {
      check(message: error.description)
    } catch {
      preconditionFailure("what was read cannot be written and read again: \(error)")
    }
  }

  /// Whatever answers and updates come, in whatever order, a subscriber's questions have numbers that rise, and it is where it says.
  static func subscription(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let cursor = Cursor(epoch: epoch(first >> 4), sequence: UInt64(first & 15))
    let starts: [Subscription.Start] = [.snapshot, .beginning, .after(cursor)]
    var subscription = Subscription(prefixes: first & 1 == 0 ? [] : ["oslo/"], start: starts[Int(first) % starts.count])
    var request: UInt64 = 0
    for frame in FrameInput.split(Array(bytes.dropFirst())) {
      let actions: [Subscription.Action]
      do {
        actions = try step(&subscription, frame, request)
      } catch let error as WireError {
        check(message: error.description)
        // The owner ends here, as every client of ours does.
        return
      } catch {
        preconditionFailure("an answer cannot be written: \(error)")
      }
      for action in actions {
        switch action {
        case .ask(let packet):
          guard let number = packet.requestNumber else { preconditionFailure("a question without a number") }
          precondition(number > request, "a question with an old number")
          request = number
        case .notice(let text): check(message: text)
        case .fail: return
        case .event, .entries, .snapshotComplete, .reached: break
        }
      }
      if case .reached(let cursor) = actions.last {
        precondition(subscription.cursor == cursor, "it is elsewhere than it says")
      }
    }
  }

  private static func epoch(_ number: UInt8) -> Epoch { Epoch(unchecked: [UInt8](repeating: number & 1, count: 16)) }

  /// One thing that happens to a subscriber: the first byte says what, the next two when.
  private static func step(_ subscription: inout Subscription, _ frame: [UInt8], _ request: UInt64) throws
    -> [Subscription.Action]
  {
    guard frame.count >= 3 else { return [] }
    let sequence = frame[2] == 255 ? UInt64.max : UInt64(frame[2] & 63)
    let cursor = Cursor(epoch: epoch(frame[1]), sequence: sequence)
    // Most answers are to the last question.
    let number = frame[1] & 128 == 0 ? request : UInt64(frame[2])
    let rest = Array(frame.dropFirst(3))
    switch frame[0] % 9 {
    case 0: return subscription.receive(.progress(cursor))
    case 1: return subscription.receive(.event(sequence: cursor.sequence, epoch: cursor.epoch, json: rest))
    case 2:
      let reply = EventsReply(request: number, cursor: cursor, more: frame[1] & 2 != 0)
      return try subscription.receive(reply: Packet(reply, attachments: [rest]))
    case 3:
      let reply = EntriesReply(request: number, cursor: cursor, next: frame[1] & 2 != 0 ? "oslo/mayor" : nil)
      return try subscription.receive(reply: Packet(reply, attachments: [rest]))
    case 4: return try subscription.receive(reply: Packet(TooOld(request: number, oldest: cursor)))
    case 5: return try subscription.receive(reply: Packet(EpochChanged(request: number, epoch: cursor.epoch)))
    case 6: return try subscription.receive(reply: Packet(Busy(request: number, retryAfter: 1, reason: "busy")))
    case 7:
      subscription.requestTimedOut()
      return []
    default: return try subscription.receive(reply: Packet(frames: FrameInput.split(rest)))
    }
  }
}
