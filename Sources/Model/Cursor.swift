/// The 128-bit identity of a journal, minted when it is created and at every restore.
public struct Epoch: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 16 bytes.
  public let bytes: [UInt8]

  /// The epoch that no journal has; it stands in headers where there is none to name.
  public static let none = Epoch(unchecked: [UInt8](repeating: 0, count: 16))

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A new one, from the system's random source.
  public static func mint() -> Epoch {
    var generator = SystemRandomNumberGenerator()
    return Epoch(unchecked: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// From 16 bytes; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.bytes = Array(bytes)
  }

  /// Reads 32 hexadecimal digits; nil when `text` is anything else.
  public init?(_ text: some StringProtocol) {
    guard let raw = Hexadecimal.decode(Array(text.utf8)), raw.count == 16 else { return nil }
    bytes = raw
  }

  public var description: String { Hexadecimal.encode(bytes) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let epoch = Epoch(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not an epoch: want 32 hexadecimal digits"
      )
    }
    self = epoch
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Where a subscriber is in the journal. Opaque to those who keep it: take it, store it, hand it back.
///
/// Today it is an epoch and a sequence, written `<epoch>:<sequence>`.
public struct Cursor: Sendable, Hashable, Codable, CustomStringConvertible {
  public let epoch: Epoch
  /// The last event seen; 0 before the first.
  public let sequence: UInt64

  public init(epoch: Epoch, sequence: UInt64) {
    self.epoch = epoch
    self.sequence = sequence
  }

  /// Reads what ``description`` wrote; nil when `text` is anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let epoch = Epoch(parts[0]), let sequence = UInt64(parts[1]) else { return nil }
    self.init(epoch: epoch, sequence: sequence)
  }

  public var description: String { "\(epoch):\(sequence)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let cursor = Cursor(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a cursor: want <epoch>:<sequence>"
      )
    }
    self = cursor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
