/// A timer of a ``Reactor``, to cancel it by; on the reactor's thread, like the reactor.
public final class ReactorTimer {
  var deadline: ContinuousClock.Instant
  /// Nil for a timer that fires once.
  let interval: Duration?
  let body: () throws -> Void
  /// Whether the timer will not fire any more: cancelled, or fired for the only time.
  public internal(set) var isCancelled = false

  init(deadline: ContinuousClock.Instant, interval: Duration?, body: @escaping () throws -> Void) {
    self.deadline = deadline
    self.interval = interval
    self.body = body
  }

  /// Stops the timer; to do it again, or after it fired, does nothing.
  public func cancel() {
    isCancelled = true
  }
}
