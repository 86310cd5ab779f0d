import CZeroMQ

/// A kind of ZeroMQ socket, as the type parameter of ``Socket``.
///
/// The kinds are enums without cases: they exist at compile time only, and say by the protocols they adopt what a
/// socket of that kind can do. Their metatypes may be used on any thread, so that generic code can start threads.
public protocol SocketKind: SendableMetatype {
  /// libzmq's number for the kind.
  static var rawType: Int32 { get }
  /// The kind's usual name, such as `ROUTER`.
  static var name: String { get }
}

/// A kind that can send messages.
public protocol Sending: SocketKind {}

/// A kind that can receive messages.
public protocol Receiving: SocketKind {}

/// A kind that filters what it receives by subscription.
public protocol Subscribing: Receiving {}

/// A kind whose messages begin with the peer's routing id.
public protocol Routing: Sending, Receiving {}

/// Publishes, and receives its subscribers' subscriptions as messages.
public enum XPub: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_XPUB }
  public static var name: String { "XPUB" }
}

/// Publishes.
public enum Pub: Sending {
  public static var rawType: Int32 { ZMQ_PUB }
  public static var name: String { "PUB" }
}

/// Receives the messages that begin with a prefix it subscribed to.
public enum Sub: Subscribing {
  public static var rawType: Int32 { ZMQ_SUB }
  public static var name: String { "SUB" }
}

/// Receives by prefix like ``Sub``, and sends its subscriptions as messages.
public enum XSub: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_XSUB }
  public static var name: String { "XSUB" }
}

/// Talks with many peers, each known by its routing id.
public enum Router: Routing {
  public static var rawType: Int32 { ZMQ_ROUTER }
  public static var name: String { "ROUTER" }
}

/// Sends to its peers in turn, and receives from all.
public enum Dealer: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_DEALER }
  public static var name: String { "DEALER" }
}

/// Talks with exactly one peer.
public enum Pair: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_PAIR }
  public static var name: String { "PAIR" }
}

/// Sends to its peers in turn; a peer that is full is passed over.
public enum Push: Sending {
  public static var rawType: Int32 { ZMQ_PUSH }
  public static var name: String { "PUSH" }
}

/// Receives from all its peers fairly.
public enum Pull: Receiving {
  public static var rawType: Int32 { ZMQ_PULL }
  public static var name: String { "PULL" }
}

/// Asks, then waits for the answer, by turns.
public enum Req: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_REQ }
  public static var name: String { "REQ" }
}

/// Answers requests, by turns.
public enum Rep: Sending, Receiving {
  public static var rawType: Int32 { ZMQ_REP }
  public static var name: String { "REP" }
}
