import Glibc

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
    guard bytes.count <= Self.longest else {
      throw ConfigurationError("NOTIFY_SOCKET has \(bytes.count) bytes, more than the \(Self.longest) that fit")
    }
    // The system's own namespace of sockets begins with a zero byte, which is written as @.
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    path = bytes
  }

  private static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Sends assignments such as `READY=1`. What cannot be sent at once is lost, and the next will do.
  /// - Returns: false when it was lost.
  @discardableResult
  public func send(_ assignments: [String]) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    // A path ends with its zero byte; a name in the system's namespace has exactly its bytes.
    let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count + (path[0] == 0 ? 0 : 1) }
    let text = Array(assignments.joined(separator: "\n").utf8)
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), $0, socklen_t(length ?? 0))
      }
    }
    return sent == text.count
  }
}
