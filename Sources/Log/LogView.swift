import Synchronization

/// What readers see of a log. Its lock is held for moments only, never while the disk works.
final class LogView: Sendable {
  /// What readers see.
  struct State: Sendable {
    /// In order, at least one unless a log that is only read is empty.
    var segments: [Segment]
    var end: LogEnd
    /// The index of the newest segment while it is written.
    var marks: [LogMark]
    var isClosed = false

    var oldest: UInt64 { segments.first?.first ?? end.sequence + 1 }
  }

  /// Where to look for what follows a place.
  struct Spot {
    var segment: Segment
    /// A place in the file from which on to look; nil where the segment's footer has the index.
    var offset: Int64?
    /// Whether no segment follows.
    var isNewest: Bool
  }

  private let path: String
  private let state: Mutex<State>

  /// - Parameter path: of the folder, for errors.
  init(_ path: String, _ state: State) {
    self.path = path
    self.state = Mutex(state)
  }

  /// What readers see now.
  var now: State { state.withLock { $0 } }

  /// What readers see now.
  /// - Throws: `.closed`.
  func current() throws(LogError) -> State {
    let state = now
    if state.isClosed { throw closed }
    return state
  }

  private var closed: LogError { LogError(.closed, "the log in \(path) is closed") }

  /// Changes what readers see.
  func change(_ body: (inout State) -> Void) {
    state.withLock { body(&$0) }
  }

  /// Where the log ends, and its first number.
  var bounds: (end: LogEnd, oldest: UInt64) { state.withLock { ($0.end, $0.oldest) } }

  /// The segment in which to look for what follows a place; nil if the log ends there.
  /// - Throws: `.tooOld` if something that follows the place was trimmed.
  func spot(after place: LogPlace) throws(LogError) -> Spot? {
    try state.withLock { (state) throws(LogError) -> Spot? in
      if state.isClosed { throw closed }
      guard place < state.end.place else { return nil }
      let count = state.segments.partition { $0.base.place <= place }
      guard count > 0 else { throw LogError.tooOld(state.oldest, path) }
      let segment = state.segments[count - 1]
      let isNewest = count == state.segments.count
      guard !segment.isSealed else { return Spot(segment: segment, offset: nil, isNewest: isNewest) }
      return Spot(segment: segment, offset: state.marks.offset(after: place), isNewest: isNewest)
    }
  }
}

extension [LogMark] {
  /// From where on to look for what follows a place.
  func offset(after place: LogPlace) -> Int64 {
    // Behind all notes comes the next record, which may be the one that is marked.
    let limit = place.notes == .max && place.sequence < .max ? place.sequence + 1 : place.sequence
    let count = partition { $0.sequence <= limit }
    return count == 0 ? Int64(LogFormat.header) : Int64(self[count - 1].offset)
  }
}

extension Array {
  /// How many elements at the start satisfy a condition that none satisfies after one that does not.
  func partition(_ isBefore: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
