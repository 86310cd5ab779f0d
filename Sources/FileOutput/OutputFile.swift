import Glibc

/// Where a command writes what it was asked for: standard output, a file that is there whole or not at all, or a device or pipe.
///
/// A regular file is written beside its place, synced, and renamed when all of it is there; one that is there already stands until then,
/// and the new one gets its mode, owner and group. Links are followed. What is no regular file is written into.
public final class OutputFile {
  private enum Target {
    /// `descriptor` is of the draft.
    case regular(FilePlace, draft: String)
    /// `descriptor` is of the stream; a draft is made only for those who cannot write one byte after the other.
    case stream(String)
    case standardOutput
  }

  private let target: Target
  private let descriptor: Int32
  private let scratch: String
  private var ownDraft: String?
  private var buffer: [UInt8] = []
  private var isOpen = true

  private static let bufferSize = 256 << 10

  /// - Parameters:
  ///   - path: where it goes; nil or "-" for standard output.
  ///   - isPrivate: true if a file that is not there yet is for its owner alone, whatever the umask.
  ///   - isBackup: whether it is a copy of a database, which may replace an older one.
  ///   - scratch: the folder for a draft of what is written into a stream.
  /// - Throws: ``FileError`` if the place is a folder, or does not take it.
  public init(_ path: String?, isPrivate: Bool = false, isBackup: Bool = false, scratch: String = "/tmp")
    throws(FileError)
  {
    self.scratch = scratch
    guard let path, path != "-" else {
      target = .standardOutput
      descriptor = 1
      return
    }
    let place = try FilePlace(path)
    switch place.kind {
    case .folder: throw FileError("\(path): is a folder; name a file")
    case .stream:
      target = .stream(path)
      descriptor = try Self.openStream(path)
    case .missing, .regular:
      if !isBackup, Self.isDatabase(path) {
        throw FileError("\(path): is a daemon's database, which nothing else may replace; name another file")
      }
      let draft = place.draft("\(getpid()).tmp")
      unlink(draft)
      descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o666)
      guard descriptor >= 0 else { throw FileError(failed: path) }
      target = .regular(place, draft: draft)
      do {
        try Self.prepare(descriptor, for: place, isPrivate: isPrivate)
      } catch {
        discard()
        throw error
      }
    }
  }

  deinit {
    discard()
  }

  /// Whether a file is the database of a daemon, or a copy of one: SQLite's mark, and Courant's number 68 bytes behind its start.
  private static func isDatabase(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var head = [UInt8](repeating: 0, count: 72)
    guard pread(file, &head, head.count, 0) == head.count else { return false }
    return head.starts(with: "SQLite format 3\0".utf8) && head[68...].elementsEqual("CRNT".utf8)
  }

  /// Gives the draft what the file has that it replaces.
  private static func prepare(_ descriptor: Int32, for place: FilePlace, isPrivate: Bool) throws(FileError) {
    switch place.kind {
    case .regular(let mode, let owner, let group):
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw FileError(failed: place.path) }
      // Changing the owner takes the set-user-id bit away, so the mode comes last.
      if status.st_uid != owner || status.st_gid != group {
        guard fchown(descriptor, owner, group) == 0 else {
          throw FileError(
            denied: "\(place.path): belongs to another user or group, and would not any longer; remove it first"
          )
        }
      }
      guard fchmod(descriptor, mode) == 0 else { throw FileError(failed: place.path) }
    default:
      if isPrivate, fchmod(descriptor, 0o600) != 0 { throw FileError(failed: place.path) }
    }
  }

  private static func openStream(_ path: String) throws(FileError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw FileError(failed: path) }
    return descriptor
  }

  /// True if the bytes go to standard output.
  public var isStandardOutput: Bool { if case .standardOutput = target { true } else { false } }

  /// An empty file for those who write one by themselves, such as SQLite; ``finish()`` puts it in its place. Not beside ``write(_:)``.
  /// - Throws: ``FileError`` if there is no room for one.
  public func draft() throws(FileError) -> String {
    if case .regular(_, let draft) = target { return draft }
    if let ownDraft { return ownDraft }
    var template = Array("\(scratch)/courant-XXXXXX".utf8CString)
    let made = mkstemp(&template)
    guard made >= 0 else { throw FileError(failed: scratch) }
    close(made)
    let draft = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    ownDraft = draft
    return draft
  }

  /// - Throws: ``FileError`` if the disk or the reader of the pipe does not take it.
  public func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private var path: String {
    switch target {
    case .regular(let place, _): place.path
    case .stream(let path): path
    case .standardOutput: "standard output"
    }
  }

  private func flush() throws(FileError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        if case .standardOutput = target { throw FileError(standardOutput: errno) }
        throw FileError(failed: path)
      }
      sent += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Puts the file in its place, when it is on disk.
  /// - Throws: ``FileError``; then what was there before stands, unless it is a stream.
  public func finish() throws(FileError) {
    guard isOpen else { return }
    if let ownDraft { try copy(ownDraft) }
    try flush()
    switch target {
    case .standardOutput: return
    case .stream:
      isOpen = false
      removeOwnDraft()
      guard close(descriptor) == 0 else { throw FileError(failed: path) }
    case .regular(let place, let draft):
      guard fsync(descriptor) == 0, rename(draft, place.path) == 0 else {
        let error = FileError(failed: place.path)
        discard()
        throw error
      }
      isOpen = false
      close(descriptor)
      try place.syncFolder()
    }
  }

  /// Copies what somebody else has written into the stream.
  private func copy(_ draft: String) throws(FileError) {
    let file = open(draft, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(failed: draft, "cannot be read") }
    defer { close(file) }
    var chunk = [UInt8](repeating: 0, count: Self.bufferSize)
    while true {
      let count = read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(failed: draft, "cannot be read") }
      if count == 0 { return }
      try write(chunk[..<count])
    }
  }

  /// Removes what was written so far; of a stream only the draft.
  public func discard() {
    removeOwnDraft()
    guard isOpen else { return }
    isOpen = false
    switch target {
    case .standardOutput: return
    case .stream: close(descriptor)
    case .regular(_, let draft):
      close(descriptor)
      Self.remove(draft)
    }
  }

  private func removeOwnDraft() {
    if let ownDraft { Self.remove(ownDraft) }
    ownDraft = nil
  }

  private static func remove(_ draft: String) {
    for rest in ["", "-journal", "-wal", "-shm"] { unlink(draft + rest) }
  }
}

extension FilePlace {
  /// Comes back when the name is on disk.
  /// - Throws: ``FileError``.
  public func syncFolder() throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written and not read cannot be synced.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(failed: path) }
  }
}
