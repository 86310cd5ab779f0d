import GRDB
import Glibc
import Model
import State
import Synchronization

/// The journal and the state, in one SQLite database: one writer, and readers beside it on snapshots.
///
/// Calls block; none of them belongs on the cooperative pool.
public final class Store: Sendable {
  /// The database's file.
  public let path: String
  /// The identity of the journal.
  public let epoch: Epoch
  /// Why the journal has a new epoch since this start, in one line: the database is not the one that was left. Nil where it is.
  public let wentBack: String?
  /// What is damaged, in one line with the number of pages, as far as it was seen at the start; nil where nothing was.
  public let damage: (pages: Int, fault: String)?
  /// Why the database is only read, in one line: its disk takes nothing. Nil where it can be written.
  public let readsOnly: String?
  /// What near copies are looked for among.
  let copies = CopyMemory()
  let witness: JournalWitness
  /// The search index, which is no part of the database.
  let searching: SearchDatabase
  let pool: DatabasePool
  /// Nil where the database is only read. After the pool, so that it ends later.
  let watch: DatabaseWatch?
  let statements = WriterStatements()
  let isStopping = Atomic(false)
  /// What the reviews up to the last say; nil where they are to be read.
  let rules = Mutex<(last: Int64, rules: ReviewRules)?>(nil)

  /// Opens a database, or makes one.
  /// - Parameters:
  ///   - path: the file.
  ///   - busyTimeout: how long to wait, in seconds, for another process that holds the file.
  ///   - progress: is told how many events have been folded, and how many there are, while the state of another version of the fold is
  ///     made anew.
  /// - Throws: ``StoreError`` when the file is not ours, of a newer version, locked or damaged.
  public init(path: String, busyTimeout: Double = 5, progress: (UInt64, UInt64) -> Void = { _, _ in })
    throws(StoreError)
  {
    self.path = path
    readsOnly = nil
    do {
      let configuration = Self.configuration(busyTimeout)
      try Self.makeIfMissing(path)
      try DatabaseFile.makePrivate(path)
      if let fault = try LogFile.fault(ofDatabase: path) { throw StoreError(.storage, fault) }
      // First whether it is ours at all: nothing is put beside the file of another program.
      try PageSums.bypassing { try Self.check(path, configuration) }
      searching = try SearchDatabase(ofDatabase: path)
      damage = try PageSums.prepare(DatabaseFile.followLinks(path)).map { ($0.pages, $0.fault) }
      pool = try DatabasePool(path: path, configuration: configuration)
      // Before the first table, so that a file left by a start that was cut short is known as ours.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)") }
      try Migrations.all.migrate(pool)
      // The pool opens its writer with NORMAL, which may lose the last commits when the power goes.
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        // After a large batch the log is cut down again; while it is applied, what does not fit the cache goes to the log.
        try database.execute(sql: "PRAGMA journal_size_limit = \(64 << 20)")
        try database.execute(sql: "PRAGMA cache_size = -16384")
        try StagedFacts.prepare(database)
      }
      try Self.refold(pool, progress: progress)
      let testimony = JournalWitness.read(ofDatabase: path)
      (epoch, wentBack) = try pool.write { database in
        let kept = try Self.epoch(database)
        guard let fault = try JournalWitness.fault(testimony, database, epoch: kept) else { return (kept, nil) }
        // Sequences that were given out before are given out anew: no cursor of the old epoch may be taken for one of the new.
        return (try Self.mintEpoch(database), JournalWitness.line(fault, path))
      }
      let witness = JournalWitness(ofDatabase: path)
      self.witness = witness
      witness.note(try pool.read { [epoch] in try JournalEnd($0).cursor(epoch) })
      witness.sync()
      watch = try DatabaseWatch(of: path)
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// Opens a database that is there on a disk that takes nothing, to be read until the disk takes something again.
  ///
  /// Nothing is written beside it or to it. It is not opened where it would have to be written before it can be served: by a newer
  /// version, or because it went back and needs a new epoch.
  /// - Parameters:
  ///   - path: the file.
  ///   - readsOnly: what is wrong with the disk, in one line.
  /// - Throws: ``StoreError``.
  public init(path: String, readsOnly: String) throws(StoreError) {
    self.path = path
    self.readsOnly = readsOnly
    damage = nil
    wentBack = nil
    do {
      var configuration = Self.configuration(5)
      configuration.readonly = true
      try DatabaseFile.requireFile(path)
      if let fault = try LogFile.fault(ofDatabase: path) { throw StoreError(.storage, fault) }
      try PageSums.register()
      searching = try SearchDatabase(ofDatabase: path)
      let address = try DatabaseFile.addressForReading(path)
      try Self.check(path, at: address, configuration)
      pool = try DatabasePool(path: address, configuration: configuration)
      let testimony = JournalWitness.read(ofDatabase: path)
      epoch = try pool.read { database in
        guard try Migrations.all.hasCompletedMigrations(database), try FoldVersion.isCurrent(database) else {
          throw StoreError(.storage, "\(path) must be brought forward to this version first, and cannot be written")
        }
        guard let epoch = try Self.keptEpoch(database) else {
          throw StoreError(.storage, "the database's epoch is damaged: restore a backup")
        }
        guard let fault = try JournalWitness.fault(testimony, database, epoch: epoch) else { return epoch }
        // Under the epoch that it has, sequences would mean other events than before.
        throw StoreError(
          .storage,
          "\(JournalWitness.line(fault, path)); it needs a new epoch first, and cannot be written"
        )
      }
      witness = JournalWitness(ofDatabase: path)
      watch = nil
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  private static func configuration(_ busyTimeout: Double) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(busyTimeout)
    // Offers, two threads with questions, the scrubber, what feeds the search index, and the writer when it counts.
    configuration.maximumReaderCount = 6
    configuration.label = "courant"
    // SQLite's own 2 MB hold not even the upper levels of a large database's trees.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
    return configuration
  }

  /// Closes the database: waits for readers, and folds the write-ahead log into the file.
  public func close() throws(StoreError) {
    do {
      try searching.close()
    } catch {
      // What is not folded into the index stays in its log, and it can be made anew.
    }
    do {
      guard readsOnly == nil else { return try pool.close() }
      // Best effort: while somebody else reads, part stays in the log, where the next start finds it.
      try pool.writeWithoutTransaction { database in
        statements.finalize()
        try database.execute(sql: "PRAGMA busy_timeout = 200")
        do {
          _ = try database.checkpoint(.truncate)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
          return
        }
      }
      try pool.close()
      witness.sync()
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// Makes a new database beside its place, and puts it there when it is whole: a file at the place is never a beginning, so that one
  /// which was cut off is not taken for an empty one.
  private static func makeIfMissing(_ path: String) throws {
    let path = try DatabaseFile.followLinks(path)
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_size == 0 else { return }
      throw StoreError(.storage, "\(path) is empty, and no database is: restore a backup, or remove it to begin anew")
    }
    if stat(path + "-wal", &status) == 0, status.st_size > 0 {
      throw StoreError(
        .storage,
        "\(path) is gone, and \(path)-wal is there: restore a backup, or remove it to begin anew"
      )
    }
    unlink(JournalWitness.path(path))
    PageSums.forget(path)
    let draft = path + ".new"
    try DatabaseFile.makeEmpty(draft)
    let queue = try DatabaseQueue(path: draft)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)") }
    try Migrations.all.migrate(queue)
    // With its identity, so that it has one whatever becomes of its log.
    _ = try queue.write { try epoch($0) }
    try queue.close()
    try DatabaseFile.put(draft, at: path)
  }

  /// Looks at a file before anything is written to it: is it ours, and no newer than we are?
  /// - Parameter address: what SQLite opens, where that is not the path.
  static func check(_ path: String, at address: String? = nil, _ configuration: GRDB.Configuration) throws {
    let queue = try DatabaseQueue(path: address ?? path, configuration: configuration)
    defer { try? queue.close() }
    try queue.read { database in
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      guard tables > 0 else { return }
      let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      guard mark == Migrations.applicationID else {
        throw StoreError(
          .notOurs,
          "\(path) is a database of another program; name another state folder or move the file away"
        )
      }
      if try Migrations.all.hasBeenSuperseded(database) {
        throw StoreError(
          .newer,
          "\(path) was written by a newer version of Courant; install that version or a later one"
        )
      }
    }
  }

  private static func epoch(_ database: Database) throws -> Epoch { try keptEpoch(database) ?? mintEpoch(database) }

  /// The identity that the journal has; nil while it has none.
  private static func keptEpoch(_ database: Database) throws -> Epoch? {
    guard let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'epoch'") else {
      return nil
    }
    guard let epoch = Epoch(text) else {
      throw StoreError(.storage, "the database's epoch is damaged: restore a backup")
    }
    return epoch
  }

  /// Gives the journal a new identity.
  static func mintEpoch(_ database: Database) throws -> Epoch {
    let epoch = Epoch.mint()
    try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES ('epoch', ?)", arguments: [epoch.description])
    return epoch
  }

  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do {
      return try pool.read(body)
    } catch {
      throw StoreError.from(error, path: path)
    }
  }
}

/// Sequences are unsigned on the wire and signed in SQLite.
extension UInt64 {
  init(row value: Int64) {
    self = value < 0 ? 0 : UInt64(value)
  }

  var row: Int64 { Int64(clamping: self) }
}
