import GRDB
import Model

/// Where the evidence of facts stands in the revision that states them at a moment.
///
/// A fact that later revisions still state keeps its row. What they changed of it, the revision and the place, is read from them.
struct EvidencePlaces {
  /// How many documents' revisions are kept.
  private static let maximumKept = 1024

  let database: Database
  /// The first event whose revision tells how far evidence moved.
  private let known: UInt64
  private var revisions: [Int64: [LaterRevision]] = [:]

  init(database: Database) throws {
    self.database = database
    known = try Self.known(database)
  }

  /// The first event whose revision tells how far evidence moved: in a database that an earlier version has written, not the first.
  static func known(_ database: Database) throws -> UInt64 {
    let text = try String.fetchOne(
      database.cachedStatement(sql: "SELECT value FROM meta WHERE name = 'moves_since'")
    )
    return text.flatMap { UInt64($0) } ?? 0
  }

  private struct LaterRevision {
    var accepted: UInt64
    var digest: Digest
    var title: String?
    var date: Day?
    var language: String?
    var moves: EvidenceMoves?
    /// The first of the revisions that its text is a copy of.
    var text: Int64
  }

  /// Puts a fact where it stands.
  /// - Parameters:
  ///   - document: the row of its document.
  ///   - asserted: the event that asserted it.
  ///   - moment: the event after which it is asked for; at most the one that retracted it.
  /// - Returns: false where the fact is as it was asserted.
  mutating func place(_ fact: inout Fact, document: Int64, asserted: UInt64, at moment: UInt64) throws -> Bool {
    var place = Place(start: fact.evidence.start, source: fact.evidence.source)
    for revision in try later(document) where revision.accepted > asserted && revision.accepted <= moment {
      // Where it stands there is not known: it is quoted from the revision that asserted it.
      if revision.accepted < known { return false }
      place.follow(revision)
    }
    guard let last = place.revision else { return false }
    fact.evidence.end += place.start - fact.evidence.start
    fact.evidence.start = place.start
    fact.evidence.source = place.source
    fact.document.digest = last.digest
    fact.document.title = last.title
    fact.document.date = last.date
    fact.document.language = last.language
    return true
  }

  /// The text of the revision that stood for a document at a moment.
  /// - Throws: ``StoreError`` where none did.
  mutating func text(of document: Int64, at moment: UInt64) throws -> Int64 {
    guard let revision = try later(document).last(where: { $0.accepted <= moment }) else {
      throw StoreError(.storage, "a fact in the database is of no revision: restore a backup")
    }
    return revision.text
  }

  /// Where evidence stood that was asserted at a place, in the text and in the original.
  mutating func place(
    _ start: Int,
    _ source: SourceMap.Place?,
    document: Int64,
    asserted: UInt64,
    at moment: UInt64
  ) throws -> (start: Int, source: SourceMap.Place?) {
    var place = Place(start: start, source: source)
    for revision in try later(document) where revision.accepted > asserted && revision.accepted <= moment {
      place.follow(revision)
    }
    return (place.start, place.source)
  }

  private struct Place {
    var start: Int
    var source: SourceMap.Place?
    var revision: LaterRevision?

    mutating func follow(_ revision: LaterRevision) {
      if let moves = revision.moves {
        source = moves.moved(source, start: start)
        start = moves.moved(start)
      }
      self.revision = revision
    }
  }

  /// The last event at which a fact stood that was retracted: before the group of events that retracted it.
  func lastMoment(beforeRetraction retracted: UInt64) throws -> UInt64 {
    let group = try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT sequence FROM journal INDEXED BY journal_groups WHERE key IS NULL AND sequence <= ?
          ORDER BY sequence DESC LIMIT 1
          """
      ),
      arguments: [retracted.row]
    )
    return UInt64(row: (group ?? retracted.row) - 1)
  }

  private mutating func later(_ document: Int64) throws -> [LaterRevision] {
    if let known = revisions[document] { return known }
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql:
          "SELECT accepted, digest, title, date, moves, language, text FROM revisions WHERE document = ? ORDER BY accepted"
      ),
      arguments: [document]
    )
    let list = try rows.map { row in
      guard let digest = Digest(row[1] as String) else {
        throw StoreError(.storage, "a digest in the database is no digest: restore a backup")
      }
      return LaterRevision(
        accepted: UInt64(row: row[0]),
        digest: digest,
        title: row[2],
        date: (row[3] as String?).flatMap(Day.init),
        language: row[5],
        moves: try EvidenceMoves(column: row[4]),
        text: row[6]
      )
    }
    if revisions.count >= Self.maximumKept { revisions.removeAll(keepingCapacity: true) }
    revisions[document] = list
    return list
  }
}

extension EvidenceMoves {
  /// Reads what is kept of a revision; nil for null.
  /// - Throws: ``StoreError``.
  init?(column: String?) throws {
    guard let column else { return nil }
    do {
      self = try JSON.decode(EvidenceMoves.self, from: column.utf8)
    } catch {
      throw StoreError(.storage, "the moves of a revision in the database cannot be read: restore a backup")
    }
  }

  /// As ``init(column:)`` reads it.
  var column: String? {
    get throws { isEmpty ? nil : try JSON.text(self) }
  }
}

extension SourceMap.Place {
  /// Reads what is kept of a fact; nil for null.
  /// - Throws: ``StoreError``.
  init?(column: String?) throws {
    guard let column else { return nil }
    do {
      self = try JSON.decode(SourceMap.Place.self, from: column.utf8)
    } catch {
      throw StoreError(.storage, "the source of a fact in the database cannot be read: restore a backup")
    }
  }

  /// As ``init(column:)`` reads it.
  var column: String {
    get throws { try JSON.text(self) }
  }
}
