import GRDB
import Model

/// A revision as it stands in the database.
struct RevisionPlace {
  var id: Int64
  /// The first of the revisions that its text is a copy of, itself included.
  var text: Int64
}

/// Finds the revisions whose texts are copies of each other: the same bytes, or near copies by their fingerprints.
///
/// Locality-sensitive hashing: texts are compared that share a band of their fingerprints (P. Indyk, R. Motwani, 1998). The index is a
/// part of the fold. It holds the newest revisions only, and of each band the oldest of them are looked at, so that neither its size nor a
/// look-up grows without end.
struct TextIndex {
  /// How many revisions are in the index, the newest.
  static let maximumRevisions: Int64 = 200_000
  /// How many revisions of a band are looked at.
  private static let maximumCandidates = 8

  let database: Database

  // One statement for all bands: to begin a statement costs more than to find a row.
  private static let insertion =
    "INSERT OR IGNORE INTO text_bands (revision, band) VALUES "
    + (0..<Fingerprint.size / Fingerprint.rows).map { "(?1, ?\($0 + 2))" }.joined(separator: ", ")
  private static let lookUp = Array(
    repeating: """
      SELECT revision FROM (SELECT revision FROM text_bands WHERE band = ? ORDER BY revision LIMIT \(maximumCandidates))
      """,
    count: Fingerprint.size / Fingerprint.rows
  ).joined(separator: " UNION ALL ")

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
    var text = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT text FROM revisions WHERE digest = ? AND id < ? ORDER BY id LIMIT 1"),
      arguments: [digest, revision]
    )
    if let fingerprint {
      // The copy of a known text needs no look-up, and is itself looked up by others as well as the first one.
      if text == nil { text = try nearest(fingerprint, before: revision) }
      try insert(revision, fingerprint)
    }
    try removeOldest(revision)
    try database.execute("UPDATE revisions SET text = ? WHERE id = ?", [text ?? revision, revision])
    return text ?? revision
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

  /// Makes the index of all revisions up to an event anew.
  func rebuild(through sequence: UInt64) throws {
    try database.execute("DELETE FROM text_bands", [])
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT id, fingerprint FROM revisions WHERE accepted <= ? AND fingerprint IS NOT NULL ORDER BY id",
      arguments: [sequence.row]
    )
    while let row = try rows.next() {
      guard let fingerprint = Fingerprint(row[1] as String) else { continue }
      try insert(row[0], fingerprint)
      try removeOldest(row[0])
    }
  }

  private func insert(_ revision: Int64, _ fingerprint: Fingerprint) throws {
    try database.execute(Self.insertion, StatementArguments([revision] + fingerprint.bands))
  }

  private func removeOldest(_ newest: Int64) throws {
    let old = newest - Self.maximumRevisions
    guard old > 0 else { return }
    let kept = try String.fetchOne(
      database.cachedStatement(sql: "SELECT fingerprint FROM revisions WHERE id = ?"),
      arguments: [old]
    )
    for band in kept.flatMap({ Fingerprint($0) })?.bands ?? [] {
      try database.execute("DELETE FROM text_bands WHERE band = ? AND revision = ?", [band, old])
    }
  }

  /// The text of the revision that is most similar, if it is a copy; of several the oldest.
  private func nearest(_ fingerprint: Fingerprint, before revision: Int64) throws -> Int64? {
    let candidates = try Int64.fetchSet(
      database.cachedStatement(sql: Self.lookUp),
      arguments: StatementArguments(fingerprint.bands)
    )
    var best: (similarity: Double, text: Int64)?
    for candidate in candidates.sorted() where candidate < revision {
      let row = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT fingerprint, text FROM revisions WHERE id = ?"),
        arguments: [candidate]
      )
      guard let row, let other = (row[0] as String?).flatMap({ Fingerprint($0) }) else { continue }
      let similarity = fingerprint.similarity(to: other)
      if similarity >= Fingerprint.copies, similarity > best?.similarity ?? 0 { best = (similarity, row[1]) }
    }
    return best?.text
  }
}
