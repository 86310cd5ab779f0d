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
    if let fault = DocumentURI.fault(of: request.uri) {
      counters.refused += 1
      gate.answerOrLog(Refused(request: request.request, code: .malformed, reason: fault), to: peer, on: submit, logger)
      return
    }
    do {
      switch (request.action, spool.failed(uri: request.uri)) {
      case (.drop, _): try drop(request, peer)
      case (_, nil):
        if let file = refusedFiles[request.uri] {
          let reason = "\(request.uri): a file that is refused, and taken once it is mended: \(file.reason)"
          return refuse(request, .unknown, reason, peer)
        }
        refuse(request, .unknown, "\(request.uri): no document of this name is set aside", peer)
      case (.retry, let file?):
        let content: [UInt8]
        do throws(SpoolError) {
          content = try spool.content(file)
        } catch {
          return refuse(request, .storage, "\(error); submit it again, or drop it", peer)
        }
        try retry(request, file.entry.revision, content, peer)
      case (.show, let file?):
        let report = FailedReport(
          request: request.request,
          revision: file.entry.revision,
          reason: file.entry.reason,
          attempts: file.entry.attempts,
          extractor: file.entry.extractor,
          code: file.entry.code
        )
        let place = TextTask.Place.failed(spool.entry(of: file), path: file.path, report)
        read(TextTask(peer: peer, request: request.request, place: place))
      }
    } catch {
      gate.answerOrLog(
        Busy(request: request.request, retryAfter: 1000, reason: "\(error)"),
        to: peer,
        on: submit,
        logger
      )
    }
  }

  private func drop(_ request: FailedDocument, _ peer: Frame) throws {
    guard dropped.count < Self.maximumDropped || dropped.contains(ExactText(request.uri)) else {
      throw SpoolError(description: "the aggregator has yet to hear of \(dropped.count) documents that were dropped")
    }
    let files = try spool.removeFailed(uri: request.uri)
    dropped.insert(ExactText(request.uri))
    // What it was not told yet of the failure it need not hear any longer.
    for name in untold.keys.filter({ $0.uri.isExactly(request.uri) }) { forgetUntold(name) }
    _ = try batches.sendIfPossible(try dropFailure(request.uri).message)
    logger.info("dropped", metadata: ["document": "\(request.uri)", "files": "\(files)"])
    receipt(request, Digest(of: []), to: peer)
    try dispatch()
  }

  private func retry(_ request: FailedDocument, _ revision: Revision, _ content: [UInt8], _ peer: Frame) throws {
    guard hasRoom() else { throw SpoolError(description: "the spool is full") }
    _ = try add(uri: revision.uri, mediaType: revision.mediaType, content, action: revision.action, lane: .again)
    // First it waits again, and is on disk; then it is set aside no longer.
    try commit()
    try spool.removeFailed(uri: revision.uri)
    receipt(request, revision.digest, to: peer)
    try dispatch()
  }

  private func refuse(_ request: FailedDocument, _ code: Refused.Code, _ reason: String, _ peer: Frame) {
    gate.answerOrLog(Refused(request: request.request, code: code, reason: reason), to: peer, on: submit, logger)
  }

  /// Removes what was set aside of a document of which a later revision was taken: tried again, it would take that one's place.
  func removeFailed(before entry: SpoolEntry) {
    let uri = entry.revision.uri
    do throws(SpoolError) {
      try spool.removeFailed(uri: uri, before: entry.counter)
    } catch {
      logger.error("the spool: \(error)")
    }
  }

  private func receipt(_ request: FailedDocument, _ digest: Digest, to peer: Frame) {
    gate.answerOrLog(Receipt(request: request.request, uri: request.uri, digest: digest), to: peer, on: submit, logger)
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
        extractor: report.extractor,
        code: report.code,
        seal: jobKey.seal(.setAside, jobKey.job(spool.job(entry), document.uri, document.digest, nil))
      )
    )
    // Told again until it is acknowledged.
    _ = try batches.sendIfPossible(packet.message)
  }

  private func dropFailure(_ uri: String) throws -> Packet {
    try Packet(DropFailure(uri: uri, seal: jobKey.seal(.drop, [uri])))
  }

  func tellAgain() throws {
    for (entry, report) in untold.values.joined().prefix(100) { try tell(entry, report) }
    for uri in dropped.prefix(100) { _ = try batches.sendIfPossible(try dropFailure(uri.wrappedValue).message) }
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
    forgetUntold(name)
  }

  /// The aggregator need not be told any longer.
  private func forgetUntold(_ name: RevisionName) {
    for (entry, _) in untold.removeValue(forKey: name) ?? [] { dispatcher.told(name.uri, entry.counter) }
  }

  func readAcknowledgements() throws {
    for _ in 0..<Self.turn {
      guard let message = try batches.receiveIfReady() else { break }
      do {
        let packet = try Packet(message)
        switch packet.header.kind {
        case .ack:
          let ack: Ack = try packet.decode()
          // Of an offer, and not of a report.
          if ack.seal != nil {
            dispatcher.noteReadiness(for: RevisionName(uri: ack.uri, digest: ack.digest), now: .now)
            break
          }
          if ack.digest == Digest(of: []) { dropped.remove(ExactText(ack.uri)) }
          let name = RevisionName(uri: ack.uri, digest: ack.digest)
          try markTold(name)
        case .credit:
          let credit: Credit = try packet.decode()
          dispatcher.noteReadiness(for: RevisionName(uri: credit.uri, digest: credit.digest), now: .now)
        case .documentList: try take(try packet.decode(DocumentList.self))
        case .reject:
          let reject: Reject = try packet.decode()
          logger.error("the aggregator does not take a report: \(reject.reason)")
          if let uri = reject.uri, let digest = reject.digest { forgetUntold(RevisionName(uri: uri, digest: digest)) }
        // Told again, or asked again, soon.
        case .busy: break
        case .refused: throw WireError("it refuses a message: \(try packet.decode(Refused.self).reason)")
        default: throw WireError("\(packet.header.kind) is no answer to intake")
        }
      } catch let error as WireError {
        logger.warning("an answer of the aggregator's cannot be read: \(error)")
      }
    }
    // What has waited until the aggregator knew of a failure can go.
    try dispatch()
  }
}
