import Model

/// A row of what is known: a value of a key with everyone who states it, or a document that mentions an entity.
struct KnownRow {
  /// What the entity that was asked for is in it; nil where keys were asked for.
  var role: EntityRole?
  /// Nil for a mention.
  var status: Entry.Status?
  var key: Key?
  var relation = ""
  var time: Interval?
  var value: Value?
  var polarity = Fact.Polarity.positive
  var modality = Fact.Modality.asserted
  var speaker: String?
  /// The documents that state it, the newest first; of many the first.
  var documents: [Document] = []
  var sourceCount = 0
  /// How many of the sources the documents are.
  var listed = 0
  var originCount = 0
  /// Of the fact that the extractor is most sure of.
  var confidence: Double?
  /// The last event that asserted it.
  var sequence: UInt64 = 0
  /// How many sentences mention the entity.
  var mentions = 0
  /// What is printed in place of the row with `--json`.
  var json: [UInt8] = []
}

extension KnownRow {
  /// A value of an entry.
  init(_ entry: Entry, _ value: EntryValue) {
    self.init(status: value.status, key: entry.key, relation: value.relation, time: entry.time)
    self.value = value.value
    (polarity, modality, speaker) = (value.polarity, value.modality, value.speaker)
    documents = Self.distinct(value.sources.map { ($0.document, $0.sequence) })
    (sourceCount, listed, originCount) = (value.sourceCount, value.sources.count, value.originCount)
    confidence = value.sources.map(\.confidence).max()
    sequence = value.sources.map(\.sequence).max() ?? entry.sequence
  }

  /// A whole entry, as a line of JSON.
  init(_ entry: Entry) throws {
    self.init(status: entry.status, key: entry.key, time: entry.time)
    value = entry.values.first?.value
    documents = Self.distinct(entry.values.flatMap(\.sources).map { ($0.document, $0.sequence) })
    confidence = entry.values.flatMap(\.sources).map(\.confidence).max()
    sequence = entry.sequence
    json = try JSON.encode(entry)
  }

  /// Facts in which an entity has the same role, and which state the same value.
  init?(_ facts: [EntityFact]) {
    guard let newest = facts.max(by: { $0.found.fact.document.isOlder($0.found.sequence, $1.found) }) else {
      return nil
    }
    let fact = newest.found.fact
    self.init(role: newest.role, status: newest.status, key: fact.key, relation: fact.relation.text, time: fact.time)
    value = fact.value
    (polarity, modality, speaker) = (fact.polarity, fact.modality, fact.attribution?.source)
    documents = Self.distinct(facts.map { ($0.found.fact.document, $0.found.sequence) })
    (sourceCount, listed, originCount) = (newest.sourceCount, facts.count, newest.originCount)
    confidence = facts.map(\.found.fact.confidence).max()
    sequence = facts.map(\.found.sequence).max() ?? 0
  }

  init(_ mention: EntityMention) {
    self.init(role: .mention)
    documents = [mention.document]
    sequence = mention.sequence
    mentions = mention.sentences
  }

  /// Each document once, the newest first.
  private static func distinct(_ documents: [(document: Document, sequence: UInt64)]) -> [Document] {
    var seen: Set<ExactText> = []
    return documents.sorted { newer(($0.document.date, $0.sequence), ($1.document.date, $1.sequence)) }
      .filter { seen.insert(ExactText($0.document.uri)).inserted }.map(\.document)
  }
}

extension EntityFact {
  /// That of its entry, or that nobody states it any longer.
  var status: Entry.Status { found.retracted == nil ? found.status : .withdrawn }
}

extension Document {
  fileprivate func isOlder(_ sequence: UInt64, _ other: StatedFact) -> Bool {
    KnownRow.newer((other.fact.document.date, other.sequence), (date, sequence))
  }
}

// MARK: Order

/// In which order rows are shown.
enum RowOrder: String, CaseIterable {
  case newest, oldest, key, confidence, value
}

extension KnownRow {
  /// Of documents with a date the later; after these those without one, in the order in which they were recorded.
  static func newer(_ one: (date: Day?, sequence: UInt64), _ other: (date: Day?, sequence: UInt64)) -> Bool {
    guard one.date == other.date else {
      guard let date = one.date else { return false }
      return other.date.map { date > $0 } ?? true
    }
    return one.sequence > other.sequence
  }

  private var age: (date: Day?, sequence: UInt64) { (documents.first?.date, sequence) }
  private var name: ExactText { ExactText(key?.description ?? documents.first?.uri ?? "") }

  /// Sorts rows, each role for itself; without an order grouped by key, the newest first.
  static func sort(_ rows: [KnownRow], by order: RowOrder?) -> [KnownRow] {
    let roles: [EntityRole?] = [nil] + EntityRole.allCases.map { $0 }
    return roles.flatMap { role in
      let rows = rows.filter { $0.role == role }
      guard let order else { return grouped(rows) }
      return rows.enumerated().sorted { one, other in
        if precedes(one.element, other.element, order) { return true }
        return !precedes(other.element, one.element, order) && one.offset < other.offset
      }.map(\.element)
    }
  }

  private static func grouped(_ rows: [KnownRow]) -> [KnownRow] {
    var groups: [ExactText: [KnownRow]] = [:]
    for row in rows { groups[row.name, default: []].append(row) }
    let sorted = groups.values.map { sort($0, by: .newest) }
    return sorted.sorted { one, other in
      guard let first = one.first, let second = other.first else { return false }
      if newer(first.age, second.age) { return true }
      return !newer(second.age, first.age) && first.name < second.name
    }.flatMap { $0 }
  }

  private static func precedes(_ one: KnownRow, _ other: KnownRow, _ order: RowOrder) -> Bool {
    switch order {
    case .newest: return newer(one.age, other.age)
    case .oldest: return newer(other.age, one.age)
    case .key: return one.name == other.name ? newer(one.age, other.age) : one.name < other.name
    case .confidence: return (one.confidence ?? -1) > (other.confidence ?? -1)
    case .value:
      let numbers = [one, other].map { $0.value?.number ?? $0.value?.high ?? $0.value?.low }
      if let first = numbers[0], let second = numbers[1] { return first > second }
      if numbers[0] != nil || numbers[1] != nil { return numbers[0] != nil }
      return ExactText(one.value?.text ?? "") < ExactText(other.value?.text ?? "")
    }
  }
}
