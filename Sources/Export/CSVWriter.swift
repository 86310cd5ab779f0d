import FileOutput
import Model

/// A fact a row, after RFC 4180, with the names of the columns before; what a fact does not say is empty.
struct CSVWriter: FactWriter {
  private let file: OutputFile
  /// Whether text that a spreadsheet would run is neutralised.
  private let isSafe: Bool

  init(file: OutputFile, isSafe: Bool) throws {
    self.file = file
    self.isSafe = isSafe
    try file.write(FactColumn.all.map(\.name).joined(separator: ",").utf8)
    try file.write("\r\n".utf8)
  }

  func write(_ stated: StatedFact) throws {
    var row = ""
    for (index, column) in FactColumn.all.enumerated() {
      if index > 0 { row += "," }
      guard let cell = column.cell(stated) else { continue }
      var text = try cell.text()
      if isSafe, cell.isText { text = Self.neutralised(text) }
      // In quotation marks an empty text is told from none.
      let isPlain = !text.isEmpty && text.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
      row += isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    try file.write((row + "\r\n").utf8)
  }

  func finish() throws {}

  /// Puts an apostrophe before text that a spreadsheet would run as a formula. Numbers stay as they are, negative ones too.
  static func neutralised(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    switch first {
    case "\t", "\r", "\n", "=", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + text
    case "+", "-": return isNumber(text) ? text : "'" + text
    default: return text
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    return isPlain && Double(text) != nil
  }
}
