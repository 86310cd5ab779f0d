import Model
import Store
import Wire
import ZeroMQ

/// What the aggregator's socket thread is told by the others.
enum AggregatorNote: Sendable {
  /// A group was committed, or could not be.
  case applied([WriterOutcome])
  /// An answer to somebody who asked on the `query` or the `batches` socket.
  case answer(to: Frame, on: AnsweringSocket, Packet)
  /// The writer has done all that it was given, and ended.
  case writerEnded
  /// The database's files are no longer those that are open: what was committed since then is acknowledged to nobody.
  case lost(LostFile)
  /// Somebody who was let in over TCP may do less now.
  case revoked
  /// The database was opened to be read alone, and its disk takes something again.
  case diskIsBack
  case stop
}

enum AnsweringSocket: Sendable {
  case batches, query
}

/// Something for the writer, and who is to hear of it.
struct WriterTask: Sendable {
  enum Work: Sendable {
    case chunk(Chunk, facts: [UInt8])
    case batch(Batch, facts: [UInt8])
    case setAside(SetAside)
    case dropFailure(DropFailure)
    case review(ReviewRequest)
  }

  var peer: Frame
  /// The socket that it came on, and that its answer goes to.
  var socket = AnsweringSocket.batches
  var work: Work
  /// How much memory it holds until it is done.
  var bytes: Int
}

/// What became of a task.
struct WriterOutcome: Sendable {
  var peer: Frame
  var socket = AnsweringSocket.batches
  /// Nil for a chunk, after which the job goes on.
  var job: String?
  var reply: Packet
  var events: [JournalEvent]
  /// How many events were written, also when they are too many to be here.
  var written = 0
  /// The last event that was written; 0 when none was. Where `events` does not reach it, they are for catching up alone.
  var last: UInt64 = 0
  /// The check of the journal up to it.
  var check: ChainCheck?
  var bytes: Int
  /// For the log, when there is something that an operator should know.
  var complaint: String?
}
