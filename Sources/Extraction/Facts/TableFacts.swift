import Model
import Values

/// The facts of a document's tables: a cell is a value of what its row names, of the attribute that its column names, in the unit and at the
/// time that its headers name.
///
/// Only a cell that is a value from end to end states something, and only where its row has a name; a time comes from a header that is a
/// year or a date. Where the columns are times, the caption names the attribute.
struct TableFacts {
  /// A fact of a cell, without the document's own fields.
  struct Statement {
    var subject: String
    var attribute: String
    var object: Value
    var time: Interval?
    /// From the row's name to the cell, where that is one stretch of a row; else the cell.
    var range: Range<Int>
  }

  /// A name or an attribute is no longer, in bytes.
  private static let longestHeader = 120
  /// The evidence of a cell is no longer: of one further right the cell alone is quoted.
  private static let longestEvidence = 600

  private let text: TextDocument
  private let style: NumberStyle

  init(_ text: TextDocument, style: NumberStyle) {
    self.text = text
    self.style = style
  }

  /// The facts in the order of the cells.
  func statements() -> [Statement] {
    text.blocks.compactMap { block in
      guard block.kind == .cell, let cell = block.cell, !cell.isHeader else { return nil }
      return statement(block.range, cell)
    }
  }

  /// What a header says: a time, or an attribute with its unit.
  private struct Header {
    var words: String
    var unit: String?
    var time: Interval?
  }

  private func statement(_ range: Range<Int>, _ cell: TextDocument.Cell) -> Statement? {
    guard range.count <= 80 else { return nil }
    let columns = cell.columnHeaders.compactMap(header)
    let rows = cell.rowHeaders.compactMap(header)
    let caption = cell.caption.flatMap(header).flatMap { $0.time == nil ? $0 : nil }
    let times = (rows + columns).compactMap(\.time)
    guard times.count <= 1 else { return nil }
    // "Norway": what the row is of. Where it is a time, the column is what the value is of.
    let names = rows.filter { $0.time == nil }
    let attributes = columns.filter { $0.time == nil }
    let subject: Header
    let attribute: Header
    if let name = names.last {
      subject = name
      guard let last = attributes.last ?? caption else { return nil }
      attribute = last
    } else {
      guard let last = attributes.last, attributes.count > 1 else { return nil }
      (subject, attribute) = (attributes[attributes.count - 2], last)
    }
    guard subject.words.contains(where: \.isLetter), attribute.words.contains(where: \.isLetter) else { return nil }
    let units = [attribute.unit, caption?.unit, subject.unit].compactMap { $0 }
    guard var object = value(range, units) else { return nil }
    object.text = text.text(in: range)
    return Statement(
      subject: subject.words,
      attribute: attribute.words,
      object: object,
      time: times.first,
      range: evidence(range, cell)
    )
  }

  /// The row from its name to the cell, where nothing else is between.
  private func evidence(_ range: Range<Int>, _ cell: TextDocument.Cell) -> Range<Int> {
    guard let first = cell.rowHeaders.first?.lowerBound, first < range.lowerBound,
      range.upperBound - first <= Self.longestEvidence
    else { return range }
    return first..<range.upperBound
  }

  // MARK: Headers

  private func header(_ range: Range<Int>) -> Header? {
    guard range.count <= Self.longestHeader else { return nil }
    let words = text.text(in: range).singleSpaced
    let spans = Values.find(in: Array(words.utf8), style: style)
    if let date = spans.first, spans.count == 1, date.isDate, date.range == 0..<words.utf8.count,
      let interval = date.interval(year: nil), interval.start != nil
    {
      return Header(words: words, time: interval)
    }
    // "GDP (US$ bn)", "Area [km²]", "Cargo, million tonnes", "Share in %"
    for (open, close) in [("(", ")"), ("[", "]")] where words.hasSuffix(close) {
      guard let at = words.lastIndex(of: Character(open)), at > words.startIndex else { continue }
      let unit = words[words.index(after: at)...].dropLast()
      let rest = words[..<at].reversed().drop(while: \.isWhitespace).reversed()
      return Header(words: String(rest), unit: String(unit))
    }
    if let comma = words.range(of: ", "), isUnit(words[comma.upperBound...]) {
      return Header(words: String(words[..<comma.lowerBound]), unit: String(words[comma.upperBound...]))
    }
    return Header(words: words)
  }

  /// Whether words make a number a value of some unit.
  private func isUnit(_ words: Substring) -> Bool {
    value("12", unit: String(words)).map { $0.unit != nil } ?? false
  }

  // MARK: Values

  /// What a cell says from end to end, in the first unit that fits it.
  private func value(_ range: Range<Int>, _ units: [String]) -> Value? {
    let cell = text.text(in: range)
    guard let own = whole(cell) else { return nil }
    if own.kind == .date { return nil }
    guard own.kind == .number else { return own }
    for unit in units {
      if let value = value(cell, unit: unit) { return value }
    }
    return own
  }

  /// The value of a number with a unit: behind it, or around it as in "US$ bn".
  private func value(_ number: String, unit: String) -> Value? {
    let parts = unit.split(separator: " ", maxSplits: 1).map(String.init)
    var forms = ["\(number) \(unit)", "\(number)\(unit)", "\(unit)\(number)"]
    if parts.count == 2 { forms += ["\(parts[0])\(number) \(parts[1])", "\(number) \(parts[1]) \(parts[0])"] }
    return forms.lazy.compactMap { whole($0) }.first { $0.kind != .number && $0.kind != .date }
  }

  /// The one value that a text is from end to end.
  private func whole(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    let spans = Values.find(in: bytes, style: style, extras: [.loneWords])
    guard spans.count == 1, spans[0].range == 0..<bytes.count, let value = spans[0].value else { return nil }
    switch value.kind {
    case .money, .percent, .quantity, .number, .duration, .date: return value
    default: return nil
    }
  }
}
