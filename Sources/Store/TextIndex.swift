import GRDB
import Model
import State
import Synchronization

/// A revision as it stands in the database.
struct RevisionPlace {
  var id: Int64
  /// The first of the revisions that its text is a copy of, itself included.
  var text: Int64
}

/// The fingerprints of the newest revisions in memory: those of one database, up to the revision that was added last.
final class CopyMemory: Sendable {
  private let index = Mutex<CopyIndex?>(nil)

  /// The text that a revision is a near copy of; then it is one of those that later ones may be copies of.
  /// - Parameters:
  ///   - known: its text where that is known; nil to look for one.
  ///   - fingerprint: nil for a revision that has none.
  func add(_ revision: Int64, known: Int64?, _ fingerprint: Fingerprint?, _ database: Database) throws -> Int64? {
    try index.withLock { index in
      if index?.remove(from: revision) != true { index = try Self.read(database, before: revision) }
      guard let fingerprint else { return known }
      let text = known ?? index?.text(of: fingerprint)
      index?.append(revision, text: text ?? revision, fingerprint)
      return text
    }
  }

  private static func read(_ database: Database, before revision: Int64) throws -> CopyIndex {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, text, fingerprint FROM revisions WHERE id < ? AND fingerprint IS NOT NULL
        ORDER BY id DESC LIMIT \(CopyIndex.window)
        """,
      arguments: [revision]
    )
    var index = CopyIndex()
    for row in rows.reversed() {
      guard let fingerprint = Fingerprint(row[2] as String) else { continue }
      index.append(row[0], text: row[1], fingerprint)
    }
    return index
  }
}

/// Finds the revisions whose texts are copies of each other: the same bytes, or near copies by their fingerprints.
struct TextIndex {
  let database: Database
  let memory: CopyMemory

  /// Takes in a revision, and says of which one its text is a copy.
  ///
  /// The revision's own origin is written to it.
  /// - Returns: the first of the revisions that it is a copy of; the revision itself where there is none.
  func add(_ revision: Int64) throws -> Int64 {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT digest, fingerprint FROM revisions WHERE id = ?"),
      arguments: [revision]
    )
    let digest: String = row?[0] ?? ""
    let fingerprint = (row?[1] as String?).flatMap { Fingerprint($0) }
    let same = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT text FROM revisions WHERE digest = ? AND id < ? ORDER BY id LIMIT 1"),
      arguments: [digest, revision]
    )
    // The copy of a known text needs no look-up, and is itself looked up by others as well as the first one.
    let text = try memory.add(revision, known: same, fingerprint, database) ?? revision
    try database.execute("UPDATE revisions SET text = ? WHERE id = ?", [text, revision])
    return text
  }

  /// The text of the revision that stands for a document; nil where none does.
  static func text(of document: Int64, in database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT r.text FROM documents d JOIN revisions r ON r.id = d.revision WHERE d.id = ?"
      ),
      arguments: [document]
    )
  }

  /// The same of the revision that stood where the journal was trimmed.
  static func trimmedText(of document: Int64, in database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT r.text FROM documents d JOIN revisions r ON r.id = d.trimmed_revision WHERE d.id = ?"
      ),
      arguments: [document]
    )
  }
}
