import Glibc

/// Finds out whether a disk takes anything.
public enum DiskProbe {
  /// As much as a start needs at least: the index of SQLite's log, a few pages, a file of the spool.
  private static let byteCount = 1 << 20

  /// Writes a file of 1 MiB into a folder, syncs it, and removes it.
  /// - Returns: what is wrong with the disk, in one line: it is full, read-only or broken. Nil when it takes the file, and when
  ///   something else is wrong, such as the folder's permissions.
  public static func fault(of folder: String) -> String? {
    let path = "\(folder)/probe"
    guard let code = write(path), isOfDisk(code) else { return nil }
    return "\(folder): \(String(cString: strerror(code)))"
  }

  /// Whether an error number tells of a disk that is full, read-only or broken.
  public static func isOfDisk(_ code: Int32) -> Bool { [ENOSPC, EDQUOT, EROFS, EIO].contains(code) }

  /// - Returns: the error number of what failed.
  private static func write(_ path: String) -> Int32? {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return errno }
    defer {
      close(file)
      unlink(path)
    }
    let bytes = [UInt8](repeating: 0xA5, count: 64 << 10)
    var rest = byteCount
    while rest > 0 {
      let count = Glibc.write(file, bytes, min(rest, bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      rest -= count
    }
    return fsync(file) == 0 ? nil : errno
  }
}
