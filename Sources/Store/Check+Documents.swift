import GRDB
import Model

extension Check {
  /// Looks at what stands beside the fold: the rows about revisions and failures against the events that made them, and the last job of
  /// each document against the marks of its intakes, for a mark that is too high would have later jobs taken for old ones.
  static func checkDocuments(_ database: Database, trimmedTo sequence: UInt64) throws {
    let revision = try Row.fetchOne(
      database,
      sql: """
        SELECT d.uri, j.sequence FROM journal j JOIN documents d ON d.id = j.document
        LEFT JOIN revisions r ON r.document = j.document AND r.accepted = j.sequence
        WHERE j.kind IN ('document.accepted', 'document.revised') AND (r.id IS NULL
          OR r.digest IS NOT json_extract(j.data, '$.document.digest')
          OR r.title IS NOT json_extract(j.data, '$.document.title')
          OR r.date IS NOT json_extract(j.data, '$.document.date')
          OR r.extractor IS NOT json_extract(j.data, '$.extractor') OR r.facts IS NOT json_extract(j.data, '$.facts')
          OR r.fingerprint IS NOT json_extract(j.data, '$.fingerprint') OR r.moves IS NOT json_extract(j.data, '$.moved')
          OR r.language IS NOT json_extract(j.data, '$.document.language')
          OR r.media_type IS NOT json_extract(j.data, '$.mediaType'))
        LIMIT 1
        """
    )
    if let revision {
      throw Fault(
        "the revision of document \(revision[0] as String) is not what event \(revision[1] as Int64) of the journal says"
      )
    }
    let review = try UInt64.fetchOne(
      database,
      sql: """
        SELECT coalesce(j.sequence, r.sequence)
        FROM (SELECT * FROM journal WHERE kind IN (\(reviewKinds))) j
          FULL JOIN (SELECT * FROM reviews WHERE sequence > ?) r ON r.sequence = j.sequence
        WHERE r.kind IS NOT j.kind OR r.time IS NOT j.time OR r.data IS NOT j.data LIMIT 1
        """,
      arguments: [sequence.row]
    )
    if let review { throw Fault("the review of event \(review) is not what the journal says") }
    let failure = try Row.fetchOne(
      database,
      sql: """
        SELECT d.uri, f.sequence FROM failures f JOIN documents d ON d.id = f.document
        LEFT JOIN journal j ON j.sequence = f.sequence AND j.document = f.document AND j.kind = 'document.failed'
        WHERE f.sequence > ? AND (j.sequence IS NULL OR f.time IS NOT j.time
          OR f.digest IS NOT json_extract(j.data, '$.document.digest')
          OR f.reason IS NOT json_extract(j.data, '$.reason') OR f.attempts IS NOT json_extract(j.data, '$.attempts')
          OR f.extractor IS NOT json_extract(j.data, '$.extractor')
          OR f.code IS NOT json_extract(j.data, '$.code'))
        LIMIT 1
        """,
      arguments: [sequence.row]
    )
    if let failure {
      throw Fault(
        "the failure of document \(failure[0] as String) is not what event \(failure[1] as Int64) of the journal says"
      )
    }
    let jobs = try Row.fetchCursor(database, sql: "SELECT id, uri, job FROM documents WHERE job IS NOT NULL")
    while let row = try jobs.next() {
      let mark = JobMark(row[2])
      guard let counter = mark.counter else { continue }
      let marked = try UInt64.fetchOne(
        database.cachedStatement(sql: "SELECT counter FROM marks WHERE document = ? AND intake = ?"),
        arguments: [row[0] as Int64, String(mark.intake)]
      )
      guard marked == counter else {
        throw Fault("the mark of document \(row[1] as String) is not that of its last job, \(row[2] as String)")
      }
    }
  }

  private static let reviewKinds = Event.Kind.allCases.filter(\.isReview).map { "'\($0.rawValue)'" }
    .joined(separator: ", ")

  /// Looks whether tables, indices, views and triggers are those of the program. What somebody has added is left, but for triggers:
  /// those change what the program writes.
  static func checkSchema(_ database: Database) throws {
    let queue = try DatabaseQueue()
    try Migrations.all.migrate(queue)
    let select = "SELECT type, name, tbl_name, ifnull(sql, '') AS sql FROM sqlite_schema"
    let wanted = try queue.read { try Row.fetchAll($0, sql: select) }
    var found: [String: [String]] = [:]
    for row in try Row.fetchAll(database, sql: select) {
      found["\(row[0] as String) \(row[1] as String)"] = [row[2], row[3]]
    }
    let triggers = Set(wanted.filter { $0[0] == "trigger" }.map { "trigger \($0[1] as String)" })
    let stranger = found.keys.filter { $0.hasPrefix("trigger ") && !triggers.contains($0) }.min()
    if let stranger { throw Fault("the \(stranger) is not that of this program: drop it") }
    for row in wanted {
      let name = "\(row[0] as String) \(row[1] as String)"
      guard found[name] == [row[2], row[3]] as [String] else { throw Fault("the \(name) is not that of this program") }
    }
  }
}
