import CZeroMQ

/// A CURVE identity: a secret key with the public key that belongs to it.
public struct CurveKeyPair: Sendable, Hashable {
  /// What others know this end by.
  public let publicKey: CurvePublicKey
  /// What proves it.
  public let secretKey: CurveSecretKey

  /// The pair of `secretKey`, with the public key derived from it.
  public init(secretKey: CurveSecretKey) throws {
    self.secretKey = secretKey
    publicKey = try secretKey.publicKey
  }

  /// A new pair, from the system's random numbers.
  public static func generate() throws -> CurveKeyPair {
    var publicText = [CChar](repeating: 0, count: 41)
    var secretText = [CChar](repeating: 0, count: 41)
    if zmq_curve_keypair(&publicText, &secretText) != 0 { throw ZeroMQError.last("zmq_curve_keypair") }
    return try CurveKeyPair(secretKey: CurveSecretKey(z85: string(secretText)))
  }

  /// The text in a buffer of C's, up to its zero.
  static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension CurveKeyPair: CustomStringConvertible {
  /// The public key alone.
  public var description: String { "CurveKeyPair(\(publicKey))" }
}
