/// What a client proves itself by, and whom it expects at the other end.
public struct CurveClient: Sendable, Hashable {
  /// The client's own pair.
  public let own: CurveKeyPair
  /// The public key of the server.
  public let server: CurvePublicKey

  public init(own: CurveKeyPair, server: CurvePublicKey) {
    self.own = own
    self.server = server
  }
}

extension SocketOptions {
  /// Makes a socket a CURVE client of one server, for the endpoints that it connects to later; nil changes nothing.
  public mutating func use(_ client: CurveClient?) {
    guard let client else { return }
    curvePublicKey = client.own.publicKey
    curveSecretKey = client.own.secretKey
    curveServerKey = client.server
  }

  /// For a server: the options of the endpoints that it binds later, at which only known keys are let in.
  /// - Parameter domain: what the ZAP handler is told; a peer is refused when there is no handler.
  public static func curveServer(_ secretKey: CurveSecretKey, domain: String) -> SocketOptions {
    var options = SocketOptions()
    options.curveServer = true
    options.curveSecretKey = secretKey
    options.zapDomain = domain
    options.zapEnforceDomain = true
    return options
  }
}
