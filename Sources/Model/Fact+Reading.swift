/// Reads facts and events from their JSON, field by field. The aggregator reads every fact that arrives, and a subscriber every event.
///
/// The same as `init(from:)` of each type: a field that is added there is added here, which a test over random facts holds.
extension Fact: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    subject = try json.field("{\"subject\":")
    let text: String = try json.field(",\"relation\":{\"text\":")
    relation = Relation(text: text, lemma: try json.field(",\"lemma\":"))
    try json.close()
    object = try json.field(",\"object\":")
    key = try json.field(",\"key\":", as: Key.init)
    about = try json.optional(",\"about\":", as: Side.init(rawValue:)) ?? .subject
    time = try json.optional(",\"time\":")
    place = try json.optional(",\"place\":")
    try json.expect(",\"context\":")
    context = try json.strings()
    attribution = try json.optional(",\"attribution\":")
    polarity = try json.field(",\"polarity\":", as: Polarity.init(rawValue:))
    modality = try json.field(",\"modality\":", as: Modality.init(rawValue:))
    evidence = try json.field(",\"evidence\":")
    language = try json.optional(",\"language\":")
    confidence = try json.field(",\"confidence\":")
    document = try json.field(",\"document\":")
    extractor = try json.field(",\"extractor\":")
    original = try json.optional(",\"original\":")
    try json.close()
  }
}

extension Fact.Subject: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    self.init(
      text: try json.field("{\"text\":"),
      name: try json.optional(",\"name\":"),
      entity: try json.optional(",\"entity\":"),
      scope: try json.optional(",\"scope\":", as: Fact.Scope.init(rawValue:))
    )
    try json.close()
  }
}

extension Fact.Attribution: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    source = try json.field("{\"source\":")
    verb = try json.field(",\"verb\":")
    try json.close()
  }
}

extension Fact.Original: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    key = try json.field("{\"key\":", as: Key.init)
    scope = try json.field(",\"scope\":", as: Fact.Scope.init(rawValue:))
    subject = try json.optional(",\"subject\":")
    object = try json.optional(",\"object\":")
    try json.close()
  }
}

extension Value: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    text = try json.field("{\"text\":")
    name = try json.optional(",\"name\":")
    entity = try json.optional(",\"entity\":")
    kind = try json.field(",\"kind\":", as: Kind.init(rawValue:))
    number = try json.optional(",\"number\":")
    unit = try json.optional(",\"unit\":")
    low = try json.optional(",\"low\":")
    high = try json.optional(",\"high\":")
    approximate = try json.field(",\"approximate\":")
    bound = try json.optional(",\"bound\":", as: Bound.init(rawValue:))
    start = try json.optional(",\"start\":", as: Day.init)
    end = try json.optional(",\"end\":", as: Day.init)
    try json.close()
  }
}

extension Interval: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    try json.expect("{")
    text = try json.optional("\"text\":")
    try json.expect(",")
    start = try json.optional("\"start\":", as: Day.init)
    try json.expect(",")
    end = try json.optional("\"end\":", as: Day.init)
    try json.close()
  }
}

extension Evidence: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    text = try json.field("{\"text\":")
    start = try json.field(",\"start\":")
    end = try json.field(",\"end\":")
    source = try json.optional(",\"source\":")
    try json.close()
  }
}

extension SourceMap.Place: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    if json.skip("{\"bytes\":") {
      let ends = try json.integers()
      guard ends.count == 2, ends[0] <= ends[1] else { throw JSONScanner.Unusual() }
      self = .bytes(ends[0]..<ends[1])
    } else if json.skip("{\"part\":") {
      self = .part(try json.string(), paragraph: try json.field(",\"paragraph\":"))
    } else if json.skip("{\"row\":") {
      self = .cell(row: try json.integer(), column: try json.field(",\"column\":"))
    } else {
      let page: Int = try json.field("{\"page\":")
      try json.expect(",\"box\":")
      let box = try json.integers()
      guard box.count == 4 else { throw JSONScanner.Unusual() }
      self = .page(page, box: SourceMap.Box(left: box[0], top: box[1], right: box[2], bottom: box[3]))
    }
    try json.close()
  }
}

extension Document: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    self.init(
      uri: try json.field("{\"uri\":"),
      digest: try json.field(",\"digest\":", as: Digest.init),
      title: try json.optional(",\"title\":"),
      date: try json.optional(",\"date\":", as: Day.init),
      language: try json.optional(",\"language\":")
    )
    try json.close()
  }
}

extension Event: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    try json.expect("{\"specversion\":\"1.0\"")
    let id: String = try json.field(",\"id\":")
    let source: String = try json.field(",\"source\":")
    let kind = try json.field(",\"type\":", as: Kind.init(rawValue:))
    // The others are few.
    guard kind.isFact else { throw JSONScanner.Unusual() }
    let subject: String = try json.field(",\"subject\":")
    let time: Timestamp = try json.field(",\"time\":", as: Timestamp.init)
    try json.expect(",\"datacontenttype\":\"application/json\"")
    let sequence = try json.field(",\"sequence\":") { $0.utf8.count == 20 ? UInt64($0) : nil }
    self.init(
      id: id,
      source: source,
      kind: kind,
      subject: subject,
      time: time,
      sequence: sequence,
      effect: try json.field(",\"effect\":", as: Effect.init(rawValue:)),
      data: .fact(try json.field(",\"data\":"))
    )
    try json.close()
  }
}

extension StatedFact: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    id = try json.field("{\"id\":", as: FactID.init)
    sequence = try json.field(",\"sequence\":")
    recorded = try json.optional(",\"recorded\":", as: Timestamp.init)
    try json.expect(",\"retracted\":")
    let end = json.skip("null") ? nil : try json.integer()
    guard (end ?? 0) >= 0 else { throw JSONScanner.Unusual() }
    retracted = end.map(UInt64.init)
    status = try json.field(",\"status\":", as: Entry.Status.init(rawValue:))
    fact = try json.field(",\"fact\":")
    try json.close()
  }
}
