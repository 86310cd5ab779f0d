import FlyingSocks
import Glibc

/// An address of this machine alone, and a port: `127.0.0.1:9464` or `[::1]:9464`.
public struct LoopbackAddress: Sendable, Equatable, CustomStringConvertible {
  /// Without brackets.
  public let host: String
  /// 0 where the system is to choose.
  public let port: UInt16

  private var isVersion6: Bool { host.contains(":") }

  public var description: String { isVersion6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// - Throws: ``ConfigurationError`` without the option's name: what was written, and what is wanted.
  public init(_ text: String) throws(ConfigurationError) {
    let advice = "want an address and a port, such as 127.0.0.1:9464 or [::1]:9464"
    guard let colon = text.lastIndex(of: ":") else { throw ConfigurationError("is \"\(text)\", \(advice)") }
    let digits = text[text.index(after: colon)...]
    var host = String(text[..<colon])
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = String(host.dropFirst().dropLast()) }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), !host.isEmpty else {
      throw ConfigurationError("is \"\(text)\", \(advice)")
    }
    guard isBracketed == host.contains(":"), let isLoopback = Self.isLoopback(host) else {
      throw ConfigurationError("is \"\(text)\", \(advice)")
    }
    guard isLoopback else {
      throw ConfigurationError(
        "is \"\(text)\": only a loopback address is taken, such as 127.0.0.1:9464, for whoever connects is not asked for a key"
      )
    }
    self.host = host
    self.port = port
  }

  /// Nil for what is no address.
  private static func isLoopback(_ host: String) -> Bool? {
    var version4 = in_addr()
    if inet_pton(AF_INET, host, &version4) == 1 { return UInt32(bigEndian: version4.s_addr) >> 24 == 127 }
    var version6 = in6_addr()
    guard inet_pton(AF_INET6, host, &version6) == 1 else { return nil }
    return withUnsafeBytes(of: version6) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
  }

  /// A socket that listens here, and no program that this process starts has.
  /// - Throws: ``ConfigurationError`` in one line.
  func listen() throws(ConfigurationError) -> Socket {
    do {
      let socket = try Socket(domain: isVersion6 ? AF_INET6 : AF_INET)
      do {
        guard fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC) == 0 else { throw SocketError.makeFailed("SetFlags") }
        // A port that a daemon had a moment ago is free.
        try socket.setValue(true, for: .localAddressReuse)
        if isVersion6 {
          try socket.bind(to: sockaddr_in6.inet6(ip6: host, port: port))
        } else {
          try socket.bind(to: sockaddr_in.inet(ip4: host, port: port))
        }
        try socket.listen(maxPendingConnection: 64)
        return socket
      } catch {
        try? socket.close()
        throw error
      }
    } catch SocketError.failed(_, EADDRINUSE, _) {
      throw ConfigurationError("metrics.listen: \(self) is in use by another process; stop it, or name another port")
    } catch SocketError.failed(_, EACCES, _) {
      throw ConfigurationError("metrics.listen: \(self) is not for this user; name a port of 1024 or above")
    } catch SocketError.failed(_, let code, _) {
      throw ConfigurationError("metrics.listen: \(self)", code: code)
    } catch {
      throw ConfigurationError("metrics.listen: \(self): \(error)")
    }
  }
}
