/// The first bytes of a segment.
struct SegmentHeader {
  var identity: [UInt8]
  /// Where the log ended when the segment was made.
  var base: LogEnd
  /// In ms since 1970.
  var created: Int64

  /// The header's bytes.
  var encoded: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: LogFormat.header)
    bytes.withUnsafeMutableBytes { raw in
      raw.put(LogFormat.magic, 0)
      raw.put(LogFormat.version, 8)
      raw.put(base.notes, 12)
      for (index, byte) in identity.enumerated() { raw[16 + index] = byte }
      raw.put(base.sequence + 1, 32)
      raw.put(ChainLink(base.check), 40)
      raw.put(base.bytes, 56)
      raw.put(created, 64)
      raw.seal(124)
    }
    return bytes
  }

  /// Reads and checks the header of a segment.
  /// - Parameters:
  ///   - first: the number that the file's name says.
  ///   - identity: of the log that the segment must belong to.
  static func read(_ file: LogFile, first: UInt64, identity: [UInt8]) throws(LogError) -> SegmentHeader {
    let bytes = try file.bytes(LogFormat.header, at: 0)
    let fault = { (offset: Int64, text: String) in LogError.damage(file.path, offset, text) }
    guard bytes.count == LogFormat.header else { throw fault(0, "it is shorter than a header") }
    let result = bytes.withUnsafeBytes { raw -> Result<SegmentHeader, LogError> in
      guard raw.number(0, UInt64.self) == LogFormat.magic else {
        return .failure(fault(0, "it does not start as a segment does"))
      }
      let version = raw.number(8, UInt32.self)
      guard LogFormat.crc(raw.part(0, 124)) == raw.number(124, UInt32.self) else {
        return .failure(fault(0, "its header does not have the checksum that it was written with"))
      }
      guard version == LogFormat.version else {
        return .failure(LogError(.newer, "\(file.path) has format \(version); this version reads \(LogFormat.version)"))
      }
      let next = raw.number(32, UInt64.self)
      guard next == first, next > 0 else { return .failure(fault(32, "it starts with event \(next)")) }
      let found = Array(raw[16..<32])
      guard found == identity else {
        let text = "\(file.path) belongs to the log \(hexadecimal(found)), not to \(hexadecimal(identity))"
        return .failure(LogError(.notOurs, text + "; name another folder or move this one away"))
      }
      let base = LogEnd(
        sequence: next - 1,
        notes: raw.number(12, UInt32.self),
        check: next == 1 ? [] : Array(raw[40..<56]),
        bytes: raw.number(56, Int64.self)
      )
      return .success(SegmentHeader(identity: found, base: base, created: raw.number(64, Int64.self)))
    }
    return try result.get()
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The last bytes of a segment to which nothing more is appended.
struct SegmentFooter {
  /// Where the records end and the footer starts.
  var size: Int64
  /// Where the log ends behind them.
  var end: LogEnd
  var marks: [LogMark]

  /// The footer's bytes.
  var encoded: [UInt8] {
    let index = marks.count * LogFormat.mark
    var bytes = [UInt8](repeating: 0, count: index + LogFormat.trailer)
    bytes.withUnsafeMutableBytes { all in
      for (entry, mark) in marks.enumerated() {
        all.put(mark.sequence, entry * LogFormat.mark)
        all.put(UInt64(mark.offset), entry * LogFormat.mark + 8)
      }
      let raw = UnsafeMutableRawBufferPointer(rebasing: all[index...])
      raw.put(LogFormat.footerMagic, 0)
      raw.put(UInt64(size), 8)
      raw.put(UInt32(marks.count), 16)
      raw.put(LogFormat.crc(UnsafeRawBufferPointer(rebasing: all[..<index])), 20)
      raw.put(end.sequence, 24)
      raw.put(ChainLink(end.check), 32)
      raw.put(end.bytes, 48)
      raw.put(end.notes, 56)
      raw.seal(60)
    }
    return bytes
  }

  /// Reads the end of the footer, without the index; nil if the file does not end with a footer that is whole.
  static func read(_ file: LogFile) throws(LogError) -> SegmentFooter? {
    try trailer(file)?.footer
  }

  /// Reads the whole footer; nil if it is damaged.
  static func readIndex(_ file: LogFile) throws(LogError) -> SegmentFooter? {
    guard let (trailer, count, crc) = try trailer(file) else { return nil }
    var footer = trailer
    let bytes = try file.bytes(count * LogFormat.mark, at: footer.size)
    let isSound = bytes.withUnsafeBytes { raw -> Bool in
      guard raw.count == count * LogFormat.mark, LogFormat.crc(raw) == crc else { return false }
      footer.marks = (0..<count).map { entry in
        let at = entry * LogFormat.mark
        return LogMark(sequence: raw.number(at, UInt64.self), offset: Int(clamping: raw.number(at + 8, UInt64.self)))
      }
      return true
    }
    return isSound ? footer : nil
  }

  private static func trailer(_ file: LogFile) throws(LogError) -> (footer: SegmentFooter, count: Int, crc: UInt32)? {
    let length = try file.size()
    guard length >= LogFormat.header + LogFormat.trailer else { return nil }
    let bytes = try file.bytes(LogFormat.trailer, at: length - Int64(LogFormat.trailer))
    return bytes.withUnsafeBytes { raw in
      guard raw.count == LogFormat.trailer, raw.number(0, UInt64.self) == LogFormat.footerMagic,
        LogFormat.crc(raw.part(0, 60)) == raw.number(60, UInt32.self)
      else { return nil }
      let count = Int(raw.number(16, UInt32.self))
      let size = raw.number(8, UInt64.self)
      guard size >= LogFormat.header, size <= UInt64(length),
        Int64(size) + Int64(count * LogFormat.mark + LogFormat.trailer) == length
      else { return nil }
      let sequence = raw.number(24, UInt64.self)
      let end = LogEnd(
        sequence: sequence,
        notes: raw.number(56, UInt32.self),
        check: sequence == 0 ? [] : Array(raw[32..<48]),
        bytes: raw.number(48, Int64.self)
      )
      return (SegmentFooter(size: Int64(size), end: end, marks: []), count, raw.number(20, UInt32.self))
    }
  }
}

/// What is known of a segment while the log is open.
struct Segment: Sendable {
  /// Where the log ends before it.
  var base: LogEnd
  /// Where the log ends behind its durable groups.
  var end: LogEnd
  /// Where its durable groups end in the file.
  var size: Int64
  /// Whether it has its footer.
  var isSealed: Bool

  var first: UInt64 { base.sequence + 1 }
}
