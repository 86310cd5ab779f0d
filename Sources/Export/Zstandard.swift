import CZstd

/// Compression by Zstandard.
enum Zstandard {
  private static let level: Int32 = 3

  /// - Throws: ``ExportError`` when there is no memory for it.
  static func compress(_ bytes: [UInt8]) throws(ExportError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let length = ZSTD_compress(&output, output.count, bytes, bytes.count, level)
    guard ZSTD_isError(length) == 0 else {
      throw ExportError("cannot be compressed: \(String(cString: ZSTD_getErrorName(length)))")
    }
    return Array(output[..<length])
  }
}
