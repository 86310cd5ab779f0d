import Glibc

/// A file of a log, for those who copy or link files themselves.
public struct LogSegmentFile: Sendable, Hashable {
  /// The file's path.
  public let path: String
  /// The number of its first numbered record.
  public let first: UInt64
  /// The number of its last durable numbered record; `first - 1` if it has none.
  public let last: UInt64
  /// How much of the file is to be copied, in bytes: up to the last durable group, or all of a file that does not
  /// change any more.
  public let size: Int64
  /// Whether nothing is appended to the file any more, so that it can be linked.
  public let isSealed: Bool
}

extension SegmentLog {
  /// The files of the log, in order. A copy of these parts of them opens as a log that ends as this one did.
  public func segments() throws(LogError) -> [LogSegmentFile] {
    var list: [LogSegmentFile] = []
    for segment in try view.current().segments {
      let path = folder.segment(segment.first)
      var status = stat()
      guard stat(path, &status) == 0 else { throw trimmed(segment, LogError.system(errno, path, "cannot be read")) }
      list.append(
        LogSegmentFile(
          path: path,
          first: segment.first,
          last: segment.end.sequence,
          size: segment.isSealed ? Int64(status.st_size) : segment.size,
          isSealed: segment.isSealed
        )
      )
    }
    return list
  }

  /// Copies the log up to a number into another folder, where it opens as a log of its own with the same identity.
  /// Appending and reading go on meanwhile.
  /// - Parameters:
  ///   - path: of a folder that is not there or holds no log. Where this throws, what was copied stays.
  ///   - sequence: the copy ends with the last whole group that ends with this number or a lower one.
  /// - Returns: where the copy ends.
  /// - Throws: `.tooOld` if the number was trimmed, also meanwhile.
  public func copy(to path: String, through sequence: UInt64 = .max) throws(LogError) -> LogEnd {
    let target = LogFolder(path: path, identity: folder.identity, disk: folder.disk)
    try target.make()
    let lock = try target.lock()
    defer { withExtendedLifetime(lock) {} }
    guard try target.list().segments.isEmpty else {
      throw LogError(.storage, "\(path) holds a log already; name another folder or move it away")
    }
    let state = try view.current()
    let segments = state.segments.prefix { $0.base.sequence <= sequence }
    guard let last = segments.last else { throw LogError.tooOld(state.oldest, folder.path) }
    for segment in segments.dropLast() {
      try copy(segment, to: target) { (file) throws(LogError) in try file.size() }
    }
    // The last one is written to after the copy is opened, so it is copied without a footer.
    var end = last.end
    try copy(last, to: target) { (file) throws(LogError) in
      if last.end.sequence <= sequence { return last.size }
      let cut = try self.cut(last, file, sequence)
      end = cut.end
      return cut.size
    }
    try target.sync()
    return end
  }

  /// Where the last group of a segment ends whose numbers are not above one.
  private func cut(_ segment: Segment, _ file: LogFile, _ sequence: UInt64) throws(LogError) -> (
    size: Int64, end: LogEnd
  ) {
    var scan = SegmentScan(file, from: Int64(LogFormat.header), to: segment.size)
    var check = GroupCheck(after: segment.base, computingChain: false)
    var result = (size: scan.offset, end: segment.base)
    let stop = try scan.run { (record, offset) throws(LogError) in
      if let fault = check.take(record, at: offset) { throw LogError.damage(file.path, offset, fault) }
      if record.sequence > sequence { return false }
      if record.isGroupEnd { result = (offset + Int64(record.length), check.end) }
      return true
    }
    switch stop {
    case .asked, .limit: return result
    case .nothing: throw LogError.damage(file.path, scan.offset, "a record is missing")
    case .fault(let text): throw LogError.damage(file.path, scan.offset, text)
    }
  }

  private func copy(
    _ segment: Segment,
    to target: LogFolder,
    size: (LogFile) throws(LogError) -> Int64
  ) throws(LogError) {
    let source: LogFile
    do throws(LogError) {
      source = try LogFile(folder.segment(segment.first), O_RDONLY)
    } catch {
      throw trimmed(segment, error)
    }
    let count = try size(source)
    let copy = try LogFile(target.segment(segment.first), O_WRONLY | O_CREAT | O_EXCL, doing: "cannot be made")
    let buffer = LogBuffer(1 << 20)
    var offset: Int64 = 0
    while offset < count {
      let size = Int(min(Int64(buffer.bytes.count), count - offset))
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<size])
      let read = try source.read(room, at: offset)
      if read == 0 { throw LogError.damage(source.path, offset, "the file is cut off") }
      let number = target.disk.write(copy.descriptor, UnsafeRawBufferPointer(rebasing: room[..<read]), offset)
      if number != 0 { throw LogError.system(number, copy.path, "cannot be written") }
      offset += Int64(read)
    }
    let number = target.disk.syncAll(copy.descriptor)
    if number != 0 { throw LogError.system(number, copy.path, "cannot be synced") }
  }

  /// The error for a segment that cannot be opened: that it was trimmed, if it was.
  private func trimmed(_ segment: Segment, _ error: LogError) -> LogError {
    let oldest = oldest
    return oldest > segment.first ? LogError.tooOld(oldest, folder.path) : error
  }
}
