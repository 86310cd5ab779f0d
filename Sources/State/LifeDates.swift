import Model

/// What tells namesakes apart although nothing else does: two births, or two deaths.
public enum LifeDates {
  /// So many years apart two dates are those of two people; fewer are a dispute about one.
  public static let years = 5

  private static let attributes: Set<String> = [
    "be-born", "born", "birth", "birth-date", "date-of-birth", "die", "death", "death-date", "date-of-death",
  ]

  /// Whether the value of an attribute may be such a date.
  public static func holds(_ attribute: String) -> Bool { attributes.contains(attribute) }

  /// Why facts of one key are about two people: the earliest and the latest date, and the documents that state them.
  ///
  /// Only what documents assert themselves counts.
  /// - Parameter facts: all that stand under a key for which ``holds(_:)`` is true.
  /// - Returns: nil where they may well be about one.
  public static func reason(_ facts: [Fact]) -> String? {
    let dates = facts.compactMap { fact -> (start: Day, end: Day, fact: Fact)? in
      guard fact.value.kind == .date, fact.polarity == .positive, fact.modality == .asserted, fact.attribution == nil,
        let start = fact.value.start, let end = fact.value.end
      else { return nil }
      return (start, end, fact)
    }
    guard let early = dates.min(by: { $0.end < $1.end }), let late = dates.max(by: { $0.start < $1.start }),
      !early.fact.document.uri.isExactly(late.fact.document.uri),
      late.start.year - early.end.year > years
    else { return nil }
    let said = [early, late].map { "\(short($0.fact.value.text)) in \(short($0.fact.document.uri))" }
    return "two dates under \(early.fact.key.attribute): \(said.joined(separator: ", "))"
  }

  /// The reason of a review has a bound.
  private static func short(_ text: String) -> String {
    let limit = 200
    guard text.utf8.count > limit else { return text }
    return String(decoding: text.utf8.prefix(limit - 3), as: UTF8.self) + "…"
  }
}
