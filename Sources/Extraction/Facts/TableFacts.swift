import Model
import Values

/// The facts of a document's tables: a cell is a value of what its row names, of the attribute that its column names, in the unit and at the
/// time that its headers name.
///
/// Only a cell that is a value from end to end states something, and only where its row has a name; a time comes from a header that is a
/// year or a date. Where the columns are times, the caption names the attribute; of a row that is a figure of its own ("Revenue") it is that
/// it is so much. Where the rows are times it is the columns that have names, in the same way.
///
/// A cell is in the unit that is named nearest: by its measure, by its column, in the corner of the table, by the caption. A count or a
/// ratio is in no unit but its own: two thousand employees under "€ million" are no money.
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

  /// What tables of a language say by single words.
  struct Words: Sendable {
    /// What stands before a word of a number that tells how many one is: "in thousands".
    var before: Set<String>
    /// Rows of these are sums of the others.
    var sums: Set<String>
    /// Columns of these say when what stands beside them was.
    var times: Set<String>
    /// Columns that end in these say when something was done to the row or its words, and nothing of what it is of.
    var records: Set<String>
    /// In columns of these a number of four digits is a year.
    var events: Set<String>
    /// Measures that end in these count something, and so do those that begin with ``countings``.
    var counts: Set<String>
    var countings: [String]
    /// Multipliers of the letters that scale counts: "Population (m)".
    var scales: [String: Double]
    /// Other figures that a table has for times: "GDP", "Rainfall".
    var measures: Set<String>
    /// Measures that end in these are ratios, and so are those that have one of ``per`` in them.
    var ratios: Set<String>
    var per: Set<String>
    /// Parts of a currency that several have: they are of the one that the table is in.
    var subunits: Set<String>
    /// Figures of a report that rows are named after, as slugs.
    var figures: Set<String>
    /// What tables are called that are reports of figures: "Income statement", "Key figures".
    var reports: Set<String>
    /// What is behind these in a header restricts it, and names nothing: "NOK million unless stated".
    var exceptions: Set<String>
    /// Captions that end in these are of a thing whose figures the columns have, a row for each time: "The museum by year".
    var series: Set<String>
    /// Columns of these have numbers that name their rows: "Version" over "3.1".
    var numbered: Set<String>
    /// What a value of itself is stated as: "Revenue is 412 million".
    var being: String
  }

  private typealias Header = TableHeader

  private let text: TextDocument
  private let words: Words
  private let reader: TableReader
  /// What the headers and captions say, by where they stand: each is that of many cells.
  private var headers: [Range<Int>: Header] = [:]
  /// The time that a row says of itself in a column of times, by table and row.
  private var rowTimes: [Int: [Int: Interval]] = [:]
  /// The tables whose columns are what its rows say something of.
  private var turned: Set<Int> = []
  /// What stands over the names of the rows, by table: "Year", "Version".
  private var stubs: [Int: String] = [:]
  /// The units that stand in the corners of tables.
  private var corners: [Int: String] = [:]
  /// What the corners say that all is a value of: "GDP (USD bn)".
  private var measures: [Int: Header] = [:]

  init(_ text: TextDocument, style: NumberStyle, words: Words) {
    self.text = text
    self.words = words
    reader = TableReader(style: style, words: words)
    for cell in text.blocks.compactMap(\.cell) {
      for range in cell.rowHeaders + cell.columnHeaders + [cell.caption].compactMap({ $0 }) where headers[range] == nil
      {
        headers[range] = read(range)
      }
    }
    findStubs()
    findRowTimes()
    findTurned()
    for block in text.blocks {
      guard let cell = block.cell, cell.row == 0, cell.column == 0, cell.isHeader,
        block.range.count <= Self.longestHeader
      else { continue }
      let words = text.text(in: block.range).singleSpaced
      let unit = words.hasPrefix("(") && words.hasSuffix(")") ? words.dropFirst().dropLast() : words[...]
      if reader.isUnit(unit) || reader.scale(String(unit)) != nil {
        corners[cell.table] = String(unit)
      } else if let measure = read(block.range), let unit = measure.unit, reader.value("12", unit: unit) != nil {
        measures[cell.table] = measure
      }
    }
  }

  /// The facts in the order of the cells.
  func statements() -> [Statement] {
    text.blocks.compactMap { block in
      guard block.kind == .cell, let cell = block.cell, !cell.isHeader else { return nil }
      return statement(block.range, cell)
    }
  }

  private mutating func findStubs() {
    for block in text.blocks {
      guard let cell = block.cell, cell.column == 0, let last = cell.columnHeaders.last, stubs[cell.table] == nil,
        last.count <= Self.longestHeader
      else { continue }
      stubs[cell.table] = text.text(in: last).singleSpaced
    }
  }

  private mutating func findRowTimes() {
    for block in text.blocks {
      guard let cell = block.cell, !cell.isHeader, let last = cell.columnHeaders.last,
        words.times.contains(text.text(in: last).singleSpaced.lowercased()), let time = read(block.range)?.time
      else { continue }
      rowTimes[cell.table, default: [:]][cell.row] = time
    }
  }

  /// A table with units in the names of its rows and none in those of its columns has a column for each thing, not a row.
  private mutating func findTurned() {
    var (rows, columns): ([Int: Set<Int>], [Int: Bool]) = ([:], [:])
    for block in text.blocks {
      guard let cell = block.cell, !cell.isHeader else { continue }
      if cell.rowHeaders.compactMap(header).contains(where: { $0.unit != nil }) {
        rows[cell.table, default: []].insert(cell.row)
      }
      if cell.columnHeaders.compactMap(header).contains(where: { $0.unit != nil || $0.time != nil }) {
        columns[cell.table] = true
      }
    }
    turned = Set(rows.filter { $0.value.count > 1 && columns[$0.key] == nil }.keys)
  }

  private func statement(_ range: Range<Int>, _ cell: TextDocument.Cell) -> Statement? {
    guard range.count <= 80 else { return nil }
    var columns = cell.columnHeaders.compactMap(header)
    var rows = cell.rowHeaders.compactMap(header)
    if let stub = stubs[cell.table], words.numbered.contains(stub.lowercased()) {
      // "3.1" under "Version"; "2024" there is no time.
      rows = rows.map { $0.words.contains(where: \.isLetter) ? $0 : Header(words: "\(stub) \($0.words)") }
    }
    if turned.contains(cell.table) { swap(&columns, &rows) }
    columns = columns.map(\.attribute)
    let caption = cell.caption.flatMap(header).flatMap { $0.time == nil ? Self.unnumbered($0.attribute) : nil }
    var times = (rows + columns).compactMap(\.time)
    if times.isEmpty, let own = columns.last?.dated?.time ?? caption?.dated?.time { times = [own] }
    if times.isEmpty, let own = rowTimes[cell.table]?[cell.row] { times = [own] }
    guard times.count <= 1, !rows.contains(where: { words.sums.contains($0.words.lowercased()) }) else { return nil }
    // "Norway": what the row is of. Where it is a time, the column is what the value is of.
    var names = rows.filter { $0.time == nil }
    var attributes = columns.filter { $0.time == nil }
    // Rows that are times: the columns have the names.
    var isTurned = false
    if names.isEmpty, !rows.isEmpty, attributes.count == 1, let column = attributes.first {
      guard !words.sums.contains(column.words.lowercased()) else { return nil }
      if let thing = caption.flatMap(ofSeries), isMeasure(column) {
        names = [thing]
      } else {
        swap(&names, &attributes)
        isTurned = true
      }
    }
    let subject: Header
    let attribute: Header
    // What tells of what kind the value is.
    let measure: Header
    if let name = names.last {
      subject = name
      if let last = attributes.last {
        (attribute, measure) = (last, last)
      } else if let corner = measures[cell.table], !times.isEmpty, !isFigure(name), !isReport(corner) {
        (attribute, measure) = (corner, corner)
      } else if let caption, !isFigure(name), name.unit == nil, !isReport(caption),
        // Over columns that have a row for each time, a caption tells what they are of only where it is a figure, and they are not.
        !isTurned || isMeasure(caption) && !isCount(name.words) && !isRatio(name.words)
      {
        // "Growth" under "Population (thousands)"
        (attribute, measure) = (caption, isCount(name.words) || isRatio(name.words) ? name : caption)
      } else {
        let isKnown =
          isTurned
          ? isNamedMeasure(name)
          : isFigure(name) || isCount(name.words) || isRatio(name.words) || name.unit != nil
            || corners[cell.table] != nil
            || columns.contains { $0.unit != nil } || caption?.unit != nil || measures[cell.table] != nil
        // "Cloud", of which a line above the table may say what it is and in what: nothing that could stand alone.
        guard !times.isEmpty, isKnown else { return nil }
        (attribute, measure) = (Header(words: words.being), name)
      }
    } else {
      guard let last = attributes.last, attributes.count > 1 else { return nil }
      (subject, attribute, measure) = (attributes[attributes.count - 2], last, last)
    }
    guard subject.words.contains(where: \.isLetter), attribute.words.contains(where: \.isLetter) else { return nil }
    let shared = (columns + rows).map(\.unit) + [corners[cell.table] ?? measures[cell.table]?.unit, caption?.unit]
    guard
      var object = value(range, of: measure, sharing: shared.compactMap { $0 }, hasTime: !times.isEmpty)
    else { return nil }
    object.text = text.text(in: range)
    return Statement(
      subject: subject.words,
      attribute: attribute.words,
      object: object,
      time: times.first,
      range: evidence(range, cell)
    )
  }

  /// What a caption is of whose table has a row for each time: "The museum" of "The museum by year". Nil for other captions.
  private func ofSeries(_ caption: Header) -> Header? {
    let words = caption.words.lowercased()
    guard let end = self.words.series.first(where: { words.hasSuffix(" \($0)") }) else { return nil }
    let thing = String(caption.words.dropLast(end.count + 1))
    // "Visitors by year" is what all the columns are of, and no thing.
    return isMeasure(Header(words: thing)) ? nil : Header(words: thing)
  }

  /// A caption without its number: "Table 3: Exports".
  private static func unnumbered(_ caption: Header) -> Header {
    let words = caption.words.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let first = words[1].first, first.isNumber, let last = words[1].last, ":.".contains(last)
    else { return caption }
    return Header(words: String(words[2]), unit: caption.unit, time: caption.time, dated: caption.dated)
  }

  /// Whether a row is named after a figure of a report: what the table is called is no attribute of it then.
  private func isFigure(_ row: Header) -> Bool {
    words.figures.contains(Slug.make(row.words) ?? "")
  }

  /// Whether a table is called a report: that is no attribute of its rows.
  private func isReport(_ caption: Header) -> Bool {
    caption.words.lowercased().split(separator: " ").contains { words.reports.contains(String($0)) }
  }

  private func isMeasure(_ header: Header) -> Bool { header.unit != nil || isNamedMeasure(header) }

  /// Whether the words alone tell that something is measured.
  private func isNamedMeasure(_ header: Header) -> Bool {
    isCount(header.words) || isRatio(header.words) || isFigure(header) || ends(header.words, in: words.measures)
  }

  private func isRecord(_ attribute: String) -> Bool {
    ends(attribute, in: words.times) || ends(attribute, in: words.records)
  }

  private func ends(_ text: String, in set: Set<String>) -> Bool {
    text.lowercased().split(separator: " ").last.map { set.contains(String($0)) } ?? false
  }

  private func isCount(_ measure: String) -> Bool {
    let words = measure.lowercased()
    return self.words.countings.contains { words.hasPrefix($0) }
      || words.split(separator: " ").last.map { self.words.counts.contains(String($0)) } ?? false
  }

  private func isRatio(_ measure: String) -> Bool {
    let words = measure.lowercased().split(separator: " ").map(String.init)
    return words.last.map { self.words.ratios.contains($0) } ?? false || words.contains { self.words.per.contains($0) }
  }

  /// The row from its name to the cell, where nothing else is between.
  private func evidence(_ range: Range<Int>, _ cell: TextDocument.Cell) -> Range<Int> {
    guard let first = cell.rowHeaders.first?.lowerBound, first < range.lowerBound,
      range.upperBound - first <= Self.longestEvidence
    else { return range }
    return first..<range.upperBound
  }

  // MARK: Headers

  private func header(_ range: Range<Int>) -> Header? { headers[range] }

  /// Nil for what is too long.
  private func read(_ range: Range<Int>) -> Header? {
    range.count <= Self.longestHeader ? reader.read(text.text(in: range).singleSpaced) : nil
  }

  // MARK: Values

  /// What a cell says from end to end, in the first unit that fits it.
  /// - Parameters:
  ///   - measure: what it is a value of, with the unit that it names itself.
  ///   - shared: the units that headers and caption name for all that has none of its own.
  ///   - hasTime: whether it is known when it was so.
  /// - Returns: nil also where none of the units is one: the number would be of who knows what.
  private func value(_ range: Range<Int>, of measure: Header, sharing shared: [String], hasTime: Bool) -> Value? {
    let cell = unbracketed(text.text(in: range))
    guard var own = reader.whole(cell) else { return nil }
    if isEvent(measure.words) {
      if own.kind == .date { return own }
      if let number = own.number, cell.utf8.count == 4, (1000...2100).contains(number), let year = Int(exactly: number)
      {
        return Value(text: cell, kind: .date, start: Day("\(year)-01-01"), end: Day("\(year)-12-31"))
      }
    }
    if own.kind == .date {
      // "2 May 2023": no number.
      if cell.contains(where: { !$0.isNumber }), own.start != nil, own.start == own.end {
        return isRecord(measure.words) ? nil : own
      }
      // Among amounts 2010 is one.
      let isAmount = hasTime || isCount(measure.words) || measure.unit != nil || !shared.isEmpty
      guard isAmount, cell.utf8.count == 4, let number = Double(cell) else { return nil }
      own = Value(text: cell, kind: .number, number: number)
    }
    guard own.kind == .number else { return own }
    // "Population (m)" are no metres.
    if isCount(measure.words), let scale = measure.unit.flatMap({ words.scales[$0.lowercased()] }) {
      own.number = own.number.map { $0 * scale }
      return own
    }
    if let unit = measure.unit, var value = reader.signed(cell, unit: unit) {
      if words.subunits.contains(unit.lowercased()), let main = currency(shared) { value.unit = main }
      return value
    }
    if isRatio(measure.words) { return measure.unit == nil && shared.isEmpty ? own : nil }
    if isCount(measure.words) { return measure.unit == nil ? own : nil }
    for unit in shared {
      if let value = reader.signed(cell, unit: unit) { return value }
    }
    return measure.unit == nil && shared.isEmpty ? own : nil
  }

  /// The currency that one of some units is of.
  private func currency(_ units: [String]) -> String? {
    units.lazy.filter { !words.subunits.contains($0.lowercased()) }.compactMap { reader.value("12", unit: $0) }
      .first { $0.kind == .money }?.unit
  }

  /// An amount as it is, where brackets around it say that it is less than nothing.
  private func unbracketed(_ cell: String) -> String {
    guard cell.hasPrefix("("), cell.hasSuffix(")") else { return cell }
    let inside = String(cell.dropFirst().dropLast())
    return inside.first.map { $0.isNumber || $0.isCurrencySymbol } == true ? "-" + inside : cell
  }

  /// Whether the last word of an attribute is of something that happens once: "Year opened", "Founded".
  private func isEvent(_ attribute: String) -> Bool {
    ends(attribute, in: words.events)
  }
}
