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

  private var headings: [String]
  /// Columns that go first where there is no room for all, in that order.
  private let spareable: [String]
  private var rows: [[Cell]] = []

  init(_ headings: [String], spareable: [String] = []) {
    self.headings = headings
    self.spareable = spareable
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: Cell...) {
    rows.append(cells)
  }

  /// Writes the table to standard output, the headings only for people.
  func print() {
    if let narrowed { return narrowed.print() }
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

  /// The table without a column that tells people little: an empty one, or where it is too narrow for all, the next that can be spared.
  /// Nil when none is to go. Scripts count on every column.
  private var narrowed: Table? {
    guard let total = Terminal.width, !rows.isEmpty else { return nil }
    let natural = headings.indices.map { column in rows.map { Width.of($0[column].text) }.max() ?? 0 }
    let least = natural.reduce(0) { $0 + min($1, Self.comfortable) } + 2 * (headings.count - 1)
    let spared = least > total ? spareable.compactMap { headings.firstIndex(of: $0) }.first : nil
    guard let column = natural.firstIndex(of: 0) ?? spared else { return nil }
    var narrowed = self
    narrowed.headings.remove(at: column)
    for row in narrowed.rows.indices { narrowed.rows[row].remove(at: column) }
    return narrowed
  }

  /// A column of this width says enough.
  private static let comfortable = 24

  /// Takes columns away from the widest until the row fits, down to a width at which something can still be read.
  ///
  /// A column of keys counts for half its width: half a key is worth less than half a sentence.
  private func shrink(_ widths: inout [Int], to total: Int) {
    // What is short already, such as a status, is not cut at all.
    let least = 12
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
