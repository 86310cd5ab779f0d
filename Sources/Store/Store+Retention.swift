import GRDB
import Model

/// How much of the journal is kept; what is older goes, whole groups at a time. 0 is no limit.
public struct Retention: Sendable, Equatable {
  public var maxAge: Duration
  public var maxBytes: Int
  public var maxEvents: Int

  public init(maxAge: Duration = .zero, maxBytes: Int = 0, maxEvents: Int = 0) {
    self.maxAge = maxAge
    self.maxBytes = maxBytes
    self.maxEvents = maxEvents
  }

  /// True when everything is kept.
  public var isUnlimited: Bool { maxAge == .zero && maxBytes == 0 && maxEvents == 0 }
}

/// What one step of trimming has done.
public struct Trimmed: Sendable, Equatable {
  /// How many events it has removed.
  public var events: Int
  /// The oldest cursor that can be caught up from.
  public var oldest: Model.Cursor
  /// True when there was nothing to remove.
  public var isDone: Bool
}

extension Store {
  /// Removes the oldest events of the journal that are beyond the limits, some of them, in one transaction; the state stays as it is.
  ///
  /// The group of events that one request has written goes as a whole, and the last group never does. What the search index has not had
  /// yet stays, while it can be fed.
  /// - Parameter limit: the most events that are removed.
  /// - Throws: ``StoreError`` when it cannot be committed: then nothing has happened.
  public func trim(to retention: Retention, now: Timestamp, atMost limit: Int = 512) throws(StoreError) -> Trimmed {
    do {
      return try pool.writeWithoutTransaction { database in
        var trim = try Trim(database)
        if trim.point.hidden == trim.point.sequence {
          let last = try Self.lastToGo(database, trim.point, retention, now, atMost: limit, searching.done?.sequence)
          trim.hide(through: last)
        }
        var events = 0
        if trim.point.hidden > trim.point.sequence {
          // For each fact that goes SQLite would look for its events through the whole journal.
          try database.execute(sql: "PRAGMA foreign_keys = OFF")
          let result = Result {
            try database.inTransaction(.immediate) {
              events = try trim.step(atMost: limit)
              return .commit
            }
          }
          try database.execute(sql: "PRAGMA foreign_keys = ON")
          try result.get()
        }
        return Trimmed(
          events: events,
          oldest: try cursor(at: trim.point.hidden, database),
          isDone: events == 0
        )
      }
    } catch {
      throw StoreError.from(error, path: path)
    }
  }

  /// The end of the last group that is to go now: from the oldest on, until so many events are found or the rest is within the limits.
  /// - Parameter indexed: the last event that the search index has; nil where it holds nothing up.
  private static func lastToGo(
    _ database: Database,
    _ point: TrimPoint,
    _ retention: Retention,
    _ now: Timestamp,
    atMost limit: Int,
    _ indexed: UInt64?
  ) throws -> UInt64 {
    guard !retention.isUnlimited else { return point.sequence }
    let end = try JournalEnd(database)
    let seconds = retention.maxAge.components.seconds
    let oldest = now.milliseconds - seconds * 1000 - retention.maxAge.components.attoseconds / 1_000_000_000_000_000
    let event = try database.cachedStatement(sql: "SELECT time, bytes FROM journal WHERE sequence = ?")
    var (last, bytes) = (point.sequence, point.bytes)
    while last < point.sequence + UInt64(limit) {
      guard let first = try Row.fetchOne(event, arguments: [(last + 1).row]) else { break }
      let isTooMany = retention.maxEvents > 0 && end.sequence - last > UInt64(retention.maxEvents)
      let isTooLarge = retention.maxBytes > 0 && end.bytes - bytes > Int64(retention.maxBytes)
      let isTooOld = retention.maxAge > .zero && (first[0] as Int64) < oldest
      guard isTooMany || isTooLarge || isTooOld else { break }
      let group = try Trim.groupEnd(database, of: last + 1)
      // What the search index has not had yet stays for it.
      guard group < end.sequence, group <= indexed ?? .max, let row = try Row.fetchOne(event, arguments: [group.row])
      else { break }
      (last, bytes) = (group, row[1])
    }
    return last
  }

  /// The oldest cursor that can be asked about: of what is before it the events are no longer there.
  public func oldest() throws(StoreError) -> Model.Cursor {
    try read { try cursor(at: TrimPoint($0).hidden, $0) }
  }

  /// Refuses a moment that can no longer be told.
  static func checkKept(_ sequence: UInt64, _ database: Database) throws {
    let oldest = try TrimPoint(database).hidden
    guard sequence < oldest else { return }
    throw StoreError.tooOld(sequence, oldest: oldest)
  }
}

extension StoreError {
  static func tooOld(_ sequence: UInt64, oldest: UInt64) -> StoreError {
    StoreError(
      .tooOld(oldest),
      "the journal no longer goes back to event \(sequence); the oldest that can be asked for is \(oldest)"
    )
  }
}
