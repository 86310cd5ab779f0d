import CZeroMQ
import Glibc

/// One thread's loop over its sockets, file descriptors, mailboxes and timers.
///
/// ```swift
/// let reactor = Reactor(context: context)
/// reactor.add(requests) { requests in
///   for _ in 0..<64 {
///     guard let message = try requests.receiveIfReady() else { break }
///     handle(message)
///   }
/// }
/// reactor.add(replies) { for reply in $0 { try requests.send(reply) } }
/// reactor.every(.seconds(1)) { report() }
/// try reactor.run()
/// ```
///
/// Everything here happens on the thread that made the reactor; other threads reach it through a ``Mailbox``. A
/// handler is called again for as long as there is something to read, so that it need not read everything: a handler
/// that takes some tens of messages and returns lets the others have their turn. A handler may add and remove
/// anything, and close sockets, its own included; a socket that is closed is dropped from the loop by itself. The error
/// that a handler throws ends ``run()``, which throws it.
public final class Reactor {
  /// Something in the loop, with what to do when it is ready.
  final class Watch {
    let source: PollItem.Source
    var onReadable: (() throws -> Void)?
    var onWritable: (() throws -> Void)?
    var isRemoved = false

    init(_ source: PollItem.Source) {
      self.source = source
    }

    /// Whether there is nothing to wait for any more.
    var isOver: Bool {
      if case .socket(let socket) = source, socket.isClosed { return true }
      return isRemoved
    }

    var item: PollItem {
      var events: PollEvents = []
      if onReadable != nil { events.insert(.readable) }
      if onWritable != nil { events.insert(.writable) }
      return PollItem(source: source, events: events)
    }
  }

  /// The context whose end ends ``run()``.
  public let context: Context
  /// Whether ``run()`` is on the stack.
  public private(set) var isRunning = false

  var socketWatches: [ObjectIdentifier: Watch] = [:]
  var fileWatches: [Int32: Watch] = [:]
  var mailboxes: [ObjectIdentifier: MailboxWatch] = [:]
  /// Whether the poll list must be made anew.
  var hasChanged = true
  var timers = TimerHeap()

  private var polled: [Watch] = []
  private var raw: [zmq_pollitem_t] = []
  private var isStopping = false
  private let owner = pthread_self()

  /// A reactor on this thread, that ends when `context` does.
  public init(context: Context) {
    self.context = context
  }

  /// Serves everything that was added until ``stop()``, or until the context is shut down, which is no error.
  ///
  /// Throws what a handler threw. May be called again after it returned.
  public func run() throws {
    assertOwner()
    isRunning = true
    isStopping = false
    defer { isRunning = false }
    do {
      // Never bound or connected: it is in the loop only so that the context's end is seen there, even where nothing
      // but timers and mailboxes are waited for.
      let sentinel = try Socket<Pair>(context)
      defer { sentinel.close() }
      while !isStopping {
        try turn(sentinel)
      }
    } catch ZeroMQError.terminated {
      return
    }
  }

  /// Ends ``run()`` after the handler that is at work; on the reactor's own thread.
  ///
  /// From another thread, post to a ``Mailbox`` whose handler calls this.
  public func stop() {
    assertOwner()
    isStopping = true
  }

  /// Runs `body` after each `interval`, the first time one interval from now.
  ///
  /// A tick that was missed, because a handler took longer, is left out.
  @discardableResult
  public func every(_ interval: Duration, _ body: @escaping () throws -> Void) -> ReactorTimer {
    let interval = max(interval, .milliseconds(1))
    return start(ReactorTimer(deadline: .now + interval, interval: interval, body: body))
  }

  /// Runs `body` once, after `delay`.
  @discardableResult
  public func after(_ delay: Duration, _ body: @escaping () throws -> Void) -> ReactorTimer {
    start(ReactorTimer(deadline: .now + delay, interval: nil, body: body))
  }

  func assertOwner() {
    assert(pthread_equal(owner, pthread_self()) != 0, "a reactor was used on a thread that did not make it")
  }

  private func start(_ timer: ReactorTimer) -> ReactorTimer {
    assertOwner()
    timers.insert(timer)
    return timer
  }

  /// Runs the timers that are due, waits, and calls the handlers of what is ready.
  private func turn(_ sentinel: AnySocket) throws {
    try fireTimers()
    if isStopping { return }
    dropWhatIsOver()
    if hasChanged { makePollList(sentinel) }
    guard zmq_poll(&raw, Int32(raw.count), pollTimeout()) >= 0 else {
      let code = zmq_errno()
      // A signal only means another turn.
      if code == EINTR { return }
      throw ZeroMQError(code: code, call: "zmq_poll")
    }
    // A handler may change what is watched, but neither of these before the next turn.
    for (index, watch) in polled.enumerated() {
      let ready = PollEvents(rawValue: raw[index].revents)
      // An error of a file descriptor is for its handler to find when it reads.
      if !ready.isDisjoint(with: [.readable, .error]), !watch.isOver { try watch.onReadable?() }
      if isStopping { return }
      if ready.contains(.writable), !watch.isOver { try watch.onWritable?() }
      if isStopping { return }
    }
  }

  private func fireTimers() throws {
    let now = ContinuousClock.now
    while !isStopping, let timer = timers.takeDue(at: now) {
      if let interval = timer.interval {
        timer.deadline += interval
        if timer.deadline <= now { timer.deadline = now + interval }
        timers.insert(timer)
      } else {
        timer.isCancelled = true
      }
      try timer.body()
    }
  }

  /// Takes closed sockets out, which zmq_poll must not see.
  private func dropWhatIsOver() {
    for watch in polled where watch.isOver && !watch.isRemoved {
      if case .socket(let socket) = watch.source { remove(socket) }
    }
  }

  private func makePollList(_ sentinel: AnySocket) {
    socketWatches = socketWatches.filter { !$0.value.isOver }
    polled = Array(socketWatches.values) + Array(fileWatches.values)
    raw = polled.map(\.item.raw) + [PollItem.socket(sentinel).raw]
    hasChanged = false
  }

  private func pollTimeout() -> Int {
    guard let deadline = timers.nextDeadline() else { return -1 }
    let remaining = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
    return Int(min(max(0, remaining), Int64(Int32.max)))
  }
}
