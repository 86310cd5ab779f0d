/// A place in JSON: `{"bytes": [12, 40]}`, `{"part": "word/document.xml", "paragraph": 7}`, `{"row": 2, "column": 5}`, or
/// `{"page": 3, "box": [72, 90, 301, 104]}` with the left, upper, right and lower edge.
extension SourceMap.Place: Encodable {
  private enum CodingKeys: String, CodingKey {
    case bytes, part, paragraph, row, column, page, box
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
