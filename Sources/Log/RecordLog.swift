/// A durable log of records in order, which only grows at its end and is trimmed at its start.
///
/// Numbered records have the numbers 1, 2, 3 … without a gap. A chain of checks goes through them: two logs with the
/// same check at one number have the same payloads up to there. Groups are all or nothing.
///
/// One caller appends at a time; others wait. Reads go on meanwhile, and never see what is not durable.
public protocol RecordLog: Sendable {
  /// Where the log ends. What is before it is durable.
  var end: LogEnd { get }

  /// The number of the first numbered record that is kept; that of the next one if none is.
  var oldest: UInt64 { get }

  /// Appends groups and returns when all of them are durable.
  ///
  /// Each group must have been made for the end of the one before it, the first for the log's end. Groups without
  /// records are left out.
  /// - Returns: the new end.
  /// - Throws: if so, none of the groups is in the log. The log goes on from the end it had. Where the disk failed so
  ///   badly that what was written can neither be made durable nor be removed, appending goes on failing, and only a
  ///   restart says how the log ends.
  @discardableResult
  func append(_ groups: [LogGroup]) throws(LogError) -> LogEnd

  /// Takes over what a group holds so far, so that memory stays bounded however large the group becomes.
  ///
  /// Nobody sees these records until the group is appended, as the first of an `append`; they are not durable before.
  /// The group is given up by appending or staging another in its place, by a failure, or by closing the log; there is
  /// nothing to call for it.
  ///
  /// There is no writer with a transaction of its own: a group is a value that can be built anywhere without the log,
  /// nearly all groups are small and go through `append` alone, and a large one differs by this one call.
  func stage(_ group: inout LogGroup) throws(LogError)

  /// Records behind a place: whole ones, until about `limit` bytes are reached; at least one unless the log ends there.
  /// - Parameters:
  ///   - place: what the reader has.
  ///   - limit: in bytes. A single record may be longer, and a page may be shorter, as at the end of a file.
  ///   - notes: whether to return notes too.
  /// - Throws: `.tooOld` if records behind the place were trimmed.
  func read(after place: LogPlace, limit: Int, notes: Bool) throws(LogError) -> LogPage

  /// The chain's check after a record that is kept, or after the last that was trimmed: 16 bytes. Nil for others.
  func check(at sequence: UInt64) throws(LogError) -> [UInt8]?

  /// Removes files whose records all have numbers up to this one; never the newest file, so fewer records than asked
  /// for may go.
  /// - Returns: the new `oldest`.
  @discardableResult
  func trim(through sequence: UInt64) throws(LogError) -> UInt64

  /// Ends the use of the log; all later calls fail. What was appended is durable already. Closing twice is no error.
  func close() throws(LogError)
}

extension RecordLog {
  /// Numbered records after a number, without notes.
  /// - Parameters:
  ///   - sequence: the last number that the reader has; 0 to start with the first.
  ///   - limit: in bytes, as in `read(after:limit:notes:)`.
  public func read(after sequence: UInt64, limit: Int) throws(LogError) -> LogPage {
    try read(after: LogPlace(sequence), limit: limit, notes: false)
  }
}
