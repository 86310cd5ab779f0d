import Wire
import ZeroMQ

/// What intake's socket thread is told by the others.
enum IntakeNote: Sendable {
  /// A worker process that the daemon keeps has ended.
  case workerEnded(WorkerEnd)
  /// A document is kept, and may leave the spool.
  case kept(SpoolEntry)
  /// The disk did not take a document; it is tried again.
  case notKept(KeepTask)
  /// A document cannot be kept, now or later: its file in the spool is not what was written.
  case damaged(SpoolEntry, reason: String)
  /// A content that somebody asked for was read, or cannot be.
  case answer(to: Frame, Packet?)
  /// Somebody who was let in over TCP may do less now.
  case revoked
  case stop
}
