import CZlib
import Foundation

/// Makes archives for tests.
enum Packing {
  struct File {
    var path: String
    var content: [UInt8]
    /// Written in the place of the true values.
    var statedSize: UInt32?
    var checksum: UInt32?
    var flags: UInt16 = 0
  }

  static func zip(_ files: [(String, String)]) -> [UInt8] {
    zip(files.map { File(path: $0.0, content: Array($0.1.utf8)) })
  }

  static func zip(_ files: [File]) -> [UInt8] {
    func number(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: Int(value) >> ($0 * 8)) }
    }
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
      let packed = deflate(file.content)
      let true32 = file.content.withUnsafeBytes { crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
      let checksum = file.checksum ?? UInt32(truncatingIfNeeded: true32)
      let size = file.statedSize ?? UInt32(file.content.count)
      let common =
        number(20, 2) + number(file.flags, 2) + number(8, 2) + number(0, 4) + number(checksum, 4)
        + number(packed.count, 4) + number(size, 4) + number(file.path.utf8.count, 2) + number(0, 2)
      directory +=
        number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 10) + number(archive.count, 4)
        + Array(file.path.utf8)
      archive += number(0x0403_4B50, 4) + common + Array(file.path.utf8) + packed
    }
    let end =
      number(0x0605_4B50, 4) + number(0, 4) + number(files.count, 2) + number(files.count, 2)
      + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
    return archive + directory + end
  }

  private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream,
      9,
      Z_DEFLATED,
      -15,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    defer { deflateEnd(&stream) }
    var source = bytes
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 16)
    let size = result.count
    let written = source.withUnsafeMutableBufferPointer { input in
      result.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(size)
        _ = CZlib.deflate(&stream, Z_FINISH)
        return size - Int(stream.avail_out)
      }
    }
    return Array(result.prefix(written))
  }
}
