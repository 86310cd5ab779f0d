/// What intake's socket thread is told by the others.
enum IntakeNote: Sendable {
  /// A worker process that the daemon keeps has ended.
  case workerEnded(pid: Int32, reason: String)
  case stop
}
