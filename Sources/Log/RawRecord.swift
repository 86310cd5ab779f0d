/// A record as it stands in a file. It is a view that must not outlive the bytes.
struct RawRecord {
  /// The record, and perhaps what follows it.
  private let bytes: UnsafeRawBufferPointer

  /// - Parameter bytes: begin with a record that `look` has found whole.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// What stands at the start of some bytes.
  enum Look {
    /// A record whose length and layout hold; its CRC was not computed.
    case record(RawRecord)
    /// The record is this long, and there are fewer bytes; 20 if not even its length can be read.
    case partial(Int)
    /// Zeros: nothing was written here.
    case nothing
    case fault(String)
  }

  /// Looks what stands at the start of some bytes.
  static func look(_ bytes: UnsafeRawBufferPointer) -> Look {
    guard bytes.count >= 4 else { return .partial(20) }
    let length = Int(bytes.number(0, UInt32.self))
    if length == 0 { return .nothing }
    guard length >= LogFormat.note, length <= LogFormat.longestRecord else {
      return .fault("a record cannot have \(length) bytes")
    }
    guard bytes.count >= length else { return .partial(length) }
    let record = RawRecord(bytes)
    switch record.flag {
    case LogFormat.Flag.numbered where length >= LogFormat.numbered + record.topicCount: return .record(record)
    case LogFormat.Flag.note where record.topicCount == 0: return .record(record)
    case LogFormat.Flag.groupEnd where length == LogFormat.groupEnd: return .record(record)
    default: return .fault("the head of a record contradicts itself")
    }
  }

  var length: Int { Int(bytes.number(0, UInt32.self)) }
  var sequence: UInt64 { bytes.number(8, UInt64.self) }
  var flag: UInt8 { bytes[17] }
  var topicCount: Int { Int(bytes.number(18, UInt16.self)) }

  var isNumbered: Bool { flag == LogFormat.Flag.numbered }
  var isNote: Bool { flag == LogFormat.Flag.note }
  var isGroupEnd: Bool { flag == LogFormat.Flag.groupEnd }

  /// Whether the record is as it was written.
  var isSound: Bool { LogFormat.crc(bytes.part(8, length - 8)) == bytes.number(4, UInt32.self) }

  /// How many notes follow the numbered record up to here.
  var notes: UInt32 { isNumbered ? 0 : bytes.number(20, UInt32.self) }

  /// The place behind the record.
  var place: LogPlace { LogPlace(sequence, notes: notes) }

  /// The chain's check: of a numbered record or a group's end.
  var link: ChainLink { ChainLink(bytes.part(isNumbered ? 20 : 32, LogFormat.check)) }

  /// Of a group's end: its records.
  var records: UInt64 { bytes.number(24, UInt64.self) }

  /// Of a group's end: where its batch starts in the segment.
  var batch: UInt64 { bytes.number(48, UInt64.self) }

  /// Where the topic is, from the record's start.
  var topicRange: Range<Int> {
    isNumbered ? LogFormat.numbered..<LogFormat.numbered + topicCount : LogFormat.note..<LogFormat.note
  }

  /// Where the payload is, from the record's start.
  var payloadRange: Range<Int> { topicRange.upperBound..<length }

  var payload: UnsafeRawBufferPointer { bytes.part(payloadRange.lowerBound, payloadRange.count) }
}
