import Foundation

/// A table of names: a line for each, with its fields between tabs.
enum NameTable {
  /// Reads the lines of a file that are not empty, in order.
  /// - Parameters:
  ///   - wish: what a line has to be, in words.
  ///   - read: takes the fields of a line; returns false for a line that is malformed.
  /// - Throws: ``KnownNames/Fault`` if the file cannot be read or a line is malformed, and what `read` throws.
  static func forEach(
    _ path: String,
    _ wish: String,
    _ read: (_ fields: [String], _ line: Int) throws(KnownNames.Fault) -> Bool
  ) throws(KnownNames.Fault) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KnownNames.Fault(description: "\(path): cannot be read")
    }
    // An array is split several times as fast as `Data`, and every worker waits for this when it starts.
    let bytes = [UInt8](data)
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      number += 1
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard try read(fields, number) else {
        throw KnownNames.Fault(description: "\(path): line \(number) is malformed: want \(wish)")
      }
    }
  }
}
