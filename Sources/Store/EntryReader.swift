import GRDB
import Model
import State

/// Where a page of entries ends: after a whole key, or after one of its entries.
struct EntryPlace {
  var key: String
  var entry: (start: String, end: String, document: String)?

  /// Reads what ``description`` has written; a key has no spaces in it.
  init(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    key = parts[0]
    if parts.count == 4 { entry = (parts[1], parts[2], parts[3]) }
  }

  static func text(_ key: String, _ start: String, _ end: String, _ document: String) -> String {
    "\(key) \(start) \(end) \(document)"
  }
}

/// Reads the entries of keys as they were after one event, until a page of them is full.
struct EntryReader {
  let database: Database
  private let statements: Statements
  let moment: UInt64
  /// Only what holds in these days; nil for all.
  var days: ClosedRange<Day>?
  /// How many sources a page has before it ends, and how many entries are looked at for it.
  private let limit: Int
  private var places: EvidencePlaces
  /// What reviews say of sources at the moment.
  private let rules: ReviewRules
  private var sources = 0
  private var looked = 0

  /// Of so many facts of an entry at most all is read in one go; those of others pass by value by value.
  private let few: Int

  init(database: Database, moment: UInt64, days: ClosedRange<Day>?, limit: Int, few: Int = 64) throws {
    self.limit = limit
    self.few = few
    self.database = database
    statements = try Statements(database)
    places = try EvidencePlaces(database: database)
    rules = try ReviewTable.weights(database, through: moment)
    self.moment = moment
    self.days = days
  }

  /// True when the page is to end. A source is most of what a page is made of: some hundreds of bytes.
  var isFull: Bool { sources >= limit || looked >= limit }

  /// The entries of one key, in the order of their times and documents.
  /// - Parameter place: the last entry of the page before; nil for all.
  /// - Returns: the entries, and where the next page begins when the key has more of them than the page takes.
  mutating func entries(
    _ key: Int64,
    _ text: String,
    withdrawn: Bool,
    after place: (start: String, end: String, document: String)? = nil
  ) throws -> (entries: [Entry], rest: String?) {
    guard let name = Key(text) else { throw StoreError(.storage, "the key \"\(text)\" in the database is no key") }
    let rows = try statements.all(
      """
      SELECT id, valid_start, valid_end, document, trimmed FROM entries WHERE key = ?1 AND created <= ?2
        AND (?3 IS NULL OR ((valid_start = '' OR valid_start <= ?7) AND (valid_end = '' OR valid_end >= ?3)))
        AND (?4 IS NULL OR (valid_start, valid_end, document) > (?4, ?5, ?6))
      ORDER BY valid_start, valid_end, document LIMIT ?8
      """,
      key,
      moment.row,
      days?.lowerBound.description,
      place?.start,
      place?.end,
      place?.document,
      days?.upperBound.description,
      // Where the page ends at the latest, and one more, by which that is seen.
      max(1, limit - looked + 1)
    ) { (id: $0.int64(0), start: $0.string(1), end: $0.string(2), document: $0.string(3), trimmed: $0.int64(4)) }
    var entries: [Entry] = []
    var last: String?
    for (id, start, end, document, trimmed) in rows {
      if isFull, let last { return (entries, last) }
      last = EntryPlace.text(text, start, end, document)
      looked += 1
      let empty = Entry(
        key: name,
        time: start.isEmpty && end.isEmpty ? nil : Interval(text: nil, start: Day(start), end: Day(end)),
        document: document.isEmpty ? nil : document,
        status: .withdrawn,
        functional: false,
        values: [],
        sequence: UInt64(row: trimmed)
      )
      guard let entry = try entry(id, empty, withdrawn: withdrawn) else { continue }
      sources += entry.values.reduce(0) { $0 + $1.sources.count }
      entries.append(entry)
    }
    return (entries, nil)
  }

  /// For each value of an entry and each document: how many facts state it at a moment, and when that last changed.
  static let tallies = """
    SELECT v.id, v.comparison, v.functional, v.polarity, v.modality, 0, v.speaker, 0, 0.0, f.document,
      count(*) FILTER (WHERE f.retracted IS NULL OR f.retracted > ?1),
      max(f.asserted), max(CASE WHEN f.retracted <= ?1 THEN f.retracted ELSE 0 END)
    FROM entry_values v JOIN facts f ON f.value = v.id
    WHERE v.entry = ?2 AND f.asserted <= ?1
    GROUP BY v.id, f.document ORDER BY v.id, min(f.id)
    """

  private mutating func entry(_ id: Int64, _ empty: Entry, withdrawn: Bool) throws -> Entry? {
    var entry = empty
    let tally = try tally(id)
    entry.sequence = max(entry.sequence, tally.changed)
    let list = tally.order.compactMap { tally.standings[$0] }
    let statuses = Statuses(of: list)
    entry.status = statuses.entry
    entry.functional = list.contains { $0.functional }
    entry.valueCount = tally.order.count
    for (index, value) in tally.order.enumerated().prefix(Entry.maximumValues) {
      entry.values.append(
        try self.value(value, of: tally, list[index], status: statuses.values[index])
      )
    }
    if entry.values.isEmpty, !withdrawn || entry.sequence == 0 { return nil }
    return entry
  }

  /// The statuses of the values of an entry that somebody states.
  mutating func statuses(_ id: Int64) throws -> [Int64: Entry.Status] {
    let tally = try tally(id)
    let statuses = Statuses(of: tally.order.compactMap { tally.standings[$0] })
    return Dictionary(uniqueKeysWithValues: zip(tally.order, statuses.values))
  }

  /// The values of an entry that somebody states, who does and how many facts do.
  private struct Tally {
    var order: [Int64] = []
    var standings: [Int64: Standing] = [:]
    var counts: [Int64: Int] = [:]
    /// Of values that two facts or more state: see ``EntryReader/origins(of:)``.
    var origins: [Int64: [UInt64: UInt64]] = [:]
    /// The facts that state each value, the oldest first; nil where they are too many to be read in one go.
    var facts: [Int64: [StatedRow]]?
    /// The last event that changed it.
    var changed: UInt64 = 0
  }

  /// A fact that stands at the moment.
  private struct StatedRow {
    var id: String
    var fact: Fact
    var document: Int64
    var asserted: UInt64
    var sentence: Int64?
  }

  private mutating func tally(_ id: Int64) throws -> Tally {
    var tally = try tallyOfFew(id) ?? tallyOfMany(id)
    // Only values that can dispute another need be known so exactly.
    let functional = tally.order.filter { tally.standings[$0]?.functional ?? false }
    for value in functional where tally.order.count > 1 {
      tally.standings[value]?.statements =
        try tally.facts.map { ($0[value] ?? []).prefix(Standing.maximumStatements).map { Comparison($0.fact) } }
        ?? ValueRow.statements(database, value: value, at: moment)
    }
    for value in tally.order {
      // One fact is its own origin, and most values have one.
      guard let facts = tally.counts[value], facts > 1 || !rules.isEven else {
        tally.standings[value]?.originCount = 1
        tally.standings[value]?.weight = 1
        continue
      }
      let (origins, sum) = try origins(of: value, tally.facts?[value])
      tally.standings[value]?.originCount = sum.count
      tally.standings[value]?.weight = sum.weight
      tally.origins[value] = origins
    }
    return tally
  }

  /// Reads all facts of an entry at once; nil where they are many.
  private func tallyOfFew(_ id: Int64) throws -> Tally? {
    var tally = Tally()
    var (facts, documents, count) = ([Int64: [StatedRow]](), [Int64: Set<Int64>](), 0)
    try statements.forEach(
      """
      SELECT v.id, v.comparison, v.functional, v.polarity, v.modality, 0, v.speaker, 0, 0.0,
        f.document, f.asserted, f.retracted, f.sentence, f.fact, f.data
      FROM entry_values v CROSS JOIN facts f ON f.value = v.id
      WHERE v.entry = ?2 AND f.asserted <= ?1 ORDER BY v.id, f.id LIMIT ?3
      """,
      moment.row,
      id,
      few + 1
    ) { row in
      count += 1
      guard count <= few else { return }
      let (value, asserted, retracted) = (row.int64(0), UInt64(row: row.int64(10)), row.number(11))
      tally.changed = max(tally.changed, asserted)
      if let retracted, UInt64(row: retracted) <= moment {
        tally.changed = max(tally.changed, UInt64(row: retracted))
        return
      }
      if tally.standings[value] == nil {
        tally.standings[value] = try Standing(row)
        tally.order.append(value)
      }
      let fact = try JSON.decode(Fact.self, from: row.bytes(14))
      documents[value, default: []].insert(row.int64(9))
      facts[value, default: []].append(
        StatedRow(
          id: row.string(13),
          fact: fact,
          document: row.int64(9),
          asserted: asserted,
          sentence: row.number(12)
        )
      )
    }
    guard count <= few else { return nil }
    for value in tally.order {
      tally.standings[value]?.documents = documents[value] ?? []
      tally.standings[value]?.documentCount = documents[value]?.count ?? 0
      tally.counts[value] = facts[value]?.count
    }
    tally.facts = facts
    return tally
  }

  private func tallyOfMany(_ id: Int64) throws -> Tally {
    var tally = Tally()
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: Self.tallies),
      arguments: [moment.row, id]
    )
    for row in rows {
      let value: Int64 = row[0]
      tally.changed = max(tally.changed, UInt64(row: row[11]), UInt64(row: row[12]))
      let live: Int = row[10]
      guard live > 0 else { continue }
      if tally.standings[value] == nil {
        tally.standings[value] = try Standing(row)
        tally.order.append(value)
      }
      tally.standings[value]?.documentCount += 1
      tally.standings[value]?.documents.insert(row[9])
      tally.counts[value, default: 0] += live
    }
    return tally
  }

  /// For the events that assert the facts that state a value at the moment: the first event of the same origin; and what the origins
  /// come to.
  private mutating func origins(
    of value: Int64,
    _ facts: [StatedRow]?
  ) throws -> (origins: [UInt64: UInt64], sum: (count: Int, weight: Double)) {
    let found =
      try facts.map { facts in
        try facts.prefix(Origins.maximumLinks).map { fact in
          let link = OriginLink(
            document: fact.document,
            text: try places.text(of: fact.document, at: moment),
            sentence: fact.sentence,
            weight: rules.weight(of: fact.fact.document.uri)
          )
          return (event: fact.asserted, link: link)
        }
      } ?? Self.links(of: value, at: moment, rules, database)
    let (events, links) = (found.map(\.event), found.map(\.link))
    let roots = Origins.roots(of: links)
    let origins = Dictionary(zip(events, roots.map { events[$0] }), uniquingKeysWith: { one, _ in one })
    return (origins, Origins.tally(of: links, roots: roots))
  }

  /// The facts that state a value at a moment: the events that asserted them, and where they come from.
  static func links(
    of value: Int64,
    at moment: UInt64,
    _ rules: ReviewRules,
    _ database: Database
  ) throws -> [(event: UInt64, link: OriginLink)] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT f.document, (SELECT r.text FROM revisions r WHERE r.document = f.document AND r.accepted <= ?2
            ORDER BY r.accepted DESC LIMIT 1), f.sentence, f.asserted, d.uri FROM facts f
            JOIN documents d ON d.id = f.document
          WHERE f.value = ?1 AND f.asserted <= ?2 AND (f.retracted IS NULL OR f.retracted > ?2)
          ORDER BY f.id LIMIT \(Origins.maximumLinks)
          """
      ),
      arguments: [value, moment.row]
    ).map { row in
      let link = OriginLink(document: row[0], text: row[1], sentence: row[2], weight: rules.weight(of: row[4]))
      return (UInt64(row: row[3]), link)
    }
  }

  private mutating func value(
    _ id: Int64,
    of tally: Tally,
    _ standing: Standing,
    status: Entry.Status
  ) throws -> EntryValue {
    let facts = try tally.facts.map { Array(($0[id] ?? []).prefix(EntryValue.maximumSources)) } ?? facts(of: id)
    var first: Fact?
    // The most exact of the wordings.
    var best: (value: Value, width: Double)?
    let sources = try facts.map { row -> Source in
      var fact = row.fact
      if first == nil { first = fact }
      let width = standing.functional ? Comparison(fact).width : 0
      if width < best?.width ?? .infinity { best = (fact.value, width) }
      let sequence = row.asserted
      _ = try places.place(&fact, document: row.document, asserted: sequence, at: moment)
      guard let name = FactID(row.id) else {
        throw StoreError(.storage, "a fact's id in the database is no id")
      }
      return Source(
        fact: name,
        sequence: sequence,
        document: fact.document,
        evidence: fact.evidence,
        attribution: fact.attribution,
        confidence: fact.confidence,
        origin: tally.origins[id]?[sequence] ?? sequence,
        weight: rules.weight(of: fact.document.uri)
      )
    }
    guard let first else { throw StoreError(.storage, "a value in the database has no fact") }
    return EntryValue(
      value: best?.value ?? first.value,
      relation: first.relation.text,
      polarity: standing.polarity,
      modality: standing.modality,
      speaker: first.attribution?.source,
      status: status,
      sources: sources,
      sourceCount: tally.counts[id] ?? 0,
      originCount: standing.speaker == nil ? standing.originCount : min(1, standing.originCount)
    )
  }

  /// The facts that state a value, as far as its sources are listed.
  private func facts(of value: Int64) throws -> [StatedRow] {
    try statements.all(
      """
      SELECT fact, asserted, data, document FROM facts
      WHERE value = ?1 AND asserted <= ?2 AND (retracted IS NULL OR retracted > ?2) ORDER BY id LIMIT ?3
      """,
      value,
      moment.row,
      EntryValue.maximumSources
    ) { row in
      StatedRow(
        id: row.string(0),
        fact: try JSON.decode(Fact.self, from: row.bytes(2)),
        document: row.int64(3),
        asserted: UInt64(row: row.int64(1))
      )
    }
  }
}
