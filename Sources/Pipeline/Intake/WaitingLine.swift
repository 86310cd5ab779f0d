import DequeModule

/// Documents that wait for a worker: in one lane for each source, the lanes served by turns, so that nobody waits behind all of
/// another's.
///
/// Round robin: a turn is one document, whatever its size, for a worker takes one at a time. A lane that is empty is gone.
struct WaitingLine {
  /// Where a document came from.
  enum Lane: Hashable, Sendable {
    /// From one submitter; who it was is not known of what was found in the spool at the start.
    case submitter(UInt64)
    /// From the watched folders.
    case folders
    /// To be extracted once more, by somebody's wish.
    case again
  }

  private var lanes: [Lane: Deque<SpoolEntry>] = [:]
  /// The lanes that have something, the next to be served first.
  private var turns: Deque<Lane> = []
  private(set) var count = 0

  mutating func append(_ entry: SpoolEntry) {
    open(entry.lane)
    lanes[entry.lane, default: []].append(entry)
    count += 1
  }

  /// Puts documents before all others of their lanes, in the order given; they were in hand already.
  mutating func prepend(_ entries: [SpoolEntry]) {
    for entry in entries.reversed() {
      if lanes[entry.lane] == nil { turns.prepend(entry.lane) }
      lanes[entry.lane, default: []].prepend(entry)
      count += 1
    }
  }

  /// The next document; nil when none waits.
  mutating func popFirst() -> SpoolEntry? {
    guard let lane = turns.popFirst(), let entry = lanes[lane]?.popFirst() else { return nil }
    count -= 1
    if lanes[lane]?.isEmpty ?? true { lanes[lane] = nil } else { turns.append(lane) }
    return entry
  }

  /// Takes a document out of its place; nil when it does not wait.
  mutating func remove(_ counter: UInt64) -> SpoolEntry? {
    for (lane, entries) in lanes {
      // The youngest are looked for most.
      guard let index = entries.lastIndex(where: { $0.counter == counter }) else { continue }
      count -= 1
      let entry = lanes[lane]?.remove(at: index)
      if lanes[lane]?.isEmpty ?? true {
        lanes[lane] = nil
        turns.removeAll { $0 == lane }
      }
      return entry
    }
    return nil
  }

  func first(where isMeant: (SpoolEntry) -> Bool) -> SpoolEntry? {
    for entries in lanes.values {
      if let entry = entries.first(where: isMeant) { return entry }
    }
    return nil
  }

  /// All that wait, in no order.
  var all: some Sequence<SpoolEntry> { lanes.values.joined() }

  private mutating func open(_ lane: Lane) {
    if lanes[lane] == nil { turns.append(lane) }
  }
}
