import Glibc

/// A TCP connection to a server on this machine, byte by byte, for clients that behave badly too.
public final class LoopbackConnection {
  private let descriptor: Int32

  public struct Failed: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameter address: such as `127.0.0.1:9464` or `[::1]:9464`.
  public init(_ address: String) throws {
    guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...]) else {
      throw Failed(description: "\(address) is no address")
    }
    let isVersion6 = address.hasPrefix("[")
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    descriptor = socket(isVersion6 ? AF_INET6 : AF_INET, kind, 0)
    let result: Int32
    if isVersion6 {
      var place = sockaddr_in6()
      place.sin6_family = sa_family_t(AF_INET6)
      place.sin6_port = port.bigEndian
      place.sin6_addr = in6addr_loopback
      result = Self.connect(descriptor, &place)
    } else {
      var place = sockaddr_in()
      place.sin_family = sa_family_t(AF_INET)
      place.sin_port = port.bigEndian
      inet_pton(AF_INET, String(address[..<colon]), &place.sin_addr)
      result = Self.connect(descriptor, &place)
    }
    guard result == 0 else { throw Failed(description: "connect: \(String(cString: strerror(errno)))") }
  }

  private static func connect<Place>(_ descriptor: Int32, _ place: inout Place) -> Int32 {
    withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Place>.size))
      }
    }
  }

  deinit { close(descriptor) }

  /// - Returns: false when the server has ended the connection.
  @discardableResult
  public func send(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// All that comes until the server ends the connection; nil when it does not for so long.
  public func receiveAll(seconds: Int = 20) -> String? {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EAGAIN { return nil }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }

  /// Asks for a page over HTTP.
  /// - Returns: the status and the text; 0 when there is no answer.
  public static func get(_ path: String, of address: String) -> (status: Int, text: String) {
    do {
      let connection = try LoopbackConnection(address)
      connection.send("GET \(path) HTTP/1.1\r\nHost: \(address)\r\n\r\n")
      return parts(connection.receiveAll() ?? "")
    } catch {
      return (0, "\(error)")
    }
  }

  /// The status and the text of an answer.
  public static func parts(_ answer: String) -> (status: Int, text: String) {
    let words = answer.prefix { $0 != "\r\n" }.split(separator: " ")
    let text = answer.range(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0, text)
  }
}

extension String {
  /// Where a text is, without Foundation.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    let found = ranges(of: text)
    return found.first
  }
}
