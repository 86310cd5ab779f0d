/// Why bytes cannot be read as a document: one line that says what is wrong, where, and what to do about it.
public struct ReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Code: Sendable, Hashable {
    /// There is nothing to read, or nothing but white space.
    case empty
    /// The bytes are no text in UTF-8.
    case notUTF8
  }

  public let code: Code
  /// The one line.
  public let description: String

  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
