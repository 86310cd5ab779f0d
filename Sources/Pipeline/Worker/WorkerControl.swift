/// What the keeper of the worker processes can be told.
public protocol WorkerControl: Sendable {
  /// Ends a worker process at once, if it is one of those kept here.
  func kill(pid: Int32)
}
