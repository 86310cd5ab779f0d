/// The socket by which a service tells systemd how it is: sd_notify(3).
public struct NotifySocket: Sendable {
  /// As the system takes it: of a name in its own namespace the first byte is 0.
  private let path: [UInt8]

  /// The socket that `NOTIFY_SOCKET` names; nil where there is none, since nobody wants to be told.
  /// - Throws: ``ConfigurationError`` when the name is no socket's.
  public init?(environment: [String: String]) throws(ConfigurationError) {
    guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
    var bytes = Array(name.utf8)
    guard bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: "@") else {
      throw ConfigurationError("NOTIFY_SOCKET is \"\(name)\", want a path, or @ and a name")
    }
    guard bytes.count <= UnixDatagram.longestPath else {
      throw ConfigurationError(
        "NOTIFY_SOCKET has \(bytes.count) bytes, more than the \(UnixDatagram.longestPath) that fit"
      )
    }
    // The system's own namespace of sockets begins with a zero byte, which is written as @.
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    path = bytes
  }

  /// Sends assignments such as `READY=1`. What cannot be sent at once is lost, and the next will do.
  /// - Returns: false when it was lost.
  @discardableResult
  public func send(_ assignments: [String]) -> Bool {
    UnixDatagram.send(Array(assignments.joined(separator: "\n").utf8), to: path)
  }
}
