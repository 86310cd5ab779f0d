import CZeroMQ

/// A ZeroMQ socket of one kind: `Socket<Router>`, `Socket<Sub>` and so on.
///
/// ```swift
/// let context = try Context()
/// let pull = try Socket<Pull>(context)
/// try pull.bind("ipc:///run/courant/in")
/// let message = try pull.receive()
/// ```
///
/// What a socket can do follows from its kind at compile time: a `Socket<Pull>` has no `send`. A socket belongs to the
/// thread that made it, and is not `Sendable`; see ``AnySocket``.
public final class Socket<Kind: SocketKind>: AnySocket {
  /// Makes a socket in `context`.
  public init(_ context: Context) throws {
    try super.init(context: context, type: Kind.rawType, kindName: Kind.name)
  }

  /// Makes a socket in `context` and sets `options`, before anything is bound or connected.
  public convenience init(_ context: Context, options: SocketOptions) throws {
    try self.init(context)
    try apply(options)
  }
}

extension Socket where Kind: Subscribing {
  /// Receives, from now on, messages whose first frame begins with `prefix`; an empty prefix means all.
  public func subscribe(_ prefix: [UInt8]) throws {
    try set(.init(ZMQ_SUBSCRIBE, "ZMQ_SUBSCRIBE"), bytes: prefix)
  }

  /// Receives, from now on, messages whose first frame begins with the UTF-8 of `prefix`; `""` means all.
  public func subscribe(_ prefix: String) throws {
    try subscribe(Array(prefix.utf8))
  }

  /// Takes one earlier subscription to `prefix` back.
  public func unsubscribe(_ prefix: [UInt8]) throws {
    try set(.init(ZMQ_UNSUBSCRIBE, "ZMQ_UNSUBSCRIBE"), bytes: prefix)
  }

  /// Takes one earlier subscription to the UTF-8 of `prefix` back.
  public func unsubscribe(_ prefix: String) throws {
    try unsubscribe(Array(prefix.utf8))
  }
}
