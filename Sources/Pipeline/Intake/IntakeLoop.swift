import Failpoints
import Glibc
import Keys
import Logging
import Model
import Service
import SystemPackage
import Transport
import Wire
import ZeroMQ

/// The thread that owns intake's sockets and its spool.
final class IntakeLoop {
  /// How many messages of one socket are taken before the others have their turn.
  static let turn = 64

  let live: LiveConfiguration
  /// The configuration at the start, for what does not change after.
  let configuration: Configuration
  let vitals: Vitals?
  let logger: Logger
  let workers: (any WorkerControl)?
  let reactor: Reactor
  let gate: Gate
  let jobKey: JobKey
  let submit: Socket<Router>
  let jobs: Socket<Router>
  let batches: Socket<Dealer>
  let doorbell: Doorbell
  let spool: Spool
  let originals: Originals
  let keeping = Mailbox<KeepTask>(capacity: 1024)
  let reading = Mailbox<TextTask>(capacity: 1)
  var texts = TextLine()
  /// The documents that are to be kept, by their place in the spool.
  var toKeep: [UInt64: ToKeep] = [:]
  var dispatcher: Dispatcher
  /// Documents given up that the aggregator has not acknowledged yet.
  var untold: [RevisionName: [(SpoolEntry, SetAsideEntry)]] = [:]
  /// Documents given up that were dropped, and of which the aggregator has not acknowledged that yet.
  var dropped: Set<ExactText> = []
  var counters = IntakeCounters()
  /// Documents that are done with, whose files the disk did not let go yet.
  var toForget: [SpoolEntry] = []
  /// Documents that are in the spool, and whose names may not be on disk yet.
  var uncommitted: [SpoolEntry] = []
  /// Why nothing can be taken; nil while it can.
  var fault: String?
  /// The processes of workers that have asked for work, and how many in a row ended before they did.
  var asked: Set<Int32> = []
  var failedStarts = 0
  /// Why no worker asks for work; nil while one does, or may yet.
  var workerFault: String?
  static let mostFailedStarts = 3
  var lost = LostConnections()
  /// Documents out of others that are in the spool, and what their workers are told once that is on disk.
  var takenMembers: [(peer: Frame, answer: MemberTaken)] = []
  /// What became of documents, where the disk did not take it yet.
  var unsettled: [Dispatcher.Verdict] = []
  let found: Mailbox<FoundDocument>
  /// Documents from the folders that the spool had no room for.
  var heldBack: [FoundDocument] = []
  var isHoldingBack = false
  /// Folders below which files may be gone whose documents still stand, and where the search in the first goes on.
  var prefixesToCheck: [PrefixToCheck] = []
  var checkedTo: String?
  /// Documents below that folder which were to be worked on when it was begun with: the aggregator may not have known of them yet.
  var documentsInHand: Set<ExactText> = []
  /// Which of the watched folders were there with something in them.
  var folderIdentities: FolderIdentities
  var refusedFiles = RefusedFiles()
  /// The number of the question that was asked last, and whether its answer is awaited.
  var checkRequest: (number: UInt64, isOpen: Bool) = (0, false)

  /// Binds the sockets and works until a `stop` note.
  static func run(
    _ live: LiveConfiguration,
    keys: KeyRing,
    found: Mailbox<FoundDocument>,
    notes: Mailbox<IntakeNote>,
    workers: (any WorkerControl)?,
    vitals: Vitals?,
    logger: Logger
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    let loop = try IntakeLoop(live, keys, found, notes, workers, vitals, context, logger)
    defer { loop.closeSockets() }
    try loop.run(notes)
  }

  private init(
    _ live: LiveConfiguration,
    _ keys: KeyRing,
    _ found: Mailbox<FoundDocument>,
    _ notes: Mailbox<IntakeNote>,
    _ workers: (any WorkerControl)?,
    _ vitals: Vitals?,
    _ context: Context,
    _ logger: Logger
  ) throws {
    self.live = live
    configuration = live.current
    self.vitals = vitals
    self.found = found
    self.workers = workers
    self.logger = logger
    let limits = configuration.limits
    let (spool, waiting, untold, complaints) = try Spool.open(configuration.state + "/spool")
    self.spool = spool
    folderIdentities = FolderIdentities(path: configuration.state + "/spool/watched")
    originals = try Originals(folder: configuration.state + "/originals", limit: configuration.originalsBytes)
    for complaint in complaints { logger.error("the spool: \(complaint)") }
    dispatcher = Dispatcher(limits)
    for var entry in waiting {
      entry.lane = Self.lane(of: entry.revision, watch: configuration.watch)
      dispatcher.enqueue(entry)
    }
    for (entry, report) in untold {
      self.untold[RevisionName(report.revision), default: []].append((entry, report))
      dispatcher.hold(report.revision.uri, entry.counter)
    }
    reactor = Reactor(context: context)
    jobKey = try JobKey(configuration)
    gate = try Gate(configuration, keys, context, reactor, counters.peers, logger) { notes.postAlways(.revoked) }
    // Room for the other frames beside the largest document.
    let size = limits.documentBytes + (64 << 10)
    submit = try Socket(context, options: .courantRouter(maxMessageSize: size, sendQueue: 1000))
    // A report may have the document's text beside it.
    jobs = try Socket(context, options: .courantRouter(maxMessageSize: size, sendQueue: 8))
    var options = SocketOptions.courant(maxMessageSize: 16 << 20)
    options.use(keys.client(.batches, of: configuration))
    batches = try Socket(context, options: options)
    try gate.open(submit, .submit, .init(messageBytes: size, deniesWorkers: true))
    try gate.open(jobs, .jobs, .init(messageBytes: size))
    gate.keepEnds(of: jobs)
    doorbell = try Doorbell(batches, configuration.endpoints.batches, keys, reactor, logger)
  }

  func closeSockets() {
    submit.close()
    jobs.close()
    batches.close()
    doorbell.close()
    gate.close()
  }

  func run(_ notes: Mailbox<IntakeNote>) throws {
    let keeper = Keeper(originals: originals, tasks: keeping, notes: notes, logger: logger)
    let limit = configuration.limits.documentBytes
    let reader = TextReader(originals: originals, limit: limit, tasks: reading, notes: notes, logger: logger)
    var threads = [try DedicatedThread(name: "keeper") { keeper.run() }]
    defer {
      keeping.close()
      reading.close()
      for thread in threads { thread.join() }
    }
    threads.append(try DedicatedThread(name: "texts") { reader.run() })
    reactor.add(submit) { [unowned self] _ in try readSubmissions() }
    reactor.add(jobs) { [unowned self] _ in _ = try readReports() }
    reactor.add(batches) { [unowned self] _ in try readAcknowledgements() }
    reactor.add(found) { [unowned self] in try take($0) }
    reactor.add(notes) { [unowned self] in try take($0) }
    reactor.every(.milliseconds(200)) { [unowned self] in try endLateJobs() }
    reactor.every(.seconds(2)) { [unowned self] in
      lookWhetherDiskIsBack()
      settleAgain()
      try tellAgain()
      try lookForGone()
    }
    reactor.every(Dispatcher.askingInterval) { [unowned self] in try askAboutExtendedJobs() }
    reactor.every(.seconds(1)) { [unowned self] in beat() }
    if live.current.deleted == .withdraw {
      prefixesToCheck = live.current.watch.map { PrefixToCheck(folder: FilePath($0)) }
    }
    do throws(SpoolError) {
      try spool.probe()
    } catch {
      // Whoever asks is told so before the first document comes.
      complain(error)
    }
    logger.log(.ready, .info, "ready", metadata: ["waiting": "\(dispatcher.waitingCount)"])
    try tellAgain()
    beat()
    try reactor.run()
  }

  func beat() {
    LineLogHandler.sumUp()
    let status = "\(dispatcher.waitingCount) documents wait, \(counters.done) done, \(counters.failed) set aside"
    let fault = fault ?? workerFault
    vitals?.beat(Intake.part, status: fault.map { "not ready, \($0)" } ?? status, fault: fault)
    counters.metrics.note(
      waiting: dispatcher.waitingCount,
      inHand: dispatcher.assignments.count,
      idle: dispatcher.idleCount,
      spoolBytes: spool.bytes
    )
  }

  /// Where a document most likely came from that was found in the spool.
  private static func lane(of revision: Revision, watch: [String]) -> WaitingLine.Lane {
    if revision.action == .reprocess { return .again }
    let isWatched = FileURI.bytes(of: revision.uri).map { bytes in
      watch.contains { FilePath(bytes: bytes).isWithin(FilePath($0)) }
    }
    return isWatched ?? false ? .folders : .submitter(0)
  }

  // MARK: Documents

  func readSubmissions() throws {
    var receipts: [(Frame, Receipt)] = []
    for _ in 0..<Self.turn {
      guard let message = try gate.receive(from: submit) else { break }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        Failpoint.intakeReceived.reach()
        if let refusal = packet.refusal(on: .submit) {
          refuse(peer, on: submit, "submit", refusal)
        } else if let refusal = forbidden(packet, of: message) {
          gate.answerOrLog(refusal, to: peer, on: submit, logger)
        } else if packet.header.kind == .status {
          let request: StatusRequest = try packet.decode()
          gate.answerOrLog(status(request), to: peer, on: submit, logger)
        } else if packet.header.kind == .failedDocument {
          answer(try packet.decode(FailedDocument.self), to: peer)
        } else if packet.header.kind == .refusedFiles {
          answer(try packet.decode(RefusedFilesRequest.self), to: peer)
        } else if packet.header.kind == .text {
          answer(try packet.decode(TextRequest.self), to: peer)
        } else if packet.header.kind == .reprocess {
          if let receipt = accept(try packet.decode(Reprocess.self), from: peer) { receipts.append((peer, receipt)) }
        } else if packet.header.kind == .withdraw {
          if let receipt = accept(try packet.decode(Withdraw.self), from: peer) { receipts.append((peer, receipt)) }
        } else if let receipt = accept(try packet.decode(Submit.self), try packet.attachment(), from: peer) {
          receipts.append((peer, receipt))
        }
      } catch {
        refuse(peer, on: submit, "submit", error)
      }
    }
    guard !receipts.isEmpty else { return }
    do throws(SpoolError) {
      Failpoint.spooled.reach()
      try commit()
      Failpoint.beforeReceipt.reach()
      for (peer, receipt) in receipts { gate.answerOrLog(receipt, to: peer, on: submit, logger) }
    } catch {
      complain(error)
      for (peer, receipt) in receipts {
        gate.answerOrLog(
          Busy(request: receipt.request, retryAfter: 1000, reason: error.description),
          to: peer,
          on: submit,
          logger
        )
      }
    }
    try dispatch()
  }

  /// Says what is wrong with a message.
  func refuse(_ peer: Frame, on socket: Socket<Router>, _ name: String, _ error: WireError) {
    refuse(peer, on: socket, name, Refused(request: nil, code: .malformed, reason: error.description))
  }

  /// Refuses a message that cannot be read, or does not belong here.
  func refuse(_ peer: Frame, on socket: Socket<Router>, _ name: String, _ refusal: Refused) {
    counters.malformed += 1
    logger.warning("refused a message on the \(name) socket: \(refusal.reason)")
    gate.answerOrLog(refusal, to: peer, on: socket, logger)
  }

  /// Takes a document into the spool; what is refused, or comes at a bad time, is answered here.
  func accept(_ request: Submit, _ content: [UInt8], from peer: Frame) -> Receipt? {
    let type = Admission.type(of: content, uri: request.uri, declared: request.mediaType)
    let limits = configuration.limits
    if let refusal = Admission.refusal(uri: request.uri, declared: request.mediaType, type, content, limits) {
      counters.refused += 1
      logger.warning("refused \(request.uri): \(refusal.reason)")
      let answer = Refused(request: request.request, code: refusal.code, reason: refusal.named(request.uri))
      gate.answerOrLog(answer, to: peer, on: submit, logger)
      return nil
    }
    return spooled(request.request, request.uri, type.description, content, for: peer)
  }

  /// Takes a withdrawal into the spool, where it waits its turn among the revisions of its document.
  func accept(_ request: Withdraw, from peer: Frame) -> Receipt? {
    guard isNamed(request.request, DocumentURI.faultOfNew(request.uri), for: peer) else { return nil }
    guard request.ifWaiting != true || knows(request.uri) else {
      counters.refused += 1
      let reason = "\(request.uri): no document of this name states anything, and none waits; see: courant documents"
      gate.answerOrLog(Refused(request: request.request, code: .unknown, reason: reason), to: peer, on: submit, logger)
      return nil
    }
    return spooled(request.request, request.uri, "text/plain", [], action: .withdraw, for: peer)
  }

  /// Takes a document that is kept into the spool once more, for the extractor that there is now.
  func accept(_ request: Reprocess, from peer: Frame) -> Receipt? {
    guard isNamed(request.request, DocumentURI.fault(of: request.uri), for: peer) else { return nil }
    let content: [UInt8]
    do throws(SpoolError) {
      content = try originals.content(request.digest, limit: configuration.limits.documentBytes)
    } catch {
      counters.refused += 1
      let reason = "\(request.uri): \(error)"
      gate.answerOrLog(Refused(request: request.request, code: .unknown, reason: reason), to: peer, on: submit, logger)
      return nil
    }
    // As it was taken, for a name or a declaration may have told what it is.
    let type = Admission.type(of: content, uri: request.uri, declared: request.mediaType)
    return spooled(request.request, request.uri, type.description, content, action: .reprocess, for: peer)
  }

  /// Whether a document's name is one; otherwise the request is refused.
  private func isNamed(_ request: UInt64, _ fault: String?, for peer: Frame) -> Bool {
    guard let fault else { return true }
    counters.refused += 1
    gate.answerOrLog(Refused(request: request, code: .malformed, reason: fault), to: peer, on: submit, logger)
    return false
  }

  /// Takes what a request brings into the spool; where there is no room, or the disk does not take it, the peer is told to come again.
  private func spooled(
    _ request: UInt64,
    _ uri: String,
    _ mediaType: String,
    _ content: [UInt8],
    action: JobAction? = nil,
    for peer: Frame
  ) -> Receipt? {
    guard hasRoom() else {
      gate.answerOrLog(
        Busy(request: request, retryAfter: 100, reason: "the spool is full"),
        to: peer,
        on: submit,
        logger
      )
      return nil
    }
    do throws(SpoolError) {
      // By its connection, and not by what it calls itself: names are free.
      let lane = action == .reprocess ? .again : WaitingLine.Lane.submitter(gate.lastConnection(of: submit) ?? 0)
      let entry = try add(uri: uri, mediaType: mediaType, content, action: action, lane: lane)
      return Receipt(request: request, uri: uri, digest: entry.revision.digest)
    } catch {
      complain(error)
      gate.answerOrLog(Busy(request: request, retryAfter: 100, reason: error.description), to: peer, on: submit, logger)
      return nil
    }
  }

  /// Whether the spool has room for another document.
  /// - Parameter forFolders: files of watched folders wait where they are, and leave a tenth to submitters.
  func hasRoom(forFolders: Bool = false) -> Bool {
    let limits = configuration.limits
    let (documents, bytes) =
      forFolders
      ? (max(1, limits.spoolDocuments * 9 / 10), limits.spoolBytes / 10 * 9)
      : (limits.spoolDocuments, limits.spoolBytes)
    return spool.count < documents && spool.bytes < bytes
  }

  func add(
    uri: String,
    mediaType: String,
    _ content: [UInt8],
    action: JobAction? = nil,
    lane: WaitingLine.Lane
  ) throws(SpoolError) -> SpoolEntry {
    let revision = Revision(
      uri: uri,
      digest: Digest(of: content),
      mediaType: mediaType,
      size: content.count,
      received: .now,
      action: action
    )
    var entry = try spool.add(revision, content: content)
    entry.lane = lane
    uncommitted.append(entry)
    dispatcher.enqueue(entry)
    counters.accepted += 1
    return entry
  }

  /// Comes back when all that was added is on disk. What the disk does not take is taken back: whoever sent it comes again, and it must
  /// not pile up meanwhile.
  func commit() throws(SpoolError) {
    do throws(SpoolError) {
      try spool.commit()
      counters.metrics.accepted.increment(by: uncommitted.count)
      counters.metrics.acceptedBytes.increment(by: uncommitted.reduce(0) { $0 + $1.revision.size })
      uncommitted = []
      goOn()
    } catch {
      for entry in uncommitted {
        do throws(SpoolError) {
          try spool.remove(entry)
          dispatcher.takeBack(entry.counter)
          counters.accepted -= 1
        } catch {
          // It stays, and is worked on: once more it changes nothing.
          continue
        }
      }
      uncommitted = []
      throw error
    }
  }

  func status(_ request: StatusRequest) -> StatusReport {
    StatusReport(
      request: request.request,
      role: "intake",
      version: Version.current,
      pid: getpid(),
      started: counters.started,
      fault: fault ?? workerFault,
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

/// What an answer of the aggregator's names a revision by.
struct RevisionName: Hashable {
  @ExactText var uri: String
  var digest: Digest

  init(uri: String, digest: Digest) {
    _uri = ExactText(uri)
    self.digest = digest
  }

  init(_ revision: Revision) {
    self.init(uri: revision.uri, digest: revision.digest)
  }
}
