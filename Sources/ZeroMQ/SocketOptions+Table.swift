import CZeroMQ

/// Which option of libzmq each field is: one line a field, for both directions.
extension SocketOptions {
  struct Field<Value> {
    let option: SocketOption
    let path: WritableKeyPath<SocketOptions, Value?>
    /// False for those that libzmq refuses to report.
    var isReadable = true

    init(_ code: Int32, _ symbol: String, _ path: WritableKeyPath<SocketOptions, Value?>, isReadable: Bool = true) {
      option = SocketOption(code, symbol)
      self.path = path
      self.isReadable = isReadable
    }
  }

  static var milliseconds: [Field<Duration>] {
    [
      Field(ZMQ_LINGER, "ZMQ_LINGER", \.linger),
      Field(ZMQ_SNDTIMEO, "ZMQ_SNDTIMEO", \.sendTimeout),
      Field(ZMQ_RCVTIMEO, "ZMQ_RCVTIMEO", \.receiveTimeout),
      Field(ZMQ_HEARTBEAT_IVL, "ZMQ_HEARTBEAT_IVL", \.heartbeatInterval),
      Field(ZMQ_HEARTBEAT_TIMEOUT, "ZMQ_HEARTBEAT_TIMEOUT", \.heartbeatTimeout),
      Field(ZMQ_HEARTBEAT_TTL, "ZMQ_HEARTBEAT_TTL", \.heartbeatTTL),
      Field(ZMQ_HANDSHAKE_IVL, "ZMQ_HANDSHAKE_IVL", \.handshakeInterval),
      Field(ZMQ_CONNECT_TIMEOUT, "ZMQ_CONNECT_TIMEOUT", \.connectTimeout),
      Field(ZMQ_TCP_MAXRT, "ZMQ_TCP_MAXRT", \.tcpMaxRetransmit),
      Field(ZMQ_RECONNECT_IVL, "ZMQ_RECONNECT_IVL", \.reconnectInterval),
      Field(ZMQ_RECONNECT_IVL_MAX, "ZMQ_RECONNECT_IVL_MAX", \.reconnectIntervalMax),
    ]
  }

  static var seconds: [Field<Duration>] {
    [
      Field(ZMQ_TCP_KEEPALIVE_IDLE, "ZMQ_TCP_KEEPALIVE_IDLE", \.tcpKeepaliveIdle),
      Field(ZMQ_TCP_KEEPALIVE_INTVL, "ZMQ_TCP_KEEPALIVE_INTVL", \.tcpKeepaliveInterval),
    ]
  }

  static var integers: [Field<Int>] {
    [
      Field(ZMQ_SNDHWM, "ZMQ_SNDHWM", \.sendHighWaterMark),
      Field(ZMQ_RCVHWM, "ZMQ_RCVHWM", \.receiveHighWaterMark),
      Field(ZMQ_BACKLOG, "ZMQ_BACKLOG", \.backlog),
      Field(ZMQ_TCP_KEEPALIVE_CNT, "ZMQ_TCP_KEEPALIVE_CNT", \.tcpKeepaliveCount),
    ]
  }

  static var flags: [Field<Bool>] {
    [
      Field(ZMQ_IMMEDIATE, "ZMQ_IMMEDIATE", \.immediate),
      Field(ZMQ_IPV6, "ZMQ_IPV6", \.ipv6),
      Field(ZMQ_TCP_KEEPALIVE, "ZMQ_TCP_KEEPALIVE", \.tcpKeepalive),
      Field(ZMQ_ROUTER_MANDATORY, "ZMQ_ROUTER_MANDATORY", \.routerMandatory, isReadable: false),
      Field(ZMQ_ROUTER_HANDOVER, "ZMQ_ROUTER_HANDOVER", \.routerHandover, isReadable: false),
      Field(ZMQ_XPUB_VERBOSE, "ZMQ_XPUB_VERBOSE", \.xpubVerbose, isReadable: false),
      Field(ZMQ_XPUB_VERBOSER, "ZMQ_XPUB_VERBOSER", \.xpubVerboser, isReadable: false),
      Field(ZMQ_CURVE_SERVER, "ZMQ_CURVE_SERVER", \.curveServer),
      Field(COURANT_ZMQ_ZAP_ENFORCE_DOMAIN, "ZMQ_ZAP_ENFORCE_DOMAIN", \.zapEnforceDomain),
    ]
  }

  static var publicKeys: [Field<CurvePublicKey>] {
    [
      Field(ZMQ_CURVE_PUBLICKEY, "ZMQ_CURVE_PUBLICKEY", \.curvePublicKey),
      Field(ZMQ_CURVE_SERVERKEY, "ZMQ_CURVE_SERVERKEY", \.curveServerKey),
    ]
  }

  static let maxMessageSizeOption = SocketOption(ZMQ_MAXMSGSIZE, "ZMQ_MAXMSGSIZE")
  static let routingIdOption = SocketOption(ZMQ_ROUTING_ID, "ZMQ_ROUTING_ID")
  static let welcomeMessageOption = SocketOption(ZMQ_XPUB_WELCOME_MSG, "ZMQ_XPUB_WELCOME_MSG")
  static let secretKeyOption = SocketOption(ZMQ_CURVE_SECRETKEY, "ZMQ_CURVE_SECRETKEY")
  static let zapDomainOption = SocketOption(ZMQ_ZAP_DOMAIN, "ZMQ_ZAP_DOMAIN")
}
