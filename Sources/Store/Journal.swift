import GRDB
import Model

/// The ordered sequence of events, as those see it who read it.
///
/// Today it is a table of the store; a replicated log can stand in its place.
public protocol Journal: Sendable {
  /// The last event.
  func head() throws(StoreError) -> Model.Cursor

  /// The events after a sequence whose topics begin with one of `prefixes`.
  func events(after sequence: UInt64, prefixes: [String]) throws(StoreError) -> EventPage

  /// Every event of one key after a sequence.
  func history(of key: Key, after sequence: UInt64) throws(StoreError) -> EventPage
}

/// Some events in order, and how far the journal was looked through for them.
public struct EventPage: Sendable {
  public var events: [JournalEvent]
  public var cursor: Model.Cursor
  /// True when the journal goes on after the cursor.
  public var more: Bool

  /// The most rows of the journal that are looked through, and the most bytes of events, for one page.
  public static let maximumRows = 4096
  public static let maximumBytes = 1 << 20
}

extension Store: Journal {
  public func head() throws(StoreError) -> Model.Cursor {
    try read { Model.Cursor(epoch: epoch, sequence: try Self.head($0)) }
  }

  public func events(after sequence: UInt64, prefixes: [String]) throws(StoreError) -> EventPage {
    let wanted = prefixes.contains("") ? nil : prefixes.map { Array($0.utf8) }
    return try read { database in
      try page(database, after: sequence, "WHERE j.sequence > ?", [sequence.row]) { topic in
        wanted.map { prefixes in prefixes.contains { topic.utf8.starts(with: $0) } } ?? true
      }
    }
  }

  public func history(of key: Key, after sequence: UInt64) throws(StoreError) -> EventPage {
    try read { database in
      try page(
        database,
        after: sequence,
        "WHERE j.key = (SELECT id FROM keys WHERE key = ?) AND j.sequence > ?",
        [
          key.description, sequence.row,
        ]
      ) { _ in true }
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
      sql: """
        SELECT j.sequence, j.kind, j.event, d.uri, k.key, j.effect, j.time, coalesce(f.data, j.data)
        FROM journal j JOIN documents d ON d.id = j.document
          LEFT JOIN keys k ON k.id = j.key LEFT JOIN facts f ON f.id = j.fact
        \(condition) ORDER BY j.sequence LIMIT \(EventPage.maximumRows + 1)
        """
    )
    var page = EventPage(events: [], cursor: Model.Cursor(epoch: epoch, sequence: sequence), more: false)
    var rows = 0
    var bytes = 0
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try cursor.next() {
      if rows == EventPage.maximumRows || bytes >= EventPage.maximumBytes {
        page.more = true
        break
      }
      rows += 1
      let place = UInt64(row: row[0])
      page.cursor = Model.Cursor(epoch: epoch, sequence: place)
      let uri: String = row[3]
      let key: String? = row[4]
      let topic = key ?? Topic.ofDocument(uri)
      guard isWanted(topic) else { continue }
      guard let kind = Event.Kind(rawValue: row[1]), let effect = Event.Effect(rawValue: row[5]) else {
        throw StoreError(.storage, "event \(place) of the journal has an unknown kind or effect: restore a backup")
      }
      let json = try Event.json(
        id: row[2],
        source: uri,
        kind: kind,
        subject: key ?? uri,
        time: Timestamp(milliseconds: row[6]),
        sequence: place,
        effect: effect,
        data: Array((row[7] as String).utf8)
      )
      bytes += json.count
      page.events.append(JournalEvent(topic: topic, sequence: place, json: json))
    }
    return page
  }
}
