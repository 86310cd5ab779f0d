import Glibc
import Logging
import Model
import Service
import SystemPackage
import ZeroMQ

/// The thread that watches folders: all that is in them at the start, and then every file that is closed or renamed into them.
///
/// A file that is still being written is left until its writer has closed it, and not opened it again at once. What intake has no room for
/// waits on disk, where it is, and is looked at again; so the watcher's memory is the paths that it still has to read, and when those are
/// too many, the folders.
final class FolderWatcher {
  /// How many paths are remembered before the folders are looked through again instead.
  static let maximumPaths = 100_000
  /// How deep folders are followed.
  static let maximumDepth = 16
  /// How many files that cannot be read, or that links lead to, are looked at from time to time.
  static let maximumTracked = 10_000
  /// A file found by a look-through that changed this recently may still be written to, in seconds.
  static let settleTime = 2
  /// A file that was written to, and never closed, is taken when it has not changed for so long: the system may not have said so.
  private static let longestWriting = Duration.seconds(60)
  /// How often files are read. What was changed a moment before it was read is looked at once more in the next turn: the system tells of a
  /// change when it is made, and a reader can come in between.
  private static let turn = Duration.milliseconds(20)
  /// How often what could not be read is tried again, and what links lead to is looked at.
  private static let trackingInterval = Duration.seconds(5)

  /// How long the second half of a rename is awaited.
  private static let renameTime = Duration.milliseconds(500)

  let folders: [FilePath]
  let links: LinkTargets
  let limit: Int
  let found: Mailbox<FoundDocument>
  let logger: Logger
  let reactor: Reactor
  let descriptor: Int32
  var roots: [FilePath: WatchedRoot] = [:]
  var watches: [Int32: (path: FilePath, depth: Int)] = [:]
  var pending: [FilePath] = []
  var isPending: Set<FilePath> = []
  var mustLookAgain = false
  /// Folders whose documents are to be looked for, and where a folder is now that was renamed with more files than ``movedFrom`` holds.
  var goneFolders: [(path: FilePath, movedTo: FilePath?)] = []
  /// Files that were written to since somebody closed them last.
  var writing: Set<FilePath> = []
  /// Files that were closed a moment ago: programs that write in pieces open them again at once.
  var closed = ClosedFiles()
  /// Files that were read a moment ago, by their paths, and go on if nobody has changed them by the next turn.
  var held: [FilePath: HeldFile] = [:]
  /// Where files were before they, or the folders that they are in, were renamed: all names until one was taken.
  var movedFrom: [FilePath: [FilePath]] = [:]
  /// Where folders were that the events being read tell of: one may have been renamed again before it was looked through.
  private var renamedFolders: [FilePath: [FilePath]] = [:]
  /// What was renamed away a moment ago, by the number that joins the two halves of a rename.
  private var departures: [UInt32: FilePath] = [:]
  /// What was renamed to a name that is not watched, by that name: it may come back under one that is.
  private var hidden: [FilePath: FilePath] = [:]
  /// Files and folders that could not be read, and may be later.
  var unreadable: Set<FilePath> = []
  /// Whether the watcher is to end, also in the midst of many files.
  var isStopped: () -> Bool = { false }
  /// What the links lead to that were followed, as it was when it was read.
  var linked: [FilePath: FileStamp] = [:]

  /// Watches until the mailbox is told to stop.
  /// - Parameters:
  ///   - links: folders into which links may lead.
  ///   - limit: the size of the largest document, in bytes.
  ///   - looksForGone: whether files may be gone that were there when somebody watched before.
  ///   - found: takes the documents; when it is full they wait.
  /// - Throws: ``ConfigurationError`` for a folder that cannot be watched.
  static func run(
    _ folders: [String],
    links: [String],
    limit: Int,
    looksForGone: Bool,
    found: Mailbox<FoundDocument>,
    stop: Mailbox<Bool>,
    logger: Logger
  ) throws {
    let context = try Context()
    defer { context.terminate() }
    let watcher = try FolderWatcher(folders, links: links, limit: limit, found: found, context: context, logger: logger)
    defer { close(watcher.descriptor) }
    if looksForGone { watcher.goneFolders = watcher.folders.map { ($0, nil) } }
    try watcher.run(stop)
  }

  private init(
    _ folders: [String],
    links: [String],
    limit: Int,
    found: Mailbox<FoundDocument>,
    context: Context,
    logger: Logger
  ) throws {
    self.folders = folders.map { FilePath($0) }
    self.links = LinkTargets(allowed: links.map { FilePath($0) })
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
    isStopped = { stop.count > 0 }
    for folder in folders {
      do throws(Errno) {
        try enter(folder)
      } catch {
        throw ConfigurationError("watch: \(folder): \(error); name a folder that can be read")
      }
    }
    reactor.add(fileDescriptor: descriptor) { [unowned self] in readEvents() }
    reactor.add(stop) { [unowned self] _ in reactor.stop() }
    reactor.every(Self.turn) { [unowned self] in
      // On a machine that is late, what was closed a while ago may be written to again.
      readEvents()
      for path in closed.takeQuiet(now: .now) { remember(path) }
      releaseHeld()
      readPending()
    }
    reactor.every(Self.trackingInterval) { [unowned self] in lookAtTracked() }
    try reactor.run()
  }

  /// Opens a watched folder, and looks through it.
  private func enter(_ folder: FilePath) throws(Errno) {
    roots[folder] = try WatchedRoot(folder)
    try lookThrough(folder, depth: 0)
  }

  /// Not all that happens can be told any longer: the folders are looked through, for what is new and for what is gone.
  func lookAgain() {
    mustLookAgain = true
    goneFolders = folders.map { ($0, nil) }
  }

  func remember(_ path: FilePath) {
    guard pending.count < Self.maximumPaths else { return lookAgain() }
    if isPending.insert(path).inserted { pending.append(path) }
  }

  // MARK: Events

  func readEvents() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    defer { renamedFolders = [:] }
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
        take(event, name)
      }
    }
  }

  private func take(_ event: inotify_event, _ name: ArraySlice<UInt8>) {
    func has(_ mask: Int32) -> Bool { event.mask & UInt32(mask) != 0 }
    if has(Int32(IN_Q_OVERFLOW)) { return lookAgain() }
    if has(Int32(IN_IGNORED)) {
      watches[event.wd] = nil
      return lookAtRoots()
    }
    guard let watch = watches[event.wd] else { return }
    guard !name.isEmpty else {
      // About the folder itself: it may be gone, though it is held open, or closed to us.
      if has(Int32(IN_ATTRIB)) { lookWhetherReadable(watch.path) }
      return lookAtRoots()
    }
    let path = watch.path.appending(name: name)
    guard !name.isPrivateName else { return take(hidden: path, event) }
    let isFolder = has(Int32(bitPattern: UInt32(IN_ISDIR)))
    if has(Int32(IN_MOVED_FROM)) { depart(path, event.cookie, isFolder) }
    if has(Int32(IN_MOVED_TO)) { arrive(path, event.cookie, isFolder, watch.depth) }
    if has(Int32(IN_DELETE)) { isFolder ? folderIsGone(path) : fileIsGone(path) }
    if has(Int32(IN_CREATE)) { isFolder ? descend(into: path, depth: watch.depth + 1) : look(atNew: path) }
    held[path]?.isTouched = true
    if has(Int32(IN_MODIFY)) { isWrittenTo(path) }
    if has(Int32(IN_CLOSE_WRITE)) {
      writing.remove(path)
      if !closed.add(path, now: .now) { lookAgain() }
    }
    if has(Int32(IN_ATTRIB)), unreadable.contains(path) {
      if isFolder {
        lookWhetherReadable(path)
      } else {
        unreadable.remove(path)
        remember(path)
      }
    }
  }

  /// Something is called by a name that is not watched, or was: of interest is only what had another one before.
  private func take(hidden path: FilePath, _ event: inotify_event) {
    if event.mask & UInt32(IN_MOVED_TO) != 0 {
      hidden[path] = hidden.count < Self.maximumTracked ? departures[event.cookie] : nil
    } else if event.mask & UInt32(IN_MOVED_FROM) != 0, let origin = hidden.removeValue(forKey: path) {
      departures[event.cookie] = origin
      reactor.after(Self.renameTime) { [unowned self] in departures[event.cookie] = nil }
    } else if event.mask & UInt32(IN_DELETE) != 0 {
      hidden[path] = nil
    }
  }

  /// Something was renamed, to a name that may be in a watched folder as well: then the other half follows at once.
  private func depart(_ path: FilePath, _ cookie: UInt32, _ isFolder: Bool) {
    departures[cookie] = path
    writing.remove(path)
    if isFolder { forgetWatches(below: path) }
    reactor.after(Self.renameTime) { [unowned self] in
      guard departures.removeValue(forKey: cookie) != nil else { return }
      isFolder ? folderIsGone(path) : fileIsGone(path, after: .zero)
    }
  }

  private func arrive(_ path: FilePath, _ cookie: UInt32, _ isFolder: Bool, _ depth: Int) {
    let origin = departures.removeValue(forKey: cookie)
    if isFolder {
      let origins = origin.map { [$0] + (renamedFolders[$0] ?? []) } ?? []
      renamedFolders[path] = origins
      descend(into: path, depth: depth + 1, from: origins)
      // With more files than are remembered, those that are there now count as moved.
      if let origin { folderIsGone(origin, movedTo: movedFrom.count < Self.maximumPaths ? nil : path) }
    } else {
      // What has no name of a document while it is written was never one.
      if let origin { note(path, movedFrom: [origin]) }
      remember(path)
    }
  }

  /// A file had other names, and perhaps more before those that it was not taken by yet.
  func note(_ path: FilePath, movedFrom origins: [FilePath]) {
    guard !origins.isEmpty else { return }
    var names = origins
    for name in origins.flatMap({ movedFrom.removeValue(forKey: $0) ?? [] }) where !names.contains(name) {
      names.append(name)
    }
    guard movedFrom.count < Self.maximumPaths else { return }
    movedFrom[path] = names.filter { $0 != path }
  }

  private func fileIsGone(_ path: FilePath, after delay: Duration = .milliseconds(500)) {
    writing.remove(path)
    unreadable.remove(path)
    linked[path] = nil
    // Looked at like any other: many programs save a file by removing it first, and then it is there again.
    reactor.after(delay) { [unowned self] in remember(path) }
  }

  func folderIsGone(_ path: FilePath, movedTo: FilePath? = nil) {
    unreadable.remove(path)
    if goneFolders.count < 1000 {
      goneFolders.append((path, movedTo))
    } else {
      goneFolders = folders.map { ($0, nil) }
    }
  }

  /// A folder that was moved may lie outside now, or below another path.
  private func forgetWatches(below path: FilePath) {
    for (watch, place) in watches where place.path.isWithin(path) {
      inotify_rm_watch(descriptor, watch)
      watches[watch] = nil
    }
  }

  /// Somebody writes, and will close the file; should that never be told, it is taken when it has long been as it is.
  func isWrittenTo(_ path: FilePath) {
    guard writing.count < Self.maximumPaths else { return lookAgain() }
    guard writing.insert(path).inserted else { return }
    waitForWriter(of: path, stamp(of: path))
  }

  private func waitForWriter(of path: FilePath, _ before: FileStamp?) {
    reactor.after(Self.longestWriting) { [unowned self] in
      guard writing.contains(path) else { return }
      let now = stamp(of: path)
      guard now == before else { return waitForWriter(of: path, now) }
      writing.remove(path)
      remember(path)
    }
  }

  /// Whether the watched folders are still what lies at their paths.
  func lookAtRoots() {
    for (folder, root) in roots where !root.isInPlace {
      logger.warning("a watched folder is gone; waiting for it: \(folder)")
      roots[folder] = nil
      forgetWatches(below: folder)
      waitFor(folder)
    }
  }

  /// Looks for a folder that is gone until it is back.
  private func waitFor(_ folder: FilePath) {
    reactor.after(.seconds(1)) { [unowned self] in
      do throws(Errno) {
        try enter(folder)
        logger.info("a watched folder is back: \(folder)")
        // What was in it may be there no longer.
        goneFolders.append((folder, nil))
      } catch {
        roots[folder] = nil
        waitFor(folder)
      }
    }
  }
}
