import CLZMA
import CZlib
import CZstd
import Model

/// One file that was compressed by itself: gzip, xz or zstd. Several such streams one after the other are one file, as their programs have it.
package enum CompressedFile {
  package enum Format: String, Sendable, CaseIterable {
    case gzip = "application/gzip"
    case xz = "application/x-xz"
    case zstd = "application/zstd"

    /// What names of such files end in, without the full stop.
    package var endings: [String] {
      switch self {
      case .gzip: ["gz", "tgz"]
      case .xz: ["xz", "txz"]
      case .zstd: ["zst", "tzst"]
      }
    }
  }

  private static let step = 64 << 10
  /// How much memory a stream may demand for its window, in bytes.
  private static let window = 128 << 20
  /// `LZMA_CONCATENATED`, which Swift does not see since it is a cast.
  private static let concatenated: UInt32 = 0x08

  /// - Parameter limit: the most bytes that are unpacked.
  /// - Throws: ``ReadError`` for a file that is damaged, or larger than that.
  package static func unpack(_ bytes: [UInt8], _ format: Format, limit: Int) throws(ReadError) -> [UInt8] {
    var result: [UInt8] = []
    let isWhole =
      switch format {
      case .gzip: inflate(bytes, windowBits: 31, limit: limit, &result)
      case .xz: decode(bytes, limit, &result)
      case .zstd: decompress(bytes, limit, &result)
      }
    if result.count > limit { throw ReadError(.tooLarge, "larger than \(limit) bytes when it is unpacked") }
    guard isWhole else { throw ReadError(.broken, "the \(format) file is damaged or cut off") }
    return result
  }

  /// RFC 1951, and RFC 1952 around it.
  /// - Parameter windowBits: as zlib has it: -15 for what is deflated alone, 31 for gzip, whose members may follow each other.
  /// - Returns: whether all of it was unpacked; beyond the limit it may not be.
  static func inflate(_ bytes: [UInt8], windowBits: Int32, limit: Int, _ result: inout [UInt8]) -> Bool {
    var stream = z_stream()
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return false
    }
    defer { inflateEnd(&stream) }
    var source = bytes
    var code = Z_OK
    source.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while result.count <= limit {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: step) { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          code = CZlib.inflate(&stream, Z_NO_FLUSH)
          result.append(contentsOf: buffer[..<(buffer.count - Int(stream.avail_out))])
        }
        if code == Z_STREAM_END {
          // Another member follows, or zeros that fill a block of a tape.
          guard windowBits > 15, stream.avail_in > 18, stream.next_in?.pointee == 0x1F else { return }
          inflateReset(&stream)
        } else if code != Z_OK {
          return
        }
      }
    }
    return code == Z_STREAM_END
  }

  private static func decode(_ bytes: [UInt8], _ limit: Int, _ result: inout [UInt8]) -> Bool {
    var stream = lzma_stream()
    guard lzma_stream_decoder(&stream, UInt64(window), concatenated) == LZMA_OK else { return false }
    defer { lzma_end(&stream) }
    return bytes.withUnsafeBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = input.count
      var code = LZMA_OK
      while code == LZMA_OK, result.count <= limit {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: step) { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = buffer.count
          code = lzma_code(&stream, LZMA_FINISH)
          result.append(contentsOf: buffer[..<(buffer.count - stream.avail_out)])
        }
      }
      return code == LZMA_STREAM_END
    }
  }

  private static func decompress(_ bytes: [UInt8], _ limit: Int, _ result: inout [UInt8]) -> Bool {
    guard let stream = ZSTD_createDStream() else { return false }
    defer { ZSTD_freeDStream(stream) }
    // As a power of two.
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
    return bytes.withUnsafeBytes { input in
      var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
      var wanted = 1
      while result.count <= limit, source.pos < source.size || wanted > 0 {
        var count = 0
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: step) { buffer in
          var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
          wanted = ZSTD_decompressStream(stream, &target, &source)
          count = target.pos
          result.append(contentsOf: buffer[..<count])
        }
        if ZSTD_isError(wanted) != 0 { return false }
        // It wants more than there is.
        if source.pos == source.size, count < step, wanted > 0 { return false }
      }
      return wanted == 0
    }
  }
}
