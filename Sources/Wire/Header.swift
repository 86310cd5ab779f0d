import Model

/// The 32 bytes that lead every message of Courant, on every socket; all numbers big-endian.
///
/// | offset | size | field |
/// | --- | --- | --- |
/// | 0 | 4 | magic, `CRNT` |
/// | 4 | 1 | version, 1 |
/// | 5 | 1 | kind |
/// | 6 | 2 | reserved, 0 |
/// | 8 | 16 | epoch; zeros where there is none to name |
/// | 24 | 8 | sequence; 0 where there is none to name |
public struct Header: Sendable, Hashable {
  public static let size = 32
  public static let magic: [UInt8] = Array("CRNT".utf8)
  public static let version: UInt8 = 1

  public var kind: MessageKind
  public var epoch: Epoch
  public var sequence: UInt64

  public init(_ kind: MessageKind, epoch: Epoch = .none, sequence: UInt64 = 0) {
    self.kind = kind
    self.epoch = epoch
    self.sequence = sequence
  }

  /// Reads a header.
  /// - Throws: ``WireError`` with one line that says which field is wrong.
  public init(_ bytes: [UInt8]) throws(WireError) {
    guard bytes.count == Self.size else {
      throw WireError("the header has \(bytes.count) bytes, want \(Self.size)")
    }
    guard bytes.prefix(4).elementsEqual(Self.magic) else {
      throw WireError("the header does not begin with CRNT: not a message of Courant")
    }
    guard bytes[4] == Self.version else {
      throw WireError("protocol version \(bytes[4]), want \(Self.version)")
    }
    guard let kind = MessageKind(rawValue: bytes[5]) else {
      throw WireError("unknown kind of message: \(bytes[5])")
    }
    guard bytes[6] == 0, bytes[7] == 0 else {
      throw WireError("the reserved bytes of the header are not zero")
    }
    guard let epoch = Epoch(bytes: bytes[8..<24]) else {
      throw WireError("the header has no epoch")
    }
    self.kind = kind
    self.epoch = epoch
    sequence = bytes[24..<32].reduce(0) { $0 << 8 | UInt64($1) }
  }

  public var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(Self.size)
    bytes.append(Self.version)
    bytes.append(kind.rawValue)
    bytes.append(contentsOf: [0, 0])
    bytes.append(contentsOf: epoch.bytes)
    withUnsafeBytes(of: sequence.bigEndian) { bytes.append(contentsOf: $0) }
    return bytes
  }
}

/// Why a message is not one of Courant's, in one line.
public struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
