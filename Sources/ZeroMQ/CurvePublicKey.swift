/// The half of a CURVE key pair that everybody may know.
public struct CurvePublicKey: Sendable, Hashable {
  static let byteCount = 32

  /// The key's 32 bytes.
  public let bytes: [UInt8]

  /// A key of 32 bytes.
  public init(bytes: [UInt8]) throws(CurveKeyError) {
    guard bytes.count == Self.byteCount else { throw .byteCount(bytes.count) }
    self.bytes = bytes
  }

  /// A key from its 40 characters of Z85.
  public init(z85 text: String) throws(CurveKeyError) {
    bytes = try CurveKeyError.bytes(ofText: text)
  }

  /// The key as 40 characters of Z85.
  public var z85: String {
    // 32 bytes always have a Z85 form.
    (try? Z85.encode(bytes)) ?? ""
  }
}

extension CurvePublicKey: CustomStringConvertible {
  /// The key as Z85.
  public var description: String { z85 }
}
