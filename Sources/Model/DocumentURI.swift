/// What may be the name of a document.
public enum DocumentURI {
  private static let maximum = 4096

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
