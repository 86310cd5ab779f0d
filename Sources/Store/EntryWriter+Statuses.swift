import Model
import State

extension EntryWriter {
  /// So many values of an entry are looked at in memory; of more they pass by one at a time.
  private static let maximumInMemory = 50

  /// Brings an entry's status, and those of its values, up to what they are now.
  mutating func refresh(entry: Int64, changed: UInt64) throws {
    if takePlain(entry) { return try write(.single, of: entry, changed) }
    trim()
    let values = try ValueRow.values(.all, of: entry, limit: Self.maximumInMemory + 1, statements)
    guard values.count <= Self.maximumInMemory else { return try refreshLarge(entry: entry, changed: changed) }
    // Which documents state a value matters only where one of several can dispute another.
    let live = values.count { $0.standing.documentCount > 0 }
    let isOpen = live > 1 && values.contains { Statuses.canChallenge($0.standing) }
    let statuses = Statuses(
      of: try values.map { isOpen && $0.standing.documentCount > 0 ? try standing($0) : $0.standing }
    )
    for (value, status) in zip(values, statuses.values) where status != value.status {
      try statements.run("UPDATE entry_values SET status = ? WHERE id = ?", status.rawValue, value.id)
    }
    try write(statuses.entry, of: entry, changed)
  }

  /// The same for an entry with many values.
  private mutating func refreshLarge(entry: Int64, changed: UInt64) throws {
    let counts = try statements.first(
      """
      SELECT count(*),
        coalesce(sum(origins > 1 AND weight >= ? AND modality = 'asserted' AND speaker IS NULL), 0),
        coalesce(sum(weight > 0 AND modality = 'asserted' AND (functional OR polarity = 'negative')), 0),
        coalesce(sum(weight > 0), 0)
      FROM entry_values WHERE entry = ? AND documents > 0
      """,
      Standing.corroboration,
      entry
    ) { (live: $0.int(0), corroborated: $0.int(1), challengers: $0.int(2), counted: $0.int(3)) }
    guard let counts else { return }
    let agreed: Entry.Status = counts.counted > 0 && counts.corroborated == counts.counted ? .corroborated : .single
    let disputed = counts.challengers == 0 || counts.live < 2 ? [] : try disputedValues(of: entry)
    try setStatuses(of: entry, disputed: disputed)
    try write(counts.live == 0 ? .withdrawn : disputed.isEmpty ? agreed : .disputed, of: entry, changed)
  }

  /// The values of an entry that are disputed, as ``Statuses`` has it; the values pass by one at a time.
  private mutating func disputedValues(of entry: Int64) throws -> [Int64] {
    let first = try ValueRow.values(.live, of: entry, limit: Statuses.maximumOpponents, statements).map {
      try standing($0)
    }
    let challengers = try ValueRow.values(.challengers, of: entry, limit: Statuses.maximumOpponents, statements)
      .map { try standing($0) }
    var disputed: [Int64] = []
    try ValueRow.forEach(.live, of: entry, statements) { value in
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
    try statements.run(
      """
      WITH now AS (
        SELECT id, CASE WHEN documents = 0 THEN 'withdrawn' WHEN id IN (SELECT value FROM json_each(?1)) THEN 'disputed'
          WHEN origins > 1 AND weight >= ?2 AND modality = 'asserted' AND speaker IS NULL THEN 'corroborated'
          ELSE 'single' END AS status
        FROM entry_values WHERE entry = ?3)
      UPDATE entry_values SET status = now.status FROM now
        WHERE entry_values.id = now.id AND entry_values.status <> now.status
      """,
      "[\(disputed.map(String.init).joined(separator: ","))]",
      Standing.corroboration,
      entry
    )
  }

  /// A value with the documents that state it.
  private mutating func standing(_ row: ValueRow) throws -> Standing {
    var standing = row.standing
    standing.documents = Set(
      try statements.all("SELECT DISTINCT document FROM facts WHERE value = ? AND retracted IS NULL", row.id) {
        $0.int64(0)
      }
    )
    if standing.functional {
      standing.statements = Array(try statements(as: row.id).prefix(Standing.maximumStatements))
    }
    return standing
  }
}

extension Standing {
  /// One document more, or fewer, states the value.
  mutating func count(_ change: Int, least: Double) {
    documentCount += change
    weight = max(weight, least)
  }
}
