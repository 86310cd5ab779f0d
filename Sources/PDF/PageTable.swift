import Model
import Readers

/// Rows that stand in columns under each other, as a table.
enum PageTable {
  /// The table of some lines.
  /// - Parameter scale: what a line's place is in the document.
  static func table(_ lines: [PageLine], place: (PageLine) -> SourceMap.Place) -> TableText {
    let columns = columns(lines)
    var table = TableText()
    for line in lines {
      var cells = columns.map { _ in TableText.Cell(words: [], place: place(line)) }
      for cell in line.cells {
        let column =
          columns.firstIndex { ($0.left + $0.right) / 2 >= cell.left - 1 && $0.right >= cell.left } ?? columns.count - 1
        cells[column].add(Array(line.text[cell.text]))
      }
      // A row without a name goes on the one over it.
      if let last = table.rows.indices.last, table.rows.count > 1, cells[0].words.isEmpty,
        line.cells.count < max(2, columns.count / 2)
      {
        for column in cells.indices { table.rows[last][column].add(cells[column].words) }
      } else {
        table.rows.append(cells)
      }
    }
    return table
  }

  private struct Column {
    var left: Float
    var right: Float
  }

  /// What the cells of most rows leave white lies between the columns.
  private static func columns(_ lines: [PageLine]) -> [Column] {
    var columns: [Column] = []
    let most = lines.map(\.cells.count).max() ?? 1
    for line in lines where line.cells.count * 2 > most {
      for cell in line.cells { columns.append(Column(left: cell.left, right: cell.right)) }
    }
    columns.sort { $0.left < $1.left }
    var merged: [Column] = []
    for column in columns {
      if let last = merged.indices.last, column.left <= merged[last].right {
        merged[last].right = max(merged[last].right, column.right)
      } else {
        merged.append(column)
      }
    }
    return merged.isEmpty ? [Column(left: 0, right: 0)] : merged
  }
}
