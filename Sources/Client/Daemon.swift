import Model
import Wire
import ZeroMQ

/// A daemon of Courant's, for a program that gives it documents, asks it, or follows its facts.
///
/// ```swift
/// let daemon = try Daemon(runtime: "/run/courant")
/// try daemon.query().get("reykjavik/population") { print($0) }
/// ```
///
/// What it gives out blocks the calling thread, and belongs to one thread each; the daemon itself may be used by all.
public final class Daemon: Sendable {
  /// With what a client comes to a daemon over TCP.
  public struct Keys: Sendable {
    let client: CurveClient

    /// - Parameters:
    ///   - secret: this client's own secret key, 40 characters, as `secret-key` in a file of `courantd keys new`.
    ///   - server: the daemon's public key, as `courantd keys show` prints it there.
    /// - Throws: ``ClientError/badSetting(_:)`` if a text is not a key.
    public init(secret: String, server: String) throws(ClientError) {
      do {
        let own = try CurveKeyPair(secretKey: CurveSecretKey(z85: secret))
        client = CurveClient(own: own, server: try CurvePublicKey(z85: server))
      } catch {
        throw .of(error)
      }
    }
  }

  /// Where its sockets are.
  public struct Endpoints: Sendable, Hashable {
    public var submit: String
    public var updates: String
    public var query: String

    /// - Parameters: such as `ipc:///run/courant/query.sock` or `tcp://192.0.2.7:5605`.
    public init(submit: String, updates: String, query: String) {
      self.submit = submit
      self.updates = updates
      self.query = query
    }
  }

  private let context: Context
  private let endpoints: Endpoints
  private let keys: Keys?

  /// - Parameter keys: what TCP endpoints want; nil for sockets in the file system.
  /// - Throws: ``ClientError/system(_:)`` when the process has no room for sockets. Nothing is connected yet.
  public init(_ endpoints: Endpoints, keys: Keys? = nil) throws(ClientError) {
    self.endpoints = endpoints
    self.keys = keys
    context = try Self.mapped { try Context() }
  }

  /// A daemon on this machine.
  /// - Parameter folder: of its sockets, such as `/run/courant`.
  /// - Throws: ``ClientError``.
  public convenience init(runtime folder: String) throws(ClientError) {
    try self.init(
      Endpoints(
        submit: "ipc://\(folder)/submit.sock",
        updates: "ipc://\(folder)/updates.sock",
        query: "ipc://\(folder)/query.sock"
      )
    )
  }

  /// For questions.
  /// - Parameter patience: how long an answer is waited for.
  /// - Throws: ``ClientError`` when nobody is there, or does not let this client in.
  public func query(patience: Duration = Connection.patience) throws(ClientError) -> Query {
    try Self.mapped { try Query(context, to: endpoints.query, keys: keys?.client, patience: patience) }
  }

  /// For documents.
  /// - Throws: ``ClientError``, as ``query(patience:)``.
  public func submitter() throws(ClientError) -> Submitter {
    try Self.mapped { try Submitter(context, to: endpoints.submit, keys: keys?.client) }
  }

  /// For following the facts whose keys begin with one of the prefixes; all with "" or none.
  /// - Parameter name: what the daemon shows people of this subscriber; the process without one.
  /// - Throws: ``ClientError``, as ``query(patience:)``.
  public func subscriber(
    prefixes: [String] = [],
    start: Subscription.Start = .snapshot,
    name: String? = nil
  ) throws(ClientError) -> Subscriber {
    try Self.mapped {
      try Subscriber(
        context,
        updates: endpoints.updates,
        query: endpoints.query,
        keys: keys?.client,
        prefixes: prefixes,
        start: start,
        name: name
      )
    }
  }

  private static func mapped<T>(_ body: () throws -> T) throws(ClientError) -> T {
    do {
      return try body()
    } catch {
      throw .of(error)
    }
  }
}
