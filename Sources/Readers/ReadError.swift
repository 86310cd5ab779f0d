/// Why bytes cannot be read as a document: one line that says what is wrong, where, and what to do about it.
public struct ReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The one line.
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
