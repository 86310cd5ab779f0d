/// The JSON of entries, field by field: a snapshot is made of nothing else.
///
/// The same as `encode(to:)` and `init(from:)` of each type: a field that is added there is added here, which a test over random entries
/// holds.
extension Entry: DirectlyWritten, DirectlyRead {
  package func write(to json: inout JSONWriter) throws {
    json.field("{\"key\":", key.description)
    try json.field(",\"time\":", time)
    json.field(",\"document\":", document)
    json.field(",\"status\":", status.rawValue)
    json.field(",\"functional\":", functional)
    try json.list(",\"values\":", values)
    json.field(",\"valueCount\":", valueCount)
    json.field(",\"sequence\":", sequence)
    json.close()
  }

  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    key = try json.field("{\"key\":", as: Key.init)
    time = try json.optional(",\"time\":")
    document = try json.optional(",\"document\":")
    status = try json.field(",\"status\":", as: Status.init(rawValue:))
    functional = try json.field(",\"functional\":")
    try json.expect(",\"values\":")
    values = try json.list { json throws(JSONScanner.Unusual) in try EntryValue(from: &json) }
    valueCount = try json.field(",\"valueCount\":")
    sequence = try json.field(",\"sequence\":")
    try json.close()
  }
}

extension EntryValue: DirectlyWritten, DirectlyRead {
  package func write(to json: inout JSONWriter) throws {
    try json.field("{\"value\":", value)
    json.field(",\"relation\":", relation)
    json.field(",\"polarity\":", polarity.rawValue)
    json.field(",\"modality\":", modality.rawValue)
    json.field(",\"speaker\":", speaker)
    json.field(",\"status\":", status.rawValue)
    try json.list(",\"sources\":", sources)
    json.field(",\"sourceCount\":", sourceCount)
    json.field(",\"originCount\":", originCount)
    json.close()
  }

  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    value = try json.field("{\"value\":")
    relation = try json.field(",\"relation\":")
    polarity = try json.field(",\"polarity\":", as: Fact.Polarity.init(rawValue:))
    modality = try json.field(",\"modality\":", as: Fact.Modality.init(rawValue:))
    speaker = try json.optional(",\"speaker\":")
    status = try json.field(",\"status\":", as: Entry.Status.init(rawValue:))
    try json.expect(",\"sources\":")
    sources = try json.list { json throws(JSONScanner.Unusual) in try Source(from: &json) }
    sourceCount = try json.field(",\"sourceCount\":")
    originCount = try json.field(",\"originCount\":")
    try json.close()
  }
}

extension Source: DirectlyWritten, DirectlyRead {
  package func write(to json: inout JSONWriter) throws {
    json.field("{\"fact\":", fact.description)
    json.field(",\"sequence\":", sequence)
    try json.field(",\"document\":", document)
    try json.field(",\"evidence\":", evidence)
    try json.field(",\"attribution\":", attribution)
    try json.field(",\"confidence\":", confidence)
    json.field(",\"origin\":", origin)
    try json.field(",\"weight\":", weight)
    json.close()
  }

  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    self.init(
      fact: try json.field("{\"fact\":", as: FactID.init),
      sequence: try json.field(",\"sequence\":"),
      document: try json.field(",\"document\":"),
      evidence: try json.field(",\"evidence\":"),
      attribution: try json.optional(",\"attribution\":"),
      confidence: try json.field(",\"confidence\":"),
      origin: try json.field(",\"origin\":"),
      weight: try json.optional(",\"weight\":") ?? 1
    )
    try json.close()
  }
}
