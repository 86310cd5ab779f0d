import FileOutput
import Model

/// A fact a line, as JSON, as the daemon gives it.
struct JSONLinesWriter: FactWriter {
  let file: OutputFile

  func write(_ stated: StatedFact) throws {
    try file.write(try JSON.encode(stated) + [UInt8(ascii: "\n")])
  }

  func finish() throws {}
}
