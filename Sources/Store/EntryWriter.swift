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

  let statements: Statements
  private(set) var document: Int64
  /// Whether the document may state something already: facts of an earlier revision, or of a part of this request.
  private var hasStated: Bool
  /// What reviews say of sources.
  private let rules: ReviewRules
  /// How much documents count, as far as that was looked up.
  private var weights: [Int64: Double] = [:]
  /// How many facts of the document state a value now, as far as that was looked up.
  private var stated: [Int64: Int] = [:]
  private var functional: [Int64: Candidates] = [:]
  private var functionalCount = 0
  /// What is stated of values now, as far as that was looked up.
  private var statedAs: [Int64: [Comparison]] = [:]
  /// What was last written of entries, as far as that was looked up.
  private var written: [Int64: Entry.Status] = [:]
  /// The entries that the request has made, each with one value of one document: there is nothing to look up of them.
  private var plain: Set<Int64> = []
  /// The values that documents came to or left, whose origins are to be counted again.
  private var unsettled: Set<Int64> = []

  /// - Parameters:
  ///   - document: the one that states facts, or takes them back.
  ///   - isNew: whether no fact of the document stands yet.
  ///   - rules: what reviews say.
  init(_ statements: Statements, document: Int64, isNew: Bool = false, rules: ReviewRules) {
    self.statements = statements
    self.document = document
    hasStated = !isNew
    self.rules = rules
  }

  /// Goes on with another document.
  mutating func turn(to document: Int64) {
    guard document != self.document else { return }
    self.document = document
    hasStated = true
    stated.removeAll(keepingCapacity: true)
  }

  /// How much a document counts as a source.
  private mutating func weight(of document: Int64) throws -> Double {
    if rules.isEven { return 1 }
    if let known = weights[document] { return known }
    let uri = try statements.first("SELECT uri FROM documents WHERE id = ?", document) { $0.string(0) }
    let weight = rules.weight(of: uri ?? "")
    weights[document] = weight
    return weight
  }

  /// How many facts of the document state a value, before the change that is at hand.
  private mutating func statements(of value: Int64) throws -> Int {
    if let known = stated[value] { return known }
    guard hasStated else { return 0 }
    let count = try statements.number(
      "SELECT count(*) FROM facts WHERE value = ? AND document = ? AND retracted IS NULL",
      value,
      document
    )
    stated[value] = Int(count ?? 0)
    return Int(count ?? 0)
  }

  /// What is stated of a value now.
  mutating func statements(as value: Int64) throws -> [Comparison] {
    if let known = statedAs[value] { return known }
    let comparisons = try ValueRow.statements(statements, value: value)
    statedAs[value] = comparisons
    return comparisons
  }

  /// Keeps memory within bounds, however many facts the document has.
  mutating func trim() {
    if stated.count > Self.maximumKept {
      stated.removeAll(keepingCapacity: true)
      // What was forgotten is of this request.
      hasStated = true
    }
    if statedAs.count > Self.maximumKept { statedAs.removeAll(keepingCapacity: true) }
    if written.count > Self.maximumKept { written.removeAll(keepingCapacity: true) }
    if plain.count > Self.maximumKept { plain.removeAll(keepingCapacity: true) }
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
    let (entry, isNew) = try id(EntryID(fact), key: key, created: sequence)
    let link = try link(fact, text: text)
    let (value, effect) = try place(
      fact,
      link,
      entry: entry,
      at: sequence,
      isNew: isNew,
      replacing: changes.isVacated(entry)
    )
    if isNew { plain.insert(entry) } else { plain.remove(entry) }
    return Place(entry: entry, value: value, link: link, effect: effect)
  }

  /// Sources weigh more or less now whose URIs begin so: the origins of all that they state are to be counted again.
  mutating func unsettleAll(of prefixes: [String], _ changes: inout Changes) throws {
    for range in PrefixRange.merge(prefixes) {
      try unsettle(
        """
        SELECT f.entry, f.value FROM documents d CROSS JOIN facts f INDEXED BY facts_document ON f.document = d.id
        WHERE d.uri >= ?1 AND (?2 IS NULL OR d.uri < ?2) AND f.retracted IS NULL
        """,
        range.lower,
        range.upper,
        changes: &changes
      )
    }
  }

  private mutating func unsettle<each T: Bindable>(
    _ sql: StaticString,
    _ values: repeat each T,
    changes: inout Changes
  ) throws {
    try statements.forEach(sql, repeat each values) { row in
      unsettled.insert(row.int64(1))
      changes.touch(row.int64(0))
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
    statedAs[value] = nil
    return Place(entry: entry, value: value, link: try link(fact, text: text), effect: .none)
  }

  /// The document's text is another one's copy now, or no longer: the origins of all that it states are to be counted again.
  mutating func unsettleAll(_ changes: inout Changes) throws {
    try unsettle(
      "SELECT entry, value FROM facts INDEXED BY facts_document WHERE document = ? AND retracted IS NULL",
      document,
      changes: &changes
    )
  }

  /// The row of an entry; made when there is none.
  private mutating func id(_ entry: EntryID, key: Int64, created: UInt64) throws -> (entry: Int64, isNew: Bool) {
    let document = entry.document?.wrappedValue ?? ""
    let start = entry.start?.description ?? ""
    let end = entry.end?.description ?? ""
    let found = try statements.first(
      "SELECT id, status FROM entries WHERE key = ? AND valid_start = ? AND valid_end = ? AND document = ?",
      key,
      start,
      end,
      document
    ) { (id: $0.int64(0), status: Entry.Status(rawValue: $0.string(1))) }
    if let found {
      if written[found.id] == nil { written[found.id] = found.status }
      return (found.id, false)
    }
    // As most are when the request is over; what it is then is written where it is another.
    let made = try statements.insert(
      """
      INSERT INTO entries (key, valid_start, valid_end, document, status, created, changed)
      VALUES (?, ?, ?, ?, 'single', ?, ?)
      """,
      key,
      start,
      end,
      document,
      created.row,
      created.row
    )
    written[made] = .single
    functional[made] = Candidates([])
    functionalCount += 1
    return (made, true)
  }

  /// Writes the status of an entry, and when it changed.
  mutating func write(_ status: Entry.Status, of entry: Int64, _ changed: UInt64) throws {
    if written[entry] == status {
      try statements.run("UPDATE entries SET changed = ? WHERE id = ?", changed.row, entry)
    } else {
      try statements.run("UPDATE entries SET status = ?, changed = ? WHERE id = ?", status.rawValue, changed.row, entry)
      written[entry] = status
    }
  }

  /// Whether the request has made the entry and one value of it, and nothing else has become of it; once.
  mutating func takePlain(_ entry: Int64) -> Bool { plain.remove(entry) != nil }

  /// Finds the value that a fact states, or adds it, and says what the fact does to the entry.
  /// - Parameters:
  ///   - link: where the fact comes from.
  ///   - sequence: the event that asserts the fact.
  ///   - isNew: whether the entry was made for the fact.
  ///   - replacing: true when the same request has taken a value of the document's out of the entry.
  private mutating func place(
    _ fact: Fact,
    _ link: OriginLink,
    entry: Int64,
    at sequence: UInt64,
    isNew: Bool,
    replacing: Bool
  ) throws -> (value: Int64, effect: Event.Effect) {
    trim()
    let comparison = Comparison(fact)
    let isFunctional = Functional.holds(for: fact)
    let candidates = isNew ? Candidates([]) : try candidates(entry, comparison, isFunctional)
    let fresh: Event.Effect = replacing ? .supersedes : .new

    let speaker = Standing.speaker(of: fact)
    // Where they lie: an element is large, and there may be many.
    let match = try candidates.rows.withUnsafeBufferPointer { rows in
      try candidates.indices(near: comparison).first { index in
        try rows[index].standing.isStated(by: fact, comparison, speaker: speaker)
          && (!isFunctional || statements(as: rows[index].id).allSatisfy { $0.agrees(with: comparison) })
      }
    }
    if let found = match.map({ candidates.rows[$0] }) {
      if isFunctional { statedAs[found.id, default: []].append(comparison) }
      let before = try statements(of: found.id)
      stated[found.id] = before + 1
      if before > 0 { return (found.id, .none) }
      // Before the value is counted: while the candidates are held, that would copy them all.
      let isFresh = found.standing.documentCount == 0
      let isDisputed = try isFresh && isDisputed(found.standing, link, by: candidates.rows)
      try count(found.id, entry, by: 1)
      if found.standing.documentCount > 0 {
        guard found.standing.canBeCorroborated, link.weight > 0 else { return (found.id, .repeats) }
        let links = try links(of: found.id)
        let isOwn = Origins.roots(of: links + [link]).last == links.count
        if isOwn, links.contains(where: { $0.weight > 0 }) { return (found.id, .corroborates) }
        if !isOwn { return (found.id, .repeats) }
      }
      return (found.id, isDisputed ? .disputes : fresh)
    }

    let value = try statements.insert(
      """
      INSERT INTO entry_values
        (entry, name, comparison, functional, polarity, modality, speaker, documents, origins, weight, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      """,
      entry,
      comparison.name,
      UTF8Text(bytes: try JSON.encode(comparison)),
      isFunctional,
      fact.polarity.rawValue,
      fact.modality.rawValue,
      speaker,
      link.weight > 0 ? 1 : 0,
      link.weight,
      sequence.row
    )
    let standing = Standing(
      comparison: comparison,
      functional: isFunctional,
      polarity: fact.polarity,
      modality: fact.modality,
      speaker: speaker,
      documentCount: 1,
      originCount: link.weight > 0 ? 1 : 0,
      weight: link.weight
    )
    // Before the value is added to the candidates, for the same reason.
    let isDisputed = try isDisputed(standing, link, by: candidates.rows)
    let hasRoom = candidates.rows.count < Self.maximumCandidates
    stated[value] = 1
    if isFunctional { statedAs[value] = [comparison] }
    if isFunctional, hasRoom {
      functional[entry, default: Candidates([])].append(ValueRow(id: value, standing: standing))
      functionalCount += 1
    }
    return (value, isDisputed ? .disputes : fresh)
  }

  private mutating func candidates(
    _ entry: Int64,
    _ comparison: Comparison,
    _ isFunctional: Bool
  ) throws -> Candidates {
    guard isFunctional else { return Candidates(try ValueRow.named(statements, entry: entry, comparison.name ?? "")) }
    if let known = functional[entry] { return known }
    let found = Candidates(try ValueRow.values(.functional, of: entry, limit: Self.maximumCandidates, statements))
    functional[entry] = found
    functionalCount += found.rows.count + 1
    return found
  }

  /// True when the value, stated now by the document, cannot be true beside one of the others.
  private mutating func isDisputed(_ standing: Standing, _ link: OriginLink, by others: [ValueRow]) throws -> Bool {
    // Only whether this document states the other value as well matters here, so it stands for all.
    var standing = standing
    standing.documentCount = 1
    standing.documents = [0]
    standing.weight = link.weight
    let isOwnWord = standing.speaker == nil
    return try others.withUnsafeBufferPointer { others in
      let living = others.indices.lazy.filter { others[$0].standing.documentCount > 0 }
      for index in living.prefix(Statuses.maximumOpponents) {
        // What the document states side by side is no dispute, unless two are reported to have said it.
        if stated[others[index].id] ?? 0 > 0, isOwnWord || !others[index].standing.isOfOtherSpeaker(than: standing) {
          continue
        }
        // First without what takes a look-up: others of the document, and what exactly is stated.
        let agrees =
          others[index].standing.functional && others[index].standing.comparison.agrees(with: standing.comparison)
        guard agrees || others[index].standing.disputes(standing) || standing.disputes(others[index].standing) else {
          continue
        }
        var opponent = others[index].standing
        opponent.documents = try statements(of: others[index].id) > 0 ? [0] : []
        if opponent.functional { opponent.statements = try statements(as: others[index].id) }
        if opponent.disputes(standing) || standing.disputes(opponent) { return true }
      }
      return false
    }
  }

  /// Takes a fact, which is about to be marked retracted, out of its value.
  mutating func remove(value: Int64, of entry: Int64) throws -> Event.Effect {
    trim()
    plain.remove(entry)
    let others = try statements(of: value) - 1
    stated[value] = others
    statedAs[value] = nil
    if others > 0 { return .none }
    try count(value, entry, by: -1)
    let left = try statements.number("SELECT documents FROM entry_values WHERE id = ?", value)
    return left == 0 ? .withdraws : .none
  }

  /// One document more, or fewer, states a value.
  private mutating func count(_ value: Int64, _ entry: Int64, by change: Int) throws {
    // What the origins weigh is settled later; until then a value that counts again is known to.
    let least = change > 0 ? try weight(of: document) : 0
    try statements.run(
      "UPDATE entry_values SET documents = documents + ?1, weight = max(weight, ?2) WHERE id = ?3",
      change,
      least,
      value
    )
    unsettled.insert(value)
    functional[entry]?.count(value, change, least: least)
  }

  /// Counts the origins of the values anew that the request has changed; before ``refresh(entry:changed:)``.
  mutating func settle() throws {
    for value in unsettled { try countOrigins(of: value) }
    unsettled.removeAll(keepingCapacity: true)
  }

  mutating func countOrigins(of value: Int64) throws {
    let documents = Int(try statements.number("SELECT documents FROM entry_values WHERE id = ?", value) ?? 0)
    // One document is one origin, and most values have one.
    let isPlain = documents < 2 && rules.isEven
    let tally = isPlain ? (count: documents, weight: Double(documents)) : Origins.tally(of: try links(of: value))
    try statements.run(
      "UPDATE entry_values SET origins = ?, weight = ? WHERE id = ?",
      tally.count,
      tally.weight,
      value
    )
  }

  /// Where the facts come from that state a value now.
  private mutating func links(of value: Int64) throws -> [OriginLink] {
    var links = try statements.all(
      """
      SELECT f.document, coalesce(r.text, -f.document), f.sentence FROM facts f
        JOIN documents d ON d.id = f.document LEFT JOIN revisions r ON r.id = d.revision
      WHERE f.value = ? AND f.retracted IS NULL ORDER BY f.id LIMIT ?
      """,
      value,
      Origins.maximumLinks
    ) { OriginLink(document: $0.int64(0), text: $0.int64(1), sentence: $0.number(2)) }
    if !rules.isEven {
      for index in links.indices { links[index].weight = try weight(of: links[index].document) }
    }
    return links
  }
}
