import Failpoints
import Keys
import Logging
import Model
import Service
import Store
import Transport
import Wire
import ZeroMQ

/// The thread that owns the aggregator's sockets. It reads, hands on, answers and publishes; it never waits for the disk.
final class AggregatorLoop {
  /// How many messages of one socket are taken before the others have their turn.
  static let turn = 64
  private static let readers = 2

  private let live: LiveConfiguration
  /// The configuration at the start, for what does not change after.
  private let configuration: Configuration
  private let vitals: Vitals?
  let logger: Logger
  let epoch: Epoch
  let counters: AggregatorCounters
  private let reactor: Reactor
  let gate: Gate
  private let jobKey: JobKey
  private let batches: Socket<Router>
  private let updates: Socket<XPub>
  let query: Socket<Router>
  private let writerTasks = Mailbox<WriterTask>(capacity: 100_000)
  /// Times the largest question, the memory that questions can take.
  let queryTasks = QuestionQueue(capacity: 1000)
  /// How many questions of each peer wait for their answers; those of one must not take the place of all others'.
  var asking: [[UInt8]: Int] = [:]
  static let maximumAsking = 8
  /// Offers have a thread of their own, so that no reader keeps a worker waiting.
  private let offerTasks = QuestionQueue(capacity: 1000)
  /// Closed when the scrubber is to end.
  private let scrubberEnd = Mailbox<Never>(capacity: 1)
  /// Rung after each commit, for the thread that feeds the search index; closed when that is to end.
  private let searchBell = Mailbox<Void>(capacity: 1)
  /// The jobs whose batches wait or are being committed.
  private var jobsInHand: Set<ExactText> = []
  private let staging: Staging
  /// Who has a name that everybody knows, by its slug.
  private let identify: @Sendable (String) -> KnownIdentity?
  let subscribers = SubscriberTable()
  private let notes: Mailbox<AggregatorNote>
  /// The last event that was published.
  private var head: UInt64
  /// The check of the journal up to it.
  private var headCheck: ChainCheck?
  private var pendingBytes = 0
  private var progressIsAsked = false
  private var stopStore: () -> Void = {}
  /// How long the writer has to commit what it has, when the daemon ends; then what is long gives up.
  private static let grace = Duration.seconds(4)

  /// Set when a file of the database is not the one any more that is open; and how long that can be read in the status before the end.
  private var lost: LostFile?
  private static let farewell = Duration.seconds(2)

  /// Whether the loop ends because the disk takes something again, and not because the daemon ends.
  private var isToBeginAgain = false

  /// Binds the sockets and works until a `stop` note, or until a database that is only read can be written again.
  /// - Returns: true in the second case: the database is to be opened for writing, and all begins again.
  /// - Throws: ``ZeroMQError`` when a socket cannot be bound, and `LostFile` when a file of the database is lost.
  static func run(
    _ live: LiveConfiguration,
    _ keys: KeyRing,
    _ hasOwnWorkers: Bool,
    _ identify: @escaping @Sendable (String) -> KnownIdentity?,
    _ store: Store,
    _ notes: Mailbox<AggregatorNote>,
    _ vitals: Vitals?,
    _ logger: Logger
  ) throws -> Bool {
    let context = try Context()
    defer { context.terminate() }
    let loop = try AggregatorLoop(live, keys, hasOwnWorkers, identify, store, notes, vitals, context, logger)
    defer { loop.closeSockets() }
    try loop.run(store)
    if let lost = loop.lost { throw lost }
    return loop.isToBeginAgain
  }

  private init(
    _ live: LiveConfiguration,
    _ keys: KeyRing,
    _ hasOwnWorkers: Bool,
    _ identify: @escaping @Sendable (String) -> KnownIdentity?,
    _ store: Store,
    _ notes: Mailbox<AggregatorNote>,
    _ vitals: Vitals?,
    _ context: Context,
    _ logger: Logger
  ) throws {
    self.live = live
    self.identify = identify
    configuration = live.current
    self.vitals = vitals
    self.logger = logger
    self.notes = notes
    epoch = store.epoch
    let end = try store.head()
    (head, headCheck) = (end.sequence, end.check)
    let size = configuration.limits.messageBytes
    staging = try Staging(
      folder: configuration.state + "/staging",
      totalLimit: configuration.limits.stagingBytes,
      readsOnly: store.readsOnly != nil
    )
    counters = AggregatorCounters(creditBytes: size)
    if let wentBack = store.wentBack {
      let line = "\(wentBack); the journal goes on under a new epoch, and every subscriber takes a new snapshot"
      counters.notices.withLock { $0[.wentBack] = line }
      logger.log(.journalWentBack, .error, "\(line)")
    }
    if let readsOnly = store.readsOnly {
      let line = "cannot commit: \(readsOnly)"
      counters.fault.withLock { $0 = line }
      logger.log(.cannotCommit, .error, "\(line); what is in the database is served")
    }
    if let (pages, fault) = store.damage { counters.note(damagedPages: pages, fault, logger) }
    reactor = Reactor(context: context)
    jobKey = try JobKey(configuration)
    gate = try Gate(configuration, keys, context, reactor, counters.peers, logger) { notes.postAlways(.revoked) }
    batches = try Socket(context, options: .courantRouter(maxMessageSize: size, sendQueue: 1000))
    query = try Socket(context, options: .courantRouter(maxMessageSize: Self.maximumQuestion, sendQueue: 32))
    var options = SocketOptions.courant(maxMessageSize: MessageLimits.subscription)
    options.receiveHighWaterMark = 0
    options.sendHighWaterMark = configuration.limits.subscriberMessages
    // Each subscription is seen, so that whoever comes is told at once where the journal stands.
    options.xpubVerbose = true
    updates = try Socket(context, options: options)
    // Own workers ask for work once they are connected. One that had a document in hand when all begins again would have failed at it.
    let isForOthers = !hasOwnWorkers || !configuration.listen.batches.isEmpty
    if store.readsOnly == nil || isForOthers { try gate.open(batches, .batches, .init(messageBytes: size)) }
    try gate.open(
      updates,
      .updates,
      .init(messageBytes: Self.subscriptionBytes, totalBytes: 16 << 20, isKept: true, deniesWorkers: true)
    )
    try gate.open(
      query,
      .query,
      .init(messageBytes: 16 * Self.maximumQuestion, totalBytes: 8 << 20, deniesWorkers: true)
    )
  }

  private func closeSockets() {
    batches.close()
    updates.close()
    query.close()
    gate.close()
  }

  private func run(_ store: Store) throws {
    let writer = Writer(
      store: store,
      folder: configuration.state,
      tasks: writerTasks,
      notes: notes,
      searchBell: searchBell,
      staging: staging,
      counters: counters,
      jobKey: jobKey,
      retention: { [live] in Retention(live.current.journal) },
      aliases: { [live] in live.current.aliases },
      isWatched: configuration.metrics.listen != nil,
      logger: logger
    )
    let answerer = answerer(store, queryTasks)
    // Before anybody asks or trims.
    if store.readsOnly == nil { store.beginFeedingSearch() }
    var threads = [try DedicatedThread(name: "writer") { writer.run() }]
    defer {
      writerTasks.close()
      queryTasks.close(dropping: true)
      offerTasks.close()
      scrubberEnd.close()
      searchBell.close()
      for thread in threads { thread.join() }
    }
    let offers = self.answerer(store, offerTasks)
    threads.append(try DedicatedThread(name: "offers") { offers.run() })
    let scrubber = Scrubber(
      store: store,
      rate: { [live] in live.current.scrub.rate },
      counters: counters,
      end: scrubberEnd,
      logger: logger
    )
    // A page whose write was cut off is in the log, and is put right from there once the disk takes it: it is no damage.
    if store.readsOnly == nil { threads.append(try DedicatedThread(name: "scrubber") { scrubber.run() }) }
    let feeder = SearchFeeder(store: store, bell: searchBell, counters: counters, logger: logger)
    if store.readsOnly == nil { threads.append(try DedicatedThread(name: "search") { feeder.run() }) }
    for number in 1...Self.readers { threads.append(try DedicatedThread(name: "query-\(number)") { answerer.run() }) }

    reactor.add(batches) { [unowned self] _ in try readBatches() }
    reactor.add(query) { [unowned self] _ in try readQueries() }
    reactor.add(updates) { [unowned self] _ in try readSubscriptions() }
    reactor.add(notes) { [unowned self] in try take($0) }
    reactor.every(.seconds(1)) { [unowned self] in
      try publishProgress()
      staging.removeOld(jobsInHand)
      beat()
    }
    stopStore = { store.stop() }
    logger.log(.ready, .info, "ready", metadata: ["epoch": "\(epoch)", "head": "\(head)"])
    try publishProgress()
    beat()
    try reactor.run()
  }

  private func beat() {
    LineLogHandler.sumUp()
    let batches = counters.batches.load(ordering: .relaxed)
    let fault = counters.fault.withLock { $0 }
    vitals?.beat(
      Aggregator.part,
      status: fault.map { "not ready, \($0)" } ?? "event \(head), \(batches) batches",
      fault: fault
    )
    counters.metrics.note(pendingBytes: pendingBytes, subscribers.lags(head: Cursor(epoch: epoch, sequence: head)))
  }

  private func answerer(_ store: Store, _ tasks: QuestionQueue) -> QueryAnswerer {
    QueryAnswerer(
      store: store,
      tasks: tasks,
      notes: notes,
      counters: counters,
      jobKey: jobKey,
      staging: staging,
      subscribers: subscribers,
      aliases: { [live] in live.current.aliases },
      identify: identify,
      logger: logger
    )
  }

  // MARK: What comes in

  private func readBatches() throws {
    for _ in 0..<Self.turn {
      guard let message = try gate.receive(from: batches) else { return }
      guard let peer = message.frames.first else { continue }
      Failpoint.aggregatorReceived.reach()
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if packet.header.kind == .offer { gate.noteWorker(message, on: batches) }
        if let refusal = packet.refusal(on: .batches) {
          refuse(peer, on: batches, refusal)
        } else {
          try accept(packet, from: peer)
        }
      } catch {
        refuse(peer, on: batches, Refused(request: nil, code: .malformed, reason: error.description))
      }
    }
  }

  /// How large a question may be; also on the `batches` socket, whose messages may be far larger: many can wait.
  private static let maximumQuestion = MessageLimits.question
  /// How much all prefixes of one subscriber may have together.
  private static let subscriptionBytes = 256 << 10

  private func accept(_ packet: Packet, from peer: Frame) throws(WireError) {
    let size = packet.body.count + packet.attachments.reduce(0) { $0 + $1.count }
    switch packet.header.kind {
    case .offer where size > Self.maximumQuestion, .documents where size > Self.maximumQuestion:
      let article = packet.header.kind == .offer ? "an offer" : "a question"
      throw WireError("\(article) of \(size) bytes, want \(Self.maximumQuestion) at most")
    case .offer:
      let offer: Offer = try packet.decode()
      guard
        isProven(offer.seal, .job, jobKey.job(offer.job, offer.uri, offer.digest, offer.action), packet, from: peer)
      else { return }
      if jobsInHand.contains(ExactText(offer.job)) {
        tell(peer, Busy(request: nil, retryAfter: 500, reason: "its batch is being committed"))
      } else if pendingBytes >= configuration.limits.pendingBytes {
        tell(peer, Busy(request: nil, retryAfter: 100, reason: "batches wait for the disk"))
      } else if !offerTasks.post(QueryTask(peer: peer, socket: .batches, packet: packet)) {
        tell(peer, Busy(request: nil, retryAfter: 100, reason: "too many questions wait"))
      }
    case .documents:
      let question: DocumentsRequest = try packet.decode()
      guard isProven(question.seal, .documents, [question.prefix], packet, from: peer) else { return }
      if !offerTasks.post(QueryTask(peer: peer, socket: .batches, packet: packet)) {
        tell(peer, Busy(request: packet.requestNumber, retryAfter: 100, reason: "too many questions wait"))
      }
    case .chunk:
      let chunk: Chunk = try packet.decode()
      let job = jobKey.job(chunk.job, chunk.uri, chunk.digest, chunk.action)
      guard isProven(chunk.seal, .job, job, packet, from: peer) else { return }
      enqueue(.chunk(chunk, facts: try packet.attachment()), of: packet, from: peer)
    case .batch:
      let batch: Batch = try packet.decode()
      let job = jobKey.job(batch.job, batch.document.uri, batch.document.digest, batch.action)
      guard isProven(batch.seal, .job, job, packet, from: peer) else { return }
      enqueue(.batch(batch, facts: try packet.attachment()), of: packet, from: peer)
    case .dropFailure:
      let drop: DropFailure = try packet.decode()
      guard isProven(drop.seal, .drop, [drop.uri], packet, from: peer) else { return }
      enqueue(.dropFailure(drop), of: packet, from: peer)
    case .setAside:
      let report: SetAside = try packet.decode()
      let job = jobKey.job(report.job, report.document.uri, report.document.digest, nil)
      guard isProven(report.seal, .setAside, job, packet, from: peer) else { return }
      enqueue(.setAside(report), of: packet, from: peer)
    default:
      throw WireError("\(packet.header.kind) is nothing for the writer")
    }
  }

  /// Whether a message has the seal that it needs; otherwise its peer hears that, and it is counted.
  private func isProven(
    _ seal: Seal?,
    _ statement: JobKey.Statement,
    _ fields: [String],
    _ packet: Packet,
    from peer: Frame
  ) -> Bool {
    if jobKey.proves(seal, statement, fields) { return true }
    counters.peers.count(.request)
    let reason =
      "the seal of this \(packet.header.kind) is missing or wrong: intake has given out no such job, or has another key (keys.jobs)"
    logger.log(.peerRefused, .warning, "refused a message: \(reason)")
    tell(peer, Refused(request: packet.requestNumber, code: .forbidden, reason: reason))
    return false
  }

  private func enqueue(_ work: WriterTask.Work, of packet: Packet, from peer: Frame) {
    enqueue(WriterTask(peer: peer, work: work, bytes: 0), of: packet)
  }

  func enqueue(_ task: WriterTask, of packet: Packet) {
    // Sent again while the first waits: the first is the one that counts.
    if jobsInHand.contains(ExactText(task.job)) { return }
    let bytes = packet.body.count + packet.attachments.reduce(0) { $0 + $1.count }
    // A batch that is larger than all that may wait is taken when nothing else does.
    let fits = pendingBytes == 0 || pendingBytes + bytes <= configuration.limits.pendingBytes
    var task = task
    task.bytes = bytes
    guard fits, writerTasks.post(task) else {
      let busy = Busy(request: task.request, retryAfter: 100, reason: "batches wait for the disk")
      gate.answerOrLog(busy, to: task.peer, on: socket(task.socket), logger, epoch: epoch)
      return
    }
    // After a chunk its job goes on.
    if case .chunk = task.work {} else { jobsInHand.insert(ExactText(task.job)) }
    pendingBytes += bytes
    counters.metrics.batchBytes.increment(by: bytes)
    counters.pendingBytes.store(UInt64(pendingBytes), ordering: .relaxed)
  }

  /// Subscribers tell the publisher what they want; to one that asks for progress it is given at once.
  private func readSubscriptions() throws {
    for _ in 0..<Self.turn {
      guard let message = try updates.receiveIfReady() else { break }
      // A subscription is one frame that begins with 1, or 0 to end it. Of anything else there is nobody to tell: a publisher has no
      // way to answer one peer.
      guard message.count == 1, message[0].withUnsafeBytes({ ($0.first ?? 2) <= 1 }) else {
        counters.countMalformed()
        continue
      }
      message[0].withUnsafeBytes { bytes in
        if bytes.first == 1, Topic.progress.utf8.starts(with: bytes.dropFirst()) { progressIsAsked = true }
      }
    }
    if progressIsAsked { try publishProgress() }
  }

  func refuse(_ peer: Frame, on socket: Socket<Router>, _ refusal: Refused) {
    counters.countMalformed()
    logger.warning("refused a message: \(refusal.reason)")
    gate.answerOrLog(refusal, to: peer, on: socket, logger, epoch: epoch)
  }

  private func socket(_ socket: AnsweringSocket) -> Socket<Router> { socket == .batches ? batches : query }

  private func tell(_ peer: Frame, _ body: some MessageBody) {
    gate.answerOrLog(body, to: peer, on: batches, logger, epoch: epoch)
  }

  // MARK: What goes out

  private func take(_ notes: [AggregatorNote]) throws {
    for note in notes {
      switch note {
      case .applied(let outcomes):
        // First everyone hears that it is durable, then the world sees it.
        for outcome in outcomes { try acknowledge(outcome) }
        Failpoint.afterAcknowledgement.reach()
        for outcome in outcomes { try publish(outcome) }
      case .answer(_, .batches, _) where lost != nil: continue
      case .answer(let peer, let socket, let packet):
        if socket == .query { noteAnswer(to: peer) }
        try gate.answer(packet, to: peer, on: self.socket(socket))
      case .writerEnded:
        try publishProgress()
        reactor.stop()
      case .revoked: try gate.closeToAll()
      case .diskIsBack:
        isToBeginAgain = true
        end()
      case .lost(let file):
        lost = file
        counters.fault.withLock { $0 = "\(file)" }
        logger.log(.databaseLost, .error, "\(file)")
        reactor.remove(batches)
        writerTasks.close()
        beat()
        reactor.after(Self.farewell) { [unowned self] in reactor.stop() }
      case .stop where lost != nil: reactor.stop()
      case .stop:
        isToBeginAgain = false
        logger.log(.stopping, .info, "stopping", metadata: ["pendingBytes": "\(pendingBytes)"])
        end()
      }
    }
  }

  /// Takes no more batches; the loop ends when the writer has.
  private func end() {
    reactor.remove(batches)
    writerTasks.close()
    reactor.after(Self.grace) { [unowned self] in stopStore() }
  }

  private func acknowledge(_ outcome: WriterOutcome) throws {
    pendingBytes -= outcome.bytes
    counters.pendingBytes.store(UInt64(pendingBytes), ordering: .relaxed)
    if let job = outcome.job {
      jobsInHand.remove(ExactText(job))
      counters.batches.count()
    }
    if outcome.reply.header.kind == .ack, outcome.last == 0 { counters.countDuplicate() }
    if let complaint = outcome.complaint { logger.warning("\(complaint)") }
    try gate.answer(outcome.reply, to: outcome.peer, on: socket(outcome.socket))
  }

  private func publish(_ outcome: WriterOutcome) throws {
    for event in outcome.events {
      head = event.sequence
      let frames = Update.frames(
        topic: event.topic,
        cursor: Cursor(epoch: epoch, sequence: event.sequence),
        json: event.json
      )
      // To a subscriber that is full the message is dropped; it finds the hole and catches up.
      _ = try updates.sendIfPossible(Message(frames.map { Frame($0) }))
      Failpoint.midPublish.reach()
    }
    counters.published.count(UInt64(outcome.events.count))
    counters.metrics.published.increment(by: outcome.events.count)
    counters.metrics.publishedBytes.increment(by: outcome.events.reduce(0) { $0 + $1.json.count })
    if outcome.last > 0 { headCheck = outcome.check }
    if outcome.last > head {
      // Too many to be held: whoever hears how far the journal goes catches up.
      head = outcome.last
      try publishProgress()
    }
  }

  private func publishProgress() throws {
    progressIsAsked = false
    let frames = Update.progressFrames(Cursor(epoch: epoch, sequence: head, check: headCheck))
    _ = try updates.sendIfPossible(Message(frames.map { Frame($0) }))
  }
}
