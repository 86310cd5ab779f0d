import CZeroMQ

/// Something that happened to a socket's connections.
public struct MonitorEvent: Sendable, Hashable {
  /// What kind of thing happened.
  public enum Kind: UInt16, Sendable, Hashable, CaseIterable {
    /// A connection was made.
    case connected = 0x0001
    /// A connection is being made in the background.
    case connectDelayed = 0x0002
    /// A connection will be tried again; the value is in how many milliseconds.
    case connectRetried = 0x0004
    /// The socket listens at the endpoint.
    case listening = 0x0008
    /// It could not listen there; the value is an errno.
    case bindFailed = 0x0010
    /// A peer's connection was accepted.
    case accepted = 0x0020
    /// A peer's connection could not be accepted; the value is an errno.
    case acceptFailed = 0x0040
    /// A connection, or the listening, was closed.
    case closed = 0x0080
    /// It could not be closed; the value is an errno.
    case closeFailed = 0x0100
    /// The peer went away.
    case disconnected = 0x0200
    /// The monitor itself ended: there will be no more events.
    case stopped = 0x0400
    /// The handshake failed; the value is an errno.
    case handshakeFailed = 0x0800
    /// The handshake succeeded, and messages can flow.
    case handshakeSucceeded = 0x1000
    /// The handshake failed for a fault in the protocol, a wrong key among them; the value is libzmq's code.
    case handshakeFailedProtocol = 0x2000
    /// The handshake failed since a ZAP handler refused the peer; the value is its status, such as 400.
    case handshakeFailedAuthentication = 0x4000
  }

  /// A set of kinds, to choose which are reported.
  public struct Kinds: OptionSet, Sendable, Hashable {
    /// libzmq's bits.
    public let rawValue: UInt16

    /// A set of libzmq's bits.
    public init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    /// A set of kinds.
    public init(_ kinds: [Kind]) {
      rawValue = kinds.reduce(0) { $0 | $1.rawValue }
    }

    /// All kinds.
    public static let all = Kinds(Kind.allCases)
    /// Those that tell that a handshake succeeded or failed.
    public static let handshakes = Kinds([
      .handshakeSucceeded, .handshakeFailed, .handshakeFailedProtocol, .handshakeFailedAuthentication,
    ])
  }

  /// What happened.
  public let kind: Kind
  /// A number whose meaning depends on ``kind``: an errno, a file descriptor, a time.
  public let value: Int32
  /// The endpoint that it happened to; empty where libzmq knows none.
  public let endpoint: String

  /// Reads libzmq's two frames; nil if they are none of a kind that is known.
  init?(_ message: Message) {
    guard message.count == 2, message[0].count == 6 else { return nil }
    let (number, value) = message[0].withUnsafeBytes {
      ($0.loadUnaligned(as: UInt16.self), $0.loadUnaligned(fromByteOffset: 2, as: Int32.self))
    }
    guard let kind = Kind(rawValue: number) else { return nil }
    self.kind = kind
    self.value = value
    endpoint = message[1].string ?? ""
  }
}
