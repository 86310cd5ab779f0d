/// What a word looks like, as numbers: the form itself, and its pieces hashed into the rows of one table.
///
/// The form is taken in lower case with every digit `0`. Pieces are its shape ("Xx", "d,d"), its first one to four bytes, its last one to five,
/// the whole of a capitalised form, and each run of three bytes with the ends marked.
public struct WordFeatures {
  /// The most pieces that a word has; of a longer word the runs of three in the middle are left out.
  public static let pieceLimit = 32
  private static let formLimit = 64

  /// The hash of the form in lower case.
  public private(set) var form: UInt64 = 0
  /// How many of ``pieces`` are in use.
  public private(set) var pieceCount = 0
  /// The rows of the word's pieces.
  public let pieces: UnsafeMutablePointer<Int32>
  private let normal: UnsafeMutablePointer<UInt8>
  private let mask: UInt64

  /// - Parameter tableBits: the table has 2 to this power of rows.
  public init(tableBits: Int) {
    mask = (1 << UInt64(tableBits)) - 1
    pieces = .allocate(capacity: Self.pieceLimit)
    normal = .allocate(capacity: Self.formLimit + 2)
  }

  /// Frees the buffers; nothing may be read after.
  public func deallocate() {
    pieces.deallocate()
    normal.deallocate()
  }

  /// Reads a word; of one longer than 64 bytes, the first 32 and the last 32.
  public mutating func read(_ word: UnsafeRawBufferPointer) {
    let count = min(word.count, Self.formLimit)
    let half = Self.formLimit / 2
    // Marks at both ends, for the runs of three.
    normal[0] = UInt8(ascii: "<")
    for index in 0..<count {
      let at = word.count > Self.formLimit && index >= half ? word.count - Self.formLimit + index : index
      normal[index + 1] = Self.normal(word[at], before: at > 0 ? word[at - 1] : 0)
    }
    normal[count + 1] = UInt8(ascii: ">")
    form = Hash.of(normal + 1, count, seed: 0)
    pieceCount = 0
    add(shape(word), kind: 1)
    for length in 1...4 where length <= count { add(Hash.of(normal + 1, length, seed: 0), kind: 1 + UInt64(length)) }
    for length in 1...5 where length <= count {
      add(Hash.of(normal + 1 + count - length, length, seed: 0), kind: 5 + UInt64(length))
    }
    if let first = word.first, Self.isCapital(first, next: word.count > 1 ? word[1] : 0) { add(form, kind: 11) }
    var at = 0
    while at + 3 <= count + 2, pieceCount < Self.pieceLimit {
      add(Hash.of(normal + at, 3, seed: 0), kind: 12)
      at += 1
    }
  }

  private mutating func add(_ hash: UInt64, kind: UInt64) {
    pieces[pieceCount] = Int32(truncatingIfNeeded: Hash.mix(hash &+ kind &* 0x9E37_79B9_7F4A_7C15) & mask)
    pieceCount += 1
  }

  /// Lower case for ASCII and for the Latin, Greek and Cyrillic letters of two bytes that differ in the second byte only; digits become 0.
  private static func normal(_ byte: UInt8, before: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
    case 0x80...0x9E where before == 0xC3: byte | 0x20
    default: byte
    }
  }

  private static func isCapital(_ byte: UInt8, next: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (byte == 0xC3 && (0x80...0x9E).contains(next))
      || (byte == 0xD0 && (0x80...0xAF).contains(next))
  }

  /// The classes of a word's bytes, no class more than twice in a row, as a hash.
  private func shape(_ word: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0
    var last: UInt8 = 0
    var run = 0
    var length = 0
    for byte in word {
      let kind: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): kind = UInt8(ascii: "X")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): kind = UInt8(ascii: "x")
      case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = UInt8(ascii: "d")
      case 0x80...: kind = 0x80
      default: kind = byte
      }
      run = kind == last ? run + 1 : 1
      last = kind
      if run > 2 { continue }
      hash = Hash.mix(hash ^ UInt64(kind))
      length += 1
      if length == 10 { break }
    }
    return hash
  }
}

/// Hashes of short byte strings. They are written into model files, so they never change.
enum Hash {
  static func of(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ seed
    for index in 0..<count { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
    return mix(hash)
  }

  static func of(_ text: some StringProtocol) -> UInt64 {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { of($0, buffer.count, seed: 0) } ?? of([0], 0, seed: 0)
    }
  }

  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
