import GRDB
import Model

/// Whom facts are about, whom they have as a value, and who is reported as saying them.
extension Store {
  /// How many entries, and how many facts, of one entity are looked at for what is said of it in a list.
  private static let (maximumEntries, maximumLooked) = (20_000, 1000)

  /// The entities whose slugs begin with a name, in the order of the slugs, and after the last of these others that documents call so.
  ///
  /// What nothing is stated of is left out. A page looks at `limit` entities, so it may have fewer, or none, and yet a next.
  /// - Parameter after: `next` of the page before.
  /// - Returns: a page of them, and where the next begins; nil on the last.
  public func entities(
    prefix: String,
    after: String?,
    limit: Int = 100
  ) throws(StoreError) -> (list: [KnownEntity], next: String?) {
    let slug = Slug.make(prefix) ?? ""
    let called = try slug.isEmpty ? RowList([]) : factsCalling(slug)
    return try read { database in
      var list: [KnownEntity] = []
      var names = try EntityNames(database, prefix: slug, after: after)
      var facts = 0
      for _ in 0..<limit {
        guard let name = try names.next() else {
          if !slug.isEmpty { list += try Self.calledSo(slug, called, database, limit: limit) }
          return (list, nil)
        }
        let known = try Self.entity(name, database)
        if !known.isEmpty { list.append(known) }
        facts += known.facts
        if facts >= FactPage.maximumRows { return (list, name) }
      }
      return (list, names.last)
    }
  }

  private static func calledSo(
    _ slug: String,
    _ facts: RowList,
    _ database: Database,
    limit: Int
  ) throws -> [KnownEntity] {
    try called(facts, database, limit: limit).filter { !$0.startsExactly(with: slug) }.map { try entity($0, database) }
  }

  /// Whom a slug means, with what is counted of it now; nil where no fact has ever had to do with it.
  public func entity(_ slug: String) throws(StoreError) -> KnownEntity? {
    try read { database in
      var names = try EntityNames(database, prefix: slug, after: nil)
      if let first = try names.next(), first.isExactly(slug) { return try Self.entity(slug, database) }
      // Those that nothing is stated of any longer are no names to list.
      let was = try Bool.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT EXISTS (SELECT 1 FROM facts WHERE value_entity = ?1 AND retracted IS NOT NULL)
              OR EXISTS (SELECT 1 FROM facts WHERE speaker = ?1 AND retracted IS NOT NULL)
            """
        ),
        arguments: [slug]
      )
      return was == true ? try Self.entity(slug, database) : nil
    }
  }

  private static func entity(_ slug: String, _ database: Database) throws -> KnownEntity {
    let range = PrefixRange(slug + "/")
    let row = try Row.fetchOne(database.cachedStatement(sql: counts), arguments: [range.lower, range.upper, slug])
    let (facts, asObject, asSpeaker): (Int, Int, Int) = (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0)
    var names: [String] = []
    var isShared = false
    if facts > 0 {
      (names, isShared) = try self.names(anyNames, range, slug, database)
      // Whoever is known in this document and that may well be known in all.
      if !isShared, facts >= KnownEntity.maximumFacts {
        let shared = try self.names(sharedNames, range, slug, database)
        if shared.isShared { (names, isShared) = shared }
      }
    }
    if names.isEmpty, asObject > 0 {
      names = try String.fetchAll(database.cachedStatement(sql: values), arguments: [slug])
    }
    if names.isEmpty, asSpeaker > 0 {
      names = try String.fetchAll(database.cachedStatement(sql: speakers), arguments: [slug])
    }
    return KnownEntity(
      entity: slug,
      // What only its parts are known of has no name in the facts; it is an entity all the same.
      name: names.first ?? (isShared ? slug : nil),
      aliases: Array(names.dropFirst()),
      facts: facts,
      asObject: asObject,
      asSpeaker: asSpeaker
    )
  }

  /// What facts call the entity that they are about: first what all documents share, then the most frequent.
  /// - Returns: the names, and whether any of the facts is of an entry that all documents share.
  private static func names(
    _ sql: String,
    _ range: PrefixRange,
    _ slug: String,
    _ database: Database
  ) throws -> (names: [String], isShared: Bool) {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: sql),
      arguments: [range.lower, range.upper, slug]
    )
    let names = rows.compactMap { $0[0] as String? }.prefix(10)
    return (Array(names), rows.contains { $0[1] as Bool })
  }

  /// The facts that stand under the keys of an entity.
  private static func facts(_ condition: String = "") -> String {
    """
    FROM (SELECT e.id, e.document FROM keys k CROSS JOIN entries e ON e.key = k.id
        WHERE k.key >= ?1 AND k.key < ?2 \(condition) LIMIT \(maximumEntries)) e
      CROSS JOIN entry_values v ON v.entry = e.id AND v.documents > 0
      CROSS JOIN facts f ON f.value = v.id AND f.retracted IS NULL
    """
  }

  private static let counts = """
    SELECT (SELECT count(*) FROM (SELECT 1 \(facts()) LIMIT \(KnownEntity.maximumFacts))),
      (SELECT count(*) FROM (SELECT 1 FROM facts f WHERE f.value_entity = ?3 AND f.retracted IS NULL
        LIMIT \(KnownEntity.maximumFacts))),
      (SELECT count(*) FROM (SELECT 1 FROM facts f WHERE f.speaker = ?3 AND f.retracted IS NULL
        LIMIT \(KnownEntity.maximumFacts)))
    """

  private static let anyNames = names(facts())
  private static let sharedNames = names(facts("AND e.document = ''"))

  private static func names(_ facts: String) -> String {
    """
    SELECT iif(entity = ?3, name, NULL) AS name, max(is_shared) AS is_shared FROM (
      SELECT iif(f.data ->> '$.about' = 'object', f.data ->> '$.object.name', f.data ->> '$.subject.name') AS name,
        iif(f.data ->> '$.about' = 'object', f.data ->> '$.object.entity', f.data ->> '$.subject.entity') AS entity,
        e.document = '' AS is_shared
      \(facts) LIMIT \(maximumLooked)
    ) GROUP BY 1 ORDER BY 2 DESC, count(*) DESC, 1
    """
  }

  private static let values = ranked(
    """
    SELECT iif(f.data ->> '$.about' = 'object', coalesce(f.data ->> '$.subject.name', f.data ->> '$.subject.text'),
      coalesce(f.data ->> '$.object.name', f.data ->> '$.object.text')) AS name
    FROM facts f WHERE f.value_entity = ? AND f.retracted IS NULL LIMIT 100
    """
  )
  private static let speakers = ranked(
    "SELECT data ->> '$.attribution.source' AS name FROM facts WHERE speaker = ? AND retracted IS NULL LIMIT 100"
  )

  private static func ranked(_ names: String) -> String {
    "SELECT name FROM (\(names)) WHERE name IS NOT NULL GROUP BY name ORDER BY count(*) DESC, name LIMIT 10"
  }
}

/// The slugs that keys begin with, that facts have as values and that are reported as saying something, each once and in order: each is
/// found by one step in an index.
struct EntityNames {
  /// Each with the bound itself, and each without it.
  private static let sources = [">=", ">"].map { comparison in
    [
      "SELECT entity FROM keys WHERE entity \(comparison) ?1 ORDER BY entity LIMIT 1",
      """
      SELECT value_entity FROM facts INDEXED BY facts_value_entity
      WHERE value_entity \(comparison) ?1 AND value_entity IS NOT NULL AND retracted IS NULL ORDER BY value_entity LIMIT 1
      """,
      """
      SELECT speaker FROM facts INDEXED BY facts_speaker
      WHERE speaker \(comparison) ?1 AND speaker IS NOT NULL AND retracted IS NULL ORDER BY speaker LIMIT 1
      """,
    ]
  }

  private let database: Database
  private let prefix: String
  /// The next of each source; nil where there is none.
  private var heads: [ExactText?] = []
  /// The one that was given last.
  private(set) var last: String?

  /// - Parameters:
  ///   - prefix: how they begin.
  ///   - after: the last that is not wanted; nil for all.
  init(_ database: Database, prefix: String, after: String?) throws {
    self.database = database
    self.prefix = prefix
    heads = try Self.sources[0].indices.map { try find($0, includes: after == nil, after ?? prefix) }
  }

  /// - Parameter isIncluded: whether the bound itself may be the one.
  private func find(_ source: Int, includes isIncluded: Bool, _ bound: String) throws -> ExactText? {
    let statement = try database.cachedStatement(sql: Self.sources[isIncluded ? 0 : 1][source])
    guard let found = try String.fetchOne(statement, arguments: [bound]), found.startsExactly(with: prefix) else {
      return nil
    }
    return ExactText(found)
  }

  mutating func next() throws -> String? {
    guard let least = heads.compactMap({ $0 }).min() else { return nil }
    for (source, head) in heads.enumerated() where head == least {
      heads[source] = try find(source, includes: false, least.wrappedValue)
    }
    last = least.wrappedValue
    return last
  }
}
