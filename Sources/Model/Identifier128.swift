/// A name of 128 bits, written as 32 lower-case hexadecimal digits.
public protocol Identifier128: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 16 bytes.
  var bytes: [UInt8] { get }

  /// From the 16 bytes of a name, taken as they are.
  init(unchecked bytes: [UInt8])

  /// What it is called where something else was found: "a fact id".
  static var noun: String { get }
}

extension Identifier128 {
  /// From 16 bytes; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.init(unchecked: Array(bytes))
  }

  /// Reads 32 hexadecimal digits; nil when `text` is anything else.
  public init?(_ text: some StringProtocol) {
    guard let raw = Hexadecimal.decode(Array(text.utf8)) else { return nil }
    self.init(bytes: raw)
  }

  public var description: String { Hexadecimal.encode(bytes) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let name = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not \(Self.noun): want 32 hexadecimal digits"
      )
    }
    self = name
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
