/// Reads one format: a document's bytes in, its text with its blocks out.
///
/// A reader is a pure function of the bytes. It takes time linear in their count, whatever they are.
public protocol Reader: Sendable {
  /// - Throws: ``ReadError`` when the bytes are not what the format demands.
  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument
}

/// The reader of a media type such as `text/plain; charset=utf-8`, parameters and case ignored; nil where there is none.
public func reader(forMediaType mediaType: String) -> (any Reader)? {
  let essence = mediaType.prefix { $0 != ";" }.lowercased().split(separator: " ").joined()
  switch essence {
  case "text/plain", "text/markdown", "text/x-markdown": return PlainTextReader()
  default: return nil
  }
}
