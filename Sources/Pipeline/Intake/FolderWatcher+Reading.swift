import Glibc
import Service
import SystemPackage

/// Reading what is to be taken, as fast as intake has room for it.
extension FolderWatcher {
  func readPending() {
    var taken = 0
    while taken < pending.count, found.count < found.capacity {
      let path = pending[taken]
      taken += 1
      isPending.remove(path)
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
      reading = (path, false)
      defer { reading = nil }
      let before = try FileStamp(file)
      let content = try Files.read(file, limit: limit)
      let after = try FileStamp(file)
      // Whoever writes has said so before the bytes that were read were there; it is read again when he closes the file.
      readEvents()
      if writing.contains(path) { return nil }
      if reading?.isTouched ?? false {
        remember(path)
        return nil
      }
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
      return .file(content: content, from: isMoved ? origin : nil)
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
