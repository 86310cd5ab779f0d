import CZeroMQ

/// The half of a CURVE key pair that only its owner may know.
///
/// No description, dump or interpolation shows it; only ``z85`` and ``bytes`` do.
public struct CurveSecretKey: Sendable, Hashable {
  /// The key's 32 bytes: a secret.
  public let bytes: [UInt8]

  /// A key of 32 bytes.
  public init(bytes: [UInt8]) throws(CurveKeyError) {
    guard bytes.count == CurvePublicKey.byteCount else { throw .byteCount(bytes.count) }
    self.bytes = bytes
  }

  /// A key from its 40 characters of Z85.
  public init(z85 text: String) throws(CurveKeyError) {
    bytes = try CurveKeyError.bytes(ofText: text)
  }

  /// The key as 40 characters of Z85: a secret.
  public var z85: String {
    // 32 bytes always have a Z85 form.
    (try? Z85.encode(bytes)) ?? ""
  }

  /// The public key that belongs to this one.
  public var publicKey: CurvePublicKey {
    get throws {
      var text = [CChar](repeating: 0, count: 41)
      if zmq_curve_public(&text, z85) != 0 { throw ZeroMQError.last("zmq_curve_public") }
      return try CurvePublicKey(z85: CurveKeyPair.string(text))
    }
  }
}

extension CurveSecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the key.
  public var description: String { "<secret>" }
  /// Never the key.
  public var debugDescription: String { "<secret>" }
  /// Without children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
