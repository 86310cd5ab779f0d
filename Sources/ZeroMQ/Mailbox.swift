import Glibc
import Synchronization

/// A bounded queue from any thread to one: the way into a socket's thread.
///
/// Any thread posts; the one that receives takes all that is there at once, either as a handler of a ``Reactor``, or
/// with ``takeAll(waitingUpTo:)`` on a thread without one. That way a lock and a wake-up are paid for a batch and not
/// for each element.
public final class Mailbox<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isClosed = false
    /// Made when somebody first waits; signalled exactly while there is something to take, or the end to see.
    var wakeUp: WakeUp?
  }

  /// How many elements fit before ``post(_:)`` refuses.
  public let capacity: Int
  private let state = Mutex(State())

  /// A mailbox for `capacity` elements, at least one.
  public init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// The number of elements that wait to be taken.
  public var count: Int { state.withLock { $0.elements.count } }

  /// Whether ``close()`` was called.
  public var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Adds `element`; false, and nothing added, when the mailbox is full or closed.
  @discardableResult
  public func post(_ element: Element) -> Bool {
    add(element, limit: capacity)
  }

  /// Adds `element` even when the mailbox is full: for the few that must not be refused, such as a request to stop.
  ///
  /// False, and nothing added, only when the mailbox is closed.
  @discardableResult
  public func postAlways(_ element: Element) -> Bool {
    add(element, limit: .max)
  }

  /// Ends the mailbox: what it holds can still be taken, and nothing can be added.
  public func close() {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.isClosed = true
      state.wakeUp?.signal()
    }
  }

  /// Takes all elements, oldest first; waits for one, up to `limit`, if there is none.
  ///
  /// Empty when the time has passed, and at once when the mailbox is closed and empty. Nil waits without limit.
  public func takeAll(waitingUpTo limit: Duration?) -> [Element] {
    let deadline = limit.map { ContinuousClock.now + $0 }
    while true {
      let (elements, isClosed) = takeAll()
      if !elements.isEmpty || isClosed { return elements }
      let remaining = deadline.map { ContinuousClock.now.duration(to: $0) }
      if let remaining, remaining <= .zero { return [] }
      if let wakeUp = attachWakeUp() {
        wakeUp.wait(timeout: remaining)
      } else {
        // The process is out of file descriptors; look again soon.
        usleep(1000)
      }
    }
  }

  /// Takes all elements without waiting, with whether the mailbox is closed, so that there will never be more.
  public func takeAll() -> (elements: [Element], isClosed: Bool) {
    state.withLock { state in
      if !state.elements.isEmpty || state.isClosed { state.wakeUp?.clear() }
      var taken: [Element] = []
      swap(&taken, &state.elements)
      return (taken, state.isClosed)
    }
  }

  /// The wake-up that waiting threads and reactors look at; nil when the process has no file descriptors left.
  func attachWakeUp() -> WakeUp? {
    state.withLock { state in
      if state.wakeUp == nil {
        state.wakeUp = WakeUp()
        if !state.elements.isEmpty || state.isClosed { state.wakeUp?.signal() }
      }
      return state.wakeUp
    }
  }

  private func add(_ element: Element, limit: Int) -> Bool {
    state.withLock { state in
      guard !state.isClosed, state.elements.count < limit else { return false }
      state.elements.append(element)
      if state.elements.count == 1 { state.wakeUp?.signal() }
      return true
    }
  }
}
