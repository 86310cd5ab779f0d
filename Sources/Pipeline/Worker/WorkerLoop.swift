import Failpoints
import Glibc
import Interpretation
import Keys
import Logging
import Model
import Service
import Transport
import Wire
import ZeroMQ

/// A worker that can make no other connection has lost one.
struct ConnectionEnded: Error, CustomStringConvertible {
  var description: String { "the connection to the daemon has ended" }
}

/// What a worker needs of another program is gone, and one that is confined starts none.
struct ReaderEnded: Error, CustomStringConvertible {
  var description: String { "a program that reads documents has ended" }
}

/// The thread of a worker: asks for a job, offers it, extracts, sends the batch, and reports when it is committed.
///
/// What gets no answer is sent again: both ends take a repetition for what it is.
final class WorkerLoop {
  enum State {
    /// Waits for a job.
    case idle
    /// Has asked whether the aggregator wants the facts of a job.
    case offered(Job, content: [UInt8])
    /// Hands the documents over that are in that of a job, one after the other.
    case unpacking(Job, content: [UInt8], Unpacking)
    /// Sends the facts of a job, message by message.
    case sending(Job, BatchSender)
  }

  /// After how long without an answer something is sent again; soon enough that intake does not give the job up meanwhile.
  private var patience: Duration { min(.seconds(3), configuration.limits.jobTime / 3) }
  /// The same while it has nothing to do: an intake that was started anew does not know of it, and should not have to wait.
  private static let idlePatience = Duration.milliseconds(500)

  private let configuration: Configuration
  let interpreter: Interpreter
  private let logger: Logger
  private let reactor: Reactor
  let jobs: Socket<Dealer>
  private let batches: Socket<Dealer>
  private let doors: [Doorbell]
  private var monitors: [Monitor] = []
  private let name: String
  var state = State.idle
  private var isStopping = false
  /// Whether the aggregator has said last that it takes nothing for the moment.
  private var isHeldUp = false
  /// The last job that was taken.
  private var last: String?
  private var resend: ReactorTimer?
  /// The content of the document in hand.
  private var content: [UInt8] = []
  /// What was in it, once it was handed over.
  var unpacked: Unpacking?
  /// Its text as read, once its facts were looked for.
  private var text: [UInt8]?
  /// How many chunks came before the last message of the batch in hand.
  private var sent = -1
  /// True when the aggregator was asked how far it is, so that less than was sent may be the answer.
  private var mayGoBack = false

  /// Works until told to stop.
  static func run(
    _ configuration: Configuration,
    _ keys: KeyRing,
    _ interpreter: Interpreter,
    _ context: Context,
    _ stop: Mailbox<Bool>,
    _ onceConnected: (@Sendable () -> Void)?,
    _ vitals: Vitals?,
    _ logger: Logger
  ) throws {
    defer { context.terminate() }
    let loop = try WorkerLoop(configuration, keys, interpreter, context, isWatched: onceConnected != nil, logger)
    defer {
      for monitor in loop.monitors { monitor.close() }
      loop.jobs.close()
      loop.batches.close()
      for door in loop.doors { door.close() }
    }
    try loop.run(stop, onceConnected, vitals)
  }

  private init(
    _ configuration: Configuration,
    _ keys: KeyRing,
    _ interpreter: Interpreter,
    _ context: Context,
    isWatched: Bool,
    _ logger: Logger
  ) throws {
    self.configuration = configuration
    self.interpreter = interpreter
    self.logger = logger
    reactor = Reactor(context: context)
    name = "\(Self.host)/\(getpid())"
    // A name of its own, so that intake knows it again after a lost connection.
    let identity = Array("w".utf8) + Epoch.mint().bytes
    var options = SocketOptions.courant(maxMessageSize: configuration.limits.documentBytes + (64 << 10))
    options.routingId = identity
    options.use(keys.client(.jobs, of: configuration))
    jobs = try Socket(context, options: options)
    options.maxMessageSize = 1 << 20
    options.use(keys.client(.batches, of: configuration))
    batches = try Socket(context, options: options)
    if isWatched {
      // Before they connect, so that no event is missed.
      let kinds = MonitorEvent.Kinds([.handshakeSucceeded, .disconnected])
      monitors = try [jobs, batches].map { try $0.monitor(events: kinds) }
    }
    doors = [
      try Doorbell(jobs, configuration.endpoints.jobs, keys, reactor, logger),
      try Doorbell(batches, configuration.endpoints.batches, keys, reactor, logger),
    ]
  }

  private static var host: String {
    var name = [UInt8](repeating: 0, count: 256)
    let isKnown = name.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { gethostname($0, 255) } == 0 }
    }
    return isKnown ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : "localhost"
  }

  private func run(_ stop: Mailbox<Bool>, _ onceConnected: (@Sendable () -> Void)?, _ vitals: Vitals?) throws {
    reactor.add(jobs) { [unowned self] in
      while let message = try $0.receiveIfReady() { try take(message) { try takeJob($0) } }
    }
    reactor.add(batches) { [unowned self] in
      while let message = try $0.receiveIfReady() { try take(message) { try takeAnswer($0) } }
    }
    reactor.add(stop) { [unowned self] _ in
      isStopping = true
      // What the aggregator does not take is in the spool, and is read again when it does.
      if case .idle = state { reactor.stop() } else if isHeldUp { reactor.stop() }
    }
    if let vitals {
      reactor.every(.seconds(1)) { [unowned self] in beat(vitals) }
      beat(vitals)
    }
    if let onceConnected {
      try waitForConnections(onceConnected)
    } else {
      try askForWork()
    }
    try reactor.run()
  }

  /// Asks for work when both connections are made, and ends with either.
  private func waitForConnections(_ onceConnected: @escaping @Sendable () -> Void) throws {
    var connected: Set<ObjectIdentifier> = []
    for monitor in monitors {
      reactor.add(monitor) { [unowned self, unowned monitor] event in
        switch event.kind {
        case .disconnected: throw ConnectionEnded()
        case .handshakeSucceeded:
          guard connected.insert(ObjectIdentifier(monitor)).inserted, connected.count == monitors.count else { return }
          onceConnected()
          try askForWork()
        default: break
        }
      }
    }
  }

  private func beat(_ vitals: Vitals) {
    LineLogHandler.sumUp()
    switch state {
    case .idle: vitals.beat(Worker.part, status: "waits for work")
    case .offered(let job, _), .unpacking(let job, _, _), .sending(let job, _):
      vitals.beat(Worker.part, status: "has \(job.uri) in hand")
    }
  }

  private func take(_ message: Message, _ body: (Packet) throws -> Void) throws {
    do {
      try body(try Packet(message))
    } catch let error as WireError {
      logger.warning("a message that cannot be read: \(error)")
    }
  }

  func send(_ packet: Packet, on socket: Socket<Dealer>) throws {
    if try !socket.sendIfPossible(packet.message) { logger.debug("not sent yet: \(packet.header.kind)") }
    resend?.cancel()
    var wait = patience
    if case .idle = state { wait = min(wait, Self.idlePatience) }
    resend = reactor.after(wait) { [unowned self] in try sendAgain() }
  }

  /// Nothing was heard for a while: the other end may have been started anew.
  private func sendAgain() throws {
    switch state {
    case .idle: try askForWork()
    case .offered(let job, _):
      _ = try jobs.sendIfPossible(try Packet(Working(job: job.job)).message)
      try offer(job)
    case .unpacking(let job, let content, let unpacking): try sendMember(job, content, unpacking)
    case .sending(let job, _):
      _ = try jobs.sendIfPossible(try Packet(Working(job: job.job)).message)
      // Not the batch: it may be in hand. The answer says whether it is wanted once more.
      mayGoBack = true
      try offer(job)
    }
  }

  // MARK: Intake

  private func askForWork() throws {
    state = .idle
    guard !isStopping else { return reactor.stop() }
    try send(try Packet(Ready(worker: name, pid: getpid(), extractor: interpreter.version, last: last)), on: jobs)
  }

  private func takeJob(_ packet: Packet) throws {
    if packet.header.kind == .memberTaken { return try takeMember(try packet.decode(MemberTaken.self)) }
    guard packet.header.kind == .job else {
      if packet.header.kind == .refused {
        let refused: Refused = try packet.decode()
        logger.error("intake refused a message: \(refused.reason)")
        // Nobody waits for the rest of what is in a document.
        if case .unpacking = state { try askForWork() }
        return
      }
      throw WireError("\(packet.header.kind) is no job")
    }
    let job: Job = try packet.decode()
    // A job that was sent twice, while the first is in hand, is the first.
    guard case .idle = state else { return }
    content = try packet.attachment()
    text = nil
    unpacked = nil
    state = .offered(job, content: content)
    last = job.job
    try offer(job)
  }

  /// Reports a job as done, with the document's text as read where it is not its content, so that intake can keep both.
  private func reportDone(_ job: Job, facts: Int, _ ack: Ack) throws {
    do throws(ReadError) {
      if text == nil { text = try interpreter.text(of: content, mediaType: job.mediaType) }
    } catch {
      // Nothing was read: a withdrawal has no content.
    }
    let done = try Packet(
      Done(job: job.job, facts: facts, seal: ack.seal, duplicate: ack.duplicate ? true : nil),
      attachments: text.map { $0 == content ? [] : [$0] } ?? []
    )
    _ = try jobs.sendIfPossible(done.message)
    content = []
    text = nil
    unpacked = nil
    try askForWork()
  }

  func report(_ body: some MessageBody) throws {
    _ = try jobs.sendIfPossible(try Packet(body).message)
    try askForWork()
  }

  // MARK: The aggregator

  func offer(_ job: Job) throws {
    let offer = Offer(
      job: job.job,
      uri: job.uri,
      digest: job.digest,
      extractor: interpreter.version,
      action: job.action,
      seal: job.seal
    )
    try send(try Packet(offer), on: batches)
  }

  private func takeAnswer(_ packet: Packet) throws {
    isHeldUp = packet.header.kind == .busy
    if isHeldUp, isStopping { return reactor.stop() }
    switch packet.header.kind {
    case .credit:
      let credit: Credit = try packet.decode()
      switch state {
      case .offered(let job, let content) where job.uri.isExactly(credit.uri) && job.digest == credit.digest:
        if job.action != .withdraw, unpacked == nil, try unpack(job, content) { return }
        try extract(job, content, credit)
      case .sending(let job, let sender) where job.uri.isExactly(credit.uri) && job.digest == credit.digest:
        // What comes after the chunks that it has: of a new aggregator, or one that has lost them, all.
        guard mayGoBack || credit.chunk ?? 0 > sent else { return }
        try sendNext(job, sender, credit)
      default: return
      }
    case .ack:
      let ack: Ack = try packet.decode()
      Failpoint.acknowledged.reach()
      switch state {
      case .offered(let job, _) where job.uri.isExactly(ack.uri) && job.digest == ack.digest:
        try reportDone(job, facts: 0, ack)
      case .sending(let job, let sender) where job.uri.isExactly(ack.uri) && job.digest == ack.digest:
        try reportDone(job, facts: sender.facts.count, ack)
      default: return
      }
    case .reject:
      let reject: Reject = try packet.decode()
      guard case .sending(let job, _) = state, reject.uri?.isExactly(job.uri) ?? true else { return }
      try report(Failed(job: job.job, reason: "the aggregator rejects its facts: \(reject.reason)", final: true))
    case .refused:
      let refused: Refused = try packet.decode()
      logger.error("the aggregator refused a message: \(refused.reason)")
      // Its disk is at fault, not the document: the timer asks again.
      if refused.code == .storage { return }
      switch state {
      case .idle, .unpacking: return
      case .offered(let job, _) where refused.code == .forbidden:
        // Not the document's fault: it is tried again, and set aside when the two never agree.
        try report(Failed(job: job.job, reason: "the aggregator refuses the job: \(refused.reason)", final: false))
      case .offered: return
      case .sending(let job, _):
        try report(Failed(job: job.job, reason: "the aggregator refuses its facts: \(refused.reason)", final: true))
      }
    case .busy:
      let busy: Busy = try packet.decode()
      resend?.cancel()
      let wait = min(Duration.milliseconds(max(10, busy.retryAfter)), patience)
      resend = reactor.after(wait) { [unowned self] in try sendAgain() }
    default:
      throw WireError("\(packet.header.kind) is no answer to a batch")
    }
  }

  private func extract(_ job: Job, _ content: [UInt8], _ credit: Credit) throws {
    var sender: BatchSender
    if job.action == .withdraw {
      let document = Document(uri: job.uri, digest: job.digest)
      sender = BatchSender(job: job, document: document, extractor: interpreter.version, facts: [])
    } else {
      Failpoint.reach(content)
      let extraction: Extraction
      do throws(ReadError) {
        extraction = try interpreter.interpret(
          content,
          uri: job.uri,
          mediaType: job.mediaType,
          taken: unpacked?.taken ?? 0,
          skipped: unpacked?.skipped ?? []
        )
      } catch {
        // Not the document's fault: whoever keeps the worker starts another, and that one tries again.
        if interpreter.isLost { throw ReaderEnded() }
        return try report(Failed(job: job.job, reason: error.description, code: error.code.rawValue, final: true))
      }
      text = Array(extraction.text.utf8)
      for note in extraction.notes { logger.notice("\(note)", metadata: ["document": "\(job.uri)"]) }
      // The aggregator would reject the whole batch for one of them.
      let facts = extraction.facts.filter { fact in
        guard let fault = fact.fault else { return true }
        logger.error("a fact is left out: \(fault)", metadata: ["document": "\(job.uri)", "key": "\(fact.key)"])
        return false
      }
      sender = BatchSender(
        job: job,
        document: extraction.document,
        extractor: interpreter.version,
        facts: facts,
        sentences: credit.sentences == true ? extraction.sentences : [],
        reason: extraction.reason,
        skipped: extraction.skipped,
        fingerprint: Fingerprint(ofText: extraction.text.utf8)
      )
    }
    Failpoint.extracted.reach()
    try sendNext(job, sender, credit)
  }

  private func sendNext(_ job: Job, _ sender: BatchSender, _ credit: Credit) throws {
    var sender = sender
    do {
      let packet = try sender.message(after: credit.chunk ?? 0, limit: credit.bytes)
      state = .sending(job, sender)
      sent = credit.chunk ?? 0
      mayGoBack = false
      try send(packet, on: batches)
    } catch let error as ExtractionError {
      try report(Failed(job: job.job, reason: error.description, final: true))
    }
  }
}
