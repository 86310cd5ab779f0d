/// The encoding that a document's text was in, and why it was read so.
public struct TextEncoding: Sendable, Hashable {
  /// Why an encoding was taken.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    case mark = "byte order mark"
    case utf8 = "valid UTF-8"
    case declared
    case guessed
  }

  /// In lower case: "utf-8", "windows-1251".
  public var name: String
  public var reason: Reason
  /// Whether it was told from so little that it may be another.
  public var isDoubtful: Bool

  public init(name: String, reason: Reason, isDoubtful: Bool = false) {
    self.name = name
    self.reason = reason
    self.isDoubtful = isDoubtful
  }
}
