import GRDB
import Model

extension Store {
  /// Applies requests in one transaction, and comes back when it is durable: journal and state move together.
  ///
  /// A request that contradicts itself fails alone; the others stand.
  /// - Returns: for each request what became of it, in their order.
  /// - Throws: ``StoreError`` when the transaction could not be committed: then nothing of it has happened.
  public func apply(_ requests: [StoreRequest], at time: Timestamp) throws(StoreError) -> [Result<Applied, StoreError>]
  {
    do {
      return try pool.write { database in
        var head = try Self.head(database)
        return try requests.map { request in
          var outcome: Result<Applied, StoreError> = .success(Applied())
          let before = head
          try database.inSavepoint {
            do {
              var writer = BatchWriter(database: database, time: time, head: head)
              outcome = .success(try writer.apply(request))
              head = writer.head
              return .commit
            } catch let error as StoreError where error.code == .badBatch {
              outcome = .failure(error)
              head = before
              return .rollback
            }
          }
          return outcome
        }
      }
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// True when the revision is what stands for the document now, read by the same extractor, or the job is done already.
  public func has(uri: String, digest: Digest, extractor: String, job: String) throws(StoreError) -> Bool {
    try read { database in
      guard let standing = try StandingRevision(database, uri: uri) else { return false }
      return standing.isDuplicate(digest: digest, extractor: extractor, job: job)
    }
  }

  static func head(_ database: Database) throws -> UInt64 {
    UInt64(row: try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM journal") ?? 0)
  }
}

/// What the database knows of a document.
struct StandingRevision {
  var document: Int64
  var job: String?
  var digest: String?
  var extractor: String?
  var hasFailed: Bool

  init?(_ database: Database, uri: String) throws {
    let statement = try database.cachedStatement(
      sql: """
        SELECT d.id, d.job, r.digest, r.extractor, f.document IS NOT NULL FROM documents d
          LEFT JOIN revisions r ON r.id = d.revision LEFT JOIN failures f ON f.document = d.id
        WHERE d.uri = ?
        """
    )
    guard let row = try Row.fetchOne(statement, arguments: [uri]) else { return nil }
    document = row[0]
    job = row[1]
    digest = row[2]
    extractor = row[3]
    hasFailed = row[4]
  }

  /// A job that is no later than the last one applied is a repetition; so is the same content read by the same extractor.
  func isDuplicate(digest: Digest, extractor: String, job: String) -> Bool {
    if !hasFailed, self.digest == digest.description, self.extractor == extractor { return true }
    guard let last = self.job else { return false }
    return JobMark(job).isNoLater(than: JobMark(last))
  }
}

/// The order of intake's work: `<intake>-<counter>`; jobs of different intakes have none.
struct JobMark {
  var intake: Substring
  var counter: UInt64?

  init(_ job: String) {
    let parts = job.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    intake = parts.first ?? ""
    counter = parts.count == 2 ? UInt64(parts[1]) : nil
  }

  func isNoLater(than last: JobMark) -> Bool {
    guard let counter, let lastCounter = last.counter, intake == last.intake else { return false }
    return counter <= lastCounter
  }
}
