import Model

/// Finds where words stand in the bytes that they were read from, where these have them as they are: in JSON without escapes, in a message
/// without a transfer encoding. They are looked for in their order.
struct WordSearch {
  /// Each search that fails looks at all that is left, so only so many may.
  private static let mostFailures = 20

  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var failures = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// - Returns: nil where they do not stand there, or nobody looks any longer.
  mutating func place(of words: [UInt8]) -> SourceMap.Place? {
    guard failures < Self.mostFailures, let first = words.first else { return nil }
    var start = at
    while let found = bytes[start...].firstIndex(of: first) {
      if bytes[found...].starts(with: words) {
        at = found + words.count
        return .bytes(found..<at)
      }
      start = found + 1
    }
    failures += 1
    return nil
  }
}
