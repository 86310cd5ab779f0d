import Glibc
import Logging
import Model
import Readers
import Service
import Transport
import Wire
import ZeroMQ

/// The thread that owns intake's sockets and its spool.
final class IntakeLoop {
  /// How many messages of one socket are taken before the others have their turn.
  private static let turn = 64

  private let configuration: Configuration
  private let logger: Logger
  private let workers: (any WorkerControl)?
  private let reactor: Reactor
  private let submit: Socket<Router>
  private let jobs: Socket<Router>
  private let batches: Socket<Dealer>
  private let spool: Spool
  private var dispatcher: Dispatcher
  /// Documents given up that the aggregator has not acknowledged yet, by their digest and URI.
  private var untold: [Digest: [(SpoolEntry, SetAsideEntry)]] = [:]
  private var counters = IntakeCounters()
  private let found: Mailbox<FoundDocument>
  /// Documents from the folders that the spool had no room for.
  private var heldBack: [FoundDocument] = []
  private var isHoldingBack = false

  /// Binds the sockets and works until a `stop` note.
  static func run(
    _ configuration: Configuration,
    found: Mailbox<FoundDocument>,
    notes: Mailbox<IntakeNote>,
    workers: (any WorkerControl)?,
    logger: Logger
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    let loop = try IntakeLoop(configuration, found, workers, context, logger)
    defer { loop.closeSockets() }
    try loop.run(notes)
  }

  private init(
    _ configuration: Configuration,
    _ found: Mailbox<FoundDocument>,
    _ workers: (any WorkerControl)?,
    _ context: Context,
    _ logger: Logger
  ) throws {
    self.configuration = configuration
    self.found = found
    self.workers = workers
    self.logger = logger
    let limits = configuration.limits
    let (spool, waiting, untold, complaints) = try Spool.open(configuration.state + "/spool")
    self.spool = spool
    for complaint in complaints { logger.error("the spool: \(complaint)") }
    dispatcher = Dispatcher(attempts: limits.attempts, jobTime: limits.jobTime)
    for entry in waiting { dispatcher.enqueue(entry) }
    for (entry, report) in untold { self.untold[report.revision.digest, default: []].append((entry, report)) }
    reactor = Reactor(context: context)
    // Room for the other frames beside the largest document.
    let size = limits.documentBytes + (64 << 10)
    submit = try Socket(context, options: .courantRouter(maxMessageSize: size))
    jobs = try Socket(context, options: .courantRouter(maxMessageSize: 64 << 10))
    batches = try Socket(context, options: .courant(maxMessageSize: 64 << 10))
    try submit.listen(configuration.endpoints.submit)
    try jobs.listen(configuration.endpoints.jobs)
    try batches.connect(Endpoint(configuration.endpoints.batches, for: .connect))
  }

  private func closeSockets() {
    submit.close()
    jobs.close()
    batches.close()
  }

  private func run(_ notes: Mailbox<IntakeNote>) throws {
    reactor.add(submit) { [unowned self] _ in try readSubmissions() }
    reactor.add(jobs) { [unowned self] _ in try readReports() }
    reactor.add(batches) { [unowned self] _ in try readAcknowledgements() }
    reactor.add(found) { [unowned self] in try take($0) }
    reactor.add(notes) { [unowned self] in try take($0) }
    reactor.every(.milliseconds(200)) { [unowned self] in try endLateJobs() }
    reactor.every(.seconds(2)) { [unowned self] in try tellAgain() }
    logger.info("ready", metadata: ["waiting": "\(dispatcher.waitingCount)"])
    try tellAgain()
    try reactor.run()
  }

  // MARK: Documents

  private func readSubmissions() throws {
    var receipts: [(Frame, Receipt)] = []
    for _ in 0..<Self.turn {
      guard let message = try submit.receiveIfReady() else { break }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if packet.header.kind == .status {
          let request: StatusRequest = try packet.decode()
          submit.answerOrLog(status(request), to: peer, logger)
        } else if let receipt = accept(try packet.decode(Submit.self), try packet.attachment(), from: peer) {
          receipts.append((peer, receipt))
        }
      } catch {
        counters.malformed += 1
        logger.warning("refused a message on the submit socket: \(error)")
        submit.answerOrLog(Refused(request: nil, code: .malformed, reason: error.description), to: peer, logger)
      }
    }
    guard !receipts.isEmpty else { return }
    do throws(SpoolError) {
      try spool.commit()
      for (peer, receipt) in receipts { submit.answerOrLog(receipt, to: peer, logger) }
    } catch {
      logger.error("the spool: \(error)")
      for (peer, receipt) in receipts {
        submit.answerOrLog(
          Busy(request: receipt.request, retryAfter: 1000, reason: error.description),
          to: peer,
          logger
        )
      }
    }
    try dispatch()
  }

  /// Takes a document into the spool; what is refused, or comes at a bad time, is answered here.
  private func accept(_ request: Submit, _ content: [UInt8], from peer: Frame) -> Receipt? {
    if let refusal = Admission.refusal(uri: request.uri, content, configuration.limits) {
      counters.refused += 1
      logger.warning("refused \(request.uri): \(refusal.reason)")
      let answer = Refused(request: request.request, code: refusal.code, reason: "\(request.uri): \(refusal.reason)")
      submit.answerOrLog(answer, to: peer, logger)
      return nil
    }
    do throws(SpoolError) {
      guard hasRoom else { throw SpoolError(description: "the spool is full") }
      let entry = try add(uri: request.uri, mediaType: request.mediaType, content)
      return Receipt(request: request.request, uri: request.uri, digest: entry.revision.digest)
    } catch {
      submit.answerOrLog(Busy(request: request.request, retryAfter: 100, reason: error.description), to: peer, logger)
      return nil
    }
  }

  private var hasRoom: Bool {
    spool.count < configuration.limits.spoolDocuments && spool.bytes < configuration.limits.spoolBytes
  }

  private func add(uri: String, mediaType: String, _ content: [UInt8]) throws(SpoolError) -> SpoolEntry {
    let revision = Revision(
      uri: uri,
      digest: Digest(of: content),
      mediaType: mediaType,
      size: content.count,
      received: .now
    )
    let entry = try spool.add(revision, content: content)
    dispatcher.enqueue(entry)
    counters.accepted += 1
    return entry
  }

  /// Documents from the watched folders. What finds no room is held back, and no more are taken, until there is some.
  private func take(_ documents: [FoundDocument]) throws {
    heldBack += documents
    while let document = heldBack.first, hasRoom {
      let uri = FileURI.of(document.path)
      if let refusal = Admission.refusal(uri: uri, document.content, configuration.limits) {
        counters.refused += 1
        logger.warning("refused \(document.path): \(refusal.reason)")
      } else {
        do throws(SpoolError) {
          _ = try add(uri: uri, mediaType: "text/plain", document.content)
          try spool.commit()
        } catch {
          logger.error("cannot take \(document.path), will try again: \(error)")
          break
        }
      }
      heldBack.removeFirst()
    }
    if !heldBack.isEmpty, !isHoldingBack {
      isHoldingBack = true
      reactor.remove(found)
    } else if heldBack.isEmpty, isHoldingBack {
      isHoldingBack = false
      reactor.add(found) { [unowned self] in try take($0) }
    }
    try dispatch()
  }

  // MARK: Work

  private func dispatch() throws {
    while let assignment = dispatcher.next(now: .now) {
      let entry = assignment.entry
      let content: [UInt8]
      do throws(SpoolError) {
        content = try spool.content(entry)
      } catch {
        logger.error("the spool: \(error)")
        try settle(dispatcher.fail(entry.counter, reason: error.description, final: true))
        _ = dispatcher.ready(assignment.worker)
        continue
      }
      let job = Job(
        job: spool.job(entry),
        uri: entry.revision.uri,
        digest: entry.revision.digest,
        mediaType: entry.revision.mediaType,
        attempt: entry.failures + 1
      )
      let packet = try Packet(job, attachments: [content])
      if try !jobs.answer(packet.message, to: assignment.worker.peer) { dispatcher.unassign(entry.counter) }
    }
  }

  private func readReports() throws {
    for _ in 0..<Self.turn {
      guard let message = try jobs.receiveIfReady() else { break }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        try take(try Packet(message, dropping: 1), from: peer)
      } catch {
        counters.malformed += 1
        logger.warning("refused a message on the jobs socket: \(error)")
        jobs.answerOrLog(Refused(request: nil, code: .malformed, reason: error.description), to: peer, logger)
      }
    }
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
  }

  private func take(_ packet: Packet, from peer: Frame) throws(WireError) {
    switch packet.header.kind {
    case .ready:
      let ready: Ready = try packet.decode()
      settleOrLog(dispatcher.ready(Dispatcher.Worker(peer: peer, pid: ready.pid)))
    case .done:
      let done: Done = try packet.decode()
      guard let entry = dispatcher.finish(try counter(of: done.job)) else { return }
      counters.done += 1
      do throws(SpoolError) {
        try spool.remove(entry)
      } catch {
        logger.error("the spool: \(error)")
      }
      logger.info("done", metadata: ["document": "\(entry.revision.uri)", "facts": "\(done.facts)"])
    case .failed:
      let failed: Failed = try packet.decode()
      settleOrLog(dispatcher.fail(try counter(of: failed.job), reason: failed.reason, final: failed.final))
    default:
      throw WireError("\(packet.header.kind) does not belong on the jobs socket")
    }
  }

  private func counter(of job: String) throws(WireError) -> UInt64 {
    let parts = job.split(separator: "-")
    guard parts.count == 2, parts[0] == spool.name, let counter = UInt64(parts[1]) else {
      throw WireError("\"\(job)\" is no job of this intake")
    }
    return counter
  }

  private func settleOrLog(_ verdict: Dispatcher.Verdict?) {
    do {
      try settle(verdict)
    } catch {
      logger.error("the spool: \(error)")
    }
  }

  /// Tries a document again, or gives it up.
  private func settle(_ verdict: Dispatcher.Verdict?) throws {
    switch verdict {
    case nil: return
    case .retry(let entry, let reason):
      logger.warning(
        "will try again",
        metadata: [
          "document": "\(entry.revision.uri)", "attempt": "\(entry.failures + 1)", "reason": "\(reason)",
        ]
      )
      dispatcher.enqueue(try spool.countFailure(entry))
    case .setAside(let entry, let reason, let attempts):
      logger.error(
        "set aside",
        metadata: [
          "document": "\(entry.revision.uri)", "attempts": "\(attempts)", "reason": "\(reason)",
        ]
      )
      counters.failed += 1
      let report = SetAsideEntry(revision: entry.revision, reason: reason, attempts: attempts)
      try spool.setAside(entry, report)
      untold[entry.revision.digest, default: []].append((entry, report))
      try tell(entry, report)
    }
  }

  private func endLateJobs() throws {
    for assignment in dispatcher.expired(now: .now) {
      let pid = assignment.worker.pid
      let reason = "the worker took longer than \(Quantities.time(configuration.limits.jobTime))"
      try settle(dispatcher.fail(assignment.entry.counter, reason: reason, final: false))
      workers?.kill(pid: pid)
    }
    // A disk that was full may have room again.
    if isHoldingBack { try take([FoundDocument]()) }
    try dispatch()
  }

  private func take(_ notes: [IntakeNote]) throws {
    for note in notes {
      switch note {
      case .workerEnded(let pid, let reason): try settle(dispatcher.workerEnded(pid: pid, reason: reason))
      case .stop:
        logger.info("stopping", metadata: ["waiting": "\(dispatcher.waitingCount)"])
        reactor.stop()
      }
    }
    try dispatch()
  }

  // MARK: What the aggregator must know

  private func tell(_ entry: SpoolEntry, _ report: SetAsideEntry) throws {
    let document = Document(uri: report.revision.uri, digest: report.revision.digest)
    let packet = try Packet(
      SetAside(job: spool.job(entry), document: document, reason: report.reason, attempts: report.attempts)
    )
    // Told again until it is acknowledged.
    _ = try batches.sendIfPossible(packet.message)
  }

  private func tellAgain() throws {
    for (entry, report) in untold.values.joined().prefix(100) { try tell(entry, report) }
  }

  private func readAcknowledgements() throws {
    for _ in 0..<Self.turn {
      guard let message = try batches.receiveIfReady() else { return }
      do {
        let packet = try Packet(message)
        switch packet.header.kind {
        case .ack:
          let ack: Ack = try packet.decode()
          for (entry, _) in untold.removeValue(forKey: ack.digest) ?? [] { try spool.markTold(entry) }
        case .reject:
          let reject: Reject = try packet.decode()
          logger.error("the aggregator does not take a report: \(reject.reason)")
          if let digest = reject.digest { untold[digest] = nil }
        default: break
        }
      } catch let error as WireError {
        logger.warning("an answer of the aggregator's cannot be read: \(error)")
      }
    }
  }

  private func status(_ request: StatusRequest) -> StatusReport {
    StatusReport(
      request: request.request,
      role: "intake",
      version: Version.current,
      pid: getpid(),
      started: counters.started,
      counts: counters.counts.merging([
        "waiting": UInt64(dispatcher.waitingCount),
        "working": UInt64(dispatcher.assignments.count),
        "idleWorkers": UInt64(dispatcher.idleCount),
        "spoolBytes": UInt64(max(0, spool.bytes)),
        "documentLimit": UInt64(configuration.limits.documentBytes),
      ]) { $1 }
    )
  }
}
