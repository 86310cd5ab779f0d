import GRDB

extension Check {
  /// Looks whether what is said to be there is as much as is there; nil where it is.
  static func miscount(_ database: Database) throws -> Fault? {
    let counts = try Row.fetchAll(
      database,
      sql: """
        SELECT c.name, c.count, n.count FROM counts c LEFT JOIN (
          SELECT 'documents' AS name, count(*) AS count FROM documents WHERE revision IS NOT NULL
          UNION ALL SELECT 'facts', count(*) FROM facts WHERE retracted IS NULL
          UNION ALL SELECT 'keys', count(*) FROM keys
          UNION ALL SELECT 'disputed', count(*) FROM entries WHERE status = 'disputed'
          UNION ALL SELECT 'failed', count(*) FROM failures
        ) n ON n.name = c.name WHERE c.count IS NOT n.count
        """
    )
    if let row = counts.first {
      return Fault("the number of \(row[0] as String) is \(row[2] as Int? ?? 0), and not \(row[1] as Int)")
    }
    let documents = try Row.fetchAll(
      database,
      sql: """
        SELECT d.uri, d.facts, (SELECT count(*) FROM facts f WHERE f.document = d.id AND f.retracted IS NULL) AS n
        FROM documents d WHERE d.facts <> n LIMIT 1
        """
    )
    if let row = documents.first {
      return Fault("the number of facts of document \(row[0] as String) is \(row[2] as Int), and not \(row[1] as Int)")
    }
    return nil
  }

  /// Stops the counting on the copy, before its state is folded again.
  static func dropTriggers(_ database: Database) throws {
    for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
      try database.execute(sql: "DROP TRIGGER \"\(trigger)\"")
    }
  }
}
