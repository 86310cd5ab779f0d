/// A stretch of text that is one word to the tagger and the parser, read under a form of its own: a date, an amount.
public struct StandIn: Sendable, Hashable {
  /// Byte offsets into the text.
  public var range: Range<Int>
  /// The form under which it is read; nil where its words are read as they are, and only no sentence ends inside.
  public var form: String?

  public init(range: Range<Int>, form: String?) {
    self.range = range
    self.form = form
  }
}
