import Model

/// A proof that intake or the aggregator said something of a job: a keyed hash that only the two can make.
///
/// On the wire 64 hexadecimal digits; see `docs/protocol.md`. Workers pass seals on, and can neither make nor check one.
public struct Seal: Sendable, Hashable, Codable {
  /// 32 bytes.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads 64 hexadecimal digits; nil for anything else.
  public init?(text: String) {
    guard let bytes = Hexadecimal.decode(text.utf8), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The bytes as 64 hexadecimal digits.
  public var text: String { Hexadecimal.encode(bytes) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let seal = Seal(text: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a seal has 64 hexadecimal digits")
    }
    self = seal
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
