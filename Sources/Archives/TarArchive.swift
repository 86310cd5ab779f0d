import Model

/// The files of a tar archive: POSIX ustar, with the long names of pax and of GNU tar (POSIX.1-2017, `pax`, "ustar Interchange Format").
package struct TarArchive: Sendable {
  package struct Entry: Sendable, Hashable {
    package var name: [UInt8]
    /// Where its content stands in the archive.
    package var range: Range<Int>
  }

  private static let block = 512
  /// The longest name, in bytes.
  private static let longestName = 4096

  package let bytes: [UInt8]
  /// The plain files, in their order.
  package private(set) var entries: [Entry] = []
  /// How many links and devices it has, which are not read.
  package private(set) var specials = 0

  /// - Parameter limit: how many files it may have.
  /// - Throws: ``ReadError``.
  package init(_ bytes: [UInt8], limit: Int) throws(ReadError) {
    self.bytes = bytes
    var at = 0
    var longName: [UInt8]?
    var longSize: Int?
    while at + Self.block <= bytes.count {
      let header = bytes[at..<(at + Self.block)]
      // Two empty blocks are the end; more may follow.
      if header.allSatisfy({ $0 == 0 }) { return }
      guard Self.isHeader(header), let stated = Self.number(header[(at + 124)..<(at + 136)]) else {
        throw ReadError(.broken, "the archive is damaged: no header at byte \(at)")
      }
      let kind = header[at + 156]
      let isExtended = kind == UInt8(ascii: "x") || kind == UInt8(ascii: "g") || kind == UInt8(ascii: "L")
      let size = isExtended ? stated : longSize ?? stated
      let start = at + Self.block
      guard size >= 0, size <= bytes.count - start else {
        throw ReadError(.broken, "the archive is cut off in the file at byte \(at)")
      }
      let content = start..<(start + size)
      switch kind {
      case UInt8(ascii: "x"):
        let fields = Self.fields(bytes[content])
        longName = fields["path"].map { Array($0.prefix(Self.longestName)) } ?? longName
        longSize = fields["size"].flatMap { Int(String(decoding: $0, as: UTF8.self)) }
      case UInt8(ascii: "g"), UInt8(ascii: "K"): break
      case UInt8(ascii: "L"): longName = Array(bytes[content].prefix(Self.longestName).prefix { $0 != 0 })
      default:
        if kind == UInt8(ascii: "0") || kind == 0 || kind == UInt8(ascii: "7") {
          guard entries.count < limit else { throw ReadError(.tooLarge, "more than \(limit) files in the archive") }
          let name = longName ?? Self.name(header)
          // Old programs write a folder as a file whose name ends so.
          if name.last != UInt8(ascii: "/") { entries.append(Entry(name: name, range: content)) }
        } else if kind != UInt8(ascii: "5") {
          specials += 1
        }
        (longName, longSize) = (nil, nil)
      }
      at = start + (size + Self.block - 1) / Self.block * Self.block
    }
  }

  /// Whether bytes begin with a header of tar: its checksum is right.
  package static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.count >= block && isHeader(bytes[..<block])
  }

  private static func isHeader(_ header: ArraySlice<UInt8>) -> Bool {
    let start = header.startIndex
    guard let stated = number(header[(start + 148)..<(start + 156)]) else { return false }
    var sum = 0
    for (index, byte) in header.enumerated() { sum += (148..<156).contains(index) ? 0x20 : Int(byte) }
    return stated == sum
  }

  /// A number in octal, or in base 256 where the first bit is set.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
      var value = Int(first & 0x7F)
      for byte in field.dropFirst() {
        guard value < 1 << 48 else { return nil }
        value = value << 8 | Int(byte)
      }
      return value
    }
    let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  private static func name(_ header: ArraySlice<UInt8>) -> [UInt8] {
    let start = header.startIndex
    let name = header[start..<(start + 100)].prefix { $0 != 0 }
    let isPOSIX = header[(start + 257)..<(start + 263)].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? header[(start + 345)..<(start + 500)].prefix { $0 != 0 } : []
    return prefix.isEmpty ? Array(name) : Array(prefix) + [UInt8(ascii: "/")] + Array(name)
  }

  /// The records of pax: `23 path=a/long/name` and a line end, the number being the length of it all.
  private static func fields(_ records: ArraySlice<UInt8>) -> [String: [UInt8]] {
    var fields: [String: [UInt8]] = [:]
    var rest = records
    while let space = rest.firstIndex(of: 0x20),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > space - rest.startIndex + 1,
      length <= rest.count
    {
      let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
      if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
        fields[String(decoding: record[..<equals], as: UTF8.self)] = Array(record[(equals + 1)...])
      }
      rest = rest[(rest.startIndex + length)...]
    }
    return fields
  }
}
