import CPageSums
import GRDB
import Glibc

/// Checksums of the database's pages, in `<database>-sums` beside it, so that a page which is not what was written is never read as if it
/// were: not one of a table, nor one of an index, whose damage would leave rows out.
///
/// They are written whenever SQLite writes a page to the database, and compared whenever it reads one. The write-ahead log has checksums of
/// its own, which SQLite looks at when it opens it.
enum PageSums {
  /// What was found before the database is opened.
  struct Finding: Equatable {
    /// How many pages are damaged, as far as that is known.
    var pages: Int
    /// What is wrong, in one line.
    var fault: String
  }

  static func path(_ database: String) -> String { database + "-sums" }

  /// Has SQLite go by checksums from now on, in this process, for databases that have them.
  /// - Throws: ``StoreError`` if SQLite does not take it.
  static func register() throws(StoreError) {
    guard pagesums_register() == SQLITE_OK else {
      throw StoreError(.storage, "SQLite takes no layer for checksums of pages; check its installation")
    }
  }

  /// Makes the checksums fit a database that is about to be opened: made anew where there are none, or where somebody else, such as
  /// `sqlite3`, has written to it and left it sound.
  /// - Returns: what is damaged; nil where nothing is known to be.
  /// - Throws: ``StoreError`` when they cannot be read or written.
  static func prepare(_ database: String) throws(StoreError) -> Finding? {
    try register()
    var state = pagesums_state()
    try check(pagesums_look(database, 0, &state), path(database))
    if state.is_missing == 0, state.bad == 0 { return nil }
    if state.is_missing == 0 {
      // Pages are not those that were written last. Whether that is damage the journal tells, and all that is made of it.
      let check = try Check(of: database)
      if let fault = check.firstFault { return Finding(pages: Int(state.bad), fault: fault) }
    }
    try build(database)
    return nil
  }

  /// What is wrong with the checksums of a database that is sound, in one line with their file; nil if nothing is, or if the next start
  /// rebuilds them.
  /// - Throws: ``StoreError`` when they cannot be read.
  static func fault(ofSound database: String) throws(StoreError) -> String? {
    var state = pagesums_state()
    try check(pagesums_look(database, 1, &state), path(database))
    guard state.is_missing == 0, state.is_foreign == 0, state.bad > 0 else { return nil }
    let pages =
      state.bad == 1 ? "page \(state.first_bad)" : "\(state.bad) pages, the first of which is \(state.first_bad)"
    return """
      \(path(database)) is damaged: it has another checksum for \(pages), though all that the database says is sound; stop the daemon \
      and run: courantd check
      """
  }

  /// Makes the checksums anew, from the pages as they are. Nobody may write to the database meanwhile.
  static func build(_ database: String) throws(StoreError) {
    try check(pagesums_build(database), path(database))
  }

  /// Forgets the checksums: they are made anew at the next start.
  static func forget(_ database: String) { unlink(path(database)) }

  /// Opens files on this thread without looking at checksums: for whoever looks at everything else.
  static func bypassing<T>(_ body: () throws -> T) rethrows -> T {
    pagesums_bypass(1)
    defer { pagesums_bypass(0) }
    return try body()
  }

  /// What SQLite says when a page is not what its checksum says; nil for any other error.
  static func fault(_ error: DatabaseError) -> String? {
    guard error.extendedResultCode.rawValue == sqliteIOErrorData else { return nil }
    return "page \(pagesums_last_fault()) is not what was written; run: courantd check"
  }

  /// `SQLITE_IOERR_DATA`.
  private static let sqliteIOErrorData: Int32 = 10 | 32 << 8

  private static func check(_ code: Int32, _ path: String) throws(StoreError) {
    guard code == 0 else { throw StoreError(.storage, "\(path): \(String(cString: strerror(code)))") }
  }
}
