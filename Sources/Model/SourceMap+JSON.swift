/// A place in JSON: `{"bytes": [12, 40]}`, `{"part": "word/document.xml", "paragraph": 7}`, `{"row": 2, "column": 5}`, or
/// `{"page": 3, "box": [72, 90, 301, 104]}` with the left, upper, right and lower edge.
extension SourceMap.Place: Codable {
  private enum CodingKeys: String, CodingKey {
    case bytes, part, paragraph, row, column, page, box
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let bytes = try container.decodeIfPresent([Int].self, forKey: .bytes) {
      guard bytes.count == 2, bytes[0] <= bytes[1] else {
        throw DecodingError.dataCorruptedError(
          forKey: .bytes,
          in: container,
          debugDescription: "no place: want the first byte, and the one after the last"
        )
      }
      self = .bytes(bytes[0]..<bytes[1])
    } else if let part = try container.decodeIfPresent(String.self, forKey: .part) {
      self = .part(part, paragraph: try container.decode(Int.self, forKey: .paragraph))
    } else if let page = try container.decodeIfPresent(Int.self, forKey: .page) {
      let box = try container.decode([Int].self, forKey: .box)
      guard box.count == 4 else {
        throw DecodingError.dataCorruptedError(
          forKey: .box,
          in: container,
          debugDescription: "no box: want its left, upper, right and lower edge"
        )
      }
      self = .page(page, box: SourceMap.Box(left: box[0], top: box[1], right: box[2], bottom: box[3]))
    } else {
      self = .cell(
        row: try container.decode(Int.self, forKey: .row),
        column: try container.decode(Int.self, forKey: .column)
      )
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .bytes(let range): try container.encode([range.lowerBound, range.upperBound], forKey: .bytes)
    case .part(let part, let paragraph):
      try container.encode(part, forKey: .part)
      try container.encode(paragraph, forKey: .paragraph)
    case .cell(let row, let column):
      try container.encode(row, forKey: .row)
      try container.encode(column, forKey: .column)
    case .page(let page, let box):
      try container.encode(page, forKey: .page)
      try container.encode([box.left, box.top, box.right, box.bottom], forKey: .box)
    }
  }
}

extension SourceMap.Place {
  /// The place in JSON, as it stands in a fact's evidence.
  public var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
