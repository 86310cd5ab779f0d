import GRDB
import Model

/// Which facts are asked for.
public enum FactSelection: Sendable, Hashable {
  /// One fact, also one that nobody states any longer.
  case fact(FactID)
  /// The facts of one key.
  case key(Key)
  /// What a document states.
  case document(String)
  /// The facts whose keys begin with one of these.
  case prefixes([String])
}

extension Store {
  /// One page of facts.
  public struct FactPage: Sendable {
    /// Each the JSON of a ``StatedFact``, in the order in which they were asserted.
    public var facts: [[UInt8]] = []
    /// The moment that the facts are of.
    public var cursor: Model.Cursor
    /// The last fact that was looked at, where there are more; nil on the last page.
    public var next: Int64?

    /// The most facts of one page, the most bytes after which it ends, and the most facts that are looked through for it.
    public static let maximumFacts = 1000
    public static let maximumBytes = 1 << 20
    public static let maximumRows = 20_000
  }

  /// The facts that stood after one event, whole.
  /// - Parameters:
  ///   - sequence: the moment; nil for now.
  ///   - after: `next` of the page before.
  /// - Throws: ``StoreError`` with the code `tooOld` when the journal no longer goes back to the moment.
  public func facts(
    _ selection: FactSelection,
    at sequence: UInt64? = nil,
    after: Int64 = 0
  ) throws(StoreError) -> FactPage {
    try read { database in
      let head = try Self.head(database)
      let moment = min(sequence ?? head, head)
      try Self.checkKept(moment, database)
      var page = FactPage(cursor: try cursor(at: moment, database))
      var reader = try FactReader(database: database, moment: moment)
      let (source, arguments, isWanted) = try Self.source(selection, database)
      let cursor = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT \(FactReader.columns) FROM facts f NOT INDEXED \(FactReader.joins) WHERE \(source)
            ORDER BY f.id LIMIT \(FactPage.maximumRows + 1)
            """
        ),
        arguments: StatementArguments(["moment": moment.row, "after": after]) + arguments
      )
      var (rows, bytes) = (0, 0)
      var last = after
      while let row = try cursor.next() {
        if rows == FactPage.maximumRows || page.facts.count == FactPage.maximumFacts || bytes >= FactPage.maximumBytes {
          page.next = last
          break
        }
        rows += 1
        last = row[0]
        guard isWanted(row) else { continue }
        let json = try reader.json(row)
        bytes += json.count
        page.facts.append(json)
      }
      return page
    }
  }

  /// The rows `f` of `facts` that are asked for, as a condition that gives them in the order of their ids without sorting: a page is a
  /// thousand facts, and what sorts must have read all that come after it.
  private static func source(
    _ selection: FactSelection,
    _ database: Database
  ) throws -> (sql: String, arguments: StatementArguments, isWanted: (Row) -> Bool) {
    let stood = "f.id > :after AND f.asserted <= :moment AND (f.retracted IS NULL OR f.retracted > :moment)"
    switch selection {
    case .fact(let id):
      let sql = "SELECT id FROM facts f WHERE f.fact = :fact AND f.id > :after AND f.asserted <= :moment"
      return ("f.id IN (\(sql))", ["fact": id.description], { _ in true })
    case .key(let key):
      let sql = """
        SELECT f.id FROM entries e CROSS JOIN entry_values v ON v.entry = e.id CROSS JOIN facts f ON f.value = v.id
        WHERE e.key = (SELECT id FROM keys WHERE key = :key) AND \(stood) ORDER BY f.id LIMIT \(FactPage.maximumRows + 1)
        """
      return ("f.id IN (\(sql))", ["key": key.description], { _ in true })
    case .document(let uri):
      // What stands, and what has been retracted since, each by an index of its own.
      let document = "f.document = (SELECT id FROM documents WHERE uri = :uri) AND f.id > :after"
      let sql = """
        SELECT f.id FROM facts f WHERE \(document) AND f.retracted IS NULL AND f.asserted <= :moment
        UNION ALL SELECT f.id FROM facts f WHERE \(document) AND f.retracted IS NOT NULL AND f.retracted > :moment
          AND f.asserted <= :moment
        ORDER BY 1 LIMIT \(FactPage.maximumRows + 1)
        """
      return ("f.id IN (\(sql))", ["uri": uri], { _ in true })
    case .prefixes(let prefixes):
      if prefixes.contains("") { return (stood, [:], { _ in true }) }
      let wanted = prefixes.map { Array($0.utf8) }
      return (
        stood, [:],
        { row in
          let key: String = row[8]
          return wanted.contains { key.utf8.starts(with: $0) }
        }
      )
    }
  }
}

/// Reads facts with what became of them.
struct FactReader {
  let database: Database
  let moment: UInt64
  /// The statuses of values that had to be computed, by entry.
  private var statuses: [Int64: [Int64: Entry.Status]] = [:]
  private var places: EvidencePlaces

  init(database: Database, moment: UInt64) throws {
    self.database = database
    places = try EvidencePlaces(database: database)
    self.moment = moment
  }

  static let columns = """
    f.id, f.fact, f.asserted, f.retracted, j.time, e.id, v.status, e.changed, k.key, f.data, f.document,
      d.revision IS NOT f.revision, v.id
    """

  /// How many columns there are.
  static let columnCount = 13

  /// - Parameter id: the column that names the fact's row.
  static func tables(on id: String) -> String {
    "facts f ON f.id = \(id) \(joins)"
  }

  /// What belongs to the row `f` of a fact.
  static let joins = """
    CROSS JOIN keys k ON k.id = f.key CROSS JOIN entries e ON e.id = f.entry CROSS JOIN entry_values v ON v.id = f.value
      CROSS JOIN documents d ON d.id = f.document LEFT JOIN journal j ON j.sequence = f.asserted
    """

  /// The JSON of a ``StatedFact``; columns as ``columns`` lists them.
  mutating func json(_ row: Row) throws -> [UInt8] {
    let retracted = (row[3] as Int64?).map { UInt64(row: $0) }
    return StatedFact.json(
      id: row[1],
      sequence: UInt64(row: row[2]),
      recorded: (row[4] as Int64?).map { Timestamp(milliseconds: $0) },
      retracted: retracted.flatMap { $0 <= moment ? $0 : nil },
      status: try status(of: row[12], in: row[5], now: row[6], changed: row[7]),
      fact: try fact(row, retracted)
    )
  }

  /// The JSON of the fact, with its evidence where it stands.
  private mutating func fact(_ row: Row, _ retracted: UInt64?) throws -> [UInt8] {
    let json = Array((row[9] as String).utf8)
    // The revision that asserted it is the one that stands.
    guard row[11] as Bool else { return json }
    var fact: Fact
    do {
      fact = try JSON.decode(Fact.self, from: json)
    } catch {
      throw StoreError(.storage, "a fact in the database cannot be read: \(error): restore a backup")
    }
    var last = moment
    if let retracted, retracted <= moment { last = try places.lastMoment(beforeRetraction: retracted) }
    let hasMoved = try places.place(&fact, document: row[10], asserted: UInt64(row: row[2]), at: last)
    return hasMoved ? try JSON.encode(fact) : json
  }

  /// The status of a value at the moment; what has changed since is computed.
  private mutating func status(
    of value: Int64,
    in entry: Int64,
    now: String,
    changed: Int64
  ) throws -> Entry.Status {
    if UInt64(row: changed) <= moment {
      guard let status = Entry.Status(rawValue: now) else {
        throw StoreError(.storage, "the status \"\(now)\" of a value in the database is none: restore a backup")
      }
      return status
    }
    if let known = statuses[entry] { return known[value] ?? .withdrawn }
    var reader = try EntryReader(database: database, moment: moment, days: nil, limit: 1)
    let statuses = try reader.statuses(entry)
    self.statuses[entry] = statuses
    return statuses[value] ?? .withdrawn
  }
}
