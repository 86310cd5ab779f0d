import CGuard
import Glibc
import Keys
import Logging
import Model
import Service
import Transport
import Wire
import ZeroMQ

/// Where a role's sockets are bound, and who is let in where that is TCP. Belongs to the thread of the sockets.
final class Gate {
  /// A TCP endpoint that is bound.
  private struct Door {
    let socket: AnySocket
    let guardian: ConnectionGuard
    /// As libzmq has bound it, with the port that it chose.
    let endpoint: String
  }

  /// How often connections are looked at.
  private static let interval = Duration.milliseconds(200)
  /// How often a port is tried again that libzmq has not let go yet.
  private static let retry = Duration.milliseconds(20)

  private let configuration: Configuration
  private let keys: KeyRing
  private let reactor: Reactor
  private let logger: Logger
  private let counters: PeerCounters
  private let authenticator: Authenticator?
  private var doors: [Door] = []
  private var monitors: [Monitor] = []
  private var guards: [ObjectIdentifier: ConnectionGuard] = [:]
  /// Which of the doors are closed, to be opened again.
  private var closed: Set<Int> = []
  private var isReopening = false

  /// Starts the handler of keys, where somebody is to be let in over TCP; before the first socket.
  /// - Parameter onRevocation: called on another thread when ``closeToAll()`` is due.
  init(
    _ configuration: Configuration,
    _ keys: KeyRing,
    _ context: Context,
    _ reactor: Reactor,
    _ counters: PeerCounters,
    _ logger: Logger,
    onRevocation: @escaping @Sendable () -> Void
  ) throws {
    self.configuration = configuration
    self.keys = keys
    self.reactor = reactor
    self.counters = counters
    self.logger = logger
    courant_guard_limit(Int32(clamping: configuration.limits.connections))
    authenticator = try keys.allowed.map {
      try Authenticator(context, file: $0, counters: counters, logger: logger, onRevocation: onRevocation)
    }
  }

  /// Ends the handler, after the sockets are closed.
  func close() {
    for guardian in guards.values { guardian.close() }
    for monitor in monitors { monitor.close() }
    authenticator?.stop()
  }

  /// Binds a socket at all its endpoints.
  /// - Throws: ``ConfigurationError`` for one that is in use, or for TCP without keys.
  func open(_ socket: AnySocket, _ domain: AccessDomain, _ bounds: ConnectionGuard.Bounds) throws {
    var bounds = bounds
    bounds.isOfWorkers = domain == .jobs || domain == .batches
    bounds.ownConnections = configuration.ownConnections(of: domain)
    let guardian = try ConnectionGuard(socket, bounds)
    if guards.isEmpty {
      reactor.every(Self.interval) { [unowned self] in for guardian in guards.values { try guardian.turn(counters) } }
    }
    guards[ObjectIdentifier(socket)] = guardian
    let all = configuration.endpoints(listening: domain)
    for text in all where !text.hasPrefix("tcp://") { try guardian.binding { try socket.listen(text) } }
    let tcp = configuration.tcpEndpoints(listening: domain)
    guard !tcp.isEmpty else { return }
    guard let own = keys.own, authenticator != nil else {
      throw ConfigurationError("\(tcp[0]): there are no keys, and without them nobody is let in over TCP")
    }
    // What is bound already keeps the options that it was bound with: files have their permissions, and no keys.
    try socket.apply(.curveServer(own.secretKey, domain: domain.rawValue))
    for text in tcp {
      try guardian.binding { try socket.listen(text) }
      let endpoint = try socket.lastEndpoint
      doors.append(Door(socket: socket, guardian: guardian, endpoint: endpoint))
      logger.info("listening", metadata: ["socket": "\(domain.rawValue)", "endpoint": "\(endpoint)"])
    }
    let kinds = MonitorEvent.Kinds([.handshakeFailed, .handshakeFailedProtocol, .disconnected])
    let monitor = try socket.monitor(events: kinds)
    monitors.append(monitor)
    reactor.add(monitor) { [counters] event in
      switch event.kind {
      case .handshakeFailed, .handshakeFailedProtocol: counters.count(.handshake)
      case .disconnected: counters.countEnd()
      default: break
      }
    }
  }

  /// The next message of a socket that was opened here, if there is one.
  func receive(from socket: Socket<Router>) throws -> Message? {
    guard let guardian = guards[ObjectIdentifier(socket)] else { return try socket.receiveIfReady() }
    return try guardian.receive(from: socket)
  }

  /// Answers a peer without waiting. False when it is gone, or leaves its answers unread: it asks again if it still wants to know.
  @discardableResult
  func answer(_ packet: Packet, to peer: Frame, on socket: Socket<Router>) throws -> Bool {
    guard let guardian = guards[ObjectIdentifier(socket)] else { return try socket.answer(packet.message, to: peer) }
    if let isQueued = try guardian.answer(packet.message, to: peer, on: socket) { return isQueued }
    if let request = packet.requestNumber {
      // It can be said in a few bytes.
      let busy = Busy(request: request, retryAfter: 100, reason: "too many answers are not read")
      _ = try guardian.answer(try Packet(busy, epoch: packet.header.epoch).message, to: peer, on: socket)
    }
    return false
  }

  /// Answers a peer; an answer that cannot be written is logged, for the peer asks again.
  func answerOrLog(
    _ body: some MessageBody,
    to peer: Frame,
    on socket: Socket<Router>,
    _ logger: Logger,
    epoch: Epoch = .none
  ) {
    do {
      try answer(try Packet(body, epoch: epoch), to: peer, on: socket)
    } catch {
      logger.error("cannot answer: \(error)")
    }
  }

  /// The last message of a socket came of a worker.
  func noteWorker(_ message: Message, on socket: AnySocket) { guards[ObjectIdentifier(socket)]?.noteWorker(message) }

  /// Keeps the numbers of a socket's connections that end, for ``ended(_:)``.
  func keepEnds(of socket: AnySocket) { guards[ObjectIdentifier(socket)]?.isAskedForEnds = true }

  /// The number of the connection that the last message of a socket came by; nil where that has ended.
  func lastConnection(of socket: AnySocket) -> UInt64? { guards[ObjectIdentifier(socket)]?.lastConnection }

  /// The numbers of a socket's connections that have ended since the last call.
  func ended(_ socket: AnySocket) -> [UInt64] { guards[ObjectIdentifier(socket)]?.ended() ?? [] }

  /// Ends every connection over TCP: whoever is still allowed to comes back by himself, and takes up where he was.
  ///
  /// libzmq asks about a key once, when a connection begins, and has no way to end a single one.
  func closeToAll() throws {
    for (number, door) in doors.enumerated() where closed.insert(number).inserted {
      try door.socket.unbind(door.endpoint)
    }
    guard !isReopening, !closed.isEmpty else { return }
    isReopening = true
    try reopen(tries: 0)
  }

  /// Binds again what is closed; libzmq gives a port back in its own time.
  private func reopen(tries: Int) throws {
    for number in closed.sorted() {
      let door = doors[number]
      do {
        try door.guardian.binding { try door.socket.bind(Endpoint(door.endpoint)) }
        closed.remove(number)
      } catch {
        if tries % 250 == 50 { logger.error("cannot listen again at \(door.endpoint), trying on: \(error)") }
      }
    }
    isReopening = !closed.isEmpty
    guard isReopening else { return }
    reactor.after(Self.retry) { [unowned self] in try reopen(tries: tries + 1) }
  }
}

extension Configuration {
  /// The share of the connections that is each socket's own.
  private static let share = 16

  /// How many connections a socket may always have, in the file system and as many over TCP; those of the workers never lack one.
  fileprivate func ownConnections(of domain: AccessDomain) -> Int {
    let share = max(1, limits.connections / Self.share)
    guard domain == .jobs || domain == .batches else { return share }
    let workers = workers > 0 ? workers : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    // Those that end and those that take their place, and intake.
    return max(share, 2 * workers + 2)
  }
}
