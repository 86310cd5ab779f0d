/// Rows in aligned columns. In a pipe nothing is cut; on a terminal rows fit its width, and what people copy is whole all the same.
struct Table {
  struct Cell {
    var text: String
    var style: Style?

    init(_ text: String, _ style: Style? = nil) {
      self.text = Terminal.clean(text)
      self.style = style
    }
  }

  /// Columns of what people copy into the next command: half of it is worth nothing.
  private static let copied: Set<String> = ["KEY", "ENTITY", "DOCUMENT", "REVISION", "SEQUENCE", "FACT"]
  /// A column of this width says enough.
  private static let comfortable = 24
  /// What is short already, such as a status, is not cut at all.
  private static let least = 12

  private var headings: [String]
  /// Columns that go first where there is no room for all, in that order.
  private let spareable: [String]
  /// How wide rows may be; nil for any width.
  private let total: Int?
  private let hasHeadings: Bool
  private var rows: [[Cell]] = []

  /// - Parameters:
  ///   - isWide: whether nothing is cut or left out, however wide the terminal is.
  ///   - total: the width of the terminal; nil for a pipe.
  init(_ headings: [String], spareable: [String] = [], isWide: Bool = false, total: Int? = Terminal.width) {
    self.headings = headings
    self.spareable = spareable
    self.total = isWide ? nil : total
    hasHeadings = total != nil
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: Cell...) {
    rows.append(cells)
  }

  mutating func add(_ cells: [Cell]) {
    rows.append(cells)
  }

  /// Writes the table to standard output, the headings only for people.
  func print() {
    for line in lines { Terminal.print(line) }
  }

  var lines: [String] {
    if let narrowed { return narrowed.lines }
    var widths = hasHeadings ? headings.map(Width.of) : headings.map { _ in 0 }
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], Width.of(cell.text)) }
    }
    if let total {
      shrink(&widths, to: total)
      if !rows.isEmpty, Self.width(widths) > total { return records(total) }
    }
    let head = hasHeadings ? [Self.line(headings.map { Cell($0, .dim) }, widths)] : []
    return head + rows.map { Self.line($0, widths) }
  }

  private static func width(_ widths: [Int]) -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) }

  /// The table without a column that tells people little: an empty one, or where it is too narrow for all, the next that can be spared.
  /// Nil when none is to go. Scripts count on every column.
  private var narrowed: Table? {
    guard let total, !rows.isEmpty else { return nil }
    let natural = headings.indices.map { column in rows.map { Width.of($0[column].text) }.max() ?? 0 }
    let needed = natural.indices.map { isCopied($0) ? natural[$0] : min(natural[$0], Self.comfortable) }
    let spared = Self.width(needed) > total ? spareable.compactMap { headings.firstIndex(of: $0) }.first : nil
    guard let column = natural.firstIndex(of: 0) ?? spared else { return nil }
    var narrowed = self
    narrowed.headings.remove(at: column)
    for row in narrowed.rows.indices { narrowed.rows[row].remove(at: column) }
    return narrowed
  }

  private func isCopied(_ column: Int) -> Bool {
    Self.copied.contains(headings[column].trimmingPrefix { $0 == " " }.description)
  }

  /// Takes columns away from the widest until the row fits, down to a width at which something can still be read.
  private func shrink(_ widths: inout [Int], to total: Int) {
    while Self.width(widths) > total {
      let candidates = widths.indices.filter { widths[$0] > Self.least && !isCopied($0) }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
    }
  }

  /// A field a line, where a row has no room: what is copied may be wider than the terminal, and is whole.
  private func records(_ total: Int) -> [String] {
    let labels = headings.map(Width.of).max() ?? 0
    var lines: [String] = []
    for (number, row) in rows.enumerated() {
      if number > 0 { lines.append("") }
      for (column, cell) in row.enumerated() where !cell.text.isEmpty {
        let room = max(Self.least, total - labels - 2)
        let text = isCopied(column) ? cell.text : Width.fit(cell.text, room)
        lines.append(Style.dim(Width.pad(headings[column], labels)) + "  " + (cell.style.map { $0(text) } ?? text))
      }
    }
    return lines
  }

  /// One line of cells; those that are wider than their columns are cut, and so the widths say what is.
  static func line(_ cells: [Cell], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let isLast = column == cells.count - 1
      let text = Width.fit(cell.text, widths[column])
      line += cell.style.map { $0(text) } ?? text
      if !isLast { line += String(repeating: " ", count: max(0, widths[column] - Width.of(text)) + 2) }
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
