import Foundation
import GRDB
import Model

/// The ordered sequence of events, as those see it who read it.
///
/// Today it is a table of the store; a replicated log can stand in its place.
public protocol Journal: Sendable {
  /// The last event.
  func head() throws(StoreError) -> Model.Cursor

  /// The events after a sequence whose topics begin with one of `prefixes`.
  /// - Throws: ``StoreError`` with the code `tooOld` when not all of them are kept.
  func events(after sequence: UInt64, prefixes: [String]) throws(StoreError) -> EventPage

  /// Every event of one key after a sequence, or nil from the oldest on that is kept.
  func history(of key: Key, after sequence: UInt64?) throws(StoreError) -> EventPage
}

/// Some events in order, and how far the journal was looked through for them.
public struct EventPage: Sendable {
  public var events: [JournalEvent]
  public var cursor: Model.Cursor
  /// True when the journal goes on after the cursor.
  public var more: Bool
  /// In a history, the event after which the journal begins; nil where no event of the key was trimmed.
  public var oldest: Model.Cursor?

  /// The most rows of the journal that are looked through, and the most bytes of events, for one page.
  public static let maximumRows = 4096
  public static let maximumBytes = 1 << 20
}

extension Store: Journal {
  public func head() throws(StoreError) -> Model.Cursor {
    try read { try cursor(at: Self.head($0), $0) }
  }

  public func events(after sequence: UInt64, prefixes: [String]) throws(StoreError) -> EventPage {
    let wanted = prefixes.contains("") ? nil : prefixes.map { Array($0.utf8) }
    return try read { database in
      try Self.checkKept(sequence, database)
      return try page(database, after: sequence, "WHERE j.sequence > ?", [sequence.row]) { topic in
        wanted.map { prefixes in prefixes.contains { topic.utf8.starts(with: $0) } } ?? true
      }
    }
  }

  public func history(of key: Key, after sequence: UInt64?) throws(StoreError) -> EventPage {
    try read { database in
      let oldest = try TrimPoint(database).hidden
      if let sequence { try Self.checkKept(sequence, database) }
      let sequence = sequence ?? oldest
      var page = try page(
        database,
        after: sequence,
        "WHERE j.key = (SELECT id FROM keys WHERE key = ?) AND j.sequence > ?",
        [
          key.description, sequence.row,
        ]
      ) { _ in true }
      let isTrimmed = try Bool.fetchOne(
        database.cachedStatement(
          sql: "SELECT EXISTS (SELECT 1 FROM entries e JOIN keys k ON k.id = e.key WHERE k.key = ? AND e.created <= ?)"
        ),
        arguments: [key.description, oldest.row]
      )
      if isTrimmed == true { page.oldest = try cursor(at: oldest, database) }
      return page
    }
  }

  /// Reads rows until the page is full; the cursor stands at the last that was looked at.
  private func page(
    _ database: Database,
    after sequence: UInt64,
    _ condition: String,
    _ arguments: StatementArguments,
    isWanted: (String) -> Bool
  ) throws -> EventPage {
    let statement = try database.cachedStatement(
      sql: "\(JournalRow.select) \(condition) ORDER BY j.sequence LIMIT \(EventPage.maximumRows + 1)"
    )
    var page = EventPage(events: [], cursor: try cursor(at: sequence, database), more: false)
    var rows = 0
    var bytes = 0
    var chain = ChainReader(database: database, last: page.cursor)
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try cursor.next() {
      if rows == EventPage.maximumRows || bytes >= EventPage.maximumBytes {
        page.more = true
        break
      }
      rows += 1
      let place = UInt64(row: row[0])
      page.cursor = Model.Cursor(epoch: epoch, sequence: place, check: JournalRow.check(row))
      defer { chain.last = page.cursor }
      guard isWanted(JournalRow.topic(row)) else { continue }
      let event = try JournalRow.event(row)
      try chain.check(event, page.cursor.check)
      page.events.append(event)
      bytes += page.events.last?.json.count ?? 0
    }
    return page
  }
}

/// An event as the tables hold it, and as it is read from them.
enum JournalRow {
  private static let columns = """
    j.sequence, j.kind, j.event, d.uri, k.key, j.effect, j.time, coalesce(f.data, j.data), j.checksum
    """
  private static let tables = """
    FROM journal j JOIN documents d ON d.id = j.document
      LEFT JOIN keys k ON k.id = j.key LEFT JOIN facts f ON f.id = j.fact
    """
  static let select = "SELECT \(columns) \(tables)"

  /// The check of the journal up to the event.
  static func check(_ row: Row) -> ChainCheck? {
    (row[8] as Data?).flatMap { ChainCheck(bytes: $0) }
  }

  static func topic(_ row: Row) -> String {
    (row[4] as String?) ?? Topic.ofDocument(row[3])
  }

  static func event(_ row: Row) throws -> JournalEvent {
    let place = UInt64(row: row[0])
    let (uri, key): (String, String?) = (row[3], row[4])
    guard let kind = Event.Kind(rawValue: row[1]), let effect = Event.Effect(rawValue: row[5]),
      let data = row[7] as String?
    else {
      throw StoreError(.storage, "event \(place) of the journal cannot be read: restore a backup")
    }
    let json = try Event.json(
      id: row[2],
      source: uri,
      kind: kind,
      subject: key ?? uri,
      time: Timestamp(milliseconds: row[6]),
      sequence: place,
      effect: effect,
      data: Array(data.utf8)
    )
    return JournalEvent(topic: topic(row), sequence: place, json: json)
  }

  /// Gives every event with its checksum, in order, a page of them in memory at a time.
  /// - Parameters:
  ///   - withBytes: whether the column is there yet, and wanted.
  ///   - body: is given the event, its checksum, and how many bytes the journal has up to it.
  static func forEach(
    _ database: Database,
    withBytes: Bool = false,
    _ body: (JournalEvent, _ checksum: [UInt8]?, _ bytes: Int64) throws -> Void
  ) throws {
    var last: Int64 = 0
    let select = "SELECT \(columns), \(withBytes ? "j.bytes" : "0") \(tables)"
    while true {
      let statement = try database.cachedStatement(sql: "\(select) WHERE j.sequence > ? ORDER BY j.sequence LIMIT 500")
      let rows = try Row.fetchAll(statement, arguments: [last])
      for row in rows { try body(try event(row), (row[8] as Data?).map(Array.init), row[9]) }
      guard let end = rows.last else { return }
      last = end[0]
    }
  }
}

/// Holds events that are about to be given out against the chain of checksums.
private struct ChainReader {
  let database: Database
  /// The row that was read last.
  var last: Model.Cursor

  /// - Throws: ``StoreError`` that names the event if it is not what was written.
  func check(_ event: JournalEvent, _ kept: ChainCheck?) throws {
    // In a history there are other events between.
    let before =
      last.sequence + 1 == event.sequence ? last.check : try Store.check(at: event.sequence - 1, database)
    // Where the journal was trimmed up to the event nothing is left to hold it against but its page's checksum.
    guard event.sequence == 1 || before != nil else { return }
    guard let kept, kept == ChainCheck(after: before, event: event.json) else {
      throw StoreError(
        .storage,
        "event \(event.sequence) of the journal is not what was written; run: courantd check"
      )
    }
  }
}

/// Where the journal ends: its last event, and the checksum and the size of all that led to it.
struct JournalEnd {
  var sequence: UInt64 = 0
  var checksum: [UInt8] = []
  /// How many bytes all events have up to there, trimmed or not.
  var bytes: Int64 = 0

  init() {}

  init(sequence: UInt64, checksum: [UInt8], bytes: Int64) {
    self.sequence = sequence
    self.checksum = checksum
    self.bytes = bytes
  }

  init(_ database: Database) throws {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT sequence, checksum, bytes FROM journal ORDER BY sequence DESC LIMIT 1")
    )
    guard let row else { return }
    sequence = UInt64(row: row[0])
    checksum = (row[1] as Data?).map(Array.init) ?? []
    bytes = row[2]
  }

  /// The place, for whoever goes on from it.
  func cursor(_ epoch: Epoch) -> Model.Cursor {
    Model.Cursor(epoch: epoch, sequence: sequence, check: ChainCheck(bytes: checksum))
  }

  /// Goes on by one event: its checksum is over that of the event before it and its own JSON, so that no event can be changed, left
  /// out or put elsewhere unseen. 16 bytes of a SHA-256.
  mutating func append(_ json: [UInt8]) {
    sequence += 1
    bytes += Int64(json.count)
    checksum = ChainCheck(after: ChainCheck(bytes: checksum), event: json).bytes
  }
}
