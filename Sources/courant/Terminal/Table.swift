/// Rows in aligned columns. On a terminal the last column is cut to the width; in a pipe nothing is.
struct Table {
  struct Cell {
    var text: String
    var style: Style?

    init(_ text: String, _ style: Style? = nil) {
      self.text = Terminal.clean(text)
      self.style = style
    }
  }

  private let headings: [String]
  private var rows: [[Cell]] = []

  init(_ headings: [String]) {
    self.headings = headings
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: Cell...) {
    rows.append(cells)
  }

  /// Writes the table to standard output, the headings only for people.
  func print() {
    if Terminal.isTerminal, !rows.isEmpty {
      // A column in which nothing stands tells people nothing; scripts count on every column.
      let kept = headings.indices.filter { column in rows.contains { !$0[column].text.isEmpty } }
      if kept.count < headings.count {
        var narrowed = Table(kept.map { headings[$0] })
        narrowed.rows = rows.map { row in kept.map { row[$0] } }
        return narrowed.print()
      }
    }
    var widths = Terminal.isTerminal ? headings.map(Width.of) : headings.map { _ in 0 }
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], Width.of(cell.text)) }
    }
    if let total = Terminal.width { shrink(&widths, to: total) }
    if Terminal.isTerminal {
      Terminal.print(Self.line(headings.map { Cell($0, .dim) }, widths))
    }
    for row in rows { Terminal.print(Self.line(row, widths)) }
  }

  /// Takes columns away from the widest until the row fits, down to a width at which something can still be read.
  ///
  /// A column of keys counts for half its width: half a key is worth less than half a sentence.
  private func shrink(_ widths: inout [Int], to total: Int) {
    let least = 8
    let weights = headings.map { $0 == "KEY" ? 1 : 2 }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > total {
      let candidates = widths.indices.filter { widths[$0] > least }
      guard let widest = candidates.max(by: { widths[$0] * weights[$0] < widths[$1] * weights[$1] }) else { return }
      widths[widest] -= 1
    }
  }

  static func line(_ cells: [Cell], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let isLast = column == cells.count - 1
      let text = Terminal.isTerminal ? Width.fit(cell.text, widths[column]) : cell.text
      line += cell.style.map { $0(text) } ?? text
      if !isLast { line += String(repeating: " ", count: max(0, widths[column] - Width.of(text)) + 2) }
    }
    return line
  }
}
