/// The 128-bit identity of a journal, minted when it is created and at every restore.
public struct Epoch: Identifier128 {
  public static let noun = "an epoch"

  public let bytes: [UInt8]

  /// The epoch that no journal has; it stands in headers where there is none to name.
  public static let none = Epoch(unchecked: [UInt8](repeating: 0, count: 16))

  public init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A new one, from the system's random source.
  public static func mint() -> Epoch {
    var generator = SystemRandomNumberGenerator()
    return Epoch(unchecked: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
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
