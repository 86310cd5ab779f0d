/// A fact as the state has it: what is stated, and what became of it.
public struct StatedFact: Sendable, Hashable, Codable {
  public var id: FactID
  /// The event that asserted it.
  public var sequence: UInt64
  /// When that event was recorded; null where the journal was trimmed beyond it.
  public var recorded: Timestamp?
  /// The event that retracted it; null while it stands.
  public var retracted: UInt64?
  /// Of the value that it states, among the values of its entry.
  public var status: Entry.Status
  public var fact: Fact

  public init(
    id: FactID,
    sequence: UInt64,
    recorded: Timestamp?,
    retracted: UInt64?,
    status: Entry.Status,
    fact: Fact
  ) {
    self.id = id
    self.sequence = sequence
    self.recorded = recorded
    self.retracted = retracted
    self.status = status
    self.fact = fact
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(recorded, forKey: .recorded)
    try container.encode(retracted, forKey: .retracted)
    try container.encode(status, forKey: .status)
    try container.encode(fact, forKey: .fact)
  }

  /// The JSON of one whose fact is at hand as JSON already: the same bytes as encoding the whole would give.
  public static func json(
    id: String,
    sequence: UInt64,
    recorded: Timestamp?,
    retracted: UInt64?,
    status: Entry.Status,
    fact: [UInt8]
  ) -> [UInt8] {
    var json = JSONWriter(capacity: 256 + fact.count)
    json.field("{\"id\":", id)
    json.field(",\"sequence\":", sequence)
    json.field(",\"recorded\":", recorded?.description)
    if let retracted { json.field(",\"retracted\":", retracted) } else { json.write(literal: ",\"retracted\":null") }
    json.field(",\"status\":", status.rawValue)
    json.write(literal: ",\"fact\":")
    json.write(json: fact)
    json.close()
    return json.bytes
  }
}

/// A fact that a search has found.
public struct FoundFact: Sendable, Hashable, Codable {
  /// How well it fits, the least best; comparable within one search only.
  public var rank: Double
  /// Where the words of the search stand in the evidence's text, in UTF-8 bytes, one past the last.
  public var marks: [[Int]]
  public var found: StatedFact

  public init(rank: Double, marks: [[Int]], found: StatedFact) {
    self.rank = rank
    self.marks = marks
    self.found = found
  }
}
