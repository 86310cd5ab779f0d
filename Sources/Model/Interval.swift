/// A span of whole days, both ends included; an end that is null is open ("since 2010").
public struct Interval: Sendable, Hashable, Codable {
  /// The wording it was read from ("In 2012"); null where it was inherited.
  public var text: String?
  public var start: Day?
  public var end: Day?

  public init(text: String?, start: Day?, end: Day?) {
    self.text = text
    self.start = start
    self.end = end
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(start, forKey: .start)
    try container.encode(end, forKey: .end)
  }
}

/// The sentence that states a fact, and where it stands in the document's text as read.
public struct Evidence: Sendable, Hashable, Codable {
  public var text: String
  /// UTF-8 byte offsets into the text as read: `start` of the first byte, `end` one past the last. They cut out exactly `text`.
  public var start: Int
  public var end: Int
  /// Where it stood in the document's own bytes; null where that is not known.
  public var source: SourceMap.Place?

  public init(text: String, start: Int, end: Int, source: SourceMap.Place? = nil) {
    self.text = text
    self.start = start
    self.end = end
    self.source = source
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(start, forKey: .start)
    try container.encode(end, forKey: .end)
    try container.encode(source, forKey: .source)
  }
}
