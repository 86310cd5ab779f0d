import FileOutput
import Model

/// A fact a row, after RFC 4180, with the names of the columns before; what a fact does not say is empty.
struct CSVWriter: FactWriter {
  private let file: OutputFile

  init(file: OutputFile) throws {
    self.file = file
    try file.write(FactColumn.all.map(\.name).joined(separator: ",").utf8)
    try file.write("\r\n".utf8)
  }

  func write(_ stated: StatedFact) throws {
    var row = ""
    for (index, column) in FactColumn.all.enumerated() {
      if index > 0 { row += "," }
      guard let text = try column.cell(stated)?.text() else { continue }
      // In quotation marks an empty text is told from none.
      let isPlain = !text.isEmpty && text.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
      row += isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    try file.write((row + "\r\n").utf8)
  }

  func finish() throws {}
}
