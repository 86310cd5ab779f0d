import CNettle

/// The SHA-256 of some bytes; written as `sha256:` and 64 hexadecimal digits.
public struct Digest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// The digest of `content`.
  public init(of content: some Sequence<UInt8>) {
    var hash = SHA256()
    hash.update(content)
    self = hash.finish()
  }

  fileprivate init(raw: [UInt8]) {
    bytes = raw
  }

  /// Reads `sha256:<64 hexadecimal digits>`; nil when `text` is anything else.
  public init?(_ text: String) {
    let prefix = "sha256:"
    guard text.hasPrefix(prefix), let raw = Hexadecimal.decode(text.utf8.dropFirst(prefix.utf8.count)), raw.count == 32
    else { return nil }
    bytes = raw
  }

  public var description: String { "sha256:" + Hexadecimal.encode(bytes) }

  /// The first 63 bits as a number that is not negative, for where so many suffice to tell contents apart.
  public var number: Int64 { Int64(bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a digest: want sha256: and 64 hexadecimal digits"
      )
    }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// SHA-256 (FIPS 180-4) in steps, by nettle, which uses the processor's own instructions for it where there are any: a hash of each event
/// is taken when it is written and when it is read.
struct SHA256 {
  private var state = sha256_ctx()

  init() {
    nettle_sha256_init(&state)
  }

  mutating func update(_ content: some Sequence<UInt8>) {
    let done: Void? = content.withContiguousStorageIfAvailable { buffer in
      nettle_sha256_update(&state, buffer.count, buffer.baseAddress)
    }
    if done == nil {
      let copy = Array(content)
      nettle_sha256_update(&state, copy.count, copy)
    }
  }

  mutating func finish() -> Digest {
    var raw = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&state, raw.count, &raw)
    return Digest(raw: raw)
  }
}

/// Lower-case hexadecimal text.
public enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything but an even number of lower-case digits.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: UInt8?
    for character in text {
      guard let nibble = nibble(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return bytes
  }

  private static func nibble(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
