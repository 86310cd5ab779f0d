import Glibc
import Model
import Service
import Synchronization

/// Documents as they came, and their texts as read, kept by digest and compressed beside the database.
///
/// `FOLDER/ab/<64 digits>.xz` is the content of the revision with that SHA-256; `<64 digits>.text.xz` its text, where that is not the
/// same. A file is written elsewhere, synced and renamed, so it is there whole or not at all; and when it is read its content must
/// have the digest of its name.
final class Originals: Sendable {
  /// What is kept above this goes, the oldest first; 0 keeps nothing.
  private let limit: Int
  private let folder: String
  private let bytes: Mutex<Int>

  /// Makes the folder.
  /// - Throws: ``ConfigurationError``, or `Errno` when it cannot be read.
  init(folder: String, limit: Int) throws {
    self.folder = folder
    self.limit = limit
    try FolderMaker.make("\(folder)/tmp")
    // What a disk does not let go is overwritten, or goes with the next start.
    for name in try Files.list("\(folder)/tmp").names { unlink("\(folder)/tmp/\(name)") }
    bytes = Mutex(0)
    let total = try Self.files(in: folder).reduce(0) { $0 + $1.size }
    bytes.withLock { $0 = total }
  }

  private struct Kept {
    var path: String
    var size: Int
    var changed: Int
  }

  private static func files(in folder: String) throws -> [Kept] {
    var kept: [Kept] = []
    for part in try Files.list(folder).names where part != "tmp" {
      for name in try Files.list("\(folder)/\(part)").names {
        var status = stat()
        let path = "\(folder)/\(part)/\(name)"
        guard lstat(path, &status) == 0 else { continue }
        kept.append(Kept(path: path, size: Int(status.st_size), changed: status.st_mtim.tv_sec))
      }
    }
    return kept
  }

  private func path(_ digest: Digest, _ suffix: String) -> String {
    let digits = String(digest.description.dropFirst("sha256:".count))
    return "\(folder)/\(digits.prefix(2))/\(digits)\(suffix).xz"
  }

  /// Keeps a content, and its text as read where that is another; comes back when both are on disk.
  /// - Throws: ``SpoolError`` when the disk does not take them.
  func keep(_ content: [UInt8], digest: Digest, text: [UInt8]?) throws(SpoolError) {
    guard limit > 0 else { return }
    if let text { try write(text, to: path(digest, ".text")) }
    try write(content, to: path(digest, ""))
  }

  private func write(_ content: [UInt8], to path: String) throws(SpoolError) {
    guard access(path, F_OK) != 0 else { return }
    let compressed = try XZ.compress(content)
    let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)
    let draft = "\(folder)/tmp/\(path.suffix(from: path.index(after: path.lastIndex(of: "/") ?? path.startIndex)))"
    do throws(ConfigurationError) {
      try FolderMaker.make(String(parent))
    } catch {
      throw SpoolError(description: error.description)
    }
    do throws(SpoolError) {
      try Files.write([compressed], to: draft)
      try Files.rename(draft, path)
    } catch {
      try? Files.remove(draft)
      throw error
    }
    try Files.syncFolder(String(parent))
    try Files.syncFolder(folder)
    bytes.withLock { $0 += compressed.count }
  }

  /// The content of a revision.
  /// - Parameter limit: the largest document, in bytes.
  /// - Throws: ``SpoolError`` when it is not kept, or the file is not what was written.
  func content(_ digest: Digest, limit: Int) throws(SpoolError) -> [UInt8] {
    let path = path(digest, "")
    guard access(path, F_OK) == 0 else { throw SpoolError(description: "its original is not kept; submit it again") }
    let content = try read(path, limit: limit)
    guard Digest(of: content) == digest else {
      putAside(path)
      throw SpoolError(description: "\(path) is damaged: the content is not what was written; submit it again")
    }
    return content
  }

  /// The text as read of a revision; where none is kept apart, it is the content.
  func text(_ digest: Digest, limit: Int) throws(SpoolError) -> [UInt8] {
    let path = path(digest, ".text")
    guard access(path, F_OK) == 0 else { return try content(digest, limit: limit) }
    return try read(path, limit: limit)
  }

  private func read(_ path: String, limit: Int) throws(SpoolError) -> [UInt8] {
    let file: [UInt8]
    do {
      file = try Files.read(path, limit: limit * 2 + (1 << 20))
    } catch {
      throw SpoolError(description: "\(path): \(error)")
    }
    let content: [UInt8]?
    do throws(SpoolError) {
      content = try XZ.decompress(file, limit: limit)
    } catch {
      putAside(path)
      throw SpoolError(description: "\(path) is damaged: \(error); submit the document again")
    }
    guard let content else {
      let detail = "\(path) holds more than \(Quantities.size(limit)), the largest document that is taken"
      throw SpoolError(description: "\(detail); raise limits.document_bytes")
    }
    return content
  }

  /// Takes a damaged file out of the way of the good one, which comes when the document is submitted again.
  private func putAside(_ path: String) {
    rename(path, path + ".damaged")
  }

  /// Removes the oldest where more is kept than may be.
  /// - Returns: how many files.
  func trim() throws -> Int {
    guard bytes.withLock({ $0 }) > limit else { return 0 }
    var kept = try Self.files(in: folder).sorted { ($0.changed, $0.path) < ($1.changed, $1.path) }[...]
    var total = kept.reduce(0) { $0 + $1.size }
    var removed = 0
    // A tenth more than must be, so that not every document makes the folder be looked through.
    while total > limit / 10 * 9, let oldest = kept.popFirst() {
      try Files.remove(oldest.path)
      total -= oldest.size
      removed += 1
    }
    bytes.withLock { [total] in $0 = total }
    return removed
  }
}
