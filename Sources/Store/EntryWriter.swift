import GRDB
import Model
import State

/// Keeps `entries` and `entry_values` up to what the facts say, for one request about one document.
///
/// What it reads of an entry it keeps until the request is done: a document may state thousands of values under one key.
struct EntryWriter {
  /// How many functional values of one entry are looked through for one that agrees: a key with more is no key, and every further
  /// value of it stands by itself.
  static let maximumCandidates = 1000

  /// How much is kept at most of what was read; what is dropped is read again.
  private static let maximumKept = 20_000

  let database: Database
  private(set) var document: Int64
  /// What reviews say of sources.
  private let rules: ReviewRules
  /// How much documents count, as far as that was looked up.
  private var weights: [Int64: Double] = [:]
  /// How many facts of the document state a value now, as far as that was looked up.
  private var stated: [Int64: Int] = [:]
  private var functional: [Int64: [ValueRow]] = [:]
  private var functionalCount = 0
  /// What is stated of values now, as far as that was looked up.
  private var statedAs: [Int64: [Comparison]] = [:]
  /// The values that documents came to or left, whose origins are to be counted again.
  private var unsettled: Set<Int64> = []

  /// - Parameters:
  ///   - document: the one that states facts, or takes them back.
  ///   - rules: what reviews say.
  init(database: Database, document: Int64, rules: ReviewRules) {
    self.database = database
    self.document = document
    self.rules = rules
  }

  /// Goes on with another document.
  mutating func turn(to document: Int64) {
    guard document != self.document else { return }
    self.document = document
    stated.removeAll(keepingCapacity: true)
  }

  /// How much a document counts as a source.
  private mutating func weight(of document: Int64) throws -> Double {
    if rules.isEven { return 1 }
    if let known = weights[document] { return known }
    let uri = try String.fetchOne(
      database.cachedStatement(sql: "SELECT uri FROM documents WHERE id = ?"),
      arguments: [document]
    )
    let weight = rules.weight(of: uri ?? "")
    weights[document] = weight
    return weight
  }

  /// How many facts of the document state a value, before the change that is at hand.
  private mutating func statements(of value: Int64) throws -> Int {
    if let known = stated[value] { return known }
    let count =
      try Int.fetchOne(
        database.cachedStatement(
          sql: "SELECT count(*) FROM facts WHERE value = ? AND document = ? AND retracted IS NULL"
        ),
        arguments: [value, document]
      ) ?? 0
    stated[value] = count
    return count
  }

  /// What is stated of a value now.
  private mutating func statements(as value: Int64) throws -> [Comparison] {
    if let known = statedAs[value] { return known }
    let statements = try ValueRow.statements(database, value: value)
    statedAs[value] = statements
    return statements
  }

  /// Keeps memory within bounds, however many facts the document has.
  private mutating func trim() {
    if stated.count > Self.maximumKept { stated.removeAll(keepingCapacity: true) }
    if statedAs.count > Self.maximumKept { statedAs.removeAll(keepingCapacity: true) }
    if functionalCount > Self.maximumKept {
      functional.removeAll(keepingCapacity: true)
      functionalCount = 0
    }
  }

  /// Where a fact stands in the state, and what it does there.
  struct Place {
    var entry: Int64
    var value: Int64
    var link: OriginLink
    var effect: Event.Effect
  }

  /// Gives a fact of the document its place: finds or makes its entry and its value.
  /// - Parameters:
  ///   - key: the row of its key.
  ///   - text: the first revision that the text of the fact's revision is a copy of.
  ///   - sequence: the event that asserts the fact.
  ///   - changes: what the request has changed so far.
  mutating func place(_ fact: Fact, key: Int64, text: Int64, at sequence: UInt64, _ changes: Changes) throws -> Place {
    let entry = try id(EntryID(fact), key: key, created: sequence)
    let link = try link(fact, text: text)
    let (value, effect) = try place(fact, link, entry: entry, at: sequence, replacing: try changes.isVacated(entry))
    return Place(entry: entry, value: value, link: link, effect: effect)
  }

  /// Sources weigh more or less now whose URIs begin so: the origins of all that they state are to be counted again.
  mutating func unsettleAll(of prefixes: [String], _ changes: inout Changes) throws {
    for range in PrefixRange.merge(prefixes) {
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT f.entry, f.value FROM documents d CROSS JOIN facts f INDEXED BY facts_document ON f.document = d.id
            WHERE d.uri >= ?1 AND (?2 IS NULL OR d.uri < ?2) AND f.retracted IS NULL
            """
        ),
        arguments: [range.lower, range.upper]
      )
      while let row = try rows.next() {
        unsettled.insert(row[1])
        try changes.touch(row[0])
      }
    }
  }

  private mutating func link(_ fact: Fact, text: Int64) throws -> OriginLink {
    OriginLink(
      document: document,
      text: text,
      sentence: Origins.sentence(fact.evidence.text),
      weight: try weight(of: document)
    )
  }

  /// A fact of the document is stated in other words: it keeps its place, and may have another origin.
  mutating func reword(_ fact: Fact, entry: Int64, value: Int64, text: Int64) throws -> Place {
    unsettled.insert(value)
    return Place(entry: entry, value: value, link: try link(fact, text: text), effect: .none)
  }

  /// The document's text is another one's copy now, or no longer: the origins of all that it states are to be counted again.
  mutating func unsettleAll(_ changes: inout Changes) throws {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT entry, value FROM facts INDEXED BY facts_document WHERE document = ? AND retracted IS NULL"
      ),
      arguments: [document]
    )
    while let row = try rows.next() {
      unsettled.insert(row[1])
      try changes.touch(row[0])
    }
  }

  /// The row of an entry; made when there is none.
  private func id(_ entry: EntryID, key: Int64, created: UInt64) throws -> Int64 {
    let document = entry.document?.wrappedValue ?? ""
    let start = entry.start?.description ?? ""
    let end = entry.end?.description ?? ""
    let found = try Int64.fetchOne(
      database.cachedStatement(
        sql: "SELECT id FROM entries WHERE key = ? AND valid_start = ? AND valid_end = ? AND document = ?"
      ),
      arguments: [key, start, end, document]
    )
    if let found { return found }
    return try database.insert(
      """
      INSERT INTO entries (key, valid_start, valid_end, document, status, created, changed)
      VALUES (?, ?, ?, ?, 'withdrawn', ?, ?)
      """,
      [key, start, end, document, created.row, created.row]
    )
  }

  /// Finds the value that a fact states, or adds it, and says what the fact does to the entry.
  /// - Parameters:
  ///   - link: where the fact comes from.
  ///   - sequence: the event that asserts the fact.
  ///   - replacing: true when the same request has taken a value of the document's out of the entry.
  private mutating func place(
    _ fact: Fact,
    _ link: OriginLink,
    entry: Int64,
    at sequence: UInt64,
    replacing: Bool
  ) throws -> (value: Int64, effect: Event.Effect) {
    trim()
    let comparison = Comparison(fact)
    let isFunctional = Functional.holds(for: fact)
    let candidates = try candidates(entry, comparison, isFunctional)
    let fresh: Event.Effect = replacing ? .supersedes : .new

    let match = try candidates.first {
      try $0.standing.isStated(by: fact, comparison)
        && (!isFunctional || statements(as: $0.id).allSatisfy { $0.agrees(with: comparison) })
    }
    if let found = match {
      if isFunctional { statedAs[found.id, default: []].append(comparison) }
      let statements = try statements(of: found.id)
      stated[found.id] = statements + 1
      if statements > 0 { return (found.id, .none) }
      try count(found.id, entry, by: 1)
      if found.standing.documentCount > 0 {
        guard found.standing.canBeCorroborated, link.weight > 0 else { return (found.id, .repeats) }
        let links = try links(of: found.id)
        let isOwn = Origins.roots(of: links + [link]).last == links.count
        if isOwn, links.contains(where: { $0.weight > 0 }) { return (found.id, .corroborates) }
        if !isOwn { return (found.id, .repeats) }
      }
      return (found.id, try isDisputed(found.standing, link, by: candidates) ? .disputes : fresh)
    }

    let value = try database.insert(
      """
      INSERT INTO entry_values
        (entry, name, comparison, functional, polarity, modality, speaker, documents, origins, weight, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      """,
      [
        entry, comparison.name, try JSON.text(comparison), isFunctional, fact.polarity.rawValue, fact.modality.rawValue,
        Standing.speaker(of: fact), link.weight > 0 ? 1 : 0, link.weight, sequence.row,
      ]
    )
    let standing = Standing(
      comparison: comparison,
      functional: isFunctional,
      polarity: fact.polarity,
      modality: fact.modality,
      speaker: Standing.speaker(of: fact),
      documentCount: 1,
      originCount: link.weight > 0 ? 1 : 0,
      weight: link.weight
    )
    stated[value] = 1
    if isFunctional { statedAs[value] = [comparison] }
    if isFunctional, candidates.count < Self.maximumCandidates {
      functional[entry, default: []].append(ValueRow(id: value, standing: standing))
      functionalCount += 1
    }
    return (value, try isDisputed(standing, link, by: candidates) ? .disputes : fresh)
  }

  private mutating func candidates(_ entry: Int64, _ comparison: Comparison, _ isFunctional: Bool) throws -> [ValueRow]
  {
    guard isFunctional else { return try ValueRow.named(database, entry: entry, comparison.name ?? "") }
    if let known = functional[entry] { return known }
    let rows = try ValueRow.functional(database, entry: entry, limit: Self.maximumCandidates)
    functional[entry] = rows
    functionalCount += rows.count + 1
    return rows
  }

  /// True when the value, stated now by the document, cannot be true beside one of the others.
  private mutating func isDisputed(_ standing: Standing, _ link: OriginLink, by others: [ValueRow]) throws -> Bool {
    // Only whether this document states the other value as well matters here, so it stands for all.
    var standing = standing
    standing.documentCount = 1
    standing.documents = [0]
    standing.weight = link.weight
    for other in others.lazy.filter({ $0.standing.documentCount > 0 }).prefix(Statuses.maximumOpponents) {
      var opponent = other.standing
      // First without what takes a look-up: others of the document, and what exactly is stated.
      let agrees = opponent.functional && opponent.comparison.agrees(with: standing.comparison)
      guard agrees || opponent.disputes(standing) || standing.disputes(opponent) else { continue }
      opponent.documents = try statements(of: other.id) > 0 ? [0] : []
      if opponent.functional { opponent.statements = try statements(as: other.id) }
      if opponent.disputes(standing) || standing.disputes(opponent) { return true }
    }
    return false
  }

  /// Takes a fact, which is about to be marked retracted, out of its value.
  mutating func remove(value: Int64, of entry: Int64) throws -> Event.Effect {
    trim()
    let statements = try statements(of: value) - 1
    stated[value] = statements
    statedAs[value] = nil
    if statements > 0 { return .none }
    try count(value, entry, by: -1)
    let left = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT documents FROM entry_values WHERE id = ?"),
      arguments: [value]
    )
    return left == 0 ? .withdraws : .none
  }

  /// One document more, or fewer, states a value.
  private mutating func count(_ value: Int64, _ entry: Int64, by change: Int) throws {
    // What the origins weigh is settled later; until then a value that counts again is known to.
    let least = change > 0 ? try weight(of: document) : 0
    try database.execute(
      "UPDATE entry_values SET documents = documents + ?1, weight = max(weight, ?2) WHERE id = ?3",
      [change, least, value]
    )
    unsettled.insert(value)
    if let index = functional[entry]?.firstIndex(where: { $0.id == value }) {
      functional[entry]?[index].standing.count(change, least: least)
    }
  }

  /// Counts the origins of the values anew that the request has changed; before ``refresh(entry:changed:)``.
  mutating func settle() throws {
    for value in unsettled { try countOrigins(of: value) }
    unsettled.removeAll(keepingCapacity: true)
  }

  mutating func countOrigins(of value: Int64) throws {
    let documents =
      try Int.fetchOne(
        database.cachedStatement(sql: "SELECT documents FROM entry_values WHERE id = ?"),
        arguments: [value]
      ) ?? 0
    // One document is one origin, and most values have one.
    let isPlain = documents < 2 && rules.isEven
    let tally = isPlain ? (count: documents, weight: Double(documents)) : Origins.tally(of: try links(of: value))
    try database.execute(
      "UPDATE entry_values SET origins = ?, weight = ? WHERE id = ?",
      [tally.count, tally.weight, value]
    )
  }

  /// Where the facts come from that state a value now.
  private mutating func links(of value: Int64) throws -> [OriginLink] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT f.document, coalesce(r.text, -f.document), f.sentence FROM facts f
            JOIN documents d ON d.id = f.document LEFT JOIN revisions r ON r.id = d.revision
          WHERE f.value = ? AND f.retracted IS NULL ORDER BY f.id LIMIT \(Origins.maximumLinks)
          """
      ),
      arguments: [value]
    ).map { OriginLink(document: $0[0], text: $0[1], sentence: $0[2], weight: try weight(of: $0[0])) }
  }

  /// Brings an entry's status up to its values.
  func refresh(entry: Int64, changed: UInt64) throws {
    let counts = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT count(*),
            coalesce(sum(origins > 1 AND weight >= ? AND modality = 'asserted' AND speaker IS NULL), 0),
            coalesce(sum(weight > 0 AND modality = 'asserted' AND (functional OR polarity = 'negative')), 0),
            coalesce(sum(weight > 0), 0)
          FROM entry_values WHERE entry = ? AND documents > 0
          """
      ),
      arguments: [Standing.corroboration, entry]
    )
    let live: Int = counts?[0] ?? 0
    let corroborated: Int = counts?[1] ?? 0
    let challengers: Int = counts?[2] ?? 0
    let counted: Int = counts?[3] ?? 0
    let agreed: Entry.Status = counted > 0 && corroborated == counted ? .corroborated : .single
    let disputed = challengers == 0 || live < 2 ? [] : try disputedValues(of: entry)
    try setStatuses(of: entry, disputed: disputed)
    let status: Entry.Status = live == 0 ? .withdrawn : disputed.isEmpty ? agreed : .disputed
    try database.execute(
      "UPDATE entries SET status = ?, changed = ? WHERE id = ?",
      [status.rawValue, changed.row, entry]
    )
  }
}

extension EntryWriter {
  /// The values of an entry that are disputed, as ``Statuses`` has it; the values pass by one at a time.
  private func disputedValues(of entry: Int64) throws -> [Int64] {
    let first = try ValueRow.live(database, entry: entry, limit: Statuses.maximumOpponents).map { try standing($0) }
    let challengers = try ValueRow.challengers(database, entry: entry, limit: Statuses.maximumOpponents)
      .map { try standing($0) }
    var disputed: [Int64] = []
    let cursor = try ValueRow.liveCursor(database, entry: entry)
    while let row = try cursor.next() {
      let value = try ValueRow(row)
      let standing = try standing(value)
      let isDisputed =
        challengers.contains { $0.disputes(standing) }
        || (Statuses.canChallenge(standing) && first.contains { $0.disputes(standing) })
      if isDisputed { disputed.append(value.id) }
    }
    return disputed
  }

  /// Writes the statuses of the values of an entry that have another now.
  private func setStatuses(of entry: Int64, disputed: [Int64]) throws {
    try database.execute(
      """
      WITH now AS (
        SELECT id, CASE WHEN documents = 0 THEN 'withdrawn' WHEN id IN (SELECT value FROM json_each(?1)) THEN 'disputed'
          WHEN origins > 1 AND weight >= ?2 AND modality = 'asserted' AND speaker IS NULL THEN 'corroborated'
          ELSE 'single' END AS status
        FROM entry_values WHERE entry = ?3)
      UPDATE entry_values SET status = now.status FROM now
        WHERE entry_values.id = now.id AND entry_values.status <> now.status
      """,
      ["[\(disputed.map(String.init).joined(separator: ","))]", Standing.corroboration, entry]
    )
  }

  /// A value with the documents that state it.
  private func standing(_ row: ValueRow) throws -> Standing {
    var standing = row.standing
    standing.documents = try Set(
      Int64.fetchAll(
        database.cachedStatement(sql: "SELECT DISTINCT document FROM facts WHERE value = ? AND retracted IS NULL"),
        arguments: [row.id]
      )
    )
    if standing.functional { standing.statements = try ValueRow.statements(database, value: row.id) }
    return standing
  }
}

extension Standing {
  /// One document more, or fewer, states the value.
  fileprivate mutating func count(_ change: Int, least: Double) {
    documentCount += change
    weight = max(weight, least)
  }
}
