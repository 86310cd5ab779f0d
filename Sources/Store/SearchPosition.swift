import Foundation
import GRDB
import Model

/// Up to where the search index has what stands: one row of its database, which changes in the transaction that changes the index.
struct SearchPosition: Equatable {
  /// The journal that it is of.
  var epoch: Epoch
  /// The last event that the index has. While the index is being made, the event after which stood what it is made of.
  var sequence: UInt64
  /// The check of the journal up to there.
  var check: ChainCheck?
  /// The last sentence that was put in, or gone before it could be.
  var sentence: Int64 = 0
  /// The last row of `gone_sentences` that was looked at.
  var removal: Int64
  /// The last fact that was looked at while the index is being made.
  var fact: Int64 = 0
  /// The last fact and the last sentence that the index is made of; what comes after them is fed.
  var (lastFact, lastSentence): (Int64, Int64)

  /// False while the index is being made.
  var isWhole: Bool { fact >= lastFact && sentence >= lastSentence }

  /// The last event up to which a search finds everything; 0 while the index is being made.
  var reached: UInt64 { isWhole ? sequence : 0 }

  /// Where an index begins that is to be made of what stands now.
  /// - Parameter database: the main one.
  init(beginningIn database: Database, _ epoch: Epoch) throws {
    self.epoch = epoch
    sequence = try Store.head(database)
    check = try Store.check(at: sequence, database)
    removal = try Self.last("number", of: "gone_sentences", database)
    lastFact = try Self.last("id", of: "facts", database)
    lastSentence = try Self.last("id", of: "sentences", database)
  }

  private static func last(_ column: String, of table: String, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(\(column)) FROM \(table)") ?? 0
  }

  // MARK: As it is kept

  /// The format of the database. One of another format is rebuilt.
  static let format = 1
  static let table = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      format INTEGER NOT NULL,
      epoch TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      checksum BLOB,
      sentence INTEGER NOT NULL,
      removal INTEGER NOT NULL,
      fact INTEGER NOT NULL,
      last_fact INTEGER NOT NULL,
      last_sentence INTEGER NOT NULL
    ) STRICT;
    """

  /// What a search database says.
  /// - Throws: ``SearchFile/Unusable``, and `DatabaseError`.
  init(_ database: Database) throws {
    guard let format = try Int.fetchOne(database, sql: "SELECT format FROM meta") else {
      throw SearchFile.Unusable(reason: "it is not whole")
    }
    guard format == Self.format else { throw SearchFile.Unusable(reason: "it is of another version of the program") }
    let statement = try database.cachedStatement(
      sql: "SELECT epoch, sequence, checksum, sentence, removal, fact, last_fact, last_sentence FROM meta"
    )
    guard let row = try Row.fetchOne(statement), let epoch = Epoch(row[0] as String) else {
      throw SearchFile.Unusable(reason: "it says of no journal that it is of it")
    }
    self.epoch = epoch
    sequence = UInt64(row: row[1])
    check = (row[2] as Data?).flatMap { ChainCheck(bytes: $0) }
    sentence = row[3]
    removal = row[4]
    fact = row[5]
    (lastFact, lastSentence) = (row[6], row[7])
  }

  /// - Parameter database: that of the index.
  func write(to database: Database) throws {
    try database.execute(
      """
      INSERT OR REPLACE INTO meta
        (id, format, epoch, sequence, checksum, sentence, removal, fact, last_fact, last_sentence)
      VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        Self.format, epoch.description, sequence.row, check.map { Data($0.bytes) }, sentence, removal, fact, lastFact,
        lastSentence,
      ]
    )
  }

  // MARK: Against the journal

  /// Why an index cannot go on from here, in a few words; nil when it can.
  /// - Parameters:
  ///   - database: the main one.
  ///   - epoch: of its journal.
  func fault(_ database: Database, _ epoch: Epoch) throws -> String? {
    guard self.epoch == epoch else { return "it is of another journal" }
    let head = try Store.head(database)
    guard sequence <= head else { return "it has event \(sequence), and the journal ends with event \(head)" }
    let trimmed = try TrimPoint(database).sequence
    guard sequence >= trimmed else {
      return "it ends with event \(sequence), and the journal was trimmed up to event \(trimmed)"
    }
    if let check, let kept = try Store.check(at: sequence, database), check != kept {
      return "it is of another past of the journal"
    }
    // The last removal stays until there is a later one.
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT (SELECT min(number) FROM gone_sentences), (SELECT max(number) FROM gone_sentences)"
      )
    )
    let (first, last): (Int64, Int64) = (row?[0] ?? 1, row?[1] ?? 0)
    guard removal >= first - 1 else { return "sentences were removed that it has" }
    guard removal <= last else { return "it is of another past of the sentences" }
    return nil
  }
}
