/// The cells of one table where a reader sees them: spanning cells stand in each place that they cover.
struct TableGrid {
  /// One cell, and the places that it covers.
  struct Cell {
    var node: Int
    var row: Int
    var column: Int
    var rows: Int
    var columns: Int
    var isHeader: Bool
    /// Whether it heads its row, rather than its column.
    var headsRow: Bool
    var text: CellText
  }

  /// What the text of a cell is like.
  struct CellText {
    var words = 0
    /// Whether half of it and more is digits.
    var isNumber = false
    var isYear = false
    /// Whether any of it reads as running text.
    var isProse = false
  }

  private(set) var cells: [Cell] = []
  private(set) var rowCount = 0
  private(set) var columnCount = 0
  /// Whether the table holds data; one that only lays out a page does not.
  private(set) var isData = false
  /// The node of its caption.
  private(set) var caption: Int?

  /// No table that is read has more places; a span can claim a million.
  private static let maximumPlaces = 200_000
  private static let maximumColumns = 1000

  /// The cell in each place, row by row.
  private var places: [[Int]] = []

  /// - Parameters:
  ///   - table: the node of the table.
  ///   - text: what the text of a node is like.
  init(_ tree: Tree, _ table: Int, text: (Int) -> CellText) {
    var hasInner = false
    var rows: [(node: Int, isHead: Bool)] = []
    var at = table + 1
    while at < tree.nodes[table].end {
      let node = tree.nodes[at]
      switch node.tag {
      case .thead, .tbody, .tfoot: at += 1
      case .tr:
        rows.append((at, tree.nodes[Int(node.parent)].tag == .thead))
        at = Int(node.end)
      case .caption:
        caption = caption ?? at
        at = Int(node.end)
      default: at = Int(node.end)
      }
    }
    for (row, item) in rows.enumerated() where !fill(tree, row, item, rows.count, text, &hasInner) { break }
    rowCount = places.count
    columnCount = places.map(\.count).max() ?? 0
    decide(tree.nodes[table].flags.contains(.presentation), hasInner)
  }

  private var used = 0

  /// - Returns: false when the table has become too large to go on.
  private mutating func fill(
    _ tree: Tree,
    _ row: Int,
    _ item: (node: Int, isHead: Bool),
    _ rowCount: Int,
    _ text: (Int) -> CellText,
    _ hasInner: inout Bool
  ) -> Bool {
    while places.count <= row { places.append([]) }
    var column = 0
    var at = item.node + 1
    while at < tree.nodes[item.node].end {
      let node = tree.nodes[at]
      if node.tag == .td || node.tag == .th {
        while column < places[row].count, places[row][column] >= 0 { column += 1 }
        let extra = tree.extras[Int32(at)]
        let rows = min(extra?.rowSpan ?? 1, rowCount - row)
        let columns = min(extra?.columnSpan ?? 1, Self.maximumColumns - column)
        used += rows * max(columns, 1)
        guard columns > 0, used <= Self.maximumPlaces else { return false }
        if (at + 1..<Int(node.end)).contains(where: { tree.nodes[$0].tag == .table }) { hasInner = true }
        let isHeader = node.tag == .th || item.isHead
        cells.append(
          Cell(
            node: at,
            row: row,
            column: column,
            rows: rows,
            columns: columns,
            isHeader: isHeader,
            headsRow: node.flags.contains(.rowHeader),
            text: text(at)
          )
        )
        for below in row..<(row + rows) {
          while places.count <= below { places.append([]) }
          while places[below].count < column + columns { places[below].append(-1) }
          for beside in column..<(column + columns) { places[below][beside] = cells.count - 1 }
        }
        column += columns
      }
      at = Int(node.end)
    }
    return true
  }

  /// More words are too many for a cell of data, unless the table says that it is one.
  private static let wordyCell = 60

  private mutating func decide(_ isPresentation: Bool, _ hasInner: Bool) {
    let filled = cells.filter { $0.text.words > 0 }
    let hasHeaders = filled.contains(where: \.isHeader)
    isData =
      !isPresentation && !hasInner && rowCount > 1 && columnCount > 1 && filled.count > 2
      && (hasHeaders || caption != nil || filled.allSatisfy { $0.text.words <= Self.wordyCell && !$0.text.isProse })
    guard isData else { return }
    if !hasHeaders { markFirstRow(filled) }
    for index in cells.indices where cells[index].isHeader && !cells[index].headsRow {
      // Headers at the beginning of a row that has data besides head that row.
      let (row, column) = (places[cells[index].row], cells[index].column)
      guard column == 0 || row[column - 1] >= 0 && cells[row[column - 1]].headsRow else { continue }
      cells[index].headsRow = row.contains { $0 >= 0 && !cells[$0].isHeader }
    }
  }

  /// Of a table that marks no headers, the first row is one where it is words, or years, over columns of numbers.
  private mutating func markFirstRow(_ filled: [Cell]) {
    let first = filled.filter { $0.row == 0 && $0.column > 0 }
    let body = filled.filter { $0.row > 0 && $0.column > 0 }
    guard !first.isEmpty, first.allSatisfy({ !$0.text.isNumber }) || first.allSatisfy(\.text.isYear),
      body.count(where: \.text.isNumber) * 2 >= body.count, !body.isEmpty
    else { return }
    for index in cells.indices where cells[index].row == 0 && cells[index].rows == 1 { cells[index].isHeader = true }
  }

  /// Of each cell, the cells that head its row and its column, the outermost first, as indices of `cells`.
  func headers() -> [(row: [Int], column: [Int])] {
    var result = [(row: [Int], column: [Int])](repeating: ([], []), count: cells.count)
    var above = [[Int]](repeating: [], count: columnCount)
    let hasColumnHeaders = cells.contains { $0.isHeader && !$0.headsRow }
    for (row, line) in places.enumerated() {
      var beside: [Int] = []
      for (column, index) in line.enumerated() where index >= 0 {
        let cell = cells[index]
        if cell.row == row, cell.column == column {
          result[index] = (beside.suffix(Self.maximumHeaders), above[column].suffix(Self.maximumHeaders))
        }
        guard beside.last != index, cell.column == column else { continue }
        let isFirst = column == 0 && !cell.isHeader && hasColumnHeaders
        if (cell.isHeader && cell.headsRow) || isFirst { beside.append(index) }
      }
      for (column, index) in line.enumerated() where index >= 0 {
        let cell = cells[index]
        guard cell.isHeader, !cell.headsRow, above[column].last != index else { continue }
        // Headers within a table end those above, unless they follow them at once.
        if let last = above[column].last, cells[last].row + cells[last].rows < cell.row { above[column].removeAll() }
        above[column].append(index)
      }
    }
    return result
  }

  /// A cell has no more headers of its row, and none of its column.
  private static let maximumHeaders = 8
}
