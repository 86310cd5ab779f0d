/// Records that enter a log together or not at all.
///
/// It is made for a known end of the log, because payloads may contain the number that their record gets. The records
/// are encoded as they are added, checks included, into one run of bytes as it will stand in the file.
public struct LogGroup: Sendable {
  /// How many bytes a group should hold before it is handed to `RecordLog.stage(_:)`: 8 MiB.
  public static let partSize = 8 << 20

  /// Where the log must end for the group to follow.
  public let base: LogEnd
  /// The records, numbered ones and notes, staged ones included.
  public private(set) var records: UInt64 = 0

  /// Why no log will take the group, if it holds what cannot be written.
  private(set) var fault: String?
  /// The records that are not staged.
  private(set) var bytes: [UInt8] = []
  /// Numbered records at least 64 KiB apart, with their places in `bytes`.
  private(set) var marks: [LogMark] = []
  /// The number that the log gave the group when a part of it was staged; nil if none was.
  private(set) var stage: UInt64?

  private var place: LogPlace
  private(set) var link: ChainLink?
  private var total: Int64

  private static let blank = [UInt8](repeating: 0, count: LogFormat.numbered)

  /// An empty group.
  /// - Parameter end: where the log, or the group before it in the same batch, ends.
  public init(after end: LogEnd) {
    base = end
    place = end.place
    link = ChainLink(end.check)
    total = end.bytes
    if end.sequence > 0 && link == nil {
      fault = "it is made for an end with a check of \(end.check.count) bytes, not 16"
    }
  }

  /// Where the log ends once it has the group.
  public var end: LogEnd {
    LogEnd(sequence: place.sequence, notes: place.notes, check: link?.bytes ?? [], bytes: total)
  }

  /// The number that the next numbered record gets.
  public var next: UInt64 { place.sequence + 1 }

  /// How many bytes the group holds in memory.
  public var size: Int { bytes.count }

  /// Whether nothing was added.
  public var isEmpty: Bool { records == 0 }

  /// Makes room for bytes to come, so that adding does not move what is there.
  /// - Parameter size: bytes of all records together, 36 a record beside topic and payload.
  public mutating func reserve(_ size: Int) { bytes.reserveCapacity(size) }

  /// Adds a record with the number `next`.
  ///
  /// A record that no log can hold makes `append` throw: the topic at most 65535 bytes, all together at most 256 MiB.
  /// - Parameters:
  ///   - kind: the caller's.
  ///   - topic: kept beside the payload and not part of the check.
  ///   - payload: any bytes.
  public mutating func add(kind: UInt8, topic: some Sequence<UInt8>, payload: some Sequence<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: Self.blank)
    put(topic)
    let middle = bytes.count
    put(payload)
    let topicCount = middle - start - LogFormat.numbered
    guard topicCount <= UInt16.max else {
      return refuse("the topic of event \(next) has \(topicCount) bytes; 65535 are the most", start)
    }
    guard isFitting(start) else { return }
    let before = link
    place = LogPlace(next)
    total += Int64(bytes.count - middle)
    if start - (marks.last?.offset ?? -LogFormat.markDistance) >= LogFormat.markDistance {
      marks.append(LogMark(sequence: place.sequence, offset: start))
    }
    link = bytes.withUnsafeMutableBytes { all in
      let record = UnsafeMutableRawBufferPointer(rebasing: all[start...])
      let payload = UnsafeRawBufferPointer(rebasing: all[middle...])
      let link = ChainLink(after: before, payload)
      record.put(link, 20)
      Self.fill(record, place.sequence, kind, LogFormat.Flag.numbered, UInt16(topicCount))
      return link
    }
    records += 1
  }

  /// Adds a note: a record without a number, that is returned only to readers who ask for notes.
  /// - Parameters:
  ///   - kind: the caller's.
  ///   - payload: any bytes, at most 256 MiB.
  public mutating func addNote(kind: UInt8, payload: some Sequence<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: Self.blank.prefix(LogFormat.note))
    put(payload)
    guard isFitting(start) else { return }
    guard place.notes < UInt32.max - 1 else {
      return refuse("event \(place.sequence) is followed by more notes than can be counted", start)
    }
    place.notes += 1
    bytes.withUnsafeMutableBytes { all in
      let record = UnsafeMutableRawBufferPointer(rebasing: all[start...])
      record.put(place.notes, 20)
      Self.fill(record, place.sequence, kind, LogFormat.Flag.note, 0)
    }
    records += 1
  }

  /// The record that ends the group.
  /// - Parameter batch: where the group's batch starts in the segment.
  func groupEnd(batch: Int64) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: LogFormat.groupEnd)
    bytes.withUnsafeMutableBytes { record in
      record.put(place.notes, 20)
      record.put(records, 24)
      record.put(link, 32)
      record.put(UInt64(batch), 48)
      Self.fill(record, place.sequence, 0, LogFormat.Flag.groupEnd, 0)
    }
    return bytes
  }

  /// Notes that a log has taken over what the group held.
  /// - Parameter stage: the number that the log knows the group by.
  mutating func didStage(_ stage: UInt64) {
    self.stage = stage
    bytes.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }

  private mutating func put(_ content: some Sequence<UInt8>) {
    let done: Void? = content.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
    if done == nil { bytes.append(contentsOf: content) }
  }

  private mutating func isFitting(_ start: Int) -> Bool {
    let count = bytes.count - start
    if count <= LogFormat.longestRecord { return true }
    refuse(
      "the record after event \(place.sequence) has \(count) bytes; \(LogFormat.longestRecord) are the most",
      start
    )
    return false
  }

  private mutating func refuse(_ fault: String, _ start: Int) {
    self.fault = self.fault ?? fault
    bytes.removeSubrange(start...)
  }

  private static func fill(
    _ record: UnsafeMutableRawBufferPointer,
    _ sequence: UInt64,
    _ kind: UInt8,
    _ flag: UInt8,
    _ topic: UInt16
  ) {
    record.put(UInt32(record.count), 0)
    record.put(sequence, 8)
    record.put(kind, 16)
    record.put(flag, 17)
    record.put(topic, 18)
    record.put(LogFormat.crc(UnsafeRawBufferPointer(rebasing: record[8...])), 4)
  }
}

/// An entry of a segment's index: a numbered record and where it stands.
struct LogMark: Sendable, Equatable {
  var sequence: UInt64
  var offset: Int
}
