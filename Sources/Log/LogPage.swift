/// Records that were read together, as bytes with an index over them.
public struct LogPage: Sendable, RandomAccessCollection {
  /// Where to read on.
  public let next: LogPlace
  private let bytes: [UInt8]
  private let offsets: [Int]

  /// - Parameters:
  ///   - bytes: whole records, and others between them.
  ///   - offsets: where the page's records start in `bytes`.
  ///   - next: the place behind the last of them.
  init(_ bytes: [UInt8], _ offsets: [Int], next: LogPlace) {
    self.bytes = bytes
    self.offsets = offsets
    self.next = next
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { offsets.count }

  /// A record; nothing of it is copied.
  public subscript(position: Int) -> LogRecord { LogRecord(bytes, offsets[position]) }
}

/// A record of a page. It shares the page's bytes.
public struct LogRecord: Sendable {
  private let bytes: [UInt8]
  private let offset: Int

  /// - Parameter offset: where the record, which is whole, starts in `bytes`.
  init(_ bytes: [UInt8], _ offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The number; in a note that of the last numbered record before it.
  public var sequence: UInt64 { view { $0.sequence } }

  /// The caller's kind.
  public var kind: UInt8 { bytes[offset + 16] }

  /// Whether it is a note, which has no number, topic or check.
  public var isNote: Bool { bytes[offset + 17] == LogFormat.Flag.note }

  /// The place behind the record.
  public var place: LogPlace { view { $0.place } }

  /// The topic; empty in a note.
  public var topic: ArraySlice<UInt8> { slice { $0.topicRange } }

  /// The payload.
  public var payload: ArraySlice<UInt8> { slice { $0.payloadRange } }

  /// The chain's check after the record, 16 bytes; empty in a note.
  public var check: ArraySlice<UInt8> { isNote ? [] : slice { _ in 20..<LogFormat.numbered } }

  private func view<Result>(_ body: (RawRecord) -> Result) -> Result {
    bytes.withUnsafeBytes { body(RawRecord(UnsafeRawBufferPointer(rebasing: $0[offset...]))) }
  }

  private func slice(_ range: (RawRecord) -> Range<Int>) -> ArraySlice<UInt8> {
    let range = view(range)
    return bytes[offset + range.lowerBound..<offset + range.upperBound]
  }
}
