import CLinux
import Glibc
import Service
import SystemPackage

/// Reading what is to be taken, as fast as intake has room for it.
extension FolderWatcher {
  /// A file that was read.
  struct HeldFile {
    var finding: FoundDocument.Finding
    var stamp: FileStamp
    /// Whether it was written to or closed since.
    var isTouched = false
  }

  /// A file that has not changed for so long is whole.
  private static let quietTime = FolderWatcher.settleTime

  /// A file that somebody has open, and that has not changed for so long, is whole as well, in seconds.
  private static let longestOpen = 60

  func readPending() {
    var taken = 0
    while taken < pending.count, found.count + held.count < found.capacity {
      let path = pending[taken]
      taken += 1
      isPending.remove(path)
      // Whoever writes closes the file, and it is read then.
      if writing.contains(path) { continue }
      guard let finding = look(at: path) else { continue }
      guard post(finding, of: path) else { break }
    }
    pending.removeFirst(taken)
    while let gone = goneFolders.first {
      guard found.post(FoundDocument(path: gone.path, finding: .folderGone(movedTo: gone.movedTo))) else { break }
      goneFolders.removeFirst()
    }
    if pending.isEmpty, mustLookAgain {
      mustLookAgain = false
      // What is written to now is known again by the next event.
      writing = []
      for folder in folders { descend(into: folder, depth: 0) }
    }
  }

  /// Hands a finding on.
  /// - Returns: false when there is no room for it.
  private func post(_ finding: FoundDocument.Finding, of path: FilePath) -> Bool {
    guard found.post(FoundDocument(path: path, finding: finding)) else { return false }
    // A file that is refused may be taken later, and its old names go then.
    if case .refused = finding { return true }
    movedFrom[path] = nil
    return true
  }

  /// Lets the files go on that were read a turn ago, and that nobody has changed since.
  func releaseHeld() {
    for (path, file) in held {
      held[path] = nil
      // Whoever writes closes the file, and it is read again then.
      if writing.contains(path) { continue }
      if file.isTouched || stamp(of: path) != file.stamp {
        settle(path)
      } else if !post(file.finding, of: path) {
        remember(path)
      }
    }
  }

  /// Whether it is known that nothing is at a path.
  private func isGone(_ path: FilePath) -> Bool {
    do throws(Errno) {
      return try status(of: path) == nil
    } catch {
      return false
    }
  }

  /// What something is that is no file; nil for a file, and for what one cannot tell.
  private static func kind(_ status: stat) -> String? {
    switch status.st_mode & S_IFMT {
    case S_IFIFO: "a named pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: nil
    }
  }

  /// What is at a path; nil for what is not taken, or not yet.
  private func look(at path: FilePath) -> FoundDocument.Finding? {
    let found: stat?
    do throws(Errno) {
      found = try status(of: path)
    } catch {
      // It, or its folder, is looked at again when that can be.
      return nil
    }
    guard let status = found else {
      logger.debug("\(path) is gone")
      linked[path] = nil
      return root(of: path) == nil ? nil : .gone
    }
    if status.st_mode & S_IFMT == S_IFDIR { return nil }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if !isLink, let kind = Self.kind(status) { return .refused(reason: "\(kind), and not a file") }
    do {
      guard let root = root(of: path) else { return nil }
      let file: FileDescriptor
      if isLink { file = try links.open(path) } else { file = try root.open(path, flags: O_RDONLY | O_NONBLOCK) }
      defer { close(file.rawValue) }
      let before = try FileStamp(file)
      // Somebody else may have closed it, or a close be told late: while anybody writes to it, it is not whole.
      if courant_is_written(file.rawValue) == 1, time(nil) - before.modified[0] < Self.longestOpen {
        // Its close is told, but for what a link leads to.
        if isLink { settle(path) } else { isWrittenTo(path) }
        return nil
      }
      let content = try Files.read(file, limit: limit)
      let after = try FileStamp(file)
      guard before == after else {
        settle(path)
        return nil
      }
      if isLink, linked.count < Self.maximumTracked { linked[path] = after } else { linked[path] = nil }
      guard content.count <= limit else {
        return .refused(reason: "larger than \(Quantities.size(limit))")
      }
      // A copy is left where there is still something.
      let origins = (movedFrom[path] ?? []).filter(isGone)
      let finding = FoundDocument.Finding.file(content: content, from: origins)
      guard !isLink, time(nil) - after.modified[0] < Self.quietTime else { return finding }
      held[path] = HeldFile(finding: finding, stamp: after)
      return nil
    } catch let error as Errno where isLink {
      if error == .tooManySymbolicLinkLevels {
        return .refused(reason: "a link that leads out of the folders named in links")
      }
      track(path)
      return .refused(reason: "a link: \(error)")
    } catch {
      if error as? Errno == .permissionDenied { track(path) }
      return .refused(reason: "\(error)")
    }
  }
}
