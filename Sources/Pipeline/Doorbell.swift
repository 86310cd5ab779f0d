import Keys
import Logging
import Service
import ZeroMQ

/// Connects a role to another's socket, and says so when its key is not let in. Belongs to the thread of the socket.
///
/// libzmq gives a connection up for good when the other end refuses it; here it is tried again, for a key may be allowed later.
final class Doorbell {
  private static let retry = Duration.seconds(2)

  private let socket: AnySocket
  private let endpoint: Endpoint
  private let key: String
  private let reactor: Reactor
  private let logger: Logger
  private var monitor: Monitor?
  /// What was said last, so that it is said once.
  private var said: MonitorEvent.Kind?

  init(_ socket: AnySocket, _ endpoint: String, _ keys: KeyRing, _ reactor: Reactor, _ logger: Logger) throws {
    self.socket = socket
    self.endpoint = try Endpoint(endpoint, for: .connect)
    self.reactor = reactor
    self.logger = logger
    key = keys.own.map { "\($0.publicKey)" } ?? ""
    if case .tcp = self.endpoint {
      let monitor = try socket.monitor(events: .handshakes)
      self.monitor = monitor
      reactor.add(monitor) { [unowned self] in try take($0.kind) }
    }
    try socket.connect(self.endpoint)
  }

  /// Ends the listening for refusals, with the socket.
  func close() { monitor?.close() }

  private func take(_ event: MonitorEvent.Kind) throws {
    switch event {
    case .handshakeSucceeded:
      if said != nil { logger.notice("\(endpoint) lets this key in") }
      said = nil
    case .handshakeFailedAuthentication:
      say(event, "does not let this key in; have it allowed there: courantd keys allow NAME '\(key)' --role work")
      reactor.after(Self.retry) { [unowned self] in try connectAgain() }
    case .handshakeFailedProtocol:
      say(event, "does not have the key of keys.server, or is no socket of Courant's")
      reactor.after(Self.retry) { [unowned self] in try connectAgain() }
    case .handshakeFailed:
      say(event, "hangs up before it has shown the key of keys.server")
    default: break
    }
  }

  private func say(_ event: MonitorEvent.Kind, _ text: String) {
    guard said != event else { return }
    said = event
    logger.error("\(endpoint) \(text)")
  }

  private func connectAgain() throws {
    do {
      try socket.disconnect(endpoint.description)
    } catch ZeroMQError.noSuchEndpoint {
      // Given up already.
    }
    try socket.connect(endpoint)
  }
}
