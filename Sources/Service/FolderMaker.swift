import Glibc

/// Makes folders.
public enum FolderMaker {
  /// Makes a folder and those above it, for its owner alone.
  /// - Throws: ``ConfigurationError`` with the folder that cannot be made.
  public static func make(_ folder: String) throws(ConfigurationError) {
    var path = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: true) {
      path += (path.isEmpty && !folder.hasPrefix("/") ? "" : "/") + part
      if mkdir(path, 0o700) == 0 {
        try syncParent(of: path)
      } else if errno != EEXIST {
        let reason = errno
        var status = stat()
        if stat(path, &status) == 0 { continue }
        throw ConfigurationError(file: path, code: reason, to: .write)
      }
    }
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw ConfigurationError("\(folder): not a folder")
    }
  }

  /// Which folders ``make(_:)`` would make, the innermost first.
  public static func missing(_ folder: String) -> [String] {
    var missing: [String] = []
    var path = folder[...]
    while !path.isEmpty, access(String(path), F_OK) != 0, errno == ENOENT {
      missing.append(String(path))
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { break }
      path = path[..<slash]
    }
    return missing
  }

  /// Waits until a folder's name is on disk: what is made durable in it must not be lost with it.
  private static func syncParent(of path: String) throws(ConfigurationError) {
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written and not read cannot be synced.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw ConfigurationError("\(parent): cannot be synced", code: errno)
    }
  }

  /// Says that others than its owner can look into a folder that is meant for one, in one line; nil if they cannot, or it is not there.
  public static func exposure(of folder: String) -> String? {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    let mode = String(status.st_mode & 0o777, radix: 8)
    return "\(folder) is open to others (mode \(mode)): they can see what is in it; run: chmod go= \(folder)"
  }

  /// Refuses a folder of somebody else's, or one that everybody may write: who can put files there can pose as the daemon.
  /// - Throws: ``ConfigurationError`` with what is wrong and what to do.
  public static func checkPrivate(_ folder: String) throws(ConfigurationError) {
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw ConfigurationError(file: folder, code: errno, to: .read)
    }
    guard status.st_uid == geteuid() else {
      throw ConfigurationError("\(folder) belongs to another user; name another folder for the sockets")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      throw ConfigurationError(
        "\(folder) may be written by everybody; name another folder for the sockets, or: chmod o-w \(folder)"
      )
    }
  }
}
