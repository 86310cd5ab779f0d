import Glibc
import Keys
import Model
import Synchronization
import TestSupport
import Transport
import Wire
import ZeroMQ

/// Batches as fast as an aggregator takes them, or at a rate: the revisions of some documents whose facts meet, half of them new each time.
final class Load: Sendable {
  /// How much there is of what.
  struct Shape: Sendable {
    var documents = 200
    var facts = 20
    /// Batches under way at a time.
    var window = 16
    /// Batches a second at most; nil for as many as go.
    var rate: Double?
  }

  private struct Work: Sendable {
    var sent: [Digest: ContinuousClock.Instant] = [:]
    var acknowledged = 0
    var busy = 0
    var fault: String?
    var isDone = false
  }

  private let shape: Shape
  private let work = Mutex(Work())
  private let isStopped = Atomic<Bool>(false)
  private let thread = Mutex<DedicatedThread?>(nil)

  init(_ shape: Shape) {
    self.shape = shape
  }

  /// Batches that were acknowledged.
  var acknowledged: Int { work.withLock { $0.acknowledged } }
  var fault: String? { work.withLock { $0.fault } }

  /// When a batch was sent; nil for one that was not.
  func sent(_ digest: Digest) -> ContinuousClock.Instant? { work.withLock { $0.sent[digest] } }

  /// - Parameter key: that of the daemon's roles: it gives out jobs as intake does.
  func start(at endpoint: String, _ key: JobKey) throws {
    let made = try DedicatedThread(name: "load") { [self] in
      do {
        try run(endpoint, key)
      } catch {
        work.withLock { $0.fault = "the load: \(error)" }
      }
      work.withLock { $0.isDone = true }
    }
    thread.withLock { $0 = made }
  }

  /// Sends nothing more, and comes back when all that was sent is acknowledged.
  func stop() throws {
    isStopped.store(true, ordering: .relaxed)
    thread.withLock { $0 }?.join()
    thread.withLock { $0 = nil }
    if let fault { throw Trouble(fault) }
  }

  private func run(_ endpoint: String, _ key: JobKey) throws {
    let context = try Context()
    defer { context.terminate() }
    var options = SocketOptions.courant(maxMessageSize: 1 << 20)
    options.linger = .zero
    let socket = try Socket<Dealer>(context, options: options)
    defer { socket.close() }
    try socket.connect(endpoint)
    var underWay: [Int: (packet: Packet, sent: ContinuousClock.Instant)] = [:]
    var (job, document) = (0, 0)
    let begun = ContinuousClock.now
    while true {
      let isEnding = isStopped.load(ordering: .relaxed)
      if isEnding, underWay.isEmpty { return }
      if !isEnding, underWay.count < shape.window, isDue(job, since: begun) {
        while underWay[document] != nil { document = (document + 1) % shape.documents }
        job += 1
        let (packet, digest) = try batch(document, job, key)
        work.withLock { $0.sent[digest] = .now }
        underWay[document] = (packet, .now)
        try socket.send(packet.message)
        document = (document + 1) % shape.documents
        continue
      }
      guard try socket.waitUntilReadable(timeout: .milliseconds(isEnding || shape.rate == nil ? 100 : 1)),
        let message = try socket.receiveIfReady()
      else {
        // The daemon was killed with it: once more, as a worker would.
        for (key, item) in underWay where item.sent < .now - .seconds(3) {
          underWay[key]?.sent = .now
          _ = try socket.sendIfPossible(item.packet.message)
        }
        continue
      }
      try settle(try Packet(message), &underWay, socket)
    }
  }

  private func isDue(_ job: Int, since begun: ContinuousClock.Instant) -> Bool {
    guard let rate = shape.rate else { return true }
    return begun + .seconds(Double(job) / rate) <= .now
  }

  private func settle(
    _ answer: Packet,
    _ underWay: inout [Int: (packet: Packet, sent: ContinuousClock.Instant)],
    _ socket: Socket<Dealer>
  ) throws {
    switch answer.header.kind {
    case .ack:
      let ack: Ack = try answer.decode()
      guard let document = Int(ack.uri.dropFirst("load:".count)), let item = underWay[document] else { return }
      let batch: Batch = try item.packet.decode()
      guard batch.document.digest == ack.digest else { return }
      underWay[document] = nil
      work.withLock { $0.acknowledged += 1 }
    case .busy:
      work.withLock { $0.busy += 1 }
      usleep(20_000)
      for item in underWay.values { try socket.send(item.packet.message) }
    default: throw Trouble("an answer of kind \(answer.header.kind) to a batch")
    }
  }

  private func batch(_ number: Int, _ job: Int, _ key: JobKey) throws -> (Packet, Digest) {
    let uri = "load:\(number)"
    let document = Document(uri: uri, digest: Digest(of: Array("\(uri) \(job)".utf8)))
    let lines = try (0..<shape.facts).map { index in
      // Three documents speak of a key; every second of their facts stays as it was.
      let amount = index.isMultiple(of: 2) ? index : job / shape.documents % 10 + index
      let key = Key(entity: "town \((number / 3 * shape.facts + index) % 997)", attribute: "figure \(index % 5)")
      let sentence = "The \(key.attribute) of \(key.entity) is \(amount)."
      return try JSON.encode(
        Fact(
          subject: Fact.Subject(text: key.entity, name: key.entity, entity: key.entity),
          relation: Fact.Relation(text: "is", lemma: "be"),
          object: Value(text: "\(amount)", kind: .number, number: Double(amount)),
          key: key,
          evidence: Evidence(text: sentence, start: index * 100, end: index * 100 + sentence.utf8.count),
          confidence: 0.9,
          document: document,
          extractor: "load/1"
        )
      )
    }
    let batch = Batch(job: "load-\(job)", document: document, extractor: "load/1", facts: lines.count)
    return (try key.packet(batch, attachments: [JSONLines.join(lines)]), document.digest)
  }
}
