import Glibc
import Model

/// A cursor in a file of its own, for sinks whose far side cannot keep one: written beside its place, synced and renamed.
struct KeptCursor {
  private let path: String

  /// - Throws: ``SinkError`` when the folder cannot be made.
  init(folder: String, name: String = "cursor") throws(SinkError) {
    try Disk.makeFolder(folder)
    path = "\(folder)/\(name)"
  }

  /// Lines that belong together; nil when there are none.
  /// - Throws: ``SinkError``, final, when they are not what was written.
  func read() throws(SinkError) -> [String]? {
    guard let bytes = try Disk.read(path) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 2, lines.last == "", let sum = lines.dropLast().last,
      Digest(String(sum)) == Digest(of: lines.dropLast(2).joined(separator: "\n").utf8)
    else {
      throw SinkError("\(path): damaged, no cursor can be read; remove it to begin with a snapshot", isFinal: true)
    }
    return lines.dropLast(2).map(String.init)
  }

  func write(_ lines: [String]) throws(SinkError) {
    let text = lines.joined(separator: "\n")
    try Disk.replace(path, with: Array("\(text)\n\(Digest(of: text.utf8))\n".utf8))
  }

  /// The cursor in the first line.
  func cursor() throws(SinkError) -> Cursor? {
    try read()?.first.flatMap { Cursor($0) }
  }
}

/// Files as sinks write them; every fault with the path.
enum Disk {
  static func error(_ path: String) -> SinkError {
    SinkError("\(path): \(String(cString: strerror(errno)))")
  }

  static func makeFolder(_ path: String) throws(SinkError) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/\(part)"
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw error(made) }
    }
  }

  /// Nil when there is no such file.
  static func read(_ path: String) throws(SinkError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw error(path)
    }
    defer { Glibc.close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      guard count >= 0 else { throw error(path) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(SinkError) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw error(path) }
      sent += count
    }
  }

  static func replace(_ path: String, with bytes: [UInt8]) throws(SinkError) {
    let draft = path + ".tmp"
    try writeSynced(draft, bytes)
    try move(draft, path)
  }

  private static func writeSynced(_ path: String, _ bytes: [UInt8]) throws(SinkError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw error(path) }
    defer { Glibc.close(file) }
    try write(bytes, to: file, path)
    guard fsync(file) == 0 else { throw error(path) }
  }

  /// Renames, and comes back when the new name is on disk.
  static func move(_ path: String, _ place: String) throws(SinkError) {
    guard rename(path, place) == 0 else { throw error(place) }
    try syncFolder(of: place)
  }

  static func syncFolder(of path: String) throws(SinkError) {
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw error(parent) }
    defer { Glibc.close(folder) }
    guard fsync(folder) == 0 else { throw error(parent) }
  }
}
