/// The JSON of facts, field by field: the aggregator writes each fact that comes, so that this is most of its work.
///
/// The same as `encode(to:)` of each type: a field that is added there is added here, which a test over random facts holds.
extension Fact: DirectlyWritten {
  package func write(to json: inout JSONWriter) throws {
    try json.field("{\"subject\":", subject)
    json.field(",\"relation\":{\"text\":", relation.text)
    json.field(",\"lemma\":", relation.lemma)
    json.close()
    try json.field(",\"object\":", object)
    json.field(",\"key\":", key.description)
    json.field(",\"about\":", about.rawValue)
    try json.field(",\"time\":", time)
    json.field(",\"place\":", place)
    json.write(literal: ",\"context\":[")
    for (index, slug) in context.enumerated() {
      if index > 0 { json.write(byte: UInt8(ascii: ",")) }
      json.write(slug)
    }
    json.write(literal: "]")
    try json.field(",\"attribution\":", attribution)
    json.field(",\"polarity\":", polarity.rawValue)
    json.field(",\"modality\":", modality.rawValue)
    try json.field(",\"evidence\":", evidence)
    json.field(",\"language\":", language)
    try json.field(",\"confidence\":", confidence)
    try json.field(",\"document\":", document)
    json.field(",\"extractor\":", extractor)
    try json.field(",\"original\":", original)
    json.close()
  }
}

extension Fact.Subject: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    json.field("{\"text\":", text)
    json.field(",\"name\":", name)
    json.field(",\"entity\":", entity)
    json.field(",\"scope\":", scope.rawValue)
    json.close()
  }
}

extension Fact.Attribution: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    json.field("{\"source\":", source)
    json.field(",\"verb\":", verb)
    json.close()
  }
}

extension Fact.Original: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    json.field("{\"key\":", key.description)
    json.field(",\"scope\":", scope.rawValue)
    json.field(",\"subject\":", subject)
    json.field(",\"object\":", object)
    json.close()
  }
}

extension Value: DirectlyWritten {
  package func write(to json: inout JSONWriter) throws {
    json.field("{\"text\":", text)
    json.field(",\"name\":", name)
    json.field(",\"entity\":", entity)
    json.field(",\"kind\":", kind.rawValue)
    try json.field(",\"number\":", number)
    json.field(",\"unit\":", unit)
    try json.field(",\"low\":", low)
    try json.field(",\"high\":", high)
    json.field(",\"approximate\":", approximate)
    json.field(",\"bound\":", bound?.rawValue)
    json.field(",\"start\":", start?.description)
    json.field(",\"end\":", end?.description)
    json.close()
  }
}

extension Interval: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    json.field("{\"text\":", text)
    json.field(",\"start\":", start?.description)
    json.field(",\"end\":", end?.description)
    json.close()
  }
}

extension Evidence: DirectlyWritten {
  package func write(to json: inout JSONWriter) throws {
    json.field("{\"text\":", text)
    json.write(literal: ",\"start\":")
    json.write(start)
    json.write(literal: ",\"end\":")
    json.write(end)
    try json.field(",\"source\":", source)
    json.close()
  }
}

extension SourceMap.Place: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    func list(_ numbers: [Int]) {
      for (index, number) in numbers.enumerated() {
        json.write(byte: UInt8(ascii: index == 0 ? "[" : ","))
        json.write(number)
      }
      json.write(byte: UInt8(ascii: "]"))
    }
    switch self {
    case .bytes(let range):
      json.write(literal: "{\"bytes\":")
      list([range.lowerBound, range.upperBound])
    case .part(let part, let paragraph):
      json.field("{\"part\":", part)
      json.write(literal: ",\"paragraph\":")
      json.write(paragraph)
    case .cell(let row, let column):
      json.write(literal: "{\"row\":")
      json.write(row)
      json.write(literal: ",\"column\":")
      json.write(column)
    case .page(let page, let box):
      json.write(literal: "{\"page\":")
      json.write(page)
      json.write(literal: ",\"box\":")
      list([box.left, box.top, box.right, box.bottom])
    }
    json.close()
  }
}

extension Document: DirectlyWritten {
  package func write(to json: inout JSONWriter) {
    json.field("{\"uri\":", uri)
    json.field(",\"digest\":", digest.description)
    json.field(",\"title\":", title)
    json.field(",\"date\":", date?.description)
    json.field(",\"language\":", language)
    json.close()
  }
}
