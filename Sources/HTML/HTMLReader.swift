import Model

/// Reads a page in HTML: its main part, without what a site puts around it on every page.
///
/// Time and memory are linear in the bytes of the page: how deeply its elements may be nested and what its tree may
/// take are bounded, and a page beyond is refused.
public struct HTMLReader: Reader {
  /// Nil for the trained model, which is not read before there is a page.
  private let forest: Forest?

  public init() { forest = nil }

  /// A reader with another model, for measuring.
  package init(model text: String) { forest = Forest(text) }

  /// - Parameter bytes: the page in UTF-8; its charset has been converted already.
  /// - Throws: ``ReadError`` where the bytes are not UTF-8, where the page is too large or its elements are nested too
  ///   deeply, and where it has no text.
  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let page = try Self.page(bytes)
    var builder = DocumentBuilder(page, MainContent(page, forest ?? Forest.trained))
    return try builder.build()
  }

  /// Reads all of what is a body already, without a site around it: a chapter of a book, an entry of a feed, a message.
  /// - Throws: as ``read(_:)`` does.
  public func readWhole(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let page = try Self.page(bytes)
    var builder = DocumentBuilder(page, MainContent(whole: page))
    return try builder.build()
  }

  private static func page(_ bytes: [UInt8]) throws(ReadError) -> Page {
    guard bytes.count <= Limits.bytes else { throw .tooLarge }
    if let bad = bytes.withUnsafeBytes(UTF8Check.firstBadByte) { throw .notUTF8(at: bad) }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw .blank }
    return try Page(bytes)
  }
}
