import Model

/// A table on its way into a text: its cells, where headers are told from data, or paragraphs where it is only layout.
package struct TableText {
  package struct Cell {
    package var words: [UInt8]
    package var columns: Int
    package var rows: Int
    /// Whether the format marks it as a header.
    package var isHeader: Bool
    package var place: SourceMap.Place?

    /// Adds what another part of the cell says.
    package mutating func add(_ more: [UInt8]) {
      if !words.isEmpty, !more.isEmpty { words.append(0x20) }
      words += more
    }

    package init(words: [UInt8], columns: Int = 1, rows: Int = 1, isHeader: Bool = false, place: SourceMap.Place?) {
      self.words = words
      self.columns = columns
      self.rows = rows
      self.isHeader = isHeader
      self.place = place
    }
  }

  /// What is read of one table.
  package static let maximumRows = 20_000
  private static let maximumColumns = 1000
  /// A cell with more bytes is prose, and not data.
  private static let longestDatum = 240

  /// In the order of the document; a cell stands once, in the first place that it covers.
  package var rows: [[Cell]] = []
  package var caption: [UInt8] = []

  package init() {}

  /// All that its cells say, for a table that is a part of another's cell.
  package var words: [UInt8] {
    Array(rows.joined().map(\.words).filter { !$0.isEmpty }.joined(separator: [0x20]))
  }

  /// The cells with their places in the grid.
  private struct Placed {
    var row: Int
    var column: Int
    var cell: Cell
  }

  private func placed() -> [Placed] {
    var result: [Placed] = []
    // For each column the first row that no cell from above covers.
    var free: [Int] = []
    for (row, cells) in rows.prefix(Self.maximumRows).enumerated() {
      var column = 0
      for cell in cells {
        while column < free.count, free[column] > row { column += 1 }
        guard column < Self.maximumColumns else { break }
        result.append(Placed(row: row, column: column, cell: cell))
        let end = min(column + max(1, cell.columns), Self.maximumColumns)
        while free.count < end { free.append(0) }
        for covered in column..<end { free[covered] = row + max(1, min(cell.rows, Self.maximumRows)) }
        column = end
      }
    }
    return result
  }

  /// Adds the table to a text.
  /// - Parameter number: which table of the document it is.
  /// - Returns: whether it was one of data.
  @discardableResult package func add(to text: inout TextBuilder, number: Int) -> Bool {
    let cells = placed()
    text.leaveOut(.rows, lines: rows.count - Self.maximumRows)
    guard isData(cells) else {
      if !caption.isEmpty { text.add(caption, .caption, place: nil) }
      for cell in cells { text.add(cell.cell.words, .paragraph, place: cell.cell.place) }
      return false
    }
    let captionRange = caption.isEmpty ? nil : text.add(caption, .caption, place: nil)
    let (headerRows, headerColumns) = headers(cells)
    // What stands over each column and before each row; a header that spans several stands over all.
    var above: [Int: [Range<Int>]] = [:]
    var before: [Int: [Range<Int>]] = [:]
    for placed in cells {
      let isHeader = placed.row < headerRows || placed.column < headerColumns || placed.cell.isHeader
      let range = text.add(
        placed.cell.words,
        .cell,
        cell: TextDocument.Cell(
          table: number,
          row: placed.row,
          column: placed.column,
          isHeader: isHeader,
          rowHeaders: placed.column < headerColumns ? [] : before[placed.row] ?? [],
          columnHeaders: placed.row < headerRows ? [] : above[placed.column] ?? [],
          caption: captionRange
        ),
        place: placed.cell.place
      )
      guard let range else { continue }
      if placed.row < headerRows {
        for column in placed.column..<(placed.column + max(1, placed.cell.columns)) {
          above[column, default: []].append(range)
        }
      }
      if placed.column < headerColumns, placed.row >= headerRows {
        for row in placed.row..<(placed.row + max(1, min(placed.cell.rows, Self.maximumRows))) {
          before[row, default: []].append(range)
        }
      }
    }
    return true
  }

  private func isData(_ cells: [Placed]) -> Bool {
    guard rows.count > 1, cells.contains(where: { $0.column > 0 }) else { return false }
    return cells.allSatisfy { $0.cell.words.count <= Self.longestDatum }
  }

  /// How many rows and columns are headers: those that are marked, else the first where it has no number and what follows has.
  private func headers(_ cells: [Placed]) -> (rows: Int, columns: Int) {
    func isNumber(_ placed: Placed) -> Bool { Self.isNumber(placed.cell.words) }
    var headerRows = 0
    while headerRows < 4, case let row = cells.filter({ $0.row == headerRows }), !row.isEmpty,
      row.allSatisfy({ $0.cell.isHeader || $0.cell.words.isEmpty }), headerRows < rows.count - 1
    { headerRows += 1 }
    let body = cells.filter { $0.row > 0 && $0.column > 0 && !$0.cell.words.isEmpty }
    if headerRows == 0 {
      let first = cells.filter { $0.row == 0 && $0.column > 0 && !$0.cell.words.isEmpty }
      let isYears = !first.isEmpty && first.allSatisfy { Self.isYear($0.cell.words) }
      if isYears || !first.isEmpty && !first.contains(where: isNumber) && body.contains(where: isNumber) {
        headerRows = 1
      }
    }
    func isNamed(_ column: Int, _ isName: (Placed) -> Bool) -> Bool {
      let column = cells.filter { $0.column == column && $0.row >= headerRows && !$0.cell.words.isEmpty }
      return !column.isEmpty && column.count(where: isName) * 4 >= column.count * 3
    }
    if isNamed(0, { !isNumber($0) || Self.isYear($0.cell.words) }) { return (headerRows, 1) }
    // A table of ranks: "1 | Harbour City | 12".
    let isRanked = isNamed(1) { !isNumber($0) } && body.contains { $0.column > 1 && isNumber($0) }
    if isRanked { return (headerRows, 2) }
    // Numbers that name their rows, "3.1" under "Version": each stands there once.
    let first = cells.filter { $0.column == 0 && $0.row >= headerRows }.map(\.cell.words)
    return (headerRows, headerRows > 0 && first.count > 1 && Set(first).count == first.count ? 1 : 0)
  }

  /// Whether most of what a cell says is digits and signs.
  private static func isNumber(_ words: [UInt8]) -> Bool {
    let digits = words.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits > 0 && digits * 2 >= words.count { $0 > 0x20 }
  }

  private static func isYear(_ words: [UInt8]) -> Bool {
    words.count == 4 && (words[0] == UInt8(ascii: "1") || words[0] == UInt8(ascii: "2"))
      && words.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
