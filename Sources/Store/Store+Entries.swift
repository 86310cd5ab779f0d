import GRDB
import Model

extension Store {
  /// One page of entries.
  public struct EntryPage: Sendable {
    public var entries: [Entry]
    /// The moment that the entries are of.
    public var cursor: Model.Cursor
    /// Where the next page begins; nil on the last.
    public var next: String?
  }

  /// The entries whose keys begin with one of `prefixes`, in the order of their keys, as they were after one event.
  ///
  /// Nothing is kept between pages: facts remember when they were asserted and retracted, so any moment can be asked for again.
  /// - Parameters:
  ///   - prefixes: beginnings of keys; "" for all.
  ///   - sequence: the moment; nil for now.
  ///   - after: `next` of the page before.
  ///   - keys: how many keys a page has at most.
  ///   - sources: how many sources it has before it ends, and how many entries are looked at for it.
  ///   - withdrawn: whether entries that nobody states any longer are listed, without values.
  ///   - days: only what holds on one of these days, and what is stated without a time; nil for all.
  public func entries(
    prefixes: [String],
    at sequence: UInt64? = nil,
    after: String? = nil,
    keys maximum: Int = 200,
    sources limit: Int = 10_000,
    withdrawn: Bool = false,
    in days: ClosedRange<Day>? = nil
  ) throws(StoreError) -> EntryPage {
    try read { database in
      let head = try Self.head(database)
      let moment = min(sequence ?? head, head)
      try Self.checkKept(moment, database)
      let start = after.map { EntryPlace($0) }
      // The key within which the page before ended comes once more, from its place on.
      let isWithin = start?.entry != nil
      var keys: [(id: Int64, key: String)] = []
      for prefix in PrefixRange.merge(prefixes) {
        let rows = try Row.fetchAll(
          database.cachedStatement(
            sql: """
              SELECT id, key FROM keys WHERE key >= ? AND key \(isWithin ? ">=" : ">") ? AND (? IS NULL OR key < ?)
              ORDER BY key LIMIT ?
              """
          ),
          arguments: [prefix.lower, start?.key ?? "", prefix.upper, prefix.upper, maximum + 1 - keys.count]
        )
        keys += rows.map { ($0[0], $0[1]) }
        if keys.count > maximum { break }
      }
      var next: String?
      if keys.count > maximum {
        keys.removeLast(keys.count - maximum)
        next = keys.last?.key
      }
      var reader = try EntryReader(database: database, moment: moment, days: days, limit: limit)
      var entries: [Entry] = []
      for (index, key) in keys.enumerated() {
        let after = key.key == start?.key ? start?.entry : nil
        let found = try reader.entries(key.id, key.key, withdrawn: withdrawn, after: after)
        entries += found.entries
        if let rest = found.rest {
          next = rest
          break
        }
        if reader.isFull, index < keys.count - 1 {
          next = key.key
          break
        }
      }
      return EntryPage(entries: entries, cursor: try cursor(at: moment, database), next: next)
    }
  }
}

extension Store {
  /// The entries of one key, also those that nobody states any longer; nil when the key is not known.
  /// - Parameters:
  ///   - sequence: the moment; nil for now.
  ///   - after: `next` of the page before.
  ///   - sources: how many sources a page has before it ends, and how many entries are looked at for it.
  ///   - days: only what holds on one of these days, and what is stated without a time; nil for all.
  public func entries(
    of key: Key,
    at sequence: UInt64? = nil,
    after: String? = nil,
    sources limit: Int = 10_000,
    in days: ClosedRange<Day>? = nil
  ) throws(StoreError) -> EntryPage? {
    try read { database in
      let id = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM keys WHERE key = ?"),
        arguments: [key.description]
      )
      guard let id else { return nil }
      let head = try Self.head(database)
      let moment = min(sequence ?? head, head)
      try Self.checkKept(moment, database)
      var reader = try EntryReader(database: database, moment: moment, days: days, limit: limit)
      let found = try reader.entries(
        id,
        key.description,
        withdrawn: true,
        after: after.flatMap { EntryPlace($0).entry }
      )
      return EntryPage(
        entries: found.entries,
        cursor: try cursor(at: moment, database),
        next: found.rest
      )
    }
  }

  /// The last event that was recorded at a time or before it; 0 when none was.
  ///
  /// Clocks jump: of events recorded out of the order of their times the latest counts.
  public func sequence(at time: Timestamp) throws(StoreError) -> UInt64 {
    try read { database in
      let found = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT sequence FROM journal WHERE time <= ? ORDER BY sequence DESC LIMIT 1"),
        arguments: [time.milliseconds]
      )
      let point = try TrimPoint(database)
      if let found, found > point.hidden.row { return UInt64(row: found) }
      guard point.hidden == 0 || point.time <= time.milliseconds else {
        throw StoreError(
          .tooOld(point.hidden),
          "the journal no longer goes back to \(time); the oldest that can be asked for is event \(point.hidden), of \(Timestamp(milliseconds: point.time))"
        )
      }
      return point.hidden
    }
  }
}

/// A range of keys in byte order that begin alike.
struct PrefixRange {
  var lower: String
  /// The first key beyond; nil where there is none.
  var upper: String?

  init(_ prefix: String) {
    lower = prefix
    upper = prefix.isEmpty ? nil : prefix + "\u{10FFFF}"
  }

  /// The ranges of `prefixes` in order, without those that lie within another.
  static func merge(_ prefixes: [String]) -> [PrefixRange] {
    // By bytes, as the database and the sockets compare; Swift's own order of strings is another.
    var kept: [String] = []
    for prefix in prefixes.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let last = kept.last, prefix.utf8.starts(with: last.utf8) { continue }
      kept.append(prefix)
    }
    return kept.map(PrefixRange.init)
  }
}
