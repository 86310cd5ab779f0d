import Model

/// What tells one entry from another: the key, the valid time, and, for a local subject, the document.
///
/// "The trade volume" of one article is not that of another: an entry with a local subject belongs to its document, so that nothing in
/// another one corroborates or disputes it.
public struct EntryID: Sendable, Hashable {
  public let key: Key
  public let start: Day?
  public let end: Day?
  /// The URI of the document; nil for what all documents share.
  public let document: ExactText?

  public init(key: Key, start: Day?, end: Day?, document: String?) {
    self.key = key
    self.start = start
    self.end = end
    self.document = document.map { ExactText($0) }
  }

  /// The entry that `fact` belongs to.
  ///
  /// A date that is the value is no time of it: "born in 1954" and "born in 1956" are of one entry. Nor is the day of a birth one of its
  /// place. "Has been the director since 2017" is said of now, as "is the director" is.
  public init(_ fact: Fact) {
    let isOwnDate =
      fact.value.kind == .date && fact.value.start == fact.time?.start && fact.value.end == fact.time?.end
    let isOfNow = !fact.value.kind.isTyped && fact.time?.start != nil && fact.time?.end == nil
    let time = isOwnDate || isOfNow || Functional.isOncePlace(fact) ? nil : fact.time
    self.init(
      key: fact.key,
      start: time?.start,
      end: time?.end,
      document: fact.subject.scope == .local ? fact.document.uri : nil
    )
  }
}
