import CZeroMQ
import Glibc

extension Frame {
  /// Calls `body` with the bytes, which must not be used after it returns.
  @inlinable
  public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    // The frame, and with it the bytes, must outlive the call.
    try withExtendedLifetime(self) {
      if let outside { return try body(UnsafeRawBufferPointer(start: outside, count: count)) }
      if !array.isEmpty { return try array.withUnsafeBytes(body) }
      return try withInsideBytes(body)
    }
  }

  /// A copy of the bytes.
  public var bytes: [UInt8] {
    array.isEmpty ? withUnsafeBytes { Array($0) } : array
  }

  /// The bytes as text, or nil if they are not UTF-8.
  public var string: String? {
    withUnsafeBytes { String(validating: $0, as: UTF8.self) }
  }

  /// Who sent the message, as the ZAP handler named the peer; nil where none was asked.
  public var userId: String? { property("User-Id") }

  /// What libzmq knows of the connection that the frame came by, such as `Peer-Address`; nil where it knows nothing.
  public func property(_ name: String) -> String? {
    guard array.isEmpty else { return nil }
    return withUnsafePointer(to: message) { message in
      // Only read, as above; the text lives as long as the message.
      zmq_msg_gets(UnsafeMutablePointer(mutating: message), name).map { String(cString: $0) }
    }
  }

  /// The same for bytes that are within the message itself.
  @usableFromInline
  func withInsideBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafePointer(to: message) { message in
      // Only read: libzmq asks for a pointer to change by because C's callers may fill the message.
      let data = zmq_msg_data(UnsafeMutablePointer(mutating: message))
      return try body(UnsafeRawBufferPointer(start: data, count: count))
    }
  }
}

extension Frame: Hashable {
  /// Whether both hold the same bytes.
  public static func == (first: Frame, second: Frame) -> Bool {
    if first === second { return true }
    guard first.count == second.count else { return false }
    return first.withUnsafeBytes { first in
      second.withUnsafeBytes { second in
        guard let one = first.baseAddress, let other = second.baseAddress else { return true }
        return memcmp(one, other, first.count) == 0
      }
    }
  }

  /// Hashes the bytes, so that a routing id can be a key.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  /// Whether the frame holds exactly `bytes`.
  public static func == (frame: Frame, bytes: [UInt8]) -> Bool {
    frame.withUnsafeBytes { $0.elementsEqual(bytes) }
  }
}

extension Frame: CustomStringConvertible {
  /// The number of bytes: content may be private, and long.
  public var description: String { "Frame(\(count) bytes)" }
}
