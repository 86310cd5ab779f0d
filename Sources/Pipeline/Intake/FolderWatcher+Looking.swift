import Glibc
import Model
import SystemPackage

/// Looking through folders, and at what is not told of by events.
extension FolderWatcher {
  /// The watched folder that a path is in.
  func root(of path: FilePath) -> WatchedRoot? { roots.first { path.isWithin($0.key) }?.value }

  /// Watches a folder and everything below it, and remembers the files that are there.
  /// - Parameter origins: what the folder was called until a moment ago.
  func lookThrough(_ folder: FilePath, depth: Int, from origins: [FilePath] = []) throws(Errno) {
    guard let root = root(of: folder) else { throw .noSuchFileOrDirectory }
    let opened = try root.open(folder: folder)
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
      let before = origins.map { $0.appending(name: name) }
      if status.st_mode & S_IFMT != S_IFDIR { note(path, movedFrom: before) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: descend(into: path, depth: depth + 1, from: before)
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
  /// - Throws: `Errno` when that cannot be told now: then it is tried again.
  func status(of path: FilePath) throws(Errno) -> stat? {
    guard let root = root(of: path) else { return nil }
    do throws(Errno) {
      let place = try root.open(path, flags: pathOnly | O_NOFOLLOW)
      defer { close(place.rawValue) }
      var status = stat()
      return fstat(place.rawValue, &status) == 0 ? status : nil
    } catch {
      switch error {
      case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .improperLink: return nil
      case .permissionDenied: track(closedFolderAbove: path, root)
      default: track(path)
      }
      throw error
    }
  }

  func stamp(of path: FilePath) -> FileStamp? {
    do throws(Errno) {
      return try status(of: path).map(FileStamp.init)
    } catch {
      return nil
    }
  }

  func descend(into folder: FilePath, depth: Int, from origins: [FilePath] = []) {
    guard depth <= Self.maximumDepth else {
      logger.warning("not watched, for it lies too deep: \(folder)")
      return
    }
    do throws(Errno) {
      try lookThrough(folder, depth: depth, from: origins)
    } catch {
      // Gone again, or not a folder any longer: an event says what is there now.
      if error == .noSuchFileOrDirectory || error == .notDirectory || error == .tooManySymbolicLinkLevels { return }
      track(folder)
      logger.warning("not watched: \(folder): \(error)")
    }
  }

  /// A name was made: of a file that is written and closed yet, of one that exists, or of a link.
  func look(atNew path: FilePath) {
    do throws(Errno) {
      guard let status = try status(of: path) else { return }
      switch status.st_mode & S_IFMT {
      case S_IFLNK: take(link: path)
      // A file is read when it is closed; a further name of one is never closed.
      case S_IFREG: if status.st_nlink > 1 { settle(path) }
      default: remember(path)
      }
    } catch {
      // The folder is looked through when it can be.
      return
    }
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

  /// A name cannot be looked up: remembers the uppermost folder on the way there that is closed to us, or was a moment ago.
  private func track(closedFolderAbove path: FilePath, _ root: WatchedRoot) {
    var closed = path == root.path ? path : path.removingLastComponent()
    var folder = closed
    while folder != root.path, folder.isWithin(root.path) {
      folder = folder.removingLastComponent()
      do throws(Errno) {
        close(try root.open(folder: folder).rawValue)
      } catch {
        closed = folder
      }
    }
    track(closed: closed, .permissionDenied)
  }

  /// Remembers a folder that was watched and cannot be read any longer.
  private func track(closed folder: FilePath, _ reason: Errno) {
    guard !unreadable.contains(folder) else { return }
    track(folder)
    logger.warning("a folder cannot be read any longer; trying again: \(folder): \(reason)")
  }

  /// The permissions of a folder have changed: looks whether it can be read now that could not be, or the other way round.
  func lookWhetherReadable(_ folder: FilePath) {
    guard let root = root(of: folder) else { return }
    do throws(Errno) {
      close(try root.open(folder: folder).rawValue)
      if unreadable.contains(folder) { readAgain(folder, root) }
    } catch {
      if error == .permissionDenied { track(closed: folder, error) }
    }
  }

  /// Looks through a folder that could not be read: what happened in it meanwhile was not seen.
  private func readAgain(_ folder: FilePath, _ root: WatchedRoot) {
    unreadable.remove(folder)
    logger.info("a folder can be read again: \(folder)")
    descend(into: folder, depth: folder.components.count - root.path.components.count)
    folderIsGone(folder)
  }

  /// Tries again what could not be read, and looks at what links lead to: of both no event tells.
  func lookAtTracked() {
    lookAtRoots()
    for path in unreadable {
      guard let root = root(of: path) else { continue }
      do throws(Errno) {
        guard let status = try status(of: path) else {
          unreadable.remove(path)
          continue
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
          close(try root.open(folder: path).rawValue)
          readAgain(path, root)
        case S_IFLNK:
          close(try links.open(path).rawValue)
          unreadable.remove(path)
          remember(path)
        default:
          close(try root.open(path, flags: O_RDONLY | O_NONBLOCK).rawValue)
          unreadable.remove(path)
          remember(path)
        }
      } catch {
        continue
      }
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
