import Glibc
import Model
import SystemPackage

/// Looking through folders, and at what is not told of by events.
extension FolderWatcher {
  /// The watched folder that a path is in.
  func root(of path: FilePath) -> WatchedRoot? { roots.first { path.isWithin($0.key) }?.value }

  /// Watches a folder and everything below it, and remembers the files that are there.
  func lookThrough(_ folder: FilePath, depth: Int) throws(Errno) {
    guard let root = root(of: folder) else { throw .noSuchFileOrDirectory }
    let opened = try root.open(folder, flags: O_RDONLY | O_DIRECTORY)
    let mask = UInt32(
      IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVE_SELF
        | IN_DELETE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK
    )
    // By the descriptor: the path may be another's by now.
    let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(opened.rawValue)", mask)
    guard watch >= 0 else {
      let reason = Errno(rawValue: errno)
      close(opened.rawValue)
      throw reason
    }
    watches[watch] = (folder, depth)
    for (name, status) in try Self.names(in: opened) {
      if isStopped() { return }
      let path = folder.appending(name: name)
      switch status.st_mode & S_IFMT {
      case S_IFDIR: descend(into: path, depth: depth + 1)
      case S_IFLNK: take(link: path)
      default:
        if writing.contains(path) { continue }
        // Perhaps its writer has not closed it. If so an event follows; if not, nothing does.
        if time(nil) - status.st_mtim.tv_sec < Self.settleTime { settle(path) } else { remember(path) }
      }
    }
  }

  /// The names in a folder that may be documents or folders of them, in the order of their bytes, with what has them. Closes the
  /// descriptor.
  private static func names(in folder: FileDescriptor) throws(Errno) -> [(name: [UInt8], status: stat)] {
    guard let stream = fdopendir(folder.rawValue) else {
      let reason = Errno(rawValue: errno)
      close(folder.rawValue)
      throw reason
    }
    defer { closedir(stream) }
    var names: [(name: [UInt8], status: stat)] = []
    while let entry = readdir(stream) {
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        let name = Array(bytes.prefix { $0 != 0 })
        var status = stat()
        guard !name.isPrivateName, let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
          fstatat(folder.rawValue, start, &status, AT_SYMLINK_NOFOLLOW) == 0
        else { return }
        names.append((name, status))
      }
    }
    return names.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// What lies at a path, and not what it leads to; nil where nothing does, or the way there is a link.
  func status(of path: FilePath) -> stat? {
    guard let root = root(of: path) else { return nil }
    do throws(Errno) {
      let place = try root.open(path, flags: pathOnly | O_NOFOLLOW)
      defer { close(place.rawValue) }
      var status = stat()
      return fstat(place.rawValue, &status) == 0 ? status : nil
    } catch {
      return nil
    }
  }

  func stamp(of path: FilePath) -> FileStamp? { status(of: path).map(FileStamp.init) }

  func descend(into folder: FilePath, depth: Int) {
    guard depth <= Self.maximumDepth else {
      logger.warning("not watched, for it lies too deep: \(folder)")
      return
    }
    do throws(Errno) {
      try lookThrough(folder, depth: depth)
    } catch {
      // Gone again, or not a folder any longer: an event says what is there now.
      if error == .noSuchFileOrDirectory || error == .notDirectory || error == .tooManySymbolicLinkLevels { return }
      track(folder)
      logger.warning("not watched: \(folder): \(error)")
    }
  }

  /// A name was made: of a file that is written and closed yet, of one that exists, or of a link.
  func look(atNew path: FilePath) {
    guard let status = status(of: path) else { return }
    if status.st_mode & S_IFMT == S_IFLNK { take(link: path) } else if status.st_nlink > 1 { settle(path) }
  }

  private func take(link path: FilePath) {
    var target = stat()
    // A link to a folder may lead back up: one folder would be many, and one document as many sources.
    if path.withPlatformString({ stat($0, &target) }) == 0, target.st_mode & S_IFMT == S_IFDIR {
      logger.warning("not watched, for it is a link to a folder: \(path)")
    } else {
      remember(path)
    }
  }

  /// Takes a young file once it has stopped changing: whatever the clock says, and whichever way it was put.
  func settle(_ path: FilePath) {
    guard let before = stamp(of: path) else { return }
    reactor.after(.seconds(Self.settleTime)) { [unowned self] in
      guard let now = stamp(of: path), !writing.contains(path) else { return }
      if now == before { remember(path) } else { settle(path) }
    }
  }

  /// Remembers what cannot be read now, to try it again.
  func track(_ path: FilePath) {
    if unreadable.count < Self.maximumTracked { unreadable.insert(path) }
  }

  /// Tries again what could not be read, and looks at what links lead to: of both no event tells.
  func lookAtTracked() {
    lookAtRoots()
    for path in unreadable {
      guard let status = status(of: path) else {
        unreadable.remove(path)
        continue
      }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      do throws(Errno) {
        guard let root = root(of: path) else { continue }
        let file =
          status.st_mode & S_IFMT == S_IFLNK
          ? try links.open(path) : try root.open(path, flags: O_RDONLY | O_NONBLOCK | (isFolder ? O_DIRECTORY : 0))
        close(file.rawValue)
      } catch {
        continue
      }
      unreadable.remove(path)
      let depth = path.components.count - (root(of: path)?.path.components.count ?? 0)
      isFolder ? descend(into: path, depth: depth) : remember(path)
    }
    for (path, known) in linked {
      do throws(Errno) {
        let file = try links.open(path)
        defer { close(file.rawValue) }
        if try FileStamp(file) != known { remember(path) }
      } catch {
        remember(path)
      }
    }
  }
}
