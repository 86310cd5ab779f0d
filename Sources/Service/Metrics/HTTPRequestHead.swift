/// The first line of an HTTP/1 request, which is all that the pages here go by.
struct HTTPRequestHead: Sendable, Equatable {
  /// The most bytes that a request may have before its body.
  static let maximumBytes = 8192

  var method: String
  /// Without what follows `?`.
  var path: String

  /// Reads a head; what follows its first line is not looked at.
  /// - Returns: nil for what is no request of HTTP/1.
  init?(_ bytes: some Collection<UInt8>) {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard let text = String(validating: line, as: UTF8.self) else { return nil }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0", !words[0].isEmpty,
      words[1].hasPrefix("/")
    else { return nil }
    method = String(words[0])
    path = String(words[1].prefix { $0 != "?" })
  }

  /// Whether the empty line that ends a head is among the bytes.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    // Lines end with CR LF, and from lenient clients with LF alone.
    var isAtStart = false
    for byte in bytes {
      if byte == 0x0A {
        if isAtStart { return true }
        isAtStart = true
      } else if byte != 0x0D {
        isAtStart = false
      }
    }
    return false
  }
}
