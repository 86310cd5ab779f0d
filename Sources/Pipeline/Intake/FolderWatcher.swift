import Glibc
import Logging
import Model
import Service
import ZeroMQ

/// A document that was found in a watched folder, or is gone from it.
struct FoundDocument: Sendable {
  enum Finding: Sendable, Equatable {
    case file(content: [UInt8])
    /// It is there, and cannot be taken; the reason is one line.
    case refused(reason: String)
    case gone
    /// A whole folder: its documents are to be looked for.
    case folderGone
  }

  var path: String
  var finding: Finding
}

/// The thread that watches folders: all that is in them at the start, and then every file that is closed or renamed into them.
///
/// A file that is still being written is left until its writer closes it. What intake has no room for waits on disk, where it is, and
/// is looked at again; so the watcher's memory is the paths that it still has to read, and when those are too many, the folders.
final class FolderWatcher {
  /// How many paths are remembered before the folders are looked through anew instead.
  static let maximumPaths = 100_000
  /// How deep folders are followed.
  static let maximumDepth = 16
  /// A file found by a look-through that changed this recently may still be written to.
  private static let settleTime = 2

  private let folders: [String]
  private let limit: Int
  private let found: Mailbox<FoundDocument>
  private let logger: Logger
  private let reactor: Reactor
  private let descriptor: Int32
  private var watches: [Int32: (path: String, depth: Int)] = [:]
  private var pending: [String] = []
  private var isPending: Set<String> = []
  private var mustLookAgain = false
  /// Folders that were removed or moved away.
  private var goneFolders: [String] = []

  /// Watches until the mailbox is told to stop.
  /// - Parameters:
  ///   - limit: the size of the largest document, in bytes.
  ///   - looksForGone: whether files may be gone that were there when somebody watched before.
  ///   - found: takes the documents; when it is full they wait.
  /// - Throws: ``ConfigurationError`` for a folder that cannot be watched.
  static func run(
    _ folders: [String],
    limit: Int,
    looksForGone: Bool,
    found: Mailbox<FoundDocument>,
    stop: Mailbox<Bool>,
    logger: Logger
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    let watcher = try FolderWatcher(folders, limit: limit, found: found, context: context, logger: logger)
    defer { close(watcher.descriptor) }
    if looksForGone { watcher.goneFolders = folders }
    try watcher.run(stop)
  }

  private init(
    _ folders: [String],
    limit: Int,
    found: Mailbox<FoundDocument>,
    context: Context,
    logger: Logger
  ) throws {
    self.folders = folders
    self.limit = limit
    self.found = found
    self.logger = logger
    reactor = Reactor(context: context)
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else {
      throw ConfigurationError("folders cannot be watched: inotify: \(String(cString: strerror(errno)))")
    }
  }

  private func run(_ stop: Mailbox<Bool>) throws {
    for folder in folders {
      guard lookThrough(folder, depth: 0) else {
        throw ConfigurationError(
          "watch: \(folder): \(String(cString: strerror(errno))); name a folder that can be read"
        )
      }
    }
    reactor.add(fileDescriptor: descriptor) { [unowned self] in readEvents() }
    reactor.add(stop) { [unowned self] _ in reactor.stop() }
    reactor.every(.milliseconds(50)) { [unowned self] in readPending() }
    try reactor.run()
  }

  /// Watches a folder and everything below it, and remembers the files that are there.
  private func lookThrough(_ folder: String, depth: Int) -> Bool {
    let mask = UInt32(
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR | IN_EXCL_UNLINK
    )
    let watch = inotify_add_watch(descriptor, folder, mask)
    guard watch >= 0 else { return false }
    watches[watch] = (folder, depth)
    let names: [String]
    do {
      let (readable, unreadable) = try Files.list(folder)
      names = readable
      if unreadable > 0 {
        logger.warning("not taken, for their names are not UTF-8: \(unreadable) files in \(folder)")
      }
    } catch {
      return false
    }
    for name in names where !Self.isPrivate(name) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      let isLink = status.st_mode & S_IFMT == S_IFLNK
      guard !isLink || stat(path, &status) == 0 else {
        remember(path)
        continue
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        // A link may lead back up: one folder would be many, and one document as many sources.
        if isLink {
          logger.warning("not watched, for it is a link to a folder: \(path)")
        } else {
          descend(into: path, depth: depth + 1)
        }
      } else if time(nil) - status.st_mtim.tv_sec < Self.settleTime {
        // Perhaps its writer has not closed it. If so an event follows; if not, nothing does.
        settle(path)
      } else {
        remember(path)
      }
    }
    return true
  }

  private func descend(into folder: String, depth: Int) {
    guard depth <= Self.maximumDepth else {
      logger.warning("not watched, for it lies too deep: \(folder)")
      return
    }
    if !lookThrough(folder, depth: depth) {
      logger.warning("not watched: \(folder): \(String(cString: strerror(errno)))")
    }
  }

  /// Takes a young file once it has stopped changing: whatever the clock says, and whichever way it was put.
  private func settle(_ path: String) {
    var before = stat()
    guard stat(path, &before) == 0 else { return }
    reactor.after(.seconds(Self.settleTime)) { [unowned self] in
      var now = stat()
      guard stat(path, &now) == 0 else { return }
      let isSame =
        now.st_size == before.st_size && now.st_mtim.tv_sec == before.st_mtim.tv_sec
        && now.st_mtim.tv_nsec == before.st_mtim.tv_nsec
      if isSame { remember(path) } else { settle(path) }
    }
  }

  /// Not all that happens can be told any longer: the folders are looked through, for what is new and for what is gone.
  private func lookAgain() {
    mustLookAgain = true
    goneFolders = folders
  }

  private func remember(_ path: String) {
    guard pending.count < Self.maximumPaths else { return lookAgain() }
    if isPending.insert(path).inserted { pending.append(path) }
  }

  /// Hidden files and those that programs write beside the real one.
  static func isPrivate(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".tmp") || name.hasSuffix(".part")
      || name.hasSuffix(".swp")
  }

  private func readEvents() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      var offset = 0
      let size = MemoryLayout<inotify_event>.size
      while offset + size <= count {
        let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
        let start = offset + size
        let name = buffer[start..<min(start + Int(event.len), count)].prefix { $0 != 0 }
        offset = start + Int(event.len)
        take(event, name: String(validating: name, as: UTF8.self))
      }
    }
  }

  private func take(_ event: inotify_event, name: String?) {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
      lookAgain()
      return
    }
    if event.mask & UInt32(IN_IGNORED) != 0 {
      if let watch = watches.removeValue(forKey: event.wd), folders.contains(watch.path) {
        logger.warning("a watched folder is gone; waiting for it: \(watch.path)")
        waitFor(watch.path)
      }
      return
    }
    guard let watch = watches[event.wd] else { return }
    guard let name else {
      logger.warning("not taken, for its name is not UTF-8: a file in \(watch.path)")
      return
    }
    guard !name.isEmpty, !Self.isPrivate(name) else { return }
    let path = "\(watch.path)/\(name)"
    let isGone = event.mask & UInt32(IN_DELETE | IN_MOVED_FROM) != 0
    if event.mask & UInt32(IN_ISDIR) != 0, isGone {
      if goneFolders.count < 1000 { goneFolders.append(path) } else { goneFolders = folders }
    } else if isGone {
      // Looked at like any other: many programs save a file by removing it first, and then it is there again.
      reactor.after(.milliseconds(500)) { [unowned self] in remember(path) }
    } else if event.mask & UInt32(IN_ISDIR) != 0 {
      descend(into: path, depth: watch.depth + 1)
    } else if event.mask & UInt32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0 {
      remember(path)
    } else if event.mask & UInt32(IN_CREATE) != 0 {
      // A second name of a file that exists is made without being written and closed.
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK || status.st_nlink > 1 {
        settle(path)
      }
    }
  }

  /// Looks for a folder that is gone until it is back.
  private func waitFor(_ folder: String) {
    reactor.after(.seconds(1)) { [unowned self] in
      if lookThrough(folder, depth: 0) {
        logger.info("a watched folder is back: \(folder)")
        // What was in it may be there no longer.
        goneFolders.append(folder)
      } else {
        waitFor(folder)
      }
    }
  }

  private func readPending() {
    var taken = 0
    while taken < pending.count, found.count < found.capacity {
      let path = pending[taken]
      taken += 1
      isPending.remove(path)
      guard let finding = look(at: path) else { continue }
      guard found.post(FoundDocument(path: path, finding: finding)) else { break }
    }
    pending.removeFirst(taken)
    while let folder = goneFolders.first, found.post(FoundDocument(path: folder, finding: .folderGone)) {
      goneFolders.removeFirst()
    }
    if pending.isEmpty, mustLookAgain {
      mustLookAgain = false
      for folder in folders { descend(into: folder, depth: 0) }
    }
  }

  private func look(at path: String) -> FoundDocument.Finding? {
    do {
      let content = try Files.read(path, limit: limit)
      guard content.count <= limit else {
        return .refused(reason: "larger than \(Quantities.size(limit))")
      }
      return .file(content: content)
    } catch {
      var status = stat()
      if lstat(path, &status) != 0, errno == ENOENT {
        logger.debug("\(path) is gone")
        return .gone
      }
      return .refused(reason: "\(error)")
    }
  }
}
