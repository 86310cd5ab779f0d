/// A place in a log: behind a numbered record, and behind some of the notes that follow it.
///
/// Notes have no number of their own, so a number alone does not say which of them a reader has.
public struct LogPlace: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number of the last numbered record before the place; 0 before the first.
  public var sequence: UInt64
  /// How many notes are between that record and the place.
  public var notes: UInt32

  /// - Parameter notes: how many notes behind the record are before the place too.
  public init(_ sequence: UInt64, notes: UInt32 = 0) {
    self.sequence = sequence
    self.notes = notes
  }

  /// The order of the log.
  public static func < (left: LogPlace, right: LogPlace) -> Bool {
    (left.sequence, left.notes) < (right.sequence, right.notes)
  }

  /// `42`, or `42+3` behind three notes.
  public var description: String { notes == 0 ? "\(sequence)" : "\(sequence)+\(notes)" }

  /// The place behind all notes that follow the record, however many.
  var afterNotes: LogPlace { LogPlace(sequence, notes: .max) }
}

/// Where a log ends, or where it stands behind one of its groups.
public struct LogEnd: Sendable, Hashable {
  /// The end of a log in which nothing ever was.
  public static let zero = LogEnd(sequence: 0, check: [], bytes: 0)

  /// The number of the last numbered record; 0 if there was none.
  public var sequence: UInt64
  /// How many notes follow that record.
  public var notes: UInt32
  /// The chain's check after that record: 16 bytes; empty if there was none.
  public var check: [UInt8]
  /// The payloads of all numbered records ever appended, in bytes.
  public var bytes: Int64

  /// - Parameters:
  ///   - sequence: the number of the last numbered record.
  ///   - notes: how many notes follow it.
  ///   - check: the chain's check after it: 16 bytes, or none if `sequence` is 0.
  ///   - bytes: of all payloads of numbered records up to there.
  public init(sequence: UInt64, notes: UInt32 = 0, check: [UInt8], bytes: Int64) {
    self.sequence = sequence
    self.notes = notes
    self.check = check
    self.bytes = bytes
  }

  /// The end as a place.
  public var place: LogPlace { LogPlace(sequence, notes: notes) }
}
