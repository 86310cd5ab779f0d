import Glibc

/// One message to a Unix socket, from nobody in particular.
enum UnixDatagram {
  /// The longest path of a socket, in bytes.
  static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// One for the whole process, which has it also when it can make no other any more.
  private static let shared = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)

  /// Makes the socket that messages leave by, before a sandbox keeps the process from it.
  static func prepare() { _ = shared }

  /// - Parameter path: of the socket; one in the system's own namespace begins with a zero byte.
  /// - Returns: false when it could not be sent at once.
  static func send(_ bytes: [UInt8], to path: [UInt8]) -> Bool {
    guard (1...longestPath).contains(path.count) else { return false }
    guard shared >= 0 else { return false }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    // A path ends with its zero byte; a name in the system's namespace has exactly its bytes.
    let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count + (path[0] == 0 ? 0 : 1) }
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(shared, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), $0, socklen_t(length ?? 0))
      }
    }
    return sent == bytes.count
  }
}
