import Glibc

/// A connection to PostgreSQL by libpq.
final class PostgreSQL {
  private typealias Handle = OpaquePointer
  private typealias Text = UnsafePointer<CChar>

  /// Numbers of libpq's binary interface.
  private enum Code {
    static let connectionOK: Int32 = 0
    static let (emptyQuery, commandOK, tuplesOK, copyIn): (Int32, Int32, Int32, Int32) = (0, 1, 2, 4)
  }

  private let execute: @convention(c) (Handle, Text) -> Handle?
  private let executeWith:
    @convention(c) (
      Handle, Text, Int32, UnsafePointer<UInt32>?, UnsafePointer<Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
      Int32
    ) -> Handle?
  private let status: @convention(c) (Handle?) -> Int32
  private let rowCount: @convention(c) (Handle?) -> Int32
  private let value: @convention(c) (Handle?, Int32, Int32) -> Text?
  private let clear: @convention(c) (Handle?) -> Void
  private let message: @convention(c) (Handle) -> Text?
  private let putCopy: @convention(c) (Handle, UnsafePointer<CChar>, Int32) -> Int32
  private let endCopy: @convention(c) (Handle, Text?) -> Int32
  private let nextResult: @convention(c) (Handle) -> Handle?
  private let finish: @convention(c) (Handle) -> Void
  private let handle: Handle

  /// - Parameter url: as libpq takes it: a URL, or names and values.
  /// - Throws: ``SinkError`` when libpq is missing, or the server is not to be reached.
  init(_ url: String) throws(SinkError) {
    let library = try ForeignLibrary(["libpq.so.5"], package: "libpq5")
    execute = try library.function("PQexec")
    executeWith = try library.function("PQexecParams")
    status = try library.function("PQresultStatus")
    rowCount = try library.function("PQntuples")
    value = try library.function("PQgetvalue")
    clear = try library.function("PQclear")
    message = try library.function("PQerrorMessage")
    putCopy = try library.function("PQputCopyData")
    endCopy = try library.function("PQputCopyEnd")
    nextResult = try library.function("PQgetResult")
    finish = try library.function("PQfinish")
    let connect = try library.function(
      "PQconnectdbParams",
      as: (@convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, Int32) -> Handle?).self
    )
    let state = try library.function("PQstatus", as: (@convention(c) (Handle) -> Int32).self)
    // What comes later counts, so these hold where the URL says nothing: a server that has gone silent is given up soon.
    let settings = [("connect_timeout", "5"), ("tcp_user_timeout", "5000"), ("dbname", url)]
    let names = settings.map { strdup($0.0) }
    let values = settings.map { strdup($0.1) }
    defer { for copy in names + values { Glibc.free(copy) } }
    let made = connect(names.map { $0.map { Text($0) } } + [nil], values.map { $0.map { Text($0) } } + [nil], 1)
    guard let handle = made else { throw SinkError("libpq cannot be used") }
    guard state(handle) == Code.connectionOK else {
      let reason = Self.oneLine(message(handle))
      finish(handle)
      throw SinkError("PostgreSQL: \(reason)")
    }
    self.handle = handle
  }

  deinit {
    finish(handle)
  }

  private static func oneLine(_ text: Text?) -> String {
    let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
    return lines.map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: "; ")
  }

  private func fault() -> SinkError { SinkError("PostgreSQL: \(Self.oneLine(message(handle)))") }

  private func check(_ result: Handle?, _ wanted: [Int32]) throws(SinkError) {
    guard let result, wanted.contains(status(result)) else { throw fault() }
  }

  /// Runs statements that give nothing back.
  func run(_ sql: String) throws(SinkError) {
    let result = execute(handle, sql)
    defer { clear(result) }
    try check(result, [Code.emptyQuery, Code.commandOK, Code.tuplesOK])
  }

  /// Runs a statement with values in the places of `$1`, `$2` and so on.
  /// - Returns: the first column of each row.
  @discardableResult
  func run(_ sql: String, _ values: [String?]) throws(SinkError) -> [String] {
    let copies = values.map { $0.map { strdup($0) } ?? nil }
    defer { for copy in copies { Glibc.free(copy) } }
    let pointers = copies.map { $0.map { Text($0) } }
    let result = executeWith(handle, sql, Int32(values.count), nil, pointers, nil, nil, 0)
    defer { clear(result) }
    try check(result, [Code.commandOK, Code.tuplesOK])
    return (0..<rowCount(result)).compactMap { row in value(result, row, 0).map { String(cString: $0) } }
  }

  /// Copies rows into a table, in PostgreSQL's text form.
  func copy(into table: String, _ rows: [UInt8]) throws(SinkError) {
    let result = execute(handle, "COPY \(table) FROM STDIN")
    defer { clear(result) }
    try check(result, [Code.copyIn])
    var start = 0
    while start < rows.count {
      let end = min(start + (1 << 20), rows.count)
      let sent = rows[start..<end].withUnsafeBytes { part -> Int32 in
        guard let bytes = part.assumingMemoryBound(to: CChar.self).baseAddress else { return 1 }
        return putCopy(handle, bytes, Int32(part.count))
      }
      guard sent == 1 else { throw fault() }
      start = end
    }
    guard endCopy(handle, nil) == 1 else { throw fault() }
    let outcome = nextResult(handle)
    defer { clear(outcome) }
    try check(outcome, [Code.commandOK])
    while let rest = nextResult(handle) { clear(rest) }
  }
}
