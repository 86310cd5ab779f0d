import Failpoints
import GRDB
import Model
import State

extension Store {
  /// Applies requests in one transaction, and comes back when it is durable: journal and state move together.
  ///
  /// A request that contradicts itself, or cannot be applied for any reason that is not the disk's, fails alone; the others stand.
  /// - Returns: for each request what became of it, in their order.
  /// - Throws: ``StoreError`` when the transaction could not be committed: then nothing of it has happened.
  public func apply(_ requests: [StoreRequest], at time: Timestamp) throws(StoreError) -> [Result<Applied, StoreError>]
  {
    if let readsOnly { throw StoreError(.storage, readsOnly) }
    do {
      let (outcomes, end) = try pool.write { database in
        var end = try JournalEnd(database)
        let statements = try statements.of(database)
        defer { Failpoint.beforeCommit.reach() }
        let outcomes = try requests.map { request in
          var outcome: Result<Applied, StoreError> = .success(Applied())
          let before = end
          try database.inSavepoint {
            do {
              var writer = BatchWriter(
                database: database,
                statements: statements,
                time: time,
                end: end,
                rules: try rules(database),
                memory: copies
              ) {
                self.isStopping.load(ordering: .relaxed)
              }
              outcome = .success(try writer.apply(request))
              end = writer.end
              return .commit
            } catch let error as StoreError where [.badBatch, .badReview, .unreadable].contains(error.code) {
              outcome = .failure(error)
              end = before
              forgetRules()
              return .rollback
            } catch  where !Self.isOfDisk(error) {
              // The others must not wait for what the database will never take.
              let reason = (error as? DatabaseError)?.message ?? "\(error)"
              outcome = .failure(StoreError(.badBatch, "the database does not take it: \(reason)"))
              end = before
              forgetRules()
              return .rollback
            }
          }
          return outcome
        }
        try SentenceIndex.forget(through: searching.done?.removal ?? .max, statements)
        return (outcomes, end)
      }
      witness.note(end.cursor(epoch))
      return outcomes
    } catch {
      forgetRules()
      throw StoreError.from(error, path: path)
    }
  }

  /// What the reviews say that hold; read again where one has come.
  /// - Parameter moment: the event after which they held.
  func rules(_ database: Database, through moment: UInt64 = .max) throws -> ReviewRules {
    let last = try Int64.fetchOne(database.cachedStatement(sql: "SELECT coalesce(max(sequence), 0) FROM reviews")) ?? 0
    guard UInt64(row: last) <= moment else { return try ReviewTable.rules(database, through: moment) }
    if let known = rules.withLock({ $0 }), known.last == last { return known.rules }
    let read = last == 0 ? .none : try ReviewTable.rules(database)
    rules.withLock { $0 = (last, read) }
    return read
  }

  /// What was read of reviews may have been taken back.
  private func forgetRules() { rules.withLock { $0 = nil } }

  /// True when the revision is what stands for the document now, read by the same extractor, or the job is done already.
  public func has(
    uri: String,
    digest: Digest,
    extractor: String,
    job: String,
    action: JobAction = .extract
  ) throws(StoreError) -> Bool {
    try read { database in
      try StandingRevision(database, uri: uri, job: job)
        .isDuplicate(digest: digest, extractor: extractor, action: action)
    }
  }

  /// Makes long work give up, so that the daemon can end: what was not committed is done after the next start.
  public func stop() {
    isStopping.store(true, ordering: .relaxed)
  }

  static func head(_ database: Database) throws -> UInt64 {
    UInt64(row: try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM journal") ?? 0)
  }
}

extension Store {
  /// True when another try may well succeed: the disk, another process or the daemon's end is at fault, not what was to be written.
  private static func isOfDisk(_ error: any Error) -> Bool {
    if error is StoreError { return true }
    guard let error = error as? DatabaseError else { return false }
    let codes: [ResultCode] = [
      .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CANTOPEN, .SQLITE_BUSY,
      .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_INTERRUPT, .SQLITE_PROTOCOL, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOLFS,
    ]
    return codes.contains(error.resultCode)
  }
}

/// What the database knows of a document, and of a job about it.
struct StandingRevision {
  /// The row of the document; nil where it is not known.
  var document: Int64?
  var digest: String?
  var extractor: String?
  private var title: String?
  private var date: String?
  private var language: String?
  private var hasFailed = false
  private let job: JobMark
  /// The last job of the same intake that was applied.
  private var last: UInt64?

  init(_ database: Database, uri: String, job: String) throws {
    self.job = JobMark(job)
    let statement = try database.cachedStatement(
      sql: """
        SELECT d.id, r.digest, r.extractor, f.document IS NOT NULL, m.counter, r.title, r.date, r.language FROM documents d
          LEFT JOIN revisions r ON r.id = d.revision LEFT JOIN failures f ON f.document = d.id
          LEFT JOIN marks m ON m.document = d.id AND m.intake = ?
        WHERE d.uri = ?
        """
    )
    guard let row = try Row.fetchOne(statement, arguments: [String(self.job.intake), uri]) else { return }
    document = row[0]
    digest = row[1]
    extractor = row[2]
    hasFailed = row[3]
    last = (row[4] as Int64?).map { UInt64(row: $0) }
    title = row[5]
    date = row[6]
    language = row[7]
  }

  /// True when the job is no later than the last one that was applied for the document by the same intake.
  var isDone: Bool {
    guard let last, let counter = job.counter else { return false }
    return counter <= last
  }

  /// True when the job changes nothing: it was done before, or what it wants stands already.
  func isDuplicate(digest: Digest, extractor: String, action: JobAction) -> Bool {
    if isDone { return true }
    switch action {
    case .withdraw: return self.digest == nil && !hasFailed
    case .reprocess where self.digest != digest.description: return true
    case .reprocess: return self.extractor == extractor
    case .extract: return !hasFailed && self.digest == digest.description && self.extractor == extractor
    }
  }

  /// Remembers the job, so that it changes nothing when it comes again, however much later.
  func mark(document: Int64, in database: Database) throws {
    guard let counter = job.counter else { return }
    try database.execute(
      "INSERT OR REPLACE INTO marks (document, intake, counter) VALUES (?, ?, ?)",
      [document, String(job.intake), counter.row]
    )
  }

  /// The revision that stands, or where none does `other`.
  func report(_ other: Document) throws -> Document {
    guard let digest = digest.flatMap(Digest.init) else { return other }
    return Document(uri: other.uri, digest: digest, title: title, date: date.flatMap(Day.init), language: language)
  }
}

/// The order of intake's work: `<intake>-<counter>`; jobs of different intakes have none.
struct JobMark {
  var intake: Substring
  var counter: UInt64?

  init(_ job: String) {
    let parts = job.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    intake = parts.first ?? ""
    // Beyond what SQLite keeps there is no order.
    counter = parts.count == 2 ? UInt64(parts[1]).flatMap { $0 <= UInt64(Int64.max) ? $0 : nil } : nil
  }
}
