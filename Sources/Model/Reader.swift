/// Reads one format: a document's bytes in, its text with its blocks out.
///
/// A reader is a pure function of the bytes. It takes time linear in their count, whatever they are.
public protocol Reader: Sendable {
  /// - Parameter bytes: of formats that are text, in UTF-8.
  /// - Throws: ``ReadError`` when the bytes are not what the format demands.
  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument

  /// True once it can read nothing any longer, whatever the bytes are: another program that it needs is gone.
  var isLost: Bool { get }
}

extension Reader {
  public var isLost: Bool { false }
}
