import Glibc
import Permissions

/// A Unix socket's file.
public enum SocketFile {
  /// What is at the path of a socket.
  public enum Probe: Sendable, Equatable {
    /// Somebody listens.
    case listening
    /// No file, or one that nobody listens at.
    case nobody
    /// This user may not connect; the text says why.
    case denied(PermissionDenied)
  }

  /// Tries to connect.
  public static func probe(_ path: String) -> Probe {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return .nobody }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return .nobody }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if result == 0 { return .listening }
    return PermissionDenied.isDenial(errno) ? .denied(PermissionDenied(path, to: .connect)) : .nobody
  }
}
