import Model

/// One value of an entry as the others see it: what it is, how it is meant, and which documents state it now.
public struct Standing: Sendable {
  public var comparison: Comparison
  public var functional: Bool
  public var polarity: Fact.Polarity
  public var modality: Fact.Modality
  /// Whom the documents report as saying it, as a slug; nil where they say it themselves.
  public var speaker: String?
  /// How many documents state it; 0 when it was stated once and is no longer.
  public var documentCount: Int
  /// Which ones, by any number that tells them apart.
  public var documents: Set<Int64>
  /// How many independent origins they have; sources that do not count have none.
  public var originCount: Int
  /// How much the origins weigh together.
  public var weight: Double
  /// What is stated now, as exactly as each document states it; empty where that is the comparison itself.
  ///
  /// Agreement is not transitive: "at least 40" agrees with 47 and with 52. All that is counted as one value agrees with each other.
  public var statements: [Comparison] = []
  /// So many of them are looked at, the oldest first.
  public static let maximumStatements = 20

  /// - Parameters:
  ///   - originCount: nil where every document is an origin of its own.
  ///   - weight: nil where every origin weighs 1.
  public init(
    comparison: Comparison,
    functional: Bool,
    polarity: Fact.Polarity,
    modality: Fact.Modality,
    speaker: String? = nil,
    documentCount: Int,
    documents: Set<Int64> = [],
    originCount: Int? = nil,
    weight: Double? = nil
  ) {
    self.comparison = comparison
    self.functional = functional
    self.polarity = polarity
    self.modality = modality
    self.speaker = speaker
    self.documentCount = documentCount
    self.documents = documents
    self.originCount = originCount ?? documentCount
    self.weight = weight ?? Double(self.originCount)
  }

  /// The slug of whom a fact reports as saying it. Of "Verrante said that exports rose" that is Verrante too: however many report it,
  /// they have it from him.
  public static func speaker(of fact: Fact) -> String? {
    if let attribution = fact.attribution { return Slug.make(attribution.source) ?? "unknown" }
    guard speech.contains(fact.relation.lemma), fact.value.kind == .text, fact.value.entity == nil else { return nil }
    return Slug.make(fact.subject.name ?? fact.subject.text) ?? "unknown"
  }

  /// Verbs whose object is what somebody says or thinks.
  static let speech: Set<String> = [
    "add", "argue", "believe", "claim", "explain", "fear", "hope", "insist", "note", "say", "tell", "think", "warn",
  ]

  /// True when `fact` states this value: the same within written precision, held to be true in the same way, said by the same speaker.
  /// - Parameters:
  ///   - other: the fact's value.
  ///   - teller: ``speaker(of:)`` the fact.
  public func isStated(by fact: Fact, _ other: Comparison, speaker teller: String?) -> Bool {
    polarity == fact.polarity && modality == fact.modality && (speaker ?? "").isExactly(teller ?? "")
      && comparison.agrees(with: other)
  }

  /// Whether all that is stated now, as exactly as each document states it, is so.
  private func allStatements(_ isSo: (Comparison) -> Bool) -> Bool {
    statements.isEmpty ? isSo(comparison) : statements.allSatisfy(isSo)
  }

  /// True when independent origins of the value count: what is supposed, planned or said by somebody is no statement of the thing itself,
  /// however often it is repeated.
  public var canBeCorroborated: Bool { modality == .asserted && speaker == nil }

  /// What two origins weigh that count in full.
  public static let corroboration = 2.0

  /// True when independent origins state it that weigh as much as two, or more.
  public var isCorroborated: Bool { canBeCorroborated && originCount > 1 && weight >= Self.corroboration }

  /// True when a document states it that counts as a source.
  public var counts: Bool { documentCount > 0 && weight > 0 }

  /// True when the two are reported of two speakers.
  public func isOfOtherSpeaker(than other: Standing) -> Bool {
    guard let speaker, let another = other.speaker else { return false }
    return !speaker.isExactly(another)
  }

  /// True when the two cannot both be true.
  ///
  /// What is merely possible, planned or wished disputes nothing. Nor do two values that one document states side by side:
  /// it means different things by them, however alike the keys are, unless it reports them of two speakers.
  public func disputes(_ other: Standing) -> Bool {
    guard counts, other.counts, modality == .asserted, other.modality == .asserted,
      comparison.isComparable(with: other.comparison)
    else { return false }
    guard isOfOtherSpeaker(than: other) || documents.isDisjoint(with: other.documents) else { return false }
    let agree = allStatements { one in other.allStatements { one.agrees(with: $0) } }
    if polarity != other.polarity { return agree }
    return functional && other.functional && polarity == .positive && !agree
  }
}

/// What the values of an entry make of each other.
public struct Statuses: Sendable, Equatable {
  /// How many values of one entry are held against each other: a key with more is no key, and must not stop the rest.
  public static let maximumOpponents = 200

  public let entry: Entry.Status
  /// One for each value, in their order.
  public let values: [Entry.Status]

  public init(of standings: [Standing]) {
    let challengers = Array(standings.lazy.filter(Self.canChallenge).prefix(Self.maximumOpponents))
    let values = standings.map { standing -> Entry.Status in
      if challengers.contains(where: { $0.disputes(standing) }) { return .disputed }
      if Self.canChallenge(standing), standings.prefix(Self.maximumOpponents).contains(where: { $0.disputes(standing) })
      {
        return .disputed
      }
      if standing.documentCount == 0 { return .withdrawn }
      return standing.isCorroborated ? .corroborated : .single
    }
    let live = values.filter { $0 != .withdrawn }
    let counted = zip(standings, values).filter { $0.0.counts }.map(\.1)
    if live.isEmpty {
      entry = .withdrawn
    } else if live.contains(.disputed) {
      entry = .disputed
    } else {
      entry = !counted.isEmpty && counted.allSatisfy { $0 == .corroborated } ? .corroborated : .single
    }
    self.values = values
  }

  /// True for the values that can dispute another; members of a set stand beside each other.
  public static func canChallenge(_ standing: Standing) -> Bool {
    standing.counts && standing.modality == .asserted
      && (standing.functional || standing.polarity == .negative)
  }
}
