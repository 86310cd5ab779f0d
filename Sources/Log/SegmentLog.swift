import Synchronization

/// How a log is kept in its folder.
public struct SegmentLogOptions: Sendable {
  /// How large a segment becomes, in bytes, 4 KiB at least (128 MiB). What is appended at once stays together, so one
  /// may be larger.
  public var segmentSize: Int
  /// How many segments readers keep open (64).
  public var openSegments: Int
  /// Where a log begins that is not there yet; nil if it must be there.
  public var start: LogEnd?
  /// Whether to write nothing at all, for checks of a copy or of a disk that takes nothing. Such a log is not locked.
  public var isReadOnly: Bool

  /// - Parameters:
  ///   - segmentSize: how large a segment becomes, in bytes, 4 KiB at least.
  ///   - openSegments: how many segments readers keep open.
  ///   - start: where a log begins that is not there yet; nil if it must be there.
  ///   - isReadOnly: whether to write nothing at all.
  public init(
    segmentSize: Int = 128 << 20,
    openSegments: Int = 64,
    start: LogEnd? = .zero,
    isReadOnly: Bool = false
  ) {
    self.segmentSize = segmentSize
    self.openSegments = openSegments
    self.start = start
    self.isReadOnly = isReadOnly
  }
}

/// What was found behind the last whole group of a log when it was opened: of an append that a crash cut short.
public struct LogTorn: Sendable, Hashable, CustomStringConvertible {
  /// The segment's name.
  public let segment: String
  /// Where the last whole group ends in the segment.
  public let offset: Int64
  /// How many bytes were cut away, or are passed over if the log is only read.
  public let bytes: Int64

  /// One line.
  public var description: String {
    "\(segment) ended with \(bytes) bytes of an append that was cut short, from byte \(offset) on"
  }
}

/// A log that was opened.
public struct LogOpening: Sendable {
  /// The log.
  public let log: SegmentLog
  /// What was cut away; nil if the log ended with a whole group.
  public let torn: LogTorn?
}

/// A log in files of one folder, by one process. See `LogFormat` for the files.
///
/// Appending holds one lock for as long as the disk takes. Reading takes another, for moments, and reads the files
/// through the system's cache; so readers do not wait for the disk to sync.
public final class SegmentLog: RecordLog {
  let folder: LogFolder
  let view: LogView
  let files: OpenSegments
  private let writer: Mutex<LogWriter>

  /// A log whose files were looked through.
  init(_ folder: LogFolder, _ view: LogView, openSegments: Int, writer: LogWriter) {
    self.folder = folder
    self.view = view
    files = OpenSegments(folder, limit: max(1, openSegments))
    self.writer = Mutex(writer)
  }

  public var end: LogEnd { view.bounds.end }

  public var oldest: UInt64 { view.bounds.oldest }

  @discardableResult
  public func append(_ groups: [LogGroup]) throws(LogError) -> LogEnd {
    try write { (writer) throws(LogError) in try writer.append(groups) }
  }

  public func stage(_ group: inout LogGroup) throws(LogError) {
    try write { (writer) throws(LogError) in try writer.stage(&group) }
  }

  @discardableResult
  public func trim(through sequence: UInt64) throws(LogError) -> UInt64 {
    try write { (writer) throws(LogError) in try writer.trim(through: sequence, files) }
    return oldest
  }

  public func close() throws(LogError) {
    view.change { $0.isClosed = true }
    files.closeAll()
    try write { (writer) throws(LogError) in try writer.close() }
  }

  private func write<Result: Sendable>(
    _ body: (inout LogWriter) throws(LogError) -> Result
  ) throws(LogError) -> Result {
    try writer.withLock { (writer) throws(LogError) in try body(&writer) }
  }
}
