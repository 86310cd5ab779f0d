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
  private static let turn = 64
  private static let readers = 2

  private let live: LiveConfiguration
  /// The configuration at the start, for what does not change after.
  private let configuration: Configuration
  private let vitals: Vitals?
  private let logger: Logger
  private let epoch: Epoch
  private let counters: AggregatorCounters
  private let reactor: Reactor
  private let gate: Gate
  private let batches: Socket<Router>
  private let updates: Socket<XPub>
  private let query: Socket<Router>
  private let writerTasks = Mailbox<WriterTask>(capacity: 100_000)
  /// Times the largest question, the memory that questions can take.
  private let queryTasks = Mailbox<QueryTask>(capacity: 1000)
  /// Offers have a thread of their own, so that no reader keeps a worker waiting.
  private let offerTasks = Mailbox<QueryTask>(capacity: 1000)
  /// Closed when the scrubber is to end.
  private let scrubberEnd = Mailbox<Never>(capacity: 1)
  /// The jobs whose batches wait or are being committed.
  private var jobsInHand: Set<String> = []
  private let staging: Staging
  private let subscribers = SubscriberTable()
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

  /// Binds the sockets and works until a `stop` note.
  /// - Throws: ``ZeroMQError`` when a socket cannot be bound.
  static func run(
    _ live: LiveConfiguration,
    _ keys: KeyRing,
    _ store: Store,
    _ notes: Mailbox<AggregatorNote>,
    _ vitals: Vitals?,
    _ logger: Logger
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    let loop = try AggregatorLoop(live, keys, store, notes, vitals, context, logger)
    defer { loop.closeSockets() }
    try loop.run(store)
  }

  private init(
    _ live: LiveConfiguration,
    _ keys: KeyRing,
    _ store: Store,
    _ notes: Mailbox<AggregatorNote>,
    _ vitals: Vitals?,
    _ context: Context,
    _ logger: Logger
  ) throws {
    self.live = live
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
      totalLimit: configuration.limits.stagingBytes
    )
    counters = AggregatorCounters(creditBytes: size)
    if let wentBack = store.wentBack {
      let line = "\(wentBack); the journal goes on under a new epoch, and every subscriber takes a new snapshot"
      counters.notices.withLock { $0[.wentBack] = line }
      logger.log(.journalWentBack, .error, "\(line)")
    }
    if let (pages, fault) = store.damage { counters.note(damagedPages: pages, fault, logger) }
    reactor = Reactor(context: context)
    gate = try Gate(configuration, keys, context, reactor, counters.peers, logger) { notes.postAlways(.revoked) }
    batches = try Socket(context, options: .courantRouter(maxMessageSize: size, receiveQueue: 4, sendQueue: 1000))
    query = try Socket(context, options: .courantRouter(maxMessageSize: 64 << 10, receiveQueue: 64, sendQueue: 32))
    var options = SocketOptions.courant(maxMessageSize: 4096)
    options.sendHighWaterMark = configuration.limits.subscriberMessages
    // Each subscription is seen, so that whoever comes is told at once where the journal stands.
    options.xpubVerbose = true
    updates = try Socket(context, options: options)
    try gate.open(batches, .batches)
    try gate.open(updates, .updates)
    try gate.open(query, .query)
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
      tasks: writerTasks,
      notes: notes,
      staging: staging,
      counters: counters,
      retention: { [live] in Retention(live.current.journal) },
      aliases: { [live] in live.current.aliases },
      isWatched: configuration.metrics.listen != nil,
      logger: logger
    )
    let answerer = answerer(store, queryTasks)
    var threads = [try DedicatedThread(name: "writer") { writer.run() }]
    defer {
      writerTasks.close()
      queryTasks.close()
      offerTasks.close()
      scrubberEnd.close()
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
    threads.append(try DedicatedThread(name: "scrubber") { scrubber.run() })
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
    let batches = counters.batches.load(ordering: .relaxed)
    let fault = counters.fault.withLock { $0 }
    vitals?.beat(
      Aggregator.part,
      status: fault.map { "not ready, \($0)" } ?? "event \(head), \(batches) batches",
      fault: fault
    )
    counters.metrics.note(pendingBytes: pendingBytes, subscribers.lags(head: Cursor(epoch: epoch, sequence: head)))
  }

  private func answerer(_ store: Store, _ tasks: Mailbox<QueryTask>) -> QueryAnswerer {
    QueryAnswerer(
      store: store,
      tasks: tasks,
      notes: notes,
      counters: counters,
      staging: staging,
      subscribers: subscribers,
      aliases: { [live] in live.current.aliases },
      logger: logger
    )
  }

  // MARK: What comes in

  private func readBatches() throws {
    for _ in 0..<Self.turn {
      guard let message = try batches.receiveIfReady() else { return }
      guard let peer = message.frames.first else { continue }
      Failpoint.aggregatorReceived.reach()
      do throws(WireError) {
        try accept(try Packet(message, dropping: 1), from: peer)
      } catch {
        try refuse(peer, on: batches, error)
      }
    }
  }

  /// How large a question on the `batches` socket may be, whose messages may be far larger: many can wait.
  private static let maximumQuestion = 64 << 10

  private func accept(_ packet: Packet, from peer: Frame) throws(WireError) {
    let size = packet.body.count + packet.attachments.reduce(0) { $0 + $1.count }
    switch packet.header.kind {
    case .offer where size > Self.maximumQuestion, .documents where size > Self.maximumQuestion:
      let article = packet.header.kind == .offer ? "an offer" : "a question"
      throw WireError("\(article) of \(size) bytes, want \(Self.maximumQuestion) at most")
    case .offer:
      let offer: Offer = try packet.decode()
      if jobsInHand.contains(offer.job) {
        tell(peer, Busy(request: nil, retryAfter: 500, reason: "its batch is being committed"))
      } else if pendingBytes >= configuration.limits.pendingBytes {
        tell(peer, Busy(request: nil, retryAfter: 100, reason: "batches wait for the disk"))
      } else if !offerTasks.post(QueryTask(peer: peer, socket: .batches, packet: packet)) {
        tell(peer, Busy(request: nil, retryAfter: 100, reason: "too many questions wait"))
      }
    case .documents:
      if !offerTasks.post(QueryTask(peer: peer, socket: .batches, packet: packet)) {
        tell(peer, Busy(request: packet.requestNumber, retryAfter: 100, reason: "too many questions wait"))
      }
    case .chunk:
      enqueue(.chunk(try packet.decode(), facts: try packet.attachment()), of: packet, from: peer)
    case .batch:
      enqueue(.batch(try packet.decode(), facts: try packet.attachment()), of: packet, from: peer)
    case .dropFailure:
      enqueue(.dropFailure(try packet.decode()), of: packet, from: peer)
    case .setAside:
      enqueue(.setAside(try packet.decode()), of: packet, from: peer)
    default:
      throw WireError("\(packet.header.kind) does not belong on the batches socket")
    }
  }

  private func enqueue(_ work: WriterTask.Work, of packet: Packet, from peer: Frame) {
    let task = WriterTask(peer: peer, work: work, bytes: 0)
    // Sent again while the first waits: the first is the one that counts.
    if jobsInHand.contains(task.job) { return }
    let bytes = packet.body.count + packet.attachments.reduce(0) { $0 + $1.count }
    // A batch that is larger than all that may wait is taken when nothing else does.
    let fits = pendingBytes == 0 || pendingBytes + bytes <= configuration.limits.pendingBytes
    guard fits, writerTasks.post(WriterTask(peer: peer, work: work, bytes: bytes)) else {
      tell(peer, Busy(request: nil, retryAfter: 100, reason: "batches wait for the disk"))
      return
    }
    // After a chunk its job goes on.
    if case .chunk = work {} else { jobsInHand.insert(task.job) }
    pendingBytes += bytes
    counters.metrics.batchBytes.increment(by: bytes)
    counters.pendingBytes.store(UInt64(pendingBytes), ordering: .relaxed)
  }

  private func readQueries() throws {
    for _ in 0..<Self.turn {
      guard let message = try query.receiveIfReady() else { return }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if packet.header.kind == .position {
          subscribers.note(try packet.decode(), from: peer)
        } else if !queryTasks.post(QueryTask(peer: peer, socket: .query, packet: packet)) {
          query.answerOrLog(
            Busy(request: packet.requestNumber, retryAfter: 100, reason: "too many questions wait"),
            to: peer,
            logger,
            epoch: epoch
          )
        }
      } catch {
        try refuse(peer, on: query, error)
      }
    }
  }

  /// Subscribers tell the publisher what they want; to one that asks for progress it is given at once.
  private func readSubscriptions() throws {
    for _ in 0..<Self.turn {
      guard let message = try updates.receiveIfReady() else { break }
      guard message.count == 1 else {
        counters.countMalformed()
        continue
      }
      message[0].withUnsafeBytes { bytes in
        if bytes.first == 1, Topic.progress.utf8.starts(with: bytes.dropFirst()) { progressIsAsked = true }
      }
    }
    if progressIsAsked { try publishProgress() }
  }

  private func refuse(_ peer: Frame, on socket: Socket<Router>, _ error: WireError) throws {
    counters.countMalformed()
    logger.warning("refused a message: \(error)")
    socket.answerOrLog(
      Refused(request: nil, code: .malformed, reason: error.description),
      to: peer,
      logger,
      epoch: epoch
    )
  }

  private func tell(_ peer: Frame, _ body: some MessageBody) {
    batches.answerOrLog(body, to: peer, logger, epoch: epoch)
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
      case .answer(let peer, let socket, let packet):
        try (socket == .batches ? batches : query).answer(packet.message, to: peer)
      case .writerEnded:
        try publishProgress()
        reactor.stop()
      case .revoked: try gate.closeToAll()
      case .stop:
        logger.log(.stopping, .info, "stopping", metadata: ["pendingBytes": "\(pendingBytes)"])
        reactor.remove(batches)
        writerTasks.close()
        reactor.after(Self.grace) { [unowned self] in stopStore() }
      }
    }
  }

  private func acknowledge(_ outcome: WriterOutcome) throws {
    pendingBytes -= outcome.bytes
    counters.pendingBytes.store(UInt64(pendingBytes), ordering: .relaxed)
    if let job = outcome.job {
      jobsInHand.remove(job)
      counters.batches.count()
    }
    if outcome.reply.header.kind == .ack, outcome.last == 0 { counters.countDuplicate() }
    if let complaint = outcome.complaint { logger.warning("\(complaint)") }
    try batches.answer(outcome.reply.message, to: outcome.peer)
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
