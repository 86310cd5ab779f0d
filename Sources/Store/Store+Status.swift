import GRDB
import Model

extension Store {
  /// The documents that were set aside and not taken since, the newest last.
  /// - Returns: at most `limit` of them, and how many there are.
  public func failures(limit: Int = 1000) throws(StoreError) -> (list: [Failure], total: Int) {
    try read { database in
      let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM failures") ?? 0
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT d.uri, f.digest, f.reason, f.attempts, f.time, f.sequence, f.extractor
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
          extractor: row[6]
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
            SELECT d.uri, r.digest, r.extractor,
              (SELECT count(*) FROM facts f WHERE f.document = d.id AND f.retracted IS NULL)
            FROM documents d JOIN revisions r ON r.id = d.revision
            WHERE d.uri >= ? AND d.uri > ? AND (? IS NULL OR d.uri < ?) ORDER BY d.uri LIMIT ?
            """
        ),
        arguments: [range.lower, after ?? "", range.upper, range.upper, limit]
      )
      let list = try rows.map { row in
        guard let digest = Digest(row[1] as String) else {
          throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
        }
        return KnownDocument(uri: row[0], digest: digest, extractor: row[2], facts: row[3])
      }
      return (list, list.count == limit ? list.last?.uri : nil)
    }
  }

  /// How much there is of everything, by name.
  public func counts() throws(StoreError) -> [String: UInt64] {
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT
            (SELECT coalesce(max(sequence), 0) FROM journal) AS sequence,
            (SELECT coalesce(max(bytes), 0) FROM (SELECT bytes FROM journal ORDER BY sequence DESC LIMIT 1)) AS journalBytes,
            (SELECT count(*) FROM documents WHERE revision IS NOT NULL) AS documents,
            (SELECT count(*) FROM facts WHERE retracted IS NULL) AS facts,
            (SELECT count(*) FROM keys) AS keys,
            (SELECT count(*) FROM entries WHERE status = 'disputed') AS disputed,
            (SELECT count(*) FROM failures) AS failed
          """
      )
      var counts: [String: UInt64] = [:]
      for (name, value) in row ?? Row() { counts[name] = UInt64(row: Int64.fromDatabaseValue(value) ?? 0) }
      let point = try TrimPoint(database)
      counts["oldest"] = counts["sequence"] == 0 ? 0 : point.hidden + 1
      counts["journalBytes", default: 0] -= min(counts["journalBytes", default: 0], UInt64(row: point.bytes))
      return counts
    }
  }
}
