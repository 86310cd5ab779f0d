/// What is read of a PDF at most.
public struct PDFLimits: Sendable, Hashable {
  /// Of the document.
  public var bytes = 256 << 20
  public var pages = 5000
  /// Characters on all pages.
  public var characters = 4_000_000
  /// How long the program may take for a document, in milliseconds.
  public var milliseconds = 30_000

  public init() {}

  /// Bytes of the program's answer: 12 a character, and what comes with their lines.
  var answer: Int { min(characters * 20, 1 << 30) }
}
