import Model

/// Which facts are wanted. Conditions of different kinds are ANDed, conditions of the same kind ORed. An empty filter matches everything.
public struct FactFilter: Sendable, Equatable {
  /// Slugs: whom or what the facts are about.
  public var entities: [String] = []
  /// Attributes, or relations by their lemma or wording, as slugs.
  public var relations: [String] = []
  public var kinds: [Value.Kind] = []
  /// A number that is at least, or at most, so much; of a range or a bound, a part of it.
  public var minimum: Double?
  public var maximum: Double?
  public var units: [String] = []
  /// Of the value, or of an entry that has none any longer; of an event, what it made of its value.
  public var statuses: [Entry.Status] = []
  /// URIs of documents; one that ends in `/` or `*` stands for all that begin so.
  public var sources: [String] = []
  /// Parts of the names of those who are reported as saying it, in any case.
  public var speakers: [String] = []
  public var modalities: [Fact.Modality] = []
  /// Of an event; an entry has that of its last.
  public var effects: [Event.Effect] = []
  /// What holds on one of these days, or is stated without a time.
  public var days: ClosedRange<Day>?
  /// Beside ``days``: whether what is stated without a time is left out.
  public var isStrict = false
  /// How sure the extractor is at least, 0 to 1.
  public var minimumConfidence: Double?

  public init() {}

  /// The beginnings of topics that all wanted facts have, so that the publisher can filter; empty for any.
  public var prefixes: [String] { entities.map { $0 + "/" } }

  /// True when only facts can be wanted, no news of documents.
  private var isOfFacts: Bool {
    var other = self
    other.sources = []
    return other != FactFilter()
  }

  /// Whether an event is wanted.
  public func matches(_ event: Event) -> Bool {
    guard case .fact(let fact) = event.data else { return !isOfFacts && matches(source: event.source) }
    return matches(fact) && (effects.isEmpty || effects.contains(event.effect))
      && (statuses.isEmpty || Self.status(after: event).map(statuses.contains) ?? false)
  }

  /// Whether a document is wanted by itself, whatever it states.
  public func matches(_ document: Document) -> Bool { !isOfFacts && matches(source: document.uri) }

  /// Whether a fact of the state is wanted. The effect is not looked at.
  public func matches(_ stated: StatedFact) -> Bool {
    matches(stated.fact) && (statuses.isEmpty || statuses.contains(stated.status))
  }

  private func matches(_ fact: Fact) -> Bool {
    matches(fact.key, [fact.relation.lemma, fact.relation.text]) && matches(fact.object) && matches(fact.modality)
      && matches(source: fact.document.uri) && matches(speaker: fact.attribution?.source) && matches(fact.time)
      && matches(confidence: fact.confidence)
  }

  /// What an event made of its value; nil where it changed nothing.
  private static func status(after event: Event) -> Entry.Status? {
    switch event.effect {
    case .new, .supersedes: .single
    case .corroborates: .corroborated
    case .disputes: .disputed
    case .withdraws: .withdrawn
    case .repeats, .none: nil
    }
  }

  /// An entry with the values and sources that are wanted; nil when none is. The effect is not looked at.
  public func filter(_ entry: Entry) -> Entry? {
    guard matches(entry.time) else { return nil }
    var entry = entry
    // One that nobody states any longer has no values to look at.
    if entry.values.isEmpty {
      let isWanted = statuses.isEmpty || statuses.contains(entry.status)
      return isWanted && matches(entry.key, []) && !isOfValues ? entry : nil
    }
    entry.values = entry.values.compactMap { value in
      guard statuses.isEmpty || statuses.contains(value.status), matches(entry.key, [value.relation]),
        matches(value.value), matches(value.modality)
      else { return nil }
      var value = value
      value.sources = value.sources.filter {
        matches(source: $0.document.uri) && matches(speaker: $0.attribution?.source)
          && matches(confidence: $0.confidence)
      }
      return value.sources.isEmpty ? nil : value
    }
    return entry.values.isEmpty ? nil : entry
  }

  /// True when it is values, and not only entries, that are chosen.
  private var isOfValues: Bool {
    !kinds.isEmpty || minimum != nil || maximum != nil || !units.isEmpty || !sources.isEmpty || !speakers.isEmpty
      || !modalities.isEmpty || minimumConfidence != nil
  }

  private func matches(_ key: Key, _ wordings: [String]) -> Bool {
    guard entities.isEmpty || entities.contains(key.entity) else { return false }
    return relations.isEmpty || relations.contains(key.attribute)
      || wordings.contains { Slug.make($0).map(relations.contains) ?? false }
  }

  private func matches(_ value: Value) -> Bool {
    guard kinds.isEmpty || kinds.contains(value.kind) else { return false }
    if !units.isEmpty, !(value.unit.map { unit in units.contains { unit.lowercased() == $0.lowercased() } } ?? false) {
      return false
    }
    guard minimum != nil || maximum != nil else { return true }
    guard value.number != nil || value.low != nil || value.high != nil else { return false }
    let low = value.bound == .max ? -.infinity : value.low ?? value.number ?? -.infinity
    let high = value.bound == .min ? .infinity : value.high ?? value.number ?? .infinity
    return high >= minimum ?? -.infinity && low <= maximum ?? .infinity
  }

  private func matches(_ modality: Fact.Modality) -> Bool { modalities.isEmpty || modalities.contains(modality) }

  private func matches(source uri: String) -> Bool {
    sources.isEmpty
      || sources.contains { source in
        if source.utf8.last == UInt8(ascii: "*") { return uri.utf8.starts(with: source.utf8.dropLast()) }
        return source.utf8.last == UInt8(ascii: "/") ? uri.startsExactly(with: source) : uri.isExactly(source)
      }
  }

  private func matches(speaker: String?) -> Bool {
    guard !speakers.isEmpty else { return true }
    guard let speaker = speaker?.lowercased() else { return false }
    return speakers.contains { speaker.contains($0.lowercased()) }
  }

  private func matches(confidence: Double) -> Bool { confidence >= minimumConfidence ?? 0 }

  private func matches(_ time: Interval?) -> Bool {
    guard let days else { return true }
    guard let time, time.start != nil || time.end != nil else { return !isStrict }
    return time.start.map { $0 <= days.upperBound } ?? true && time.end.map { $0 >= days.lowerBound } ?? true
  }
}
