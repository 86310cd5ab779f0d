import Glibc

/// Goes through the records of a segment in order, a piece of the file at a time.
struct SegmentScan {
  let file: LogFile
  /// Where the next record starts.
  private(set) var offset: Int64
  /// Where the records end at the latest.
  let limit: Int64
  private let buffer = LogBuffer(1 << 20)

  /// - Parameters:
  ///   - offset: where a record starts.
  ///   - limit: where the records end at the latest.
  init(_ file: LogFile, from offset: Int64, to limit: Int64) {
    self.file = file
    self.offset = offset
    self.limit = limit
  }

  /// Why a scan ended.
  enum Stop: Equatable {
    /// It came to the limit.
    case limit
    /// What stands at `offset` is no whole record.
    case fault(String)
    /// Nothing was ever written at `offset`.
    case nothing
    /// The caller wanted no more.
    case asked
  }

  /// Goes on, until there is no whole record or the caller says stop.
  /// - Parameter visit: gets each record, whose CRC is right, and its place in the file; false stops before the next
  ///   one.
  mutating func run(_ visit: (RawRecord, Int64) throws(LogError) -> Bool) throws(LogError) -> Stop {
    while offset < limit {
      let count = try file.read(buffer.bytes, at: offset)
      let piece = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<Int(min(Int64(count), limit - offset))])
      var done = 0
      step: while done < piece.count {
        switch RawRecord.look(UnsafeRawBufferPointer(rebasing: piece[done...])) {
        case .record(let record):
          guard record.isSound else { return .fault("a record does not have the checksum that it was written with") }
          let place = offset
          offset += Int64(record.length)
          done += record.length
          if try !visit(record, place) { return .asked }
        case .nothing: return .nothing
        case .fault(let text): return .fault(text)
        case .partial(let length):
          if Int64(length) > limit - offset { return .fault("a record is cut off") }
          if done == 0 && count < min(length, buffer.bytes.count) { return .fault("the file is cut off") }
          buffer.grow(length)
          break step
        }
      }
      if count == 0 { return .fault("the file is cut off") }
    }
    return .limit
  }
}

/// Whether records follow each other as they must.
struct GroupCheck {
  /// Behind the last record.
  private(set) var place: LogPlace
  private(set) var link: ChainLink?
  /// Payload bytes of numbered records up to there.
  private(set) var bytes: Int64
  /// Records since the last group's end.
  private(set) var records: UInt64 = 0
  private(set) var groups = 0
  /// Whether to compute the chain's checks, which takes most of the time; otherwise they are believed.
  let isChainComputed: Bool

  /// - Parameter base: where the log ends before the first record.
  init(after base: LogEnd, computingChain: Bool) {
    place = base.place
    link = ChainLink(base.check)
    bytes = base.bytes
    isChainComputed = computingChain
  }

  /// Where the log ends behind the last record.
  var end: LogEnd {
    LogEnd(sequence: place.sequence, notes: place.notes, check: link?.bytes ?? [], bytes: bytes)
  }

  /// Takes the next record.
  /// - Returns: why it cannot stand here; nil if it can.
  mutating func take(_ record: RawRecord, at offset: Int64) -> String? {
    if record.isNumbered {
      guard record.sequence == place.sequence + 1 else {
        return "event \(record.sequence) follows event \(place.sequence)"
      }
      let found = record.link
      if isChainComputed && ChainLink(after: link, record.payload) != found {
        return "event \(record.sequence) does not have the check that follows from the events before it"
      }
      link = found
      bytes += Int64(record.payloadRange.count)
    } else if record.isNote {
      guard record.place == LogPlace(place.sequence, notes: place.notes + 1) else {
        return "note \(record.place) follows \(place)"
      }
    } else {
      guard record.place == place, record.records == records, record.batch <= UInt64(offset) else {
        return "the group that ends here is not as long as its end says"
      }
      guard record.link == link ?? .zero else {
        return "the group that ends here does not have the check that its end says"
      }
      records = 0
      groups += 1
      return nil
    }
    place = record.place
    records += 1
    return nil
  }
}

extension SegmentScan {
  /// What stands behind the last whole group of a file.
  enum Rest: Equatable {
    case zeros
    /// Bytes up to the last one that is not zero.
    case torn(Int64)
    /// A group that was written after all before this place was durable.
    case laterGroup(Int64)
  }

  /// Looks what stands between the last whole group and the end of a file.
  /// - Parameters:
  ///   - start: where the last whole group ends.
  ///   - size: the file's.
  static func rest(_ file: LogFile, from start: Int64, to size: Int64) throws(LogError) -> Rest {
    let buffer = LogBuffer(1 << 20)
    var offset = start
    var last = start
    while offset < size {
      let count = try file.read(buffer.bytes, at: offset)
      if count == 0 { break }
      let piece = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])
      if !isZero(piece) {
        last = offset + Int64((piece.lastIndex { $0 != 0 } ?? 0) + 1)
        if let batch = laterBatch(piece, start) { return .laterGroup(batch) }
      }
      // A group's end may stand across two pieces.
      offset += count < buffer.bytes.count ? Int64(count) : Int64(count - LogFormat.groupEnd)
    }
    return last == start ? .zeros : .torn(last - start)
  }

  private static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress, bytes[0] == 0 else { return false }
    return memcmp(start, start + 1, bytes.count - 1) == 0
  }

  private static func laterBatch(_ bytes: UnsafeRawBufferPointer, _ start: Int64) -> Int64? {
    guard let base = bytes.baseAddress else { return nil }
    var at = 0
    while at + LogFormat.groupEnd <= bytes.count {
      guard let found = memchr(base + at, Int32(LogFormat.groupEnd), bytes.count - at) else { return nil }
      at = UnsafeRawPointer(found) - base
      if case .record(let record) = RawRecord.look(UnsafeRawBufferPointer(rebasing: bytes[at...])),
        record.isGroupEnd, record.isSound, record.batch > UInt64(start)
      {
        return Int64(clamping: record.batch)
      }
      at += 1
    }
    return nil
  }
}
