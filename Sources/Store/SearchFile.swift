import FileOutput
import GRDB
import Glibc
import Model

/// The file of the search index while it is open, `<database>-search`: a database of its own, without checksums of its pages, for it is
/// made of what the main one has.
final class SearchFile: Sendable {
  /// Why a file is no index that can be gone on with, in a few words.
  struct Unusable: Error {
    let reason: String
  }

  /// Before the pool, so that they end earlier.
  private let statements = WriterStatements()
  let path: String
  let pool: DatabasePool
  private let identity: FileIdentity?

  /// Where the index of a database is.
  static func path(_ database: String) -> String { database + "-search" }

  /// What belongs to a database besides itself, as suffixes of its name.
  static let suffixes = ["-search", "-search-wal", "-search-shm"]

  /// Opens the file that is there.
  /// - Throws: ``Unusable``, and `DatabaseError`.
  init(_ path: String) throws {
    self.path = path
    identity = FileIdentity(path)
    guard identity != nil else { throw Unusable(reason: "there was none") }
    try DatabaseFile.makePrivate(path)
    pool = try DatabasePool(path: path, configuration: Self.configuration())
    try prepare()
  }

  /// Makes a new file, in the place of whatever is there.
  /// - Throws: ``StoreError``, and `DatabaseError`.
  init(making path: String, at position: SearchPosition) throws {
    self.path = path
    try DatabaseFile.makeEmpty(path)
    identity = FileIdentity(path)
    pool = try DatabasePool(path: path, configuration: Self.configuration())
    try prepare()
    try pool.write { database in
      try database.execute(sql: Self.schema)
      try position.write(to: database)
    }
  }

  /// Opens the file that is there, on a disk that takes nothing.
  /// - Throws: ``Unusable``, ``StoreError`` and `DatabaseError`.
  init(reading path: String) throws {
    self.path = path
    identity = FileIdentity(path)
    guard identity != nil else { throw Unusable(reason: "there is none") }
    var configuration = Self.configuration()
    configuration.readonly = true
    pool = try DatabasePool(path: DatabaseFile.addressForReading(path), configuration: configuration)
  }

  private static func configuration() -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.label = "courant.search"
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
    return configuration
  }

  private func prepare() throws {
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_size_limit = \(16 << 20)") }
  }

  /// Contentless: the index has the words and not the texts, which are in the main database.
  private static let schema = """
    CREATE VIRTUAL TABLE fact_search USING fts5 (
      evidence, subject, object, content = '', tokenize = '\(SearchIndex.tokenizer)'
    );
    CREATE VIRTUAL TABLE sentence_search USING fts5 (
      text, content = '', tokenize = '\(SearchIndex.tokenizer)'
    );
    \(SearchPosition.table)
    """

  /// Whether the file still has its name.
  var isInPlace: Bool { identity != nil && FileIdentity(path) == identity }

  /// Up to where the index has what stands.
  /// - Throws: ``Unusable``, and `DatabaseError`.
  func position() throws -> SearchPosition { try pool.read { try SearchPosition($0) } }

  /// Writes some changes and where the index is with them, in one transaction.
  /// - Throws: `DatabaseError`.
  func apply(_ portion: SearchPortion) throws {
    try pool.write { database in
      let statements = try statements.of(database)
      for change in portion.changes { try change.write(statements) }
      try portion.position.write(to: database)
    }
  }

  /// Makes durable what was written. SQLite itself syncs only when it moves the log into the database.
  /// - Throws: ``StoreError``.
  func sync() throws(StoreError) {
    let log = path + "-wal"
    let file = open(log, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StoreError(.storage, "\(log): \(String(cString: strerror(errno)))") }
    defer { Glibc.close(file) }
    guard fsync(file) == 0 else {
      throw StoreError(.storage, "\(log): cannot be synced: \(String(cString: strerror(errno)))")
    }
  }

  /// Closes it, when those that read it are done, and folds its log into the file.
  /// - Throws: `DatabaseError`.
  func close() throws {
    guard !pool.configuration.readonly else { return try pool.close() }
    try pool.writeWithoutTransaction { database in
      statements.finalize()
      // Best effort: while somebody else reads, part stays in the log, where the next start finds it.
      try database.execute(sql: "PRAGMA busy_timeout = 200")
      do {
        _ = try database.checkpoint(.truncate)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED {
        return
      }
    }
    try pool.close()
  }

  /// Whether an error says that what was read is not what SQLite wrote.
  static func isCorruption(_ error: DatabaseError) -> Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
      || error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
  }

  /// Whether an error of what the program itself asks says that the file is damaged or another's, and not that the disk or another
  /// process is at fault: then it is no use to try again.
  static func isDamage(_ error: DatabaseError) -> Bool {
    let passing: [ResultCode] = [
      .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_INTERRUPT,
      .SQLITE_PROTOCOL, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOLFS, .SQLITE_MISUSE, .SQLITE_ABORT, .SQLITE_IOERR,
    ]
    return isCorruption(error) || !passing.contains(error.resultCode)
  }
}
