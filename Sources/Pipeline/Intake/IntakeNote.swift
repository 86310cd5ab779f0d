/// What intake's socket thread is told by the others.
enum IntakeNote: Sendable {
  /// A worker process that the daemon keeps has ended.
  case workerEnded(pid: Int32, reason: String)
  case stop
}

/// What the keeper of the worker processes can be told.
public protocol WorkerControl: Sendable {
  /// Ends a worker process at once, if it is one of those kept here.
  func kill(pid: Int32)
}
