import Transport
import Wire
import ZeroMQ

/// A DEALER to one of the daemon's sockets: asks, and waits for the answer. Calls block, and belong to one thread.
public final class Connection {
  public let endpoint: String
  let socket: Socket<Dealer>

  /// How long an answer is waited for unless another time is given.
  public static let patience = Duration.seconds(5)

  /// - Parameters:
  ///   - context: shared by the sockets of a program.
  ///   - endpoint: such as `ipc:///run/courant/query.sock`.
  ///   - keys: what a TCP endpoint wants.
  ///   - maxMessageSize: the largest answer to accept, in bytes.
  /// - Throws: ``ClientError`` when nobody is behind the endpoint or does not let this client in, `EndpointError` when it is none,
  ///   ``ZeroMQError`` otherwise.
  package init(_ context: Context, to endpoint: String, keys: CurveClient? = nil, maxMessageSize: Int = 256 << 20)
    throws
  {
    self.endpoint = endpoint
    let place = try Endpoint(endpoint, for: .connect)
    try Self.checkForDaemon(endpoint)
    var options = SocketOptions.courant(maxMessageSize: maxMessageSize)
    options.use(keys)
    socket = try Socket(context, options: options)
    do {
      try Handshake.connect(socket, to: place, keys)
    } catch {
      socket.close()
      throw error
    }
  }

  /// Says at once when there is nobody, or this user may not connect, where that can be told.
  static func checkForDaemon(_ endpoint: String) throws {
    guard endpoint.hasPrefix("ipc://") else { return }
    switch SocketFile.probe(String(endpoint.dropFirst("ipc://".count))) {
    case .listening: return
    case .nobody: throw ClientError.noDaemon(endpoint: endpoint)
    case .denied(let denial): throw ClientError.denied(denial)
    }
  }

  deinit {
    socket.close()
  }

  /// Sends a request and waits for its answer.
  /// - Throws: ``ClientError``.
  public func ask(_ body: some MessageBody, patience: Duration = patience) throws -> Packet {
    let question = try Packet(body)
    // The daemon would close the connection without a word.
    if let fault = MessageLimits.fault(ofQuestion: question) { throw ClientError.refused(fault, .tooLarge) }
    try socket.send(question.message)
    guard let packet = try receive(to: question.requestNumber, patience: patience) else {
      // Somebody is there, and too slow.
      try Self.checkForDaemon(endpoint)
      throw ClientError.busy("no answer came within \(patience.components.seconds) seconds")
    }
    switch packet.header.kind {
    case .refused:
      let refused = try read(packet, as: Refused.self)
      throw ClientError.refused(refused.reason, refused.code)
    case .tooOld:
      let reply = try read(packet, as: TooOld.self)
      throw ClientError.tooOld(
        reply.reason ?? "the journal no longer goes back so far; it begins after \(reply.oldest)"
      )
    case .busy: throw ClientError.busy(try read(packet, as: Busy.self).reason)
    default: return packet
    }
  }

  /// The answer to a request; nil when none comes in time. One that answers another, which was given up, is dropped.
  private func receive(to request: UInt64?, patience: Duration) throws -> Packet? {
    let deadline = ContinuousClock.now + patience
    while let packet = try receive(patience: max(.zero, deadline - .now)) {
      guard let request, let answered = packet.requestNumber, answered != request else { return packet }
    }
    return nil
  }

  /// The next answer; nil when none comes in time.
  func receive(patience: Duration) throws -> Packet? {
    guard try socket.waitUntilReadable(timeout: patience), let message = try socket.receiveIfReady() else { return nil }
    do {
      return try Packet(message)
    } catch {
      throw ClientError.badAnswer(error.description)
    }
  }

  func read<Body: MessageBody>(_ packet: Packet, as type: Body.Type = Body.self) throws -> Body {
    do {
      return try packet.decode(type)
    } catch {
      throw ClientError.badAnswer(error.description)
    }
  }
}
