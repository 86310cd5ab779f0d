import GRDB
import GRDBSQLite

/// The prepared statements of one connection, for what the writer does with every event.
///
/// GRDB looks each statement up by its text, wraps each value and tells its observers; beside twenty short statements an event that is a
/// third of the time. Here a statement is found by the address of its text, and values go straight to SQLite. The transactions stay
/// GRDB's: these statements run inside of them, on the connection's queue.
final class Statements {
  private let connection: OpaquePointer
  private var prepared: [UInt: OpaquePointer] = [:]

  /// - Throws: `DatabaseError` when the connection is closed.
  init(_ database: Database) throws {
    guard let connection = database.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the database is closed")
    }
    self.connection = connection
  }

  /// Before the connection is closed, which statements would keep open.
  deinit {
    for statement in prepared.values { sqlite3_finalize(statement) }
  }

  /// Runs a statement that gives no row.
  /// - Throws: `DatabaseError`.
  func run<each T: Bindable>(_ sql: StaticString, _ values: repeat each T) throws {
    try with(sql, repeat each values) { statement in
      while try step(statement) {}
    }
  }

  /// Inserts a row, and returns its id.
  /// - Throws: `DatabaseError`.
  func insert<each T: Bindable>(_ sql: StaticString, _ values: repeat each T) throws -> Int64 {
    try run(sql, repeat each values)
    return sqlite3_last_insert_rowid(connection)
  }

  /// Reads the first row. Returns nil without one.
  /// - Throws: `DatabaseError`, and what `body` throws.
  func first<each T: Bindable, R>(
    _ sql: StaticString,
    _ values: repeat each T,
    body: (Columns) throws -> R
  ) throws -> R? {
    try with(sql, repeat each values) { statement in
      try step(statement) ? try body(Columns(statement: statement)) : nil
    }
  }

  /// The number in the first column of the first row; nil where there is no row, or where it is null.
  /// - Throws: `DatabaseError`.
  func number<each T: Bindable>(_ sql: StaticString, _ values: repeat each T) throws -> Int64? {
    try first(sql, repeat each values) { $0.number(0) } ?? nil
  }

  /// Gives all rows, one after the other.
  /// - Throws: `DatabaseError`, and what `body` throws.
  func forEach<each T: Bindable>(
    _ sql: StaticString,
    _ values: repeat each T,
    body: (Columns) throws -> Void
  ) throws {
    try with(sql, repeat each values) { statement in
      while try step(statement) { try body(Columns(statement: statement)) }
    }
  }

  /// All rows, as `body` reads them.
  /// - Throws: `DatabaseError`, and what `body` throws.
  func all<each T: Bindable, R>(
    _ sql: StaticString,
    _ values: repeat each T,
    body: (Columns) throws -> R
  ) throws -> [R] {
    var rows: [R] = []
    try with(sql, repeat each values) { statement in
      while try step(statement) { rows.append(try body(Columns(statement: statement))) }
    }
    return rows
  }

  // MARK: SQLite

  private func with<each T: Bindable, R>(
    _ sql: StaticString,
    _ values: repeat each T,
    body: (OpaquePointer) throws -> R
  ) throws -> R {
    let statement = try statement(sql)
    // Reset also where the step failed: what is wrong was thrown already.
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    var place: Int32 = 1
    for value in repeat each values {
      let code = value.bind(to: statement, at: place)
      guard code == SQLITE_OK else { throw error(code) }
      place += 1
    }
    return try body(statement)
  }

  private func statement(_ sql: StaticString) throws -> OpaquePointer {
    let name = UInt(bitPattern: sql.utf8Start)
    if let known = prepared[name] {
      guard sqlite3_stmt_busy(known) == 0 else {
        throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "a statement is run inside of itself")
      }
      return known
    }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection,
      UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self),
      Int32(sql.utf8CodeUnitCount),
      UInt32(SQLITE_PREPARE_PERSISTENT),
      &statement,
      nil
    )
    guard code == SQLITE_OK, let statement else { throw error(code) }
    prepared[name] = statement
    return statement
  }

  private func step(_ statement: OpaquePointer) throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw error(code)
    }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let extended = sqlite3_extended_errcode(connection)
    return DatabaseError(
      resultCode: ResultCode(rawValue: extended == SQLITE_OK ? code : extended),
      message: sqlite3_errmsg(connection).map { String(cString: $0) }
    )
  }
}

/// The statements of the connection that writes.
///
/// `@unchecked Sendable`: it is used inside of the pool's writes alone, which run one after the other on the queue of that connection.
final class WriterStatements: @unchecked Sendable {
  private var statements: Statements?

  func of(_ database: Database) throws -> Statements {
    if let statements { return statements }
    let made = try Statements(database)
    statements = made
    return made
  }

  /// Before the connection is closed.
  func finalize() { statements = nil }
}

/// A row while it is being read; it is gone when the next one is read.
struct Columns {
  fileprivate let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
  func bool(_ column: Int32) -> Bool { sqlite3_column_int64(statement, column) != 0 }
  func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
  func number(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

  /// Empty where it is null.
  func string(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
  func text(_ column: Int32) -> String? { isNull(column) ? nil : string(column) }

  /// The bytes of a text or blob; they are gone with the row.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    guard let start = sqlite3_column_blob(statement, column) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
  }
}

/// What can be given to a statement.
protocol Bindable {
  /// - Returns: SQLite's code.
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32
}

/// SQLite copies what it is given.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 { sqlite3_bind_int64(statement, place, self) }
}

extension Int: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 { sqlite3_bind_int64(statement, place, Int64(self)) }
}

extension Bool: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    sqlite3_bind_int64(statement, place, self ? 1 : 0)
  }
}

extension Double: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 { sqlite3_bind_double(statement, place, self) }
}

extension String: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      // An empty text may have no address, which SQLite would take for null.
      guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, place, "", 0, transient) }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text(statement, place, $0, Int32(bytes.count), transient)
      }
    }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    switch self {
    case .some(let value): value.bind(to: statement, at: place)
    case nil: sqlite3_bind_null(statement, place)
    }
  }
}

/// Bytes that are bound as a text.
struct UTF8Text: Bindable {
  let bytes: [UInt8]

  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      let start = bytes.bindMemory(to: CChar.self).baseAddress
      guard let start else { return sqlite3_bind_text(statement, place, "", 0, transient) }
      return sqlite3_bind_text(statement, place, start, Int32(clamping: bytes.count), transient)
    }
  }
}

/// Bytes that are bound as a blob.
struct Blob: Bindable {
  let bytes: [UInt8]

  func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, place, 0) }
      return sqlite3_bind_blob(statement, place, start, Int32(clamping: bytes.count), transient)
    }
  }
}
