import Glibc

/// A connection to a socket in the file system that says nothing.
public final class LocalConnection {
  private var descriptor: Int32

  /// - Throws: ``LoopbackConnection/Failed`` when nobody listens there.
  public init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      throw LoopbackConnection.Failed(description: "connect: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close() }

  public func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// How many the other end has ended.
  public static func areEnded(_ connections: [LocalConnection]) -> Int {
    connections.count { connection in
      var byte: UInt8 = 0
      // What comes first is the greeting; an end without one is a refusal.
      return recv(connection.descriptor, &byte, 1, Int32(MSG_DONTWAIT)) == 0
    }
  }
}
