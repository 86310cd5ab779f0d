import GRDB
import Glibc
import Model

/// Checks the search index of a database: its pages, its lists of words, and whether it holds exactly what stood at its position. A
/// damaged index does not make the database damaged: it is rebuilt.
///
/// It works on a copy as of one moment, so it can run beside the daemon.
public struct SearchCheck: Sendable {
  /// What there is to say of the index, in one line without its path.
  public private(set) var finding: String
  /// Whether it must be rebuilt.
  public private(set) var isDamaged = false
  /// The file.
  public let path: String

  /// - Parameter database: the main one, which is sound.
  /// - Returns: nil where there is no index.
  /// - Throws: ``StoreError`` where one of the two databases cannot be read.
  public init?(of database: String) throws(StoreError) {
    path = SearchFile.path(try DatabaseFile.followLinks(database))
    guard access(path, F_OK) == 0 else { return nil }
    do {
      finding = try Self.look(path, database)
    } catch let fault as Check.Fault {
      (finding, isDamaged) = ("damaged: \(fault.description)", true)
    } catch let unusable as SearchFile.Unusable {
      (finding, isDamaged) = ("cannot be gone on with: \(unusable.reason)", true)
    } catch let error as DatabaseError where SearchFile.isDamage(error) {
      (finding, isDamaged) = ("damaged: \(StoreError.oneLine(error.message ?? "\(error.resultCode)"))", true)
    } catch {
      throw StoreError.from(error, path: database)
    }
  }

  /// Removes the index: the next start rebuilds it. Nobody may have the database open.
  public func remove() { DatabaseFile.remove(path) }

  private static func look(_ path: String, _ database: String) throws -> String {
    let copy = "\(path).check-\(getpid())"
    Check.removeLeftovers(path)
    defer { DatabaseFile.remove(copy) }
    try DatabaseFile.makeEmpty(copy)
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: copy)
    do {
      let source = try DatabaseQueue(path: path, configuration: configuration)
      try source.backup(to: queue)
      try source.close()
    }
    // After the index: the main database has all events that the index has, and keeps what the index needs of them.
    let main = try PageSums.bypassing { try DatabaseQueue(path: database, configuration: configuration) }
    let line = try queue.writeWithoutTransaction { index in
      try index.execute(sql: "PRAGMA journal_mode = DELETE")
      let faults = try String.fetchAll(index, sql: "PRAGMA integrity_check(1)")
      if faults != ["ok"] { throw Check.Fault(faults.first ?? "integrity_check says nothing") }
      for table in ["fact_search", "sentence_search"] {
        try index.execute(sql: "INSERT INTO \(table) (\(table)) VALUES ('integrity-check')")
      }
      let position = try SearchPosition(index)
      return try main.read { try compare(index, position, $0) }
    }
    try main.close()
    try queue.close()
    return line
  }

  /// Compares what the index has with what stood at its position.
  private static func compare(_ index: Database, _ position: SearchPosition, _ main: Database) throws -> String {
    let text = try String.fetchOne(main, sql: "SELECT value FROM meta WHERE name = 'epoch'")
    guard let epoch = text.flatMap(Epoch.init) else { throw StoreError(.storage, "the database's epoch is damaged") }
    if let fault = try position.fault(main, epoch) { throw SearchFile.Unusable(reason: fault) }
    let facts = try compare(
      "fact_search_docsize",
      index,
      Row.fetchCursor(
        main,
        sql: """
          SELECT id FROM facts WHERE asserted <= :moment AND (retracted IS NULL OR retracted > :moment)
            AND (:isMade OR id <= :fact) ORDER BY id
          """,
        arguments: [
          "moment": position.sequence.row, "fact": position.fact, "isMade": position.fact >= position.lastFact,
        ]
      ),
      or: "the facts that it has are not those that stood at event \(position.sequence)"
    )
    let sentences = try compare(
      "sentence_search_docsize",
      index,
      Row.fetchCursor(
        main,
        sql: """
          SELECT id FROM sentences WHERE id <= :last
          UNION ALL SELECT sentence FROM gone_sentences WHERE number > :removal AND sentence <= :last ORDER BY 1
          """,
        arguments: ["last": position.sentence, "removal": position.removal]
      ),
      or: "the sentences that it has are not those of the documents"
    )
    let head = try Store.head(main)
    let place = position.sequence == head ? "event \(head)" : "event \(position.sequence) of \(head)"
    let whole = position.isWhole ? "sound" : "sound as far as it is made"
    return "\(whole): \(facts) facts and \(sentences) sentences, up to \(place)"
  }

  /// Goes along two lists of ids.
  /// - Returns: how many there are.
  private static func compare(
    _ table: String,
    _ index: Database,
    _ wanted: RowCursor,
    or fault: String
  ) throws -> Int {
    let found = try Row.fetchCursor(index, sql: "SELECT id FROM \(table) ORDER BY id")
    var count = 0
    while true {
      let (id, other): (Int64?, Int64?) = (try found.next()?[0], try wanted.next()?[0])
      guard id == other else { throw Check.Fault(fault) }
      if id == nil { return count }
      count += 1
    }
  }
}
