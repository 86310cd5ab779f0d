import Foundation
import Glibc
import Synchronization

/// A server on the loopback that answers HTTP as a test says, each connection once, however wrong the answer is.
public final class LoopbackServer: Sendable {
  /// What somebody asked.
  public struct Request: Sendable {
    public var path: String
    /// Names in lower case.
    public var headers: [String: String]
  }

  /// What comes back.
  public enum Answer: Sendable {
    /// These bytes, and then the end.
    case bytes([UInt8])
    /// These bytes, and then nothing until the other side leaves.
    case hangs([UInt8])
    /// These bytes, and then others until the other side leaves.
    case endless([UInt8])
    /// A reset after these bytes.
    case reset([UInt8])

    /// A whole answer.
    public static func http(_ status: String, _ headers: [String] = [], _ body: [UInt8] = []) -> Answer {
      .bytes(head(status, headers + ["Content-Length: \(body.count)"]) + body)
    }

    /// A status line and headers.
    public static func head(_ status: String, _ headers: [String]) -> [UInt8] {
      Array("HTTP/1.1 \(status)\r\n\(headers.map { "\($0)\r\n" }.joined())Connection: close\r\n\r\n".utf8)
    }
  }

  public let port: UInt16
  private let listener: Int32
  private let answer: @Sendable (Request) -> Answer
  private let log = Mutex<[Request]>([])

  /// What was asked so far.
  public var requests: [Request] { log.withLock { $0 } }

  /// - Parameter answer: runs on the threads of the connections.
  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard listener >= 0, isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    signal(SIGPIPE, SIG_IGN)
    Thread.detachNewThread { [self] in
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        Thread.detachNewThread { self.serve(connection) }
      }
      // Only here: the number may be another server's as soon as it is free.
      close(listener)
    }
  }

  /// Takes no more connections. To be called once.
  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
      // What is no request, such as the beginning of TLS, gets no answer.
      guard text.hasPrefix("GET ") || text.count < 4 else { return }
    }
    let lines = text.components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      if pair.count == 2 { headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces) }
    }
    let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let request = Request(path: path, headers: headers)
    log.withLock { $0.append(request) }
    switch answer(request) {
    case .bytes(let bytes): _ = send(bytes, connection)
    case .hangs(let bytes):
      _ = send(bytes, connection)
      while read(connection, &buffer, buffer.count) > 0 {}
    case .endless(let bytes):
      guard send(bytes, connection) else { return }
      let more = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
      while send(more, connection) {}
    case .reset(let bytes):
      _ = send(bytes, connection)
      var lingering = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
    }
  }

  private func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
