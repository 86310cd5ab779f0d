import FileOutput
import Glibc
import Synchronization

/// A file of the database that is no longer what the daemon has open, in one line that says what to do.
public struct LostFile: Error, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether the database is whole once the log that is still open has been folded into it.
  public let canBeClosed: Bool
}

/// Sees that a database or its log is removed, replaced or cut off under the process that has it open.
///
/// SQLite goes on with the files that it has open, whatever becomes of their names: it commits into a log that no later start will find.
/// Whoever commits looks here before he says that something is durable. How far the log goes is read in SQLite's index of it
/// (`courant.db-shm`; sqlite.org/walformat.html, "The WAL-Index File Format"), for SQLite cuts the log down itself when all that it holds
/// is in the database. Belongs to the thread that writes.
final class DatabaseWatch: Sendable {
  private struct Seen {
    var size = 0
    var frames = 0
    var salts: [UInt8] = []
  }

  /// What the index says.
  private struct Index {
    let pageSize: Int
    /// How many pages the database has, with what is in the log.
    let pages: Int
    /// How many frames the log has, and how many of them are in the database already.
    let frames: Int
    let folded: Int
    /// The log's salts: others whenever it begins anew.
    let salts: [UInt8]
  }

  /// As it was named, and where that leads.
  private let path: String
  private let real: String
  private let database: FileIdentity?
  private let log: FileIdentity?
  /// The log and its index; -1 for none.
  ///
  /// The index stays open as long as the database: POSIX takes all locks of a process on a file away when it closes any descriptor of it.
  private let logFile: Int32
  private let indexFile: Int32
  private let seen: Mutex<Seen>

  /// - Parameter path: of a database that is open, with its log.
  init(of path: String) throws(StoreError) {
    self.path = path
    real = try DatabaseFile.followLinks(path)
    database = FileIdentity(path)
    log = FileIdentity(real + "-wal")
    logFile = open(real + "-wal", O_RDONLY | O_CLOEXEC)
    indexFile = open(real + "-shm", O_RDONLY | O_CLOEXEC)
    var status = stat()
    seen = Mutex(Seen(size: stat(real, &status) == 0 ? status.st_size : 0))
  }

  /// After the database is closed.
  deinit {
    if logFile >= 0 { close(logFile) }
    if indexFile >= 0 { close(indexFile) }
  }

  /// What is lost; nil when nothing is.
  func fault() -> LostFile? {
    guard let fault = look() else { return nil }
    // Another process may have been cutting the log down just now.
    usleep(20_000)
    return look() == nil ? nil : fault
  }

  private func look() -> LostFile? {
    let ending = "nothing is taken any more"
    var status = stat()
    guard stat(path, &status) == 0 else {
      return LostFile(
        description:
          "\(path) was moved or removed while it was in use: \(ending); put it back, or restore a backup, and start courantd again",
        canBeClosed: false
      )
    }
    guard FileIdentity(status) == database else {
      return LostFile(
        description:
          "\(path) was replaced by another file while it was in use: \(ending); put the right one there, and start courantd again",
        canBeClosed: false
      )
    }
    guard FileIdentity(real + "-wal") == log else {
      return LostFile(
        description:
          "\(path)-wal was removed or replaced while it was in use: \(ending), and what it held goes into \(path); start courantd again",
        canBeClosed: true
      )
    }
    guard let index = index() else { return nil }
    return seen.withLock { seen in
      // SQLite cuts it down to its pages, when there was something in the log, and no further.
      let isCut = status.st_size < seen.size && (index.pages == 0 || status.st_size < index.pages * index.pageSize)
      guard isCut || isLogCut(index, seen) else {
        seen = Seen(size: status.st_size, frames: index.frames, salts: index.salts)
        return nil
      }
      return LostFile(
        description:
          "\(path)\(isCut ? "" : "-wal") was cut off while it was in use: \(ending); restore a backup, or start courantd again and submit what came last",
        canBeClosed: false
      )
    }
  }

  /// Whether the log lacks something that is not in the database yet.
  private func isLogCut(_ index: Index, _ seen: Seen) -> Bool {
    var status = stat()
    guard index.frames > index.folded, logFile >= 0, fstat(logFile, &status) == 0 else { return false }
    let frame = 24 + index.pageSize
    if status.st_size < 32 + index.frames * frame { return true }
    // What was cut off and written on has a hole, which is read as zeros.
    if let salts = bytes(logFile, 8, at: 16), salts != index.salts { return true }
    guard seen.salts == index.salts, (1...index.frames).contains(seen.frames) else { return false }
    return bytes(logFile, 8, at: 32 + (seen.frames - 1) * frame + 8).map { $0 != index.salts } ?? false
  }

  /// Nil where there is none, or it is being written.
  private func index() -> Index? {
    guard indexFile >= 0, let bytes = bytes(indexFile, 100, at: 0), bytes[..<48] == bytes[48..<96], bytes[12] == 1
    else {
      return nil
    }
    func word(_ offset: Int) -> Int {
      Int(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) })
    }
    let size = word(12) >> 16
    return Index(
      pageSize: size & 0xFE00 | (size & 1) << 16,
      pages: word(20),
      frames: word(16),
      folded: word(96),
      salts: Array(bytes[32..<40])
    )
  }

  private func bytes(_ file: Int32, _ count: Int, at offset: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return pread(file, &bytes, count, offset) == count ? bytes : nil
  }
}

extension Store {
  /// What of the database or its log is no longer what is open; nil when all is. To be asked before anything is said to be durable,
  /// by the thread that writes.
  public func lostFile() -> LostFile? { watch?.fault() }

  /// Leaves the database as it is, for what is left of its files must not be written to: it stays open until the process ends.
  public func abandon() { _ = Unmanaged.passRetained(self) }
}
