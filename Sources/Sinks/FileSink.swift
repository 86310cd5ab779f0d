import Glibc
import Model
import Service

/// Files of JSON lines, an event a line, in one folder.
///
/// Events are appended to `open.part` and synced. At a size or an age it becomes `events-<first>-<last>.jsonl` by renaming, so a file
/// of that name never changes. A snapshot is a file `snapshot-<sequence>.jsonl` of the same lines. The cursor is kept with the length
/// of the open file; what a sink that was killed has written beyond it is cut off.
final class FileSink: Sink {
  static let options = ["folder", "rotate_bytes", "rotate_time"]

  private let folder: String
  private let rotateBytes: Int
  private let rotateTime: Duration
  private var kept: KeptCursor?
  private var file: Int32 = -1
  private var length = 0
  /// The first and the last event of the open file.
  private var events: ClosedRange<UInt64>?
  private var began = ContinuousClock.now
  /// The cursor that was kept last.
  private var cursor: Cursor?

  init(_ settings: SinkSettings) throws(ConfigurationError) {
    folder = try settings.text("folder")
    guard folder.hasPrefix("/") else { throw settings.error("folder", "is \"\(folder)\", want a path from / on") }
    rotateBytes = try settings.size("rotate_bytes", default: 64 << 20)
    rotateTime = try settings.time("rotate_time", default: .seconds(3600))
  }

  private var part: String { "\(folder)/open.part" }

  func open() throws(SinkError) -> Cursor? {
    let kept = try KeptCursor(folder: folder)
    self.kept = kept
    (events, length) = (nil, 0)
    guard let lines = try kept.read() else {
      try openPart(at: 0)
      return nil
    }
    guard lines.count == 4, let cursor = Cursor(lines[0]), let length = Int(lines[1]), let first = UInt64(lines[2]),
      let last = UInt64(lines[3]), first <= last
    else { throw SinkError("\(folder)/cursor: damaged; remove it to begin with a snapshot", isFinal: true) }
    self.length = try openPart(at: length)
    if self.length > 0 { events = first...last }
    self.cursor = cursor
    return cursor
  }

  /// Opens the file that events are appended to, and cuts off what is beyond the cursor.
  /// - Returns: how long it is then: nothing where it has been given its name for good since the cursor was kept.
  @discardableResult
  private func openPart(at length: Int) throws(SinkError) -> Int {
    file = Glibc.open(part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Disk.error(part) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Disk.error(part) }
    if Int(status.st_size) < length, length > 0 {
      // Renamed already, and killed before that was written down: the file is whole under its other name.
      guard status.st_size == 0, try wasRotated() else {
        throw SinkError(
          "\(part): is shorter than when it was left; remove \(folder)/cursor to begin anew",
          isFinal: true
        )
      }
      return 0
    }
    guard ftruncate(file, off_t(length)) == 0 else { throw Disk.error(part) }
    began = .now
    return length
  }

  private func wasRotated() throws(SinkError) -> Bool {
    guard let lines = try kept?.read(), lines.count == 4 else { return false }
    return access("\(folder)/events-\(Self.digits(lines[2]))-\(Self.digits(lines[3])).jsonl", F_OK) == 0
  }

  private static func digits(_ number: String) -> String {
    String(repeating: "0", count: max(0, 20 - number.count)) + number
  }

  private func save(_ cursor: Cursor) throws(SinkError) {
    try kept?.write([
      cursor.description, "\(length)", "\(events?.lowerBound ?? 0)", "\(events?.upperBound ?? 0)",
    ])
  }

  private static func line(_ event: Event) throws(SinkError) -> [UInt8] {
    do {
      return try JSON.encode(event) + [UInt8(ascii: "\n")]
    } catch {
      throw SinkError("an event cannot be written: \(error)")
    }
  }

  // MARK: Snapshot

  private var snapshot: Int32 = -1
  private var draft: String { "\(folder)/snapshot.part" }

  func beginSnapshot(_ cursor: Cursor) throws(SinkError) {
    try rotate()
    if snapshot >= 0 { Glibc.close(snapshot) }
    snapshot = Glibc.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard snapshot >= 0 else { throw Disk.error(draft) }
  }

  func add(_ facts: [StatedFact]) throws(SinkError) {
    var bytes: [UInt8] = []
    for fact in facts { bytes += try Self.line(fact.event(now: .now)) }
    try Disk.write(bytes, to: snapshot, draft)
  }

  func endSnapshot(_ cursor: Cursor) throws(SinkError) {
    guard fsync(snapshot) == 0 else { throw Disk.error(draft) }
    Glibc.close(snapshot)
    snapshot = -1
    try Disk.move(draft, "\(folder)/snapshot-\(Self.digits("\(cursor.sequence)")).jsonl")
    try save(cursor)
  }

  // MARK: Events

  func apply(_ events: [Event], upTo cursor: Cursor) throws(SinkError) {
    if let first = events.first, let last = events.last {
      var bytes: [UInt8] = []
      for event in events { bytes += try Self.line(event) }
      try Disk.write(bytes, to: file, part)
      guard fsync(file) == 0 else { throw Disk.error(part) }
      if length == 0 { began = .now }
      length += bytes.count
      self.events = (self.events?.lowerBound ?? first.sequence)...last.sequence
    }
    try save(cursor)
    self.cursor = cursor
    try idle()
  }

  func idle() throws(SinkError) {
    guard let cursor, length >= rotateBytes || (length > 0 && .now - began >= rotateTime) else { return }
    try rotate()
    try save(cursor)
  }

  /// Gives the open file its name for good.
  private func rotate() throws(SinkError) {
    guard let events, length > 0 else { return }
    let (first, last) = (Self.digits("\(events.lowerBound)"), Self.digits("\(events.upperBound)"))
    try Disk.move(part, "\(folder)/events-\(first)-\(last).jsonl")
    Glibc.close(file)
    (self.events, length) = (nil, 0)
    try openPart(at: 0)
  }

  func close() {
    for descriptor in [file, snapshot] where descriptor >= 0 { Glibc.close(descriptor) }
    (file, snapshot) = (-1, -1)
  }
}
