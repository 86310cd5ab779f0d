import Glibc
import Synchronization

/// The segments that are open for reading, and their indexes: those used last, up to a number.
final class OpenSegments: Sendable {
  /// A segment that is open.
  struct Entry: Sendable {
    var file: LogFile
    /// Of a segment with a footer, once it was needed.
    var marks: [LogMark]?
    fileprivate var used: UInt64
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var clock: UInt64 = 0
    /// Where readers who came to a place read on, so that they need not look for it: the last few.
    var hints: [Hint] = []
    var nextHint = 0
  }

  private struct Hint {
    var first: UInt64
    var place: LogPlace
    var offset: Int64
  }

  private static let hintCount = 64

  private let folder: LogFolder
  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: how many segments are kept open.
  init(_ folder: LogFolder, limit: Int) {
    self.folder = folder
    self.limit = limit
  }

  /// The file of a segment.
  func file(_ first: UInt64) throws(LogError) -> LogFile {
    let known = state.withLock { state -> LogFile? in
      state.clock += 1
      state.entries[first]?.used = state.clock
      return state.entries[first]?.file
    }
    if let known { return known }
    // Opened without the lock; when two readers do so at once, the later one's file is kept.
    let file = try LogFile(folder.segment(first), O_RDONLY)
    state.withLock { state in
      if state.entries.count >= limit, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
        state.entries[oldest.key] = nil
      }
      state.entries[first] = Entry(file: file, used: state.clock)
    }
    return file
  }

  /// The index of a segment with a footer.
  func marks(_ first: UInt64) throws(LogError) -> [LogMark] {
    if let marks = state.withLock({ $0.entries[first]?.marks }) { return marks }
    let file = try file(first)
    guard let footer = try SegmentFooter.readIndex(file) else {
      throw LogError.damage(file.path, try file.size(), "its footer is not as it was written")
    }
    state.withLock { $0.entries[first]?.marks = footer.marks }
    return footer.marks
  }

  /// Forgets a segment. Who reads it still has its file.
  func close(_ first: UInt64) {
    state.withLock { state in
      state.entries[first] = nil
      state.hints.removeAll { $0.first == first }
      state.nextHint = 0
    }
  }

  /// Forgets all.
  func closeAll() {
    state.withLock { $0 = State() }
  }

  /// Notes where what follows a place starts in a segment.
  func hint(_ first: UInt64, _ place: LogPlace, _ offset: Int64) {
    state.withLock { state in
      let hint = Hint(first: first, place: place, offset: offset)
      if state.hints.count < Self.hintCount { return state.hints.append(hint) }
      state.hints[state.nextHint] = hint
      state.nextHint = (state.nextHint + 1) % Self.hintCount
    }
  }

  /// Where what follows a place starts in a segment, if that was noted.
  func hinted(_ first: UInt64, _ place: LogPlace) -> Int64? {
    state.withLock { state in state.hints.first { $0.place == place && $0.first == first }?.offset }
  }
}
