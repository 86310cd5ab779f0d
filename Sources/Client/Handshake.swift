import ZeroMQ

/// Connects, and over TCP waits until both ends know each other: libzmq itself says nothing when they do not, and tries again without end.
enum Handshake {
  /// How long it may take.
  private static let patience = Duration.seconds(10)

  /// Connects a socket that has its keys.
  /// - Throws: ``ClientError`` with who does not let whom in; ``ZeroMQError``.
  static func connect(_ socket: AnySocket, to endpoint: Endpoint, _ keys: CurveClient?) throws {
    guard case .tcp = endpoint else { return try socket.connect(endpoint) }
    guard let keys else { throw ClientError.noKey(endpoint: endpoint.description) }
    let monitor = try socket.monitor()
    defer { monitor.close() }
    try socket.connect(endpoint)
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      guard try monitor.socket.waitUntilReadable(timeout: ContinuousClock.now.duration(to: deadline)) else { break }
      guard let event = try monitor.receiveIfReady() else { continue }
      switch event.kind {
      case .handshakeSucceeded: return
      case .handshakeFailedAuthentication:
        throw ClientError.keyRefused(endpoint: endpoint.description, key: "\(keys.own.publicKey)")
      // Whoever has another key cannot read what is sent, and hangs up.
      case .handshakeFailed, .handshakeFailedProtocol, .disconnected:
        throw ClientError.wrongServer(endpoint: endpoint.description)
      // Nobody listens, or no such host.
      case .closed, .connectRetried: throw ClientError.noDaemon(endpoint: endpoint.description)
      default: continue
      }
    }
    throw ClientError.noDaemon(endpoint: endpoint.description)
  }
}
