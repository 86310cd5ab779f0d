/// What labels a language's network tells, in the order of their numbers.
public struct LabelSets: Codable, Sendable, Hashable {
  /// Universal parts of speech.
  public var upos: [String]
  /// Parts of speech of the language itself.
  public var xpos: [String]
  /// Relations of Universal Dependencies, with their subtypes.
  public var relations: [String]
  /// `O`, then `B-` and `I-` of each kind of name.
  public var names: [String]

  public init(upos: [String], xpos: [String], relations: [String], names: [String]) {
    self.upos = upos
    self.xpos = xpos
    self.relations = relations
    self.names = names
  }
}
