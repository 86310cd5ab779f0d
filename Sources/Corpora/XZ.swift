import CLZMA
import Foundation

/// Reads what the `xz` program has compressed.
public enum XZ {
  /// The bytes of a file; of one whose name ends in `.xz` those that were compressed.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(CorpusError) -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw CorpusError("\(path): cannot be read") }
    defer { try? handle.close() }
    let data: Data?
    do {
      data = try handle.readToEnd()
    } catch {
      throw CorpusError("\(path): cannot be read: \(error.localizedDescription)")
    }
    let bytes = [UInt8](data ?? Data())
    guard path.hasSuffix(".xz") else { return bytes }
    return try decompress(bytes, name: path, limit: limit)
  }

  /// LZMA_CONCATENATED, a macro that Swift cannot see: one stream may follow another.
  private static let concatenated: UInt32 = 8

  /// - Parameter limit: the most bytes that may come out.
  public static func decompress(_ bytes: [UInt8], name: String, limit: Int) throws(CorpusError) -> [UInt8] {
    var stream = lzma_stream()
    guard lzma_stream_decoder(&stream, 1 << 30, concatenated) == LZMA_OK else {
      throw CorpusError("\(name): no memory to decompress it")
    }
    defer { lzma_end(&stream) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var status = LZMA_OK
    bytes.withUnsafeBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = input.count
      while status == LZMA_OK, result.count <= limit {
        let written = chunk.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = output.count
          status = lzma_code(&stream, stream.avail_in == 0 ? LZMA_FINISH : LZMA_RUN)
          return output.count - stream.avail_out
        }
        result += chunk[..<written]
      }
    }
    guard result.count <= limit else { throw CorpusError("\(name): larger than \(limit) bytes when decompressed") }
    guard status == LZMA_STREAM_END else { throw CorpusError("\(name): no whole xz file") }
    return result
  }
}
