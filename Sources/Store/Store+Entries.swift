import GRDB
import Model
import State

extension Store {
  /// How many sources a page has before it ends; it ends with a whole key.
  static let maximumSources = 10_000

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
  ///   - after: the last key of the page before.
  ///   - keys: how many keys a page has at most.
  ///   - withdrawn: whether entries that nobody states any longer are listed, without values.
  ///   - day: only what holds on this day, and what is stated without a time; nil for all.
  public func entries(
    prefixes: [String],
    at sequence: UInt64? = nil,
    after: String? = nil,
    keys limit: Int = 200,
    withdrawn: Bool = false,
    on day: Day? = nil
  ) throws(StoreError) -> EntryPage {
    try read { database in
      let head = try Self.head(database)
      let moment = min(sequence ?? head, head)
      try Self.checkKept(moment, database)
      var keys: [(id: Int64, key: String)] = []
      for prefix in PrefixRange.merge(prefixes) {
        let rows = try Row.fetchAll(
          database.cachedStatement(
            sql: """
              SELECT id, key FROM keys WHERE key >= ? AND key > ? AND (? IS NULL OR key < ?) ORDER BY key LIMIT ?
              """
          ),
          arguments: [prefix.lower, after ?? "", prefix.upper, prefix.upper, limit + 1 - keys.count]
        )
        keys += rows.map { ($0[0], $0[1]) }
        if keys.count > limit { break }
      }
      var next: String?
      if keys.count > limit {
        keys.removeLast(keys.count - limit)
        next = keys.last?.key
      }
      var entries: [Entry] = []
      var sources = 0
      for (index, key) in keys.enumerated() {
        let found = try EntryReader(database: database, moment: moment, day: day).entries(
          key.id,
          key.key,
          withdrawn: withdrawn
        )
        entries += found
        for entry in found { sources += entry.values.reduce(0) { $0 + $1.sources.count } }
        // A source is most of what a page is made of: some hundreds of bytes.
        if sources >= Self.maximumSources, index < keys.count - 1 {
          next = key.key
          break
        }
      }
      return EntryPage(entries: entries, cursor: Model.Cursor(epoch: epoch, sequence: moment), next: next)
    }
  }
}

extension Store {
  /// The entries of one key, also those that nobody states any longer; nil when the key is not known.
  /// - Parameters:
  ///   - sequence: the moment; nil for now.
  ///   - day: only what holds on this day, and what is stated without a time; nil for all.
  public func entries(
    of key: Key,
    at sequence: UInt64? = nil,
    on day: Day? = nil
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
      let entries = try EntryReader(database: database, moment: moment, day: day)
        .entries(id, key.description, withdrawn: true)
      return EntryPage(entries: entries, cursor: Model.Cursor(epoch: epoch, sequence: moment), next: nil)
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

/// Reads the entries of one key as they were after one event.
struct EntryReader {
  let database: Database
  let moment: UInt64
  /// Only what holds on this day; nil for all.
  var day: Day?

  func entries(_ key: Int64, _ text: String, withdrawn: Bool) throws -> [Entry] {
    guard let name = Key(text) else { throw StoreError(.storage, "the key \"\(text)\" in the database is no key") }
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT id, valid_start, valid_end, context, trimmed FROM entries WHERE key = ?1 AND created <= ?2
            AND (?3 IS NULL OR ((valid_start = '' OR valid_start <= ?3) AND (valid_end = '' OR valid_end >= ?3)))
          ORDER BY valid_start, valid_end, context
          """
      ),
      arguments: [key, moment.row, day?.description]
    )
    return try rows.compactMap { row in
      let start: String = row[1]
      let end: String = row[2]
      let context: String = row[3]
      return try entry(
        row[0],
        Entry(
          key: name,
          time: start.isEmpty && end.isEmpty ? nil : Interval(text: nil, start: Day(start), end: Day(end)),
          context: try JSON.decode([String].self, from: context.utf8),
          status: .withdrawn,
          functional: false,
          values: [],
          sequence: UInt64(row: row[4])
        ),
        withdrawn: withdrawn
      )
    }
  }

  /// For each value of an entry and each document: how many facts state it at a moment, and when that last changed.
  static let tallies = """
    SELECT v.id, v.comparison, v.functional, v.polarity, v.modality, 0, f.document,
      count(*) FILTER (WHERE f.retracted IS NULL OR f.retracted > ?1),
      max(f.asserted), max(CASE WHEN f.retracted <= ?1 THEN f.retracted ELSE 0 END)
    FROM entry_values v JOIN facts f ON f.value = v.id
    WHERE v.entry = ?2 AND f.asserted <= ?1
    GROUP BY v.id, f.document ORDER BY v.id, min(f.id)
    """

  private func entry(_ id: Int64, _ empty: Entry, withdrawn: Bool) throws -> Entry? {
    var entry = empty
    var order: [Int64] = []
    var standings: [Int64: Standing] = [:]
    var counts: [Int64: Int] = [:]
    let tallies = try Row.fetchAll(
      database.cachedStatement(sql: Self.tallies),
      arguments: [moment.row, id]
    )
    for row in tallies {
      let value: Int64 = row[0]
      entry.sequence = max(entry.sequence, UInt64(row: row[8]), UInt64(row: row[9]))
      let live: Int = row[7]
      guard live > 0 else { continue }
      if standings[value] == nil {
        standings[value] = try ValueRow(row).standing
        order.append(value)
      }
      standings[value]?.documentCount += 1
      standings[value]?.documents.insert(row[6])
      counts[value, default: 0] += live
    }
    let list = order.compactMap { standings[$0] }
    let statuses = Statuses(of: list)
    entry.status = statuses.entry
    entry.functional = list.contains { $0.functional }
    entry.valueCount = order.count
    for (index, value) in order.enumerated().prefix(Entry.maximumValues) {
      entry.values.append(
        try self.value(value, list[index], status: statuses.values[index], sourceCount: counts[value] ?? 0)
      )
    }
    if entry.values.isEmpty, !withdrawn || entry.sequence == 0 { return nil }
    return entry
  }

  private func value(_ id: Int64, _ standing: Standing, status: Entry.Status, sourceCount: Int) throws -> EntryValue {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT fact, asserted, data FROM facts
          WHERE value = ? AND asserted <= ? AND (retracted IS NULL OR retracted > ?) ORDER BY id LIMIT ?
          """
      ),
      arguments: [id, moment.row, moment.row, EntryValue.maximumSources]
    )
    var first: Fact?
    let sources = try rows.map { row -> Source in
      let fact = try JSON.decode(Fact.self, from: (row[2] as String).utf8)
      if first == nil { first = fact }
      guard let id = FactID(row[0] as String) else {
        throw StoreError(.storage, "a fact's id in the database is no id")
      }
      return Source(
        fact: id,
        sequence: UInt64(row: row[1]),
        document: fact.document,
        evidence: fact.evidence,
        attribution: fact.attribution,
        confidence: fact.confidence
      )
    }
    guard let first else { throw StoreError(.storage, "a value in the database has no fact") }
    return EntryValue(
      value: first.object,
      relation: first.relation.text,
      polarity: standing.polarity,
      modality: standing.modality,
      status: status,
      sources: sources,
      sourceCount: sourceCount
    )
  }
}
