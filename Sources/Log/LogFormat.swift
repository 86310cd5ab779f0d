import CChecksum
import CNettle

/// The files of a log, format 1. All numbers are little-endian, nothing is aligned.
///
/// A log is a folder of segments, `<number of its first record, 20 digits>.log`, and of a file `lock`. A segment is a
/// header, records, and once no more are to come, a footer. The newest segment has no footer, and zeros up to the size
/// that was reserved for it.
///
/// | header | |
/// | --- | --- |
/// | 0 | magic, `CRNT-LOG` |
/// | 8 | u32 format, 1 |
/// | 12 | u32 notes that follow the last numbered record before the segment |
/// | 16 | identity of the log, 16 bytes |
/// | 32 | u64 number of the first numbered record |
/// | 40 | the chain's check before it, 16 bytes; zeros before the log's first |
/// | 56 | i64 bytes of all payloads of numbered records before it |
/// | 64 | i64 time of creation, in ms since 1970 |
/// | 72 | zeros |
/// | 124 | u32 CRC32C of bytes 0 to 123 |
///
/// | record | |
/// | --- | --- |
/// | 0 | u32 length of the record, from its byte 0 |
/// | 4 | u32 CRC32C of all that follows in the record |
/// | 8 | u64 number; in a note and a group's end that of the last numbered record before |
/// | 16 | u8 kind, the caller's; 0 in a group's end |
/// | 17 | u8 1 numbered, 2 note, 4 group's end |
/// | 18 | u16 length of the topic; 0 in notes and a group's end |
/// | 20 | numbered: the chain's check, 16 bytes, then topic and payload |
/// | 20 | note: u32 how many notes follow the numbered record up to this one, then the payload |
/// | 20 | group's end: u32 as in a note; u64 records of the group; check after it, 16 bytes; u64 start of its batch |
///
/// The check is the first 16 bytes of the SHA-256 over the check before, if there is one, and the payload.
///
/// A group without its end was never there. A batch is what was written and synced at once: one group or several. When
/// a group's end was written, all before the start of its batch was durable. So what is not whole before that start is
/// damage, and what is not whole behind it may be a write that a crash cut short, whichever of its blocks came to the
/// disk first.
///
/// | footer | |
/// | --- | --- |
/// | 0 | index: for about every 64 KiB u64 number of a numbered record, u64 its place in the file |
/// | n | magic, `CRNT-IDX` |
/// | n+8 | u64 where the records end and the footer starts |
/// | n+16 | u32 entries of the index |
/// | n+20 | u32 CRC32C of the index |
/// | n+24 | u64 last number |
/// | n+32 | check after it, 16 bytes |
/// | n+48 | i64 bytes of all payloads of numbered records up to here |
/// | n+56 | u32 notes that follow the last numbered record |
/// | n+60 | u32 CRC32C of bytes n to n+59; the file ends here |
enum LogFormat {
  static let version: UInt32 = 1
  static let magic: UInt64 = 0x474F_4C2D_544E_5243
  static let footerMagic: UInt64 = 0x5844_492D_544E_5243

  /// Sizes in bytes.
  static let header = 128
  static let trailer = 64
  static let mark = 16
  static let numbered = 36
  static let note = 24
  static let groupEnd = 56
  static let identity = 16
  static let check = 16
  /// No record is longer, so that a reader never needs more memory for one.
  static let longestRecord = 256 << 20
  /// How far apart the entries of an index are.
  static let markDistance = 64 << 10

  /// What a record is.
  enum Flag {
    static let numbered: UInt8 = 1
    static let note: UInt8 = 2
    static let groupEnd: UInt8 = 4
  }

  /// The CRC32C of some bytes.
  static func crc(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    checksum_crc32c(0, bytes.baseAddress, bytes.count)
  }

  /// How many bytes a footer may take behind records that end at `size`.
  static func footerRoom(_ size: Int64) -> Int64 {
    Int64(trailer) + (size / Int64(markDistance) + 2) * Int64(mark)
  }
}

/// A check of the chain, without an allocation of its own.
struct ChainLink: Sendable, Equatable {
  let low: UInt64
  let high: UInt64

  /// What files have where there is no check.
  static let zero = ChainLink(low: 0, high: 0)

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// - Parameter bytes: 16 of them.
  init(_ bytes: UnsafeRawBufferPointer) {
    low = bytes.number(0, UInt64.self)
    high = bytes.number(8, UInt64.self)
  }

  /// Nil unless there are 16 bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == LogFormat.check else { return nil }
    self = bytes.withUnsafeBytes { ChainLink($0) }
  }

  /// The check after a numbered record.
  /// - Parameters:
  ///   - before: the check before it; nil before the first.
  ///   - payload: of the record.
  init(after before: ChainLink?, _ payload: UnsafeRawBufferPointer) {
    var state = sha256_ctx()
    nettle_sha256_init(&state)
    let bytes = payload.bindMemory(to: UInt8.self)
    if let before {
      var words = (before.low.littleEndian, before.high.littleEndian)
      withUnsafeBytes(of: &words) { raw in
        nettle_sha256_update(&state, raw.count, raw.bindMemory(to: UInt8.self).baseAddress)
      }
    }
    nettle_sha256_update(&state, bytes.count, bytes.baseAddress)
    var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &digest) { raw in
      if let start = raw.bindMemory(to: UInt8.self).baseAddress { nettle_sha256_digest(&state, raw.count, start) }
    }
    low = UInt64(littleEndian: digest.0)
    high = UInt64(littleEndian: digest.1)
  }

  /// The 16 bytes.
  var bytes: [UInt8] {
    var words = (low.littleEndian, high.littleEndian)
    return withUnsafeBytes(of: &words) { Array($0) }
  }
}

extension UnsafeRawBufferPointer {
  /// A little-endian number; the caller has looked that it is within the bounds.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: Number.Type) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Bytes from an offset on.
  func part(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[offset..<offset + count])
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Puts a number in little-endian.
  func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, _ offset: Int) {
    storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
  }

  /// Puts a check; zeros for none.
  func put(_ link: ChainLink?, _ offset: Int) {
    put(link?.low ?? 0, offset)
    put(link?.high ?? 0, offset + 8)
  }

  /// Puts the CRC32C of what is before it from the start on.
  func seal(_ offset: Int) {
    put(LogFormat.crc(UnsafeRawBufferPointer(rebasing: self[..<offset])), offset)
  }
}
