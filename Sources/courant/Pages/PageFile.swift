import FileOutput

/// Where a page of `--html` goes.
enum PageFile {
  /// - Parameter output: a file; nil or "-" for standard output.
  /// - Throws: `FileError` if the disk does not take it: then what was there before stands.
  static func write(_ page: String, to output: String?) throws {
    guard let output, output != "-" else {
      Terminal.write(Array(page.utf8))
      return Terminal.flush()
    }
    let file = try OutputFile(output)
    try file.write(page.utf8)
    try file.finish()
  }
}
