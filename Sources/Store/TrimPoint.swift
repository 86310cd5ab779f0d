import GRDB
import Model

/// Up to where the journal was trimmed, and what proves what stood there.
///
/// What stood after the last event that is gone is the *base*: replay begins with it in place of nothing. It is no copy: it is the
/// facts that were asserted up to there and stand after it, and the entries, values and revisions as they were then. Checksums of its
/// rows are added up here, so that a row which changed, is missing or too many is found although its events are gone.
struct TrimPoint: Codable, Equatable {
  /// The last event that is gone; 0 where none is.
  var sequence: UInt64 = 0
  /// The last event that is no longer given out, always the end of a group. It is beyond `sequence` while a group is being removed
  /// that is too large for one step.
  var hidden: UInt64 = 0
  /// When the event `sequence` was recorded, and so `hidden` of the same group.
  var time: Int64 = 0
  /// How many bytes the events have that are gone.
  var bytes: Int64 = 0
  /// The chain of checksums up to there.
  var checksum: [UInt8] = []
  var facts = RowSum()
  var entries = RowSum()
  var values = RowSum()
  var documents = RowSum()
  /// Nil where no review was trimmed.
  var reviews: RowSum?

  private static let name = "trimmed"

  init() {}

  /// - Throws: ``StoreError`` when what is kept is not what was written.
  init(_ database: Database) throws {
    let statement = try database.cachedStatement(sql: "SELECT value FROM meta WHERE name = '\(Self.name)'")
    guard let text = try String.fetchOne(statement) else { return }
    let damage = StoreError(.storage, "what is kept of the trimmed journal is damaged: restore a backup")
    guard let space = text.lastIndex(of: " "),
      Digest(String(text[space...].dropFirst())) == Digest(of: text[..<space].utf8)
    else { throw damage }
    do {
      self = try JSON.decode(TrimPoint.self, from: text[..<space].utf8)
    } catch {
      throw damage
    }
  }

  func write(to database: Database) throws {
    let json = try JSON.text(self)
    try database.execute(
      "INSERT OR REPLACE INTO meta VALUES ('\(Self.name)', ?)",
      ["\(json) \(Digest(of: json.utf8))"]
    )
  }

  /// Where the journal begins, for whoever checks the chain.
  var end: JournalEnd { JournalEnd(sequence: sequence, checksum: checksum, bytes: bytes) }
}

/// The checksums of rows added up, in whatever order, and taken away again.
struct RowSum: Codable, Equatable {
  private var sum: UInt128 = 0

  init() {}

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let sum = UInt128(text, radix: 16) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no sum"))
    }
    self.sum = sum
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(sum, radix: 16))
  }

  static func += (sum: inout RowSum, checksum: [UInt8]) { sum.sum &+= number(checksum) }
  static func -= (sum: inout RowSum, checksum: [UInt8]) { sum.sum &-= number(checksum) }

  private static func number(_ checksum: [UInt8]) -> UInt128 {
    checksum.reduce(0) { $0 << 8 | UInt128($1) }
  }
}

/// The rows of the base, and their checksums: 16 bytes of the SHA-256 over all their columns that do not change.
enum BaseRow {
  static let fact = """
    SELECT f.id, f.asserted, f.fact, f.claim, f.key, f.entry, f.value, f.document, f.revision, f.sentence, f.data FROM facts f
    """
  static let entry = """
    SELECT e.id, k.key, e.valid_start, e.valid_end, e.document, e.created, e.trimmed, e.trimmed_group
    FROM entries e JOIN keys k ON k.id = e.key
    """
  static let value = """
    SELECT v.id, v.entry, v.created, v.name, v.comparison, v.functional, v.polarity, v.modality, v.speaker FROM entry_values v
    """
  static let document = """
    SELECT d.id, d.uri, r.id, r.digest, r.title, r.date, r.extractor, r.facts, r.accepted, r.text, r.moves
    FROM documents d JOIN revisions r ON r.id = d.trimmed_revision
    """

  static let review = "SELECT sequence, kind, time, data FROM reviews"

  static func checksum(_ row: Row) -> [UInt8] {
    var text = ""
    for value in row.databaseValues {
      switch value.storage {
      case .null: text += "-"
      case .int64(let number): text += "\(number)"
      case .double(let number): text += "\(number)"
      case .string(let string): text += string
      case .blob(let data): text += Digest(of: data).description
      }
      text += "\u{1F}"
    }
    return Array(Digest(of: text.utf8).bytes.prefix(16))
  }

  /// The checksum of the one row that a condition finds; nil where there is none.
  static func checksum(_ database: Database, _ select: String, _ condition: String, _ id: Int64) throws -> [UInt8]? {
    let statement = try database.cachedStatement(sql: "\(select) WHERE \(condition)")
    return try Row.fetchOne(statement, arguments: [id]).map(checksum)
  }
}
