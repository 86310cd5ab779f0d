import Model

/// Where a watch has come to, as it is kept in a file: one line of a mark, JSON, and the SHA-256 of the JSON, so that a torn or
/// changed file is known as such.
package struct WatchPlace: Codable, Equatable, Sendable {
  /// A file that the output goes to, and how much of it belongs to the cursor.
  package struct Output: Codable, Equatable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    /// In bytes.
    package var length: Int

    package init(device: UInt64, inode: UInt64, length: Int) {
      self.device = device
      self.inode = inode
      self.length = length
    }
  }

  private static let mark = "courant-cursor"

  /// Null before the first snapshot was whole.
  package var cursor: Cursor?
  package var prefixes: [String]
  /// Null where the output goes to no file.
  package var output: Output?

  package init(cursor: Cursor?, prefixes: [String], output: Output?) {
    self.cursor = cursor
    self.prefixes = prefixes
    self.output = output
  }

  /// Reads what ``bytes()`` wrote; nil when it is anything else.
  package init?(bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), text.utf8.last == UInt8(ascii: "\n") else { return nil }
    let fields = text.dropLast().split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard fields.count == 2, fields[0] == Self.mark, let space = fields[1].lastIndex(of: " ") else { return nil }
    let json = Array(fields[1][..<space].utf8)
    guard Digest(String(fields[1][space...].dropFirst())) == Digest(of: json) else { return nil }
    do {
      self = try JSON.decode(WatchPlace.self, from: json)
    } catch {
      return nil
    }
  }

  /// The file's content.
  package func bytes() throws -> [UInt8] {
    let json = try JSON.text(self)
    return Array("\(Self.mark) \(json) \(Digest(of: Array(json.utf8)))\n".utf8)
  }
}
