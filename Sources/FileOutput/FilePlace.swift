import Glibc

/// A place that a file is to be written to, with links followed: what is there decides how.
///
/// A regular file is replaced by renaming a draft that is whole. Anything else must never be: a device or a pipe would be gone, and a
/// link would no longer lead where its owner wants it to.
public struct FilePlace: Sendable {
  public enum Kind: Sendable, Equatable {
    case missing
    case regular(mode: mode_t, owner: uid_t, group: gid_t)
    /// A device, a pipe or a socket: written into, never replaced.
    case stream
    case folder
  }

  /// Where the links lead.
  public let path: String
  public let kind: Kind

  /// - Throws: ``FileError`` if the links lead in a circle, or to a name that cannot be read.
  public init(_ path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      // Not followed: what /dev/stdout leads to has no name that could be opened.
      (self.path, kind) = (path, .stream)
      return
    }
    let end = try Self.follow(path)
    if end.startsWithProc {
      // An open file by its descriptor: what was written to it stands.
      (self.path, kind) = (path, .stream)
      return
    }
    self.path = end
    guard stat(self.path, &status) == 0 else {
      guard errno == ENOENT else { throw FileError(failed: path) }
      kind = .missing
      return
    }
    kind =
      status.st_mode & S_IFMT == S_IFDIR
      ? .folder : .regular(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
  }

  /// The folder of the file.
  public var folder: String { Self.split(path).folder }
  /// The name of the file in its folder.
  public var name: String { Self.split(path).name }

  /// Where a draft is written before it is renamed to ``path``.
  /// - Parameter suffix: what tells it from other drafts.
  public func draft(_ suffix: String) -> String { "\(folder)/.\(name).\(suffix)" }

  private static let maximumLinks = 40

  private static func follow(_ path: String) throws(FileError) -> String {
    var path = path
    for _ in 0..<maximumLinks {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &buffer, buffer.count)
      guard count >= 0, !path.startsWithProc else { return path }
      guard let target = String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) else {
        throw FileError("\(path): leads to a name that is not UTF-8")
      }
      path = target.utf8.first == UInt8(ascii: "/") ? target : "\(split(path).folder)/\(target)"
    }
    throw FileError("\(path): links lead in a circle")
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
  }
}

extension String {
  fileprivate var startsWithProc: Bool { utf8.starts(with: "/proc/".utf8) }
}
