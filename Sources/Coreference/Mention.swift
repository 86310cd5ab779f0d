/// A phrase that may refer to something.
public struct Mention: Sendable, Hashable {
  /// What sort of phrase it is; raw values are parts of features and never change.
  public enum Form: UInt8, Sendable, Hashable, CaseIterable {
    case pronoun = 1, demonstrative, name, definite, pointed, possessed, indefinite, bare, quantified, number, clause
  }

  /// Which sentence it stands in.
  public var sentence: Int
  /// Its head's place in the sentence.
  public var head: Int
  /// Its words.
  public var tokens: Range<Int>
  public var form: Form
  /// Whether it is a whole coordination, and not its first member, which has the same head.
  public var isCoordination: Bool

  public init(sentence: Int, head: Int, tokens: Range<Int>, form: Form, isCoordination: Bool = false) {
    self.sentence = sentence
    self.head = head
    self.tokens = tokens
    self.form = form
    self.isCoordination = isCoordination
  }
}
