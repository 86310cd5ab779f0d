import Glibc

extension SegmentLog {
  /// Opens the log in a folder, or makes one.
  ///
  /// The header and the footer of each segment are read, and all of the newest segment. What a crash left behind the
  /// last whole group is cut away and reported. Anything else that is not as it was written is an error; `verify` finds
  /// the rest of such damage.
  /// - Parameters:
  ///   - path: of the folder. It is made with the mode 0700 unless it is there; its parent must be.
  ///   - identity: 16 bytes that name the log; another log in the folder is an error.
  ///   - options: how the log is kept.
  public static func open(
    _ path: String,
    identity: [UInt8],
    options: SegmentLogOptions = SegmentLogOptions()
  ) throws(LogError) -> LogOpening {
    try open(path, identity: identity, options: options, disk: .system)
  }

  /// The same, with other calls to change files.
  static func open(
    _ path: String,
    identity: [UInt8],
    options: SegmentLogOptions,
    disk: LogDisk
  ) throws(LogError) -> LogOpening {
    guard identity.count == LogFormat.identity else {
      throw LogError(.notOurs, "the identity of a log has 16 bytes, not \(identity.count)")
    }
    let folder = LogFolder(path: path, identity: identity, disk: disk)
    let lock: LogLock?
    if options.isReadOnly {
      lock = nil
    } else {
      if options.start != nil { try folder.make() }
      lock = try folder.lock()
    }
    let (firsts, unfinished) = try folder.list()
    if lock != nil {
      for path in unfinished {
        let number = disk.remove(path)
        if number != 0 { throw LogError.system(number, path, "cannot be removed") }
      }
    }
    guard !firsts.isEmpty else {
      return try begin(folder, options, lock)
    }
    var found = try Contents(folder, firsts)
    let newest = try found.readNewest(folder)
    let end = found.segments.last?.end ?? .zero
    let view = LogView(path, LogView.State(segments: found.segments, end: end, marks: newest.marks))
    var writer = LogWriter(folder, view, segmentSize: size(options), lock.map { .exclusive($0) } ?? .readOnly)
    if lock != nil, let segment = found.segments.last, !segment.isSealed {
      try writer.resume(segment, marks: newest.marks, isClean: newest.torn == nil)
    }
    let log = SegmentLog(folder, view, openSegments: options.openSegments, writer: writer)
    return LogOpening(log: log, torn: newest.torn)
  }

  private static func size(_ options: SegmentLogOptions) -> Int64 { Int64(max(4096, options.segmentSize)) }

  /// Creates a log in an empty folder.
  private static func begin(
    _ folder: LogFolder,
    _ options: SegmentLogOptions,
    _ lock: LogLock?
  ) throws(LogError) -> LogOpening {
    guard let start = options.start else {
      throw LogError(.notOurs, "\(folder.path) holds no log; name its folder or restore a backup")
    }
    guard start.check.count == (start.sequence == 0 ? 0 : LogFormat.check) else {
      throw LogError(.badGroup, "a log cannot begin behind event \(start.sequence) without the check after it")
    }
    let view = LogView(folder.path, LogView.State(segments: [], end: start, marks: []))
    var writer = LogWriter(folder, view, segmentSize: size(options), lock.map { .exclusive($0) } ?? .readOnly)
    if lock != nil { try writer.start() }
    let log = SegmentLog(folder, view, openSegments: options.openSegments, writer: writer)
    return LogOpening(log: log, torn: nil)
  }
}

/// What the files of a log say when it is opened.
private struct Contents {
  /// In order; the newest without its end until it is read.
  private(set) var segments: [Segment] = []

  /// Reads headers and footers.
  /// - Parameter firsts: the numbers in the names of the segments, in order.
  init(_ folder: LogFolder, _ firsts: [UInt64]) throws(LogError) {
    for first in firsts {
      let file = try LogFile(folder.segment(first), O_RDONLY)
      let base = try SegmentHeader.read(file, first: first, identity: folder.identity).base
      if let before = segments.last {
        guard before.end.sequence == base.sequence else {
          throw LogError.damage(
            file.path,
            0,
            "it starts with event \(first), and the segment before it, \(LogFolder.name(before.first)), "
              + "ends with event \(before.end.sequence)"
          )
        }
        guard before.end == base else {
          throw LogError.damage(file.path, 0, "its header contradicts the footer of \(LogFolder.name(before.first))")
        }
      }
      let footer = try SegmentFooter.read(file)
      guard let footer else {
        // The newest, as far as it is known here.
        guard first == firsts.last else {
          throw LogError.damage(file.path, try file.size(), "its footer is missing or not as it was written")
        }
        segments.append(Segment(base: base, end: base, size: 0, isSealed: false))
        return
      }
      guard footer.end.place >= base.place else {
        throw LogError.damage(file.path, footer.size, "its footer contradicts its header")
      }
      segments.append(Segment(base: base, end: footer.end, size: footer.size, isSealed: true))
    }
  }

  /// Reads the newest segment as far as its groups are whole, unless it has a footer.
  /// - Returns: its index, and what stands behind the last whole group.
  mutating func readNewest(_ folder: LogFolder) throws(LogError) -> (marks: [LogMark], torn: LogTorn?) {
    guard var segment = segments.popLast() else { return ([], nil) }
    defer { segments.append(segment) }
    if segment.isSealed { return ([], nil) }
    let file = try LogFile(folder.segment(segment.first), O_RDONLY)
    let size = try file.size()
    var scan = SegmentScan(file, from: Int64(LogFormat.header), to: size)
    var check = GroupCheck(after: segment.base, computingChain: false)
    var marks: [LogMark] = []
    segment.size = scan.offset
    // Of the group that is not whole yet.
    var newMarks: [LogMark] = []
    _ = try scan.run { (record, offset) throws(LogError) in
      if let fault = check.take(record, at: offset) { throw LogError.damage(file.path, offset, fault) }
      if record.isGroupEnd {
        segment.size = offset + Int64(record.length)
        segment.end = check.end
        marks += newMarks
        newMarks = []
      } else if record.isNumbered {
        let last = newMarks.last ?? marks.last
        if Int(offset) - (last?.offset ?? -LogFormat.markDistance) >= LogFormat.markDistance {
          newMarks.append(LogMark(sequence: record.sequence, offset: Int(offset)))
        }
      }
      return true
    }
    switch try SegmentScan.rest(file, from: segment.size, to: size) {
    case .zeros: return (marks, nil)
    case .torn(let bytes):
      return (marks, LogTorn(segment: LogFolder.name(segment.first), offset: segment.size, bytes: bytes))
    case .laterGroup(let batch):
      throw LogError.damage(
        file.path,
        scan.offset,
        "there is no whole record, and a later append, from byte \(batch) on, found the log whole up to there"
      )
    }
  }
}
