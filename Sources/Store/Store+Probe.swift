import GRDB

extension Store {
  /// Writes what stands already, to see whether the disk takes anything again.
  /// - Throws: ``StoreError`` while it does not.
  public func probe() throws(StoreError) {
    do {
      try pool.write { try $0.execute(sql: "UPDATE meta SET value = value WHERE name = 'epoch'") }
    } catch {
      throw StoreError.from(error, path: path)
    }
  }
}
