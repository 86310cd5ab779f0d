import GRDB
import Model

extension Store {
  /// The revisions of a document, the oldest first.
  /// - Parameters:
  ///   - after: the event that accepted the last revision of the page before; 0 for the first page.
  /// - Returns: at most `limit` of them, and where the next page begins; nil on the last.
  public func revisions(
    of uri: String,
    after: UInt64 = 0,
    limit: Int = 500
  ) throws(StoreError) -> (list: [KnownRevision], next: UInt64?) {
    try read { database in
      let point = try TrimPoint(database)
      let rows = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT r.id, r.digest, r.title, r.date, r.extractor, r.facts, r.accepted, j.time, d.revision, d.trimmed_revision,
              d.id, json_extract(j.data, '$.reason'), json_extract(j.data, '$.skipped')
            FROM documents d JOIN revisions r ON r.document = d.id LEFT JOIN journal j ON j.sequence = r.accepted
            WHERE d.uri = ? AND r.accepted > ? ORDER BY r.accepted LIMIT ?
            """
        ),
        arguments: [uri, after.row, limit]
      )
      let list = try rows.map { row in
        guard let digest = Digest(row[1] as String) else {
          throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
        }
        let sequence = UInt64(row: row[6])
        let stands = (row[8] as Int64?) == row[0]
        return KnownRevision(
          digest: digest,
          title: row[2],
          date: (row[3] as String?).flatMap(Day.init),
          extractor: row[4],
          facts: row[5],
          sequence: sequence,
          recorded: (row[7] as Int64?).map { Timestamp(milliseconds: $0) },
          moment: sequence > point.hidden
            ? try Trim.groupEnd(database, of: sequence)
            : try Self.stood(row[0], of: row[10], accepted: sequence, base: row[9], point, database)
              ? point.hidden : stands ? try Self.head(database) : nil,
          stands: stands,
          reason: row[11],
          skipped: Self.skipped(row[12])
        )
      }
      return (list, list.count == limit ? list.last?.sequence : nil)
    }
  }

  /// What a report says of lines that were not read.
  static func skipped(_ text: String?) -> [SkippedLines]? {
    text.flatMap { try? JSON.decode([SkippedLines].self, from: Array($0.utf8)) }
  }

  /// Whether a revision, accepted in a part of the journal that is no longer given out, stood where that part ends.
  private static func stood(
    _ revision: Int64,
    of document: Int64,
    accepted: UInt64,
    base: Int64?,
    _ point: TrimPoint,
    _ database: Database
  ) throws -> Bool {
    guard accepted > point.sequence || base == revision else { return false }
    let isFollowed = try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM journal WHERE sequence > ? AND sequence <= ? AND document = ? AND key IS NULL
            AND kind <> 'document.failed')
          """
      ),
      arguments: [max(accepted, point.sequence).row, point.hidden.row, document]
    )
    return isFollowed != true
  }
}
