/// How likely each feature is in each language: what ``LanguageIdentifier`` goes by.
///
/// The file, all numbers with the least byte first: `CLID0001`; the number of languages (1 byte) and of each its tag (8 bytes, ended by zeros) and
/// its floor (Float, 4 bytes); the number of features (4 bytes) and of each its hash (8 bytes) and the number of its languages (1 byte); then
/// for each feature and language the language's number and the gain over the floor in sixteenths (2 bytes).
struct LanguageTable: Sendable {
  static let mark = Array("CLID0001".utf8)
  /// What a gain of 1 is, as a logarithm.
  static let step: Float = 1 / 16

  struct Entry: Sendable {
    var language: UInt8
    var gain: UInt8
  }

  var tags: [String] = []
  /// The logarithm of how likely a feature is that was never seen in a language.
  var floors: [Float] = []
  private var entries: [Entry] = []
  /// Open addressing by the hash: a feature, where its entries begin, and how many they are; none where the count is zero.
  private var slots: [(hash: UInt64, first: UInt32, count: UInt8)] = []
  private var slotMask = 0

  /// - Throws: ``LanguageTableError`` when the bytes are no table.
  init(_ bytes: [UInt8]) throws(LanguageTableError) {
    var reader = ByteReader(bytes: bytes)
    guard reader.take(Self.mark.count).elementsEqual(Self.mark) else {
      throw LanguageTableError("no table of languages: it begins with other bytes")
    }
    let count = Int(reader.number(1))
    for _ in 0..<count {
      tags.append(String(decoding: reader.take(8).prefix { $0 != 0 }, as: UTF8.self))
      floors.append(Float(bitPattern: UInt32(truncatingIfNeeded: reader.number(4))))
    }
    let features = Int(reader.number(4))
    guard features <= bytes.count / 9, floors.allSatisfy(\.isFinite), count > 1 else {
      throw LanguageTableError("no table of languages: it is cut off or damaged")
    }
    var size = 1
    while size < features * 2 { size *= 2 }
    slots = Array(repeating: (0, 0, 0), count: size)
    slotMask = size - 1
    var first: UInt32 = 0
    for _ in 0..<features {
      let hash = reader.number(8)
      let count = UInt8(truncatingIfNeeded: reader.number(1))
      insert(hash, first, count)
      first += UInt32(count)
    }
    entries.reserveCapacity(Int(first))
    for _ in 0..<first {
      let language = UInt8(truncatingIfNeeded: reader.number(1))
      guard Int(language) < count else {
        throw LanguageTableError("no table of languages: it names language \(language)")
      }
      entries.append(Entry(language: language, gain: UInt8(truncatingIfNeeded: reader.number(1))))
    }
    guard reader.isWhole, reader.isAtEnd else {
      throw LanguageTableError("no table of languages: it is cut off or damaged")
    }
  }

  private mutating func insert(_ hash: UInt64, _ first: UInt32, _ count: UInt8) {
    var at = Self.start(of: hash) & slotMask
    while slots[at].count > 0 { at = (at + 1) & slotMask }
    slots[at] = (hash, first, count)
  }

  /// How likely a text is in each language, as logarithms.
  /// - Parameter bytes: in UTF-8.
  /// - Returns: nil where it has no feature that is known.
  func scores(of bytes: ArraySlice<UInt8>) -> [Float]? {
    var scores = [Float](repeating: 0, count: tags.count)
    var count: Float = 0
    scores.withUnsafeMutableBufferPointer { scores in
      slots.withUnsafeBufferPointer { slots in
        entries.withUnsafeBufferPointer { entries in
          bytes.withUnsafeBufferPointer { bytes in
            TextFeatures.forEach(in: bytes) { hash in
              var at = Self.start(of: hash) & slotMask
              while slots[at].count > 0, slots[at].hash != hash { at = (at + 1) & slotMask }
              guard slots[at].count > 0 else { return }
              count += 1
              let first = Int(slots[at].first)
              for entry in entries[first..<(first + Int(slots[at].count))] {
                scores[Int(entry.language)] += Float(entry.gain) * Self.step
              }
            }
          }
        }
      }
    }
    guard count > 0 else { return nil }
    for language in scores.indices { scores[language] += count * floors[language] }
    return scores
  }

  /// Where a feature is looked for first, before the mask.
  @inline(__always) private static func start(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &* 0x9E37_79B9_7F4A_7C15 >> 20)
  }
}

/// Reads numbers from bytes; beyond their end it reads zeros, and knows that it did.
private struct ByteReader {
  let bytes: [UInt8]
  private var at = 0
  private(set) var isWhole = true

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    guard count <= bytes.count - at else {
      isWhole = false
      return []
    }
    defer { at += count }
    return bytes[at..<(at + count)]
  }

  mutating func number(_ count: Int) -> UInt64 {
    take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// Why a table of languages cannot be used, in one line.
public struct LanguageTableError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
