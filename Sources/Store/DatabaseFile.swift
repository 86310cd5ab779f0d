import FileOutput
import Foundation
import GRDB
import Glibc
import Model

/// A database as a file: copied, put in place, looked at without being changed.
public enum DatabaseFile {
  /// Writes a copy of a database, consistent as of one moment, also while a daemon writes; it is there whole or not at all.
  ///
  /// It is for its owner alone, or keeps the mode and owner of the file that it replaces. Into a device or a pipe it is written.
  /// - Parameters:
  ///   - path: the database.
  ///   - copy: where the copy goes; a regular file there is replaced.
  /// - Returns: which events the copy has.
  /// - Throws: ``StoreError`` when the database is not ours or damaged, and ``FileError`` when the copy's place does not take it.
  public static func backUp(_ path: String, to copy: String) throws -> JournalExtent {
    do {
      try requireFile(path)
      let output = try OutputFile(
        copy,
        isPrivate: true,
        isBackup: true,
        scratch: URL(fileURLWithPath: path).deletingLastPathComponent().path
      )
      let extent = try self.copy(path, into: try output.draft()) { database in
        let faults = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
        guard faults == ["ok"] else {
          throw StoreError(.storage, "\(path) is damaged: \(StoreError.oneLine(faults.first ?? "")); restore a backup")
        }
        return try self.extent(database)
      }
      try output.finish()
      return extent
    } catch let error as FileError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      // The database itself is only read.
      throw FileError(full: copy)
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// Puts a backup in the place of a database, under a new epoch, so that every subscriber takes a new snapshot.
  ///
  /// The backup is looked through first; the database is replaced in one step when all is well. Nobody may have it open.
  /// - Returns: which events there are now.
  /// - Throws: ``StoreError`` when the backup is not ours or damaged: then nothing has changed.
  public static func restore(_ backup: String, to path: String) throws(StoreError) -> JournalExtent {
    try restore(backup, to: path) {}
  }

  /// - Parameter beforeLast: what comes before the last step, for tests.
  static func restore(
    _ backup: String,
    to path: String,
    beforeLast: () throws -> Void
  ) throws(StoreError) -> JournalExtent {
    let path = try followLinks(path)
    let draft = path + ".restore"
    defer { remove(draft) }
    do {
      if let fault = try Check(of: backup, scratch: path).firstFault { throw StoreError(.storage, fault) }
      try makeEmpty(draft)
      let (extent, end) = try copy(backup, into: draft) { database in
        let epoch = try Store.mintEpoch(database)
        return (try self.extent(database), try JournalEnd(database).cursor(epoch))
      }
      // The log of the database that is replaced must not be read into the one that takes its place. What it holds goes into its
      // own database first, which is whole then until it is replaced.
      try sync(draft, O_RDWR)
      foldLog(of: path)
      remove(path, but: "")
      PageSums.forget(path)
      // The next start rebuilds it from the backup.
      remove(SearchFile.path(path))
      try beforeLast()
      try put(draft, at: path)
      let witness = JournalWitness(ofDatabase: path)
      witness.note(end)
      witness.sync()
      return extent
    } catch {
      throw StoreError.from(error, path: backup)
    }
  }

  /// What is wrong with the log beside a database, in one line; nil when nothing is. Nobody may have the database open.
  /// - Throws: ``StoreError`` when the log cannot be read.
  public static func logFault(of path: String) throws(StoreError) -> String? {
    do {
      return try LogFile.fault(ofDatabase: path)
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// Makes the checksums of a database's pages anew, from the pages as they are. Nobody may have the database open.
  /// - Throws: ``StoreError`` when they cannot be written.
  public static func renewSums(of path: String) throws(StoreError) { try PageSums.build(try followLinks(path)) }

  /// What is wrong with the checksums of a sound database's pages, in one line, also while a daemon writes to it; nil where nothing is.
  /// - Throws: ``StoreError`` when they cannot be read.
  public static func sumsFault(of path: String) throws(StoreError) -> String? {
    try PageSums.fault(ofSound: try followLinks(path))
  }

  /// Copies a database into one file without a log, and looks at the copy.
  /// - Parameters:
  ///   - copy: an empty file.
  ///   - bypassingSums: true to read pages whatever their checksums say.
  static func copy<T>(
    _ path: String,
    into copy: String,
    bypassingSums: Bool = false,
    _ body: (Database) throws -> T
  ) throws -> T {
    try PageSums.register()
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let open = {
      try Store.check(path, configuration)
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    let source = try bypassingSums ? PageSums.bypassing(open) : open()
    let destination = try DatabaseQueue(path: copy)
    try source.backup(to: destination)
    try source.close()
    let result = try destination.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = DELETE")
      return try body(database)
    }
    try destination.close()
    return result
  }

  /// What SQLite is to open to read a database without writing anything beside it. Nobody may write to it meanwhile.
  ///
  /// With a log, its index is kept in memory, for the file of the index would have to be made longer. Without one there is nothing that
  /// changes, and SQLite makes neither log nor index.
  static func addressForReading(_ path: String) throws(StoreError) -> String {
    let path = try followLinks(path)
    var status = stat()
    let hasLog = stat(path + "-wal", &status) == 0 && status.st_size > 0
    let escaped = path.utf8.map { byte -> String in
      let isPlain = byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:\(path.hasPrefix("/") ? "//" : "")\(escaped.joined())?\(hasLog ? "readonly_shm=1" : "immutable=1")"
  }

  /// What is kept beside a database for searching, as suffixes of its name. No backup has it.
  public static var searchSuffixes: [String] { SearchFile.suffixes }

  /// Refuses what is missing or empty, before it is opened and so made.
  public static func requireFile(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw StoreError(.storage, "\(path): \(String(cString: strerror(errno)))")
    }
    guard status.st_size > 0 else {
      throw StoreError(.storage, "\(path) is empty, and no database is: restore a backup, or remove it to begin anew")
    }
  }

  /// Makes an empty file for a database, in the place of one that is there; for its owner alone, whatever the umask, and what SQLite
  /// puts beside it has its mode.
  static func makeEmpty(_ path: String) throws(StoreError) {
    remove(path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(.storage, "\(path): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else {
      throw StoreError(.storage, "\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// Takes from everybody but the owner what they may do with a database and what belongs to it. Files of somebody else stay as they are.
  static func makePrivate(_ path: String) throws(StoreError) {
    for rest in ["", "-wal", "-shm", "-journal"] {
      var status = stat()
      guard stat(path + rest, &status) == 0, status.st_mode & 0o077 != 0, status.st_uid == geteuid() else { continue }
      guard chmod(path + rest, status.st_mode & 0o700) == 0 || errno == ENOENT else {
        throw StoreError(.storage, "\(path)\(rest): its mode cannot be changed: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Where the name of a database leads: a link to one stays, and what it leads to is replaced.
  static func followLinks(_ path: String) throws(StoreError) -> String {
    let place: FilePlace
    do {
      place = try FilePlace(path)
    } catch {
      throw StoreError(.storage, error.description)
    }
    switch place.kind {
    case .missing, .regular: return place.path
    case .stream, .folder: throw StoreError(.notOurs, "\(path) is no file; name another state folder")
    }
  }

  private static func extent(_ database: Database) throws -> JournalExtent {
    let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'epoch'")
    guard let epoch = text.flatMap(Epoch.init) else { throw StoreError(.storage, "the database's epoch is damaged") }
    // A database of an earlier version has not been brought forward here, and was not trimmed.
    return JournalExtent(
      epoch: epoch,
      oldest: try TrimPoint(database).hidden + 1,
      last: try Store.head(database)
    )
  }

  /// Makes a file durable and gives it its name.
  static func put(_ draft: String, at path: String) throws {
    try sync(draft, O_RDWR)
    guard rename(draft, path) == 0 else {
      throw StoreError(.storage, "\(path): cannot be put in place: \(String(cString: strerror(errno)))")
    }
    try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
  }

  /// Waits until a file, or the names in a folder, are on disk.
  private static func sync(_ path: String, _ flags: Int32) throws {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(.storage, "\(path): cannot be synced: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw StoreError(.storage, "\(path): cannot be synced: \(String(cString: strerror(errno)))")
    }
  }

  /// Moves what a log holds into its database, so that the database is whole without it. One that is damaged stays as it is: it is
  /// about to be replaced.
  private static func foldLog(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 else { return }
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try queue.close()
    } catch {
      return
    }
  }

  /// Removes a database and what belongs to it, or only what belongs to it.
  static func remove(_ path: String, but kept: String? = nil) {
    for rest in ["", "-wal", "-shm", "-journal"] where rest != kept { unlink(path + rest) }
  }
}
