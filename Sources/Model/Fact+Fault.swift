extension Fact {
  /// How long a unit may be, in bytes.
  public static let maximumUnit = 256
  /// How long a language's tag may be, in bytes: the longest that BCP 47 demands of implementations is 35.
  public static let maximumLanguage = 64

  /// What a fact says that cannot be, so that queries and exports would stumble over it; nil for a sound one.
  public var fault: String? {
    guard (0...1).contains(confidence) else { return "the confidence is \(confidence), want 0 to 1" }
    if let time, let fault = Self.fault(from: time.start, to: time.end) { return "the time \(fault)" }
    if let fault = Self.fault(from: object.start, to: object.end) { return "the object's date \(fault)" }
    if let low = object.low, let high = object.high, low > high {
      return "the object's range is from \(low) to \(high), want the lower end first"
    }
    if let length = object.unit?.utf8.count, length > Self.maximumUnit {
      return "the object's unit has \(length) bytes, want \(Self.maximumUnit) at most"
    }
    if let length = language?.utf8.count, length > Self.maximumLanguage {
      return "the language has \(length) bytes, want \(Self.maximumLanguage) at most"
    }
    if let fault = evidence.source?.fault { return fault }
    if let fault = Self.fault(ofSlug: subject.entity) { return "the subject's entity \(fault)" }
    if let fault = Self.fault(ofSlug: object.entity) { return "the object's entity \(fault)" }
    for slug in context {
      if let fault = Self.fault(ofSlug: slug) { return "the context \(fault)" }
    }
    return nil
  }

  private static func fault(from start: Day?, to end: Day?) -> String? {
    guard let start, let end, end < start else { return nil }
    return "ends on \(end), before it begins on \(start)"
  }

  private static func fault(ofSlug text: String?) -> String? {
    guard let text, Slug.make(text)?.isExactly(text) != true else { return nil }
    return "is \"\(VisibleText.line(String(text.prefix(Key.maximumSlugLength))))\", which is no slug"
  }
}
