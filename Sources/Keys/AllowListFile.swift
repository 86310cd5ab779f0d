import Glibc
import Service

/// The file of an allow-list, which is written by people and by `courantd keys`, and read while the daemon runs.
public struct AllowListFile: Sendable, Equatable {
  /// What tells one state of the file from another.
  public struct Stamp: Sendable, Equatable {
    var inode: UInt64
    var size: Int
    var seconds: Int
    var nanoseconds: Int
  }

  private static let largest = 1 << 20

  public let path: String

  public init(path: String) { self.path = path }

  /// The state of the file now; nil while there is none.
  public var stamp: Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      inode: UInt64(status.st_ino),
      size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec
    )
  }

  /// Reads the list.
  /// - Throws: ``ConfigurationError`` with file and line, or the reason why it cannot be read.
  public func load() throws(ConfigurationError) -> AllowList {
    let bytes = try SmallFile.read(path, limit: Self.largest)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw ConfigurationError("\(path): not UTF-8") }
    return try AllowList(text: text, path: path)
  }

  /// Changes the list, alone among all who do: what is written is whole, or as it was.
  /// - Returns: what `change` returns.
  /// - Throws: ``ConfigurationError`` when it cannot be read or written, and what `change` throws.
  public func update<Result>(_ change: (inout AllowList) throws -> Result) throws -> Result {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ConfigurationError(file: folder, code: errno, to: .read) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX) == 0 else { throw ConfigurationError(file: folder, code: errno, to: .read) }
    var list = stamp == nil ? AllowList() : try load()
    let result = try change(&list)
    // The daemon is another user, and public keys are no secret.
    try SmallFile.replace(path, with: Array(list.text.utf8), mode: 0o644)
    guard fsync(descriptor) == 0 else { throw ConfigurationError(file: folder, code: errno, to: .read) }
    return result
  }
}
