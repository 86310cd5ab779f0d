import Model

/// What tells one entry from another: the key, the valid time, and, for a subject that is no named entity, the context.
///
/// "The trade volume" of an article on Russia and Japan is not that of an article on Germany, so the two do not dispute each other.
public struct EntryID: Sendable, Hashable {
  public let key: Key
  public let start: Day?
  public let end: Day?
  public let context: [String]

  public init(key: Key, start: Day?, end: Day?, context: [String]) {
    self.key = key
    self.start = start
    self.end = end
    self.context = context
  }

  /// The entry that `fact` belongs to.
  public init(_ fact: Fact) {
    self.init(
      key: fact.key,
      start: fact.time?.start,
      end: fact.time?.end,
      context: fact.subject.entity == nil ? fact.context.map { ExactText($0) }.sorted().map(\.wrappedValue) : []
    )
  }
}
