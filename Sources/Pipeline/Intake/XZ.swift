import CLZMA

/// Compression in the `xz` format, which any `xz -d` reads, with a checksum of its own.
enum XZ {
  /// Fast rather than small: the one thread that compresses must keep up with what comes in.
  private static let preset: UInt32 = 1

  /// - Throws: ``SpoolError`` when there is no memory for it.
  static func compress(_ bytes: [UInt8]) throws(SpoolError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: lzma_stream_buffer_bound(bytes.count))
    var length = 0
    let status = lzma_easy_buffer_encode(
      preset,
      LZMA_CHECK_SHA256,
      nil,
      bytes,
      bytes.count,
      &output,
      &length,
      output.count
    )
    guard status == LZMA_OK else { throw SpoolError(description: "cannot be compressed: xz error \(status.rawValue)") }
    return Array(output[..<length])
  }

  /// - Parameter limit: the most bytes that may come out.
  /// - Returns: nil when more would come out.
  /// - Throws: ``SpoolError`` when it is not the whole of one file.
  static func decompress(_ bytes: [UInt8], limit: Int) throws(SpoolError) -> [UInt8]? {
    var room = min(limit, max(64 << 10, bytes.count * 8))
    while true {
      var output = [UInt8](repeating: 0, count: room)
      var (read, written, memory) = (0, 0, UInt64(1 << 30))
      let status = lzma_stream_buffer_decode(&memory, 0, nil, bytes, &read, bytes.count, &output, &written, room)
      if status == LZMA_OK, read == bytes.count { return Array(output[..<written]) }
      // Of a file that was cut off it says the same; that does not end as one does.
      if status == LZMA_BUF_ERROR, room == limit, bytes.suffix(2).elementsEqual(Array("YZ".utf8)) { return nil }
      guard status == LZMA_BUF_ERROR, room < limit else { throw SpoolError(description: "no whole xz file") }
      room = min(limit, room * 4)
    }
  }
}
