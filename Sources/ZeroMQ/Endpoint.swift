/// An address that sockets bind or connect to, checked before it is used.
///
/// `tcp://host:port`, `ipc://path` and `inproc://name`. libzmq answers a wrong endpoint with `Invalid argument`; this
/// says what is wrong, so that a configuration can be refused with a useful line.
public enum Endpoint: Sendable, Hashable {
  /// A host and a port; the host is a name, an address (IPv6 in brackets), an interface or `*`; no port means any.
  case tcp(host: String, port: UInt16?)
  /// A path in the file system, or a name after `@` in the abstract namespace; `*` for any.
  case ipc(path: String)
  /// A name within the context.
  case inproc(name: String)

  /// What an endpoint is for: wildcards only make sense to listen at.
  public enum Use: Sendable, Hashable {
    /// To listen at.
    case bind
    /// To connect to.
    case connect
  }

  /// The longest path that fits in the system's socket address, in bytes.
  public static let longestPath = 107

  /// Reads `text`, as an endpoint for `use`.
  public init(_ text: String, for use: Use = .bind) throws(EndpointError) {
    guard let separator = text.firstRange(of: "://") else {
      throw EndpointError(endpoint: text, reason: "no transport; write tcp://, ipc:// or inproc:// first")
    }
    let transport = String(text[..<separator.lowerBound])
    let address = String(text[separator.upperBound...])
    do throws(Reason) {
      switch transport {
      case "tcp": self = try Self.parseTCP(address, use)
      case "ipc": self = try Self.parseIPC(address, use)
      case "inproc": self = try Self.parseInproc(address)
      default: throw Reason("unknown transport \"\(transport)\"; it must be tcp, ipc or inproc")
      }
    } catch {
      throw EndpointError(endpoint: text, reason: error.text)
    }
  }

  private struct Reason: Error {
    let text: String

    init(_ text: String) {
      self.text = text
    }
  }

  private static func parseTCP(_ address: String, _ use: Use) throws(Reason) -> Endpoint {
    guard let colon = address.lastIndex(of: ":"), !address.hasSuffix("]") else {
      throw Reason("missing port; write tcp://host:port")
    }
    let host = String(address[..<colon])
    let port = String(address[address.index(after: colon)...])
    if host.isEmpty { throw Reason("missing host; write tcp://host:port") }
    if let wrong = host.first(where: { $0.isWhitespace || "/;".contains($0) }) {
      throw Reason("a host cannot contain \"\(wrong)\"")
    }
    if host.contains(":"), !(host.hasPrefix("[") && host.hasSuffix("]")) {
      throw Reason("write an IPv6 address in brackets, as in tcp://[::1]:5555")
    }
    if host == "*", use == .connect { throw Reason("\"*\" is no host to connect to") }
    return .tcp(host: host, port: try parsePort(port, use))
  }

  private static func parsePort(_ text: String, _ use: Use) throws(Reason) -> UInt16? {
    if text.isEmpty { throw Reason("missing port; write tcp://host:port") }
    guard text == "*" || text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Reason("\"\(text)\" is not a port; it must be a number or \"*\"")
    }
    if text == "*" || text.allSatisfy({ $0 == "0" }) {
      if use == .connect { throw Reason("\"\(text)\" is no port to connect to") }
      return nil
    }
    guard let number = UInt16(text) else { throw Reason("port \(text) is not within 1 and 65535") }
    return number
  }

  private static func parseIPC(_ path: String, _ use: Use) throws(Reason) -> Endpoint {
    if path.isEmpty || path == "@" { throw Reason("missing path; write ipc:///run/name") }
    let length = path.utf8.count
    if length > longestPath { throw Reason("the path has \(length) bytes, more than the \(longestPath) that fit") }
    if path.utf8.contains(0) { throw Reason("a path cannot contain a zero byte") }
    if path.hasSuffix("/") { throw Reason("the path is a folder; name a file in it") }
    if path == "*", use == .connect { throw Reason("\"*\" is no path to connect to") }
    return .ipc(path: path)
  }

  private static func parseInproc(_ name: String) throws(Reason) -> Endpoint {
    if name.isEmpty { throw Reason("missing name; write inproc://name") }
    if name.utf8.count > 256 { throw Reason("the name has \(name.utf8.count) bytes, more than the 256 that fit") }
    return .inproc(name: name)
  }
}

extension Endpoint: CustomStringConvertible {
  /// The endpoint as libzmq reads it.
  public var description: String {
    switch self {
    case .tcp(let host, let port): "tcp://\(host):\(port.map { "\($0)" } ?? "*")"
    case .ipc(let path): "ipc://\(path)"
    case .inproc(let name): "inproc://\(name)"
    }
  }
}

extension AnySocket {
  /// Listens at `endpoint`.
  public final func bind(_ endpoint: Endpoint) throws {
    try prepare(for: endpoint)
    try bind(endpoint.description)
  }

  /// Connects to `endpoint`.
  public final func connect(_ endpoint: Endpoint) throws {
    try prepare(for: endpoint)
    try connect(endpoint.description)
  }

  /// libzmq takes an IPv6 address only where it is told to look for one, and then finds no other for a name.
  private func prepare(for endpoint: Endpoint) throws {
    guard case .tcp(let host, _) = endpoint else { return }
    var options = SocketOptions()
    options.ipv6 = host.hasPrefix("[")
    try apply(options)
  }
}
