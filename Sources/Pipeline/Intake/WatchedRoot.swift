import CLinux
import Glibc
import SystemPackage

/// A folder that is watched, held open: what is read of it is read from below it, whatever happens to its path meanwhile.
///
/// Whoever may write into a watched folder may not read all that the service may. So no link is followed on the way (`openat2` with
/// `RESOLVE_BENEATH` and `RESOLVE_NO_SYMLINKS`), neither one that is there now nor one that takes a folder's place between two calls.
final class WatchedRoot {
  let path: FilePath
  private let descriptor: Int32

  /// - Throws: `Errno` when it is no folder that can be read. The path itself may have links: whoever configured it meant it so.
  init(_ path: FilePath) throws(Errno) {
    self.path = path
    descriptor = path.withPlatformString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
  }

  deinit { close(descriptor) }

  /// Whether it is still what lies at its path.
  var isInPlace: Bool {
    var (held, found) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && path.withPlatformString { stat($0, &found) } == 0
      && (held.st_dev, held.st_ino) == (found.st_dev, found.st_ino)
  }

  /// Opens what lies below.
  /// - Throws: `Errno.tooManySymbolicLinkLevels` for a link, and whatever else the system says.
  func open(_ path: FilePath, flags: Int32) throws(Errno) -> FileDescriptor {
    guard let start = path.length(within: self.path) else { throw .noSuchFileOrDirectory }
    let file = path.withPlatformString { whole in
      let flags = UInt64(flags | O_CLOEXEC)
      if whole[start] == 0 { return courant_open_below(descriptor, ".", flags) }
      return courant_open_below(descriptor, whole + start, flags)
    }
    guard file >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: file)
  }

  /// Opens a folder whose names can be read, and what has them.
  /// - Throws: `Errno`.
  func open(folder: FilePath) throws(Errno) -> FileDescriptor {
    let opened = try open(folder, flags: O_RDONLY | O_DIRECTORY)
    var status = stat()
    // Its names can be read with one right, and looked up with another.
    guard fstatat(opened.rawValue, ".", &status, 0) == 0 else {
      let reason = Errno(rawValue: errno)
      close(opened.rawValue)
      throw reason
    }
    return opened
  }
}

/// What a file is known by while nobody has changed it.
struct FileStamp: Equatable {
  var device: UInt64
  var inode: UInt64
  var size: Int
  var modified: [Int]

  /// - Throws: `Errno`.
  init(_ file: FileDescriptor) throws(Errno) {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    self.init(status)
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
  }
}

/// Which links are followed, and where they lead.
struct LinkTargets {
  /// Folders into which links may lead.
  let allowed: [FilePath]

  /// Opens the file that a link leads to, if that lies in a folder that is allowed.
  /// - Throws: `Errno.tooManySymbolicLinkLevels` for a link elsewhere.
  func open(_ link: FilePath) throws(Errno) -> FileDescriptor {
    let place = link.withPlatformString { Glibc.open($0, pathOnly | O_CLOEXEC) }
    guard place >= 0 else { throw Errno(rawValue: errno) }
    defer { close(place) }
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/fd/\(place)", &buffer, buffer.count)
    guard count > 0 else { throw Errno(rawValue: errno) }
    let target = FilePath(bytes: buffer.prefix(count))
    guard let folder = allowed.first(where: target.isWithin) else { throw .tooManySymbolicLinkLevels }
    // What it led to may have been replaced since: the way from the allowed folder on has no links again.
    return try WatchedRoot(folder).open(target, flags: O_RDONLY | O_NONBLOCK)
  }
}

/// O_PATH, which Swift's Glibc does not show.
let pathOnly: Int32 = 0o10000000
