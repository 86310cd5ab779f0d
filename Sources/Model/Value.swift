/// The object of a fact: a wording, what it resolves to, and, where it is a number, money, a date and the like, its normal form.
public struct Value: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case entity, text, number, quantity, money, percent, date, duration

    /// True for the kinds that have a normal form beside their wording.
    public var isTyped: Bool { self != .entity && self != .text }
  }

  public enum Bound: String, Sendable, Hashable, Codable {
    /// "at least", "more than", "over".
    case min
    /// "at most", "up to".
    case max
  }

  /// The wording of the evidence.
  public var text: String
  /// What the wording resolves to, without determiners and clutter.
  public var name: String?
  /// The slug of a known or named entity.
  public var entity: String?
  public var kind: Kind
  /// The number as stated, scaled ("33.5 billion" is 33500000000), in `unit`.
  public var number: Double?
  /// ISO 4217 code, `%`, a standard unit symbol, or the counted noun in the singular. Money and counts have what they are told by
  /// behind a stroke: `USD/h`, `car/h`. Nil for money whose name is that of several currencies ("kr").
  public var unit: String?
  /// The ends of a range, in `unit`.
  public var low: Double?
  public var high: Double?
  /// True for "about", "nearly" and their like.
  public var approximate: Bool
  public var bound: Bound?
  /// The first and last day of a date.
  public var start: Day?
  public var end: Day?

  public init(
    text: String,
    name: String? = nil,
    entity: String? = nil,
    kind: Kind = .text,
    number: Double? = nil,
    unit: String? = nil,
    low: Double? = nil,
    high: Double? = nil,
    approximate: Bool = false,
    bound: Bound? = nil,
    start: Day? = nil,
    end: Day? = nil
  ) {
    self.text = text
    self.name = name
    self.entity = entity
    self.kind = kind
    self.number = number
    self.unit = unit
    self.low = low
    self.high = high
    self.approximate = approximate
    self.bound = bound
    self.start = start
    self.end = end
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(name, forKey: .name)
    try container.encode(entity, forKey: .entity)
    try container.encode(kind, forKey: .kind)
    try container.encode(number, forKey: .number)
    try container.encode(unit, forKey: .unit)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(approximate, forKey: .approximate)
    try container.encode(bound, forKey: .bound)
    try container.encode(start, forKey: .start)
    try container.encode(end, forKey: .end)
  }
}
