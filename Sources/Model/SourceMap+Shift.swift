/// How far places in an original lie apart, so that a place can follow its words from one revision to the next.
extension SourceMap.Place {
  /// How far from this place to another of its kind: what is added to each of its numbers.
  /// - Returns: no numbers where the two are the same; nil where none leads from one to the other: they are of two kinds, or in two parts.
  func shift(to other: Self) -> [Int]? {
    guard self != other else { return [] }
    guard part == other.part, numbers.count == other.numbers.count else { return nil }
    return zip(numbers, other.numbers).map { $1 - $0 }
  }

  /// The place that a shift leads to; nil where the shift is of another kind of place.
  func shifted(by shift: [Int]) -> Self? {
    guard !shift.isEmpty else { return self }
    let own = numbers
    guard own.count == shift.count else { return nil }
    let new = zip(own, shift).map { $0 &+ $1 }
    switch self {
    case .bytes: return .bytes(new[0]..<max(new[0], new[1]))
    case .part(let part, _): return .part(part, paragraph: new[0])
    case .cell: return .cell(row: new[0], column: new[1])
    case .page:
      // A page has five numbers and a cell two, so that no shift fits both.
      return .page(new[0], box: SourceMap.Box(left: new[1], top: new[2], right: new[3], bottom: new[4]))
    }
  }

  /// The part of a package; empty for places elsewhere.
  private var part: ExactText {
    if case .part(let part, _) = self { return ExactText(part) }
    return ExactText("")
  }

  private var numbers: [Int] {
    switch self {
    case .bytes(let range): [range.lowerBound, range.upperBound]
    case .part(_, let paragraph): [paragraph]
    case .cell(let row, let column): [row, column]
    case .page(let page, let box): [page, box.left, box.top, box.right, box.bottom]
    }
  }

  /// The longest name of a part that is taken from a worker, in bytes.
  static let maximumPart = 1000

  /// What makes it no place, in words; nil where it is one.
  var fault: String? {
    if case .part(let part, _) = self, part.utf8.count > Self.maximumPart {
      return "the evidence's source names a part of more than \(Self.maximumPart) bytes"
    }
    return numbers.allSatisfy(Self.bounds.contains) ? nil : "the evidence's source is out of range"
  }

  /// What comes from outside is added to without a look for overflow. Text may be set outside its page.
  private static let bounds = -(1 << 40)...(1 << 40)
}

extension SourceMap.Place: CustomStringConvertible {
  /// For people: `page 3`, `row 2, column 5`.
  public var description: String {
    switch self {
    case .bytes(let range): "bytes \(range.lowerBound)–\(range.upperBound) of the original"
    case .part(let part, let paragraph): "paragraph \(paragraph) of \(part)"
    case .cell(let row, let column): "row \(row), column \(column)"
    case .page(let page, _): "page \(page)"
    }
  }
}
