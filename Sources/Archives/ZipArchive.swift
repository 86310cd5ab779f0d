import CZlib
import Model

/// The files of a ZIP archive, each inflated when it is asked for and never beyond a limit: what the archive says of sizes is not believed.
///
/// After PKWARE's APPNOTE 6.3: stored and deflated entries, ZIP64 where a size wants it, no encryption, no archive over several files.
package struct ZipArchive {
  package struct Entry: Sendable, Hashable {
    /// The name's bytes; most are UTF-8, but nothing says so.
    package var name: [UInt8]
    /// The name, with what is not UTF-8 replaced.
    package var path: String { String(decoding: name, as: UTF8.self) }
    fileprivate var method: Int
    fileprivate var packedSize: Int
    fileprivate var checksum: UInt32
    fileprivate var header: Int
    package var isEncrypted: Bool
  }

  /// What is taken of one archive.
  package struct Limits: Sendable {
    /// How many entries it may have.
    package var entries = 20_000
    /// How many bytes one of them may have when it is unpacked.
    package var entryBytes = 64 << 20
    /// How many times as large as it is packed; small files may be more.
    package var ratio = 1000

    package init() {}
  }

  private let bytes: [UInt8]
  private let limits: Limits
  package let entries: [Entry]
  private let byPath: [String: Int]

  /// Reads the directory of an archive.
  /// - Throws: ``ReadError``.
  package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(ReadError) {
    self.bytes = bytes
    self.limits = limits
    let entries = try Self.directory(bytes, limits)
    self.entries = entries
    // Of two of one name the first is meant, as most programs have it.
    byPath = Dictionary(entries.indices.map { (entries[$0].path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func contains(_ path: String) -> Bool { byPath[path] != nil }

  /// The content of a file; nil where there is none of that path.
  /// - Throws: ``ReadError`` for one that is encrypted, damaged or too large.
  package func content(_ path: String) throws(ReadError) -> [UInt8]? {
    guard let index = byPath[path] else { return nil }
    return try content(entries[index])
  }

  /// The content of an entry.
  /// - Throws: ``ReadError``.
  package func content(_ entry: Entry) throws(ReadError) -> [UInt8] {
    if entry.isEncrypted {
      throw ReadError(.encrypted, "\(entry.path) is encrypted: save the document without a password")
    }
    // The header before the data has its own lengths of name and extra field.
    guard let name = word(entry.header + 26), let extra = word(entry.header + 28),
      long(entry.header) == 0x0403_4B50, case let start = entry.header + 30 + name + extra, start <= bytes.count,
      entry.packedSize <= bytes.count - start
    else { throw ReadError(.broken, "\(entry.path): the archive is cut off or damaged") }
    let packed = bytes[start..<(start + entry.packedSize)]
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(packed)
    case 8: content = try inflate(packed, entry.path)
    default: throw ReadError(.noReader, "\(entry.path): packed by method \(entry.method); pack it with deflate")
    }
    let checksum = content.withUnsafeBytes { raw in
      crc32_z(0, raw.bindMemory(to: UInt8.self).baseAddress, raw.count)
    }
    guard UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
      throw ReadError(.broken, "\(entry.path): the archive is damaged: its checksum is another")
    }
    return content
  }

  private func inflate(_ packed: ArraySlice<UInt8>, _ path: String) throws(ReadError) -> [UInt8] {
    let limit = min(
      limits.entryBytes,
      max(1 << 20, packed.count.multipliedReportingOverflow(by: limits.ratio).partialValue)
    )
    var result: [UInt8] = []
    let isWhole = CompressedFile.inflate(Array(packed), windowBits: -15, limit: limit, &result)
    if result.count > limit { throw ReadError(.tooLarge, "\(path): larger than \(limit) bytes when it is unpacked") }
    guard isWhole else {
      throw ReadError(.broken, "\(path): the archive is damaged: it cannot be unpacked")
    }
    return result
  }

  // MARK: Directory

  private static func directory(_ bytes: [UInt8], _ limits: Limits) throws(ReadError) -> [Entry] {
    let reader = Numbers(bytes: bytes)
    guard let end = reader.endOfDirectory() else {
      throw ReadError(.broken, "the archive is cut off or damaged: it has no directory")
    }
    guard end.count <= limits.entries else {
      throw ReadError(.tooLarge, "\(end.count) files in the archive, more than \(limits.entries)")
    }
    var entries: [Entry] = []
    var at = end.start
    while entries.count < limits.entries, reader.long(at) == 0x0201_4B50 {
      guard let flags = reader.word(at + 8), let method = reader.word(at + 10), let checksum = reader.long(at + 16),
        var packed = reader.long(at + 20).map(Int.init), let unpacked = reader.long(at + 24).map(Int.init),
        let name = reader.word(at + 28), let extra = reader.word(at + 30), let comment = reader.word(at + 32),
        var header = reader.long(at + 42).map(Int.init), at + 46 + name + extra <= bytes.count
      else { break }
      if packed == 0xFFFF_FFFF || header == 0xFFFF_FFFF || unpacked == 0xFFFF_FFFF {
        let field = (at + 46 + name)..<(at + 46 + name + extra)
        guard let large = reader.large(field, hasUnpacked: unpacked == 0xFFFF_FFFF, &packed, &header), large else {
          break
        }
      }
      entries.append(
        Entry(
          name: Array(bytes[(at + 46)..<(at + 46 + name)]),
          method: method,
          packedSize: packed,
          checksum: checksum,
          header: header,
          isEncrypted: flags & 1 == 1
        )
      )
      at += 46 + name + extra + comment
    }
    guard !entries.isEmpty || end.count == 0 else {
      throw ReadError(.broken, "the archive is damaged: its directory is no directory")
    }
    return entries
  }

  private func word(_ at: Int) -> Int? { Numbers(bytes: bytes).word(at) }
  private func long(_ at: Int) -> UInt32? { Numbers(bytes: bytes).long(at) }
}

/// Numbers in the order of ZIP, the least byte first.
private struct Numbers {
  let bytes: [UInt8]

  func word(_ at: Int) -> Int? {
    guard at >= 0, at <= bytes.count - 2 else { return nil }
    return Int(bytes[at]) | Int(bytes[at + 1]) << 8
  }

  func long(_ at: Int) -> UInt32? {
    guard at >= 0, at <= bytes.count - 4 else { return nil }
    return UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
  }

  /// A number of 8 bytes, if it may be an offset.
  private func quad(_ at: Int) -> Int? {
    guard let low = long(at), let high = long(at + 4), high < 1 << 20 else { return nil }
    return Int(high) << 32 | Int(low)
  }

  /// Where the directory begins, and how many entries it says that it has: by the record at the end, which a comment may follow.
  func endOfDirectory() -> (start: Int, count: Int)? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 65_535)
    for at in stride(from: bytes.count - 22, through: first, by: -1) where bytes[at] == 0x50 && long(at) == 0x0605_4B50
    {
      guard let count = word(at + 10), let size = long(at + 12), let start = long(at + 16) else { continue }
      if start != 0xFFFF_FFFF, count != 0xFFFF {
        // What was put before the archive moves all of it.
        let offset = at - Int(size)
        if long(Int(start)) != 0x0201_4B50, count > 0, long(offset) == 0x0201_4B50 { return (offset, count) }
        return (Int(start), count)
      }
      // ZIP64: a locator right before, and another record where that says.
      guard at >= 20, long(at - 20) == 0x0706_4B50, let record = quad(at - 12), long(record) == 0x0606_4B50,
        let many = quad(record + 32), let begin = quad(record + 48)
      else { continue }
      return (begin, many)
    }
    return nil
  }

  /// Reads the sizes of an entry that do not fit their fields from its extra field.
  func large(_ field: Range<Int>, hasUnpacked: Bool, _ packed: inout Int, _ header: inout Int) -> Bool? {
    var at = field.lowerBound
    while at + 4 <= field.upperBound, let kind = word(at), let size = word(at + 2) {
      if kind == 1 {
        var next = at + 4 + (hasUnpacked ? 8 : 0)
        if packed == 0xFFFF_FFFF {
          guard let value = quad(next) else { return nil }
          packed = value
          next += 8
        }
        if header == 0xFFFF_FFFF {
          guard let value = quad(next) else { return nil }
          header = value
        }
        return true
      }
      at += 4 + size
    }
    return false
  }
}
