import Model

/// Reads a page in HTML: its main part, without what a site puts around it on every page.
///
/// Time and memory are linear in the bytes of the page: how deeply its elements may be nested and what its tree may
/// take are bounded, and a page beyond is refused.
public struct HTMLReader: Reader {
  /// Nil for the trained model, which is not read before there is a page.
  private let forest: Forest?

  /// Whether all of it is read, and not its main part alone.
  private let isWhole: Bool

  public init() {
    forest = nil
    isWhole = false
  }

  /// A reader with another model, for measuring.
  package init(model text: String) {
    forest = Forest(text)
    isWhole = false
  }

  private init(isWhole: Bool) {
    forest = nil
    self.isWhole = isWhole
  }

  /// Reads pieces of HTML that are no page, such as an entry of a feed: no site has put anything around them.
  package static let whole = HTMLReader(isWhole: true)

  /// - Parameter bytes: the page in UTF-8; its charset has been converted already.
  /// - Throws: ``ReadError`` where the bytes are not UTF-8, where the page is too large or its elements are nested too
  ///   deeply, and where it has no text.
  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    guard bytes.count <= Limits.bytes else { throw .tooLarge }
    if let bad = bytes.withUnsafeBytes(UTF8Check.firstBadByte) { throw .notUTF8(at: bad) }
    guard bytes.contains(where: { $0 > 0x20 }) else { throw .blank }
    let page = try Page(bytes)
    let content = isWhole ? MainContent(whole: page) : MainContent(page, forest ?? Forest.trained)
    var builder = DocumentBuilder(page, content)
    return try builder.build()
  }
}
