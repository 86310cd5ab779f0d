import CPageSums
import GRDB

extension Store {
  /// What a look at some pages has found.
  public struct Scrubbed: Sendable, Equatable {
    /// How many pages the database has.
    public var pages: Int
    /// How many were looked at; none beyond the last page.
    public var looked: Int
    /// The numbers of those that are not what was written; 1 is the first page.
    public var damaged: [Int]
    /// The size of a page in bytes.
    public var pageSize: Int
  }

  /// Compares pages with their checksums, beside the writer.
  /// - Parameters:
  ///   - page: the first, from 1.
  ///   - count: the most that are looked at.
  public func scrub(from page: Int, count: Int) throws(StoreError) -> Scrubbed {
    try read { database in
      var (pages, looked, found): (UInt32, UInt32, UInt32) = (0, 0, 0)
      var bad = [UInt32](repeating: 0, count: count)
      let code = pagesums_verify(
        database.sqliteConnection,
        UInt32(clamping: page),
        UInt32(clamping: count),
        &pages,
        &looked,
        &bad,
        UInt32(clamping: bad.count),
        &found
      )
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      return Scrubbed(
        pages: Int(pages),
        looked: Int(looked),
        damaged: bad.prefix(Int(found)).map(Int.init),
        pageSize: try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
      )
    }
  }
}
