/// Timers with the one that is due first at the front: a binary heap.
///
/// A cancelled timer stays until it comes to the front, or until there are more of them than of the others at a time
/// when one is added.
struct TimerHeap {
  private var timers: [ReactorTimer] = []
  private var sizeAfterSweep = 32

  var count: Int { timers.count }

  /// When the first timer that isn't cancelled is due.
  mutating func nextDeadline() -> ContinuousClock.Instant? {
    while let first = timers.first, first.isCancelled { removeFirst() }
    return timers.first?.deadline
  }

  mutating func insert(_ timer: ReactorTimer) {
    if timers.count >= sizeAfterSweep * 2 { sweep() }
    timers.append(timer)
    siftUp(from: timers.count - 1)
  }

  /// Takes the first timer, if it is due at `now`.
  mutating func takeDue(at now: ContinuousClock.Instant) -> ReactorTimer? {
    guard let deadline = nextDeadline(), deadline <= now else { return nil }
    return removeFirst()
  }

  @discardableResult
  private mutating func removeFirst() -> ReactorTimer {
    timers.swapAt(0, timers.count - 1)
    let first = timers.removeLast()
    siftDown(from: 0)
    return first
  }

  private mutating func sweep() {
    timers.removeAll(where: \.isCancelled)
    // A sorted array is a heap.
    timers.sort { $0.deadline < $1.deadline }
    sizeAfterSweep = max(32, timers.count)
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard timers[child].deadline < timers[parent].deadline else { return }
      timers.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < timers.count && timers[child].deadline < timers[least].deadline {
        least = child
      }
      guard least != parent else { return }
      timers.swapAt(least, parent)
      parent = least
    }
  }
}
