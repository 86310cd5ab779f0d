import GRDB
import Model

/// Keys by how they begin, and by what was probably meant.
extension Store {
  /// How many names are looked through for those that are near to another.
  private static let maximumCandidates = 20_000

  /// The keys that begin so, in order.
  /// - Returns: at most `limit` of them, and where the next page begins; nil on the last.
  public func keys(
    prefix: String,
    after: String?,
    limit: Int = 500
  ) throws(StoreError) -> (list: [String], next: String?) {
    try read { database in
      let list = try Self.keys(database, PrefixRange(prefix), after: after ?? "", limit: limit)
      return (list, list.count == limit ? list.last : nil)
    }
  }

  private static func keys(
    _ database: Database,
    _ range: PrefixRange,
    after: String = "",
    limit: Int
  ) throws -> [String] {
    try String.fetchAll(
      database.cachedStatement(
        sql: "SELECT key FROM keys WHERE key >= ?1 AND key > ?2 AND (?3 IS NULL OR key < ?3) ORDER BY key LIMIT ?4"
      ),
      arguments: [range.lower, after, range.upper, limit]
    )
  }

  /// The entities that keys in a range begin with, in the order of the keys: each is found by one step in the index.
  private static func entities(
    _ database: Database,
    _ range: PrefixRange,
    after: String = "",
    limit: Int
  ) throws -> [String] {
    var entities: [String] = []
    var lower = after.isEmpty ? range.lower : after + "0"
    let statement = try database.cachedStatement(
      sql: "SELECT key FROM keys WHERE key >= ?1 AND (?2 IS NULL OR key < ?2) ORDER BY key LIMIT 1"
    )
    while entities.count < limit {
      guard let key = try String.fetchOne(statement, arguments: [lower, range.upper]) else { break }
      let entity = String(Substring(key.utf8.prefix { $0 != UInt8(ascii: "/") }))
      entities.append(entity)
      // What follows every key of the entity: "0" comes after "/".
      lower = entity + "0"
    }
    return entities
  }

  /// The keys, and beginnings of keys, that were probably meant by one that is not known, the nearest first.
  public func near(_ text: String, limit: Int = 5) throws(StoreError) -> [String] {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let wanted = Slug.make(parts[0]) else { return [] }
    let attribute = parts.count == 2 ? Slug.make(parts[1]) : nil
    let known: [String]? = try read { database in
      guard try !Self.keys(database, PrefixRange(wanted + "/"), limit: 1).isEmpty else { return nil }
      let near = try Self.near(attribute, of: wanted, database, limit: limit)
      return near.isEmpty ? [wanted + "/"] : near
    }
    if let known { return known }
    let called = try factsCalling(wanted)
    return try read { database in
      var near: [String] = []
      var candidates = try Self.entities(database, PrefixRange(""), limit: Self.maximumCandidates)
      if candidates.count == Self.maximumCandidates {
        // Too many for all: those that begin alike.
        let first = String(wanted.unicodeScalars.prefix(1))
        candidates = try Self.entities(database, PrefixRange(first), limit: Self.maximumCandidates)
      }
      var entities: [String] = []
      for entity in NearestName.ranked(wanted, among: candidates, limit: limit)
        + (try Self.called(called, database, limit: limit)) where !entities.contains(where: { $0.isExactly(entity) })
      {
        entities.append(entity)
      }
      for entity in entities {
        let keys = try Self.near(attribute, of: entity, database, limit: limit)
        near += keys.isEmpty ? [entity + "/"] : keys
      }
      return Array(near.prefix(limit))
    }
  }

  private static func near(
    _ attribute: String?,
    of entity: String,
    _ database: Database,
    limit: Int
  ) throws -> [String] {
    guard let attribute else { return [] }
    let keys = try keys(database, PrefixRange(entity + "/"), limit: maximumCandidates)
    let attributes = keys.map { String(Substring($0.utf8.dropFirst(entity.utf8.count + 1))) }
    return NearestName.ranked(attribute, among: attributes, limit: limit).map { "\(entity)/\($0)" }
  }

  /// The newest facts whose subject documents call by a name that begins so. None while the search index is not open.
  func factsCalling(_ name: String) throws(StoreError) -> RowList {
    let words = name.split(separator: "-").map { "\"\($0)\"" }
    guard !words.isEmpty else { return RowList([]) }
    try searching.catchUp(with: self, isPatient: false)
    guard searching.isOpen else { return RowList([]) }
    return try searching.read { database, _ in
      // In quotation marks the words have to follow each other; the last may go on.
      try Self.rows("fact_search", "subject : " + words.joined(separator: " + ") + " *", 500, database)
    }
  }

  /// The entities that such facts are about.
  static func called(_ facts: RowList, _ database: Database, limit: Int) throws -> [String] {
    try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT substr(k.key, 1, instr(k.key, '/') - 1)
          FROM json_each(?) s CROSS JOIN facts f ON f.id = s.value CROSS JOIN keys k ON k.id = f.key
          WHERE f.retracted IS NULL AND f.data ->> '$.subject.entity' IS NOT NULL
            AND coalesce(f.data ->> '$.about', 'subject') = 'subject' LIMIT ?
          """
      ),
      arguments: [facts.json, limit]
    )
  }
}
