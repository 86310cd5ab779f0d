import GRDB
import Model

extension Store {
  /// The documents that were set aside and not taken since, the newest last.
  /// - Returns: at most `limit` of them, and how many there are.
  public func failures(limit: Int = 1000) throws(StoreError) -> (list: [Failure], total: Int) {
    try read { database in
      let total = try Int.fetchOne(database, sql: "SELECT count FROM counts WHERE name = 'failed'") ?? 0
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT d.uri, f.digest, f.reason, f.attempts, f.time, f.sequence, f.extractor, f.code
          FROM failures f JOIN documents d ON d.id = f.document ORDER BY f.sequence DESC LIMIT ?
          """,
        arguments: [limit]
      )
      let list = try rows.reversed().map { row in
        guard let digest = Digest(row[1] as String) else {
          throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
        }
        return Failure(
          uri: row[0],
          digest: digest,
          reason: row[2],
          attempts: row[3],
          time: Timestamp(milliseconds: row[4]),
          sequence: UInt64(row: row[5]),
          extractor: row[6],
          code: row[7]
        )
      }
      return (list, total)
    }
  }

  /// The documents of which a revision stands, in the order of their URIs.
  /// - Parameters:
  ///   - prefix: how the URIs begin; "" for all.
  ///   - after: the last URI of the page before.
  /// - Returns: at most `limit` of them, and where the next page begins; nil on the last.
  public func documents(
    prefix: String,
    after: String?,
    limit: Int = 500
  ) throws(StoreError) -> (list: [KnownDocument], next: String?) {
    let range = PrefixRange(prefix)
    return try read { database in
      let rows = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT d.uri, r.digest, r.extractor, d.facts, r.title, r.date, r.accepted,
              json_extract(j.data, '$.reason'), r.language, r.media_type, json_extract(j.data, '$.skipped')
            FROM documents d JOIN revisions r ON r.id = d.revision LEFT JOIN journal j ON j.sequence = r.accepted
            WHERE d.uri >= ? AND d.uri > ? AND (? IS NULL OR d.uri < ?) ORDER BY d.uri LIMIT ?
            """
        ),
        arguments: [range.lower, after ?? "", range.upper, range.upper, limit]
      )
      let list = try rows.map { row in
        guard let digest = Digest(row[1] as String) else {
          throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
        }
        return KnownDocument(
          uri: row[0],
          digest: digest,
          extractor: row[2],
          facts: row[3],
          title: row[4],
          date: (row[5] as String?).flatMap(Day.init),
          language: row[8],
          mediaType: row[9],
          sequence: UInt64(row: row[6]),
          reason: row[7],
          skipped: Self.skipped(row[10])
        )
      }
      return (list, list.count == limit ? list.last?.uri : nil)
    }
  }

  /// How much there is of everything, by name. Nothing is counted for it, however much there is.
  public func counts() throws(StoreError) -> [String: UInt64] {
    try read { database in
      var counts: [String: UInt64] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT name, count FROM counts") {
        counts[row[0]] = UInt64(row: row[1])
      }
      let (point, end) = (try TrimPoint(database), try JournalEnd(database))
      counts["sequence"] = end.sequence
      counts["oldest"] = end.sequence == 0 ? 0 : point.hidden + 1
      // Of a database that is only read the index is opened when somebody searches.
      if readsOnly == nil { counts["searchLag"] = end.sequence - min(end.sequence, searching.report.reached) }
      counts["journalBytes"] = UInt64(row: end.bytes - point.bytes)
      return counts
    }
  }
}
