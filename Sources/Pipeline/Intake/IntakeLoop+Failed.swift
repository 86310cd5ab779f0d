import Model
import Transport
import Wire
import ZeroMQ

/// Documents that were set aside: what the aggregator must know of them, and what people do about them.
extension IntakeLoop {
  /// How many documents may have been dropped of which the aggregator has not heard.
  private static let maximumDropped = 10_000

  /// Shows a document that was set aside, has it tried again, or drops it.
  func answer(_ request: FailedDocument, to peer: Frame) {
    if let fault = Admission.fault(of: request.uri) {
      counters.refused += 1
      submit.answerOrLog(Refused(request: request.request, code: .malformed, reason: fault), to: peer, logger)
      return
    }
    do {
      let found = try spool.failed(uri: request.uri)
      let names = found.map(\.name)
      switch (request.action, found.last) {
      case (.drop, _):
        guard dropped.count < Self.maximumDropped || dropped.contains(request.uri) else {
          throw SpoolError(
            description: "the aggregator has yet to hear of \(dropped.count) documents that were dropped"
          )
        }
        try spool.removeFailed(names)
        dropped.insert(request.uri)
        // What it was not told yet of the failure it need not hear any longer.
        untold = untold.filter { $0.key.uri != request.uri }
        _ = try batches.sendIfPossible(try Packet(DropFailure(uri: request.uri)).message)
        logger.info("dropped", metadata: ["document": "\(request.uri)", "files": "\(names.count)"])
        receipt(request, Digest(of: []), to: peer)
      case (_, nil):
        let reason = "\(request.uri): no document of this name is set aside"
        submit.answerOrLog(Refused(request: request.request, code: .unknown, reason: reason), to: peer, logger)
      case (.show, let (name, entry)?):
        let report = FailedReport(
          request: request.request,
          revision: entry.revision,
          reason: entry.reason,
          attempts: entry.attempts,
          extractor: entry.extractor
        )
        let content = try spool.content(ofFailed: name, entry)
        try submit.answer(try Packet(report, attachments: [content]).message, to: peer)
      case (.retry, let (name, entry)?):
        let content = try spool.content(ofFailed: name, entry)
        guard hasRoom else { throw SpoolError(description: "the spool is full") }
        let revision = entry.revision
        _ = try add(uri: revision.uri, mediaType: revision.mediaType, content, action: revision.action)
        // First it waits again, and is on disk; then it is set aside no longer.
        try spool.commit()
        try spool.removeFailed(names)
        receipt(request, revision.digest, to: peer)
        try dispatch()
      }
    } catch {
      submit.answerOrLog(Busy(request: request.request, retryAfter: 1000, reason: "\(error)"), to: peer, logger)
    }
  }

  private func receipt(_ request: FailedDocument, _ digest: Digest, to peer: Frame) {
    submit.answerOrLog(Receipt(request: request.request, uri: request.uri, digest: digest), to: peer, logger)
  }

  // MARK: What the aggregator must know

  func tell(_ entry: SpoolEntry, _ report: SetAsideEntry) throws {
    let document = Document(uri: report.revision.uri, digest: report.revision.digest)
    let packet = try Packet(
      SetAside(
        job: spool.job(entry),
        document: document,
        reason: report.reason,
        attempts: report.attempts,
        extractor: report.extractor
      )
    )
    // Told again until it is acknowledged.
    _ = try batches.sendIfPossible(packet.message)
  }

  func tellAgain() throws {
    for (entry, report) in untold.values.joined().prefix(100) { try tell(entry, report) }
    for uri in dropped.prefix(100) { _ = try batches.sendIfPossible(try Packet(DropFailure(uri: uri)).message) }
  }

  /// Remembers that the aggregator knows of a failure; where the disk does not take it now, the aggregator is told once more.
  private func markTold(_ name: RevisionName) throws {
    for (entry, _) in untold[name] ?? [] {
      do throws(SpoolError) {
        try spool.markTold(entry)
      } catch {
        return logger.error("the spool: \(error)")
      }
    }
    untold[name] = nil
  }

  func readAcknowledgements() throws {
    for _ in 0..<Self.turn {
      guard let message = try batches.receiveIfReady() else { return }
      do {
        let packet = try Packet(message)
        switch packet.header.kind {
        case .ack:
          let ack: Ack = try packet.decode()
          if ack.digest == Digest(of: []) { dropped.remove(ack.uri) }
          let name = RevisionName(uri: ack.uri, digest: ack.digest)
          try markTold(name)
        case .documentList: try take(try packet.decode(DocumentList.self))
        case .reject:
          let reject: Reject = try packet.decode()
          logger.error("the aggregator does not take a report: \(reject.reason)")
          if let uri = reject.uri, let digest = reject.digest { untold[RevisionName(uri: uri, digest: digest)] = nil }
        default: break
        }
      } catch let error as WireError {
        logger.warning("an answer of the aggregator's cannot be read: \(error)")
      }
    }
  }
}
