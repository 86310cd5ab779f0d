import ZeroMQ

extension SocketOptions {
  /// What every socket of Courant sets: no message without a bound, and no dead connection taken for a quiet one.
  /// - Parameter maxMessageSize: the largest message to accept, in bytes.
  public static func courant(maxMessageSize: Int) -> SocketOptions {
    var options = SocketOptions()
    options.linger = .seconds(1)
    options.maxMessageSize = Int64(maxMessageSize)
    options.handshakeInterval = .seconds(5)
    options.heartbeatInterval = .seconds(5)
    options.heartbeatTimeout = .seconds(15)
    options.heartbeatTTL = .seconds(15)
    options.tcpKeepalive = true
    options.reconnectInterval = .milliseconds(50)
    options.reconnectIntervalMax = .seconds(2)
    return options
  }

  /// The same for a ROUTER: an answer to a peer that is gone is an error, and a peer that comes back keeps its name.
  ///
  /// The queues count messages for each peer, and times the size of a message they bound the memory that one peer can take:
  /// few where messages are large. A peer whose answers fill its queue loses the next ones, and asks again.
  public static func courantRouter(maxMessageSize: Int, receiveQueue: Int, sendQueue: Int) -> SocketOptions {
    var options = courant(maxMessageSize: maxMessageSize)
    options.receiveHighWaterMark = receiveQueue
    options.sendHighWaterMark = sendQueue
    options.routerMandatory = true
    options.routerHandover = true
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
