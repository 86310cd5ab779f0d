import ZeroMQ

extension SocketOptions {
  /// What every socket of Courant sets: no message without a bound, and no dead connection taken for a quiet one.
  /// - Parameter maxMessageSize: the largest message to accept, in bytes.
  public static func courant(maxMessageSize: Int) -> SocketOptions {
    var options = SocketOptions()
    options.linger = .seconds(1)
    options.maxMessageSize = Int64(maxMessageSize)
    options.handshakeInterval = .seconds(5)
    // No heartbeats: with them libzmq 4.3.4 ends the process after a pause in which a peer went away (libzmq#4364).
    // Over TCP the system finds a dead peer within 30 seconds instead; over ipc there is none that the system does not see.
    options.tcpKeepalive = true
    options.tcpKeepaliveIdle = .seconds(15)
    options.tcpKeepaliveInterval = .seconds(5)
    options.tcpKeepaliveCount = 3
    options.tcpMaxRetransmit = .seconds(30)
    options.reconnectInterval = .milliseconds(50)
    options.reconnectIntervalMax = .seconds(2)
    return options
  }

  /// How many connections may wait to be accepted. libzmq's 100 are soon full where many come and go, and whoever finds no room tries
  /// again after ever longer pauses.
  private static let connectionQueue = 1024

  /// The same for a ROUTER: an answer to a peer that is gone is an error, and a peer that comes back keeps its name.
  ///
  /// The queue of answers counts messages for each peer. A peer whose answers fill its queue loses the next ones, and asks again.
  /// What waits to be read has no mark here: the daemon's guard of connections bounds it in bytes.
  public static func courantRouter(maxMessageSize: Int, sendQueue: Int) -> SocketOptions {
    var options = courant(maxMessageSize: maxMessageSize)
    options.receiveHighWaterMark = 0
    options.sendHighWaterMark = sendQueue
    options.routerMandatory = true
    options.routerHandover = true
    options.backlog = connectionQueue
    return options
  }
}

extension Socket where Kind: Routing {
  /// Answers a peer without waiting. False when the peer is gone or takes no more: it asks again if it still wants to know.
  @discardableResult
  public func answer(_ message: Message, to peer: Frame) throws -> Bool {
    do {
      return try sendIfPossible(message, to: peer)
    } catch ZeroMQError.hostUnreachable {
      return false
    }
  }
}
