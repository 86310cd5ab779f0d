import Model

/// The JSON of a comparison, field by field: the store reads and writes some for each fact. The same as `init(from:)` and `encode(to:)`.
extension Comparison: DirectlyRead {
  package init(from json: inout JSONScanner) throws(JSONScanner.Unusual) {
    kind = try json.field("{\"kind\":", as: Value.Kind.init(rawValue:))
    unit = try json.optional(",\"unit\":")
    low = try json.optional(",\"low\":")
    high = try json.optional(",\"high\":")
    step = try json.field(",\"step\":")
    roundedStep = try json.field(",\"roundedStep\":")
    approximate = try json.field(",\"approximate\":")
    start = try json.optional(",\"start\":", as: Day.init)
    end = try json.optional(",\"end\":", as: Day.init)
    name = try json.optional(",\"name\":")
    place = try json.optional(",\"place\":")
    try json.close()
  }
}

extension Comparison: DirectlyWritten {
  package func write(to json: inout JSONWriter) throws {
    json.field("{\"kind\":", kind.rawValue)
    // What is nil is left out.
    if let unit { json.field(",\"unit\":", unit) }
    if let low { try json.field(",\"low\":", low) }
    if let high { try json.field(",\"high\":", high) }
    try json.field(",\"step\":", step)
    try json.field(",\"roundedStep\":", roundedStep)
    json.field(",\"approximate\":", approximate)
    if let start { json.field(",\"start\":", start.description) }
    if let end { json.field(",\"end\":", end.description) }
    if let name { json.field(",\"name\":", name) }
    if let place { json.field(",\"place\":", place) }
    json.close()
  }
}
