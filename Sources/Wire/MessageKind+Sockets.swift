extension MessageKind {
  /// One of the five sockets.
  public enum Socket: String, Sendable, CaseIterable {
    case submit, jobs, batches, updates, query
  }

  /// Where a peer may send a message of this kind; answers and what is published are sent to none.
  public var socketsThatTakeIt: Set<Socket> {
    switch self {
    case .submit, .withdraw, .reprocess, .failedDocument, .text, .refusedFiles: [.submit]
    case .ready, .done, .failed, .working, .member: [.jobs]
    case .offer, .batch, .chunk, .setAside, .dropFailure: [.batches]
    case .documents: [.batches, .query]
    case .snapshot, .catchUp, .get, .history, .failures, .facts, .search, .entities, .keys, .revisions, .position,
      .subscribers, .about, .review, .reviews:
      [.query]
    case .status: [.submit, .query]
    case .event, .progress, .receipt, .failedReport, .textReport, .refusedFileList, .job, .memberTaken, .credit, .ack,
      .reject,
      .entries, .events, .failureList, .tooOld, .epochChanged, .documentList, .factList, .foundList, .entityList,
      .keyList, .revisionList, .subscriberList, .aboutList, .reviewed, .reviewList, .statusReport, .refused, .busy:
      []
    }
  }
}

extension Packet {
  /// The answer to a message that does not belong on the socket that it came on; nil for one that does.
  public func refusal(on socket: MessageKind.Socket) -> Refused? {
    guard !header.kind.socketsThatTakeIt.contains(socket) else { return nil }
    let reason = "\(header.kind) does not belong on the \(socket.rawValue) socket"
    return Refused(request: requestNumber, code: .malformed, reason: reason)
  }
}
