/// What may be the name of a document.
public enum DocumentURI {
  private static let maximum = 4096

  /// Whether a text begins as a URI does: with a scheme, which is a letter and then letters, digits, `+`, `-` and `.`, and a colon.
  /// Whoever names a document in another way means the path of its file.
  public static func hasScheme(_ text: String) -> Bool {
    let bytes = text.utf8
    let scheme = bytes.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
      default: false
      }
    }
    guard let first = scheme.first, first >= UInt8(ascii: "A") else { return false }
    return scheme.endIndex != bytes.endIndex && bytes[scheme.endIndex] == UInt8(ascii: ":")
  }

  /// What is wrong with the name of a document that is submitted; nil when nothing is. By another name no command could find it again.
  public static func faultOfNew(_ uri: String) -> String? {
    if let fault = fault(of: uri) { return fault }
    return hasScheme(uri) ? nil : "\"\(uri)\" is no URI; begin it with a scheme, such as doc: or https:"
  }

  /// What is wrong with the name of a document; nil when nothing is.
  public static func fault(of uri: String) -> String? {
    if uri.isEmpty { return "the document's URI is empty" }
    if uri.isExactly(Review.uri) { return "no document can be called \(Review.uri), which names the reviews" }
    let length = uri.utf8.count
    if length > maximum { return "the document's URI has \(length) bytes, want \(maximum) at most" }
    if uri.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.properties.generalCategory == .control }) {
      return "the document's URI has spaces or control characters; escape them as %20"
    }
    return nil
  }
}
