/// Why something is not a CURVE key.
public enum CurveKeyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A key has 32 bytes.
  case byteCount(Int)
  /// A key's text has 40 characters.
  case characterCount(Int)
  /// The text is not Z85.
  case text(Z85.Failure)

  /// One line, without any part of the key.
  public var description: String {
    switch self {
    case .byteCount(let count): "a CURVE key has 32 bytes, not \(count)"
    case .characterCount(let count): "a CURVE key has 40 characters of Z85, not \(count)"
    case .text(let failure): "a CURVE key is Z85 text: \(failure)"
    }
  }

  static func bytes(ofText text: String) throws(CurveKeyError) -> [UInt8] {
    guard text.utf8.count == 40 else { throw .characterCount(text.utf8.count) }
    do {
      return try Z85.decode(text)
    } catch {
      throw .text(error)
    }
  }
}
