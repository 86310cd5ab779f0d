import Failpoints
import Glibc

/// The end of a log that is written: one caller at a time.
struct LogWriter {
  /// Whether anything may be written.
  enum Access {
    /// The folder is held for this process by the lock.
    case exclusive(LogLock)
    case readOnly
    case closed
  }

  /// The newest segment, unless it has its footer.
  private struct Active {
    var file: LogFile
    var base: LogEnd
    /// Where its durable groups end.
    var size: Int64
    /// Up to where the file has its room on the disk.
    var allocated: Int64
    var marks: [LogMark]
  }

  /// A group of which a part was taken over.
  private struct Stage {
    var number: UInt64
    /// What is written of it, behind the durable groups.
    var bytes: Int64
    var marks: NewMarks
  }

  /// Entries for the index of the newest segment.
  private struct NewMarks {
    var marks: [LogMark] = []
    /// The offset of the last entry before these, if any.
    var last: Int?

    /// Adds the marks of a group that starts at a place of the file, except those too near to the one before.
    mutating func add(_ new: [LogMark], at start: Int64) {
      for mark in new {
        let offset = Int(start) + mark.offset
        if let last, offset - last < LogFormat.markDistance { continue }
        marks.append(LogMark(sequence: mark.sequence, offset: offset))
        last = offset
      }
    }
  }

  /// What is written at once: small groups are copied together first.
  private struct Batch {
    var start: Int64
    var offset: Int64
    var marks = NewMarks()
    var pending: [UInt8] = []

    static let limit = 256 << 10
  }

  private let folder: LogFolder
  private let view: LogView
  private let segmentSize: Int64
  private var access: Access
  private var active: Active?
  private var stage: Stage?
  private var stages: UInt64 = 0
  private var end: LogEnd
  /// Whether something may stand behind the durable groups.
  private var isUnclean = false

  /// A writer at the end of a log that was just opened.
  /// - Parameter segmentSize: how large a segment becomes, in bytes.
  init(_ folder: LogFolder, _ view: LogView, segmentSize: Int64, _ access: Access) {
    self.folder = folder
    self.view = view
    self.segmentSize = segmentSize
    self.access = access
    end = view.bounds.end
  }

  /// Goes on with the newest segment.
  /// - Parameter isClean: whether only zeros stand behind its groups.
  mutating func resume(_ segment: Segment, marks: [LogMark], isClean: Bool) throws(LogError) {
    let file = try LogFile(folder.segment(segment.first), O_RDWR)
    let allocated = max(segment.size, try file.size())
    active = Active(file: file, base: segment.base, size: segment.size, allocated: allocated, marks: marks)
    isUnclean = !isClean
    if isUnclean { try clean() }
  }

  /// As `RecordLog.append` says.
  mutating func append(_ all: [LogGroup]) throws(LogError) -> LogEnd {
    let groups = all.filter { !$0.isEmpty || $0.fault != nil }
    try check(groups)
    guard let last = groups.last else { return end }
    let staged = try takeStage(groups[0].stage)
    let size = groups.reduce(0) { $0 + Int64($1.size + LogFormat.groupEnd) }
    let written = staged?.bytes ?? 0
    let active = try makeRoom(written + size, canRoll: staged == nil)
    // Until all is done, something stands behind the durable groups that must not stay there.
    isUnclean = true
    do throws(LogError) {
      var batch = Batch(start: active.size, offset: active.size + written)
      batch.marks = staged?.marks ?? NewMarks(last: active.marks.last?.offset)
      for group in groups { try write(group, active.file, &batch) }
      try flush(active.file, &batch)
      Failpoint.logWritten.reach()
      let number = folder.disk.sync(active.file.descriptor)
      if number != 0 { throw LogError.system(number, active.file.path, "cannot be synced") }
      Failpoint.logSynced.reach()
      commit(batch, last.end)
    } catch {
      undo()
      throw error
    }
    return end
  }

  /// As `RecordLog.stage` says.
  mutating func stage(_ group: inout LogGroup) throws(LogError) {
    if group.isEmpty && group.fault == nil { return }
    try check([group])
    let staged = try takeStage(group.stage)
    let written = staged?.bytes ?? 0
    let active = try makeRoom(written + Int64(group.size + LogFormat.groupEnd), canRoll: staged == nil)
    isUnclean = true
    stages += 1
    let start = active.size + written
    do throws(LogError) {
      try write(group.bytes, active.file, start)
    } catch {
      undo()
      throw error
    }
    var marks = staged?.marks ?? NewMarks(last: active.marks.last?.offset)
    marks.add(group.marks, at: start)
    stage = Stage(number: stages, bytes: written + Int64(group.size), marks: marks)
    group.didStage(stages)
    Failpoint.logStaged.reach()
  }

  /// As `RecordLog.trim` says.
  mutating func trim(through sequence: UInt64, _ files: OpenSegments) throws(LogError) {
    try checkOpen()
    let segments = view.now.segments
    for segment in segments.dropLast().prefix(while: { $0.end.sequence <= sequence }) {
      // Readers first, so that they say "trimmed" and not that a file is missing.
      view.change { $0.segments.removeFirst() }
      let number = folder.disk.remove(folder.segment(segment.first))
      if number != 0 {
        view.change { $0.segments.insert(segment, at: 0) }
        throw LogError.system(number, folder.segment(segment.first), "cannot be removed")
      }
      files.close(segment.first)
      // Each for itself: after a crash the oldest are gone, and none from the middle.
      try folder.sync()
      Failpoint.logMidTrim.reach()
    }
  }

  /// As `RecordLog.close` says.
  mutating func close() throws(LogError) {
    defer {
      active = nil
      stage = nil
      access = .closed
    }
    if isUnclean { try clean() }
  }

  // MARK: Before writing

  private func checkOpen() throws(LogError) {
    switch access {
    case .exclusive: return
    case .readOnly: throw LogError(.readOnly, "the log in \(folder.path) was opened to be read only")
    case .closed: throw LogError(.closed, "the log in \(folder.path) is closed")
    }
  }

  private func check(_ groups: [LogGroup]) throws(LogError) {
    try checkOpen()
    var expected = end
    for (index, group) in groups.enumerated() {
      let fault =
        if let fault = group.fault {
          fault
        } else if group.base != expected {
          "it is made to follow \(group.base.place), and \(expected.place) is the end that it would follow"
        } else if let number = group.stage, index > 0 || number != stage?.number {
          index > 0 ? "a group that was staged must be the first" : "what was staged of it was given up"
        } else {
          nil as String?
        }
      if let fault { throw LogError(.badGroup, "a group cannot be appended to the log in \(folder.path): \(fault)") }
      expected = group.end
    }
  }

  /// What is staged of a group. What is staged of another group is given up.
  private mutating func takeStage(_ number: UInt64?) throws(LogError) -> Stage? {
    let staged = stage
    stage = nil
    if let staged, staged.number == number { return staged }
    if isUnclean { try clean() }
    return nil
  }

  /// Makes sure that bytes fit behind the durable groups, in this segment or, if that is allowed, in a new one.
  private mutating func makeRoom(_ bytes: Int64, canRoll: Bool) throws(LogError) -> Active {
    let need = { (size: Int64) in size + bytes + LogFormat.footerRoom(size + bytes) }
    // A segment without a numbered record goes on whatever its size: the next one would have the same name.
    if canRoll, let full = active, need(full.size) > segmentSize, end.sequence > full.base.sequence { try sealActive() }
    guard var segment = active else {
      let made = try makeSegment(need(Int64(LogFormat.header)))
      active = made
      return made
    }
    if need(segment.size) > segment.allocated {
      do throws(LogError) {
        segment.allocated = try allocate(segment.file, need(segment.size))
      } catch {
        isUnclean = true
        undo()
        throw error
      }
      active = segment
    }
    return segment
  }

  /// Reserves room for a file: as much as a segment has, or if the disk has not so much, what is needed.
  private func allocate(_ file: LogFile, _ need: Int64) throws(LogError) -> Int64 {
    let wish = max(need, segmentSize)
    if folder.disk.allocate(file.descriptor, wish) == 0 { return wish }
    let number = folder.disk.allocate(file.descriptor, need)
    if number != 0 { throw LogError.system(number, file.path, "cannot be extended") }
    return need
  }

  // MARK: Writing

  private func write(_ bytes: [UInt8], _ file: LogFile, _ offset: Int64) throws(LogError) {
    let number = bytes.withUnsafeBytes { folder.disk.write(file.descriptor, $0, offset) }
    if number != 0 { throw LogError.system(number, file.path, "cannot be written") }
  }

  private func write(_ group: LogGroup, _ file: LogFile, _ batch: inout Batch) throws(LogError) {
    batch.marks.add(group.marks, at: batch.offset + Int64(batch.pending.count))
    if batch.pending.count + group.size > Batch.limit { try flush(file, &batch) }
    if group.size > Batch.limit {
      try write(group.bytes, file, batch.offset)
      batch.offset += Int64(group.size)
    } else {
      batch.pending += group.bytes
    }
    batch.pending += group.groupEnd(batch: batch.start)
  }

  private func flush(_ file: LogFile, _ batch: inout Batch) throws(LogError) {
    try write(batch.pending, file, batch.offset)
    batch.offset += Int64(batch.pending.count)
    batch.pending.removeAll(keepingCapacity: true)
  }

  private mutating func commit(_ batch: Batch, _ end: LogEnd) {
    isUnclean = false
    self.end = end
    active?.size = batch.offset
    active?.marks += batch.marks.marks
    view.change { state in
      state.end = end
      state.marks += batch.marks.marks
      state.segments[state.segments.count - 1].end = end
      state.segments[state.segments.count - 1].size = batch.offset
    }
  }

  // MARK: After a failure

  /// Removes what a failure left. If that fails too, the next append tries again, and throws if it cannot.
  private mutating func undo() {
    stage = nil
    do throws(LogError) { try clean() } catch { isUnclean = true }
  }

  /// Removes what stands behind the durable groups, so that the file is as it was.
  private mutating func clean() throws(LogError) {
    guard var segment = active else { return isUnclean = false }
    let disk = folder.disk
    let file = segment.file.descriptor
    let attempt = { (number: Int32) throws(LogError) in
      guard number != 0 else { return }
      let error = LogError.system(number, segment.file.path, "cannot be brought back to its last whole group")
      throw LogError(error.code, "\(error.description); nothing can be appended until it is")
    }
    try attempt(disk.truncate(file, segment.size))
    // After a failed sync the system may take a page for clean that is not on the disk. So the rest of the last page is
    // written, not only cut, which makes the system write all of the page.
    let zeros = [UInt8](repeating: 0, count: (4096 - Int(segment.size % 4096)) % 4096)
    let number = zeros.withUnsafeBytes { disk.write(file, $0, segment.size) }
    // Where there is no room nothing stands either. The next append says so.
    if ![ENOSPC, EDQUOT, EFBIG].contains(number) { try attempt(number) }
    segment.allocated = segment.size
    if disk.allocate(file, segmentSize) == 0 { segment.allocated = max(segmentSize, segment.size) }
    try attempt(disk.syncAll(file))
    active = segment
    isUnclean = false
  }

  // MARK: Segments

  /// Puts the footer to the newest segment and cuts it to its size.
  private mutating func sealActive() throws(LogError) {
    guard let segment = active else { return }
    let footer = SegmentFooter(size: segment.size, end: end, marks: segment.marks).encoded
    isUnclean = true
    do throws(LogError) {
      try write(footer, segment.file, segment.size)
      let path = segment.file.path
      let cut = folder.disk.truncate(segment.file.descriptor, segment.size + Int64(footer.count))
      if cut != 0 { throw LogError.system(cut, path, "cannot be cut to its size") }
      let number = folder.disk.syncAll(segment.file.descriptor)
      if number != 0 { throw LogError.system(number, path, "cannot be synced") }
    } catch {
      undo()
      throw error
    }
    isUnclean = false
    active = nil
    view.change { state in
      state.segments[state.segments.count - 1].isSealed = true
      state.marks = []
    }
    Failpoint.logSealed.reach()
  }

  /// Makes the segment that starts behind the log's end. A failure leaves nothing that the next try would not replace.
  private mutating func makeSegment(_ need: Int64) throws(LogError) -> Active {
    let path = folder.segment(end.sequence + 1)
    let temporary = path + LogFolder.suffix
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let created = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    let header = SegmentHeader(identity: folder.identity, base: end, created: created).encoded
    let file = try LogFile(temporary, O_RDWR | O_CREAT | O_TRUNC, doing: "cannot be made")
    let allocated: Int64
    do throws(LogError) {
      allocated = try allocate(file, need)
      try write(header, file, 0)
      let number = folder.disk.syncAll(file.descriptor)
      if number != 0 { throw LogError.system(number, temporary, "cannot be synced") }
    } catch {
      // The file would only take room until the next try, which replaces it; that it stays is no failure of its own.
      unlink(temporary)
      throw error
    }
    Failpoint.logSegmentWritten.reach()
    guard rename(temporary, path) == 0 else { throw LogError.system(errno, temporary, "cannot be renamed") }
    Failpoint.logSegmentNamed.reach()
    try folder.sync()
    Failpoint.logSegmentDurable.reach()
    let opened = try LogFile(path, O_RDWR)
    let size = Int64(LogFormat.header)
    let base = end
    view.change { state in
      state.segments.append(Segment(base: base, end: base, size: size, isSealed: false))
      state.marks = []
    }
    return Active(file: opened, base: base, size: size, allocated: allocated, marks: [])
  }

  /// Makes the first segment of a log.
  mutating func start() throws(LogError) {
    active = try makeSegment(Int64(LogFormat.header))
  }
}
