/// Why bytes cannot be read as a document: one line that says what is wrong, where, and what to do about it.
public struct ReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Code: String, Sendable, Hashable, CaseIterable, Codable {
    /// There is nothing to read, or nothing but white space.
    case empty
    /// The bytes are no text in an encoding that can be told.
    case notText = "not-text"
    /// No reader knows the format.
    case noReader = "no-reader"
    /// The format can be read, but there is no text in it.
    case noText = "no-text"
    /// It wants a password.
    case encrypted
    /// It has pictures of pages, and no text.
    case scanned
    /// It has text that does not say which characters it is.
    case unreadableText = "unreadable-text"
    /// It breaks the rules of its format so far that nothing can be made of it.
    case broken
    /// It is nested deeper than is read.
    case tooDeep = "too-deep"
    /// What is packed in it is larger than is read.
    case tooLarge = "too-large"
  }

  public let code: Code
  /// The one line.
  public let description: String

  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
