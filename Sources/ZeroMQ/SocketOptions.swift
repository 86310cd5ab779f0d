/// A socket's settings, each of them optional: what is nil is left as it is.
///
/// ```swift
/// var options = SocketOptions()
/// options.linger = .seconds(1)
/// options.maxMessageSize = 1 << 20
/// try socket.apply(options)
/// ```
///
/// Set options before `bind` and `connect`: most count only for endpoints that are added later. A time of less than a
/// millisecond is rounded up to one; ``forever`` stands for no limit. ``AnySocket/options`` reads the settings back.
public struct SocketOptions: Sendable, Equatable {
  /// As a time: without limit.
  public static let forever = Duration.milliseconds(-1)

  /// How long messages that are not sent yet may keep the context from terminating after `close`; default forever.
  public var linger: Duration?
  /// How many messages may wait to be sent to each peer; default 1000, and 0 for no limit.
  public var sendHighWaterMark: Int?
  /// How many messages from each peer may wait to be received; default 1000, and 0 for no limit.
  public var receiveHighWaterMark: Int?
  /// The largest message to accept, in bytes: a peer that sends a larger one is disconnected; default -1, any size.
  public var maxMessageSize: Int64?
  /// How long `send` waits for room; default forever.
  public var sendTimeout: Duration?
  /// How long `receive` waits for a message; default forever.
  public var receiveTimeout: Duration?

  /// How often to send heartbeats; default zero, never.
  public var heartbeatInterval: Duration?
  /// How long to wait for the answer to a heartbeat; default the interval.
  public var heartbeatTimeout: Duration?
  /// After how long without a heartbeat the peer should give this end up, to tenths of a second; default zero, never.
  public var heartbeatTTL: Duration?
  /// How long a connection's handshake may take; default 30 seconds, and zero for no limit.
  public var handshakeInterval: Duration?
  /// How long the TCP connect itself may take; default zero, as the system does.
  public var connectTimeout: Duration?
  /// How long to wait before a lost connection is tried again; default 100 milliseconds.
  public var reconnectInterval: Duration?
  /// Up to how long that wait grows, doubling each time; default zero, it doesn't grow.
  public var reconnectIntervalMax: Duration?
  /// How many connections may wait to be accepted; default 100.
  public var backlog: Int?
  /// Whether messages are queued only for connections that are complete; default false.
  public var immediate: Bool?
  /// Whether IPv6 is used as well as IPv4; default false.
  public var ipv6: Bool?

  /// Whether TCP's own probes are sent on idle connections; default as the system does.
  public var tcpKeepalive: Bool?
  /// After how long idle the first probe is sent, in whole seconds.
  public var tcpKeepaliveIdle: Duration?
  /// How long between probes, in whole seconds.
  public var tcpKeepaliveInterval: Duration?
  /// After how many lost probes a connection is given up.
  public var tcpKeepaliveCount: Int?
  /// After how long without an acknowledgement of what was sent a connection is given up; default as the system does.
  public var tcpMaxRetransmit: Duration?

  /// The name by which a ROUTER at the other end knows this socket: 1 to 255 bytes, the first not zero.
  public var routingId: [UInt8]?
  /// ROUTER: whether a message for a peer that isn't there is an error, rather than dropped; default false.
  ///
  /// libzmq cannot report this one back.
  public var routerMandatory: Bool?
  /// ROUTER: whether a new connection takes over a routing id that is in use; default false. Cannot be read back.
  public var routerHandover: Bool?
  /// XPUB: whether each subscription is passed on, even one that is there already; default false. Cannot be read back.
  public var xpubVerbose: Bool?
  /// XPUB: the same for subscriptions and for their end; default false. Cannot be read back.
  public var xpubVerboser: Bool?
  /// XPUB: what each new subscriber that subscribed to it is sent first; empty for nothing. Cannot be read back.
  public var xpubWelcomeMessage: [UInt8]?

  /// CURVE: whether this end is the one whose key the others know. A server needs its secret key, and no public one.
  ///
  /// Unless a ZAP handler is bound at `inproc://zeromq.zap.01`, a server admits any client that knows its public key.
  public var curveServer: Bool?
  /// CURVE: this end's public key, which a client needs beside its secret one.
  public var curvePublicKey: CurvePublicKey?
  /// CURVE: this end's secret key. Cannot be read back.
  public var curveSecretKey: CurveSecretKey?
  /// CURVE: for a client, the public key of the server.
  public var curveServerKey: CurvePublicKey?
  /// Whether a peer is refused when no ZAP handler is there to ask; default false: then a server admits it.
  public var zapEnforceDomain: Bool?
  /// The domain that a ZAP handler is told of; with a handler bound, an empty domain means no check but for CURVE.
  public var zapDomain: String?

  /// Options that change nothing.
  public init() {}
}
