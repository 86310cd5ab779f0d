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

  func readPending() {
    var taken = 0
    while taken < pending.count, found.count + held.count < found.capacity {
      let path = pending[taken]
      taken += 1
      isPending.remove(path)
      // Whoever writes closes the file, and it is read then.
      if writing.contains(path) { continue }
      let origin = movedFrom.removeValue(forKey: path)
      guard let finding = look(at: path, from: origin) else { continue }
      guard found.post(FoundDocument(path: path, finding: finding)) else { break }
    }
    pending.removeFirst(taken)
    while let gone = goneFolders.first {
      guard found.post(FoundDocument(path: gone.path, finding: gone.isMoved ? .folderMoved : .folderGone)) else {
        break
      }
      goneFolders.removeFirst()
    }
    if pending.isEmpty, mustLookAgain {
      mustLookAgain = false
      // What is written to now is known again by the next event.
      writing = []
      for folder in folders { descend(into: folder, depth: 0) }
    }
  }

  /// Lets the files go on that were read a turn ago, and that nobody has changed since.
  func releaseHeld() {
    for (path, file) in held {
      held[path] = nil
      // Whoever writes closes the file, and it is read again then.
      if writing.contains(path) { continue }
      if file.isTouched || stamp(of: path) != file.stamp {
        settle(path)
      } else if !found.post(FoundDocument(path: path, finding: file.finding)) {
        remember(path)
      }
    }
  }

  /// What is at a path; nil for what is not taken, or not yet.
  private func look(at path: FilePath, from origin: FilePath?) -> FoundDocument.Finding? {
    guard let status = status(of: path) else {
      logger.debug("\(path) is gone")
      linked[path] = nil
      return root(of: path) == nil ? nil : .gone
    }
    if status.st_mode & S_IFMT == S_IFDIR { return nil }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    do {
      guard let root = root(of: path) else { return nil }
      let file: FileDescriptor
      if isLink { file = try links.open(path) } else { file = try root.open(path, flags: O_RDONLY | O_NONBLOCK) }
      defer { close(file.rawValue) }
      let before = try FileStamp(file)
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
      let isMoved = origin.map { self.status(of: $0) == nil } ?? false
      let finding = FoundDocument.Finding.file(content: content, from: isMoved ? origin : nil)
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
