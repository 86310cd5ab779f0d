import Synchronization
import Wire
import ZeroMQ

/// A question for a reading thread.
struct QueryTask: Sendable {
  var peer: Frame
  var socket: AnsweringSocket
  var packet: Packet
}

/// Questions that wait for reading threads: each kind has a lane of its own, and the lanes are served in turns.
///
/// So a small question waits for one of each other kind at most, however many large ones wait. Any thread posts, and
/// any takes.
final class QuestionQueue: Sendable {
  private struct State {
    var tasks = FairLanes<MessageKind, QueryTask>()
    var isClosed = false
  }

  private let capacity: Int
  private let state = Mutex(State())
  /// Wakes one thread that waits.
  private let bell = Mailbox<Void>(capacity: 1)

  /// - Parameter capacity: how many questions wait at most; those of one kind take half of it.
  init(capacity: Int) { self.capacity = max(2, capacity) }

  /// Whether it is closed and empty.
  var hasEnded: Bool { state.withLock { $0.isClosed && $0.tasks.count == 0 } }

  /// Adds a question; false, and nothing added, when too many wait.
  func post(_ task: QueryTask) -> Bool {
    let kind = task.packet.header.kind
    let isAdded = state.withLock { state in
      guard !state.isClosed, state.tasks.count < capacity, state.tasks.count(in: kind) < capacity / 2 else {
        return false
      }
      state.tasks.append(task, to: kind)
      return true
    }
    if isAdded { bell.post(()) }
    return isAdded
  }

  /// The next question; waits for one, up to `limit`. Nil when the time has passed, and at once when the queue has ended.
  func take(waitingUpTo limit: Duration) -> QueryTask? {
    let deadline = ContinuousClock.now + limit
    while true {
      let (task, concernsOthers, isClosed) = state.withLock {
        ($0.tasks.popFirst(), $0.tasks.count > 0 || $0.isClosed, $0.isClosed)
      }
      // The bell rings once for all that came since, and one thread hears it.
      if concernsOthers { bell.post(()) }
      if let task { return task }
      let remaining = ContinuousClock.now.duration(to: deadline)
      guard remaining > .zero, !isClosed else { return nil }
      _ = bell.takeAll(waitingUpTo: remaining)
    }
  }

  /// Ends the queue: it takes no more questions. Those that wait can still be taken.
  /// - Parameter dropping: whether to drop them instead; clients ask again.
  func close(dropping: Bool = false) {
    state.withLock { state in
      state.isClosed = true
      if dropping { state.tasks = FairLanes() }
    }
    bell.post(())
  }
}
