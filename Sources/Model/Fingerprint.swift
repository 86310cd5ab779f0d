/// What near copies of a text have in common: a MinHash of its runs of four words.
///
/// The share of hashes that two fingerprints have in common estimates the Jaccard similarity of the sets of runs: how many runs the two
/// texts share, of all that either has (A. Broder, "On the resemblance and containment of documents", 1997).
public struct Fingerprint: Sendable, Hashable, Codable {
  /// How many hashes there are, each of 16 bits.
  public static let size = 64
  /// How many hashes make a band, and so how many bands there are: texts are compared that share a band.
  public static let rows = 2
  /// Texts at least this similar are copies of each other.
  ///
  /// Agency stories with another headline, lede, corrections or light edits lie at .3 and above, cuts to a third and digests between .15
  /// and .5, reports of the same event that were written independently at .11 and below: measured in `docs/accuracy.md`.
  public static let copies = 0.2

  /// The least hash of each family.
  public let hashes: [UInt16]

  private static let runLength = 4
  /// A text with fewer runs is too short to tell a copy from chance.
  private static let fewestRuns = 20

  /// The fingerprint of a text in UTF-8; nil where it is too short to have one.
  ///
  /// Words are runs of letters, digits and of bytes beyond ASCII; case, punctuation and layout count for nothing.
  public init?(ofText text: some Sequence<UInt8>) {
    var least = [UInt64](repeating: .max, count: Self.size)
    var last = [UInt64](repeating: 0, count: Self.runLength)
    var (word, length, words) = (Self.start, 0, 0)
    func end() {
      guard length > 0 else { return }
      last[words % Self.runLength] = word
      words += 1
      (word, length) = (Self.start, 0)
      guard words >= Self.runLength else { return }
      var run = Self.start
      for offset in 0..<Self.runLength { run = Self.mix(run ^ last[(words + offset) % Self.runLength]) }
      for index in 0..<Self.size {
        // A family of hashes from one: multiplied by odd numbers that have nothing to do with each other.
        let hash = Self.mix(run &* Self.multipliers[index])
        if hash < least[index] { least[index] = hash }
      }
    }
    for byte in text {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        word = (word ^ UInt64(byte | 0x20)) &* Self.prime
        length += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        word = (word ^ UInt64(byte)) &* Self.prime
        length += 1
      default: end()
      }
    }
    end()
    guard words >= Self.fewestRuns + Self.runLength - 1 else { return nil }
    hashes = least.map { UInt16(truncatingIfNeeded: $0 >> 24) }
  }

  // FNV-1a of a word.
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01B3

  /// The finisher of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, 2014).
  private static func mix(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static let multipliers: [UInt64] = (1...UInt64(size)).map { mix($0 &* 0x9E37_79B9_7F4A_7C15) | 1 }

  /// The share of hashes in common, 0 to 1.
  public func similarity(to other: Fingerprint) -> Double {
    Double(zip(hashes, other.hashes).count { $0 == $1 }) / Double(Self.size)
  }

  /// The hashes of each band, as one number that also tells the bands apart.
  public var bands: [Int64] {
    (0..<Self.size / Self.rows).map { band in
      var number = Int64(band)
      for row in 0..<Self.rows { number = number << 16 | Int64(hashes[band * Self.rows + row]) }
      return number
    }
  }

  /// Reads what ``description`` writes; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count == Self.size * 4, let bytes = Hexadecimal.decode(text.utf8) else { return nil }
    hashes = (0..<Self.size).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let read = Fingerprint(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "no fingerprint: want \(Self.size * 4) hexadecimal digits"
      )
    }
    self = read
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Fingerprint: CustomStringConvertible {
  /// Four hexadecimal digits for each hash.
  public var description: String {
    Hexadecimal.encode(hashes.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] })
  }
}
