/// The text form of CURVE keys (ZeroMQ RFC 32): five printable characters for each four bytes.
public enum Z85 {
  /// Why something has no Z85 form, or is none.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Only a multiple of four bytes can be encoded.
    case byteCount(Int)
    /// Only a multiple of five characters can be decoded.
    case characterCount(Int)
    /// The character at this place, from 0, is not one of the 85.
    case character(at: Int)
    /// The five characters from this place, counted from 0, stand for more than 32 bits.
    case overflow(at: Int)

    /// One line, without any of the text: it may be a secret.
    public var description: String {
      switch self {
      case .byteCount(let count): "Z85 needs a multiple of 4 bytes, not \(count)"
      case .characterCount(let count): "Z85 text needs a multiple of 5 characters, not \(count)"
      case .character(let place): "the character at \(place) is not a Z85 character"
      case .overflow(let place): "the characters from \(place) are too great for Z85"
      }
    }
  }

  private static let alphabet = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8
  )
  private static let values: [UInt8: UInt64] = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt64($0)) }
  )

  /// The text for `bytes`, of which there must be a multiple of four.
  public static func encode(_ bytes: [UInt8]) throws(Failure) -> String {
    guard bytes.count % 4 == 0 else { throw .byteCount(bytes.count) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 4 * 5)
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let word = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      for divisor in [85 * 85 * 85 * 85, 85 * 85 * 85, 85 * 85, 85, 1] {
        text.append(alphabet[word / divisor % 85])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes for `text`, of which there must be a multiple of five characters.
  public static func decode(_ text: String) throws(Failure) -> [UInt8] {
    let characters = Array(text.utf8)
    guard characters.count % 5 == 0 else { throw .characterCount(characters.count) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 5 * 4)
    for start in stride(from: 0, to: characters.count, by: 5) {
      var word: UInt64 = 0
      for place in start..<start + 5 {
        guard let value = values[characters[place]] else { throw .character(at: place) }
        word = word * 85 + value
      }
      guard let word = UInt32(exactly: word) else { throw .overflow(at: start) }
      for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }
    return bytes
  }
}
