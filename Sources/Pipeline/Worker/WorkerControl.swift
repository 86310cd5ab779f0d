/// What the keeper of the worker processes can be told.
public protocol WorkerControl: Sendable {
  /// Ends a worker process at once, if it is one of those kept here.
  func kill(pid: Int32)

  /// Whether a worker process is one of those kept here whose end has not been passed on yet, with the reason for it.
  func keeps(pid: Int32) -> Bool
}
