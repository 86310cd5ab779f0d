import Foundation
import Model

/// A language's trained numbers in one file, mapped into memory: a header, a table of named sections, and the sections.
///
/// All integers are little-endian. Header, 64 bytes: the magic `CRNTLANG`, version (4 bytes), count of sections (4 bytes), length of
/// the whole file (8 bytes), SHA-256 of everything after the header (32 bytes), 8 bytes of zero. Each entry of the table, 64 bytes: name in UTF-8
/// padded with zeros (40), offset from the start of the file (8), length (8), rows (4), columns (4). Sections begin at multiples of 64.
public final class ModelFile: Sendable {
  /// The version of the format that this program reads and writes.
  public static let formatVersion: UInt32 = 1
  static let magic = Array("CRNTLANG".utf8)
  static let headerLength = 64
  static let entryLength = 64
  static let nameLength = 40

  struct Section: Sendable {
    var range: Range<Int>
    var rows: Int
    var columns: Int
  }

  /// The file's name, for messages.
  public let path: String
  /// What the file's own checksum is.
  public let digest: Digest
  private let memory: MappedMemory
  private let sections: [String: Section]

  /// Maps a model file and checks it.
  /// - Throws: ``ModelFileError`` when it is missing, cut off, damaged, or of another version.
  public convenience init(path: String) throws(ModelFileError) {
    try self.init(memory: MappedMemory(path: path), path: path)
  }

  /// Reads a model from memory.
  package convenience init(bytes: [UInt8]) throws(ModelFileError) {
    try self.init(memory: MappedMemory(copying: bytes), path: "(memory)")
  }

  private init(memory: MappedMemory, path: String) throws(ModelFileError) {
    self.memory = memory
    self.path = path
    let bytes = memory.bytes
    guard bytes.count >= Self.headerLength, bytes.prefix(8).elementsEqual(Self.magic) else {
      throw ModelFileError(path, "is not a Courant language model")
    }
    let version = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
    guard version == Self.formatVersion else {
      throw ModelFileError(
        path,
        "is of format \(version), and this program reads format \(Self.formatVersion): train it again"
      )
    }
    let count = Int(bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    let length = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    guard UInt64(bytes.count) == length else {
      throw ModelFileError(
        path,
        "has \(bytes.count) bytes where it says it has \(length): it is cut off, copy it again"
      )
    }
    digest = Digest(of: UnsafeRawBufferPointer(rebasing: bytes[Self.headerLength...]))
    guard digest.bytes.elementsEqual(bytes[24..<56]) else {
      throw ModelFileError(path, "is damaged: its checksum does not match, copy it again")
    }
    var sections: [String: Section] = [:]
    guard Self.headerLength + count * Self.entryLength <= bytes.count else {
      throw ModelFileError(path, "is damaged: its table of sections is cut off")
    }
    for index in 0..<count {
      let at = Self.headerLength + index * Self.entryLength
      let name = String(decoding: bytes[at..<(at + Self.nameLength)].prefix { $0 != 0 }, as: UTF8.self)
      let start = bytes.loadUnaligned(fromByteOffset: at + 40, as: UInt64.self)
      let size = bytes.loadUnaligned(fromByteOffset: at + 48, as: UInt64.self)
      guard start <= length, size <= length - start, start.isMultiple(of: 64) else {
        throw ModelFileError(path, "is damaged: section \(name) lies outside the file")
      }
      sections[name] = Section(
        range: Int(start)..<Int(start + size),
        rows: Int(bytes.loadUnaligned(fromByteOffset: at + 56, as: UInt32.self)),
        columns: Int(bytes.loadUnaligned(fromByteOffset: at + 60, as: UInt32.self))
      )
    }
    self.sections = sections
  }

  /// Whether there is a section of that name.
  package func has(_ name: String) -> Bool { sections[name] != nil }

  /// The bytes of a section.
  /// - Throws: ``ModelFileError`` when there is none of that name.
  func section(_ name: String) throws(ModelFileError) -> (bytes: UnsafeRawBufferPointer, rows: Int, columns: Int) {
    guard let section = sections[name] else {
      throw ModelFileError(path, "has no section \(name): it is of another version, train it again")
    }
    return (UnsafeRawBufferPointer(rebasing: memory.bytes[section.range]), section.rows, section.columns)
  }

  /// A section as numbers of one type; they stay where they are mapped, and live as long as this file.
  func numbers<Number: BitwiseCopyable>(_ name: String, as type: Number.Type) throws(ModelFileError)
    -> UnsafeBufferPointer<Number>
  {
    let section = try section(name)
    guard section.bytes.count.isMultiple(of: MemoryLayout<Number>.stride) else {
      throw ModelFileError(path, "is damaged: section \(name) has no whole count of numbers")
    }
    return section.bytes.bindMemory(to: type)
  }

  /// The names of all sections.
  package var sectionNames: [String] { sections.keys.sorted() }

  /// A section as it is in the file.
  package struct Content: Equatable {
    package var bytes: [UInt8]
    package var rows: Int
    package var columns: Int
  }

  /// A section as it is in the file.
  package func content(_ name: String) throws(ModelFileError) -> Content {
    let section = try section(name)
    return Content(bytes: Array(section.bytes), rows: section.rows, columns: section.columns)
  }

  /// A section of numbers, or of rows of small integers with their scales, as numbers; nil where it is neither.
  package func values(_ name: String) throws(ModelFileError) -> [Float]? {
    guard let section = sections[name], section.rows > 0, section.columns > 0 else { return nil }
    let count = section.rows * section.columns
    if has(name + ".scales") {
      let scales = try numbers(name + ".scales", as: Float.self)
      let small = try numbers(name, as: Int8.self)
      guard small.count == count, scales.count == section.rows else { return nil }
      return (0..<count).map { Float(small[$0]) * scales[$0 / section.columns] }
    }
    return section.range.count == count * MemoryLayout<Float>.stride ? Array(try numbers(name, as: Float.self)) : nil
  }

  /// A table from hashes to numbers, as ``ModelWriter/addTable(_:_:)`` wrote it.
  package func entries(ofTable name: String) throws(ModelFileError) -> [UInt64: Int] {
    let keys = try numbers(name + ".keys", as: UInt64.self)
    let values = try numbers(name + ".values", as: UInt32.self)
    var entries: [UInt64: Int] = [:]
    for (key, value) in zip(keys, values) where key != 0 { entries[key] = Int(value) }
    return entries
  }

  /// A section of text.
  public func text(_ name: String) throws(ModelFileError) -> String {
    String(decoding: try section(name).bytes, as: UTF8.self)
  }
}

/// Why a model cannot be used, in one line.
public struct ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ path: String, _ problem: String) {
    description = "\(path) \(problem)"
  }
}

/// A file's bytes, read only.
///
/// Unchecked because a pointer is not `Sendable`: the memory is never written after `init` and is let go only when nobody has it.
private final class MappedMemory: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  init(path: String) throws(ModelFileError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw ModelFileError(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw ModelFileError(path, "is not a file with anything in it")
    }
    let length = Int(status.st_size)
    guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      throw ModelFileError(path, "cannot be mapped: \(String(cString: strerror(errno)))")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: length)
    isMapped = true
  }

  init(copying content: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 64)
    copy.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(copy)
    isMapped = false
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    } else {
      bytes.deallocate()
    }
  }
}
