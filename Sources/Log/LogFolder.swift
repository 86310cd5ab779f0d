import Glibc

/// The folder of a log: its files' names, and what is done with the folder itself.
struct LogFolder: Sendable {
  let path: String
  let identity: [UInt8]
  let disk: LogDisk

  /// The path of the segment that starts with a number.
  func segment(_ first: UInt64) -> String { "\(path)/\(Self.name(first))" }

  /// A segment's name: 20 digits, so that names sort as numbers do.
  static func name(_ first: UInt64) -> String {
    let digits = String(first)
    return String(repeating: "0", count: 20 - digits.count) + digits + ".log"
  }

  /// What a new segment is called until it is whole.
  static let suffix = ".tmp"

  /// The first numbers of all segments, in order; and unfinished new segments.
  func list() throws(LogError) -> (segments: [UInt64], unfinished: [String]) {
    guard let folder = opendir(path) else { throw LogError.system(errno, path, "cannot be read") }
    defer { closedir(folder) }
    var segments: [UInt64] = []
    var unfinished: [String] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if let first = Self.first(name) { segments.append(first) }
      if name.hasSuffix(Self.suffix), Self.first(String(name.dropLast(Self.suffix.count))) != nil {
        unfinished.append("\(path)/\(name)")
      }
      errno = 0
    }
    if errno != 0 { throw LogError.system(errno, path, "cannot be read") }
    return (segments.sorted(), unfinished)
  }

  /// Makes the folder unless there is one.
  func make() throws(LogError) {
    if mkdir(path, 0o700) != 0 {
      guard errno == EEXIST else { throw LogError.system(errno, path, "cannot be made") }
      return
    }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try sync(parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent)
  }

  /// Makes names in the folder durable.
  func sync() throws(LogError) { try sync(path) }

  /// Holds the folder for this process, as long as the lock is there.
  func lock() throws(LogError) -> LogLock {
    let file = try LogFile("\(path)/lock", O_RDWR | O_CREAT)
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw LogError.system(errno, file.path, "cannot be locked") }
      throw LogError(.locked, "\(path) is in use by another process; stop it, or name another folder")
    }
    return LogLock(file)
  }

  private func sync(_ path: String) throws(LogError) {
    let folder = try LogFile(path, O_RDONLY | O_DIRECTORY)
    let number = disk.syncAll(folder.descriptor)
    if number != 0 { throw LogError.system(number, path, "cannot be synced") }
  }

  private static func first(_ name: String) -> UInt64? {
    guard name.hasSuffix(".log") else { return nil }
    let digits = name.dropLast(4)
    guard digits.utf8.count == 20, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return UInt64(digits)
  }
}

/// A folder held for this process; released with the last reference.
final class LogLock: Sendable {
  private let file: LogFile

  /// - Parameter file: is locked.
  fileprivate init(_ file: LogFile) {
    self.file = file
  }

  /// Released by name: a child process that was forked and does not run its program yet still has the file open, and so
  /// the lock.
  deinit { flock(file.descriptor, LOCK_UN) }
}
