/// A word, a mark or a value where it stands in a text.
public struct Token: Sendable, Hashable {
  /// What sort of token it is.
  public enum Kind: Sendable, Hashable {
    case word
    case punctuation
    /// One of the spans that the tokenizer was given, whole.
    case value
  }

  /// What sort it is.
  public var kind: Kind
  /// Byte offsets into the text.
  public var range: Range<Int>
  /// The wording in lower case; empty for a value.
  public var lower: String
  /// Whether it begins with a capital letter.
  public var isCapitalised: Bool
  /// Which of the spans it is; nil for words and marks.
  public var value: Int?

  public init(kind: Kind, range: Range<Int>, lower: String, isCapitalised: Bool, value: Int? = nil) {
    self.kind = kind
    self.range = range
    self.lower = lower
    self.isCapitalised = isCapitalised
    self.value = value
  }
}
