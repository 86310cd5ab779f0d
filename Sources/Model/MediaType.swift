/// What kind of document some bytes are: `text/html; charset=koi8-r`.
public struct MediaType: Sendable, Hashable, CustomStringConvertible {
  /// Type and subtype in lower case: `text/html`.
  public var essence: String
  /// The encoding that was declared beside it, as it was written.
  public var charset: String?

  public init(essence: String, charset: String? = nil) {
    self.essence = essence
    self.charset = charset
  }

  /// Reads what a header has. Parameters other than `charset` are dropped; what is no media type has an empty essence.
  public init(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmed)
    let essence = parts.first?.lowercased() ?? ""
    let isType = essence.split(separator: "/", omittingEmptySubsequences: false).count == 2 && !essence.contains(" ")
    self.essence = isType ? essence : ""
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].lowercased().filter({ $0 != " " }) == "charset" else { continue }
      let value = pair[1].filter { $0 != "\"" && $0 != "'" && $0 != " " }
      if !value.isEmpty { charset = value }
    }
  }

  public var description: String { charset.map { "\(essence); charset=\($0)" } ?? essence }

  public static let plainText = MediaType(essence: "text/plain")
  public static let markdown = MediaType(essence: "text/markdown")
  public static let html = MediaType(essence: "text/html")
  /// Bytes of which nothing is known.
  public static let bytes = MediaType(essence: "application/octet-stream")
}
