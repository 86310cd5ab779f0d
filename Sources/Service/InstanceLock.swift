import Glibc

/// Holds a folder for one daemon at a time.
public final class InstanceLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, and makes the folder where it is missing.
  /// - Throws: ``ConfigurationError`` when another daemon has it, or the folder cannot be made or written.
  public init(folder: String, name: String) throws(ConfigurationError) {
    try FolderMaker.make(folder)
    let path = "\(folder)/\(name)"
    var opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if opened < 0, DiskProbe.isOfDisk(errno) {
      // Nothing is written to it: the file of an earlier run will do, on a disk that takes nothing.
      let code = errno
      opened = open(path, O_RDONLY | O_CLOEXEC)
      if opened < 0 { errno = code }
    }
    guard opened >= 0 else {
      throw ConfigurationError(file: path, code: errno, to: .write)
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw ConfigurationError("\(folder) is in use by another courantd; stop it, or name another folder")
    }
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }
}
