import Glibc

/// Which file a name leads to: two names of one file, by a link of whatever kind, have the same.
public struct FileIdentity: Hashable, Sendable {
  public let device: UInt64
  public let inode: UInt64

  /// Of what a path leads to, with links followed; nil where that is nothing, or may not be looked at.
  public init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  public init(_ status: stat) {
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
