import Foundation
import GRDB
import Model

extension Replay {
  /// Makes what stood where the journal was trimmed anew, by today's rules, of the facts that stood there.
  ///
  /// The events are gone that would tell when an entry was changed by a fact which is gone, too: such an entry counts as changed when the
  /// last fact of it was asserted.
  mutating func rebuildBase() throws {
    var point = try TrimPoint(database)
    try database.execute(
      sql: """
        UPDATE facts SET retracted = 0 WHERE asserted > :last;
        UPDATE facts SET retracted = NULL, entry = 0, value = 0, sentence = NULL WHERE asserted <= :last;
        UPDATE revisions SET text = 0;
        DELETE FROM entry_values;
        UPDATE entries SET status = 'withdrawn';
        DELETE FROM entries;
        """,
      arguments: ["last": last.row]
    )
    guard last > 0 else { return }
    let index = TextIndex(database: database, memory: memory)
    let revisions = try Int64.fetchAll(
      database,
      sql: "SELECT id FROM revisions WHERE accepted <= ? ORDER BY id",
      arguments: [last.row]
    )
    for revision in revisions { _ = try index.add(revision) }
    try placeBase()
    try sum(&point)
    try point.write(to: database)
  }

  private mutating func placeBase() throws {
    let facts = try Row.fetchAll(
      database,
      sql: """
        SELECT f.id, f.asserted, f.document, r.text FROM facts f JOIN revisions r ON r.id = f.revision
        WHERE f.asserted <= ? ORDER BY f.asserted
        """,
      arguments: [last.row]
    ).map { (id: $0[0] as Int64, asserted: UInt64(row: $0[1]), document: $0[2] as Int64, text: $0[3] as Int64) }
    var document: Int64?
    for fact in facts {
      if fact.document != document {
        try entries.settle()
        entries = EntryWriter(statements, document: fact.document, rules: rules)
        document = fact.document
      }
      text = fact.text
      let entry = try place(fact.id, fact.asserted).entry
      try database.execute(
        "UPDATE entries SET trimmed = ?, trimmed_group = ? WHERE id = ?",
        [fact.asserted.row, fact.asserted.row, entry]
      )
    }
    try entries.settle()
  }

  private func sum(_ point: inout TrimPoint) throws {
    (point.facts, point.entries, point.values, point.documents) = (RowSum(), RowSum(), RowSum(), RowSum())
    let facts = try Row.fetchAll(database, sql: "\(BaseRow.fact) WHERE f.asserted <= ?", arguments: [last.row])
      .map { (id: $0[0] as Int64, checksum: BaseRow.checksum($0)) }
    for fact in facts {
      point.facts += fact.checksum
      try database.execute("UPDATE facts SET checksum = ? WHERE id = ?", [Data(fact.checksum), fact.id])
    }
    let entries = try Row.fetchCursor(database, sql: BaseRow.entry)
    while let row = try entries.next() { point.entries += BaseRow.checksum(row) }
    let values = try Row.fetchCursor(database, sql: BaseRow.value)
    while let row = try values.next() { point.values += BaseRow.checksum(row) }
    let documents = try Row.fetchCursor(
      database,
      sql: "\(BaseRow.document) WHERE r.accepted <= ?",
      arguments: [last.row]
    )
    while let row = try documents.next() { point.documents += BaseRow.checksum(row) }
  }
}
