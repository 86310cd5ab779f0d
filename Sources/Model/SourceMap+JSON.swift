/// A place in JSON: `{"bytes": [12, 40]}`, `{"page": 3, "box": [left, top, right, bottom]}`, `{"part": "word/document.xml", "paragraph": 7}`
/// or `{"row": 2, "column": 5}`.
extension SourceMap.Place: Codable {
  private enum CodingKeys: String, CodingKey {
    case bytes, page, box, part, paragraph, row, column
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .bytes(let range): try container.encode([range.lowerBound, range.upperBound], forKey: .bytes)
    case .page(let page, let left, let top, let right, let bottom):
      try container.encode(page, forKey: .page)
      try container.encode([left, top, right, bottom], forKey: .box)
    case .part(let part, let paragraph):
      try container.encode(part, forKey: .part)
      try container.encode(paragraph, forKey: .paragraph)
    case .cell(let row, let column):
      try container.encode(row, forKey: .row)
      try container.encode(column, forKey: .column)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ description: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: description)
    }
    if let bytes = try container.decodeIfPresent([Int].self, forKey: .bytes) {
      guard bytes.count == 2, bytes[0] >= 0, bytes[0] <= bytes[1] else {
        throw fault(.bytes, "no place: want two offsets in order")
      }
      self = .bytes(bytes[0]..<bytes[1])
    } else if let page = try container.decodeIfPresent(Int.self, forKey: .page) {
      let box = try container.decode([Double].self, forKey: .box)
      guard box.count == 4, box.allSatisfy(\.isFinite) else { throw fault(.box, "no box: want four numbers") }
      self = .page(page, left: box[0], top: box[1], right: box[2], bottom: box[3])
    } else if let part = try container.decodeIfPresent(String.self, forKey: .part) {
      self = .part(part, paragraph: try container.decode(Int.self, forKey: .paragraph))
    } else {
      self = .cell(
        row: try container.decode(Int.self, forKey: .row),
        column: try container.decode(Int.self, forKey: .column)
      )
    }
  }
}
