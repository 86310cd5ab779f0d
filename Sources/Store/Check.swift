import Foundation
import GRDB
import Glibc
import Model

/// Looks a database through: its pages, the checksums of its journal, and whether its state is the fold of its journal.
///
/// All is done on a copy as of one moment, so it may run beside the daemon.
public struct Check {
  /// The first thing that is wrong, in one line with the file; nil when nothing is.
  public private(set) var firstFault: String?
  public private(set) var extent = JournalExtent(epoch: .none, last: 0)
  public private(set) var facts = 0
  public private(set) var keys = 0

  /// - Parameters:
  ///   - path: the database.
  ///   - scratch: where the copy goes while this lasts; nil for beside the database.
  ///   - isWhole: true to compare the end of the journal with what was noted of it beside the database.
  /// - Throws: ``StoreError`` when there is no database of ours that can be opened.
  public init(of path: String, scratch: String? = nil, isWhole: Bool = false) throws(StoreError) {
    let copy = "\(scratch ?? path).check-\(getpid())"
    defer { DatabaseFile.remove(copy) }
    // Read before the copy is made: the journal may have gone on by then, and never back.
    let testimony = isWhole ? JournalWitness.read(ofDatabase: path) : nil
    Self.removeLeftovers(scratch ?? path)
    do {
      try DatabaseFile.requireFile(path)
      try DatabaseFile.makeEmpty(copy)
      try DatabaseFile.copy(path, into: copy, bypassingSums: true) { database in
        let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
        if faults != ["ok"] { throw Fault(faults.first ?? "integrity_check says nothing") }
        if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
          throw Fault("a row of \(row[0] as String) belongs to none of \(row[2] as String)")
        }
      }
      // Without them, what is folded anew need not be whole in between.
      var configuration = GRDB.Configuration()
      configuration.foreignKeysEnabled = false
      let queue = try DatabaseQueue(path: copy, configuration: configuration)
      try Migrations.all.migrate(queue)
      let counts = try queue.write { database in
        try Self.checkSchema(database)
        let end = try Self.checkJournal(database)
        if let testimony, let fault = try JournalWitness.fault(testimony, database, epoch: end.epoch) {
          // As the next start says it.
          let line = JournalWitness.line(fault, path)
          throw Fault(line: "\(line): a log was lost, or an older copy was put back; restore a backup")
        }
        // What was made by other rules is compared with nothing: the daemon makes it anew at its start.
        let isCurrent = try FoldVersion.isCurrent(database)
        let point = isCurrent ? try Self.checkBase(database) : try Self.trimPoint(database)
        try Self.checkDocuments(database, trimmedTo: point.sequence)
        // The fold changes the counts, so compare them first. Report a wrong fact before the count that it spoils.
        let miscount = try Self.miscount(database)
        try Self.dropTriggers(database)
        if isCurrent {
          var replay = try Replay(database: database)
          try replay.run()
        } else {
          try FoldVersion.refold(database)
        }
        if let miscount { throw miscount }
        try Self.checkRoles(database)
        try SentenceIndex.check(database)
        extent = JournalExtent(epoch: end.epoch, oldest: point.hidden + 1, last: end.sequence)
        return try Row.fetchOne(
          database,
          sql: """
            SELECT (SELECT count(*) FROM facts WHERE retracted IS NULL),
              (SELECT count(*) FROM keys)
            """
        )
      }
      try queue.close()
      facts = counts?[0] ?? 0
      keys = counts?[1] ?? 0
    } catch let fault as Fault {
      firstFault = fault.line ?? "\(path) is damaged: \(fault.description); restore a backup"
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      firstFault =
        "\(path) is damaged: \(StoreError.oneLine(error.message ?? "a page cannot be read")); restore a backup"
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// What is wrong, without the file.
  struct Fault: Error, CustomStringConvertible {
    let description: String
    /// What is said in place of all that stands around the description.
    var line: String?

    init(_ description: String) {
      self.description = StoreError.oneLine(description)
    }

    init(line: String) {
      self.init(line)
      self.line = line
    }
  }

  /// Removes the copies of checks that were killed: each is as large as the database.
  static func removeLeftovers(_ path: String) {
    let place = URL(fileURLWithPath: path)
    let folder = place.deletingLastPathComponent().path
    let start = place.lastPathComponent + ".check-"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    for name in names where name.hasPrefix(start) {
      guard let process = Int32(name.dropFirst(start.count)), kill(process, 0) != 0, errno == ESRCH else {
        // What belongs to a copy goes with it; where the copy is gone, it is nobody's.
        continue
      }
      DatabaseFile.remove("\(folder)/\(name)")
    }
  }

  /// Goes along the chain of checksums.
  /// - Returns: where the journal ends.
  private static func checkJournal(_ database: Database) throws -> Model.Cursor {
    let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'epoch'")
    guard let epoch = text.flatMap(Epoch.init) else { throw Fault("its epoch is none") }
    let point = try trimPoint(database)
    var end = point.end
    do {
      try JournalRow.forEach(database, withBytes: true) { event, checksum, bytes in
        guard event.sequence == end.sequence + 1 else {
          throw Fault("event \(end.sequence + 1) of the journal is missing")
        }
        end.append(event.json)
        guard checksum == end.checksum else {
          throw Fault("event \(event.sequence) of the journal is not what was written: its checksum is another")
        }
        guard bytes == end.bytes else {
          throw Fault("the size of the journal up to event \(event.sequence) is \(end.bytes), and not \(bytes)")
        }
      }
    } catch let error as StoreError {
      throw Fault(error.description)
    }
    let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM journal") ?? 0
    guard rows == Int(end.sequence - point.sequence) else {
      throw Fault("an event of the journal belongs to no document")
    }
    guard end.sequence == 0 || rows > 0 else { throw Fault("event \(end.sequence + 1) of the journal is missing") }
    return Model.Cursor(epoch: epoch, sequence: end.sequence)
  }

  private static func trimPoint(_ database: Database) throws -> TrimPoint {
    do {
      return try TrimPoint(database)
    } catch let error as StoreError {
      throw Fault(error.description)
    }
  }
}
