import GRDB
import Model
import State

/// The version of the fold that made the state.
enum FoldVersion {
  private static let name = "fold"

  /// True when the state was made by today's rules.
  static func isCurrent(_ database: Database) throws -> Bool {
    let kept = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = '\(name)'")
    return kept == Fold.version
  }

  static func write(to database: Database) throws {
    try database.execute("INSERT OR REPLACE INTO meta VALUES ('\(name)', ?)", [Fold.version])
  }

  /// Folds the journal anew where the state was made by other rules. Foreign keys must not be enforced.
  static func refold(_ database: Database, progress: (UInt64, UInt64) -> Void = { _, _ in }) throws {
    guard try !isCurrent(database) else { return }
    if try Store.head(database) > 0 {
      var replay = try Replay(database: database)
      try replay.rebuild(progress: progress)
    }
    try write(to: database)
  }
}

extension Store {
  /// Brings the state up to today's rules, all of it or nothing.
  static func refold(_ pool: DatabasePool, progress: (UInt64, UInt64) -> Void) throws {
    guard try pool.read({ try !FoldVersion.isCurrent($0) }) else { return }
    try pool.writeWithoutTransaction { database in
      // While entries are made anew, facts belong to none; and for each row that goes SQLite would look through all facts.
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction {
        try FoldVersion.refold(database, progress: progress)
        return .commit
      }
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }
}
