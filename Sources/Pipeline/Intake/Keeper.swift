import Logging
import Model
import ZeroMQ

/// A document that was worked on, and is to be kept before it leaves the spool.
struct KeepTask: Sendable {
  var entry: SpoolEntry
  var path: String
  /// The text as read, where it is not the content.
  var text: [UInt8]?
}

/// The thread that compresses documents and keeps them; intake's own goes on meanwhile.
struct Keeper: Sendable {
  let originals: Originals
  let tasks: Mailbox<KeepTask>
  let notes: Mailbox<IntakeNote>
  let logger: Logger

  /// Works until the mailbox is closed; what waits then is kept after the next start, for it is in the spool.
  func run() {
    while !tasks.isClosed {
      for task in tasks.takeAll(waitingUpTo: .seconds(1)) {
        if tasks.isClosed { return }
        keep(task)
      }
    }
  }

  private func keep(_ task: KeepTask) {
    do {
      let content = try Spool.content(task.entry, at: task.path)
      try originals.keep(content, digest: task.entry.revision.digest, text: task.text)
      let removed = try originals.trim()
      if removed > 0 { logger.info("removed the oldest originals", metadata: ["files": "\(removed)"]) }
      notes.postAlways(.kept(task.entry))
    } catch let error as SpoolError where error.isDamage {
      notes.postAlways(.damaged(task.entry, reason: error.description))
    } catch {
      logger.error("cannot keep \(task.entry.revision.uri), will try again: \(error)")
      notes.postAlways(.notKept(task))
    }
  }
}
