import Glibc

/// How much of a log was verified.
public struct LogCounts: Sendable, Hashable {
  /// Files.
  public var segments = 0
  /// Groups.
  public var groups = 0
  /// Numbered records.
  public var records: UInt64 = 0
  /// Notes.
  public var notes: UInt64 = 0
  /// Bytes of the files, without what is only reserved.
  public var bytes: Int64 = 0

  /// Nothing yet.
  public init() {}
}

extension SegmentLog {
  /// Reads all that is durable, and compares checksums, numbers, groups, footers and the chain. Appending and reading
  /// go on meanwhile.
  /// - Parameters:
  ///   - chain: whether to compute the chain's checks from the payloads; without, it takes a fraction of the time.
  ///   - progress: receives what was verified so far, after each segment. Return false to stop.
  /// - Returns: what was verified.
  /// - Throws: the first fault, with segment and place. `.tooOld` if what was to be read was trimmed meanwhile.
  public func verify(
    chain: Bool = true,
    progress: (LogCounts) -> Bool = { _ in true }
  ) throws(LogError) -> LogCounts {
    var counts = LogCounts()
    for segment in try view.current().segments {
      do throws(LogError) {
        try verify(segment, chain: chain, &counts)
      } catch {
        // A file that was trimmed meanwhile is not missing.
        if oldest > segment.first { throw LogError.tooOld(oldest, folder.path) }
        throw error
      }
      guard progress(counts) else { break }
    }
    return counts
  }

  private func verify(_ segment: Segment, chain: Bool, _ counts: inout LogCounts) throws(LogError) {
    // Not through the files of the readers: these would lose theirs.
    let file = try LogFile(folder.segment(segment.first), O_RDONLY)
    let header = try SegmentHeader.read(file, first: segment.first, identity: folder.identity)
    guard header.base == segment.base else { throw LogError.damage(file.path, 0, "its header was changed") }
    let marks = try footerMarks(file, segment)
    var nextMark = 0
    var check = GroupCheck(after: segment.base, computingChain: chain)
    var scan = SegmentScan(file, from: Int64(LogFormat.header), to: segment.size)
    var notes: UInt64 = 0
    let stop = try scan.run { (record, offset) throws(LogError) in
      if let fault = check.take(record, at: offset) { throw LogError.damage(file.path, offset, fault) }
      if record.isNote { notes += 1 }
      if nextMark < marks.count, record.isNumbered,
        marks[nextMark] == LogMark(sequence: record.sequence, offset: Int(offset))
      {
        nextMark += 1
      }
      return true
    }
    switch stop {
    case .limit, .asked: break
    case .nothing: throw LogError.damage(file.path, scan.offset, "a record is missing")
    case .fault(let text): throw LogError.damage(file.path, scan.offset, text)
    }
    guard check.records == 0, check.end == segment.end else {
      throw LogError.damage(file.path, scan.offset, "its records do not end where the log says that they do")
    }
    guard nextMark == marks.count else {
      throw LogError.damage(file.path, scan.offset, "its index does not fit its records")
    }
    counts.segments += 1
    counts.groups += check.groups
    counts.records += segment.end.sequence - segment.base.sequence
    counts.notes += notes
    counts.bytes += segment.size
  }

  private func footerMarks(_ file: LogFile, _ segment: Segment) throws(LogError) -> [LogMark] {
    guard segment.isSealed else { return [] }
    guard let footer = try SegmentFooter.readIndex(file), footer.size == segment.size, footer.end == segment.end else {
      throw LogError.damage(file.path, segment.size, "its footer is not as it was written")
    }
    return footer.marks
  }
}
